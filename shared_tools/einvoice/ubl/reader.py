"""A UBL 2.1 Invoice or CreditNote as a document: what ``writer`` wrote, or anybody else's EN 16931 invoice."""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree

from shared_tools.einvoice.model import (
    Delivery,
    Document,
    Identifier,
    Note,
    PrecedingInvoice,
    Totals,
    VatBreakdown,
)
from shared_tools.einvoice.parsed import Reading, not_an_invoice, parse
from shared_tools.einvoice.ubl import names
from shared_tools.einvoice.ubl.read_lines import allowance_charge, identifier, period, read_line
from shared_tools.einvoice.ubl.read_parties import (
    address,
    creditor,
    party,
    payee,
    payment_means,
    supporting_document,
    tax_representative,
)  # fmt: skip
from shared_tools.refusal import Refusal

_PREFIXES: Final = {"cac": names.AGGREGATE, "cbc": names.BASIC}


def read(xml: bytes) -> Document:
    """Raises Refusal ``not_xml``, ``not_an_invoice``, ``date_missing``, or of ``parsed.Reading`` naming the BT."""
    return read_tree(parse(xml))


def read_tree(root: etree._Element) -> Document:
    qualified = etree.QName(root)
    if (qualified.namespace, qualified.localname) not in (
        (names.INVOICE, "Invoice"),
        (names.CREDIT_NOTE, "CreditNote"),
    ):
        raise not_an_invoice(root)
    credit = qualified.localname == "CreditNote"
    reading = Reading(_PREFIXES, (root.findtext(names.CBC + "DocumentCurrencyCode") or "").strip())
    text = reading.text
    kinds = {
        text(node, "cbc:DocumentTypeCode"): node
        for node in reading.all(root, "cac:AdditionalDocumentReference")
    }
    invoiced_object = kinds.get(names.INVOICED_OBJECT)
    project = kinds.get(names.PROJECT)
    order = text(root, "cac:OrderReference/cbc:ID")
    sales_order = text(root, "cac:OrderReference/cbc:SalesOrderID")
    accounting_currency = text(root, "cbc:TaxCurrencyCode")
    header_period = reading.one(root, "cac:InvoicePeriod")
    whole_period = period(reading, header_period, "BT-73", "BT-74")
    return Document(
        number=text(root, "cbc:ID"),
        issue_date=_issue_date(reading, root),
        type_code=text(root, "cbc:CreditNoteTypeCode" if credit else "cbc:InvoiceTypeCode")
        or ("381" if credit else "380"),
        currency=reading.currency,
        vat_accounting_currency=accounting_currency,
        tax_point_date=reading.day(root, "cbc:TaxPointDate", "BT-7"),
        tax_point_code=text(root, "cac:InvoicePeriod/cbc:DescriptionCode"),
        due_date=reading.day(
            root, "cac:PaymentMeans/cbc:PaymentDueDate" if credit else "cbc:DueDate", "BT-9"
        ),
        buyer_reference=text(root, "cbc:BuyerReference"),
        project=text(root, "cac:ProjectReference/cbc:ID")
        or (text(project, "cbc:ID") if project is not None else ""),
        contract=text(root, "cac:ContractDocumentReference/cbc:ID"),
        order="" if order == names.NO_ORDER and sales_order else order,
        sales_order=sales_order,
        receiving_advice=text(root, "cac:ReceiptDocumentReference/cbc:ID"),
        despatch_advice=text(root, "cac:DespatchDocumentReference/cbc:ID"),
        tender=text(root, "cac:OriginatorDocumentReference/cbc:ID"),
        object_id=identifier(reading.one(invoiced_object, "cbc:ID")) if invoiced_object is not None else None,
        accounting_reference=text(root, "cbc:AccountingCost"),
        payment_terms="\n".join(
            filter(None, (text(node, "cbc:Note") for node in reading.all(root, "cac:PaymentTerms")))
        ),
        notes=tuple(_note((node.text or "").strip()) for node in reading.all(root, "cbc:Note")),
        process=text(root, "cbc:ProfileID"),
        specification=text(root, "cbc:CustomizationID"),
        preceding=tuple(
            PrecedingInvoice(number=text(node, "cbc:ID"), day=reading.day(node, "cbc:IssueDate", "BT-26"))
            for node in reading.all(root, "cac:BillingReference/cac:InvoiceDocumentReference")
        ),
        seller=party(reading, reading.one(root, "cac:AccountingSupplierParty/cac:Party")),
        buyer=party(reading, reading.one(root, "cac:AccountingCustomerParty/cac:Party")),
        payee=payee(reading, reading.one(root, "cac:PayeeParty")),
        tax_representative=tax_representative(reading, reading.one(root, "cac:TaxRepresentativeParty")),
        delivery=_delivery(reading, reading.one(root, "cac:Delivery")),
        period=whole_period if whole_period and (whole_period.start or whole_period.end) else None,
        payment_means=payment_means(reading, root, creditor(reading, root)),
        allowances_charges=tuple(
            allowance_charge(reading, node) for node in reading.all(root, "cac:AllowanceCharge")
        ),
        totals=_totals(reading, root, accounting_currency),
        vat_breakdown=tuple(
            _vat_breakdown(reading, node) for node in reading.all(root, "cac:TaxTotal/cac:TaxSubtotal")
        ),
        supporting_documents=tuple(
            supporting_document(reading, node)
            for node in reading.all(root, "cac:AdditionalDocumentReference")
            if text(node, "cbc:DocumentTypeCode") not in (names.INVOICED_OBJECT, names.PROJECT)
        ),
        lines=tuple(
            read_line(reading, node, credit)
            for node in reading.all(root, "cac:CreditNoteLine" if credit else "cac:InvoiceLine")
        ),
    )


