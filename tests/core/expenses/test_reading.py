"""V12: a supplier's e-invoice makes one note, however often it arrives; what is no such invoice is refused in words."""

from __future__ import annotations

import pytest
from world import World, refused

from core.expenses import expenses_of, read_invoice
from core.sales import Invoice
from core.sales.files import file_of


def supplied(world: World, kind: str = "ubl") -> tuple[bytes, Invoice]:
    client = world.client(vat_number="BE0203430576", street="Markt 1", city="Gent", postal_code="9000")
    invoice = world.invoice("100.00", "23.45", client=client)
    return world.ask(file_of, invoice.id, kind).content, invoice


@pytest.mark.parametrize("kind", ["ubl", "peppol", "cii"])
def test_v12_the_same_one_twice_makes_one_note(world: World, kind: str) -> None:
    xml, invoice = supplied(world, kind)
    anna = world.member()
    activity = world.activity(anna)
    first = world.do(read_invoice, xml, activity.id, anna.person)
    again = world.do(read_invoice, xml.replace(b"\n", b"\n "), activity.id, anna.person)
    assert (first.again, again.again, again.expense) == (False, True, first.expense)
    assert (first.expense.gross, first.expense.vat) == (invoice.gross, invoice.vat)
    assert first.expense.supplier.startswith("Productions") and first.expense.day == invoice.day
    assert len(world.ask(expenses_of, [activity.id])) == 1


def test_two_invoices_make_two_notes(world: World) -> None:
    anna = world.member()
    activity = world.activity(anna)
    for _ in range(2):
        world.do(read_invoice, supplied(world)[0], activity.id, anna.person)
    assert len(world.ask(expenses_of, [activity.id])) == 2


def test_what_is_no_invoice_is_refused(world: World) -> None:
    anna = world.member()
    activity = world.activity(anna)
    _, invoice = supplied(world)
    note = world.credit(invoice)
    credit = world.ask(file_of, note.id, "ubl").content
    for content, rule in (
        (b"", "not_xml"), (b"%PDF-1.7", "not_xml"), (b"<html/>", "not_an_invoice"), (credit, "credit_note"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "not_xml"),
    ):  # fmt: skip
        with refused(rule):
            world.do(read_invoice, content, activity.id, anna.person)
