"""French invoices: SIREN and SIRET, the routing address, the notes PMT, PMD and AAB (their words are in country.toml)."""

from __future__ import annotations

from typing import Final

import msgspec

from core.country import EInvoice, Sold
from shared_tools.einvoice.model import Document, Identifier

SIREN: Final = "0002"
SIRET: Final = "0009"
ROUTING: Final = "0225"
_SIREN_DIGITS = 9


def _siren(vat_number: str) -> str:
    """The last nine digits of a French VAT number."""
    return vat_number[-_SIREN_DIGITS:] if vat_number.startswith("FR") else ""


def _address(legal_id: str, vat_number: str) -> str:
    """The routing address of a business begins with its SIREN (BR-FR rules)."""
    siren = "".join(c for c in legal_id if c.isdecimal())[:_SIREN_DIGITS] or _siren(vat_number)
    return f"{ROUTING}:{siren}" if siren else ""


def _complete(document: Document, sold: Sold) -> Document:
    """The seller's SIRET (BT-29), which begins with the SIREN in BT-30."""
    siret = sold.seller.registrations.get("siret", "")
    if not siret:
        return document
    seller = msgspec.structs.replace(document.seller, ids=(*document.seller.ids, Identifier(siret, SIRET)))
    return msgspec.structs.replace(document, seller=seller)


EINVOICE: Final = EInvoice(legal_scheme=SIREN, legal_id=_siren, address=_address, complete=_complete)
