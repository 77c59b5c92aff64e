"""A document as UN/CEFACT Cross Industry Invoice. Elements stand in the order of the schema; nothing is computed."""

from __future__ import annotations

import base64
from typing import Final

from lxml import etree

from shared_tools.einvoice.cii import names
from shared_tools.einvoice.cii.lines import add_line
from shared_tools.einvoice.cii.names import QDT, RAM, RSM, UDT
from shared_tools.einvoice.cii.parties import party, payee, ship_to, tax_representative
from shared_tools.einvoice.cii.parts import allowance_charge, day, period
from shared_tools.einvoice.model import CreditTransfer, Document, PaymentMeans
from shared_tools.einvoice.profiles import Profile
from shared_tools.einvoice.written import amount_text
from shared_tools.money import exponent

_SUB: Final = etree.SubElement
_TAXES: Final = RAM + "ApplicableTradeTax"


def write(document: Document, profile: Profile) -> bytes:
    """``document`` as UTF-8 XML in ``profile``. Raises Refusal ``unknown_currency``."""
    return etree.tostring(tree(document, profile), xml_declaration=True, encoding="UTF-8")


def tree(document: Document, profile: Profile) -> etree._Element:
    digits = exponent(document.currency)
    root = etree.Element(RSM + "CrossIndustryInvoice", nsmap=names.PREFIXES)  # type: ignore[arg-type]
    context = _SUB(root, RSM + "ExchangedDocumentContext")
    process = document.process or profile.process
    if process:
        block = _SUB(context, RAM + "BusinessProcessSpecifiedDocumentContextParameter")
        _SUB(block, RAM + "ID").text = process
    block = _SUB(context, RAM + "GuidelineSpecifiedDocumentContextParameter")
    _SUB(block, RAM + "ID").text = profile.specification
    _head(root, document)
    transaction = _SUB(root, RSM + "SupplyChainTradeTransaction")
    for line in document.lines:
        add_line(transaction, line, digits, profile.extended)
    _agreement(transaction, document)
    _delivery(transaction, document)
    _settlement(transaction, document, profile, digits)
    return root


def _head(root: etree._Element, document: Document) -> None:
    head = _SUB(root, RSM + "ExchangedDocument")
    _SUB(head, RAM + "ID").text = document.number
    _SUB(head, RAM + "TypeCode").text = document.type_code
    day(head, RAM + "IssueDateTime", document.issue_date)
    for note in document.notes:
        node = _SUB(head, RAM + "IncludedNote")
        _SUB(node, RAM + "Content").text = note.text
        if note.subject:
            _SUB(node, RAM + "SubjectCode").text = note.subject


def _agreement(transaction: etree._Element, document: Document) -> None:
    node = _SUB(transaction, RAM + "ApplicableHeaderTradeAgreement")
    if document.buyer_reference:
        _SUB(node, RAM + "BuyerReference").text = document.buyer_reference
    party(_SUB(node, RAM + "SellerTradeParty"), document.seller)
    party(_SUB(node, RAM + "BuyerTradeParty"), document.buyer, sells=False)
    if document.tax_representative:
        tax_representative(node, document.tax_representative)
    _reference(node, "SellerOrderReferencedDocument", document.sales_order)
    _reference(node, "BuyerOrderReferencedDocument", document.order)
    _reference(node, "ContractReferencedDocument", document.contract)
    _additional_references(node, document)
    if document.project:
        project = _SUB(node, RAM + "SpecifiedProcuringProject")
        _SUB(project, RAM + "ID").text = document.project
        # The schema wants a name beside the reference; EN 16931 knows none.
        _SUB(project, RAM + "Name").text = "Project reference"


def _reference(parent: etree._Element, name: str, value: str) -> None:
    if value:
        _SUB(_SUB(parent, RAM + name), RAM + "IssuerAssignedID").text = value


