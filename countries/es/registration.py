"""Which days of a month a slip registers with social security, and what earlier slips bore on the same days.

A monthly group counts a whole month as thirty parts (art. 3 of the yearly Order); so does a month that several
contracts fill between them. Days already registered by an earlier slip are not counted twice: the limits of both slips
are then reckoned together. A slip is of one calendar month; work over several, as a contract is priced before it is
split, is an estimate that counts each month's parts.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Literal

import msgspec

from core.country import Work

Scheme = Literal["general", "artist"]
DAILY_GROUPS = range(8, 12)
_THIRTY = 30
_DAY = timedelta(days=1)
_BORNE = ("common", "professional", "solidarity_worker", "solidarity_employer")


def month_start(day: date) -> date:
    return day.replace(day=1)


def month_end(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1) - _DAY


class Period(msgspec.Struct, frozen=True):
    """Days in contract of one slip, both included."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def whole_month(self) -> bool:
        return self.first == month_start(self.first) and self.last == month_end(self.first)

    @property
    def thirtieths(self) -> int:
        """Whole months as thirty parts, days of the others as they are."""
        months = groupby(self.each(), key=month_start)
        counts = [(month, sum(1 for _ in days)) for month, days in months]
        return sum(
            _THIRTY if count == month_end(month).day else min(count, _THIRTY) for month, count in counts
        )

    def each(self) -> Iterable[date]:
        return (self.first + n * _DAY for n in range(self.days))


def period(work: Work, begins: date | None, ends: date | None, open_ended: bool) -> Period:
    """The slip's days in contract: from its first to its last day of work, or to the contract's own bounds in the month."""
    first = max(begins, month_start(work.first_day)) if begins else work.first_day
    if ends:
        return Period(first, min(ends, month_end(work.last_day)))
    return Period(first, month_end(work.last_day) if begins and open_ended else work.last_day)


class Registered(msgspec.Struct, frozen=True):
    """``new_days`` has a bit for each day of the month first registered by this slip, so that sums are unions."""

    parts: int
    months: int
    new_days: int
    joint: bool
    month: dict[str, int]

    def columns(self) -> dict[str, Any]:
        """Columns of the payroll row."""
        month = self.month
        found = {"parts": self.parts, "months": self.months, "new_days": self.new_days, "month_pay": month["pay"],
                 "month_on_account": month["on_account"]}  # fmt: skip
        found |= {f"month_{name}": month[name] for name in _BORNE}
        if self.joint:
            found |= {"joint_parts": month["parts"], "joint_pay": month["pay"]}
            found |= {f"joint_{name}": month[name] for name in _BORNE}
        return found


def registered(work: Work, days: Iterable[date], scheme: Scheme, group: int) -> Registered:
    """``days`` are those of the contract, or an artist's days of performance."""
    earlier = {name: work.month.get(f"month_{name}_{scheme}", 0)
               for name in ("days", "parts", "pay", "on_account", *_BORNE)}  # fmt: skip
    by_month = [list(found) for _, found in groupby(sorted(days), key=month_start)]
    monthly = scheme == "general" and group not in DAILY_GROUPS
    parts = sum(_parts(_bits(found), 0, 0, found[0], monthly) for found in by_month[:-1])
    bits, before = _bits(by_month[-1]), earlier["days"] if len(by_month) == 1 else 0
    borne = earlier["parts"] if len(by_month) == 1 else 0
    own = _parts(bits & ~before, before, borne, by_month[-1][0], monthly)
    joint = borne > 0 and (bits & before != 0 or own == 0)
    return Registered(parts + own, len(by_month), bits & ~before, joint, earlier)


def _parts(new: int, before: int, borne: int, month: date, monthly: bool) -> int:
    """Thirtieths of the month that days ``new`` fill beside those of ``before``, which bore ``borne`` of them."""
    count = new.bit_count()
    if not monthly:
        return count
    whole = (1 << month_end(month).day) - 1
    return max(_THIRTY - borne if before | new == whole else min(count, _THIRTY - borne), 0)


def _bits(days: Iterable[date]) -> int:
    bits = 0
    for day in days:
        bits |= 1 << (day.day - 1)
    return bits
