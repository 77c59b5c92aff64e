"""What FatturaPA 1.2 asks beyond EN 16931, and its code lists (schema 1.2.3, specification 1.9)."""

from __future__ import annotations

from typing import Final, Literal

import msgspec

from shared_tools.einvoice.groups import vat_groups
from shared_tools.einvoice.model import Address, Document, Identifier, Party
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

NAMESPACE: Final = "http://ivaservizi.agenziaentrate.gov.it/docs/xsd/fatture/v1.2"

OFFICE, PEC, RECIPIENT, TAX_CODE = "0201", "0202", "0205", "0210"
"""Schemes that carry Italian addresses and numbers in a ``Party``: electronic address 0201 an authority's office code of
6 characters, 0205 a recipient code of 7, 0202 a certified mailbox; legal id 0210 the codice fiscale."""

NO_CODE: Final = "0000000"
ABROAD: Final = "XXXXXXX"

NATURES: Final = frozenset({
    "N1", "N2.1", "N2.2", "N3.1", "N3.2", "N3.3", "N3.4", "N3.5", "N3.6", "N4", "N5", "N6.1", "N6.2", "N6.3", "N6.4",
    "N6.5", "N6.6", "N6.7", "N6.8", "N6.9", "N7",
})  # fmt: skip
"""Natura as the SdI accepts it today: the bare N2, N3 and N6 are refused since 2021 (00445)."""

DOCUMENT_TYPES: Final = {
    "TD01": "380", "TD02": "386", "TD03": "386", "TD04": "381", "TD05": "383", "TD06": "380", "TD16": "389",
    "TD17": "389", "TD18": "389", "TD19": "389", "TD20": "389", "TD21": "389", "TD22": "380", "TD23": "380",
    "TD24": "380", "TD25": "380", "TD26": "380", "TD27": "380", "TD28": "389", "TD29": "380",
}  # fmt: skip
"""TipoDocumento and the UNTDID 1001 code (BT-3) it reads as."""

_TYPES_WRITTEN: Final = {"386": "TD02", "381": "TD04", "383": "TD05"}

PAYMENT_MEANS: Final = {
    "10": "MP01", "20": "MP02", "23": "MP03", "30": "MP05", "31": "MP05", "42": "MP05", "48": "MP08", "49": "MP19",
    "54": "MP08", "55": "MP08", "57": "MP16", "58": "MP05", "59": "MP19", "97": "MP22",
}  # fmt: skip
"""UNTDID 4461 (BT-81) → ModalitaPagamento."""

MEANS_READ: Final = {
    "MP01": "10", "MP02": "20", "MP03": "23", "MP04": "10", "MP05": "58", "MP08": "48", "MP09": "49", "MP10": "49",
    "MP11": "49", "MP15": "30", "MP16": "57", "MP17": "57", "MP19": "59", "MP20": "59", "MP21": "59", "MP22": "97",
}  # fmt: skip

_VATEX_NATURE: Final = {"VATEX-EU-IC": "N3.2", "VATEX-EU-G": "N3.1", "VATEX-EU-79-C": "N1"}
_MARGIN: Final = frozenset({"VATEX-EU-D", "VATEX-EU-F", "VATEX-EU-I", "VATEX-EU-J"})

NATURE_READ: Final = {"N1": "E", "N2": "O", "N3": "G", "N4": "E", "N5": "E", "N6": "AE", "N7": "O"}