def _additional_references(node: etree._Element, document: Document) -> None:
    for supporting in document.supporting_documents:
        reference = _SUB(node, RAM + "AdditionalReferencedDocument")
        _SUB(reference, RAM + "IssuerAssignedID").text = supporting.reference
        if supporting.location:
            _SUB(reference, RAM + "URIID").text = supporting.location
        _SUB(reference, RAM + "TypeCode").text = names.SUPPORTING
        if supporting.description:
            _SUB(reference, RAM + "Name").text = supporting.description
        if supporting.content is not None:
            binary = _SUB(
                reference, RAM + "AttachmentBinaryObject",
                {"mimeCode": supporting.mime, "filename": supporting.filename},
            )  # fmt: skip
            binary.text = base64.b64encode(supporting.content).decode("ascii")
    if document.tender:
        reference = _SUB(node, RAM + "AdditionalReferencedDocument")
        _SUB(reference, RAM + "IssuerAssignedID").text = document.tender
        _SUB(reference, RAM + "TypeCode").text = names.TENDER
    if document.object_id:
        reference = _SUB(node, RAM + "AdditionalReferencedDocument")
        _SUB(reference, RAM + "IssuerAssignedID").text = document.object_id.value
        _SUB(reference, RAM + "TypeCode").text = names.INVOICED_OBJECT
        if document.object_id.scheme:
            _SUB(reference, RAM + "ReferenceTypeCode").text = document.object_id.scheme


def _delivery(transaction: etree._Element, document: Document) -> None:
    node = _SUB(transaction, RAM + "ApplicableHeaderTradeDelivery")
    delivery = document.delivery
    if delivery and (delivery.name or delivery.location or delivery.address):
        ship_to(node, delivery)
    if delivery and delivery.day:
        day(_SUB(node, RAM + "ActualDeliverySupplyChainEvent"), RAM + "OccurrenceDateTime", delivery.day)
    _reference(node, "DespatchAdviceReferencedDocument", document.despatch_advice)
    _reference(node, "ReceivingAdviceReferencedDocument", document.receiving_advice)


def _settlement(transaction: etree._Element, document: Document, profile: Profile, digits: int) -> None:
    node = _SUB(transaction, RAM + "ApplicableHeaderTradeSettlement")
    debit = next((means.direct_debit for means in document.payment_means if means.direct_debit), None)
    if debit and debit.creditor:
        _SUB(node, RAM + "CreditorReferenceID").text = debit.creditor
    reference = next((means.reference for means in document.payment_means if means.reference), "")
    if reference:
        _SUB(node, RAM + "PaymentReference").text = reference
    if document.vat_accounting_currency:
        _SUB(node, RAM + "TaxCurrencyCode").text = document.vat_accounting_currency
    _SUB(node, RAM + "InvoiceCurrencyCode").text = document.currency
    if document.payee:
        payee(node, document.payee)
    for means in document.payment_means:
        _payment_means(node, means)
    _vat_breakdown(node, document, profile, digits)
    if document.period:
        period(node, document.period)
    for item in document.allowances_charges:
        allowance_charge(node, item, digits)
    if document.payment_terms or document.due_date or debit:
        terms = _SUB(node, RAM + "SpecifiedTradePaymentTerms")
        if document.payment_terms:
            _SUB(terms, RAM + "Description").text = document.payment_terms
        if document.due_date:
            day(terms, RAM + "DueDateDateTime", document.due_date)
        if debit:
            _SUB(terms, RAM + "DirectDebitMandateID").text = debit.mandate
    _totals(node, document, digits)
    for earlier in document.preceding:
        block = _SUB(node, RAM + "InvoiceReferencedDocument")
        _SUB(block, RAM + "IssuerAssignedID").text = earlier.number
        if earlier.day:
            day(block, RAM + "FormattedIssueDateTime", earlier.day, QDT + "DateTimeString")
    if document.accounting_reference:
        account = _SUB(node, RAM + "ReceivableSpecifiedTradeAccountingAccount")
        _SUB(account, RAM + "ID").text = document.accounting_reference


