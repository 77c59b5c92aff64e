"""The certificate with which the entity signs the invoices that must be signed (Facturae).

instance.toml names it; it stays in the file the trust service gave:

    [signing]
    certificate = "sello.p12"
    password_file = "sello.password"
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from core.db import UnitOfWork
from shared_tools.refusal import Refusal


class SigningSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``certificate`` a .p12 file beside instance.toml, ``password_file`` the file that holds its password, "" for none."""

    certificate: str = ""
    password_file: str = ""


class Certificate(msgspec.Struct, frozen=True, kw_only=True):
    """An RSA key and the certificate that names whose it is."""

    key: rsa.RSAPrivateKey
    certificate: x509.Certificate

    def valid_at(self, moment: datetime) -> bool:
        return self.certificate.not_valid_before_utc <= moment <= self.certificate.not_valid_after_utc

    def __repr__(self) -> str:
        # A log line or a traceback must not carry the key.
        return f"Certificate({self.certificate.subject.rfc4514_string()!r})"


def certificate_of(home: Path, settings: SigningSettings) -> Certificate | None:
    """The certificate of the instance in ``home``, None where it names none. Raises Refusal ``certificate_unreadable``."""
    if not settings.certificate:
        return None
    try:
        raw = (home / settings.certificate).read_bytes()
        secret = settings.password_file and (home / settings.password_file).read_bytes().strip()
        key, certificate, _ = pkcs12.load_key_and_certificates(raw, secret or None)
    except (OSError, ValueError) as error:
        raise _unreadable(home, f"{settings.certificate!r} cannot be opened: {error}.") from None
    if not isinstance(key, rsa.RSAPrivateKey) or certificate is None:
        raise _unreadable(home, f"{settings.certificate!r} holds no RSA key with its certificate.")
    return Certificate(key=key, certificate=certificate)


def _unreadable(home: Path, sentence: str) -> Refusal:
    return Refusal(
        "certificate_unreadable", sentence, where=str(home / "instance.toml"), field="signing.certificate",
        way_out="Put the .p12 file and the file with its password beside instance.toml.",
    )  # fmt: skip


def seal_of(uow: UnitOfWork) -> Callable[[bytes], bytes] | None:
    """Signs a file with the entity's certificate, now; None where it has none that is valid now."""
    certificate, moment = uow.identity.certificate, uow.local_time
    if certificate is None or not certificate.valid_at(moment):
        return None

    def seal(xml: bytes) -> bytes:
        # The library of signatures is loaded by whoever signs, not by whoever issues.
        from shared_tools.einvoice import facturae

        return facturae.sign(xml, certificate.key, certificate.certificate, moment)

    return seal
