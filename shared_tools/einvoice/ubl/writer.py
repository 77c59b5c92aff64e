"""A document as UBL 2.1. Elements stand in the order of the OASIS schema; nothing is computed.

Elements are built by lxml directly from tag names fixed at import: writing is most of the cost of issuing a batch.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from datetime import date
from typing import Final

from lxml import etree

from shared_tools.einvoice.model import (
    Address,
    AllowanceCharge,
    CreditTransfer,
    Document,
    Note,
    Party,
    PaymentMeans,
    Period,
)
from shared_tools.einvoice.profiles import Profile
from shared_tools.einvoice.ubl import names
from shared_tools.einvoice.ubl.lines import add_line
from shared_tools.einvoice.ubl.names import CAC, CBC
from shared_tools.einvoice.ubl.parts import Money, amount, category, identifier, period

_SUB: Final = etree.SubElement
_PREFIXES: Final[dict[bool, Mapping[str | None, str]]] = {
    False: {None: names.INVOICE, "cac": names.AGGREGATE, "cbc": names.BASIC},
    True: {None: names.CREDIT_NOTE, "cac": names.AGGREGATE, "cbc": names.BASIC},
}
_ROOT: Final = {False: f"{{{names.INVOICE}}}Invoice", True: f"{{{names.CREDIT_NOTE}}}CreditNote"}


def write(document: Document, profile: Profile) -> bytes:
    """``document`` as UTF-8 XML in ``profile``. Raises Refusal ``unknown_currency``."""
    return etree.tostring(tree(document, profile), xml_declaration=True, encoding="UTF-8")


def tree(document: Document, profile: Profile) -> etree._Element:
    credit = document.is_credit_note
    money = Money(document.currency)
    root = etree.Element(_ROOT[credit], nsmap=_PREFIXES[credit])
    _header(root, document, profile, credit)
    _references(root, document, credit)
    creditor = next((m.direct_debit.creditor for m in document.payment_means if m.direct_debit), "")
    payee_paid = document.payee is not None
    _party(_SUB(root, CAC + "AccountingSupplierParty"), document.seller, "" if payee_paid else creditor)
    _party(_SUB(root, CAC + "AccountingCustomerParty"), document.buyer, sells=False)
    _third_parties(root, document, creditor)
    _delivery(root, document)
    # UBL's CreditNote has no DueDate of its own, and the binding wants one in all (UBL-SR-45).
    due_date = document.due_date if credit else None
    for number, means in enumerate(document.payment_means):
        _payment_means(root, means, None if number else due_date)
    if document.payment_terms:
        _SUB(_SUB(root, CAC + "PaymentTerms"), CBC + "Note").text = document.payment_terms
    for item in document.allowances_charges:
        _allowance_charge(root, item, money)
    _tax_totals(root, document, profile, money)
    _totals(root, document, money)
    for line in document.lines:
        add_line(root, line, money, credit, profile.extended)
    return root


def _header(root: etree._Element, document: Document, profile: Profile, credit: bool) -> None:
    _SUB(root, CBC + "CustomizationID").text = profile.specification
    process = document.process or profile.process
    if process:
        _SUB(root, CBC + "ProfileID").text = process
    _SUB(root, CBC + "ID").text = document.number
    _SUB(root, CBC + "IssueDate").text = document.issue_date.isoformat()
    if credit:
        if document.tax_point_date:
            _SUB(root, CBC + "TaxPointDate").text = document.tax_point_date.isoformat()
        _SUB(root, CBC + "CreditNoteTypeCode").text = document.type_code
    else:
        if document.due_date:
            _SUB(root, CBC + "DueDate").text = document.due_date.isoformat()
        _SUB(root, CBC + "InvoiceTypeCode").text = document.type_code
    for text in _notes(document, profile):
        _SUB(root, CBC + "Note").text = text
    if document.tax_point_date and not credit:
        _SUB(root, CBC + "TaxPointDate").text = document.tax_point_date.isoformat()
    _SUB(root, CBC + "DocumentCurrencyCode").text = document.currency
    if document.vat_accounting_currency:
        _SUB(root, CBC + "TaxCurrencyCode").text = document.vat_accounting_currency
    if document.accounting_reference:
        _SUB(root, CBC + "AccountingCost").text = document.accounting_reference
    if document.buyer_reference:
        _SUB(root, CBC + "BuyerReference").text = document.buyer_reference


def _notes(document: Document, profile: Profile) -> list[str]:
    """Notes as UBL writes them, the subject code (BT-21) between number signs before the text."""
    notes = document.notes
    if profile.one_note and len(notes) > 1 and not document.between_germans:
        notes = (Note("\n".join(note.text for note in notes)),)
    return [f"#{note.subject}#{note.text}" if note.subject else note.text for note in notes]


def _references(root: etree._Element, document: Document, credit: bool) -> None:
    if document.period or document.tax_point_code:
        period(root, document.period or Period(), document.tax_point_code)
    if document.order or document.sales_order:
        order = _SUB(root, CAC + "OrderReference")
        _SUB(order, CBC + "ID").text = document.order or names.NO_ORDER
        if document.sales_order:
            _SUB(order, CBC + "SalesOrderID").text = document.sales_order
    for earlier in document.preceding:
        reference = _SUB(_SUB(root, CAC + "BillingReference"), CAC + "InvoiceDocumentReference")
        _SUB(reference, CBC + "ID").text = earlier.number
        if earlier.day:
            _SUB(reference, CBC + "IssueDate").text = earlier.day.isoformat()
    _reference(root, "DespatchDocumentReference", document.despatch_advice)
    _reference(root, "ReceiptDocumentReference", document.receiving_advice)
    if not credit:
        _reference(root, "OriginatorDocumentReference", document.tender)
    _reference(root, "ContractDocumentReference", document.contract)
    _additional_references(root, document, credit)
    if credit:
        _reference(root, "OriginatorDocumentReference", document.tender)
    elif document.project:
        _reference(root, "ProjectReference", document.project)


def _reference(root: etree._Element, name: str, value: str) -> None:
    if value:
        _SUB(_SUB(root, CAC + name), CBC + "ID").text = value


def _additional_references(root: etree._Element, document: Document, credit: bool) -> None:
    for supporting in document.supporting_documents:
        reference = _SUB(root, CAC + "AdditionalDocumentReference")
        _SUB(reference, CBC + "ID").text = supporting.reference
        if supporting.description:
            _SUB(reference, CBC + "DocumentDescription").text = supporting.description
        if supporting.content is not None or supporting.location:
            attachment = _SUB(reference, CAC + "Attachment")
            if supporting.content is not None:
                binary = _SUB(
                    attachment, CBC + "EmbeddedDocumentBinaryObject",
                    {"mimeCode": supporting.mime, "filename": supporting.filename},
                )  # fmt: skip
                binary.text = base64.b64encode(supporting.content).decode("ascii")
            if supporting.location:
                _SUB(_SUB(attachment, CAC + "ExternalReference"), CBC + "URI").text = supporting.location
    if document.object_id:
        reference = _SUB(root, CAC + "AdditionalDocumentReference")
        identifier(reference, CBC + "ID", document.object_id)
        _SUB(reference, CBC + "DocumentTypeCode").text = names.INVOICED_OBJECT
    if credit and document.project:
        reference = _SUB(root, CAC + "AdditionalDocumentReference")
        _SUB(reference, CBC + "ID").text = document.project
        _SUB(reference, CBC + "DocumentTypeCode").text = names.PROJECT


def _party(parent: etree._Element, party: Party, creditor: str = "", sells: bool = True) -> None:
    """Legal particulars and another tax number (BT-33, BT-32) are the seller's alone."""
    node = _SUB(parent, CAC + "Party")
    if party.electronic_address:
        identifier(node, CBC + "EndpointID", party.electronic_address)
    for known in party.ids:
        identifier(_SUB(node, CAC + "PartyIdentification"), CBC + "ID", known)
    if creditor:
        _creditor(node, creditor)
    if party.trading_name:
        _SUB(_SUB(node, CAC + "PartyName"), CBC + "Name").text = party.trading_name
    _address(node, CAC + "PostalAddress", party.address)
    if party.vat_id:
        _tax_scheme(node, party.vat_id, "VAT")
    if party.tax_registration and sells:
        _tax_scheme(node, party.tax_registration, "TAX")
    entity = _SUB(node, CAC + "PartyLegalEntity")
    _SUB(entity, CBC + "RegistrationName").text = party.name
    if party.legal_id:
        identifier(entity, CBC + "CompanyID", party.legal_id)
    if party.legal_form and sells:
        _SUB(entity, CBC + "CompanyLegalForm").text = party.legal_form
    contact = party.contact
    if contact:
        block = _SUB(node, CAC + "Contact")
        if contact.name:
            _SUB(block, CBC + "Name").text = contact.name
        if contact.phone:
            _SUB(block, CBC + "Telephone").text = contact.phone
        if contact.email:
            _SUB(block, CBC + "ElectronicMail").text = contact.email


