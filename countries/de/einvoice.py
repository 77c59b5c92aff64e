"""German invoices: XRechnung for authorities, whose Leitweg-ID stands in the buyer reference (BT-10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Final

import msgspec
from stdnum.de import leitweg
from stdnum.exceptions import ValidationError

from core.country import EInvoice, Sold
from shared_tools.einvoice.model import Document, Identifier
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.rules import german
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

VAT: Final = "9930"
LEITWEG: Final = "0204"


class ClientFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``leitweg_id`` of an authority: where its invoices are routed."""

    leitweg_id: Annotated[str, msgspec.Meta(max_length=46)] = ""

    def __post_init__(self) -> None:
        """Raises Refusal ``not_a_leitweg_id``."""
        if self.leitweg_id:
            try:
                leitweg.validate(self.leitweg_id)
            except ValidationError:
                raise Refusal(
                    "not_a_leitweg_id", f"{self.leitweg_id!r} is no Leitweg-ID: its check digits do not fit.",
                    field="leitweg_id", way_out="Copy it from the authority's order, for example 991-33333TEST-33.",
                ) from None  # fmt: skip


def _address(legal_id: str, vat_number: str) -> str:
    return f"{VAT}:{vat_number}" if vat_number.startswith("DE") else ""


def _complete(document: Document, sold: Sold) -> Document:
    """The Leitweg-ID is buyer reference and address; what the client gave as a reference is then the order (BT-13)."""
    route = sold.facts.leitweg_id
    if not route:
        return document
    buyer = msgspec.structs.replace(
        document.buyer,
        electronic_address=document.buyer.electronic_address or Identifier(route, LEITWEG),
    )
    return msgspec.structs.replace(
        document, buyer=buyer, buyer_reference=route, order=document.buyer_reference
    )


def _objections(document: Document, sold: Sold) -> Sequence[Objection]:
    """Without a Leitweg-ID no portal finds the office; any text in BT-10 would satisfy the rules of XRechnung."""
    lacks = sold.client_kind == "authority" and sold.at_home and not document.buyer_reference
    return [german.NO_ROUTE] if lacks else []


EINVOICE: Final = EInvoice(
    client=ClientFacts, labels=(("leitweg_id", N_("Leitweg-ID")),), address=_address, complete=_complete,
    objections=_objections,
)  # fmt: skip
