"""Biller and recipient of an ebInterface invoice."""

from __future__ import annotations

from typing import Final

from babel import Locale
from lxml import etree

from shared_tools.einvoice.ebinterface.terms import NAMESPACE, NO_VAT_NUMBER, Terms
from shared_tools.einvoice.elements import group, must_put, put
from shared_tools.einvoice.model import Contact, Document, Party

_E: Final = f"{{{NAMESPACE}}}"
_GERMAN: Final = Locale("de").territories


def add_parties(root: etree._Element, document: Document, terms: Terms) -> None:
    biller = group(root, _E + "Biller")
    _party(biller, document.seller, "seller")
    put(biller, _E + "InvoiceRecipientsBillerID", terms.supplier_number)
    recipient = group(root, _E + "InvoiceRecipient")
    _party(recipient, document.buyer, "buyer", document.order, document.contract)
    put(recipient, _E + "AccountingArea", document.accounting_reference[:20])
    put(recipient, _E + "SubOrganizationID", document.buyer_reference)


def _party(node: etree._Element, party: Party, field: str, order: str = "", contract: str = "") -> None:
    put(node, _E + "VATIdentificationNumber", party.vat_id or NO_VAT_NUMBER)
    if party.legal_id and party.address.country == "AT":
        _identified(node, "FN", party.legal_id.value.removeprefix("FN").strip())
    _identified(node, "Contract", contract)
    if order:
        put(group(node, _E + "OrderReference"), _E + "OrderID", order)
    address = group(node, _E + "Address")
    must_put(address, _E + "Name", party.name, f"{field}.name")
    put(address, _E + "TradingName", party.trading_name)
    place = party.address
    street = ", ".join(line for line in (place.line1, place.line2, place.line3) if line)
    put(address, _E + "Street", street)
    must_put(address, _E + "Town", place.city, f"{field}.address.city")
    must_put(address, _E + "ZIP", place.postal_code, f"{field}.address.postal_code")
    country = etree.SubElement(address, _E + "Country", {"CountryCode": place.country})
    country.text = _GERMAN.get(place.country, place.country)
    if party.contact:
        put(address, _E + "Phone", party.contact.phone)
        put(address, _E + "Email", party.contact.email)
        _contact(node, party.contact)


def _identified(node: etree._Element, kind: str, value: str) -> None:
    if value:
        etree.SubElement(node, _E + "FurtherIdentification", {"IdentificationType": kind}).text = value


def _contact(node: etree._Element, contact: Contact) -> None:
    if contact.name:
        person = group(node, _E + "Contact")
        put(person, _E + "Name", contact.name)
        put(person, _E + "Phone", contact.phone)
        put(person, _E + "Email", contact.email)
