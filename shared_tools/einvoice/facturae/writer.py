"""A document as Facturae 3.2.2, unsigned. Elements stand in the order of the schema; nothing is computed.

A credit note is a corrective by differences (method 02): its amounts are negative, as those of its billing record.
"""

from __future__ import annotations

import base64
from typing import Final

from lxml import etree

from shared_tools.einvoice.compute import signed
from shared_tools.einvoice.elements import decimal_text, group, must_put, put, put_day, short
from shared_tools.einvoice.facturae import terms as codes
from shared_tools.einvoice.facturae.parties import add_parties, tax_id
from shared_tools.einvoice.facturae.terms import NAMESPACE, Terms
from shared_tools.einvoice.groups import vat_groups
from shared_tools.einvoice.model import (
    SELF_BILLED_TYPES,
    AllowanceCharge,
    Document,
    Line,
    Period,
    VatBreakdown,
)
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.money import exact
from shared_tools.refusal import Refusal

_NUMBER: Final = 20
_TEXT: Final = 2500


def write(document: Document, terms: Terms) -> bytes:
    """``document`` as UTF-8 Facturae, to be signed.

    Raises Refusal ``not_in_euro``, ``too_long``, ``correction_missing``, ``rounding_unsupported``, ``dir3_incomplete``,
    ``party_unidentified``, ``post_code_unfit``, ``term_missing``, ``vat_group_missing``, ``not_xml_text``.
    """
    return etree.tostring(tree(document, terms), xml_declaration=True, encoding="UTF-8")


def tree(document: Document, terms: Terms) -> etree._Element:
    if document.currency != "EUR":
        raise Refusal(
            "not_in_euro", N_("FACe takes invoices in euro; {number} is in {currency}."), field="BT-5",
            way_out=N_("Invoice in euro."), values={"number": document.number, "currency": document.currency},
        )  # fmt: skip
    if document.totals.rounding:
        raise Refusal(
            "rounding_unsupported", N_("Facturae has no field for a rounding of the amount due."), field="BT-114",
            way_out=N_("Issue the invoice without rounding."),
        )  # fmt: skip
    sign = -1 if document.is_credit_note else 1
    groups = vat_groups(document)
    root = etree.Element(f"{{{NAMESPACE}}}Facturae", nsmap={"fe": NAMESPACE})
    _file_header(group(root, "FileHeader"), document, sign)
    add_parties(root, document.seller, document.buyer, terms)
    invoice = group(group(root, "Invoices"), "Invoice")
    _header(group(invoice, "InvoiceHeader"), document, terms)
    _issue(group(invoice, "InvoiceIssueData"), document, terms)
    taxes = group(invoice, "TaxesOutputs")
    for part in document.vat_breakdown:
        _tax(taxes, part.rate, sign * part.base, sign * part.vat)
    _totals(group(invoice, "InvoiceTotals"), document, sign)
    items = group(invoice, "Items")
    for number, line in enumerate(document.lines, 1):
        _line(
            group(items, "InvoiceLine"),
            number,
            line,
            groups[line.vat_category, line.vat_rate],
            document,
            sign,
        )
    _payment(invoice, document, sign)
    _literals(invoice, document)
    _additional(invoice, document)
    return root


def _file_header(node: etree._Element, document: Document, sign: int) -> None:
    put(node, "SchemaVersion", "3.2.2")
    put(node, "Modality", "I")
    put(node, "InvoiceIssuerType", "RE" if document.type_code in SELF_BILLED_TYPES else "EM")
    batch = group(node, "Batch")
    put(
        batch,
        "BatchIdentifier",
        f"{tax_id(document.seller, 'seller.vat_id')}{short(document.number, _NUMBER, 'BT-1')}",
    )
    put(batch, "InvoicesCount", "1")
    for tag, amount in (
        ("TotalInvoicesAmount", document.totals.gross), ("TotalOutstandingAmount", document.totals.due),
        ("TotalExecutableAmount", document.totals.due),
    ):  # fmt: skip
        put(group(batch, tag), "TotalAmount", amount_text(sign * amount, 2))
    put(batch, "InvoiceCurrencyCode", document.currency)


