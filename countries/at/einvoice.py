"""Austrian invoices: the federation wants its order reference, and the number it gave the supplier."""

from __future__ import annotations

from typing import Final

import msgspec

from core.country import EInvoice, Sold
from shared_tools.einvoice import ebinterface
from shared_tools.einvoice.model import Document, Identifier
from shared_tools.i18n import N_

VAT: Final = "9914"


class ClientFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``supplier_number``: how a federal body knows us (Lieferantennummer)."""

    supplier_number: str = ""


def _address(legal_id: str, vat_number: str) -> str:
    return f"{VAT}:{vat_number}" if vat_number.startswith("ATU") else ""


def _complete(document: Document, sold: Sold) -> Document:
    """An authority's reference is its order (cac:OrderReference/cbc:ID); our number with it is a seller id (BT-29)."""
    seller = document.seller
    if sold.facts.supplier_number:
        seller = msgspec.structs.replace(seller, ids=(*seller.ids, Identifier(sold.facts.supplier_number)))
    order = document.buyer_reference if sold.client_kind == "authority" else document.order
    return msgspec.structs.replace(document, seller=seller, order=order)


def _ebinterface(document: Document, sold: Sold) -> ebinterface.Terms:
    return ebinterface.Terms(
        supplier_number=sold.facts.supplier_number, vat_number_above=sold.amounts.get("vat_number_above")
    )


EINVOICE: Final = EInvoice(
    client=ClientFacts,
    labels=(("supplier_number", N_("Supplier number")),),
    address=_address,
    complete=_complete,
    terms={"ebinterface": _ebinterface},
)