def _creditor(node: etree._Element, creditor: str) -> None:
    block = _SUB(node, CAC + "PartyIdentification")
    _SUB(block, CBC + "ID", {"schemeID": names.SEPA_CREDITOR}).text = creditor


def _tax_scheme(node: etree._Element, number: str, scheme: str) -> None:
    block = _SUB(node, CAC + "PartyTaxScheme")
    _SUB(block, CBC + "CompanyID").text = number
    _SUB(_SUB(block, CAC + "TaxScheme"), CBC + "ID").text = scheme


def _address(parent: etree._Element, tag: str, address: Address) -> None:
    node = _SUB(parent, tag)
    if address.line1:
        _SUB(node, CBC + "StreetName").text = address.line1
    if address.line2:
        _SUB(node, CBC + "AdditionalStreetName").text = address.line2
    if address.city:
        _SUB(node, CBC + "CityName").text = address.city
    if address.postal_code:
        _SUB(node, CBC + "PostalZone").text = address.postal_code
    if address.subdivision:
        _SUB(node, CBC + "CountrySubentity").text = address.subdivision
    if address.line3:
        _SUB(_SUB(node, CAC + "AddressLine"), CBC + "Line").text = address.line3
    if address.country:
        _SUB(_SUB(node, CAC + "Country"), CBC + "IdentificationCode").text = address.country