def _header(node: etree._Element, document: Document, terms: Terms) -> None:
    put(node, "InvoiceNumber", short(document.number, _NUMBER, "BT-1"))
    put(node, "InvoiceDocumentType", "FC")
    put(node, "InvoiceClass", "OR" if document.is_credit_note else "OO")
    if not document.is_credit_note:
        return
    if not document.preceding or not document.preceding[0].day or terms.reason not in codes.REASONS:
        raise Refusal(
            "correction_missing", N_("{number} corrects an invoice, and Facturae wants its number, its date and why."),
            field="BG-3", way_out=N_("Name the invoice, its date and a reason code of the list."), values={"number": document.number},
        )  # fmt: skip
    earlier = document.preceding[0]
    node = group(node, "Corrective")
    put(node, "InvoiceNumber", short(earlier.number, _NUMBER, "BT-25"))
    put(node, "ReasonCode", terms.reason)
    put(node, "ReasonDescription", codes.REASONS[terms.reason])
    _period(node, "TaxPeriod", document.period or Period(start=earlier.day, end=earlier.day))
    put(node, "CorrectionMethod", "02")
    put(node, "CorrectionMethodDescription", "Rectificación por diferencias")
    put_day(node, "InvoiceIssueDate", earlier.day)


def _period(parent: etree._Element, tag: str, period: Period) -> None:
    node = group(parent, tag)
    put_day(node, "StartDate", period.start or period.end)
    put_day(node, "EndDate", period.end or period.start)


def _issue(node: etree._Element, document: Document, terms: Terms) -> None:
    put_day(node, "IssueDate", document.issue_date)
    supplied = document.tax_point_date or (document.delivery.day if document.delivery else None)
    if supplied != document.issue_date:
        put_day(node, "OperationDate", supplied)
    if document.period:
        _period(node, "InvoicingPeriod", document.period)
    put(node, "InvoiceCurrencyCode", document.currency)
    put(node, "TaxCurrencyCode", "EUR")
    put(node, "LanguageName", "es")
    put(node, "ReceiverTransactionReference", document.order[:_NUMBER])
    put(node, "FileReference", terms.file_reference[:_NUMBER])
    put(node, "ReceiverContractReference", document.contract[:_NUMBER])


def _tax(parent: etree._Element, rate: str, base: int, vat: int | None) -> None:
    node = group(parent, "Tax")
    put(node, "TaxTypeCode", "01")
    put(node, "TaxRate", decimal_text(rate or "0", 2, 8))
    put(group(node, "TaxableBase"), "TotalAmount", amount_text(base, 2))
    if vat is not None:
        put(group(node, "TaxAmount"), "TotalAmount", amount_text(vat, 2))


def _totals(node: etree._Element, document: Document, sign: int) -> None:
    totals = document.totals

    def amount(tag: str, value: int) -> None:
        put(node, tag, amount_text(sign * value, 2))

    amount("TotalGrossAmount", totals.lines)
    _changes(
        node,
        "GeneralDiscounts",
        "Discount",
        [item for item in document.allowances_charges if not item.charge],
        sign,
    )
    _changes(
        node,
        "GeneralSurcharges",
        "Charge",
        [item for item in document.allowances_charges if item.charge],
        sign,
    )
    if totals.allowances:
        amount("TotalGeneralDiscounts", totals.allowances)
    if totals.charges:
        amount("TotalGeneralSurcharges", totals.charges)
    amount("TotalGrossAmountBeforeTaxes", totals.net)
    amount("TotalTaxOutputs", totals.vat)
    amount("TotalTaxesWithheld", 0)
    amount("InvoiceTotal", totals.gross)
    if totals.prepaid:
        paid = group(group(node, "PaymentsOnAccount"), "PaymentOnAccount")
        put_day(paid, "PaymentOnAccountDate", document.issue_date)
        put(paid, "PaymentOnAccountAmount", amount_text(sign * totals.prepaid, 2))
    amount("TotalOutstandingAmount", totals.due)
    if totals.prepaid:
        amount("TotalPaymentsOnAccount", totals.prepaid)
    amount("TotalExecutableAmount", totals.due)


