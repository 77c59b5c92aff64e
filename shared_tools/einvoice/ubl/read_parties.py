"""Parties, payment means and attachments of a UBL document."""

from __future__ import annotations

import base64
import binascii

import msgspec
from lxml import etree

from shared_tools.einvoice.model import (
    Address,
    Card,
    Contact,
    CreditTransfer,
    DirectDebit,
    Party,
    Payee,
    PaymentMeans,
    SupportingDocument,
    TaxRepresentative,
)
from shared_tools.einvoice.parsed import Reading
from shared_tools.einvoice.ubl.names import SEPA_CREDITOR
from shared_tools.einvoice.ubl.read_lines import identifier
from shared_tools.refusal import Refusal


def address(reading: Reading, node: etree._Element | None) -> Address:
    if node is None:
        return Address(country="")
    text = reading.text
    return Address(
        line1=text(node, "cbc:StreetName"),
        line2=text(node, "cbc:AdditionalStreetName"),
        line3=text(node, "cac:AddressLine/cbc:Line"),
        city=text(node, "cbc:CityName"),
        postal_code=text(node, "cbc:PostalZone"),
        subdivision=text(node, "cbc:CountrySubentity"),
        country=text(node, "cac:Country/cbc:IdentificationCode"),
    )


def party(reading: Reading, node: etree._Element | None) -> Party:
    if node is None:
        return Party(name="", address=Address(country=""))
    text = reading.text
    vat_id = tax_registration = ""
    for scheme in reading.all(node, "cac:PartyTaxScheme"):
        if text(scheme, "cac:TaxScheme/cbc:ID") == "VAT":
            vat_id = text(scheme, "cbc:CompanyID")
        else:
            tax_registration = text(scheme, "cbc:CompanyID")
    ids = [identifier(known) for known in reading.all(node, "cac:PartyIdentification/cbc:ID")]
    trading_name = text(node, "cac:PartyName/cbc:Name")
    name = text(node, "cac:PartyLegalEntity/cbc:RegistrationName")
    contact = reading.one(node, "cac:Contact")
    return Party(
        name=name or trading_name,
        address=address(reading, reading.one(node, "cac:PostalAddress")),
        trading_name=trading_name if name else "",
        ids=tuple(known for known in ids if known and known.scheme != SEPA_CREDITOR),
        legal_id=identifier(reading.one(node, "cac:PartyLegalEntity/cbc:CompanyID")),
        vat_id=vat_id,
        tax_registration=tax_registration,
        legal_form=text(node, "cac:PartyLegalEntity/cbc:CompanyLegalForm"),
        electronic_address=identifier(reading.one(node, "cbc:EndpointID")),
        contact=None if contact is None else Contact(
            name=text(contact, "cbc:Name"), phone=text(contact, "cbc:Telephone"),
            email=text(contact, "cbc:ElectronicMail"),
        ),
    )  # fmt: skip


def creditor(reading: Reading, root: etree._Element) -> str:
    """The direct debit's creditor identifier (BT-90), kept with the payee or the seller."""
    for path in ("cac:PayeeParty", "cac:AccountingSupplierParty/cac:Party"):
        for known in reading.all(root, f"{path}/cac:PartyIdentification/cbc:ID"):
            if known.get("schemeID") == SEPA_CREDITOR:
                return (known.text or "").strip()
    return ""


def payee(reading: Reading, node: etree._Element | None) -> Payee | None:
    if node is None:
        return None
    ids = [identifier(known) for known in reading.all(node, "cac:PartyIdentification/cbc:ID")]
    return Payee(
        name=reading.text(node, "cac:PartyName/cbc:Name"),
        id=next((known for known in ids if known and known.scheme != SEPA_CREDITOR), None),
        legal_id=identifier(reading.one(node, "cac:PartyLegalEntity/cbc:CompanyID")),
    )


def tax_representative(reading: Reading, node: etree._Element | None) -> TaxRepresentative | None:
    if node is None:
        return None
    return TaxRepresentative(
        name=reading.text(node, "cac:PartyName/cbc:Name"),
        vat_id=reading.text(node, "cac:PartyTaxScheme/cbc:CompanyID"),
        address=address(reading, reading.one(node, "cac:PostalAddress")),
    )


def payment_means(reading: Reading, root: etree._Element, creditor_id: str) -> tuple[PaymentMeans, ...]:
    """BG-16; PaymentMeans that differ only in the account are one, as they were before the binding repeated them."""
    found: list[PaymentMeans] = []
    for node in reading.all(root, "cac:PaymentMeans"):
        means = _means(reading, node, creditor_id)
        # The words (BT-82) stand in the first alone.
        words = found[-1].text if found else ""
        same = msgspec.structs.replace(means, text=means.text or words, credit_transfers=())
        if found and msgspec.structs.replace(found[-1], credit_transfers=()) == same:
            transfers = found[-1].credit_transfers + means.credit_transfers
            found[-1] = msgspec.structs.replace(same, credit_transfers=transfers)
        else:
            found.append(means)
    return tuple(found)


def _means(reading: Reading, node: etree._Element, creditor_id: str) -> PaymentMeans:
    text = reading.text
    account = reading.one(node, "cac:PayeeFinancialAccount")
    card = reading.one(node, "cac:CardAccount")
    mandate = reading.one(node, "cac:PaymentMandate")
    code = reading.one(node, "cbc:PaymentMeansCode")
    return PaymentMeans(
        code=text(node, "cbc:PaymentMeansCode"),
        text=code.get("name", "") if code is not None else "",
        reference=text(node, "cbc:PaymentID"),
        credit_transfers=() if account is None else (CreditTransfer(
            account=text(account, "cbc:ID"), name=text(account, "cbc:Name"),
            bic=text(account, "cac:FinancialInstitutionBranch/cbc:ID"),
        ),),
        card=None if card is None else Card(
            number=text(card, "cbc:PrimaryAccountNumberID"), holder=text(card, "cbc:HolderName")
        ),
        direct_debit=None if mandate is None else DirectDebit(
            mandate=text(mandate, "cbc:ID"), creditor=creditor_id,
            account=text(mandate, "cac:PayerFinancialAccount/cbc:ID"),
        ),
    )  # fmt: skip


def supporting_document(reading: Reading, node: etree._Element) -> SupportingDocument:
    """Raises Refusal ``attachment_damaged``."""
    binary = reading.one(node, "cac:Attachment/cbc:EmbeddedDocumentBinaryObject")
    return SupportingDocument(
        reference=reading.text(node, "cbc:ID"),
        description=reading.text(node, "cbc:DocumentDescription"),
        location=reading.text(node, "cac:Attachment/cac:ExternalReference/cbc:URI"),
        content=None if binary is None else decoded(binary.text or ""),
        mime=binary.get("mimeCode", "") if binary is not None else "",
        filename=binary.get("filename", "") if binary is not None else "",
    )


def decoded(text: str) -> bytes:
    """An attachment (BT-125). Raises Refusal ``attachment_damaged``."""
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except binascii.Error:
        raise Refusal(
            "attachment_damaged", "an attached document (BT-125) is no base64.", field="BT-125",
            way_out="Ask the sender for the invoice again.",
        ) from None  # fmt: skip
