"""Italian invoices: where the exchange system (SdI) delivers them, and the client's tax code."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from core.country import EInvoice, Sold
from core.country.sold import VatGroup
from shared_tools.einvoice import fatturapa
from shared_tools.einvoice.fatturapa.terms import OFFICE, PEC, RECIPIENT, TAX_CODE, nature
from shared_tools.einvoice.model import Document, Identifier
from shared_tools.einvoice.objections import Objection
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

VAT: Final = "0211"
STAMPED: Final = frozenset({"N1", "N2.1", "N2.2", "N3.5", "N3.6", "N4"})
"""Natura of amounts that bear stamp duty (DM 17.6.2014) [believed]: exports and intra-Community supplies do not."""
_BASE: Final = 36
_DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_YEAR: Final = 2020
_A_YEAR: Final = 1_000_000
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
    """Where the SdI delivers (code of an office 0201, of anybody else 0205, mailbox 0202), and both tax codes (0210)."""
    buyer, seller, facts = document.buyer, document.seller, sold.facts
    if facts.recipient_code:
        scheme = OFFICE if len(facts.recipient_code) == 6 else RECIPIENT
        buyer = msgspec.structs.replace(buyer, electronic_address=Identifier(facts.recipient_code, scheme))
    elif facts.pec:
        buyer = msgspec.structs.replace(buyer, electronic_address=Identifier(facts.pec, PEC))
    if facts.tax_code:
        buyer = msgspec.structs.replace(buyer, legal_id=Identifier(facts.tax_code, TAX_CODE))
    tax_code = sold.seller.registrations.get("tax_code", "")
    if tax_code:
        seller = msgspec.structs.replace(seller, legal_id=Identifier(tax_code, TAX_CODE))
    return msgspec.structs.replace(document, buyer=buyer, seller=seller)


def _client_pays_vat(client_kind: str, at_home: bool) -> bool:
    """Split payment: an Italian authority pays us the net amount and the VAT to the Treasury (art. 17-ter)."""
    return client_kind == "authority" and at_home


def _progressive(number: str) -> str:
    """Five characters that no other document of ours has: ``MAIN-C2026-00017`` counted through the years in base 36.

    The SdI allows five in a file's name; a million documents of a kind a year last until 2049.
    """
    serial, _, sequence = number.rpartition("-")
    year, credit = int(serial[-4:]), serial[-5:-4] == "C"
    left = ((year - _FIRST_YEAR) * 2 + credit) * _A_YEAR + int(sequence)
    digits = ""
    while left:
        left, digit = divmod(left, _BASE)
        digits = _DIGITS[digit] + digits
    return digits.rjust(5, "0")


def _bears_stamp(group: VatGroup, country: str) -> bool:
    try:
        return group.category != "S" and nature(group.category, group.reason_code, country) in STAMPED
    except Refusal:
        return False  # what has no Natura is refused by its own name where the file is written


def _stamp_duty(groups: Sequence[VatGroup], country: str, amounts: Mapping[str, int]) -> int:
    """Cents of stamp duty (imposta di bollo) on a document with more than the limit outside VAT."""
    outside = sum(group.base for group in groups if _bears_stamp(group, country))
    above = amounts.get("stamp_above")
    return amounts.get("stamp", 0) if above is not None and outside > above else 0


def _fatturapa(document: Document, sold: Sold) -> fatturapa.Terms:
    said = sold.seller.registrations
    register = None
    if said.get("rea_office") and said.get("rea_number"):
        register = fatturapa.Register(office=said["rea_office"], number=said["rea_number"])
    return fatturapa.Terms(
        progressive=_progressive(document.number) if document.number else "1", stamp=sold.stamp_duty,
        split_payment=_client_pays_vat(sold.client_kind, sold.at_home), register=register,
    )  # fmt: skip


def _objections(document: Document, sold: Sold) -> Sequence[Objection]:
    """Without its office's code an authority would get a file for private recipients (FPR12), which the SdI sends back."""
    lacks = sold.client_kind == "authority" and sold.at_home and not fatturapa.is_authority(document.buyer)
    return [fatturapa.NO_OFFICE] if lacks else []


EINVOICE: Final = EInvoice(
    client=ClientFacts,
    labels=(
        ("recipient_code", N_("Recipient code of the exchange system")), ("pec", N_("Certified e-mail (PEC)")),
        ("tax_code", N_("Tax code")),
    ),
    address=_address, complete=_complete, terms={"fatturapa": _fatturapa}, client_pays_vat=_client_pays_vat,
    objections=_objections,
    stamp_duty=_stamp_duty, stamp_words=N_("Stamp duty of {amount} paid by us, virtually (DM 17.6.2014)"),
)  # fmt: skip
