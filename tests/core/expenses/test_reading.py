"""V12: a supplier's e-invoice makes one note, however often it arrives; what is no such invoice is refused in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
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
        (b"", "not_xml"), (b"%PDF-1.7", "not_a_pdf"), (b"0\x82oops", "not_signed_data"), (b"<html/>", "not_an_invoice"), (credit, "credit_note"),
        (b'<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>', "not_xml"),
    ):  # fmt: skip
        with refused(rule):
            world.do(read_invoice, content, activity.id, anna.person)


GOLDEN = Path(__file__).parents[2] / "einvoice" / "national" / "golden"


def signed(xml: bytes) -> bytes:
    """``xml`` in a CMS envelope, as a sender's .p7m holds it."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "A supplier")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC)).not_valid_after(datetime(2040, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    builder = pkcs7.PKCS7SignatureBuilder().set_data(xml).add_signer(certificate, key, hashes.SHA256())
    return builder.sign(Encoding.DER, [pkcs7.PKCS7Options.Binary])


@pytest.mark.parametrize(
    ("where", "name"), [("it", "fatturapa"), ("es", "facturae"), ("at", "ebinterface"), ("it", "fatturapa.p7m")]
)  # fmt: skip
def test_v12_a_national_format_twice_makes_one_note(
    places: Callable[[str], Any], where: str, name: str
) -> None:
    world = World(places("sqlite").store(where))
    world.at(date(2026, 11, 25))
    xml = (GOLDEN / f"{name.partition('.')[0]}-invoice.xml").read_bytes()
    anna = world.member()
    activity = world.activity(anna)
    first = world.do(read_invoice, signed(xml) if "." in name else xml, activity.id, anna.person)
    again = world.do(read_invoice, xml, activity.id, anna.person)
    assert (first.again, again.again, again.expense) == (False, True, first.expense)
    assert first.expense.day == date(2026, 11, 20) and first.expense.gross > first.expense.vat > 0
    assert len(world.ask(expenses_of, [activity.id])) == 1


def test_v12_the_xml_and_the_pdf_that_holds_it_are_one_invoice(world: World) -> None:
    pdf, invoice = supplied(world, "factur_x")
    anna = world.member()
    activity = world.activity(anna)
    first = world.do(read_invoice, pdf, activity.id, anna.person)
    again = world.do(read_invoice, world.ask(file_of, invoice.id, "ubl").content, activity.id, anna.person)
    assert again.again and again.expense == first.expense