def _payment_means(parent: etree._Element, means: PaymentMeans) -> None:
    transfers: tuple[CreditTransfer | None, ...] = means.credit_transfers or (None,)
    for transfer in transfers:
        node = _SUB(parent, RAM + "SpecifiedTradeSettlementPaymentMeans")
        _SUB(node, RAM + "TypeCode").text = means.code
        if means.text:
            _SUB(node, RAM + "Information").text = means.text
        if means.card:
            card = _SUB(node, RAM + "ApplicableTradeSettlementFinancialCard")
            _SUB(card, RAM + "ID").text = means.card.number
            if means.card.holder:
                _SUB(card, RAM + "CardholderName").text = means.card.holder
        if means.direct_debit and means.direct_debit.account:
            debtor = _SUB(node, RAM + "PayerPartyDebtorFinancialAccount")
            _SUB(debtor, RAM + "IBANID").text = means.direct_debit.account
        if transfer:
            account = _SUB(node, RAM + "PayeePartyCreditorFinancialAccount")
            iban = len(transfer.account) >= 15 and transfer.account[:2].isalpha()
            if iban:
                _SUB(account, RAM + "IBANID").text = transfer.account
            if transfer.name:
                _SUB(account, RAM + "AccountName").text = transfer.name
            if not iban:
                _SUB(account, RAM + "ProprietaryID").text = transfer.account
            if transfer.bic:
                _SUB(
                    _SUB(node, RAM + "PayeeSpecifiedCreditorFinancialInstitution"), RAM + "BICID"
                ).text = transfer.bic


def _vat_breakdown(parent: etree._Element, document: Document, profile: Profile, digits: int) -> None:
    for group in document.vat_breakdown:
        node = _SUB(parent, _TAXES)
        _SUB(node, RAM + "CalculatedAmount").text = amount_text(group.vat, digits)
        _SUB(node, RAM + "TypeCode").text = "VAT"
        if group.reason:
            _SUB(node, RAM + "ExemptionReason").text = group.reason
        _SUB(node, RAM + "BasisAmount").text = amount_text(group.base, digits)
        _SUB(node, RAM + "CategoryCode").text = group.category
        if group.reason_code:
            _SUB(node, RAM + "ExemptionReasonCode").text = group.reason_code
        if document.tax_point_date:
            day(node, RAM + "TaxPointDate", document.tax_point_date, UDT + "DateString")
        elif document.tax_point_code:
            code = names.TAX_POINT_CODES.get(document.tax_point_code, document.tax_point_code)
            _SUB(node, RAM + "DueDateTypeCode").text = code
        rate = group.rate or ("0" if profile.rate_always else "")
        if rate:
            _SUB(node, RAM + "RateApplicablePercent").text = rate


def _totals(parent: etree._Element, document: Document, digits: int) -> None:
    totals = document.totals
    node = _SUB(parent, RAM + "SpecifiedTradeSettlementHeaderMonetarySummation")
    _SUB(node, RAM + "LineTotalAmount").text = amount_text(totals.lines, digits)
    # An allowance of nothing still wants its sum (BR-CO-11, BR-CO-12).
    if totals.charges or any(item.charge for item in document.allowances_charges):
        _SUB(node, RAM + "ChargeTotalAmount").text = amount_text(totals.charges, digits)
    if totals.allowances or any(not item.charge for item in document.allowances_charges):
        _SUB(node, RAM + "AllowanceTotalAmount").text = amount_text(totals.allowances, digits)
    _SUB(node, RAM + "TaxBasisTotalAmount").text = amount_text(totals.net, digits)
    _SUB(node, RAM + "TaxTotalAmount", {"currencyID": document.currency}).text = amount_text(
        totals.vat, digits
    )
    if totals.vat_accounting is not None and document.vat_accounting_currency:
        second = document.vat_accounting_currency
        text = amount_text(totals.vat_accounting, exponent(second))
        _SUB(node, RAM + "TaxTotalAmount", {"currencyID": second}).text = text
    if totals.rounding:
        _SUB(node, RAM + "RoundingAmount").text = amount_text(totals.rounding, digits)
    _SUB(node, RAM + "GrandTotalAmount").text = amount_text(totals.gross, digits)
    if totals.prepaid:
        _SUB(node, RAM + "TotalPrepaidAmount").text = amount_text(totals.prepaid, digits)
    _SUB(node, RAM + "DuePayableAmount").text = amount_text(totals.due, digits)
