"""What is issued reaches the tax authority once, whatever the road does to it: NAV and AEAT played by stand-ins."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace
from pypdf import PdfReader
from stand_in_aeat import Aeat
from stand_in_nav import OnlineSzamla
from world import FINANCE, World, refused

from core.clock import SetClock
from core.sales import Invoice
from core.sales.document import sold_of
from core.sales.files import document_for, file_of
from core.sales.reports import mend, report_invoice, reports, submissions_of
from core.sales.talks import report_due
from core.words import Words
from shared_tools.einvoice import nav, verifactu

SECRETS = {"login": "tech", "password": "secret", "sign_key": "ce-8f5e-215119fa7dd621DLMRHRLH2S", "exchange_key": "7b2d21DLMRH5NB4E"}  # fmt: skip
PLACES = {"street": "Rue Haute 1", "city": "Ville", "postal_code": "1000"}
VAT = {"es": "ESA28015865", "hu": "HU12892312"}
Places = Callable[[str], Any]


class Office:
    """One entity with the authority its invoices go to."""

    def __init__(self, places: Places, database: str, code: str) -> None:
        self.world = World(places(database).store(code))
        with self.world.store.read() as uow:
            vat = uow.particulars("main").vat_number
            now = uow.now
        self.secrets = SECRETS
        user = nav.Credentials(**SECRETS, tax_number=vat[2:10])
        self.nav = OnlineSzamla(user, now)
        self.aeat = Aeat()
        self.code = code

    def line(self, path: str, body: bytes) -> bytes:
        return self.nav.post(path, body) if self.code == "hu" else self.aeat.post(body)

    def issue(self, price: str = "1000") -> Invoice:
        client = self.world.client(vat_number=VAT[self.code], **PLACES)
        invoice = self.world.invoice(price, client=client)
        self.world.after()
        return invoice

    def turn(self, minutes: int = 0) -> int:
        if minutes:
            now = self.world.store.clock.now() + timedelta(minutes=minutes)
            self.world.store.clock = SetClock(now)
            self.nav.now = now
        return report_due(self.world.store, self.line, self.secrets)

    def state(self, invoice: Invoice) -> str:
        return self.world.ask(submissions_of, invoice.id)[-1].state


@pytest.fixture(params=["sqlite", "postgresql"])
def office(request: pytest.FixtureRequest, places: Places) -> Callable[[str], Office]:
    return lambda code: Office(places, request.param, code)


def test_an_invoice_is_told_to_nav_and_then_accepted(office: Callable[[str], Office]) -> None:
    hu = office("hu")
    invoice = hu.issue()
    assert hu.state(invoice) == "queued"
    hu.turn()
    assert hu.state(invoice) == "sent"
    hu.turn()
    assert hu.state(invoice) == "accepted" and set(hu.nav.invoices) == {invoice.number}
    assert hu.turn() == 0


def test_v8_sent_twice_it_is_delivered_once(office: Callable[[str], Office]) -> None:
    """The outbox row done again, the worker's turn taken again: one report, one delivery."""
    hu = office("hu")
    invoice = hu.issue()
    hu.world.do(report_invoice, invoice.id)
    for _ in range(4):
        hu.turn(minutes=10)
    assert hu.nav.calls.count("manageInvoice") == 1 and hu.state(invoice) == "accepted"


def test_v9_lost_answers_are_asked_about_never_sent_again(office: Callable[[str], Office]) -> None:
    hu = office("hu")
    invoice = hu.issue()
    hu.nav.lose = {"manageInvoice"}
    hu.turn()
    assert hu.state(invoice) == "unknown"
    hu.nav.lose = set()
    assert hu.turn() == 0, "it waits before it asks"
    hu.turn(minutes=10)
    assert hu.state(invoice) == "accepted" and hu.nav.calls.count("manageInvoice") == 1


def test_v9_already_received_is_resolved_by_asking(office: Callable[[str], Office]) -> None:
    es = office("es")
    invoice = es.issue()
    es.aeat.lose = True
    es.turn()
    es.aeat.lose = False
    assert es.state(invoice) == "unknown" and len(es.aeat.records) == 1
    es.turn(minutes=10)
    assert es.state(invoice) == "accepted" and len(es.aeat.records) == 1


def test_v10_a_refused_record_in_mid_chain_leaves_later_ones_valid(office: Callable[[str], Office]) -> None:
    es = office("es")
    first, second, third = es.issue("100"), es.issue("200"), es.issue("300")
    es.aeat.refuse = {second.number}
    es.turn()
    assert [es.state(known) for known in (first, second, third)] == ["accepted", "refused", "accepted"]
    assert es.turn(minutes=600) == 0, "a refusal is not tried again"
    es.world.do(mend, second.id, actor=FINANCE)
    es.turn()
    assert es.state(second) == "accepted"
    chain = es.world.ask(reports, second.structure)
    assert len(chain) == 4 and verifactu.verify(chain) == []
    assert b"Subsanacion" in chain[-1]
    with refused("submission_over"):
        es.world.do(mend, second.id, actor=FINANCE)


