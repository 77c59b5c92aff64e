"""A certificate of the tests' own making: nobody trusts it, and it is made anew at each run."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID

from core.sales.signing import Certificate


@cache
def self_made(until: datetime = datetime(2040, 1, 1, tzinfo=UTC)) -> Certificate:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A cooperative of the tests")])
    certificate = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until).sign(key, hashes.SHA256())
    )  # fmt: skip
    return Certificate(key=key, certificate=certificate)
