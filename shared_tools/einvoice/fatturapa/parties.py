"""Header of a FatturaPA file: transmission, seller, buyer."""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.elements import group, must_put, put
from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.fatturapa.terms import Register, Terms
from shared_tools.einvoice.latin import basic, latin1
from shared_tools.einvoice.model import Address, Contact, Document, Party
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

_NAME: Final = 80
_STREET: Final = 60


def add_header(root: etree._Element, document: Document, terms: Terms) -> None:
    header = group(root, "FatturaElettronicaHeader")
    _transmission(group(header, "DatiTrasmissione"), document, terms)
    _seller(group(header, "CedentePrestatore"), document.seller, terms)
    if document.tax_representative:
        node = group(group(header, "RappresentanteFiscale"), "DatiAnagrafici")
        country, code = document.tax_representative.vat_id[:2], document.tax_representative.vat_id[2:]
        _fiscal_id(node, country, code)
        _name(node, document.tax_representative.name, "BT-62")
    buyer = group(header, "CessionarioCommittente")
    _buyer(group(buyer, "DatiAnagrafici"), document.buyer)
    _address(group(buyer, "Sede"), document.buyer.address, "buyer.address")


def _transmission(node: etree._Element, document: Document, terms: Terms) -> None:
    sender = codes.sender(document, terms)
    _fiscal_id(node, sender.scheme, sender.value, tag="IdTrasmittente")
    must_put(node, "ProgressivoInvio", terms.progressive, "progressive")
    put(node, "FormatoTrasmissione", "FPA12" if codes.is_authority(document.buyer) else "FPR12")
    code, mailbox = _recipient(document.buyer)
    put(node, "CodiceDestinatario", code)
    put(node, "PECDestinatario", mailbox)


def _recipient(buyer: Party) -> tuple[str, str]:
    """CodiceDestinatario and PEC: an office's or a recipient's own code, seven noughts, seven X abroad."""
    address = buyer.electronic_address
    if address is not None and address.scheme in (codes.OFFICE, codes.RECIPIENT):
        return address.value, ""
    if not codes.is_italian(buyer.address):
        return codes.ABROAD, ""
    return codes.NO_CODE, address.value if address is not None and address.scheme == codes.PEC else ""


def _seller(node: etree._Element, seller: Party, terms: Terms) -> None:
    particulars = group(node, "DatiAnagrafici")
    country, code = codes.fiscal_id(seller)
    if not code:
        raise Refusal(
            "term_missing", N_("a FatturaPA file wants the seller's VAT number."), field="BT-31",
            way_out=N_("Enter the partita IVA of the entity."),
        )  # fmt: skip
    _fiscal_id(particulars, country, code)
    _tax_code(particulars, seller)
    _name(particulars, seller.name, "BT-27")
    put(particulars, "RegimeFiscale", terms.regime)
    _address(group(node, "Sede"), seller.address, "seller.address")
    if terms.register:
        _register(group(node, "IscrizioneREA"), terms.register)
    if seller.contact:
        _contact(node, seller.contact)


def _buyer(node: etree._Element, buyer: Party) -> None:
    country, code = codes.fiscal_id(buyer)
    if not code and not codes.is_italian(buyer.address) and buyer.legal_id:
        # Outside the Union any number that tells the buyer apart stands in the VAT number's place.
        country, code = buyer.address.country, buyer.legal_id.value
    if code:
        _fiscal_id(node, country, code)
    has_tax_code = _tax_code(node, buyer)
    if not code and not has_tax_code:
        raise Refusal(
            "buyer_unidentified", N_("{name} has neither a VAT number nor a codice fiscale."),
            field="BT-48", way_out=N_("Enter one of them; for a client abroad any number of its own country."), values={"name": buyer.name},
        )  # fmt: skip
    _name(node, buyer.name, "BT-44")


def _fiscal_id(node: etree._Element, country: str, code: str, tag: str = "IdFiscaleIVA") -> None:
    identity = group(node, tag)
    must_put(identity, "IdPaese", country, "BT-31")
    must_put(identity, "IdCodice", basic(code, "BT-31"), "BT-31")


def _tax_code(node: etree._Element, party: Party) -> bool:
    known = party.legal_id
    if known is None or known.scheme != codes.TAX_CODE:
        return False
    put(node, "CodiceFiscale", known.value.upper())
    return True


def _name(node: etree._Element, name: str, field: str) -> None:
    """Denominazione holds 80 characters; the number beside it identifies the party, so a longer name is cut."""
    must_put(group(node, "Anagrafica"), "Denominazione", latin1(name, field)[:_NAME].rstrip(), field)


def _address(node: etree._Element, address: Address, field: str) -> None:
    street = ", ".join(line for line in (address.line1, address.line2, address.line3) if line)
    italian = codes.is_italian(address)
    must_put(node, "Indirizzo", latin1(street, field)[:_STREET].rstrip(), f"{field}.line1")
    # A foreign post code does not fit: five noughts, and the code goes with the town.
    town = address.city if italian else f"{address.postal_code} {address.city}".strip()
    must_put(node, "CAP", address.postal_code if italian else "00000", f"{field}.postal_code")
    must_put(node, "Comune", latin1(town, field)[:_STREET].rstrip(), f"{field}.city")
    if italian and len(address.subdivision) == 2:
        put(node, "Provincia", address.subdivision.upper())
    must_put(node, "Nazione", address.country, f"{field}.country")


def _register(node: etree._Element, register: Register) -> None:
    put(node, "Ufficio", register.office)
    put(node, "NumeroREA", register.number)
    if register.capital is not None:
        put(node, "CapitaleSociale", amount_text(register.capital, 2))
    put(node, "SocioUnico", register.sole)
    put(node, "StatoLiquidazione", "LS" if register.winding_up else "LN")


def _contact(node: etree._Element, contact: Contact) -> None:
    # The schema takes 5 to 12 characters as a telephone number: an international one fits without spaces or not at all.
    phone = "".join(character for character in contact.phone if character.isdigit())
    phone = phone if 5 <= len(phone) <= 12 else ""
    if phone or contact.email:
        contacts = group(node, "Contatti")
        put(contacts, "Telefono", phone)
        put(contacts, "Email", contact.email)
