"""What NAV asks beyond EN 16931, and its code lists (interface specification 3.0)."""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec

from shared_tools.einvoice.model import Document, Party
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

DATA: Final = "http://schemas.nav.gov.hu/OSA/3.0/data"
BASE: Final = "http://schemas.nav.gov.hu/OSA/3.0/base"
API: Final = "http://schemas.nav.gov.hu/OSA/3.0/api"
COMMON: Final = "http://schemas.nav.gov.hu/NTCA/1.0/common"

Operation = Literal["CREATE", "MODIFY", "STORNO"]

EXEMPTIONS: Final = frozenset({"AAM", "TAM", "KBAET", "KBAUK", "EAM", "NAM"})
OUT_OF_SCOPE: Final = frozenset({"ATK", "EUFAD37", "EUFADE", "EUE", "HO"})

UNITS: Final = {
    "H87": "PIECE", "C62": "PIECE", "EA": "PIECE", "KGM": "KILOGRAM", "TNE": "TON", "KWH": "KWH", "DAY": "DAY",
    "HUR": "HOUR", "MIN": "MINUTE", "MON": "MONTH", "LTR": "LITER", "KMT": "KILOMETER", "MTQ": "CUBIC_METER",
    "MTR": "METER", "CT": "CARTON", "PK": "PACK",
}  # fmt: skip
"""UN/ECE rec 20 → unitOfMeasure; another unit is OWN with its code."""

PAYMENT_METHODS: Final = {
    "10": "CASH", "30": "TRANSFER", "31": "TRANSFER", "42": "TRANSFER", "48": "CARD", "54": "CARD", "55": "CARD",
    "58": "TRANSFER",
}  # fmt: skip
"""UNTDID 4461 (BT-81) → paymentMethod; another means is OTHER."""

_TAX_NUMBER: Final = re.compile(r"(\d{8})(?:-([1-5])-(\d{2}))?")


class Correction(msgspec.Struct, frozen=True, kw_only=True):
    """How a correcting document stands in the chain of the invoice it corrects.

    ``operation`` STORNO takes the whole invoice back, MODIFY a part. ``index`` 1 for the first document that
    corrects this invoice, counting on. ``lines_before`` how many lines the chain has so far: the numbering goes on.
    ``without_master`` the invoice itself was never reported.
    """

    operation: Literal["MODIFY", "STORNO"]
    index: int
    lines_before: int
    without_master: bool = False


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """``correction`` for credit notes and corrections only. ``private_person`` the buyer is a consumer, whose data must
    not be sent. ``small_business`` the seller is personally exempt (alanyi adómentes)."""

    correction: Correction | None = None
    private_person: bool = False
    small_business: bool = False
    appearance: Literal["PAPER", "ELECTRONIC", "EDI"] = "ELECTRONIC"


def operation(document: Document, terms: Terms) -> Operation:
    """CREATE, or the correction's. Raises Refusal ``correction_missing``, ``correction_unexpected``."""
    corrects = document.is_credit_note or document.type_code == "384"
    if corrects and (terms.correction is None or not document.preceding):
        raise Refusal(
            "correction_missing", N_("{number} corrects an invoice, and NAV wants to know which and as its how-manieth."),
            field="BG-3", way_out=N_("Name the invoice it corrects and its place in the chain."), values={"number": document.number},
        )  # fmt: skip
    if not corrects and terms.correction is not None:
        raise Refusal(
            "correction_unexpected", N_("{number} is an invoice of its own and corrects nothing."), field="BT-3",
            way_out=N_("Report it without a correction."), values={"number": document.number},
        )  # fmt: skip
    return terms.correction.operation if terms.correction else "CREATE"


def tax_number(party: Party) -> tuple[str, str, str] | None:
    """taxpayerId, vatCode, countyCode of a Hungarian tax number (12345678-2-42), or None; the codes "" if unknown."""
    for text in (party.tax_registration, party.vat_id.removeprefix("HU") if party.vat_id[:2] == "HU" else ""):
        known = _TAX_NUMBER.fullmatch(text.strip())
        if known:
            return known[1], known[2] or "", known[3] or ""
    return None


def vat_case(category: str, reason_code: str, buyer: Party, terms: Terms) -> tuple[str, str]:
    """The element of lineVatRate and its case, ("vatPercentage", "") where VAT is charged.

    A reason code of NAV's own lists stands as it is. Otherwise: exempt is TAM (personally exempt sellers AAM); reverse
    charge is domestic with a Hungarian buyer, else EUFAD37; outside the tax is HO beyond the Union, EUE in it, ATK at
    home. Raises Refusal ``vat_case_unknown``, for category Z too: Hungary has no zero rate.
    """
    if category == "S":
        return "vatPercentage", ""
    if reason_code in EXEMPTIONS:
        return "vatExemption", reason_code
    if reason_code in OUT_OF_SCOPE:
        return "vatOutOfScope", reason_code
    home = buyer.address.country == "HU"
    in_union = bool(buyer.vat_id) and not home
    known = {
        "E": ("vatExemption", "AAM" if terms.small_business else "TAM"),
        "K": ("vatExemption", "KBAET"),
        "G": ("vatExemption", "EAM"),
        "AE": ("vatDomesticReverseCharge", "") if home else ("vatOutOfScope", "EUFAD37"),
        "O": ("vatOutOfScope", "ATK" if home else "EUE" if in_union else "HO"),
    }.get(category)
    if known is None:
        raise Refusal(
            "vat_case_unknown", N_("NAV has no case for VAT category {category} with the reason “{reason}”."),
            field="lines.vat_reason_code",
            way_out=N_("Give the line one of {known}."), values={"category": category, "reason": reason_code, "known": ', '.join(sorted(EXEMPTIONS | OUT_OF_SCOPE))},
        )  # fmt: skip
    return known