def _changes(parent: etree._Element, tag: str, name: str, items: list[AllowanceCharge], sign: int) -> None:
    """Discounts or charges, each with its reason: the schema's names differ only in that word."""
    if not items:
        return
    node = group(parent, tag)
    for item in items:
        change = group(node, name)
        words = {"Discount": "Descuento", "Charge": "Cargo"}[name]
        put(change, f"{name}Reason", (item.reason or words)[:_TEXT])
        if item.percent:
            put(change, f"{name}Rate", decimal_text(item.percent, 2, 8))
        put(change, f"{name}Amount", amount_text(sign * item.amount, 2))


def _line(
    node: etree._Element, number: int, line: Line, part: VatBreakdown, document: Document, sign: int
) -> None:
    if document.order:
        put(node, "ReceiverTransactionReference", document.order[:_NUMBER])
    put(node, "SequenceNumber", str(number))
    text = " - ".join(known for known in (line.name, line.description, line.note) if known)
    must_put(node, "ItemDescription", text[:_TEXT].strip(), f"lines.{line.id}.name")
    put(node, "Quantity", decimal_text(sign * exact(line.quantity), 0, 8))
    put(node, "UnitOfMeasure", codes.UNITS.get(line.unit, codes.OTHER_UNIT))
    price = exact(line.price) / exact(line.base_quantity or "1")
    put(node, "UnitPriceWithoutTax", decimal_text(price, 2, 8))
    put(node, "TotalCost", amount_text(sign * (line.net - signed(line.allowances_charges)), 2))
    _changes(
        node,
        "DiscountsAndRebates",
        "Discount",
        [item for item in line.allowances_charges if not item.charge],
        sign,
    )
    _changes(node, "Charges", "Charge", [item for item in line.allowances_charges if item.charge], sign)
    put(node, "GrossAmount", amount_text(sign * line.net, 2))
    _tax(group(node, "TaxesOutputs"), line.vat_rate, sign * line.net, None)
    if line.period:
        _period(node, "LineItemPeriod", line.period)
    special = codes.special_event(part, document.buyer)
    if special:
        event = group(node, "SpecialTaxableEvent")
        put(event, "SpecialTaxableEventCode", special[0])
        put(event, "SpecialTaxableEventReason", special[1][:_TEXT])
    put(node, "ArticleCode", line.seller_item[:_NUMBER])


def _payment(invoice: etree._Element, document: Document, sign: int) -> None:
    if not document.payment_means:
        return
    means = document.payment_means[0]
    node = group(group(invoice, "PaymentDetails"), "Installment")
    put_day(node, "InstallmentDueDate", document.due_date or document.issue_date)
    put(node, "InstallmentAmount", amount_text(sign * document.totals.due, 2))
    put(node, "PaymentMeans", codes.PAYMENT_MEANS.get(means.code, codes.SPECIAL_PAYMENT))
    if means.credit_transfers:
        account = group(node, "AccountToBeCredited")
        put(account, "IBAN", means.credit_transfers[0].account.replace(" ", ""))
        # The schema wants eleven characters: a head office's code is filled up with XXX.
        put(
            account,
            "BIC",
            means.credit_transfers[0].bic.ljust(11, "X") if means.credit_transfers[0].bic else "",
        )
    put(node, "PaymentReconciliationReference", means.reference[:60])


def _literals(invoice: etree._Element, document: Document) -> None:
    reasons = [part.reason for part in document.vat_breakdown if part.reason]
    if reasons:
        node = group(invoice, "LegalLiterals")
        for reason in reasons:
            put(node, "LegalReference", reason[:250])


def _additional(invoice: etree._Element, document: Document) -> None:
    attached = [
        known
        for known in document.supporting_documents
        if known.content is not None and known.mime in codes.FORMATS
    ]
    notes = "\n".join(note.text for note in document.notes)[:_TEXT].strip()
    if not attached and not notes:
        return
    node = group(invoice, "AdditionalData")
    if attached:
        documents = group(node, "RelatedDocuments")
        for known in attached:
            item = group(documents, "Attachment")
            put(item, "AttachmentCompressionAlgorithm", "NONE")
            put(item, "AttachmentFormat", codes.FORMATS[known.mime])
            put(item, "AttachmentEncoding", "BASE64")
            put(item, "AttachmentDescription", (known.description or known.reference)[:_TEXT])
            put(item, "AttachmentData", base64.b64encode(known.content or b"").decode("ascii"))
    put(node, "InvoiceAdditionalInformation", notes)
