"""A document as ebInterface 6.1. Elements stand in the order of the schema; nothing is computed.

A credit note is a CreditMemo with positive amounts, as the standard asks of that document type.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Final

from lxml import etree

from shared_tools.einvoice.compute import line_amount
from shared_tools.einvoice.ebinterface.parties import add_parties
from shared_tools.einvoice.ebinterface.terms import DOCUMENT_TYPES, NAMESPACE, Terms, tax_category
from shared_tools.einvoice.elements import decimal_text, group, must_put, put, put_day
from shared_tools.einvoice.groups import vat_groups
from shared_tools.einvoice.model import AllowanceCharge, Document, Line, PaymentMeans, Period, VatBreakdown
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.money import exact, exponent, rounded
from shared_tools.refusal import Refusal

_E: Final = f"{{{NAMESPACE}}}"
_PLACES: Final = 4
_SCALES: Final = (1, 10, 100, 1000, 10_000)
_OWNER: Final = 70
_REFERENCE: Final = 35


def write(document: Document, terms: Terms) -> bytes:
    """``document`` as UTF-8 ebInterface.

    Raises Refusal ``type_unsupported``, ``two_decimals_only``, ``over_precise``, ``term_missing``, ``not_xml_text``,
    ``vat_group_missing``.
    """
    return etree.tostring(tree(document, terms), xml_declaration=True, encoding="UTF-8")


def tree(document: Document, terms: Terms) -> etree._Element:
    kind = DOCUMENT_TYPES.get(document.type_code)
    if kind is None:
        raise Refusal(
            "type_unsupported", N_("ebInterface has no document type for {type}."), field="BT-3",
            way_out=N_("Use one of {known}."), values={"type": document.type_code, "known": ', '.join(sorted(DOCUMENT_TYPES))},
        )  # fmt: skip
    if exponent(document.currency) != 2:
        raise Refusal(
            "two_decimals_only", N_("ebInterface writes amounts with two decimals; {currency} has none."),
            field="BT-5", way_out=N_("Invoice in euro."), values={"currency": document.currency},
        )  # fmt: skip
    vat_groups(document)
    attributes = {
        "GeneratingSystem": terms.system, "DocumentType": kind, "InvoiceCurrency": document.currency, "Language": "de",
    }  # fmt: skip
    root = etree.Element(_E + "Invoice", attributes, nsmap={None: NAMESPACE})
    put(root, _E + "InvoiceNumber", document.number)
    put_day(root, _E + "InvoiceDate", document.issue_date)
    for earlier in document.preceding:
        related = group(root, _E + "RelatedDocument")
        put(related, _E + "InvoiceNumber", earlier.number)
        put_day(related, _E + "InvoiceDate", earlier.day)
        put(related, _E + "DocumentType", "Invoice")
    _delivery(root, document)
    add_parties(root, document, terms)
    items = group(group(root, _E + "Details"), _E + "ItemList")
    for number, line in enumerate(document.lines, 1):
        _line(group(items, _E + "ListLineItem"), number, line, document)
    if document.allowances_charges:
        changes = group(root, _E + "ReductionAndSurchargeDetails")
        for item in document.allowances_charges:
            node = group(changes, _E + ("Surcharge" if item.charge else "Reduction"))
            _change(node, item, document.totals.lines)
            _tax_item(node, item.vat_category, item.vat_rate, item.amount)
    _totals(root, document)
    if document.payment_means:
        _payment(group(root, _E + "PaymentMethod"), document.payment_means[0])
    if document.due_date or document.payment_terms:
        conditions = group(root, _E + "PaymentConditions")
        put_day(conditions, _E + "DueDate", document.due_date)
        put(conditions, _E + "Comment", document.payment_terms)
    put(root, _E + "Comment", "\n".join(note.text for note in document.notes))
    return root


def _delivery(root: etree._Element, document: Document) -> None:
    day = document.delivery.day if document.delivery else None
    if not day and not document.period:
        return
    node = group(root, _E + "Delivery")
    put(node, _E + "DeliveryID", document.despatch_advice)
    if document.period:
        _period(node, document.period)
    else:
        put_day(node, _E + "Date", day)


def _period(node: etree._Element, period: Period) -> None:
    dates = group(node, _E + "Period")
    put_day(dates, _E + "FromDate", period.start or period.end)
    put_day(dates, _E + "ToDate", period.end or period.start)


def _line(node: etree._Element, number: int, line: Line, document: Document) -> None:
    put(node, _E + "PositionNumber", str(number))
    must_put(node, _E + "Description", line.name, f"lines.{line.id}.name")
    put(node, _E + "Description", line.description)
    put(node, _E + "Description", line.note)
    for kind, value in (
        ("BillersArticleNumber", line.seller_item), ("InvoiceRecipientsArticleNumber", line.buyer_item),
        ("GTIN", line.standard_item.value if line.standard_item else ""),
    ):  # fmt: skip
        if value:
            etree.SubElement(node, _E + "ArticleNumber", {"ArticleNumberType": kind}).text = value
    _quantity_and_price(node, line)
    if line.allowances_charges:
        changes = group(node, _E + "ReductionAndSurchargeListLineItemDetails")
        whole = rounded(line_amount(line.quantity, line.price, document.currency, line.base_quantity))
        for item in line.allowances_charges:
            name = "SurchargeListLineItem" if item.charge else "ReductionListLineItem"
            _change(group(changes, _E + name), item, whole)
    if line.period:
        _period(group(node, _E + "Delivery"), line.period)
    if line.order_line and document.order:
        order = group(node, _E + "InvoiceRecipientsOrderReference")
        put(order, _E + "OrderID", document.order)
        put(order, _E + "OrderPositionNumber", line.order_line)
    _tax_item(node, line.vat_category, line.vat_rate, line.net)
    put(node, _E + "LineItemAmount", amount_text(line.net, 2))


def _quantity_and_price(node: etree._Element, line: Line) -> None:
    """Quantity and price hold four places: a finer price is told for 10, 100 or more units."""
    quantity = etree.SubElement(node, _E + "Quantity", {"Unit": line.unit or "C62"})
    quantity.text = _four_places(exact(line.quantity), f"lines.{line.id}.quantity")
    price, base = exact(line.price), exact(line.base_quantity or "1")
    scale = next((scale for scale in _SCALES if _fits(price * scale)), None)
    if scale is None:
        raise Refusal(
            "over_precise", N_("the price {price} of line {line} has more places than ebInterface can tell."),
            field=f"lines.{line.id}.price", way_out=N_("Give the price with at most eight decimals."), values={"price": line.price, "line": line.id},
        )  # fmt: skip
    told = etree.SubElement(node, _E + "UnitPrice")
    if base * scale != 1:
        told.set("BaseQuantity", _four_places(base * scale, f"lines.{line.id}.base_quantity"))
    told.text = decimal_text(price * scale, 2, _PLACES)


def _fits(value: Fraction) -> bool:
    return (value * 10**_PLACES).denominator == 1


def _four_places(value: Fraction, field: str) -> str:
    if not _fits(value):
        raise Refusal(
            "over_precise", N_("{value} has more than four decimals, which ebInterface cannot tell."), field=field,
            way_out=N_("Round it to four decimals."), values={"value": str(value)},
        )  # fmt: skip
    return decimal_text(value, 0, _PLACES)


def _change(node: etree._Element, item: AllowanceCharge, base: int) -> None:
    put(node, _E + "BaseAmount", amount_text(base if item.base_amount is None else item.base_amount, 2))
    if item.percent:
        put(node, _E + "Percentage", decimal_text(item.percent, 0, 2))
    put(node, _E + "Amount", amount_text(item.amount, 2))
    put(node, _E + "Comment", item.reason)


def _tax_item(
    parent: etree._Element, category: str, rate: str, base: int, part: VatBreakdown | None = None
) -> None:
    node = group(parent, _E + "TaxItem")
    put(node, _E + "TaxableAmount", amount_text(base, 2))
    percent = etree.SubElement(node, _E + "TaxPercent", {"TaxCategoryCode": tax_category(category, rate)})
    percent.text = decimal_text(rate or "0", 0, 2)
    if part:
        put(node, _E + "TaxAmount", amount_text(part.vat, 2))
        put(node, _E + "Comment", part.reason)


def _totals(root: etree._Element, document: Document) -> None:
    tax, totals = group(root, _E + "Tax"), document.totals
    for part in document.vat_breakdown:
        _tax_item(tax, part.category, part.rate, part.base, part)
    put(root, _E + "TotalGrossAmount", amount_text(totals.gross, 2))
    if totals.prepaid:
        put(root, _E + "PrepaidAmount", amount_text(totals.prepaid, 2))
    if totals.rounding:
        put(root, _E + "RoundingAmount", amount_text(totals.rounding, 2))
    put(root, _E + "PayableAmount", amount_text(totals.due, 2))


def _payment(node: etree._Element, means: PaymentMeans) -> None:
    put(node, _E + "Comment", means.text)
    if means.direct_debit:
        debit = group(node, _E + "SEPADirectDebit")
        put(debit, _E + "IBAN", means.direct_debit.account.replace(" ", ""))
        put(debit, _E + "CreditorID", means.direct_debit.creditor[:_REFERENCE])
        put(debit, _E + "MandateReference", means.direct_debit.mandate[:_REFERENCE])
    elif means.card:
        card = group(node, _E + "PaymentCard")
        put(card, _E + "PrimaryAccountNumber", means.card.number)
        put(card, _E + "CardHolderName", means.card.holder)
    elif means.credit_transfers:
        transfer = group(node, _E + "UniversalBankTransaction")
        for known in means.credit_transfers:
            account = group(transfer, _E + "BeneficiaryAccount")
            put(account, _E + "BIC", known.bic)
            put(account, _E + "IBAN", known.account.replace(" ", ""))
            put(account, _E + "BankAccountOwner", known.name[:_OWNER].strip())
        put(transfer, _E + "PaymentReference", means.reference[:_REFERENCE])
    else:
        group(node, _E + "OtherPayment")
