"""What the ledger keeps: entries of postings, in minor units, debit positive."""

from __future__ import annotations

from datetime import date

import msgspec


class Voucher(msgspec.Struct, frozen=True):
    """The document two sister entities both hold, as it reads in both houses: its number, its day, its currency.

    ``amount`` is the posting's amount in that currency, minor units, debit +, credit -.
    """

    number: str
    day: date
    currency: str
    amount: int


class Posting(msgspec.Struct, frozen=True):
    """One side of an entry. ``amount`` minor units, debit +, credit -.

    ``activity`` whose budget moves (role member_budget), ``party`` the client or person concerned, ``counterparty``
    the sister entity a trade between entities is with, recorded when it is posted, with the ``voucher`` both hold.
    """

    role: str
    amount: int
    activity: str | None = None
    party: str | None = None
    counterparty: str | None = None
    voucher: Voucher | None = None


class Entry(msgspec.Struct, frozen=True):
    """A document's booking. ``cause`` is unique: the same cause is never booked twice.

    ``document`` is the document's canonical bytes; their hash goes into the entry, so that a document touched later
    is noticed like a posting.
    """

    cause: str
    day: date
    structure: str
    kind: str
    document_type: str
    document_id: str
    text: str
    currency: str
    postings: tuple[Posting, ...]
    document: bytes = b""
