"""Italian invoices: where the exchange system (SdI) delivers them, and the client's tax code."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from core.country import EInvoice, Sold
from shared_tools.einvoice.model import Document, Identifier
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

OFFICE: Final = "0201"
VAT: Final = "0211"
_RECIPIENT_CODE = re.compile(r"[A-Z0-9]{6,7}")


class ClientFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``recipient_code`` codice destinatario: 6 characters of an authority's office, 7 of anybody else.

    ``pec`` the certified mail address used where there is no code; ``tax_code`` codice fiscale.
    """

    recipient_code: str = ""
    pec: str = ""
    tax_code: str = ""

    def __post_init__(self) -> None:
        """Raises Refusal ``not_a_recipient_code``."""
        if self.recipient_code and not _RECIPIENT_CODE.fullmatch(self.recipient_code):
            raise Refusal(
                "not_a_recipient_code", f"{self.recipient_code!r} is no codice destinatario.", field="recipient_code",
                way_out="It has 6 capital letters and digits for an office, 7 for anybody else; leave it empty where there is none.",
            )  # fmt: skip


def _address(legal_id: str, vat_number: str) -> str:
    return f"{VAT}:{vat_number}" if vat_number.startswith("IT") else ""


def _complete(document: Document, sold: Sold) -> Document:
    """An office's code is its electronic address (scheme 0201); the tax code is the client's other number (BT-47)."""
    buyer, facts = document.buyer, sold.facts
    if len(facts.recipient_code) == 6:
        buyer = msgspec.structs.replace(buyer, electronic_address=Identifier(facts.recipient_code, OFFICE))
    if facts.tax_code and buyer.legal_id is None:
        buyer = msgspec.structs.replace(buyer, legal_id=Identifier(facts.tax_code))
    return msgspec.structs.replace(document, buyer=buyer)


EINVOICE: Final = EInvoice(
    client=ClientFacts,
    labels=(
        ("recipient_code", N_("Recipient code of the exchange system")), ("pec", N_("Certified e-mail (PEC)")),
        ("tax_code", N_("Tax code")),
    ),
    address=_address, complete=_complete,
)  # fmt: skip
