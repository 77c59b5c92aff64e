"""The paper: what the XML says, in words; archivable; the same bytes again; sums carried; a code a bank can read."""

from __future__ import annotations

import io
import re
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader
from world import World, refused

from core.sales import Invoice, Line, send_quotes
from core.sales.files import document_for, file_of, keep_file, offer_of, quote_paper
from core.sales.paper import TITLES, content
from core.words import Words
from shared_tools import epc


def text_of(pdf: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)
    return re.sub(r"[\u00a0\u202f]", " ", text)


def said(words: Words, amount: int, currency: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", words.amount(amount, currency))


def dutch(world: World) -> Any:
    return world.client(
        name="Bühne & Söhne <AG> Őrség", language="nl", vat_number="BE0203430576", street="Markt 1", city="Gent",
        postal_code="9000",
    )  # fmt: skip


def paper_of(world: World, invoice: Invoice) -> bytes:
    return world.ask(file_of, invoice.id, "pdf").content


def test_r1_the_paper_says_every_amount_of_the_book(world: World) -> None:
    lines = [Line(description=f"Work {n}", unit_price=f"{n * 17}.35", quantity=f"{n}", vat=code)
             for n, code in enumerate(("standard", "reduced_6", "reduced_12", "exempt_performance"), 1)]  # fmt: skip
    invoice = world.invoice(client=dutch(world), lines=lines)
    for document in (invoice, world.credit(invoice, (2, 1234)), world.credit(invoice)):
        text = text_of(paper_of(world, document))
        words = Words("nl", world.store.country)
        amounts = [document.net, document.vat, document.gross, *(line.net for line in document.lines)]
        amounts += [part for total in document.vat_totals for part in (total.base, total.vat)]
        for amount in amounts:
            assert said(words, amount, "EUR") in text, amount
        assert document.number in text and "Bühne & Söhne <AG> Őrség" in text
        for total in document.vat_totals:
            assert not total.note or words(total.note) in text.replace("\n", " ")


def test_the_fee_and_the_budget_are_on_no_paper_and_in_no_file(world: World) -> None:
    invoice = world.invoice("1000.00", client=dutch(world))
    words = Words("nl", world.store.country)
    for code in ("pdf", "peppol"):
        made = world.ask(file_of, invoice.id, code).content
        text = text_of(made) if code == "pdf" else made.decode()
        for hidden in (said(words, invoice.fee, "EUR"), "65.00", "935.00", "935,00", "6,5"):
            assert hidden not in text


def test_v4_what_left_is_served_as_it_left(world: World) -> None:
    invoice = world.invoice("100.00", client=dutch(world))
    kept = world.do(keep_file, invoice.id, "pdf")
    world.store.identity = type(world.store.identity)()  # every particular of the entity is gone
    assert world.ask(file_of, invoice.id, "pdf") == kept
    with refused("particular_missing"):
        world.ask(file_of, invoice.id, "peppol")


def test_it_is_archivable_and_the_same_bytes_again(world: World) -> None:
    invoice = world.invoice("100.00", client=dutch(world))
    first = paper_of(world, invoice)
    world.at(date(2027, 3, 1))
    assert paper_of(world, invoice) == first
    metadata = PdfReader(io.BytesIO(first)).trailer["/Root"]["/Metadata"].get_object().get_data()
    assert b"<pdfaid:part>3</pdfaid:part>" in metadata


def test_a_hundred_lines_carry_their_sums_from_page_to_page(world: World) -> None:
    lines = [Line(description=f"Drawing {n}", unit_price="10.01") for n in range(1, 101)]
    invoice = world.invoice(client=dutch(world), lines=lines)
    words = Words("nl", world.store.country)
    pages = [
        re.sub(r"[\u00a0\u202f]", " ", page.extract_text())
        for page in PdfReader(io.BytesIO(paper_of(world, invoice))).pages
    ]
    assert len(pages) >= 3
    shown = 0
    for before, after in pairwise(pages):
        shown += len(re.findall(r"Drawing \d+", before))
        carried = said(words, shown * 1001, "EUR")
        assert carried in before and carried in after, (shown, carried)
    assert said(words, invoice.gross, "EUR") in pages[-1]


def test_a_long_name_and_a_long_description_break_nothing(world: World) -> None:
    client = world.client(name="Ö" * 40 + " " + "wijd " * 60, language="nl", street="Straat " * 20)
    invoice = world.invoice(client=client, lines=[Line(description="woord " * 300, unit_price="1.00")])
    assert invoice.number in text_of(paper_of(world, invoice))


def test_the_code_says_what_is_to_be_paid_to_whom() -> None:
    text = epc.payload("Smart", "BE68 5390 0754 7034", 123456, "RF18 5390 0754 7034", "TRIOBEBB")
    assert text.split("\n") == [
        "BCD", "002", "1", "SCT", "TRIOBEBB", "Smart", "BE68539007547034", "EUR1234.56", "", "RF18539007547034",
    ]  # fmt: skip
    belgian = epc.payload("Smart", "BE68539007547034", 1, "+++090/9337/55493+++").split("\n")
    assert belgian[7:] == ["EUR0.01", "", "", "+++090/9337/55493+++"]
    assert epc.picture(text).startswith("<svg")


@pytest.mark.parametrize("amount", [0, -5, epc.MOST_AMOUNT + 1])
def test_a_code_beyond_its_bounds_is_refused(amount: int) -> None:
    with refused("no_epc_code"):
        epc.payload("Smart", "BE68539007547034", amount, "x")


def test_no_code_where_nothing_is_paid_in_euro(hungary: World) -> None:
    invoice = hungary.invoice("1000", client=hungary.client(language="hu"))
    with hungary.store.read() as uow:
        seller = uow.particulars(invoice.structure)
        document = document_for(uow, invoice)
    found = content("invoice", document, invoice, seller, hungary.store.identity, Words("hu"))
    assert found["payment"]["code"] == "" and found["payment"]["pairs"]


def test_a_quote_becomes_an_order_confirmation_and_its_text_has_a_digest(world: World) -> None:
    draft = world.draft(world.activity(), dutch(world), "100.00", "12.34")
    [quote] = world.do(send_quotes, [draft])
    offer = world.ask(offer_of, quote.id)
    assert offer.digest == world.ask(offer_of, quote.id).digest and offer.invoice.gross == 13593
    words = Words("nl", world.store.country)
    assert words(TITLES["quote"], number=quote.number) in text_of(world.ask(quote_paper, quote.id).content)
    [other] = world.do(send_quotes, [world.draft(world.activity(), dutch(world), "100.00", "12.35")])
    assert world.ask(offer_of, other.id).digest != offer.digest