def _third_parties(root: etree._Element, document: Document, creditor: str) -> None:
    payee = document.payee
    if payee:
        node = _SUB(root, CAC + "PayeeParty")
        if payee.id:
            identifier(_SUB(node, CAC + "PartyIdentification"), CBC + "ID", payee.id)
        if creditor:
            _creditor(node, creditor)
        _SUB(_SUB(node, CAC + "PartyName"), CBC + "Name").text = payee.name
        if payee.legal_id:
            identifier(_SUB(node, CAC + "PartyLegalEntity"), CBC + "CompanyID", payee.legal_id)
    representative = document.tax_representative
    if representative:
        node = _SUB(root, CAC + "TaxRepresentativeParty")
        _SUB(_SUB(node, CAC + "PartyName"), CBC + "Name").text = representative.name
        _address(node, CAC + "PostalAddress", representative.address)
        _tax_scheme(node, representative.vat_id, "VAT")


def _delivery(root: etree._Element, document: Document) -> None:
    delivery = document.delivery
    if delivery is None:
        return
    node = _SUB(root, CAC + "Delivery")
    if delivery.day:
        _SUB(node, CBC + "ActualDeliveryDate").text = delivery.day.isoformat()
    if delivery.location or delivery.address:
        location = _SUB(node, CAC + "DeliveryLocation")
        if delivery.location:
            identifier(location, CBC + "ID", delivery.location)
        if delivery.address:
            _address(location, CAC + "Address", delivery.address)
    if delivery.name:
        _SUB(_SUB(_SUB(node, CAC + "DeliveryParty"), CAC + "PartyName"), CBC + "Name").text = delivery.name


