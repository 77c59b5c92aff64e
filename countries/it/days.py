"""Days that count once: which days of the month earlier slips have counted already, as a bit for each day.

Core hands later slips the sums of earlier figures; a sum of bits that never overlap is their union.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from core.country import Work


def uncounted(days: Collection[date], work: Work, figure: str) -> tuple[int, int]:
    """How many of ``days`` no earlier slip of the month has put into ``figure``, and their bits.

    A contract that is priced whole, over several months, has no earlier slips: all its days count, without bits.
    """
    if any((day.year, day.month) != (work.last_day.year, work.last_day.month) for day in days):
        return len(days), 0
    new = bits(days) & ~work.month.get(figure, 0)
    return new.bit_count(), new


def bits(days: Collection[date]) -> int:
    return sum({1 << day.day for day in days})


def every_day(first: date, last: date) -> list[date]:
    return [first + timedelta(n) for n in range((last - first).days + 1)]
