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


class Envelope(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``body`` and ``signature`` are base64; ``key`` names the sender's key."""

    kind: Literal["figures"]
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

    @classmethod
    def create(cls, path: Path) -> SigningKey:
        """A new key in ``path``, readable by its owner only."""
        private = Ed25519PrivateKey.generate()
        pem = private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        path.touch(mode=0o600)
        path.write_bytes(pem)
        return cls(private)

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


def seal(key: SigningKey, kind: Literal["figures"], sender: str, body: bytes) -> bytes:
    """``body`` in an envelope signed by ``key``, as JSON bytes."""
    signature = key.sign(_message(kind, sender, body))
    envelope = Envelope(
        kind, sender, key.name, base64.b64encode(body).decode(), base64.b64encode(signature).decode()
    )
    return msgspec.json.encode(envelope)


def open_envelope(raw: bytes, trusted: Sequence[TrustedKey], today: date) -> tuple[Envelope, bytes]:
    """The envelope and its body, once the signature holds.

    Raises Refusal ``damaged_envelope``, ``unknown_key``, ``expired_key``, ``forged``.
    """
    try:
        envelope = msgspec.json.decode(raw, type=Envelope)
        body = base64.b64decode(envelope.body, validate=True)
        signature = base64.b64decode(envelope.signature, validate=True)
    except (msgspec.DecodeError, ValueError) as error:
        raise Refusal(
            "damaged_envelope", f"this is no envelope: {error}.", way_out="Ask the sender for it again."
        ) from None
    known = next((k for k in trusted if k.entity == envelope.sender and k.key == envelope.key), None)
    if known is None:
        raise Refusal(
            "unknown_key", f"{envelope.sender} has no key {envelope.key} here.", field="key",
            way_out="Enter the key after comparing it with the sender by another way.",
        )  # fmt: skip
    if today < known.since or (known.until is not None and today > known.until):
        raise Refusal("expired_key", f"key {known.key} of {known.entity} is not valid on {today}.", field="key", way_out="Let the sender sign with its present key.")  # fmt: skip
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(known.public)).verify(
            signature, _message(envelope.kind, envelope.sender, body)
        )
    except InvalidSignature:
        raise Refusal("forged", f"the signature of {envelope.sender} does not fit these bytes.", field="signature", way_out="Ask the sender for it again; if it fails again, call them.") from None  # fmt: skip
    return envelope, body
