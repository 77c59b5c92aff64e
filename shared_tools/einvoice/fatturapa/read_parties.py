"""Seller and buyer of a FatturaPA file."""

from __future__ import annotations

from lxml import etree
from msgspec.structs import replace

from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.model import Address, Contact, Identifier, Party
from shared_tools.einvoice.parsed import Reading


def seller_or_buyer(reading: Reading, header: etree._Element, tag: str) -> Party:
    node = reading.one(header, tag)
    if node is None:
        return Party(name="", address=Address(country=""))
    text = reading.text
    who = "DatiAnagrafici/Anagrafica"
    person = " ".join(part for part in (text(node, f"{who}/Nome"), text(node, f"{who}/Cognome")) if part)
    country, code = (
        text(node, "DatiAnagrafici/IdFiscaleIVA/IdPaese"),
        text(node, "DatiAnagrafici/IdFiscaleIVA/IdCodice"),
    )
    tax_code = text(node, "DatiAnagrafici/CodiceFiscale")
    contact = reading.one(node, "Contatti")
    return Party(
        name=text(node, f"{who}/Denominazione") or person,
        address=_address(reading, node),
        vat_id=f"{'EL' if country == 'GR' else country}{code}" if code else "",
        legal_id=Identifier(tax_code, codes.TAX_CODE) if tax_code else None,
        contact=None if contact is None else Contact(phone=text(contact, "Telefono"), email=text(contact, "Email")),
    )  # fmt: skip


def recipient(reading: Reading, header: etree._Element) -> Party:
    """The buyer, with the address the file was sent to."""
    buyer = seller_or_buyer(reading, header, "CessionarioCommittente")
    code = reading.text(header, "DatiTrasmissione/CodiceDestinatario")
    mailbox = reading.text(header, "DatiTrasmissione/PECDestinatario")
    if mailbox:
        return replace(buyer, electronic_address=Identifier(mailbox, codes.PEC))
    if code and code not in (codes.NO_CODE, codes.ABROAD):
        scheme = codes.OFFICE if len(code) == 6 else codes.RECIPIENT
        return replace(buyer, electronic_address=Identifier(code, scheme))
    return buyer


def _address(reading: Reading, node: etree._Element) -> Address:
    text = reading.text
    street = " ".join(
        part for part in (text(node, "Sede/Indirizzo"), text(node, "Sede/NumeroCivico")) if part
    )
    return Address(
        line1=street, city=text(node, "Sede/Comune"), postal_code=text(node, "Sede/CAP"),
        subdivision=text(node, "Sede/Provincia"), country=text(node, "Sede/Nazione") or "IT",
    )  # fmt: skip
