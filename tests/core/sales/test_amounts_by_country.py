"""R2, R3, R4, R5, R8 with the very figures of each entry, in the country whose rate it names."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from world import World

from core.sales import Invoice, Line
from core.sales.files import document_for, making_of
from core.sales.formats import preflight
from core.words import Words

At = Callable[[str], World]


@pytest.fixture
def at(places: Callable[[str], Any]) -> At:
    return lambda code: World(places("sqlite").store(code))


def line(price: str, quantity: str = "1", vat: str = "standard") -> Line:
    return Line(description="Work", quantity=quantity, unit_price=price, vat=vat)


def fatal(world: World, invoice: Invoice, code: str) -> list[str]:
    """Official rules that ``invoice`` breaks in format ``code``."""
    with world.store.read() as uow:
        document = document_for(uow, invoice)
        making = making_of(uow, invoice, document, code)
        return [
            found.rule for found in preflight(document, code, making, Words("en", uow.country)) if found.fatal
        ]


def test_r2_sixteen_times_348_35_less_four_percent_at_22(at: At) -> None:
    """The declared method: each line is rounded (5,350.656 is 5,350.66), then VAT on the sum of the lines of a rate."""
    italy = at("it")
    document = italy.invoice(lines=[line("334.416", "16")])
    assert (document.net, document.vat, document.gross) == (535066, 117715, 652781)
    assert italy.balances()["client_receivables"] == 652781


def test_r3_three_times_10_01_at_20(at: At) -> None:
    france = at("fr")
    client = france.client(vat_number="FR40303265045", street="Rue 1", city="Lille", postal_code="59000")
    document = france.invoice(lines=[line("10.01")] * 3, client=client)
    assert document.gross == 3604, "VAT on the total: 36.04, not 36.03"
    assert france.balances()["client_receivables"] == 3604
    with france.store.read() as uow:
        assert document_for(uow, document).totals.gross == 3604


def test_r4_7612_50_at_19_is_given_back_in_positive_amounts_by_the_rules(at: At) -> None:
    germany = at("de")
    client = germany.client(vat_number="DE136695976", street="Markt 1", city="Köln", postal_code="50667")
    note = germany.credit(germany.invoice("7612.50", client=client, buyer_reference="PO 1"))
    assert (note.net, note.vat, note.gross) == (761250, 144638, 905888)
    for code in ("xrechnung", "ubl", "cii"):
        broken = fatal(germany, note, code)
        assert not {"BR-CO-17", "BR-S-09", "BR-S-08"} & set(broken) and broken == [], (code, broken)


@pytest.mark.parametrize("abroad", [False, True])
def test_r5_a_hundred_half_cents_of_each_category_keep_the_rules(at: At, abroad: bool) -> None:
    """S, Z and E at home; AE, which a client of the Union turns every line into."""
    belgium = at("be")
    facts = {"country": "FR", "vat_number": "FR40303265045", "electronic_address": "0009:30326504500017"} if abroad else {
        "vat_number": "BE0203430576"
    }  # fmt: skip
    client = belgium.client(street="Markt 1", city="Gent", postal_code="9000", **facts)
    codes = ("standard",) if abroad else ("standard", "reduced_6", "zero", "exempt_publishing")
    lines = [line("0.005", vat=codes[i % len(codes)]) for i in range(100)]
    document = belgium.invoice(lines=lines, client=client, buyer_reference="PO 1")
    assert {total.category for total in document.vat_totals} == ({"AE"} if abroad else {"S", "Z", "E"})
    assert document.net == sum(total.base for total in document.vat_totals) == 100
    assert fatal(belgium, document, "peppol") == []


def test_r8_kronor_have_oere_and_vat_is_rounded_once(at: At) -> None:
    sweden = at("se")
    document = sweden.invoice(lines=[line("33.33", "3"), line("0.01")])
    assert (document.currency, document.net, document.vat, document.gross) == ("SEK", 10000, 2500, 12500)
    sweden.credit(document, (1, 3333))
    sweden.credit(document)
    assert "vat_due" not in sweden.balances() and "client_receivables" not in sweden.balances()
