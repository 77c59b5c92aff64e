"""Seller and buyer of a Facturae file, the buyer with its DIR3 offices."""

from __future__ import annotations

from typing import Final

import pycountry
from lxml import etree

from shared_tools.einvoice.elements import group, must_put, put
from shared_tools.einvoice.facturae.terms import Terms
from shared_tools.einvoice.model import Address, Contact, Party
from shared_tools.i18n import N_
from shared_tools.identifiers import EU
from shared_tools.refusal import Refusal

_NAME: Final = 80
_ADDRESS: Final = 80
_TOWN: Final = 50
_PROVINCE: Final = 20


def add_parties(root: etree._Element, seller: Party, buyer: Party, terms: Terms) -> None:
    node = group(root, "Parties")
    _party(group(node, "SellerParty"), seller, "seller", ())
    _party(group(node, "BuyerParty"), buyer, "buyer", terms.centres())


def tax_id(party: Party, field: str) -> str:
    """The number as FACe compares it: a Spanish one without its prefix. Raises Refusal ``party_unidentified``."""
    if party.vat_id:
        return party.vat_id.removeprefix("ES")
    if party.legal_id:
        return party.legal_id.value
    raise Refusal(
        "party_unidentified", N_("{name} has no tax number."), field=field, way_out=N_("Enter its NIF or VAT number."), values={"name": party.name}
    )  # fmt: skip


def _party(node: etree._Element, party: Party, field: str, centres: tuple[tuple[str, str, str], ...]) -> None:
    number = tax_id(party, f"{field}.vat_id")
    country = party.address.country
    # A Spanish NIF that begins with a digit or X, Y, Z is a person's.
    person = country == "ES" and (number[0].isdigit() or number[0] in "XYZ")
    identity = group(node, "TaxIdentification")
    put(identity, "PersonTypeCode", "F" if person else "J")
    put(identity, "ResidenceTypeCode", "R" if country == "ES" else "U" if country in EU else "E")
    put(identity, "TaxIdentificationNumber", number)
    if centres:
        offices = group(node, "AdministrativeCentres")
        for role, code, name in centres:
            office = group(offices, "AdministrativeCentre")
            put(office, "CentreCode", code)
            put(office, "RoleTypeCode", role)
            _address(office, party.address, field)
            put(office, "CentreDescription", name)
    if person:
        entity = group(node, "Individual")
        first, _, surname = party.name.partition(" ")
        put(entity, "Name", first[:40])
        put(entity, "FirstSurname", (surname.strip() or first)[:40].strip())
    else:
        entity = group(node, "LegalEntity")
        must_put(entity, "CorporateName", party.name[:_NAME].strip(), f"{field}.name")
        put(entity, "TradeName", party.trading_name[:40].strip())
    _address(entity, party.address, field)
    if party.contact:
        _contact(entity, party.contact)


def _address(parent: etree._Element, address: Address, field: str) -> None:
    street = ", ".join(line for line in (address.line1, address.line2, address.line3) if line)[
        :_ADDRESS
    ].strip()
    known = pycountry.countries.get(alpha_2=address.country)
    if known is None:
        raise Refusal(
            "term_missing", N_("“{country}” is no country."), field=f"{field}.address.country",
            way_out=N_("Enter the country of the address."), values={"country": address.country},
        )  # fmt: skip
    spanish = address.country == "ES"
    node = group(parent, "AddressInSpain" if spanish else "OverseasAddress")
    must_put(node, "Address", street, f"{field}.address.line1")
    if spanish:
        _spanish(node, address, field)
    else:
        town = f"{address.postal_code} {address.city}".strip()[:_TOWN].strip()
        must_put(node, "PostCodeAndTown", town, f"{field}.address.city")
    must_put(
        node,
        "Province",
        (address.subdivision or address.city)[:_PROVINCE].strip(),
        f"{field}.address.subdivision",
    )
    put(node, "CountryCode", known.alpha_3)


def _spanish(node: etree._Element, address: Address, field: str) -> None:
    code = address.postal_code
    if len(code) != 5 or not code.isdecimal():
        raise Refusal(
            "post_code_unfit", N_("“{value}” is no Spanish post code of five digits."), field=f"{field}.address.postal_code",
            way_out=N_("Correct the post code."), values={"value": code},
        )  # fmt: skip
    put(node, "PostCode", code)
    must_put(node, "Town", address.city[:_TOWN].strip(), f"{field}.address.city")


def _contact(entity: etree._Element, contact: Contact) -> None:
    phone = "".join(sign for sign in contact.phone if sign.isdigit() or sign == "+")[:15]
    if phone or contact.email or contact.name:
        node = group(entity, "ContactDetails")
        put(node, "Telephone", phone)
        put(node, "ElectronicMail", contact.email[:60])
        put(node, "ContactPersons", contact.name[:40].strip())
