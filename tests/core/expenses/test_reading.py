"""V12: a supplier's e-invoice makes one draft, however often it arrives; what is no such invoice is refused in words."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7
from world import World, race, refused

from core.expenses import open_drafts, read_invoice
from core.sales import Invoice
from core.sales.files import file_of


def supplied(world: World, kind: str = "ubl") -> tuple[bytes, Invoice]:
    client = world.client(vat_number="BE0203430576", street="Markt 1", city="Gent", postal_code="9000")
    invoice = world.invoice("100.00", "23.45", client=client)
    return world.ask(file_of, invoice.id, kind).content, invoice


@pytest.mark.parametrize("kind", ["ubl", "peppol", "cii"])
def test_v12_the_same_one_twice_makes_one_draft(world: World, kind: str) -> None:
    xml, invoice = supplied(world, kind)
    anna = world.member()
    activity = world.activity(anna)
    first = world.do(read_invoice, xml, activity.id, anna.person)
    again = world.do(read_invoice, xml.replace(b"\n", b"\n "), activity.id, anna.person)
    assert (first.again, again.again, again.draft) == (False, True, first.draft)
    assert (first.draft.gross, first.draft.vat) == (invoice.gross, invoice.vat)
    assert first.draft.supplier.startswith("Productions") and first.draft.day == invoice.day
    assert len(world.ask(open_drafts, [activity.id])) == 1


def test_two_invoices_make_two_drafts(world: World) -> None:
    anna = world.member()
    activity = world.activity(anna)
    for _ in range(2):
        world.do(read_invoice, supplied(world)[0], activity.id, anna.person)
    assert len(world.ask(open_drafts, [activity.id])) == 2


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
def test_v12_a_national_format_twice_makes_one_draft(
    places: Callable[[str], Any], where: str, name: str
) -> None:
    world = World(places("sqlite").store(where))
    world.at(date(2026, 11, 25))
    xml = (GOLDEN / f"{name.partition('.')[0]}-invoice.xml").read_bytes()
    anna = world.member()
    activity = world.activity(anna)
    first = world.do(read_invoice, signed(xml) if "." in name else xml, activity.id, anna.person)
    again = world.do(read_invoice, xml, activity.id, anna.person)
    assert (first.again, again.again, again.draft) == (False, True, first.draft)
    assert first.draft.day == date(2026, 11, 20) and first.draft.gross > first.draft.vat > 0
    assert len(world.ask(open_drafts, [activity.id])) == 1


def test_v12_the_xml_and_the_pdf_that_holds_it_are_one_invoice(world: World) -> None:
    pdf, invoice = supplied(world, "factur_x")
    anna = world.member()
    activity = world.activity(anna)
    first = world.do(read_invoice, pdf, activity.id, anna.person)
    again = world.do(read_invoice, world.ask(file_of, invoice.id, "ubl").content, activity.id, anna.person)
    assert again.again and again.draft == first.draft


def test_v12_two_readers_at_once_make_one_draft(place: Any) -> None:
    world = World(place.store("be"))
    xml, _ = supplied(world)
    anna = world.member()
    activity = world.activity(anna)
    found = race(world.store, lambda uow, number: read_invoice(uow, xml, activity.id, anna.person), 4)
    assert not [one for one in found if isinstance(one, Exception)]
    assert sorted(one.again for one in found if not isinstance(one, Exception)) == [False, True, True, True]
    assert len(world.ask(open_drafts)) == 1


def test_v12_a_form_without_the_vat_number_is_the_same_invoice(world: World) -> None:
    """EN 16931 takes VAT numbers off what is outside VAT; another sender's form of it may keep them."""
    xml, _ = supplied(world)
    anna = world.member()
    activity = world.activity(anna)
    first = world.do(read_invoice, xml, activity.id, anna.person)
    bare = re.sub(rb"<cac:PartyTaxScheme>.*?</cac:PartyTaxScheme>", b"", xml, count=1, flags=re.DOTALL)
    assert bare != xml
    assert world.do(read_invoice, bare, activity.id, anna.person).draft == first.draft


def test_the_same_number_of_another_seller_is_another_invoice(world: World) -> None:
    xml, _ = supplied(world)
    anna = world.member()
    activity = world.activity(anna)
    first = world.do(read_invoice, xml, activity.id, anna.person)
    [seller] = set(re.findall(rb"<cbc:CompanyID>(BE\d{10})</cbc:CompanyID>", xml)) - {b"BE0203430576"}
    other = world.do(read_invoice, xml.replace(seller, b"BE0403170701"), activity.id, anna.person)
    assert not other.again and other.draft.id != first.draft.id
