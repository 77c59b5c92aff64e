"""The tax authority that is told of every invoice (NAV, AEAT): what a country says of the message and of the talk. Pure
but for ``Line``, by which core posts and which raises ``NotDelivered`` and ``NoAnswer`` of shared_tools submission.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

import msgspec

from core.country.sold import Sold
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.submission import Event

Mends = Literal["", "accepted", "rejected"]


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What the authority is told of one document: ``operation`` in its words, ``content`` the XML, ``link`` what the next
    report of the chain must know of this one, empty where reports are no chain."""

    operation: str
    content: bytes
    number: str
    link: Mapping[str, str] = {}


Line = Callable[[str, bytes], bytes]
"""Posts a body to a path and gives the answer's body, whatever its HTTP status."""


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """With what one talks: the line, the secrets by name, who reports (name and VAT number), and the moment."""

    line: Line
    secrets: Mapping[str, str]
    seller: str
    vat_number: str
    now: datetime


@dataclass(frozen=True)
class Authority:
    """``name`` as people say it; ``chained`` each report names the one before it; ``most`` reports go in one delivery.

    ``report`` makes the message of a document, given the link of the report before; ``send`` posts reports in order and
    says what became of each; ``ask`` what it holds of one, given the reference it answered, "" where the answer was lost;
    ``objections`` what it would find wrong with a document, told on the day given, before it is numbered;
    ``verify`` the breaks of a chain of reports in words, each with the document's number.
    """

    name: str
    chained: bool
    report: Callable[[Document, Sold, Mapping[str, str] | None, datetime, Mends], Report]
    send: Callable[[Talk, Sequence[Report]], Sequence[Event]]
    ask: Callable[[Talk, Report, str], Event]
    most: int = 1
    objections: Callable[[Document, Sold, date], Sequence[Objection]] = lambda document, sold, today: ()
    verify: Callable[[Sequence[bytes]], Sequence[tuple[str, str]]] = lambda chain: ()
