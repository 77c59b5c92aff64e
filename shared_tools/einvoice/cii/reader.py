"""A Cross Industry Invoice as a document: what ``writer`` wrote, or anybody else's, Factur-X MINIMUM to EXTENDED."""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.cii import names
from shared_tools.einvoice.cii.read_lines import allowance_charge, period, read_line
from shared_tools.einvoice.cii.read_parties import delivery, party, payee, payment_means, tax_representative
from shared_tools.einvoice.model import (
    Document,
    Identifier,
    Note,
    PrecedingInvoice,
    SupportingDocument,
    Totals,
    VatBreakdown,
)
from shared_tools.einvoice.parsed import Reading, not_an_invoice, parse
from shared_tools.einvoice.ubl.read_parties import decoded
from shared_tools.refusal import Refusal

_TAX_POINT_CODES: Final = {cii: ubl for ubl, cii in names.TAX_POINT_CODES.items()}


def read(xml: bytes) -> Document:
    """Raises Refusal ``not_xml``, ``not_an_invoice``, ``date_missing``, or of ``parsed.Reading`` naming the BT."""
    return read_tree(parse(xml))


def read_tree(root: etree._Element) -> Document:
    head = root.find("rsm:ExchangedDocument", names.PREFIXES)
    transaction = root.find("rsm:SupplyChainTradeTransaction", names.PREFIXES)
    if root.tag != names.RSM + "CrossIndustryInvoice" or head is None or transaction is None:
        raise not_an_invoice(root)
    agreement = _part(transaction, "ApplicableHeaderTradeAgreement")
    settlement = _part(transaction, "ApplicableHeaderTradeSettlement")
    delivered = _part(transaction, "ApplicableHeaderTradeDelivery")
    currency = (settlement.findtext(names.RAM + "InvoiceCurrencyCode") or "").strip()
    reading = Reading(names.PREFIXES, currency)
    text = reading.text
    issue_date = reading.day(head, "ram:IssueDateTime/udt:DateTimeString", "BT-2")
    if issue_date is None:
        raise Refusal(
            "date_missing", "the invoice has no issue date (BT-2).", field="BT-2", way_out="Ask the sender to correct it."
        )  # fmt: skip
    tax_point_code = text(settlement, "ram:ApplicableTradeTax/ram:DueDateTypeCode")
    references = reading.all(agreement, "ram:AdditionalReferencedDocument")
    accounting_currency = text(settlement, "ram:TaxCurrencyCode")
    return Document(
        number=text(head, "ram:ID"),
        issue_date=issue_date,
        type_code=text(head, "ram:TypeCode"),
        currency=currency,
        vat_accounting_currency=accounting_currency,
        tax_point_date=reading.day(
            settlement, "ram:ApplicableTradeTax/ram:TaxPointDate/udt:DateString", "BT-7"
        ),
        tax_point_code=_TAX_POINT_CODES.get(tax_point_code, tax_point_code),
        due_date=reading.day(
            settlement, "ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString", "BT-9"
        ),
        buyer_reference=text(agreement, "ram:BuyerReference"),
        project=text(agreement, "ram:SpecifiedProcuringProject/ram:ID"),
        contract=text(agreement, "ram:ContractReferencedDocument/ram:IssuerAssignedID"),
        order=text(agreement, "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"),
        sales_order=text(agreement, "ram:SellerOrderReferencedDocument/ram:IssuerAssignedID"),
        receiving_advice=text(delivered, "ram:ReceivingAdviceReferencedDocument/ram:IssuerAssignedID"),
        despatch_advice=text(delivered, "ram:DespatchAdviceReferencedDocument/ram:IssuerAssignedID"),
        tender=next((value.value for value in _of_type(reading, references, names.TENDER)), ""),
        object_id=next(iter(_of_type(reading, references, names.INVOICED_OBJECT)), None),
        accounting_reference=text(settlement, "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        payment_terms="\n".join(
            text(node, ".")
            for node in reading.all(settlement, "ram:SpecifiedTradePaymentTerms/ram:Description")
        ),
        notes=tuple(
            Note(text(node, "ram:Content"), text(node, "ram:SubjectCode"))
            for node in reading.all(head, "ram:IncludedNote")
        ),
        process=text(
            root, "rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"
        ),
        specification=text(
            root, "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
        ),
        preceding=tuple(
            PrecedingInvoice(
                number=text(node, "ram:IssuerAssignedID"),
                day=reading.day(node, "ram:FormattedIssueDateTime/qdt:DateTimeString", "BT-26"),
            )
            for node in reading.all(settlement, "ram:InvoiceReferencedDocument")
        ),
        seller=party(reading, reading.one(agreement, "ram:SellerTradeParty")),
        buyer=party(reading, reading.one(agreement, "ram:BuyerTradeParty")),
        payee=payee(reading, reading.one(settlement, "ram:PayeeTradeParty")),
        tax_representative=tax_representative(
            reading, reading.one(agreement, "ram:SellerTaxRepresentativeTradeParty")
        ),
        delivery=delivery(reading, delivered),
        period=period(reading, reading.one(settlement, "ram:BillingSpecifiedPeriod"), "BT-73", "BT-74"),
        payment_means=payment_means(reading, settlement),
        allowances_charges=tuple(
            allowance_charge(reading, node)
            for node in reading.all(settlement, "ram:SpecifiedTradeAllowanceCharge")
        ),
        totals=_totals(reading, settlement, accounting_currency),
        vat_breakdown=tuple(
            _vat_breakdown(reading, node) for node in reading.all(settlement, "ram:ApplicableTradeTax")
        ),
        supporting_documents=tuple(
            _supporting_document(reading, node)
            for node in references
            if text(node, "ram:TypeCode") not in (names.TENDER, names.INVOICED_OBJECT)
        ),
        lines=tuple(
            read_line(reading, node)
            for node in reading.all(transaction, "ram:IncludedSupplyChainTradeLineItem")
        ),
    )


