"""Online Számla: what the data of an invoice say, in both currencies."""

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

from shared_tools.einvoice import compute, nav
from shared_tools.einvoice.model import AllowanceCharge, Document, Identifier, Period
from shared_tools.einvoice.nav.terms import DATA
from shared_tools.refusal import Refusal

TERMS = nav.Terms()
STORNO = nav.Terms(correction=nav.Correction(operation="STORNO", index=1, lines_before=2))
TODAY = date(2026, 11, 24)
Errors = Callable[[bytes, str], list[str]]


def all_of(xml: bytes, tag: str) -> list[str]:
    return [node.text or "" for node in etree.fromstring(xml).iter(f"{{*}}{tag}")]


def one(xml: bytes, tag: str) -> str:
    return all_of(xml, tag)[0]


def test_an_invoice_is_written_whole(national: Any, schema_errors: Errors) -> None:
    xml = nav.write(national.make("HU"), TERMS)
    national.check_golden("nav-invoice.xml", xml)
    assert schema_errors(xml, "NAV data") == []


def test_a_credit_note_is_a_storno_with_negative_amounts(national: Any, schema_errors: Errors) -> None:
    xml = nav.write(national.make("HU", credit=True), STORNO)
    national.check_golden("nav-credit-note.xml", xml)
    assert all(int(text) < 0 for text in all_of(xml, "lineNetAmount"))
    assert all_of(xml, "lineNumberReference") == ["3", "4"]
    assert schema_errors(xml, "NAV data") == []


def in_euro(national: Any, **more: Any) -> Document:
    lines = (national.line(1, rate="27"), national.line(2, rate="5", quantity="3", price="19.99"))
    document = national.make("HU", lines=lines, currency="EUR", **more)
    vat = compute.in_accounting_currency(document.totals.vat, "EUR", "HUF", "385.27")
    return replace(
        document, exchange_rate="385.27", vat_accounting_currency="HUF",
        totals=replace(document.totals, vat_accounting=vat),
    )  # fmt: skip


def test_a_euro_invoice_says_everything_in_forints_too(national: Any, schema_errors: Errors) -> None:
    document = in_euro(national)
    xml = nav.write(document, TERMS)
    assert (one(xml, "exchangeRate"), one(xml, "invoiceVatAmountHUF")) == (
        "385.27",
        str(document.totals.vat_accounting),
    )
    assert one(xml, "unitPriceHUF") == "134844.5"
    assert one(xml, "invoiceGrossAmount") == f"{document.totals.gross / 100:.2f}"
    assert all(
        "." not in text for tag in ("lineNetAmountHUF", "vatRateNetAmountHUF") for text in all_of(xml, tag)
    )
    with pytest.raises(Refusal) as refused:
        nav.write(replace(document, exchange_rate=""), TERMS)
    assert refused.value.rule == "exchange_rate_missing"
    assert schema_errors(xml, "NAV data") == []


@pytest.mark.parametrize(("category", "code", "buyer", "element", "case"), [
    ("AE", "VATEX-EU-AE", "DE buyer", "vatOutOfScope", "EUFAD37"), ("AE", "", "HU buyer", "vatDomesticReverseCharge", ""),
    ("O", "VATEX-EU-O", "US buyer", "vatOutOfScope", "HO"), ("O", "", "HU buyer", "vatOutOfScope", "ATK"),
    ("E", "VATEX-EU-132-1I", "HU buyer", "vatExemption", "TAM"), ("E", "AAM", "HU buyer", "vatExemption", "AAM"),
    ("K", "VATEX-EU-IC", "DE buyer", "vatExemption", "KBAET"), ("G", "", "US buyer", "vatExemption", "EAM"),
])  # fmt: skip
def test_no_vat_has_its_case_on_line_and_summary(
    national: Any, schema_errors: Errors, category: str, code: str, buyer: str, element: str, case: str
) -> None:
    line = national.line(
        1, category, "" if category == "O" else "0", price="100", currency="HUF", vat_reason_code=code
    )
    xml = nav.write(national.make("HU", buyer, lines=(line,)), TERMS)
    assert len(all_of(xml, element)) == 2
    assert all_of(xml, "case") == ([case] * 2 if case else [])
    assert one(xml, "customerVatStatus") == ("DOMESTIC" if buyer == "HU buyer" else "OTHER")
    assert schema_errors(xml, "NAV data") == []


