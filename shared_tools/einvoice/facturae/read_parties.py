"""Seller and buyer of a Facturae file."""

from __future__ import annotations

import pycountry
from lxml import etree

from shared_tools.einvoice.model import Address, Contact, Identifier, Party
from shared_tools.einvoice.parsed import Reading
from shared_tools.identifiers import EU


def party(reading: Reading, root: etree._Element, path: str) -> Party:
    node = reading.one(root, path)
    if node is None:
        return Party(name="", address=Address(country=""))
    text = reading.text
    entity = reading.one(node, "LegalEntity")
    entity = entity if entity is not None else reading.one(node, "Individual")
    if entity is None:
        return Party(name="", address=Address(country=""))
    person = " ".join(
        part for part in (text(entity, tag) for tag in ("Name", "FirstSurname", "SecondSurname")) if part
    )  # fmt: skip
    address = _address(reading, entity)
    number = text(node, "TaxIdentification/TaxIdentificationNumber")
    vat_id = (
        number
        if number[:2] in EU or number[:2] == "EL"
        else f"ES{number}"
        if address.country == "ES" and number
        else ""
    )
    contact = Contact(
        name=text(entity, "ContactDetails/ContactPersons"), phone=text(entity, "ContactDetails/Telephone"),
        email=text(entity, "ContactDetails/ElectronicMail"),
    )  # fmt: skip
    return Party(
        name=text(entity, "CorporateName") or person, trading_name=text(entity, "TradeName"), address=address,
        vat_id=vat_id, legal_id=Identifier(number) if number and not vat_id else None,
        contact=contact if contact != Contact() else None,
    )  # fmt: skip


def _address(reading: Reading, entity: etree._Element) -> Address:
    text = reading.text
    node = reading.one(entity, "AddressInSpain")
    node = node if node is not None else reading.one(entity, "OverseasAddress")
    if node is None:
        return Address(country="")
    known = pycountry.countries.get(alpha_3=text(node, "CountryCode"))
    return Address(
        line1=text(node, "Address"), postal_code=text(node, "PostCode"),
        city=text(node, "Town") or text(node, "PostCodeAndTown"), subdivision=text(node, "Province"),
        country=known.alpha_2 if known else "",
    )  # fmt: skip
