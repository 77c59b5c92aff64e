"""Hungarian invoices: any form is lawful between businesses; the tax authority receives the data of each (NAV)."""

from __future__ import annotations

from typing import Final

import msgspec

from core.country import EInvoice, Sold
from countries.hu.nav import NAV
from shared_tools.einvoice.model import Document
from shared_tools.i18n import N_

VAT: Final = "9910"


class ClientFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``tax_number`` the whole adószám of a client at home, ``12345678-2-42``."""

    tax_number: str = ""


def _address(legal_id: str, vat_number: str) -> str:
    return f"{VAT}:{vat_number}" if vat_number.startswith("HU") else ""


def _complete(document: Document, sold: Sold) -> Document:
    """The seller's whole tax number (BT-32) stands on every invoice beside its VAT number."""
    seller = msgspec.structs.replace(
        document.seller, tax_registration=sold.seller.registrations.get("tax_number", "")
    )
    buyer = document.buyer
    if sold.facts.tax_number and sold.at_home:
        buyer = msgspec.structs.replace(buyer, tax_registration=sold.facts.tax_number)
    return msgspec.structs.replace(document, seller=seller, buyer=buyer)


EINVOICE: Final = EInvoice(
    client=ClientFacts,
    labels=(("tax_number", N_("Tax number")),),
    address=_address,
    complete=_complete,
    authority=NAV,
)
