"""The chain: posting → entry → block → head. Version 1: SHA-256 over canonical JSON.

A posting's digest covers its own row, an entry's its row, its document and its postings' digests, a block's the block
before and its entries' digests. So a touched row can be named, and a rewritten tail cannot meet a head that has left
the house (each month's signed figures carry it).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime
from hashlib import sha256

from core.db import canonical

VERSION = 1
GENESIS = bytes(32)


def document_digest(document: bytes) -> bytes:
    return sha256(document).digest()


def posting_digest(
    entry: int, line: int, role: str, account: str, amount: int, currency: str,
    activity: str | None, party: str | None, counterparty: str | None,
) -> bytes:  # fmt: skip
    return sha256(
        canonical((entry, line, role, account, amount, currency, activity, party, counterparty))
    ).digest()


def entry_digest(
    number: int, cause: str, day: date, month: str, structure: str, kind: str, document_type: str, document_id: str,
    document: bytes, text: str, currency: str, postings: Iterable[bytes],
) -> bytes:  # fmt: skip
    facts = (
        number,
        cause,
        day,
        month,
        structure,
        kind,
        document_type,
        document_id,
        document.hex(),
        text,
        currency,
    )
    return sha256(canonical(facts) + b"".join(postings)).digest()


def block_digest(
    version: int, number: int, first: int, last: int, posted_at: datetime, previous: bytes, entries: Iterable[bytes]
) -> bytes:  # fmt: skip
    facts = (version, number, first, last, posted_at.astimezone(UTC))
    return sha256(canonical(facts) + previous + b"".join(entries)).digest()