def _issue_date(reading: Reading, root: etree._Element) -> date:
    day = reading.day(root, "cbc:IssueDate", "BT-2")
    if day is None:
        raise Refusal(
            "date_missing",
            "the invoice has no issue date (BT-2).",
            field="BT-2",
            way_out="Ask the sender to correct it.",
        )
    return day


def _note(text: str) -> Note:
    """``#AAI#words`` is a note with its subject code (BT-21)."""
    before, _, rest = text.removeprefix("#").partition("#") if text.startswith("#") else ("", "", "")
    if before and rest and len(before) == 3 and before.isalpha() and before.isupper():
        return Note(rest, before)
    return Note(text)


def _delivery(reading: Reading, node: etree._Element | None) -> Delivery | None:
    if node is None:
        return None
    where = reading.one(node, "cac:DeliveryLocation/cac:Address")
    location: Identifier | None = identifier(reading.one(node, "cac:DeliveryLocation/cbc:ID"))
    return Delivery(
        day=reading.day(node, "cbc:ActualDeliveryDate", "BT-72"),
        name=reading.text(node, "cac:DeliveryParty/cac:PartyName/cbc:Name"),
        location=location,
        address=address(reading, where) if where is not None else None,
    )


def _vat_breakdown(reading: Reading, node: etree._Element) -> VatBreakdown:
    code = reading.text(node, "cac:TaxCategory/cbc:ID")
    rate = reading.decimal(node, "cac:TaxCategory/cbc:Percent", "BT-119")
    return VatBreakdown(
        category=code,
        rate="" if code == "O" else rate,
        base=reading.must(node, "cbc:TaxableAmount", "BT-116"),
        vat=reading.must(node, "cbc:TaxAmount", "BT-117"),
        reason=reading.text(node, "cac:TaxCategory/cbc:TaxExemptionReason"),
        reason_code=reading.text(node, "cac:TaxCategory/cbc:TaxExemptionReasonCode"),
    )


def _totals(reading: Reading, root: etree._Element, accounting_currency: str) -> Totals:
    node = reading.one(root, "cac:LegalMonetaryTotal")
    if node is None:
        raise Refusal(
            "amount_missing",
            "the invoice has no totals (BG-22).",
            field="BG-22",
            way_out="Ask the sender to correct it.",
        )
    vat = vat_accounting = None
    for total in reading.all(root, "cac:TaxTotal/cbc:TaxAmount"):
        # Both totals may carry any currency attribute: the one in BT-6 is BT-111, when BT-6 is given.
        if accounting_currency and total.get("currencyID") == accounting_currency != reading.currency:
            vat_accounting = reading.amount(total, ".", "BT-111", accounting_currency)
        else:
            vat = reading.amount(total, ".", "BT-110")
    gross = reading.must(node, "cbc:TaxInclusiveAmount", "BT-112")
    return Totals(
        lines=reading.must(node, "cbc:LineExtensionAmount", "BT-106"),
        net=reading.must(node, "cbc:TaxExclusiveAmount", "BT-109"),
        vat=vat or 0,
        gross=gross,
        due=reading.must(node, "cbc:PayableAmount", "BT-115"),
        allowances=reading.amount(node, "cbc:AllowanceTotalAmount", "BT-107") or 0,
        charges=reading.amount(node, "cbc:ChargeTotalAmount", "BT-108") or 0,
        prepaid=reading.amount(node, "cbc:PrepaidAmount", "BT-113") or 0,
        rounding=reading.amount(node, "cbc:PayableRoundingAmount", "BT-114") or 0,
        vat_accounting=vat_accounting,
    )
