"""ebInterface 6.1: written, read back, and what the Federation would send back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice import ebinterface
from shared_tools.einvoice.ebinterface.terms import NAMESPACE
from shared_tools.einvoice.model import (
    AllowanceCharge,
    Card,
    DirectDebit,
    Identifier,
    PaymentMeans,
    Period,
)
from shared_tools.refusal import Refusal

TERMS = ebinterface.Terms(supplier_number="0011025781", vat_number_above=10_000_00)
Errors = Callable[[bytes, str], list[str]]


def all_of(xml: bytes, path: str) -> list[str]:
    steps = "/".join(f"{{{NAMESPACE}}}{step}" for step in path.split("/"))
    return [node.text or "" for node in etree.fromstring(xml).findall(f".//{steps}")]


def test_an_invoice_is_written_whole(national: Any, schema_errors: Errors) -> None:
    xml = ebinterface.write(national.make("AT"), TERMS)
    national.check_golden("ebinterface-invoice.xml", xml)
    assert schema_errors(xml, "ebInterface") == []


def test_a_credit_note_is_a_credit_memo_with_positive_amounts(national: Any, schema_errors: Errors) -> None:
    xml = ebinterface.write(national.make("AT", credit=True), TERMS)
    national.check_golden("ebinterface-credit-note.xml", xml)
    root = etree.fromstring(xml)
    assert root.get("DocumentType") == "CreditMemo"
    assert not all_of(xml, "PayableAmount")[0].startswith("-")
    assert all_of(xml, "RelatedDocument/InvoiceNumber") == ["2026-0016"]
    assert schema_errors(xml, "ebInterface") == []


def rich(national: Any) -> Any:
    less = AllowanceCharge(charge=False, amount=333, base_amount=6660, percent="5", reason="Treue")
    more = AllowanceCharge(charge=True, amount=100, base_amount=70000, reason="Anfahrt")
    around = {"vat_category": "S", "vat_rate": "20"}
    month = Period(start=date(2026, 11, 1), end=date(2026, 11, 30))
    lines = (
        national.line(1, rate="20", allowances_charges=(less, more), period=month, description="Zwei Abende", order_line="10",
                      seller_item="S-1", buyer_item="B-1", standard_item=Identifier("7350053850019", "0160")),
        national.line(2, rate="10", quantity="-1"),
    )  # fmt: skip
    return national.with_totals(replace(
        national.make("AT", lines=lines), period=month, delivery=None, contract="V-1", despatch_advice="L-1",
        buyer_reference="Abt. 3", accounting_reference="BK372", payment_terms="30 Tage netto",
        allowances_charges=(
            AllowanceCharge(charge=False, amount=500, base_amount=10000, reason="Rabatt", **around),
            AllowanceCharge(charge=True, amount=1500, base_amount=10000, **around),
        ),
    ), prepaid=1000, rounding=2)  # fmt: skip


def test_everything_it_can_say_fits_and_is_read_back(national: Any, schema_errors: Errors) -> None:
    document = rich(national)
    xml = ebinterface.write(document, TERMS)
    again = ebinterface.read(xml)
    for field in ("number", "issue_date", "type_code", "currency", "totals", "due_date", "payment_terms", "order", "contract",
                  "despatch_advice", "buyer_reference", "accounting_reference", "notes", "period", "lines", "seller",
                  "allowances_charges", "vat_breakdown"):  # fmt: skip
        wanted = getattr(document, field)
        assert getattr(again, field) == wanted, field
    assert again.payment_means[0].credit_transfers == document.payment_means[0].credit_transfers
    assert schema_errors(xml, "ebInterface") == []


@pytest.mark.parametrize(("category", "rate", "code"), [
    ("S", "20", "S"), ("S", "20.00", "S"), ("S", "10", "AA"), ("S", "13", "AA"), ("S", "4.9", "AA"), ("S", "2", "AA"),
    ("E", "0", "E"), ("AE", "0", "AE"), ("K", "0", "K"), ("G", "0", "G"), ("O", "", "O"), ("Z", "0", "Z"),
])  # fmt: skip
def test_categories_have_their_code(
    national: Any, schema_errors: Errors, category: str, rate: str, code: str
) -> None:
    line = national.line(1, category, rate, vat_reason="Steuerfrei")
    xml = ebinterface.write(national.make("AT", "DE buyer", lines=(line,)), TERMS)
    codes = [node.get("TaxCategoryCode") for node in etree.fromstring(xml).iter(f"{{{NAMESPACE}}}TaxPercent")]
    assert codes == [code, code]
    again = ebinterface.read(xml)
    assert (again.lines[0].vat_category, again.vat_breakdown[0].category) == (category, category)
    assert schema_errors(xml, "ebInterface") == []


def test_a_finer_price_is_told_for_more_units(national: Any, schema_errors: Errors) -> None:
    line = national.line(1, rate="20", quantity="1000", price="0.00125")
    xml = ebinterface.write(national.make("AT", lines=(line,)), TERMS)
    price = etree.fromstring(xml).find(f".//{{{NAMESPACE}}}UnitPrice")
    assert price is not None and (price.text, price.get("BaseQuantity")) == ("0.0125", "10")
    read = ebinterface.read(xml).lines[0]
    assert Fraction(read.price) / Fraction(read.base_quantity) == Fraction("0.00125")
    assert schema_errors(xml, "ebInterface") == []


def test_ways_to_pay(national: Any, schema_errors: Errors) -> None:
    written: list[bytes] = []
    for means, tag in (
        (PaymentMeans(code="59", direct_debit=DirectDebit(mandate="M-1", creditor="AT12ZZZ00000000001", account="AT611904300234573201")), "SEPADirectDebit"),
        (PaymentMeans(code="48", card=Card(number="1234", holder="Max")), "PaymentCard"),
        (PaymentMeans(code="10", text="bar"), "OtherPayment"),
    ):  # fmt: skip
        xml = ebinterface.write(replace(national.make("AT"), payment_means=(means,)), TERMS)
        assert len(all_of(xml, f"PaymentMethod/{tag}")) == 1
        written.append(xml)
    assert ebinterface.read(xml).payment_means[0].text == "bar"
    assert [schema_errors(xml, "ebInterface") for xml in written] == [[], [], []]


def test_names_that_break_things(national: Any, schema_errors: Errors) -> None:
    written: list[bytes] = []
    for name in (national.HARD_NAME, national.LONG_NAME, "Театр"):
        document = replace(national.make("AT"), buyer=replace(national.PARTIES["AT buyer"], name=name))
        xml = ebinterface.write(document, TERMS)
        assert ebinterface.read(xml).buyer.name == name.strip()
        written.append(xml)
    assert not [found for xml in written for found in schema_errors(xml, "ebInterface")]


ORDER = {
    "Invoice": "InvoiceNumber InvoiceDate CancelledOriginalDocument RelatedDocument AdditionalInformation "
    "CurrencyExchangeInformation Delivery Biller InvoiceRecipient OrderingParty Details ReductionAndSurchargeDetails Tax "
    "TotalGrossAmount PrepaidAmount RoundingAmount PayableAmount PaymentMethod PaymentConditions Comment",
    "Biller": "VATIdentificationNumber FurtherIdentification OrderReference Address Contact InvoiceRecipientsBillerID",
    "InvoiceRecipient": "VATIdentificationNumber FurtherIdentification OrderReference Address Contact "
    "BillersInvoiceRecipientID AccountingArea SubOrganizationID",
    "Address": "AddressIdentifier Name TradingName Street POBox Town ZIP Country Phone Email",
    "ListLineItem": "PositionNumber Description ArticleNumber Quantity UnitPrice ReductionAndSurchargeListLineItemDetails "
    "Delivery BillersOrderReference InvoiceRecipientsOrderReference Classification AdditionalInformation TaxItem "
    "LineItemAmount",
    "TaxItem": "TaxableAmount TaxPercent TaxAmount AccountingCurrencyAmount Comment",
    "Reduction": "BaseAmount Percentage Amount Comment Classification TaxItem",
}  # fmt: skip


def test_elements_stand_in_the_order_of_the_standard(national: Any) -> None:
    """Holds where the official schema is not at hand: no wheel carries it."""
    seen = set()
    for document in (national.make("AT", credit=True), rich(national)):
        for node in etree.fromstring(ebinterface.write(document, TERMS)).iter():
            name = etree.QName(node).localname
            if name in ORDER:
                places = [ORDER[name].split().index(etree.QName(child).localname) for child in node]
                assert places == sorted(places), name
                seen.add(name)
    assert seen == set(ORDER)


@pytest.mark.parametrize(("rule", "damage"), [
    ("type_unsupported", lambda d: replace(d, type_code="261")), ("two_decimals_only", lambda d: replace(d, currency="HUF")),
    ("over_precise", lambda d: replace(d, lines=(replace(d.lines[0], quantity="1.00001"), d.lines[1]))),
    ("over_precise", lambda d: replace(d, lines=(replace(d.lines[0], price="1.0000000001"), d.lines[1]))),
    ("term_missing", lambda d: replace(d, buyer=replace(d.buyer, address=replace(d.buyer.address, city="")))),
    ("vat_group_missing", lambda d: replace(d, vat_breakdown=())),
    ("not_xml_text", lambda d: replace(d, payment_terms="\x01")),
])  # fmt: skip
def test_what_ebinterface_cannot_say_is_refused(national: Any, rule: str, damage: Any) -> None:
    with pytest.raises(Refusal) as refused:
        ebinterface.write(damage(national.make("AT")), TERMS)
    assert refused.value.rule == rule


@pytest.mark.parametrize(("old", "new", "rule"), [
    (b"<InvoiceDate>2026-11-20</InvoiceDate>", b"", "date_missing"), (b"2026-11-20", b"2026-02-30", "not_a_date"),
    (b"schema/6p1/", b"schema/4p0/", "not_an_ebinterface"), (b"<PayableAmount>", b"<PayableAmount>EUR ", "not_an_amount"),
    (b"</Invoice>", b"", "not_xml"),
])  # fmt: skip
def test_damage_is_refused_with_its_rule(national: Any, old: bytes, new: bytes, rule: str) -> None:
    xml = ebinterface.write(national.make("AT"), TERMS)
    assert old in xml
    with pytest.raises(Refusal) as refused:
        ebinterface.read(xml.replace(old, new))
    assert refused.value.rule == rule


def test_a_reduction_below_zero_is_a_surcharge(national: Any) -> None:
    xml = ebinterface.write(rich(national), TERMS).replace(
        b"<Amount>5.00</Amount>", b"<Amount>-5.00</Amount>"
    )
    assert [(item.charge, item.amount) for item in ebinterface.read(xml).allowances_charges] == [
        (True, 500),
        (True, 1500),
    ]


@pytest.mark.parametrize(("code", "damage"), [
    ("order_reference", lambda d: replace(d, order="PO-77")), ("order_line", lambda d: replace(d, order="4500012345")),
    ("email", lambda d: replace(d, seller=replace(d.seller, contact=None))),
    ("buyer_vat_number", lambda d: replace(d, buyer=replace(d.buyer, vat_id=""), totals=replace(d.totals, gross=1000001))),
])  # fmt: skip
def test_what_the_federation_would_send_back(national: Any, code: str, damage: Any) -> None:
    for order in ("Z01", "Z01:4500012345"):
        assert ebinterface.objections(replace(national.make("AT"), order=order), TERMS) == []
    damaged = damage(replace(national.make("AT"), order="Z01"))
    assert [found.code for found in ebinterface.objections(damaged, TERMS)] == [code]
    bare = ebinterface.Terms()
    assert [
        found.code for found in ebinterface.objections(replace(national.make("AT"), order="Z01"), bare)
    ] == ["supplier_number"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([("S", "20"), ("S", "10"), ("S", "13"), ("E", "0"), ("O", "")]),
            st.sampled_from(["1", "0.5", "33.333"]), st.integers(1, 10_000_000), st.sampled_from([0, 7]),
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
            national.make("AT", lines=lines, credit=credit), allowances_charges=(reduction,) if off else ()
        )
    )
    xml = ebinterface.write(document, TERMS)
    assert ebinterface.read(xml).totals == document.totals
    assert sum(Fraction(text) for text in all_of(xml, "Tax/TaxItem/TaxAmount")) * 100 == document.totals.vat
    assert (
        sum(Fraction(text) for text in all_of(xml, "Tax/TaxItem/TaxableAmount")) * 100 == document.totals.net
    )
    assert sum(Fraction(text) for text in all_of(xml, "LineItemAmount")) * 100 == document.totals.lines
    assert Fraction(all_of(xml, "PayableAmount")[0]) * 100 == document.totals.due
