"""The file's name at the SdI, and the SdI's messages about it read into events of a submission.

Two families of messages travel, one for invoices to authorities (Notifica…), one for all others (Ricevuta…); they say the
same. A file that could not be delivered is issued all the same: it waits in the buyer's reserved area, and we tell the
buyer. An authority may still refuse an invoice within fifteen days; that is the buyer's answer, not the SdI's.
"""

from __future__ import annotations

import re
from typing import Final, Literal

import msgspec
from lxml import etree

from shared_tools.einvoice.fatturapa import terms as codes
from shared_tools.einvoice.fatturapa.terms import Terms
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.parsed import parse
from shared_tools.einvoice.submission import Event
from shared_tools.refusal import Refusal

_PROGRESSIVE: Final = re.compile(r"[A-Za-z0-9]{1,5}")
_KINDS: Final[dict[str, Literal["accepted", "refused"]]] = {
    "RicevutaConsegna": "accepted", "RicevutaImpossibilitaRecapito": "accepted", "NotificaMancataConsegna": "accepted",
    "AttestazioneTrasmissioneFattura": "accepted", "RicevutaScarto": "refused", "NotificaScarto": "refused",
}  # fmt: skip
_UNDELIVERED: Final = frozenset(
    {"RicevutaImpossibilitaRecapito", "NotificaMancataConsegna", "AttestazioneTrasmissioneFattura"}
)
_ANSWERS: Final[dict[str, Literal["accepted", "refused"]]] = {"EC01": "accepted", "EC02": "refused"}


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """``file`` the name it is about, ``event`` what it means for the submission (None where it says nothing of that),
    ``buyer`` an authority's answer; silence for fifteen days (NotificaDecorrenzaTermini) leaves it ""."""

    file: str
    event: Event | None = None
    buyer: Literal["", "accepted", "refused"] = ""


def file_name(document: Document, terms: Terms) -> str:
    """The name a file must have at the SdI: sender's country and code, underscore, up to five letters or digits.

    Raises Refusal ``file_number_unfit``.
    """
    sender = codes.sender(document, terms)
    if not _PROGRESSIVE.fullmatch(terms.progressive):
        raise Refusal(
            "file_number_unfit", f"{terms.progressive!r} cannot number a file at the SdI: 1 to 5 letters or digits.",
            field="progressive", way_out="Count the files sent, in base 36 if need be.",
        )  # fmt: skip
    return f"{sender.scheme}{sender.value}_{terms.progressive}.xml"


def read_receipt(xml: bytes) -> Receipt:
    """Raises Refusal ``not_a_receipt``, ``not_xml``."""
    root = parse(xml)
    kind = etree.QName(root).localname
    file = (root.findtext("NomeFile") or "").strip()
    reference = (root.findtext("IdentificativoSdI") or "").strip()
    if kind in _KINDS:
        objections = _errors(root) if _KINDS[kind] == "refused" else _undelivered(kind)
        return Receipt(file=file, event=Event(kind=_KINDS[kind], reference=reference, objections=objections))
    if kind == "NotificaEsito":
        answer = (root.findtext("EsitoCommittente/Esito") or "").strip()
        return Receipt(file=file, buyer=_ANSWERS.get(answer, ""))
    if kind == "NotificaDecorrenzaTermini":
        return Receipt(file=file)
    raise Refusal(
        "not_a_receipt", f"{root.tag} is no message of the SdI about a file we sent.",
        way_out="Keep it apart; invoices received come with MetadatiInvioFile instead.",
    )  # fmt: skip


def _errors(root: etree._Element) -> tuple[Objection, ...]:
    return tuple(
        Objection(
            code=(error.findtext("Codice") or "").strip(), field="", sentence=(error.findtext("Descrizione") or "").strip(),
            way_out=(error.findtext("Suggerimento") or "").strip() or "Correct it and send it in a new file, with the same number.",
        )
        for error in root.iterfind("ListaErrori/Errore")
    )  # fmt: skip


def _undelivered(kind: str) -> tuple[Objection, ...]:
    if kind not in _UNDELIVERED:
        return ()
    return (
        Objection(
            code="MC", field="BT-49", sentence="The SdI could not deliver the file; the invoice is issued all the same.",
            way_out="Tell the client that it waits in the reserved area of the revenue agency's site.",
        ),
    )  # fmt: skip
