"""The invoice inside a .p7m file: CAdES is a CMS SignedData (RFC 5652) whose content is the XML.

Only the envelope is opened. Whether the signature holds the SdI has checked before delivering (00102); a file that did
not come from the SdI proves nothing by being signed. Signers write BER with indefinite lengths and split strings,
which ``cryptography`` does not read, so the few tags on the way to the content are walked here.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Final

from shared_tools.refusal import Refusal

_SEQUENCE: Final = 0x30
_OCTETS: Final = 0x04
_OCTETS_IN_PARTS: Final = 0x24
_EXPLICIT: Final = 0xA0
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
_INDEFINITE: Final = 0x80
_END_OF_CONTENTS: Final = b"\x00\x00"
_DEEPEST: Final = 12


def unwrap(content: bytes) -> bytes:
    """The XML in ``content``, which may be a .p7m in DER, BER, Base64 or PEM, or XML already, returned as it is.

    Raises Refusal ``not_signed_data``, ``detached_signature``.
    """
    if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return content
    try:
        return _content(_binary(content))
    except (IndexError, ValueError, StopIteration):
        raise _unreadable() from None


def _unreadable() -> Refusal:
    return Refusal(
        "not_signed_data", "the file is neither XML nor a signed envelope (.p7m) that can be opened.",
        way_out="Ask the sender for the XML, or download it again from the portal Fatture e Corrispettivi.",
    )  # fmt: skip


def _binary(content: bytes) -> bytes:
    if content[:1] == bytes([_SEQUENCE]):
        return content
    text = b"".join(line.strip() for line in content.splitlines() if not line.startswith(b"-----"))
    try:
        return base64.b64decode(text, validate=True)
    except binascii.Error as error:
        raise ValueError(str(error)) from None


def _content(envelope: bytes) -> bytes:
    outer = _of(envelope, 0, len(envelope), _SEQUENCE)
    if envelope[outer[0] : outer[0] + len(_SIGNED_DATA)] != _SIGNED_DATA:
        raise ValueError("no SignedData")
    explicit = _of(envelope, *outer, _EXPLICIT)
    signed = _of(envelope, *explicit, _SEQUENCE)
    # SignedData: version, digestAlgorithms, encapContentInfo { eContentType, [0] eContent }, …
    encapsulated = _of(envelope, *signed, _SEQUENCE)
    try:
        inner = _of(envelope, *encapsulated, _EXPLICIT)
    except StopIteration:
        raise Refusal(
            "detached_signature", "the signature came without the invoice it signs.",
            way_out="Ask the sender for the XML beside it, or for an enveloping signature.",
        ) from None  # fmt: skip
    return b"".join(_octets(envelope, *inner, 0))


def _octets(data: bytes, start: int, end: int, depth: int) -> Iterator[bytes]:
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    for tag, begin, finish in _parts(data, start, end):
        if tag == _OCTETS:
            yield data[begin:finish]
        elif tag == _OCTETS_IN_PARTS:
            yield from _octets(data, begin, finish, depth + 1)


def _of(data: bytes, start: int, end: int, wanted: int) -> tuple[int, int]:
    """Bounds of the first part with the tag ``wanted``."""
    return next((begin, finish) for tag, begin, finish in _parts(data, start, end) if tag == wanted)


def _parts(data: bytes, start: int, end: int, depth: int = 0) -> Iterator[tuple[int, int, int]]:
    """Tag and bounds of the content of each part between ``start`` and ``end``, or to the end-of-contents mark."""
    position = start
    while position < end and data[position : position + 2] != _END_OF_CONTENTS:
        tag, begin, finish, position = _part(data, position, end, depth)
        yield tag, begin, finish


def _part(data: bytes, position: int, end: int, depth: int) -> tuple[int, int, int, int]:
    """Tag, bounds of the content and where the next part begins."""
    tag, size = data[position], data[position + 1]
    begin = position + 2
    if size == _INDEFINITE:
        finish = _end_of_indefinite(data, begin, end, depth)
        return tag, begin, finish, finish + len(_END_OF_CONTENTS)
    if size & 0x80:
        count = size & 0x7F
        size = int.from_bytes(data[begin : begin + count], "big")
        begin += count
    if begin + size > end:
        raise ValueError("cut short")
    return tag, begin, begin + size, begin + size


def _end_of_indefinite(data: bytes, start: int, end: int, depth: int) -> int:
    if depth > _DEEPEST:
        raise ValueError("nested too deep")
    position = start
    while data[position : position + 2] != _END_OF_CONTENTS:
        position = _part(data, position, end, depth + 1)[3]
    return position
