"""A signed envelope: who sent which bytes, under which key. Ed25519 over the kind, the sender and the body.

The receiver verifies against the keys it trusts of that sender, each with the days it is valid.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Literal

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from shared_tools.refusal import Refusal

Kind = Literal["figures", "trade", "answer", "rates", "keys", "drill"]
"""What an envelope holds: a month's figures, a document for a sister, what she did with it, the group's closing rates, a
change of keys, a question to the books."""


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``body`` and ``signature`` are base64; ``key`` names the sender's key."""

    kind: Kind
    sender: str
    key: str
    body: str
    signature: str


class TrustedKey(msgspec.Struct, frozen=True):
    """A public key of ``entity`` (hexadecimal) and the days it may sign."""

    entity: str
    key: str
    public: str
    since: date
    until: date | None = None


class SigningKey:
    """An instance's private key; it lives in a file of the instance, never in the database."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        raw = private.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        self.public = raw.hex()
        self.name = sha256(raw).hexdigest()[:16]

    def save(self, path: Path) -> None:
        """Write the key to ``path``, whole or not at all, readable by its owner only."""
        part = path.with_suffix(".part")
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        part.write_bytes(self._private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        ))  # fmt: skip
        part.replace(path)

    @classmethod
    def create(cls, path: Path) -> SigningKey:
        """A new key in ``path``."""
        key = cls(Ed25519PrivateKey.generate())
        key.save(path)
        return key

    @classmethod
    def read(cls, path: Path) -> SigningKey:
        """Raises Refusal ``no_key`` when the file is not an Ed25519 key."""
        try:
            private = serialization.load_pem_private_key(path.read_bytes(), None)
        except (OSError, ValueError):
            private = None
        if not isinstance(private, Ed25519PrivateKey):
            raise Refusal(
                "no_key",
                "there is no signing key.",
                where=str(path),
                way_out="Restore it from the safe copy.",
            )
        return cls(private)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def _message(kind: str, sender: str, body: bytes) -> bytes:
    return b"\x00".join((b"smartcoop", kind.encode(), sender.encode(), body))


def seal(key: SigningKey, kind: Kind, sender: str, body: bytes) -> bytes:
    """``body`` in an envelope signed by ``key``, as JSON bytes."""
    signature = key.sign(_message(kind, sender, body))
    envelope = Envelope(
        kind, sender, key.name, base64.b64encode(body).decode(), base64.b64encode(signature).decode()
    )
    return msgspec.json.encode(envelope)


_PRIME = 2**255 - 19
# Points of order 1, 2, 4 and 8 (RFC 8032 5.1, curve edwards25519): under such a "key" one signature fits many messages.
_WEAK = {0, 1, _PRIME - 1} | {
    int.from_bytes(bytes.fromhex(point), "little") % 2**255
    for point in (
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    )
}


def key_name(public: str) -> str:
    """The name of a public key (hexadecimal): the beginning of its hash. Raises Refusal ``not_a_key``."""
    try:
        raw = bytes.fromhex(public)
        Ed25519PublicKey.from_public_bytes(raw)
        if int.from_bytes(raw, "little") % 2**255 % _PRIME in _WEAK:
            raise ValueError
    except ValueError:
        raise Refusal("not_a_key", f"{public[:80]!r} is no public key.", field="key", way_out="Copy all 64 signs of it.") from None  # fmt: skip
    return sha256(raw).hexdigest()[:16]


def verified(public: str, signature: bytes, message: bytes) -> bool:
    """Whether ``signature`` over ``message`` was made with the key whose public part is ``public`` (hexadecimal)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


def parsed(raw: bytes) -> Envelope:
    """The envelope, nothing verified yet. Raises Refusal ``damaged_envelope``."""
    try:
        return msgspec.json.decode(raw, type=Envelope)
    except msgspec.DecodeError as error:
        raise _damaged(error) from None


def _damaged(error: Exception) -> Refusal:
    return Refusal(
        "damaged_envelope", f"this is no envelope: {error}.", way_out="Ask the sender for it again."
    )


def open_envelope(raw: bytes, trusted: Sequence[TrustedKey], today: date) -> tuple[Envelope, bytes]:
    """The envelope and its body, once the signature holds.

    Raises Refusal ``damaged_envelope``, ``unknown_key``, ``expired_key``, ``forged``.
    """
    envelope = parsed(raw)
    try:
        body = base64.b64decode(envelope.body, validate=True)
        signature = base64.b64decode(envelope.signature, validate=True)
    except ValueError as error:
        raise _damaged(error) from None
    known = next((k for k in trusted if k.entity == envelope.sender and k.key == envelope.key), None)
    if known is None:
        raise Refusal(
            "unknown_key", f"{envelope.sender} has no key {envelope.key} here.", field="key",
            way_out="Enter the key after comparing it with the sender by another way.",
        )  # fmt: skip
    if today < known.since or (known.until is not None and today > known.until):
        raise Refusal("expired_key", f"key {known.key} of {known.entity} is not valid on {today}.", field="key", way_out="Let the sender sign with its present key.")  # fmt: skip
    if not verified(known.public, signature, _message(envelope.kind, envelope.sender, body)):
        raise Refusal("forged", f"the signature of {envelope.sender} does not fit these bytes.", field="signature", way_out="Ask the sender for it again; if it fails again, call them.")  # fmt: skip
    return envelope, body