def test_a_zero_rate_does_not_exist(national: Any) -> None:
    line = national.line(1, "Z", "0", price="100", currency="HUF")
    with pytest.raises(Refusal) as refused:
        nav.write(national.make("HU", lines=(line,)), TERMS)
    assert refused.value.rule == "vat_case_unknown"


def test_a_consumers_data_stay_in_the_house(national: Any, schema_errors: Errors) -> None:
    buyer = replace(national.PARTIES["HU buyer"], name="Kovács Anna", vat_id="", tax_registration="")
    document = replace(national.make("HU"), buyer=buyer)
    xml = nav.write(document, nav.Terms(private_person=True))
    assert b"Kov" not in xml and b"Liliom" not in xml
    assert one(xml, "customerVatStatus") == "PRIVATE_PERSON"
    with pytest.raises(Refusal) as refused:
        nav.write(document, TERMS)
    assert refused.value.rule == "customer_unidentified"
    assert schema_errors(xml, "NAV data") == []


def test_a_correction_says_what_it_corrects_and_an_invoice_does_not(national: Any) -> None:
    with pytest.raises(Refusal) as refused:
        nav.write(national.make("HU", credit=True), TERMS)
    assert refused.value.rule == "correction_missing"
    with pytest.raises(Refusal) as refused:
        nav.write(national.make("HU"), STORNO)
    assert refused.value.rule == "correction_unexpected"


def test_names_that_break_things(national: Any, schema_errors: Errors) -> None:
    written: list[bytes] = []
    for name in (national.HARD_NAME, national.LONG_NAME, "Ő" * 600, "Театр"):
        buyer = replace(national.PARTIES["HU buyer"], name=name)
        xml = nav.write(replace(national.make("HU"), buyer=buyer), TERMS)
        assert one(xml, "customerName") == name[:512].strip()
        written.append(xml)
    assert not [found for xml in written for found in schema_errors(xml, "NAV data")]


def test_periods_discounts_charges_and_own_units_fit(national: Any, schema_errors: Errors) -> None:
    less, more = AllowanceCharge(charge=False, amount=300), AllowanceCharge(charge=True, amount=100)
    around = {"vat_category": "S", "vat_rate": "27"}
    line = national.line(1, rate="27", price="1000", currency="HUF", allowances_charges=(less, more))
    line = replace(line, unit="E48")
    document = national.with_totals(replace(
        national.make("HU", lines=(line,)), period=Period(start=date(2026, 11, 1), end=date(2026, 11, 30)),
        tax_point_code="432", contract="C-1",
        allowances_charges=(AllowanceCharge(charge=False, amount=50, reason="Engedmény", **around),),
    ))  # fmt: skip
    xml = nav.write(document, TERMS)
    assert (one(xml, "unitPrice"), one(xml, "discountValue"), all_of(xml, "lineNetAmount")) == (
        "1050",
        "300",
        ["1800", "-50"],
    )
    assert (one(xml, "unitOfMeasureOwn"), one(xml, "cashAccountingIndicator")) == ("E48", "true")
    assert schema_errors(xml, "NAV data") == []


def test_an_advance_says_so_on_its_lines(national: Any, schema_errors: Errors) -> None:
    xml = nav.write(replace(national.make("HU"), type_code="386"), TERMS)
    assert all_of(xml, "advanceIndicator") == ["true", "true"]
    assert schema_errors(xml, "NAV data") == []


def own(document: Document, **more: Any) -> Document:
    return replace(document, seller=replace(document.seller, **more))


