"""What NAV would object to, by its own codes (ValidatorFaultType of interface 3.0), said before the data are sent.

Only what can be known here: whether a tax number exists, or an invoice number was used before, NAV alone knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from shared_tools.einvoice.compute import line_amount, signed
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.nav.terms import Terms, tax_number, vat_case
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.identifiers import vat_number
from shared_tools.money import exact, exponent
from shared_tools.refusal import Refusal

_GROUP_MEMBER: Final = "4"
_RATES: Final = frozenset(map(Fraction, (27, 18, 5)))
"""The percentages NAV's own message names (INCORRECT_LINE_DATA_VAT_PERCENTAGE)."""


def objections(document: Document, terms: Terms, today: date) -> list[Objection]:
    """Everything NAV would find wrong; none means it may be sent. ``today`` is the entity's day."""
    return [
        *_dates(document, terms, today),
        *_numbers(document, terms),
        *_rates(document, terms),
        *_sums(document),
    ]


def _dates(document: Document, terms: Terms, today: date) -> Iterator[Objection]:
    if document.issue_date > today:
        yield Objection(
            code="INCORRECT_DATE_INVOICE_ISSUE_DATE_LATE", field="BT-2",
            sentence=N_("The invoice is dated {day}, after today."), way_out=N_("Report it on its date."), values={"day": str(document.issue_date)},
        )  # fmt: skip
    period = document.period
    if period and period.start and period.end and period.end < period.start:
        yield Objection(
            code="INCORRECT_DATE_INVOICE_DELIVERY_TO_FROM", field="BT-74",
            sentence=N_("The period of delivery ends before it begins."), way_out=N_("Correct the two days."),
        )  # fmt: skip
    first = document.preceding[0] if document.preceding and terms.correction else None
    if first and first.day and first.day > document.issue_date:
        yield Objection(
            code="INCORRECT_DATE_INVOICE_MODIFICATION_ISSUE_DATE_ORIGINAL", field="BT-26",
            sentence=N_("{number} is dated before {earlier}, which it corrects."),
            way_out=N_("Date the credit note on or after the invoice."), values={"number": document.number, "earlier": first.number},
        )  # fmt: skip
    if first and first.number == document.number:
        yield Objection(
            code="INCORRECT_HEAD_DATA_MOD_REF_INVOICE_NUMBER", field="BT-25",
            sentence=N_("{number} would correct itself."), way_out=N_("Give the correction a number of its own."), values={"number": document.number},
        )  # fmt: skip


def _numbers(document: Document, terms: Terms) -> Iterator[Objection]:
    ours, theirs = tax_number(document.seller), tax_number(document.buyer)
    if ours and ours[1] == _GROUP_MEMBER:
        yield Objection(
            code="INCORRECT_VAT_CODE_SUPPLIER", field="BT-32", sentence=N_("The seller's VAT code cannot be 4, a group member's."),
            way_out=N_("Enter the tax number of the VAT group."),
        )  # fmt: skip
    if theirs and theirs[1] == _GROUP_MEMBER and not terms.private_person:
        yield Objection(
            code="INCORRECT_VAT_CODE_CUSTOMER", field="BT-47", sentence=N_("The client's VAT code cannot be 4, a group member's."),
            way_out=N_("Enter the tax number of the client's VAT group."),
        )  # fmt: skip
    if ours and theirs and ours[0] == theirs[0]:
        yield Objection(
            code="SUPPLIER_CUSTOMER_MATCH_TAXPAYER", field="BT-48", sentence=N_("Seller and client have the same tax number."),
            way_out=N_("Correct the client's number."),
        )  # fmt: skip
    if ours and document.seller.vat_id and document.seller.vat_id != f"HU{ours[0]}":
        yield Objection(
            code="INCORRECT_HEAD_DATA_SUPPLIER_COMMUNITY_VAT_NUMBER", field="BT-31",
            sentence=N_("{value} is not HU and the first eight digits of the tax number."),
            way_out=N_("Correct one of the two."), values={"value": document.seller.vat_id},
        )  # fmt: skip
    for number, code, field in (
        (ours, "INCORRECT_HEAD_DATA_SUPPLIER_COMMUNITY_VAT_NUMBER", "BT-32"),
        (None if terms.private_person else theirs, "INCORRECT_HEAD_DATA_CUSTOMER_TAX_NUMBER", "BT-47"),
    ):  # fmt: skip
        if number and not _checks(number[0]):
            yield Objection(
                code=code, field=field, sentence=N_("{value} fails its check digit."), way_out=N_("Copy the tax number again."), values={"value": number[0]}
            )  # fmt: skip


def _checks(digits: str) -> bool:
    try:
        vat_number(digits, "HU")
    except Refusal:
        return False
    return True


def _rates(document: Document, terms: Terms) -> Iterator[Objection]:
    for part in document.vat_breakdown:
        try:
            element, _ = vat_case(part.category, part.reason_code, document.buyer, terms)
        except Refusal as refusal:
            yield Objection.of(refusal, "INVALID_VAT_DATA", "BT-121")
            continue
        if element == "vatPercentage" and exact(part.rate or "0") not in _RATES:
            yield Objection(
                code="INCORRECT_LINE_DATA_VAT_PERCENTAGE", field="BT-119", sentence=N_("{rate}% is no rate NAV accepts."),
                way_out=N_("Use 27, 18 or 5 percent, or say why no VAT is due."), values={"rate": part.rate},
            )  # fmt: skip
        if element == "vatDomesticReverseCharge" and tax_number(document.buyer) is None:
            yield Objection(
                code="DOMESTIC_TAXNUMBER_EXPECTED_REVERSE_CHARGE", field="BT-47",
                sentence=N_("Reverse charge at home needs the client's tax number."), way_out=N_("Enter the client's tax number."),
            )  # fmt: skip


def _sums(document: Document) -> Iterator[Objection]:
    if not document.is_credit_note and document.type_code != "384" and document.totals.net < 0:
        yield Objection(
            code="INCORRECT_SUMMARY_DATA_INVOICE_NET_AMOUNT", field="BT-109",
            sentence=N_("The net amount of an invoice of its own cannot be negative."), way_out=N_("Issue a credit note."),
        )  # fmt: skip
    for line in document.lines:
        told = line_amount(line.quantity, line.price, document.currency, line.base_quantity)
        if abs(told + signed(line.allowances_charges) - line.net) > 1:
            yield Objection(
                code="INCORRECT_LINE_CALCULATION_NET_AMOUNT", field=f"lines.{line.id}",
                sentence=N_("Line {line}: quantity × price with its discounts is not {amount}."),
                way_out=N_("Correct the quantity, the price or the amount."), values={"line": line.id, "amount": amount_text(line.net, exponent(document.currency))},
            )  # fmt: skip
