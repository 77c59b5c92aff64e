"""Failure mode R1: book = document = each XML, to the cent, whatever is sold by whom to whom, credited in part or whole."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from world import World

from core.country import Country, country, country_codes
from core.sales import Credit, CreditLine, Draft, Invoice, Line, credit_invoices, issue_invoices
from core.sales.document import document_of
from core.sales.formats import FORMATS, written
from core.words import Words
from shared_tools.einvoice import cii, ubl
from shared_tools.einvoice.model import Document
from shared_tools.refusal import Refusal

OURS = [code for code in country_codes() if (country(code).folder.parent.name == "countries")]
CLIENTS: dict[str, dict[str, Any]] = {
    "at home": {"kind": "business"},
    "authority": {"kind": "authority"},
    "consumer": {"kind": "consumer"},
    "in the Union": {"kind": "business", "country": "FR", "vat_number": "FR40303265045"},
    "in the Union too": {"kind": "business", "country": "DE", "vat_number": "DE136695976"},
    "beyond it": {"kind": "business", "country": "US"},
}
VAT_NUMBERS = {
    "be": "BE0203430576", "fr": "FR40303265045", "se": "SE556703748501", "de": "DE136695976", "at": "ATU13585627",
    "it": "IT00743110157", "es": "ESA28015865", "hu": "HU12892312",
}  # fmt: skip


READERS = {
    "ubl": ubl, "peppol": ubl, "xrechnung": ubl, "french_ubl": ubl, "cii": cii, "xrechnung_cii": cii, "french_cii": cii,
}  # fmt: skip


class Sold:
    """One country's world with a client of each sort and an activity of each structure, played once."""

    def __init__(self, world: World) -> None:
        self.world, self.home = world, world.store.country
        own = {"country": self.home.code.upper(), "vat_number": VAT_NUMBERS[self.home.code]}
        self.clients = {
            sort: world.client(**{
                **(own if facts["kind"] != "consumer" and "country" not in facts else {}), "street": "Straße 1",
                "postal_code": "1000", "city": "Örebro", "language": self.home.languages[0], **facts,
            })
            for sort, facts in CLIENTS.items()
            if facts.get("country") != self.home.code.upper()
        }  # fmt: skip
        manager = world.member()
        self.activities = [
            world.activity(manager, structure=structure.code)
            for structure in self.home.facts.structures(world.today)
            if structure.purpose != "agency"
        ]

    def document(self, invoice: Invoice, original: Invoice | None = None) -> Document:
        with self.world.store.read() as uow:
            seller = uow.particulars(invoice.structure)
        return document_of(invoice, original, seller, self.home, Words(invoice.buyer.language, self.home))


@pytest.fixture(params=OURS)
def sold(request: pytest.FixtureRequest, places: Callable[[str], Any]) -> Sold:
    return Sold(World(places("sqlite").store(request.param)))


def codes_sold_together(home: Country, day: date) -> list[str]:
    return [code for code in home.facts.vat_codes if home.facts.vat_or_none(code, day)]


def some_line(data: st.DataObject, codes: list[str]) -> Line:
    cents = data.draw(st.integers(0, 10**9))
    places = data.draw(st.integers(0, 4))
    quantity = data.draw(st.integers(1, 10**6))
    return Line(
        description=data.draw(st.sampled_from(["Drawing", "Gesang & Tanz <live>", "Ő, ű, “–”"])),
        quantity=f"{quantity / 1000:.3f}" if places % 2 else str(quantity % 50 + 1),
        unit_price=f"{cents // 10**4}.{cents % 10**4:04d}"[: -(4 - places) or None].rstrip("."),
        vat=data.draw(st.sampled_from(codes)), training=data.draw(st.booleans()),
    )  # fmt: skip


def check_same(sold: Sold, invoice: Invoice, original: Invoice | None) -> None:
    """The document's amounts are the stored ones, and every XML read again gives the document's."""
    document = sold.document(invoice, original)
    assert (document.totals.net, document.totals.vat, document.totals.gross) == (
        invoice.net, invoice.vat, invoice.gross
    )  # fmt: skip
    assert [line.net for line in document.lines] == [line.net for line in invoice.lines]
    assert [(g.category, g.base, g.vat) for g in document.vat_breakdown] == [
        (t.category, t.base, t.vat) for t in invoice.vat_totals
    ]
    assert sum(g.base for g in document.vat_breakdown) == document.totals.net
    if original:
        assert document.is_credit_note and document.preceding[0].number == original.number
    for known in FORMATS.values():
        if known.code not in READERS:
            continue
        xml = written(document, known.code)
        reader = READERS[known.code]
        read = reader.read(xml)
        assert read.totals == document.totals, known.code
        assert [(n.net, n.price, n.quantity) for n in read.lines] == [
            (n.net, n.price, n.quantity) for n in document.lines
        ]
        assert [(g.category, g.rate or "0", g.base, g.vat) for g in read.vat_breakdown] == [
            (g.category, g.rate or "0", g.base, g.vat) for g in document.vat_breakdown
        ]


@settings(
    max_examples=15, deadline=None, phases=[Phase.generate, Phase.shrink],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip
@given(data=st.data())
def test_r1_book_document_and_each_xml_say_the_same(sold: Sold, data: st.DataObject) -> None:
    world = sold.world
    client = data.draw(st.sampled_from(list(sold.clients.values())))
    activity = data.draw(st.sampled_from(sold.activities))
    codes = codes_sold_together(sold.home, world.today)
    lines = tuple(some_line(data, codes) for _ in range(data.draw(st.integers(1, 5))))
    draft = Draft(activity=activity.id, client=client.id, lines=lines, buyer_reference="PO 1")
    try:
        [invoice] = world.do(issue_invoices, [draft])
    except Refusal:
        return  # a sale the law of this country does not know
    check_same(sold, invoice, None)
    part = data.draw(st.integers(0, invoice.lines[0].net))
    if part:
        [note] = world.do(
            credit_invoices, [Credit(invoice=invoice.id, reason="agreed", lines=(CreditLine(1, part),))]
        )
        check_same(sold, note, invoice)
    if part < invoice.net:
        [note] = world.do(credit_invoices, [Credit(invoice=invoice.id, reason="agreed")])
        check_same(sold, note, invoice)