class Register(msgspec.Struct, frozen=True, kw_only=True):
    """IscrizioneREA: ``office`` the province, ``number``, ``capital`` minor units or None, ``sole`` SU or SM or "",
    ``winding_up`` whether the company is in liquidation."""

    office: str
    number: str
    capital: int | None = None
    sole: Literal["", "SU", "SM"] = ""
    winding_up: bool = False


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """What the document does not say.

    ``progressive`` ProgressivoInvio, unique with the sender, 1 to 10 letters and digits. ``transmitter`` who hands the
    file to the SdI, its code with the country as scheme; the seller itself where None. ``regime`` RegimeFiscale.
    ``document_type`` TipoDocumento where BT-3 does not decide it (TD24 deferred invoice). ``stamp`` virtual stamp duty,
    minor units (DM 17.6.2014), 0 for none. ``split_payment`` the buyer pays the VAT to the Treasury (art. 17-ter).
    ``cup`` and ``cig`` the codes of a public project and tender.
    """

    progressive: str
    transmitter: Identifier | None = None
    regime: str = "RF01"
    document_type: str = ""
    stamp: int = 0
    split_payment: bool = False
    register: Register | None = None
    cup: str = ""
    cig: str = ""


def document_type(document: Document, terms: Terms) -> str:
    """TipoDocumento. Raises Refusal ``wrong_document_type`` where the terms and BT-3 contradict each other."""
    if not terms.document_type:
        if document.is_credit_note:
            return "TD04"
        return _TYPES_WRITTEN.get(document.type_code, "TD01")
    known = DOCUMENT_TYPES.get(terms.document_type)
    if known is None or document.is_credit_note is not (known == "381"):
        raise Refusal(
            "wrong_document_type", N_("“{value}” is no TipoDocumento of a document of type {type}."),
            field="document_type", way_out=N_("Use TD04 for credit notes, TD01 or TD24 for invoices."), values={"value": terms.document_type, "type": document.type_code},
        )  # fmt: skip
    return terms.document_type


def nature(category: str, reason_code: str, buyer_country: str) -> str:
    """Natura of a line or group without VAT, "" where VAT is charged (category S).

    A reason code that is a Natura already stands; a VATEX code or, without one, the category decides. A service
    that the buyer accounts for in another member state is N2.1 (art. 7-ter); reverse charge inside Italy has nine
    kinds that nothing here tells apart. Raises Refusal ``nature_unknown``.
    """
    if category == "S":
        return ""
    if reason_code in NATURES:
        return reason_code
    if reason_code in _VATEX_NATURE:
        return _VATEX_NATURE[reason_code]
    if reason_code in _MARGIN:
        return "N5"
    abroad = buyer_country != "IT"
    if category == "E":
        return "N4"
    if category == "O":
        return "N2.1" if abroad else "N2.2"
    if category == "AE" and abroad:
        return "N2.1"
    if category in ("K", "G"):
        return "N3.2" if category == "K" else "N3.1"
    raise Refusal(
        "nature_unknown", N_("no Natura follows from VAT category {category} and the reason “{reason}”."),
        field="lines.vat_reason_code", way_out=N_("Give the line a reason code N1 to N7, for example N6.9."), values={"category": category, "reason": reason_code},
    )  # fmt: skip


def natures(document: Document) -> dict[tuple[str, str], str]:
    """Natura of each VAT category and rate of the document. Raises Refusal ``nature_unknown``, ``vat_group_missing``."""
    country = document.buyer.address.country
    return {
        known: nature(part.category, part.reason_code, country)
        for known, part in vat_groups(document).items()
    }


def is_authority(party: Party) -> bool:
    """Whether the file is an FPA12: the buyer is an office of the public index."""
    address = party.electronic_address
    return address is not None and address.scheme == OFFICE


def fiscal_id(party: Party) -> tuple[str, str]:
    """IdPaese and IdCodice of the VAT number, or ("", "") where there is none."""
    if not party.vat_id:
        return "", ""
    country, code = party.vat_id[:2], party.vat_id[2:]
    return ("GR" if country == "EL" else country), code


def sender(document: Document, terms: Terms) -> Identifier:
    """Who hands the file to the SdI: its code, with the country as scheme."""
    if terms.transmitter:
        return terms.transmitter
    country, code = fiscal_id(document.seller)
    return Identifier(code, country)


def is_italian(address: Address) -> bool:
    return address.country == "IT"