def _payment_means(root: etree._Element, means: PaymentMeans, due_date: date | None) -> None:
    """One PaymentMeans for each account, as the binding gives BG-17 its repetition; what is said once stands in the first."""
    transfers: tuple[CreditTransfer | None, ...] = means.credit_transfers or (None,)
    for number, transfer in enumerate(transfers):
        node = _SUB(root, CAC + "PaymentMeans")
        code = _SUB(node, CBC + "PaymentMeansCode")
        code.text = means.code
        if means.text and not number:
            code.set("name", means.text)
        if due_date and not number:
            _SUB(node, CBC + "PaymentDueDate").text = due_date.isoformat()
        if means.reference:
            _SUB(node, CBC + "PaymentID").text = means.reference
        if means.card:
            card = _SUB(node, CAC + "CardAccount")
            _SUB(card, CBC + "PrimaryAccountNumberID").text = means.card.number
            _SUB(card, CBC + "NetworkID").text = "NA"
            if means.card.holder:
                _SUB(card, CBC + "HolderName").text = means.card.holder
        if transfer:
            account = _SUB(node, CAC + "PayeeFinancialAccount")
            _SUB(account, CBC + "ID").text = transfer.account
            if transfer.name:
                _SUB(account, CBC + "Name").text = transfer.name
            if transfer.bic:
                _SUB(_SUB(account, CAC + "FinancialInstitutionBranch"), CBC + "ID").text = transfer.bic
        if means.direct_debit:
            mandate = _SUB(node, CAC + "PaymentMandate")
            _SUB(mandate, CBC + "ID").text = means.direct_debit.mandate
            if means.direct_debit.account:
                account = _SUB(mandate, CAC + "PayerFinancialAccount")
                _SUB(account, CBC + "ID").text = means.direct_debit.account


def _allowance_charge(root: etree._Element, item: AllowanceCharge, money: Money) -> None:
    node = money.allowance_charge(root, item)
    category(node, CAC + "TaxCategory", item.vat_category, item.vat_rate)


def _tax_totals(root: etree._Element, document: Document, profile: Profile, money: Money) -> None:
    total = _SUB(root, CAC + "TaxTotal")
    amount(total, CBC + "TaxAmount", document.totals.vat, money)
    # DE-R-014 asks Peppol invoices within Germany for what BR-DE-14 asks of XRechnung.
    rate_always = profile.rate_always or ("peppol" in profile.rules and document.between_germans)
    for group in document.vat_breakdown:
        part = _SUB(total, CAC + "TaxSubtotal")
        amount(part, CBC + "TaxableAmount", group.base, money)
        amount(part, CBC + "TaxAmount", group.vat, money)
        rate = group.rate or ("0" if rate_always else "")
        category(part, CAC + "TaxCategory", group.category, rate, group.reason_code, group.reason)
    if document.totals.vat_accounting is not None and document.vat_accounting_currency:
        second = Money(document.vat_accounting_currency)
        amount(_SUB(root, CAC + "TaxTotal"), CBC + "TaxAmount", document.totals.vat_accounting, second)


def _totals(root: etree._Element, document: Document, money: Money) -> None:
    totals = document.totals
    node = _SUB(root, CAC + "LegalMonetaryTotal")
    amount(node, CBC + "LineExtensionAmount", totals.lines, money)
    amount(node, CBC + "TaxExclusiveAmount", totals.net, money)
    amount(node, CBC + "TaxInclusiveAmount", totals.gross, money)
    # An allowance of nothing still wants its sum (BR-CO-11, BR-CO-12).
    if totals.allowances or any(not item.charge for item in document.allowances_charges):
        amount(node, CBC + "AllowanceTotalAmount", totals.allowances, money)
    if totals.charges or any(item.charge for item in document.allowances_charges):
        amount(node, CBC + "ChargeTotalAmount", totals.charges, money)
    if totals.prepaid:
        amount(node, CBC + "PrepaidAmount", totals.prepaid, money)
    if totals.rounding:
        amount(node, CBC + "PayableRoundingAmount", totals.rounding, money)
    amount(node, CBC + "PayableAmount", totals.due, money)
