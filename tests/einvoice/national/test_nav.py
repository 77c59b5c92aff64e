"""Online Számla: the data of an invoice, and the conversation that reports it once."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice import compute, nav
from shared_tools.einvoice.model import AllowanceCharge, Document, Identifier, Period
from shared_tools.einvoice.nav import requests
from shared_tools.einvoice.nav.terms import DATA
from shared_tools.einvoice.submission import Submission, after, key, next_step
from shared_tools.refusal import Refusal

TERMS = nav.Terms()
STORNO = nav.Terms(correction=nav.Correction(operation="STORNO", index=1, lines_before=2))
NOW = datetime(2026, 11, 24, 9, 30, 5, 120000, tzinfo=UTC)
SENDER = nav.Sender(
    credentials=nav.Credentials(
        login="smarthu1abcdefg", password="Jelszó123", tax_number="24795810",
        sign_key="ac-ac3a-7f661bff7d342N43CYX4U9FG", exchange_key="cee32N43CYX4U9FG",
    ),
    software=nav.Software(id="HU24795810SMART001", name="smartcoop", version="0.1", maker="Smart", contact="it@smart.example"),
)  # fmt: skip
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
    assert schema_errors(xml, "NAV data") == []
    with pytest.raises(Refusal) as refused:
        nav.write(replace(document, exchange_rate=""), TERMS)
    assert refused.value.rule == "exchange_rate_missing"


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
    assert schema_errors(xml, "NAV data") == []
    with pytest.raises(Refusal) as refused:
        nav.write(document, TERMS)
    assert refused.value.rule == "customer_unidentified"


def test_a_correction_says_what_it_corrects_and_an_invoice_does_not(national: Any) -> None:
    with pytest.raises(Refusal) as refused:
        nav.write(national.make("HU", credit=True), TERMS)
    assert refused.value.rule == "correction_missing"
    with pytest.raises(Refusal) as refused:
        nav.write(national.make("HU"), STORNO)
    assert refused.value.rule == "correction_unexpected"


def test_names_that_break_things(national: Any, schema_errors: Errors) -> None:
    for name in (national.HARD_NAME, national.LONG_NAME, "Ő" * 600, "Театр"):
        buyer = replace(national.PARTIES["HU buyer"], name=name)
        xml = nav.write(replace(national.make("HU"), buyer=buyer), TERMS)
        assert one(xml, "customerName") == name[:512].strip()
        assert schema_errors(xml, "NAV data") == []


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
    assert schema_errors(xml, "NAV data") == []
    assert (one(xml, "unitPrice"), one(xml, "discountValue"), all_of(xml, "lineNetAmount")) == (
        "1050",
        "300",
        ["1800", "-50"],
    )
    assert (one(xml, "unitOfMeasureOwn"), one(xml, "cashAccountingIndicator")) == ("E48", "true")


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
    assert nav.objections(whole, TERMS, NOW.date()) == []
    found = nav.objections(damage(whole), TERMS, NOW.date())
    assert [each.code for each in found] == [code]
    assert found[0].sentence and found[0].way_out


def test_a_correction_dated_before_its_invoice_or_of_itself(national: Any) -> None:
    credit = national.make("HU", credit=True)
    assert nav.objections(credit, STORNO, NOW.date()) == []
    early = replace(credit, preceding=(replace(credit.preceding[0], day=date(2026, 11, 21)),))
    itself = replace(credit, preceding=(replace(credit.preceding[0], number=credit.number),))
    assert [found.code for document in (early, itself) for found in nav.objections(document, STORNO, NOW.date())] == [
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
    "ManageInvoiceRequest": "header user software exchangeToken invoiceOperations",
    "user": "login passwordHash taxNumber requestSignature",
}  # fmt: skip


def test_elements_stand_in_the_order_of_the_specification(national: Any) -> None:
    """Holds where the official schema is not at hand: no wheel carries it."""
    documents = [nav.write(national.make("HU", credit=True), STORNO), nav.write(in_euro(national), TERMS)]
    request = requests.invoice_request(SENDER, "R1", NOW, "token", [("CREATE", documents[1])])
    seen = set()
    for xml in (*documents, request):
        for node in etree.fromstring(xml).iter():
            order = STRUCTURE.get(etree.QName(node).localname)
            if order:
                names = [etree.QName(child).localname for child in node]
                places = [order.split().index(name) for name in names]
                assert places == sorted(places), names
                seen.add(etree.QName(node).localname)
    assert seen == set(STRUCTURE)


def test_requests_fit_the_schema(national: Any, schema_errors: Errors) -> None:
    invoices = [
        ("CREATE", nav.write(national.make("HU"), TERMS)),
        ("STORNO", nav.write(national.make("HU", credit=True), STORNO)),
    ]
    for body in (
        requests.token_request(SENDER, "R1", NOW), requests.status_request(SENDER, "R2", NOW, "T1"),
        requests.data_request(SENDER, "R3", NOW, "2026-0017"),
        requests.invoice_request(SENDER, "R4", NOW, "b1aca173", invoices),
    ):  # fmt: skip
        assert schema_errors(body, "NAV API") == []


@pytest.mark.parametrize(("request_id", "moment", "expected"), [
    ("RID896801578348", datetime(2019, 9, 11, 10, 55, 31, 440000, tzinfo=UTC), "B4B5E0F197BFFD3DF69BCC98D3BE775F65FD5445EEF95C9D6B6C59425F2B81C4F6DA1FD563B0C7E7D98AF1E1725E5C63C2803B5D3A93D1C02ED354AC92F2CC94"),
    ("RID603063244730", datetime(2019, 9, 11, 10, 55, 34, 63000, tzinfo=UTC), "3461426EDF923610281B5B24562F2EBA44A3118FEB7CCDD299B7ACAA6E7A5EA889B1965F1E3372F7F34064AC16C867958704089C9354F150248754D45C9A36F5"),
])  # fmt: skip
def test_the_signature_of_the_authoritys_own_samples(
    request_id: str, moment: datetime, expected: str
) -> None:
    assert requests.signature(request_id, moment, "ac-ac3a-7f661bff7d342N43CYX4U9FG") == expected


def test_the_signature_of_invoices_covers_each_one() -> None:
    def signed(*invoices: Any) -> str:
        return requests.signature("R", NOW, "key", invoices)

    base = signed(("CREATE", "AAAA"), ("CREATE", "BBBB"))
    assert len({base, signed(("STORNO", "AAAA"), ("CREATE", "BBBB")), signed(("CREATE", "BBBB"), ("CREATE", "AAAA")),
                signed(("CREATE", "AAAA"))}) == 4  # fmt: skip


@pytest.fixture
def authority(national: Any) -> Any:
    return national.stand_in("stand_in_nav").OnlineSzamla(SENDER.credentials, NOW)


@pytest.fixture
def numbers() -> Callable[[], str]:
    counter: Iterator[int] = count(1)
    return lambda: f"RID{next(counter):012d}"


def test_an_invoice_and_its_storno_are_reported(national: Any, authority: Any, numbers: Any) -> None:
    invoices = [
        ("CREATE", nav.write(replace(national.make("HU"), number="2026-0016"), TERMS)),
        ("STORNO", nav.write(national.make("HU", credit=True), STORNO)),
    ]  # fmt: skip
    sent = nav.send(SENDER, invoices, authority.post, numbers, NOW)
    assert sent.kind == "sent"
    authority.slow = True
    assert [event.kind for event in nav.ask(SENDER, sent.reference, 2, authority.post, numbers, NOW)] == [
        "still_open"
    ] * 2
    authority.slow = False
    assert [event.kind for event in nav.ask(SENDER, sent.reference, 2, authority.post, numbers, NOW)] == [
        "accepted"
    ] * 2
    assert list(authority.invoices) == ["2026-0016", "NC-2026-003"]


def test_a_refusal_names_code_and_place_and_a_warning_does_not_refuse(
    national: Any, authority: Any, numbers: Any
) -> None:
    twice = nav.write(replace(national.make("HU"), number="OLD-1"), TERMS)
    sent = nav.send(SENDER, [("CREATE", twice), ("CREATE", twice)], authority.post, numbers, NOW)
    first, second = nav.ask(SENDER, sent.reference, 2, authority.post, numbers, NOW)
    assert (first.kind, second.kind) == ("accepted", "refused")
    assert first.objections[0].way_out == ""
    assert (second.objections[0].code, second.objections[0].field) == (
        "INVOICE_NUMBER_NOT_UNIQUE",
        "invoiceNumber 7",
    )


@pytest.mark.parametrize(("fault", "path", "kind"), [
    ("down", "tokenExchange", "not_delivered"), ("lose", "tokenExchange", "not_delivered"),
    ("maintenance", "tokenExchange", "not_delivered"), ("garbage", "tokenExchange", "not_delivered"),
    ("down", "manageInvoice", "not_delivered"), ("maintenance", "manageInvoice", "not_delivered"),
    ("lose", "manageInvoice", "no_answer"), ("garbage", "manageInvoice", "no_answer"),
])  # fmt: skip
def test_v8_one_delivery_whatever_is_lost(
    national: Any, authority: Any, numbers: Any, fault: str, path: str, kind: str
) -> None:
    """V8: sending the same invoice twice makes one delivery; the second call returns the first receipt."""
    xml = nav.write(national.make("HU"), TERMS)
    submission = Submission(authority="NAV", key=key("NAV", "24795810", "2026-0017", "CREATE", xml))
    getattr(authority, fault).add(path)
    event = nav.send(SENDER, [("CREATE", xml)], authority.post, numbers, NOW)
    assert event.kind == kind
    submission = after(submission, event, NOW)
    getattr(authority, fault).clear()
    later = NOW + timedelta(hours=1)
    for _ in range(4):
        step = next_step(submission, later)
        if step == "send":
            submission = after(
                submission, nav.send(SENDER, [("CREATE", xml)], authority.post, numbers, NOW), NOW
            )
        elif step == "ask" and submission.reference:
            (event,) = nav.ask(SENDER, submission.reference, 1, authority.post, numbers, NOW)
            submission = after(submission, event, NOW)
        elif step == "ask":
            submission = after(
                submission, nav.find(SENDER, "2026-0017", xml, authority.post, numbers, NOW), NOW
            )
    assert submission.state == "accepted"
    assert list(authority.invoices) == ["2026-0017"]
    assert authority.calls.count("manageInvoice") <= 2


@pytest.mark.parametrize("zipped", [False, True])
def test_v9_a_used_number_is_resolved_by_what_nav_holds(
    national: Any, authority: Any, numbers: Any, zipped: bool
) -> None:
    """V9: NAV says the number is used; only its data tell whether by this invoice."""
    xml = nav.write(national.make("HU"), TERMS)
    other = nav.write(replace(national.make("HU"), order="7"), TERMS)
    authority.zipped = zipped

    def held(sent: bytes) -> Any:
        return nav.find(SENDER, "2026-0017", sent, authority.post, numbers, NOW)

    assert held(xml).kind == "not_there"
    nav.send(SENDER, [("CREATE", xml)], authority.post, numbers, NOW)
    assert (held(xml).kind, held(xml).reference) == ("accepted", "T000000000000001")
    assert (held(other).kind, held(other).objections[0].code) == ("refused", "INVOICE_NUMBER_NOT_UNIQUE")
    for fault in ("garbage", "maintenance", "lose"):
        getattr(authority, fault).add("queryInvoiceData")
        assert held(xml).kind == "no_answer"
        getattr(authority, fault).clear()


@pytest.mark.parametrize(("damage", "code"), [
    ({"password": "x"}, "INVALID_SECURITY_USER"), ({"sign_key": "x"}, "INVALID_REQUEST_SIGNATURE"),
    ({"tax_number": "11111111"}, "INVALID_SECURITY_USER"),
])  # fmt: skip
def test_wrong_credentials_are_told_and_nothing_is_lost(
    national: Any, authority: Any, numbers: Any, damage: dict[str, str], code: str
) -> None:
    sender = replace(SENDER, credentials=replace(SENDER.credentials, **damage))
    event = nav.send(
        sender, [("CREATE", nav.write(national.make("HU"), TERMS))], authority.post, numbers, NOW
    )
    assert (event.kind, event.objections[0].code) == ("not_delivered", code)
    assert event.objections[0].way_out


def test_a_wrong_exchange_key_or_a_damaged_token(national: Any, authority: Any, numbers: Any) -> None:
    sender = replace(SENDER, credentials=replace(SENDER.credentials, exchange_key="0123456789abcdef"))
    with pytest.raises(Refusal) as refused:
        nav.send(sender, [("CREATE", b"<x/>")], authority.post, numbers, NOW)
    assert refused.value.rule == "token_unreadable"
    for encoded in ("", "%%%", base64.b64encode(b"short").decode()):
        with pytest.raises(Refusal):
            requests.exchange_token(encoded, SENDER.credentials.exchange_key)


def test_more_than_a_hundred_are_refused_and_secrets_do_not_show() -> None:
    with pytest.raises(Refusal) as refused:
        requests.invoice_request(SENDER, "R", NOW, "t", [("CREATE", b"<x/>")] * 101)
    assert refused.value.rule == "too_many_invoices"
    assert "Jelsz" not in repr(SENDER) and "2N43CYX4U9FG" not in repr(SENDER)


def test_a_buyer_beyond_the_union_shows_its_own_number(national: Any) -> None:
    line = national.line(1, "O", "", price="100", currency="HUF")
    document = national.make("HU", "US buyer", lines=(line,))
    assert one(nav.write(document, TERMS), "thirdStateTaxId") == "13-1847137"
    nameless = replace(document, buyer=replace(document.buyer, legal_id=None, ids=(Identifier("1"),)))
    assert etree.fromstring(nav.write(nameless, TERMS)).find(f".//{{{DATA}}}customerVatData") is None
