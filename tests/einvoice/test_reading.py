"""Invoices of strangers: read whatever they are, or refused in a sentence; nothing is fetched, nothing blows up."""

from __future__ import annotations

import time
from io import BytesIO

import pytest
import typst
from einvoice_samples import make, write
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfWriter

from shared_tools.einvoice import cii, facturx, profiles, reading, ubl
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.profiles import Profile
from shared_tools.refusal import Refusal

UBL = ubl.write(make("BE", "BE"), profiles.PEPPOL)
CII = cii.write(make("DE", "FR"), profiles.FACTUR_X)


def refused(data: bytes) -> Refusal:
    with pytest.raises(Refusal) as caught:
        reading.receive(data)
    assert caught.value.message
    assert caught.value.way_out
    return caught.value


@pytest.fixture(scope="module")
def pdf(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("page") / "page.typ"
    source.write_text("Invoice", encoding="utf-8")
    page = typst.compile(source, pdf_standards=["a-3b"])
    return facturx.embed(page, make("DE", "FR"), profiles.FACTUR_X)


def attached(*files: tuple[str, bytes]) -> bytes:
    """A PDF with ``files`` attached the ordinary way."""
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    for name, content in files:
        writer.add_attachment(name, content)
    out = BytesIO()
    writer.write(out)
    return out.getvalue()


def test_every_sample_is_read_as_what_it_is(sample: tuple[Profile, Document]) -> None:
    profile, document = sample
    received = reading.receive(write(document, profile))
    assert received.kind == profile.syntax
    assert received.document.totals == document.totals
    assert received.document.number == document.number
    assert received.document.is_credit_note == document.is_credit_note


def test_V12_the_same_invoice_is_known_again_in_another_dress(pdf: bytes) -> None:  # noqa: N802
    document = make("DE", "FR")
    files = [pdf, CII, ubl.write(document, profiles.EN16931_UBL)]
    received = [reading.receive(file) for file in files]
    assert [one.kind for one in received] == ["factur-x", "cii", "ubl"]
    assert len({one.fingerprint for one in received}) == 1
    assert len({one.sha256 for one in received}) == 3
    again = reading.receive(CII)
    assert (again.sha256, again.fingerprint) == (received[1].sha256, received[1].fingerprint)
    others = [make("DE", "FR", credit=True), make("AT", "FR")]
    prints = {reading.fingerprint(other) for other in others} | {received[0].fingerprint}
    assert len(prints) == 3


def test_an_xml_attached_under_another_name_is_found() -> None:
    assert (
        reading.receive(attached(("Rechnung.XML", CII), ("plan.txt", b"-"))).document.number
        == "PA-2026-00017"
    )
    assert reading.receive(attached(("zugferd-invoice.xml", CII), ("other.xml", b"<a/>"))).kind == "factur-x"


def test_peppols_envelope_is_opened() -> None:
    inner = UBL.removeprefix(b"<?xml version='1.0' encoding='UTF-8'?>\n")
    name = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    whole = b'<s:StandardBusinessDocument xmlns:s="%s"><s:StandardBusinessDocumentHeader/>%s</s:StandardBusinessDocument>' % (name.encode(), inner)  # fmt: skip
    assert reading.receive(whole).document == reading.receive(UBL).document


@pytest.mark.parametrize("encoding", ["utf-16", "iso-8859-1", "utf-8-sig"])
def test_other_encodings_are_read(encoding: str) -> None:
    body = UBL.decode().split("?>", 1)[1]
    head = "" if encoding == "utf-8-sig" else f'<?xml version="1.0" encoding="{encoding}"?>'
    data = (head + body).encode(encoding)
    assert reading.receive(data).document.seller.name == "Productions Associées SC"


def test_what_is_no_invoice_is_refused() -> None:
    root = UBL.replace(b"urn:oasis:names:specification:ubl:schema:xsd:Invoice-2", b"urn:example:Invoice-2")
    order = b'<Order xmlns="urn:oasis:names:specification:ubl:schema:xsd:Order-2"/>'
    zugferd_1 = b'<CrossIndustryDocument xmlns="urn:ferd:CrossIndustryDocument:invoice:1p0"/>'
    no_number = UBL.replace(b"<cbc:ID>PA-2026-00017</cbc:ID>", b"<cbc:ID/>")
    for data, rule in (
        (b"", "empty_file"), (b" \r\n", "empty_file"), (b"Dear Sirs", "not_xml"), (UBL[:900], "not_xml"),
        (b"<html><body/></html>", "not_an_invoice"), (order, "not_an_invoice"), (root, "wrong_namespace"),
        (b"<Invoice/>", "wrong_namespace"), (zugferd_1, "too_old"), (no_number, "number_missing"),
        (b"%PDF-1.7\nnothing", "not_a_pdf"), (attached(), "no_invoice_inside"), (attached(("a.txt", b"-")), "no_invoice_inside"),
        (attached(("a.xml", CII), ("b.xml", CII)), "no_invoice_inside"), (attached(("factur-x.xml", b"<a/>")), "not_an_invoice"),
        (b"\x89PNG\r\n\x1a\n", "not_xml"), (b"PK\x03\x04", "not_xml"),
    ):  # fmt: skip
        assert refused(data).rule == rule, data[:60]


def test_a_locked_pdf_is_refused(pdf: bytes) -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.encrypt("secret", algorithm="RC4-128")
    out = BytesIO()
    writer.write(out)
    assert refused(out.getvalue()).rule == "pdf_locked"


def test_entities_and_document_types_are_refused(tmp_path) -> None:  # type: ignore[no-untyped-def]
    secret = tmp_path / "secret.txt"
    secret.write_text("the books", encoding="utf-8")
    head = b"<?xml version='1.0' encoding='UTF-8'?>"
    body = UBL.split(b"?>", 1)[1]
    bomb = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    for doctype in (
        b"<!DOCTYPE Invoice>",
        b'<!DOCTYPE Invoice SYSTEM "http://127.0.0.1:9/invoice.dtd">',
        f'<!DOCTYPE Invoice [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode(),
        f'<!DOCTYPE Invoice [<!ENTITY a0 "lol">{bomb}]>'.encode(),
    ):
        for text in (body, body.replace(b"PA-2026-00017", b"&x;"), body.replace(b"PA-2026-00017", b"&a11;")):
            before = time.monotonic()
            answer = refused(head + doctype + text)
            assert answer.rule == "not_xml"
            assert "the books" not in str(answer)
            assert time.monotonic() - before < 2


def test_too_large_a_file_is_refused_unread(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", len(UBL) - 1)
    assert refused(UBL).rule == "too_large"
    packed = attached(("factur-x.xml", b" " * 2_000_000))
    assert len(packed) > 0
    monkeypatch.setattr(reading, "MOST_BYTES", 1_000_000)
    assert refused(packed).rule in ("too_large",)


def test_amounts_and_dates_that_are_none_name_their_term() -> None:
    for old, new, rule, field in (
        (b'"EUR">739.93</cbc:PayableAmount', b'"EUR">many</cbc:PayableAmount', "not_an_amount", "BT-115"),
        (b"<cbc:IssueDate>2026-11-20", b"<cbc:IssueDate>2026-02-30", "not_a_date", "BT-2"),
        (b"<cbc:IssueDate>2026-11-20</cbc:IssueDate>", b"", "date_missing", "BT-2"),
        (b">2</cbc:InvoicedQuantity>", b">NaN</cbc:InvoicedQuantity>", "not_a_number", "BT-129"),
        (b"<cbc:DocumentCurrencyCode>EUR", b"<cbc:DocumentCurrencyCode>XXX", "unknown_currency", None),
    ):  # fmt: skip
        data = UBL.replace(old, new)
        if old.startswith(b'"EUR"'):
            payable = etree.fromstring(UBL).findtext(".//{*}PayableAmount") or ""
            data = UBL.replace(f">{payable}</cbc:PayableAmount".encode(), b">many</cbc:PayableAmount")
        assert data != UBL
        answer = refused(data)
        assert answer.rule == rule
        if field:
            assert answer.field == field


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.integers(0, len(UBL) - 1), st.binary(max_size=4), st.sampled_from([UBL, CII]))
def test_a_damaged_file_is_read_or_refused_but_never_breaks(place: int, junk: bytes, data: bytes) -> None:
    try:
        reading.receive(data[:place] + junk + data[place + 1 :])
    except Refusal as refusal:
        assert refusal.message


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.floats(0, 1), st.binary(max_size=4))
def test_a_damaged_pdf_is_read_or_refused_but_never_breaks(pdf: bytes, share: float, junk: bytes) -> None:
    place = int(share * len(pdf))
    try:
        reading.receive(pdf[:place] + junk + pdf[place + 1 :])
    except Refusal as refusal:
        assert refusal.message


def test_a_country_adds_its_own_syntax(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_SYNTAXES", dict(reading._SYNTAXES))
    own = make("BE", "BE")
    reader = lambda root: own  # noqa: E731
    reading.register("{urn:example}Fattura", "fatturapa", reader)
    reading.register("{urn:example}Fattura", "fatturapa", reader)
    received = reading.receive(b'<f:Fattura xmlns:f="urn:example"/>')
    assert (received.kind, received.document) == ("fatturapa", own)
    with pytest.raises(ValueError, match="already"):
        reading.register("{urn:example}Fattura", "other", reader)
