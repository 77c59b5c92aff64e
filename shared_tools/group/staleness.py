"""Whether a signed close still rests on what the entities stand by today (group.md 6)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from shared_tools.group.close import Close
from shared_tools.group.figures import Figures, Key
from shared_tools.group.rates import MonthRate, Rates


class Restated(NamedTuple):
    """A month that has a newer version than the one the close was made from."""

    entity: str
    month: str
    version_used: int
    version_now: int


def restated(close: Close, current: Mapping[Key, Figures]) -> list[Restated]:
    """Every figure the close read that has been replaced since; none means the close is not stale."""
    return [
        Restated(used.entity, used.month, used.version, now.version)
        for used in close.books.read
        if (now := current.get((used.entity, used.month))) and now.version > used.version
    ]


def corrected(close: Close, current: Rates) -> list[MonthRate]:
    """Every rate the close used that has been corrected since; a correction makes the close stale too."""
    return [
        now
        for used in close.rates_used
        if (now := current.find(used.currency, used.month)) and now.version > used.version
    ]