def _part(transaction: etree._Element, name: str) -> etree._Element:
    node = transaction.find(names.RAM + name)
    if node is None:
        raise Refusal(
            "not_an_invoice", f"the invoice has no {name}.", way_out="Ask the sender for a complete invoice."
        )
    return node


def _of_type(reading: Reading, references: list[etree._Element], code: str) -> list[Identifier]:
    return [
        Identifier(reading.text(node, "ram:IssuerAssignedID"), reading.text(node, "ram:ReferenceTypeCode"))
        for node in references
        if reading.text(node, "ram:TypeCode") == code
    ]


def _supporting_document(reading: Reading, node: etree._Element) -> SupportingDocument:
    binary = reading.one(node, "ram:AttachmentBinaryObject")
    return SupportingDocument(
        reference=reading.text(node, "ram:IssuerAssignedID"),
        description=reading.text(node, "ram:Name"),
        location=reading.text(node, "ram:URIID"),
        content=None if binary is None else decoded(binary.text or ""),
        mime=binary.get("mimeCode", "") if binary is not None else "",
        filename=binary.get("filename", "") if binary is not None else "",
    )


def _vat_breakdown(reading: Reading, node: etree._Element) -> VatBreakdown:
    code = reading.text(node, "ram:CategoryCode")
    rate = reading.decimal(node, "ram:RateApplicablePercent", "BT-119")
    return VatBreakdown(
        category=code,
        rate="" if code == "O" else rate,
        base=reading.must(node, "ram:BasisAmount", "BT-116"),
        vat=reading.must(node, "ram:CalculatedAmount", "BT-117"),
        reason=reading.text(node, "ram:ExemptionReason"),
        reason_code=reading.text(node, "ram:ExemptionReasonCode"),
    )


def _totals(reading: Reading, settlement: etree._Element, accounting_currency: str) -> Totals:
    node = reading.one(settlement, "ram:SpecifiedTradeSettlementHeaderMonetarySummation")
    if node is None:
        raise Refusal(
            "amount_missing",
            "the invoice has no totals (BG-22).",
            field="BG-22",
            way_out="Ask the sender to correct it.",
        )
    vat = vat_accounting = None
    for total in reading.all(node, "ram:TaxTotalAmount"):
        if accounting_currency and total.get("currencyID") == accounting_currency != reading.currency:
            vat_accounting = reading.amount(total, ".", "BT-111", accounting_currency)
        else:
            vat = reading.amount(total, ".", "BT-110")
    net = reading.must(node, "ram:TaxBasisTotalAmount", "BT-109")
    lines = reading.amount(node, "ram:LineTotalAmount", "BT-106")
    return Totals(
        # The profile MINIMUM has no lines and no sum of them.
        lines=net if lines is None else lines,
        net=net,
        vat=vat or 0,
        gross=reading.must(node, "ram:GrandTotalAmount", "BT-112"),
        due=reading.must(node, "ram:DuePayableAmount", "BT-115"),
        allowances=reading.amount(node, "ram:AllowanceTotalAmount", "BT-107") or 0,
        charges=reading.amount(node, "ram:ChargeTotalAmount", "BT-108") or 0,
        prepaid=reading.amount(node, "ram:TotalPrepaidAmount", "BT-113") or 0,
        rounding=reading.amount(node, "ram:RoundingAmount", "BT-114") or 0,
        vat_accounting=vat_accounting,
    )
