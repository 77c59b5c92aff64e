"""Which days of a month a slip registers with social security, and what earlier slips bore on the same days.

A monthly group counts a whole month as thirty parts (art. 3 of the yearly Order); so does a month that several
contracts fill between them. Days already registered by an earlier slip are not counted twice: the limits of both slips
are then reckoned together.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

import msgspec

from core.country import Work

Scheme = Literal["general", "artist"]
DAILY_GROUPS = range(8, 12)
_THIRTY = 30
_BORNE = ("common", "professional", "solidarity_worker", "solidarity_employer")


class Registered(msgspec.Struct, frozen=True):
    """``new_days`` has a bit for each day of the month first registered by this slip, so that sums are unions."""

    parts: int
    new_days: int
    joint: bool
    month: dict[str, int]

    def columns(self) -> dict[str, int]:
        """Columns of the payroll row."""
        month = self.month
        found = {"parts": self.parts, "new_days": self.new_days, "month_pay": month["pay"],
                 "month_on_account": month["on_account"]}  # fmt: skip
        found |= {f"month_{name}": month[name] for name in _BORNE}
        if self.joint:
            found |= {"joint_parts": month["parts"], "joint_pay": month["pay"]}
            found |= {f"joint_{name}": month[name] for name in _BORNE}
        return found


def registered(work: Work, scheme: Scheme, group: int) -> Registered:
    """The days of ``work``: every day of the contract, or each day of performance of an artist."""
    month = {name: work.month.get(f"month_{name}_{scheme}", 0)
             for name in ("days", "parts", "pay", "on_account", *_BORNE)}  # fmt: skip
    days = _bits(work.days if scheme == "artist" else _between(work.first_day, work.last_day))
    new = days & ~month["days"]
    whole = (1 << monthrange(work.last_day.year, work.last_day.month)[1]) - 1
    parts = new.bit_count()
    room = _THIRTY - month["parts"]
    if scheme == "general" and group not in DAILY_GROUPS:
        parts = room if (month["days"] | new) == whole else min(parts, room)
    joint = month["parts"] > 0 and (new != days or parts == 0)
    return Registered(max(parts, 0), new, joint, month)


def _between(first: date, last: date) -> Iterable[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def _bits(days: Iterable[date]) -> int:
    bits = 0
    for day in days:
        bits |= 1 << (day.day - 1)
    return bits