@pytest.mark.parametrize(("code", "damage"), [
    ("INCORRECT_DATE_INVOICE_ISSUE_DATE_LATE", lambda d: replace(d, issue_date=date(2026, 11, 25))),
    ("INCORRECT_DATE_INVOICE_DELIVERY_TO_FROM", lambda d: replace(d, period=Period(start=date(2026, 11, 2), end=date(2026, 11, 1)))),
    ("INCORRECT_VAT_CODE_SUPPLIER", lambda d: own(d, tax_registration="24795810-4-42")),
    ("INCORRECT_VAT_CODE_CUSTOMER", lambda d: replace(d, buyer=replace(d.buyer, tax_registration="18160312-4-43"))),
    ("SUPPLIER_CUSTOMER_MATCH_TAXPAYER", lambda d: replace(d, buyer=replace(d.buyer, tax_registration="24795810-2-42"))),
    ("INCORRECT_HEAD_DATA_SUPPLIER_COMMUNITY_VAT_NUMBER", lambda d: own(d, vat_id="HU18160312")),
    ("INCORRECT_HEAD_DATA_CUSTOMER_TAX_NUMBER", lambda d: replace(d, buyer=replace(d.buyer, tax_registration="18160313-2-43"))),
    ("INCORRECT_LINE_DATA_VAT_PERCENTAGE", lambda d: replace(d, vat_breakdown=(replace(d.vat_breakdown[0], rate="25"),))),
    ("INVALID_VAT_DATA", lambda d: replace(d, vat_breakdown=(replace(d.vat_breakdown[0], category="Z"),))),
    ("DOMESTIC_TAXNUMBER_EXPECTED_REVERSE_CHARGE", lambda d: replace(
        d, vat_breakdown=(replace(d.vat_breakdown[0], category="AE"),), buyer=replace(d.buyer, vat_id="", tax_registration=""))),
    ("INCORRECT_SUMMARY_DATA_INVOICE_NET_AMOUNT", lambda d: replace(d, totals=replace(d.totals, net=-1))),
    ("INCORRECT_LINE_CALCULATION_NET_AMOUNT", lambda d: replace(d, lines=(replace(d.lines[0], net=1),))),
])  # fmt: skip
def test_what_nav_would_refuse_is_said_before(national: Any, code: str, damage: Any) -> None:
    whole = national.make("HU")
    assert nav.objections(whole, TERMS, TODAY) == []
    found = nav.objections(damage(whole), TERMS, TODAY)
    assert [each.code for each in found] == [code]
    assert found[0].sentence and found[0].way_out


def test_a_correction_dated_before_its_invoice_or_of_itself(national: Any) -> None:
    credit = national.make("HU", credit=True)
    assert nav.objections(credit, STORNO, TODAY) == []
    early = replace(credit, preceding=(replace(credit.preceding[0], day=date(2026, 11, 21)),))
    itself = replace(credit, preceding=(replace(credit.preceding[0], number=credit.number),))
    assert [found.code for document in (early, itself) for found in nav.objections(document, STORNO, TODAY)] == [
        "INCORRECT_DATE_INVOICE_MODIFICATION_ISSUE_DATE_ORIGINAL", "INCORRECT_HEAD_DATA_MOD_REF_INVOICE_NUMBER",
    ]  # fmt: skip


rows = st.lists(
    st.tuples(
        st.sampled_from([("S", "27"), ("S", "18"), ("S", "5"), ("E", "0"), ("O", "")]),
        st.sampled_from(["1", "2", "0.5", "7.25", "33.333"]), st.integers(1, 10_000_000),
    ),
    min_size=1, max_size=6,
)  # fmt: skip


