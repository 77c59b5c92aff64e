"""Facturae 3.2.2: the file, its signature under the policy, and what is refused before signing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice import facturae
from shared_tools.einvoice.facturae.sign import POLICY, canonical
from shared_tools.einvoice.model import AllowanceCharge, Identifier, Period, SupportingDocument
from shared_tools.refusal import Refusal

TERMS = facturae.Terms(accounting_office="L01280796", managing_body="L01280796", processing_unit="LA0002345")
MOMENT = datetime(2026, 11, 20, 12, 0, 5, tzinfo=timezone(timedelta(hours=1)))
Errors = Callable[[bytes, str], list[str]]
DS = "{http://www.w3.org/2000/09/xmldsig#}"


def one(xml: bytes, tag: str) -> str:
    return next((node.text or "" for node in etree.fromstring(xml).iter(f"{{*}}{tag}")), "")


def certified(key: Any, issuer: str = "AC Prueba") -> x509.Certificate:
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "SMart Ibérica")])
    by = x509.Name([
        x509.NameAttribute(NameOID.COUNTRY_NAME, "ES"), x509.NameAttribute(NameOID.ORGANIZATION_NAME, "FNMT, S.A."),
        x509.NameAttribute(NameOID.COMMON_NAME, issuer),
    ])  # fmt: skip
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(by).public_key(key.public_key())
    return (
        builder.serial_number(1234567890123456789012)
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2027, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture(scope="module")
def certificate(key: rsa.RSAPrivateKey) -> x509.Certificate:
    return certified(key)


def test_an_invoice_is_written_whole(national: Any, schema_errors: Errors) -> None:
    xml = facturae.write(national.make("ES"), TERMS)
    national.check_golden("facturae-invoice.xml", xml)
    assert schema_errors(xml, "Facturae") == []


def test_a_credit_note_is_a_corrective_by_differences(national: Any, schema_errors: Errors) -> None:
    xml = facturae.write(national.make("ES", credit=True), TERMS)
    national.check_golden("facturae-credit-note.xml", xml)
    assert (one(xml, "InvoiceClass"), one(xml, "CorrectionMethod")) == ("OR", "02")
    assert one(xml, "InvoiceTotal").startswith("-")
    assert schema_errors(xml, "Facturae") == []


def test_the_offices_of_the_authority_stand_in_their_roles(national: Any) -> None:
    root = etree.fromstring(facturae.write(national.make("ES"), TERMS))
    assert [(node.findtext("RoleTypeCode"), node.findtext("CentreCode")) for node in root.iter("AdministrativeCentre")] == [
        ("01", "L01280796"), ("02", "L01280796"), ("03", "LA0002345"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="Unidad tramitadora") as refused:
        facturae.write(national.make("ES"), replace(TERMS, processing_unit=""))
    assert refused.value.rule == "dir3_incomplete"
    assert b"AdministrativeCentre" not in facturae.write(national.make("ES"), facturae.Terms())


def test_the_signature_holds_for_a_stranger(
    national: Any, schema_errors: Errors, key: Any, certificate: Any
) -> None:
    """xmlsec, which knows nothing of us, finds the signature and all three digests good, and none after a change."""
    xmlsec = pytest.importorskip("xmlsec", reason="xmlsec verifies XML signatures; it is not installed")
    signed = facturae.sign(facturae.write(national.make("ES"), TERMS), key, certificate, MOMENT)

    def verified(xml: bytes) -> bool:
        root = etree.fromstring(xml)
        xmlsec.tree.add_ids(root, ["Id"])
        context = xmlsec.SignatureContext()
        context.key = xmlsec.Key.from_memory(
            certificate.public_bytes(serialization.Encoding.PEM), xmlsec.constants.KeyDataFormatCertPem
        )  # fmt: skip
        try:
            context.verify(root.find(DS + "Signature"))
        except xmlsec.Error:
            return False
        return True

    assert verified(signed)
    for old, new in (
        (b"<InvoiceTotal>912.97", b"<InvoiceTotal>812.97"), (b"facturae_v3_1.pdf<", b"facturae_v3_2.pdf<"),
        (b"2026-11-20T12:00:05", b"2026-11-20T12:00:06"), (b"emisor", b"tercero"),
    ):  # fmt: skip
        assert old in signed
        assert not verified(signed.replace(old, new, 1))
    assert schema_errors(signed, "Facturae") == []


def test_the_signature_says_who_when_and_under_which_policy(
    national: Any, key: Any, certificate: Any
) -> None:
    signed = facturae.sign(facturae.write(national.make("ES"), TERMS), key, certificate, MOMENT)
    assert one(signed, "SigningTime") == "2026-11-20T12:00:05+01:00"
    assert one(signed, "Identifier") == POLICY
    assert one(signed, "X509IssuerName") == r"CN=AC Prueba,O=FNMT\, S.A.,C=ES"
    assert one(signed, "X509SerialNumber") == "1234567890123456789012"
    digest = hashlib.sha256(certificate.public_bytes(serialization.Encoding.DER)).digest()
    root = etree.fromstring(signed)
    assert root.findtext(".//{*}CertDigest/{*}DigestValue") == base64.b64encode(digest).decode()
    assert root[-1].tag == DS + "Signature"
    assert len(root.findall(f".//{DS}SignedInfo/{DS}Reference")) == 3


def test_a_part_is_made_canonical_with_all_its_namespaces() -> None:
    root = etree.fromstring('<a:r xmlns:a="urn:a" xmlns:b="urn:b"><a:p z="1" y="2">t<b:q/>u</a:p>v</a:r>')
    assert canonical(root[0]) == b'<a:p xmlns:a="urn:a" xmlns:b="urn:b" y="2" z="1">t<b:q></b:q>u</a:p>'


def test_what_may_not_be_signed(national: Any, key: Any, certificate: Any) -> None:
    xml = facturae.write(national.make("ES"), TERMS)
    other = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    curve = ec.generate_private_key(ec.SECP256R1())
    signed = facturae.sign(xml, key, certificate, MOMENT)
    cases: list[tuple[Any, ...]] = [
        ("not_a_facturae", b"<a/>", key, certificate, MOMENT), ("signed_already", signed, key, certificate, MOMENT),
        ("certificate_not_valid", xml, key, certificate, MOMENT.replace(year=2028)),
        ("certificate_not_valid", xml, key, certificate, MOMENT.replace(tzinfo=None)),
        ("signed_before_issue", xml, key, certificate, MOMENT - timedelta(days=1)),
        ("wrong_key", xml, other, certificate, MOMENT), ("wrong_key", xml, key, certified(curve), MOMENT),
    ]  # fmt: skip
    for rule, *arguments in cases:
        with pytest.raises(Refusal) as refused:
            facturae.sign(*arguments)
        assert refused.value.rule == rule


@pytest.mark.parametrize(("category", "buyer", "code"), [
    ("E", "ES buyer", "01"), ("O", "US buyer", "02"), ("AE", "DE buyer", "02"), ("AE", "ES buyer", "01"),
])  # fmt: skip
def test_no_vat_is_a_special_event_with_its_reason(
    national: Any, schema_errors: Errors, category: str, buyer: str, code: str
) -> None:
    line = national.line(
        1, category, "" if category == "O" else "0", vat_reason="Exenta, art. 20", vat_reason_code="X"
    )
    xml = facturae.write(national.make("ES", buyer, lines=(line,)), facturae.Terms())
    assert (one(xml, "SpecialTaxableEventCode"), one(xml, "SpecialTaxableEventReason")) == (
        code,
        "Exenta, art. 20",
    )
    assert one(xml, "LegalReference") == "Exenta, art. 20"
    assert [node.text for node in etree.fromstring(xml).iter("ResidenceTypeCode")] == [
        "R", {"ES buyer": "R", "US buyer": "E", "DE buyer": "U"}[buyer],
    ]  # fmt: skip
    assert schema_errors(xml, "Facturae") == []


def test_discounts_charges_periods_advances_and_attachments_fit(national: Any, schema_errors: Errors) -> None:
    less = AllowanceCharge(charge=False, amount=333, reason="Fidelidad", percent="5", base_amount=6660)
    more = AllowanceCharge(charge=True, amount=100)
    around = {"vat_category": "S", "vat_rate": "21"}
    period = Period(start=date(2026, 11, 1), end=date(2026, 11, 30))
    lines = (
        national.line(
            1, rate="21", quantity="33.333", allowances_charges=(less, more), period=period, seller_item="A1"
        ),
    )
    document = national.with_totals(replace(
        national.make("ES", lines=lines), contract="C-1", period=period,
        allowances_charges=(
            AllowanceCharge(charge=False, amount=500, reason="Descuento", **around),
            AllowanceCharge(charge=True, amount=1500, **around),
        ),
        supporting_documents=(
            SupportingDocument(reference="PDF", content=b"%PDF", mime="application/pdf"),
            SupportingDocument(reference="CSV", content=b"a;b", mime="text/csv"),
        ),
    ), prepaid=1000)  # fmt: skip
    xml = facturae.write(document, TERMS)
    assert xml.count(b"<AttachmentData>") == 1
    due = etree.fromstring(xml).findtext(".//InvoiceTotals/TotalOutstandingAmount", "")
    assert Fraction(due) * 100 == document.totals.due
    assert schema_errors(xml, "Facturae") == []


def test_names_that_break_things(national: Any, schema_errors: Errors, key: Any, certificate: Any) -> None:
    written: list[bytes] = []
    for name in (national.HARD_NAME, national.LONG_NAME, "Театр"):
        document = replace(national.make("ES"), buyer=replace(national.PARTIES["ES buyer"], name=name))
        xml = facturae.sign(facturae.write(document, TERMS), key, certificate, MOMENT)
        assert [node.text for node in etree.fromstring(xml).iter("CorporateName")][1] == name[:80].strip()
        written.append(xml)
    assert not [found for xml in written for found in schema_errors(xml, "Facturae")]


def test_a_person_has_a_first_name_and_a_surname(national: Any, schema_errors: Errors) -> None:
    buyer = replace(national.PARTIES["ES buyer"], name="Ana María López", vat_id="ES12345678Z")
    xml = facturae.write(replace(national.make("ES"), buyer=buyer), facturae.Terms())
    assert (one(xml, "Name"), one(xml, "FirstSurname")) == ("Ana", "María López")
    assert schema_errors(xml, "Facturae") == []


@pytest.mark.parametrize(("rule", "damage"), [
    ("too_long", lambda d: replace(d, number="9" * 21)), ("not_in_euro", lambda d: replace(d, currency="USD")),
    ("rounding_unsupported", lambda d: replace(d, totals=replace(d.totals, rounding=1))),
    ("post_code_unfit", lambda d: replace(d, buyer=replace(d.buyer, address=replace(d.buyer.address, postal_code="2801")))),
    ("party_unidentified", lambda d: replace(d, buyer=replace(d.buyer, vat_id=""))),
    ("term_missing", lambda d: replace(d, buyer=replace(d.buyer, address=replace(d.buyer.address, country="")))),
    ("correction_missing", lambda d: replace(d, type_code="381")),
    ("vat_group_missing", lambda d: replace(d, vat_breakdown=d.vat_breakdown[:1])),
    ("not_xml_text", lambda d: replace(d, buyer=replace(d.buyer, name="A\x07"))),
])  # fmt: skip
def test_what_facturae_cannot_say_is_refused(national: Any, rule: str, damage: Any) -> None:
    with pytest.raises(Refusal) as refused:
        facturae.write(damage(national.make("ES")), TERMS)
    assert refused.value.rule == rule


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([("S", "21"), ("S", "10"), ("E", "0"), ("O", "")]), st.sampled_from(["1", "0.5", "33.333"]),
            st.integers(1, 10_000_000), st.sampled_from([0, 7]),
        ),
        min_size=1, max_size=6,
    ),
    st.booleans(), st.integers(0, 300),
)  # fmt: skip
def test_totals_are_the_documents_to_the_cent(national: Any, rows: list[Any], credit: bool, off: int) -> None:
    lines = tuple(
        national.line(
            number, category, rate, quantity, f"{cents // 100}.{cents % 100:02d}",
            allowances_charges=(AllowanceCharge(charge=False, amount=less),) if less else (),
        )
        for number, ((category, rate), quantity, cents, less) in enumerate(rows, 1)
    )  # fmt: skip
    reduction = AllowanceCharge(charge=False, amount=off, vat_category=rows[0][0][0], vat_rate=rows[0][0][1])
    document = national.with_totals(
        replace(
            national.make("ES", lines=lines, credit=credit), allowances_charges=(reduction,) if off else ()
        )
    )
    root, sign = etree.fromstring(facturae.write(document, TERMS)), -1 if credit else 1

    def total(path: str) -> Fraction:
        return (
            sum((Fraction(node.text or "0") for node in root.findall(f".//{path}")), Fraction()) * 100 * sign
        )

    totals = document.totals
    assert total("InvoiceLine/GrossAmount") == total("TotalGrossAmount") == totals.lines
    assert (
        total("TotalGrossAmountBeforeTaxes")
        == totals.net
        == total("Invoice/TaxesOutputs/Tax/TaxableBase/TotalAmount")
    )
    assert total("TotalTaxOutputs") == totals.vat == total("TaxAmount/TotalAmount")
    assert total("InvoiceTotal") == totals.gross
    assert total("InvoiceTotals/TotalExecutableAmount") == totals.due == total("InstallmentAmount")
    for node in root.iter("InvoiceLine"):
        less = sum(Fraction(found.text or "0") for found in node.iter("DiscountAmount"))
        assert Fraction(node.findtext("TotalCost", "")) - less == Fraction(node.findtext("GrossAmount", ""))


@pytest.mark.parametrize("credit", [False, True])
def test_what_was_written_and_signed_is_read_back(
    national: Any, key: Any, certificate: Any, credit: bool
) -> None:
    document = national.make("ES", credit=credit)
    again = facturae.read(facturae.sign(facturae.write(document, TERMS), key, certificate, MOMENT))
    for field in (
        "number",
        "issue_date",
        "type_code",
        "currency",
        "due_date",
        "totals",
        "order",
        "preceding",
        "notes",
        "delivery",
    ):
        assert getattr(again, field) == getattr(document, field), field
    assert [(part.category, part.base, part.vat) for part in again.vat_breakdown] == [
        (part.category, part.base, part.vat) for part in document.vat_breakdown
    ]
    assert [(line.name, line.quantity, line.unit, line.price, line.net) for line in again.lines] == [
        (line.name, line.quantity, line.unit, line.price, line.net) for line in document.lines
    ]
    assert (again.seller.vat_id, again.buyer.vat_id, again.seller.name) == (
        "ESF93267405",
        "ESB58378431",
        document.seller.name,
    )
    assert again.seller.contact == replace(document.seller.contact, phone="+34952000000")
    assert again.payment_means[0].credit_transfers[0].account == national.IBANS["ES"]


SUPPLIER = """<fe:Facturae xmlns:fe="http://www.facturae.es/Facturae/2009/v3.2/Facturae"><FileHeader><SchemaVersion>3.2</SchemaVersion></FileHeader>
<Parties><SellerParty><TaxIdentification><TaxIdentificationNumber>12345678Z</TaxIdentificationNumber></TaxIdentification>
<Individual><Name>Ana</Name><FirstSurname>López</FirstSurname><AddressInSpain><Address>Calle 1</Address><PostCode>28013</PostCode>
<Town>Madrid</Town><Province>Madrid</Province><CountryCode>ESP</CountryCode></AddressInSpain></Individual></SellerParty></Parties>
<Invoices><Invoice><InvoiceHeader><InvoiceNumber>7</InvoiceNumber><InvoiceSeriesCode>A-</InvoiceSeriesCode></InvoiceHeader>
<InvoiceIssueData><IssueDate>2026-10-31</IssueDate><InvoiceCurrencyCode>EUR</InvoiceCurrencyCode></InvoiceIssueData>
<TaxesOutputs><Tax><TaxTypeCode>01</TaxTypeCode><TaxRate>21.00</TaxRate><TaxableBase><TotalAmount>1000.004</TotalAmount></TaxableBase>
<TaxAmount><TotalAmount>210.00</TotalAmount></TaxAmount></Tax></TaxesOutputs>
<TaxesWithheld><Tax><TaxTypeCode>04</TaxTypeCode><TaxRate>15.00</TaxRate><TaxAmount><TotalAmount>150.00</TotalAmount></TaxAmount></Tax></TaxesWithheld>
<InvoiceTotals><TotalGrossAmount>1000.00</TotalGrossAmount><TotalGrossAmountBeforeTaxes>1000.00</TotalGrossAmountBeforeTaxes>
<TotalTaxOutputs>210.00</TotalTaxOutputs><TotalTaxesWithheld>150.00</TotalTaxesWithheld><InvoiceTotal>1060.00</InvoiceTotal>
<TotalExecutableAmount>1060.00</TotalExecutableAmount></InvoiceTotals><Items><InvoiceLine><ItemDescription>Diseño</ItemDescription>
<Quantity>1.0</Quantity><UnitPriceWithoutTax>1000.004</UnitPriceWithoutTax><GrossAmount>1000.00400000</GrossAmount>
<TaxesOutputs><Tax><TaxTypeCode>01</TaxTypeCode><TaxRate>21.00</TaxRate></Tax></TaxesOutputs></InvoiceLine></Items></Invoice></Invoices></fe:Facturae>"""


def test_a_professionals_invoice_with_tax_withheld_is_read() -> None:
    bill = facturae.read(SUPPLIER.encode())
    assert (bill.number, bill.seller.name, bill.seller.vat_id) == ("A-7", "Ana López", "ES12345678Z")
    assert (bill.totals.net, bill.totals.vat, bill.totals.gross) == (100000, 21000, 121000)
    assert (bill.totals.due, bill.totals.prepaid) == (106000, 15000)
    assert any("15.00 %: 150.00" in note.text for note in bill.notes)
    assert (bill.lines[0].net, bill.lines[0].quantity) == (100000, "1")


@pytest.mark.parametrize(("old", "new", "rule"), [
    ("<IssueDate>2026-10-31</IssueDate>", "", "date_missing"), ("2026-10-31", "2026-10-32", "not_a_date"),
    ("<Quantity>1.0", "<Quantity>uno", "not_a_number"), (">EUR<", ">XYZ<", "unknown_currency"), (">EUR<", ">HUF<", "two_decimals_only"),
    ("fe:Facturae", "fe:Factura", "not_a_facturae"), ("<Invoices>", "<Invoices><Nada/></Invoices><Otra>", "not_xml"),
    ("<Tax><TaxTypeCode>01</TaxTypeCode><TaxRate>21.00</TaxRate></Tax>", "<Tax><TaxTypeCode>07</TaxTypeCode></Tax>", "tax_unknown"),
    ("<fe:Facturae", "<!DOCTYPE x><fe:Facturae", "not_xml"),
])  # fmt: skip
def test_damage_is_refused_with_its_rule(old: str, new: str, rule: str) -> None:
    assert old in SUPPLIER
    with pytest.raises(Refusal) as refused:
        facturae.read(SUPPLIER.replace(old, new).encode())
    assert refused.value.rule == rule


def test_a_buyer_abroad_without_vat_number_shows_its_own(national: Any) -> None:
    buyer = replace(national.PARTIES["US buyer"], legal_id=Identifier("13-1847137"))
    xml = facturae.write(replace(national.make("ES"), buyer=buyer), facturae.Terms())
    assert [node.text for node in etree.fromstring(xml).iter("TaxIdentificationNumber")][1] == "13-1847137"
    assert [node.text for node in etree.fromstring(xml).iter("CountryCode")][1] == "USA"
