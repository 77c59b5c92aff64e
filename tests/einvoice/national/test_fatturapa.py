"""FatturaPA: what the SdI takes, and what we read of it."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs7
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice import fatturapa
from shared_tools.einvoice.fatturapa import Register, Terms
from shared_tools.einvoice.model import (
    Address,
    AllowanceCharge,
    Document,
    Identifier,
    Period,
    PrecedingInvoice,
    SupportingDocument,
    TaxRepresentative,
)
from shared_tools.refusal import Refusal

TERMS = Terms(
    progressive="00017", register=Register(office="MI", number="2024567", capital=250000, sole="SM")
)
TODAY = date(2026, 11, 24)
Errors = Callable[[bytes, str], list[str]]


def text(xml: bytes, path: str) -> str:
    return etree.fromstring(xml).findtext(f".//{path}", "")


def test_an_invoice_is_written_whole(national: Any, schema_errors: Errors) -> None:
    xml = fatturapa.write(national.make("IT"), TERMS)
    national.check_golden("fatturapa-invoice.xml", xml)
    assert schema_errors(xml, "FatturaPA") == []


def test_a_credit_note_is_written_whole(national: Any, schema_errors: Errors) -> None:
    xml = fatturapa.write(national.make("IT", credit=True), TERMS)
    national.check_golden("fatturapa-credit-note.xml", xml)
    assert schema_errors(xml, "FatturaPA") == []


def test_an_authority_gets_split_payment_and_its_office_code(national: Any, schema_errors: Errors) -> None:
    document = national.make("IT", "IT office")
    xml = fatturapa.write(
        document, replace(TERMS, split_payment=True, cig="Z123456789", cup="J11B26000010001")
    )
    assert etree.fromstring(xml).get("versione") == text(xml, "FormatoTrasmissione") == "FPA12"
    assert (text(xml, "CodiceDestinatario"), text(xml, "EsigibilitaIVA")) == ("EP8G1I", "S")
    assert Fraction(text(xml, "ImportoPagamento")) * 100 == document.totals.net
    assert Fraction(text(xml, "ImportoTotaleDocumento")) * 100 == document.totals.gross
    assert text(xml, "DatiOrdineAcquisto/CodiceCIG") == "Z123456789"
    assert schema_errors(xml, "FatturaPA") == []


@pytest.mark.parametrize(("category", "code", "buyer", "nature"), [
    ("AE", "VATEX-EU-AE", "DE buyer", "N2.1"), ("O", "VATEX-EU-O", "US buyer", "N2.1"), ("O", "", "IT buyer", "N2.2"),
    ("E", "VATEX-EU-132-1I", "IT buyer", "N4"), ("K", "VATEX-EU-IC", "DE buyer", "N3.2"), ("G", "", "US buyer", "N3.1"),
    ("AE", "N6.9", "IT buyer", "N6.9"), ("O", "VATEX-EU-79-C", "IT buyer", "N1"), ("E", "VATEX-EU-F", "IT buyer", "N5"),
])  # fmt: skip
def test_no_vat_has_its_nature_on_line_and_summary(
    national: Any, schema_errors: Errors, category: str, code: str, buyer: str, nature: str
) -> None:
    line = national.line(
        1, category, "" if category == "O" else "0", vat_reason="Motivo", vat_reason_code=code
    )
    document = national.make("IT", buyer, lines=(line,))
    xml = fatturapa.write(document, replace(TERMS, stamp=200))
    assert text(xml, "DettaglioLinee/Natura") == text(xml, "DatiRiepilogo/Natura") == nature
    assert (text(xml, "DatiBollo/BolloVirtuale"), text(xml, "ImportoBollo")) == ("SI", "2.00")
    assert text(xml, "CodiceDestinatario") == ("ABC1234" if buyer == "IT buyer" else "XXXXXXX")
    assert fatturapa.objections(document, TERMS, TODAY) == []
    assert schema_errors(xml, "FatturaPA") == []


def test_reverse_charge_inside_italy_needs_its_kind(national: Any) -> None:
    document = national.make("IT", lines=(national.line(1, "AE", "0", vat_reason_code="VATEX-EU-AE"),))
    with pytest.raises(Refusal, match=r"N6\.9") as refused:
        fatturapa.write(document, TERMS)
    assert refused.value.rule == "nature_unknown"
    assert [found.code for found in fatturapa.objections(document, TERMS, TODAY)] == ["00429"]


def test_a_consumer_with_a_certified_mailbox(national: Any, schema_errors: Errors) -> None:
    buyer = replace(
        national.PARTIES["IT buyer"], vat_id="", legal_id=Identifier("RSSMRA80A01H501U", "0210"),
        electronic_address=Identifier("mario.rossi@pec.example.it", "0202"),
    )  # fmt: skip
    xml = fatturapa.write(replace(national.make("IT"), buyer=buyer), TERMS)
    assert (text(xml, "CodiceDestinatario"), text(xml, "PECDestinatario")) == (
        "0000000",
        "mario.rossi@pec.example.it",
    )
    assert schema_errors(xml, "FatturaPA") == []


def test_a_deferred_invoice_and_a_contradiction(national: Any) -> None:
    deferred = replace(TERMS, document_type="TD24")
    assert text(fatturapa.write(national.make("IT"), deferred), "TipoDocumento") == "TD24"
    with pytest.raises(Refusal) as refused:
        fatturapa.write(national.make("IT", credit=True), deferred)
    assert refused.value.rule == "wrong_document_type"


def test_discounts_charges_periods_and_attachments_fit_the_schema(
    national: Any, schema_errors: Errors
) -> None:
    less = AllowanceCharge(charge=False, amount=333, reason="Fedeltà")
    lines = (
        national.line(1, quantity="33.333", allowances_charges=(less,), seller_item="S-1", note="Nota",
                      period=Period(start=date(2026, 11, 1), end=date(2026, 11, 30))),
        national.line(2, rate="10", quantity="-1"),
    )  # fmt: skip
    around = {"vat_category": "S", "vat_rate": "22"}
    document = national.with_totals(replace(
        national.make("IT", lines=lines), contract="C-1", receiving_advice="R-1", tax_point_code="432",
        allowances_charges=(
            AllowanceCharge(charge=False, amount=500, reason="Sconto", **around),
            AllowanceCharge(charge=True, amount=1500, reason="Trasporto", **around),
        ),
        tax_representative=TaxRepresentative(name="Rappresentante", vat_id="IT00488410010", address=Address(country="IT")),
        supporting_documents=(SupportingDocument(reference="ORE", content=b"ore;8", filename="ore.csv"),),
    ), rounding=2)  # fmt: skip
    xml = fatturapa.write(document, TERMS)
    assert text(xml, "EsigibilitaIVA") == "D"
    # 3.33 off the line is a little less than 10 cents off each of its 33.333 hours.
    assert text(xml, "DettaglioLinee/ScontoMaggiorazione/Importo") == "0.099901"
    again = fatturapa.read(xml)
    assert again.totals == document.totals
    assert again.lines[1].quantity == "-1"
    assert schema_errors(xml, "FatturaPA") == []


def test_names_that_break_things(national: Any, schema_errors: Errors) -> None:
    buyer = replace(national.PARTIES["IT buyer"], name=national.HARD_NAME)
    hard = fatturapa.write(replace(national.make("IT"), buyer=buyer), TERMS)
    assert text(hard, "CessionarioCommittente//Denominazione") == 'Lukasz & Søn <Théâtre> "Ñandú" O\'Connor'
    buyer = replace(buyer, name=national.LONG_NAME)
    assert len(buyer.name) > 200
    cut = fatturapa.write(replace(national.make("IT"), buyer=buyer), TERMS)
    assert len(text(cut, "CessionarioCommittente//Denominazione")) <= 80
    with pytest.raises(Refusal) as refused:
        fatturapa.write(replace(national.make("IT"), buyer=replace(buyer, name="Театр Большой")), TERMS)
    assert refused.value.rule == "not_latin1"
    with pytest.raises(Refusal) as refused:
        fatturapa.write(replace(national.make("IT"), number="2026\x00-1"), TERMS)
    assert refused.value.rule == "not_xml_text"
    assert schema_errors(hard, "FatturaPA") == schema_errors(cut, "FatturaPA") == []


money = st.integers(min_value=1, max_value=10_000_000)


@st.composite
def bodies(draw: st.DrawFn) -> list[tuple[str, str, str, int, int]]:
    """Lines (category, rate, quantity, price and discount in cents)."""
    found = []
    for _ in range(draw(st.integers(1, 5))):
        category, rate = draw(st.sampled_from([("S", "22"), ("S", "10"), ("S", "4"), ("E", "0"), ("O", "")]))
        quantity = draw(st.sampled_from(["1", "2", "0.5", "7.25", "33.333"]))
        found.append((category, rate, quantity, draw(money), draw(st.sampled_from([0, 0, 1, 333]))))
    return found


@settings(max_examples=60, deadline=None)
@given(bodies(), st.booleans(), st.integers(0, 500))
def test_totals_are_the_documents_to_the_cent(
    national: Any, rows: list[tuple[str, str, str, int, int]], credit: bool, off: int
) -> None:
    lines = tuple(
        national.line(
            number, category, rate, quantity, f"{price // 100}.{price % 100:02d}",
            allowances_charges=(AllowanceCharge(charge=False, amount=less),) if less else (),
        )
        for number, (category, rate, quantity, price, less) in enumerate(rows, 1)
    )  # fmt: skip
    reduction = AllowanceCharge(
        charge=False, amount=off, reason="Sconto", vat_category=rows[0][0], vat_rate=rows[0][1]
    )
    document: Document = national.with_totals(
        replace(
            national.make("IT", lines=lines, credit=credit), allowances_charges=(reduction,) if off else ()
        )
    )
    xml = fatturapa.write(document, TERMS)
    root = etree.fromstring(xml)
    assert sum(Fraction(node.text) for node in root.iter("Imposta")) * 100 == document.totals.vat
    assert sum(Fraction(node.text) for node in root.iter("ImponibileImporto")) * 100 == document.totals.net
    assert sum(Fraction(node.text) for node in root.iter("PrezzoTotale")) * 100 == document.totals.net
    assert Fraction(text(xml, "ImportoTotaleDocumento")) * 100 == document.totals.gross
    assert fatturapa.objections(document, TERMS, TODAY) == []
    again = fatturapa.read(xml)
    assert again.totals == document.totals
    assert [line.net for line in again.lines] == [line.net for line in lines]
    assert again.is_credit_note is credit


def test_what_was_written_is_read_back(national: Any) -> None:
    document = national.make("IT", credit=True)
    again = fatturapa.read(fatturapa.write(document, TERMS))
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
    ):
        assert getattr(again, field) == getattr(document, field), field
    assert [(part.category, part.base, part.vat) for part in again.vat_breakdown] == [
        (part.category, part.base, part.vat) for part in document.vat_breakdown
    ]
    assert (again.seller.vat_id, again.seller.name) == (document.seller.vat_id, document.seller.name)
    assert again.buyer.electronic_address == document.buyer.electronic_address
    assert again.lines[0].unit == "HUR"
    assert again.payment_means[0].credit_transfers[0].account == national.IBANS["IT"]


SUPPLIER = """<p:FatturaElettronica versione="FPR12" xmlns:p="http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2">
<FatturaElettronicaHeader><DatiTrasmissione><CodiceDestinatario>M5UXCR1</CodiceDestinatario></DatiTrasmissione>
<CedentePrestatore><DatiAnagrafici><IdFiscaleIVA><IdPaese>IT</IdPaese><IdCodice>00488410010</IdCodice></IdFiscaleIVA>
<Anagrafica><Nome>Ada</Nome><Cognome>Bianchi</Cognome></Anagrafica><RegimeFiscale>RF01</RegimeFiscale></DatiAnagrafici>
<Sede><Indirizzo>Via Po</Indirizzo><NumeroCivico>3</NumeroCivico><CAP>10123</CAP><Comune>Torino</Comune><Nazione>IT</Nazione></Sede>
</CedentePrestatore></FatturaElettronicaHeader>
<FatturaElettronicaBody><DatiGenerali><DatiGeneraliDocumento><TipoDocumento>TD06</TipoDocumento><Divisa>EUR</Divisa>
<Data>2026-10-31</Data><Numero>12/A</Numero><DatiRitenuta><TipoRitenuta>RT01</TipoRitenuta><ImportoRitenuta>200.00</ImportoRitenuta>
<AliquotaRitenuta>20.00</AliquotaRitenuta><CausalePagamento>A</CausalePagamento></DatiRitenuta>
<DatiCassaPrevidenziale><TipoCassa>TC22</TipoCassa><AlCassa>4.00</AlCassa><ImportoContributoCassa>40.00</ImportoContributoCassa>
<AliquotaIVA>22.00</AliquotaIVA></DatiCassaPrevidenziale></DatiGeneraliDocumento></DatiGenerali>
<DatiBeniServizi><DettaglioLinee><NumeroLinea>1</NumeroLinea><Descrizione>Consulenza</Descrizione>
<PrezzoUnitario>1000.00</PrezzoUnitario><PrezzoTotale>1000.00000000</PrezzoTotale><AliquotaIVA>22.00</AliquotaIVA><Ritenuta>SI</Ritenuta></DettaglioLinee>
<DatiRiepilogo><AliquotaIVA>22.00</AliquotaIVA><ImponibileImporto>1040.00</ImponibileImporto><Imposta>228.80</Imposta></DatiRiepilogo></DatiBeniServizi>
<DatiPagamento><CondizioniPagamento>TP02</CondizioniPagamento><DettaglioPagamento><ModalitaPagamento>MP05</ModalitaPagamento>
<ImportoPagamento>1068.80</ImportoPagamento></DettaglioPagamento></DatiPagamento></FatturaElettronicaBody></p:FatturaElettronica>"""


def test_a_professionals_fee_with_fund_and_tax_withheld_is_read() -> None:
    bill = fatturapa.read(SUPPLIER.encode())
    assert (bill.seller.name, bill.seller.address.line1) == ("Ada Bianchi", "Via Po 3")
    assert (bill.totals.net, bill.totals.vat, bill.totals.charges) == (104000, 22880, 4000)
    assert (bill.totals.prepaid, bill.totals.due) == (20000, 106880)
    assert bill.lines[0].quantity == "1"
    assert any("RT01 20.00%: 200.00" in note.text for note in bill.notes)


def test_discounts_in_a_row_read_as_one_that_adds_up() -> None:
    """10 % and then 10 % of the rest are 19 % of the price, not 20."""
    two = "<ScontoMaggiorazione><Tipo>SC</Tipo><Percentuale>10.00</Percentuale></ScontoMaggiorazione>" * 2
    xml = SUPPLIER.replace("<PrezzoTotale>1000.00000000", f"{two}<PrezzoTotale>810.00")
    (line,) = fatturapa.read(xml.encode()).lines
    assert [(item.charge, item.amount) for item in line.allowances_charges] == [(False, 19000)]
    one = SUPPLIER.replace("<PrezzoTotale>1000.00000000", f"{two[: len(two) // 2]}<PrezzoTotale>900.00")
    (line,) = fatturapa.read(one.encode()).lines
    assert [(item.amount, item.percent) for item in line.allowances_charges] == [(10000, "10.00")]


def test_a_signed_envelope_opens_and_damage_is_told(national: Any) -> None:
    xml = fatturapa.write(national.make("IT"), TERMS)
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prova")])
    now = datetime(2026, 11, 1, tzinfo=UTC)
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(7)
        .not_valid_before(now).not_valid_after(now + timedelta(days=30)).sign(key, hashes.SHA256())
    )  # fmt: skip
    builder = pkcs7.PKCS7SignatureBuilder().set_data(xml).add_signer(certificate, key, hashes.SHA256())
    whole = builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.Binary])
    pem = builder.sign(serialization.Encoding.PEM, [pkcs7.PKCS7Options.Binary])
    for envelope in (whole, base64.b64encode(whole), pem, b"\xef\xbb\xbf" + xml):
        assert fatturapa.read(envelope).number == "2026-0017"
    detached = builder.sign(serialization.Encoding.DER, [pkcs7.PKCS7Options.DetachedSignature])
    with pytest.raises(Refusal) as refused:
        fatturapa.read(detached)
    assert refused.value.rule == "detached_signature"
    for damaged in (b"", b"%PDF-1.7", whole[:200], base64.b64encode(whole)[:101], b"\x30\x80" * 5000):
        with pytest.raises(Refusal) as refused:
            fatturapa.read(damaged)
        assert refused.value.rule in ("not_signed_data", "not_xml")


def test_an_envelope_of_indefinite_length_in_pieces() -> None:
    def ber(tag: str, *parts: bytes) -> bytes:
        return bytes.fromhex(tag) + b"\x80" + b"".join(parts) + b"\x00\x00"

    halves = [SUPPLIER.encode()[:1000], SUPPLIER.encode()[1000:]]
    octets = ber("24", *(b"\x04\x82" + len(half).to_bytes(2, "big") + half for half in halves))
    data_oid = bytes.fromhex("06092a864886f70d010701")
    signed = ber("30", b"\x02\x01\x01", b"\x31\x00", ber("30", data_oid, ber("a0", octets)))
    envelope = ber("30", bytes.fromhex("06092a864886f70d010702"), ber("a0", signed))
    assert fatturapa.read(envelope).number == "12/A"
    nested = b"\x04\x01<"
    for _ in range(40):
        nested = b"\x24\x82" + len(nested).to_bytes(2, "big") + nested
    signed = ber("30", b"\x02\x01\x01", b"\x31\x00", ber("30", data_oid, ber("a0", nested)))
    with pytest.raises(Refusal) as refused:
        fatturapa.read(ber("30", bytes.fromhex("06092a864886f70d010702"), ber("a0", signed)))
    assert refused.value.rule == "not_signed_data"


@pytest.mark.parametrize(("old", "new", "rule"), [
    ("<Data>2026-10-31</Data>", "<Data>2026-13-31</Data>", "not_a_date"),
    ("<Data>2026-10-31</Data>", "", "date_missing"),
    ("<Imposta>228.80</Imposta>", "", "amount_missing"),
    ("<Imposta>228.80</Imposta>", "<Imposta>228,80</Imposta>", "not_an_amount"),
    ("<PrezzoUnitario>1000.00", "<PrezzoUnitario>mille", "not_a_number"),
    ("FatturaElettronica ", "FatturaSemplificata ", "not_xml"),
    ("FatturaElettronicaHeader", "Testata", "not_a_fatturapa"),
    ("<p:FatturaElettronica", "<!DOCTYPE a [<!ENTITY b 'c'>]><p:FatturaElettronica", "not_xml"),
])  # fmt: skip
def test_damage_is_refused_with_its_rule(old: str, new: str, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        fatturapa.read(SUPPLIER.replace(old, new).encode())
    assert refused.value.rule == rule


@pytest.mark.parametrize(("code", "damage"), [
    ("00425", lambda d: replace(d, number="NOVE")),
    ("00403", lambda d: replace(d, issue_date=date(2026, 11, 25))),
    ("00427", lambda d: replace(d, buyer=replace(d.buyer, electronic_address=Identifier("ABC12", "0205")))),
    ("00305", lambda d: replace(d, buyer=replace(d.buyer, vat_id="IT00488410011"))),
    ("00301", lambda d: replace(d, seller=replace(d.seller, vat_id="IT0843075096"))),
    ("00417", lambda d: replace(d, buyer=replace(d.buyer, vat_id=""))),
    ("00423", lambda d: replace(d, lines=(replace(d.lines[0], net=d.lines[0].net + 2), d.lines[1]))),
    ("00421", lambda d: replace(d, vat_breakdown=(replace(d.vat_breakdown[0], vat=1), d.vat_breakdown[1]))),
    ("00422", lambda d: replace(d, vat_breakdown=(replace(d.vat_breakdown[0], base=90000, vat=19800), d.vat_breakdown[1]))),
    ("00419", lambda d: replace(d, vat_breakdown=d.vat_breakdown[:1])),
    ("00429", lambda d: replace(d, lines=d.lines[:0], vat_breakdown=(replace(d.vat_breakdown[0], rate="0", vat=0, base=0),))),
    ("00430", lambda d: replace(d, lines=d.lines[:0], vat_breakdown=(replace(d.vat_breakdown[0], category="E", base=0, vat=0),))),
    ("00418", lambda d: replace(d, preceding=(PrecedingInvoice(number="9", day=date(2026, 11, 21)),))),
])  # fmt: skip
def test_what_the_sdi_would_refuse_is_said_before(national: Any, code: str, damage: Any) -> None:
    whole = national.make("IT")
    assert fatturapa.objections(whole, TERMS, TODAY) == []
    found = fatturapa.objections(damage(whole), TERMS, TODAY)
    assert [each.code for each in found] == [code]
    assert found[0].sentence and found[0].way_out