@settings(max_examples=80, deadline=None)
@given(rows, st.booleans(), st.booleans())
def test_sums_hold_in_both_currencies(national: Any, found: list[Any], euro: bool, credit: bool) -> None:
    currency = "EUR" if euro else "HUF"
    lines = tuple(
        national.line(
            number, category, rate, quantity, f"{cents / 100:.2f}" if euro else str(cents), currency
        )
        for number, ((category, rate), quantity, cents) in enumerate(found, 1)
    )  # fmt: skip
    document = national.make("HU", lines=lines, currency=currency, credit=credit)
    if euro:
        vat = compute.in_accounting_currency(document.totals.vat, "EUR", "HUF", "385.27")
        document = replace(
            document, exchange_rate="385.27", vat_accounting_currency="HUF",
            totals=replace(document.totals, vat_accounting=vat),
        )  # fmt: skip
    xml = nav.write(document, STORNO if credit else TERMS)
    sign, scale = (-1 if credit else 1), (100 if euro else 1)

    def total(tag: str) -> Fraction:
        return sum((Fraction(text) for text in all_of(xml, tag)), Fraction())

    assert total("lineNetAmount") == total("vatRateNetAmount") == total("invoiceNetAmount")
    assert total("invoiceNetAmount") * scale == sign * document.totals.net
    assert (
        total("vatRateVatAmount") == total("invoiceVatAmount") == Fraction(sign * document.totals.vat, scale)
    )
    assert total("invoiceGrossAmount") * scale == sign * document.totals.gross
    assert total("lineNetAmountHUF") == total("vatRateNetAmountHUF") == total("invoiceNetAmountHUF")
    assert total("vatRateVatAmountHUF") == total("invoiceVatAmountHUF")
    assert total("invoiceGrossAmountHUF") == total("invoiceNetAmountHUF") + total("invoiceVatAmountHUF")
    if euro:
        assert total("invoiceVatAmountHUF") == sign * (document.totals.vat_accounting or 0)


STRUCTURE = {
    "InvoiceData": "invoiceNumber invoiceIssueDate completenessIndicator invoiceMain",
    "invoice": "invoiceReference invoiceHead invoiceLines invoiceSummary",
    "invoiceReference": "originalInvoiceNumber modifyWithoutMaster modificationIndex",
    "invoiceHead": "supplierInfo customerInfo fiscalRepresentativeInfo invoiceDetail",
    "supplierInfo": "supplierTaxNumber groupMemberTaxNumber communityVatNumber supplierName supplierAddress "
    "supplierBankAccountNumber individualExemption",
    "customerInfo": "customerVatStatus customerVatData customerName customerAddress customerBankAccountNumber",
    "invoiceDetail": "invoiceCategory invoiceDeliveryDate invoiceDeliveryPeriodStart invoiceDeliveryPeriodEnd "
    "invoiceAccountingDeliveryDate periodicalSettlement smallBusinessIndicator currencyCode exchangeRate "
    "utilitySettlementIndicator selfBillingIndicator paymentMethod paymentDate cashAccountingIndicator invoiceAppearance "
    "conventionalInvoiceInfo",
    "line": "lineNumber lineModificationReference lineExpressionIndicator lineNatureIndicator lineDescription quantity "
    "unitOfMeasure unitOfMeasureOwn unitPrice unitPriceHUF lineDiscountData lineAmountsNormal",
    "summaryNormal": "summaryByVatRate invoiceNetAmount invoiceNetAmountHUF invoiceVatAmount invoiceVatAmountHUF",
}  # fmt: skip


def test_elements_stand_in_the_order_of_the_specification(national: Any) -> None:
    """Holds where the official schema is not at hand: no wheel carries it."""
    seen = set()
    for xml in (nav.write(national.make("HU", credit=True), STORNO), nav.write(in_euro(national), TERMS)):
        for node in etree.fromstring(xml).iter():
            order = STRUCTURE.get(etree.QName(node).localname)
            if order:
                names = [etree.QName(child).localname for child in node]
                places = [order.split().index(name) for name in names]
                assert places == sorted(places), names
                seen.add(etree.QName(node).localname)
    assert seen == set(STRUCTURE)


def test_a_buyer_beyond_the_union_shows_its_own_number(national: Any) -> None:
    line = national.line(1, "O", "", price="100", currency="HUF")
    document = national.make("HU", "US buyer", lines=(line,))
    assert one(nav.write(document, TERMS), "thirdStateTaxId") == "13-1847137"
    nameless = replace(document, buyer=replace(document.buyer, legal_id=None, ids=(Identifier("1"),)))
    assert etree.fromstring(nav.write(nameless, TERMS)).find(f".//{{{DATA}}}customerVatData") is None
