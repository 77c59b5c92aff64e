"""What NAV answers, read into events of a submission.

The error codes and what they mean for a message: refused what NAV will never take as it stands; not delivered what it
did not look at (maintenance, a token or request number used up, rights of the user); everything else leaves it open
whether the message was taken, and is asked about.
"""

from __future__ import annotations

import base64
import zlib
from typing import Final

import msgspec
from lxml import etree

from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.parsed import parse
from shared_tools.einvoice.submission import Event
from shared_tools.refusal import Refusal

_REFUSED: Final = frozenset({"INVALID_REQUEST", "INDEX_NOT_SEQUENTIAL", "INVALID_OPERATION"})
_UNTOUCHED: Final = {
    "SERVICE_UNAVAILABLE": "Nothing to do: it is sent again later.",
    "INVALID_EXCHANGE_TOKEN": "Nothing to do: it is sent again with a new token.",
    "REQUEST_ID_NOT_UNIQUE": "Nothing to do: it is sent again with a new request number.",
    "INVALID_TIMESTAMP": "Set the server's clock.",
    "INVALID_SECURITY_USER": "Check login, password and tax number of the technical user.",
    "INVALID_CUSTOMER": "Check the tax number of the technical user.",
    "NOT_REGISTERED_CUSTOMER": "Register the company at Online Számla.",
    "INVALID_USER_RELATION": "Connect the technical user with the company at Online Számla.",
    "INVALID_REQUEST_SIGNATURE": "Copy the signing key (XML aláírókulcs) of the technical user again.",
    "FORBIDDEN": "Give the technical user the right to manage invoices.",
}
_LARGEST: Final = 10 * 2**20
"""Bytes: no request to NAV is larger [believed]."""
_OPEN: Final = frozenset({"RECEIVED", "PROCESSING", "SAVED"})
_CORRECT: Final = "Correct the document, or ask whoever keeps the program."


class Token(msgspec.Struct, frozen=True):
    encoded: str


def token(xml: bytes) -> Token | Event:
    """The encoded token, or what its refusal means for the message that waits for it: nothing was delivered."""
    root = _parsed(xml)
    if root is None:
        return Event(kind="not_delivered")
    encoded = root.findtext("{*}encodedExchangeToken")
    if _text(root, "funcCode") == "OK" and encoded:
        return Token(encoded.strip())
    return Event(kind="not_delivered", objections=(_objection(root),))


def taken_in(xml: bytes) -> Event:
    """What the answer to manageInvoice means for every invoice of the request."""
    root = _parsed(xml)
    if root is None:
        return Event(kind="no_answer")
    transaction = (root.findtext("{*}transactionId") or "").strip()
    if _text(root, "funcCode") == "OK" and transaction:
        return Event(kind="sent", reference=transaction)
    code = _text(root, "errorCode")
    if code in _REFUSED:
        return Event(kind="refused", objections=(_objection(root), *_technical(root)))
    if code in _UNTOUCHED:
        return Event(kind="not_delivered", objections=(_objection(root),))
    return Event(kind="no_answer", objections=(_objection(root),))


def decided(xml: bytes, count: int) -> list[Event]:
    """What the status of a transaction of ``count`` invoices means for each, in order."""
    root = _parsed(xml)
    if root is None or _text(root, "funcCode") != "OK":
        return [Event(kind="no_answer")] * count
    results = {
        _text(node, "index"): node for node in root.findall("{*}processingResults/{*}processingResult")
    }  # fmt: skip
    if not results:
        return [Event(kind="not_there")] * count
    return [_result(results.get(str(index))) for index in range(1, count + 1)]


def found(xml: bytes, sent: bytes) -> Event:
    """What NAV holds under a number: the data ``sent``, others (refused), or none."""
    root = _parsed(xml)
    if root is None or _text(root, "funcCode") != "OK":
        return Event(kind="no_answer")
    if root.find("{*}invoiceDataResult") is None:
        return Event(kind="not_there")
    try:
        held = base64.b64decode(_text(root, "invoiceData"), validate=True)
        if _text(root, "compressedContentIndicator") == "true":
            held = _unzipped(held)
        same = etree.tostring(parse(held), method="c14n") == etree.tostring(parse(sent), method="c14n")
    except (ValueError, zlib.error, Refusal):
        return Event(kind="no_answer")
    if same:
        return Event(kind="accepted", reference=_text(root, "transactionId"))
    other = Objection(
        code="INVOICE_NUMBER_NOT_UNIQUE", field="BT-1", sentence="NAV holds other data under this number.",
        way_out="Compare the two; another program may have reported with the same numbers.",
    )  # fmt: skip
    return Event(kind="refused", objections=(other,))


def _unzipped(content: bytes) -> bytes:
    """GZIP, but never more than an invoice may weigh. Raises ValueError, zlib.error."""
    opening = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    found = opening.decompress(content, _LARGEST)
    if opening.unconsumed_tail:
        raise ValueError("larger than NAV takes")
    return found


def _result(node: etree._Element | None) -> Event:
    status = "" if node is None else _text(node, "invoiceStatus")
    if node is None or status in _OPEN:
        return Event(kind="still_open")
    messages = (*_technical(node), *_business(node))
    if status == "DONE":
        return Event(kind="accepted", objections=messages)
    if status == "ABORTED":
        return Event(kind="refused", objections=messages)
    return Event(kind="still_open")


def _technical(node: etree._Element) -> tuple[Objection, ...]:
    return tuple(
        Objection(
            code=_text(found, "validationErrorCode"), field="", sentence=_text(found, "message"), way_out=_CORRECT
        )
        for found in node.findall("{*}technicalValidationMessages")
    )  # fmt: skip


def _business(node: etree._Element) -> tuple[Objection, ...]:
    return tuple(
        Objection(
            code=_text(found, "validationErrorCode"),
            field=" ".join(part for part in (_text(found, "tag"), _text(found, "line"), _text(found, "value")) if part),
            sentence=_text(found, "message"),
            way_out="" if _text(found, "validationResultCode") in ("WARN", "INFO") else _CORRECT,
        )
        for found in node.findall("{*}businessValidationMessages")
    )  # fmt: skip


def _objection(root: etree._Element) -> Objection:
    code = _text(root, "errorCode")
    return Objection(
        code=code, field="", sentence=_text(root, "message"), way_out=_UNTOUCHED.get(code, _CORRECT)
    )


def _text(node: etree._Element, name: str) -> str:
    """The first element of that name anywhere below: NAV nests results differently for its kinds of error."""
    return (node.findtext(f".//{{*}}{name}") or "").strip()


def _parsed(xml: bytes) -> etree._Element | None:
    """The answer, or None where a proxy or a crash answered in NAV's place."""
    try:
        return parse(xml)
    except Refusal:
        return None