def test_v11_not_ready_leaves_the_state(office: Callable[[str], Office]) -> None:
    hu = office("hu")
    invoice = hu.issue()
    hu.turn()
    hu.nav.slow = True
    hu.turn(minutes=10)
    assert hu.state(invoice) == "sent"
    hu.nav.slow = False
    hu.turn(minutes=10)
    assert hu.state(invoice) == "accepted"


@pytest.mark.parametrize("code", ["hu", "es"])
def test_an_authority_that_is_down_is_tried_later(office: Callable[[str], Office], code: str) -> None:
    there = office(code)
    invoice = there.issue()
    there.nav.down, there.aeat.down = {"tokenExchange"}, True
    there.turn()
    assert there.state(invoice) == "queued"
    there.nav.down, there.aeat.down = set(), False
    there.turn(minutes=10)
    there.turn(minutes=10)
    assert there.state(invoice) == "accepted"


def test_the_whole_taken_back_is_storno_and_a_part_modify(office: Callable[[str], Office]) -> None:
    hu = office("hu")
    whole, part = hu.issue(), hu.issue()
    notes = hu.world.credit(whole), hu.world.credit(part, (1, 400)), hu.world.credit(part)
    hu.world.after()
    for _ in range(2):
        hu.turn(minutes=5)
    told = {number: operation for number, (operation, _) in hu.nav.invoices.items()}
    assert [told[note.number] for note in notes] == ["STORNO", "MODIFY", "MODIFY"]
    assert b"<modificationIndex>2<" in hu.nav.invoices[notes[2].number][1]


def test_a_chain_that_was_tampered_with_is_found_by_the_check(office: Callable[[str], Office]) -> None:
    es = office("es")
    es.issue(), es.issue()
    assert "the chain of reports to the authority holds" not in es.world.failed_checks()
    chain = es.world.ask(reports, "main")
    assert verifactu.verify([chain[1]]) and verifactu.verify(chain) == []


@pytest.mark.parametrize("code", ["hu", "es"])
def test_what_a_report_would_lack_refuses_the_invoice(office: Callable[[str], Office], code: str) -> None:
    there = office(code)
    nameless = there.world.client(vat_number="", **PLACES)
    with refused("customer_unidentified" if code == "hu" else "recipient_unidentified"):
        there.world.invoice("10", client=nameless)


@pytest.mark.parametrize("code", ["hu", "es"])
def test_what_a_report_lacks_is_said_and_uses_up_no_link(office: Callable[[str], Office], code: str) -> None:
    """Between the invoice and its report somebody took the tax number, or the system's maker, out of instance.toml."""
    there = office(code)
    client = there.world.client(vat_number=VAT[code], **PLACES)
    nameless = there.world.invoice("10", client=client)
    own = there.world.store.identity
    bare = {key: replace(known, registrations={}, vat_number="") for key, known in own.structures.items()}
    there.world.store.identity = replace(own, structures=bare)
    there.world.after()
    there.world.store.identity = own
    assert there.state(nameless) == "refused"
    [said] = there.world.ask(submissions_of, nameless.id)
    lacks = "tax number" if code == "hu" else "system_maker"
    assert lacks in " ".join(said.objections[0].said(Words("en"))) and there.turn() == 0
    whole = there.issue()
    there.turn()
    there.turn(minutes=10)
    assert there.state(whole) == "accepted"
    there.world.assert_sound()


@pytest.mark.parametrize(
    ("told", "path"),
    [
        ("", "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQRNoVerifactu?"),
        ("https://www1.agenciatributaria.gob.es/wlpl/x", "https://www2.agenciatributaria.gob.es/wlpl/TIKE-CONT/ValidarQR?"),
        ("https://prewww1.aeat.es/wlpl/x", "https://prewww2.aeat.es/wlpl/TIKE-CONT/ValidarQR?"),
    ],
    ids=["kept", "sent", "test"],
)  # fmt: skip
def test_the_paper_says_verifactu_only_where_records_are_sent(places: Places, told: str, path: str) -> None:
    world = World(places("sqlite").store("es"))
    world.store.identity = replace(world.store.identity, authority=told)
    invoice = world.invoice("100.00")
    with world.store.read() as uow:
        document = document_for(uow, invoice)
        mark = uow.country.einvoice.mark(
            document, sold_of(invoice, uow.particulars("main"), uow.country), told
        )
        paper = file_of(uow, invoice.id, "pdf").content
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(paper)).pages)
    for said in (verifactu.MENTION, verifactu.QR_LEGEND[:20]):
        assert (said in text) == bool(told)
    host, _, rest = path.partition("/wlpl")
    wanted = verifactu.qr_svg(document, host, sent="No" not in rest).decode()
    assert mark is not None and mark.picture == wanted, "the code leads where its record can be found"
    assert verifactu.qr_address(document, host, sent=bool(told)).startswith(path)
