"""What an entity publishes to the group for one month, and the bytes it signs.

``balances`` are the month end of asset, liability and equity roles, ``movements`` the month of revenue and cost roles:
minor units of the entity's currency, debit positive. A figure is (entity, month, version); it is never changed, only
replaced by the next version (IAS 8.42; group.md 6). Nothing personal is in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

import msgspec


class IntraLine(msgspec.Struct, frozen=True, array_like=True, order=True):
    """One role's amount with one sister, recorded at posting. Amounts in minor units, ledger signs.

    ``amount`` is in the entity's currency, ``document_amount`` in the currency both sides see on the document.
    """

    role: str
    counterparty: str
    amount: int
    document_currency: str
    document_amount: int


class TradeDocument(msgspec.Struct, frozen=True, array_like=True, order=True):
    """What one document between two entities moved in one role in this month: amounts as in ``IntraLine``.

    ``number`` and ``day`` (YYYY-MM-DD) stand on the document, so that both houses name it alike. Added up over months
    an invoice's claim and its payments leave what is open on it; within a month the two stand apart.
    """

    role: str
    counterparty: str
    number: str
    day: str
    amount: int
    document_currency: str
    document_amount: int


class Figures(msgspec.Struct, frozen=True):
    """One entity's month.

    ``exponent``     digits of the minor unit this ledger keeps (a forint ledger may keep 0 or 2)
    ``documents``    behind ``intra``, what each document moved in this month
    ``counts``       people, days, invoices …: never translated, never eliminated
    ``number``       1, 2, 3 … over everything the entity ever published, restatements too
    ``previous``     hash of the figures with the number before; empty for number 1
    ``replaces``     hash of the version before of the same month; empty for version 1
    ``ledger_head``  head of the entity's own chain of entries when the month was closed
    """

    entity: str
    month: str
    currency: str
    exponent: int
    balances: dict[str, int]
    movements: dict[str, int] = {}
    intra: tuple[IntraLine, ...] = ()
    counts: dict[str, Any] = {}
    version: int = 1
    number: int = 1
    previous: str = ""
    replaces: str = ""
    ledger_head: str = ""
    documents: tuple[TradeDocument, ...] = ()


_LATER = frozenset({"documents"})


def canonical(signed: msgspec.Struct) -> bytes:
    """The bytes to sign: JSON without spaces, every key in order, so that equal figures have equal bytes.

    A field of figures that came later is left out where it is empty (docs/decisions/0007): older figures keep their hash.
    """
    if not isinstance(signed, Figures):
        return msgspec.json.encode(signed, order="sorted")
    fields = msgspec.structs.asdict(signed)
    fields["intra"] = sorted(signed.intra)
    fields["documents"] = sorted(signed.documents)
    return msgspec.json.encode({k: v for k, v in fields.items() if v or k not in _LATER}, order="sorted")


def digest(signed: msgspec.Struct) -> str:
    """SHA-256 of the canonical bytes, hexadecimal: the name by which later figures refer to these."""
    return hashlib.sha256(canonical(signed)).hexdigest()


def decode(received: bytes) -> Figures:
    """Figures from their bytes. Raises msgspec.ValidationError when they are not figures."""
    return msgspec.json.decode(received, type=Figures)


Key = tuple[str, str]
"""Entity and month."""


def newest(figures: Iterable[Figures]) -> dict[Key, Figures]:
    """The highest version of each entity and month."""
    chosen: dict[Key, Figures] = {}
    for figure in figures:
        key = figure.entity, figure.month
        if key not in chosen or figure.version > chosen[key].version:
            chosen[key] = figure
    return chosen


def first_published(figures: Iterable[Figures]) -> dict[Key, Figures]:
    """The lowest version of each entity and month: what stood before anything was restated."""
    chosen: dict[Key, Figures] = {}
    for figure in figures:
        key = figure.entity, figure.month
        if key not in chosen or figure.version < chosen[key].version:
            chosen[key] = figure
    return chosen
