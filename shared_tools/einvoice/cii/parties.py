"""Parties and addresses of a Cross Industry Invoice, written."""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.cii.names import RAM
from shared_tools.einvoice.cii.parts import identifier
from shared_tools.einvoice.model import Address, Delivery, Identifier, Party, Payee, TaxRepresentative

_SUB: Final = etree.SubElement


def party(node: etree._Element, who: Party, sells: bool = True) -> None:
    """Legal particulars and another tax number (BT-33, BT-32) are the seller's alone."""
    # All ID stand before all GlobalID in the schema.
    ids = who.ids if len(who.ids) < 2 else sorted(who.ids, key=lambda known: bool(known.scheme))
    for known in ids:
        identifier(node, known)
    _SUB(node, RAM + "Name").text = who.name
    if who.legal_form and sells:
        _SUB(node, RAM + "Description").text = who.legal_form
    if who.legal_id or who.trading_name:
        _legal_organization(node, who.legal_id, who.trading_name)
    contact = who.contact
    if contact:
        block = _SUB(node, RAM + "DefinedTradeContact")
        if contact.name:
            _SUB(block, RAM + "PersonName").text = contact.name
        if contact.phone:
            _SUB(
                _SUB(block, RAM + "TelephoneUniversalCommunication"), RAM + "CompleteNumber"
            ).text = contact.phone
        if contact.email:
            _SUB(_SUB(block, RAM + "EmailURIUniversalCommunication"), RAM + "URIID").text = contact.email
    _address(node, who.address)
    if who.electronic_address:
        uri = _SUB(_SUB(node, RAM + "URIUniversalCommunication"), RAM + "URIID")
        uri.text = who.electronic_address.value
        uri.set("schemeID", who.electronic_address.scheme)
    if who.vat_id:
        _tax_registration(node, who.vat_id, "VA")
    if who.tax_registration and sells:
        _tax_registration(node, who.tax_registration, "FC")


def _legal_organization(node: etree._Element, legal_id: Identifier | None, trading_name: str = "") -> None:
    legal = _SUB(node, RAM + "SpecifiedLegalOrganization")
    if legal_id:
        number = _SUB(legal, RAM + "ID")
        number.text = legal_id.value
        if legal_id.scheme:
            number.set("schemeID", legal_id.scheme)
    if trading_name:
        _SUB(legal, RAM + "TradingBusinessName").text = trading_name


def _tax_registration(node: etree._Element, number: str, scheme: str) -> None:
    _SUB(_SUB(node, RAM + "SpecifiedTaxRegistration"), RAM + "ID", {"schemeID": scheme}).text = number


def _address(parent: etree._Element, address: Address) -> None:
    node = _SUB(parent, RAM + "PostalTradeAddress")
    if address.postal_code:
        _SUB(node, RAM + "PostcodeCode").text = address.postal_code
    if address.line1:
        _SUB(node, RAM + "LineOne").text = address.line1
    if address.line2:
        _SUB(node, RAM + "LineTwo").text = address.line2
    if address.line3:
        _SUB(node, RAM + "LineThree").text = address.line3
    if address.city:
        _SUB(node, RAM + "CityName").text = address.city
    if address.country:
        _SUB(node, RAM + "CountryID").text = address.country
    if address.subdivision:
        _SUB(node, RAM + "CountrySubDivisionName").text = address.subdivision


def tax_representative(agreement: etree._Element, who: TaxRepresentative) -> None:
    node = _SUB(agreement, RAM + "SellerTaxRepresentativeTradeParty")
    _SUB(node, RAM + "Name").text = who.name
    _address(node, who.address)
    _tax_registration(node, who.vat_id, "VA")


def payee(settlement: etree._Element, who: Payee) -> None:
    node = _SUB(settlement, RAM + "PayeeTradeParty")
    if who.id:
        identifier(node, who.id)
    _SUB(node, RAM + "Name").text = who.name
    if who.legal_id:
        _legal_organization(node, who.legal_id)


def ship_to(delivery_node: etree._Element, delivery: Delivery) -> None:
    node = _SUB(delivery_node, RAM + "ShipToTradeParty")
    if delivery.location:
        identifier(node, delivery.location)
    if delivery.name:
        _SUB(node, RAM + "Name").text = delivery.name
    if delivery.address:
        _address(node, delivery.address)
