"""Wage periods of a month: which days of it a slip adds to those of earlier slips.

Work before and after a gap are two wage periods (dossier 2.9); work that overlaps or continues an earlier contract of
the month is one with it, so its contributions and tax are those of the whole less what was charged already. The days
an earlier slip covered come back as a figure whose bits are days: each slip records only the days it adds, so their
sum is their union.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import NamedTuple

from core.country import Work
from shared_tools.dated import Law
from shared_tools.money import major
from shared_tools.refusal import Refusal

INSURED, MINIJOB, SHORT = "days_insured", "days_minijob", "days_short_term"
_NAMES = {INSURED: "employment", MINIJOB: "a Minijob", SHORT: "short-term employment"}


class Stretch(NamedTuple):
    """A wage period. ``days`` it lasts with what it continues, 30 for a full month; ``new_days`` of them now.

    ``joint`` whether it continues or overlaps an earlier slip; ``new_mask`` the days it adds, a bit each.
    """

    days: int
    full: bool
    joint: bool
    new_days: int
    new_mask: int


def mask_of(days: list[date]) -> int:
    return sum(1 << (day.day - 1) for day in days)


def stretch(work: Work, kind: str, law: Law) -> Stretch:
    """The wage period of ``work`` among the month's slips of its ``kind``.

    Raises Refusal ``one_employment`` when another kind of employment with this employer covers one of the days.
    """
    length = (work.last_day - work.first_day).days + 1
    mask = mask_of([work.first_day + timedelta(days=n) for n in range(length)])
    for other, name in _NAMES.items():
        if other != kind and mask & work.month.get(other, 0):
            raise Refusal(
                "one_employment",
                f"{name} with the same employer covers days from {work.first_day} to {work.last_day}; "
                "work for one employer is one employment (SGB IV 8).",
                field="days", way_out="Give both contracts the same type, or choose other days.",
            )  # fmt: skip
    earlier = work.month.get(kind, 0)
    # Touching days continue the employment: the mask is widened by a day on either side.
    joint = bool(earlier & (mask | mask << 1 | mask >> 1))
    whole = mask | (earlier if joint else 0)
    in_month = calendar.monthrange(work.first_day.year, work.first_day.month)[1]
    full = whole.bit_count() == in_month
    month_days = law.amount("sv_month_days")
    days = month_days if full else whole.bit_count()
    before = work.month.get("sv_days", 0) if joint else 0
    return Stretch(days, full, joint, max(days - before, 0), mask & ~earlier)


def check_period(work: Work) -> None:
    """Raises Refusal ``days_outside_contract`` or ``over_a_month``."""
    if work.last_day < work.first_day:
        raise Refusal(
            "days_outside_contract", f"the work ends on {work.last_day}, before it begins on {work.first_day}.",
            field="days", way_out="Correct the dates.",
        )  # fmt: skip
    if (work.first_day.year, work.first_day.month) != (work.last_day.year, work.last_day.month):
        raise Refusal(
            "over_a_month", f"a slip from {work.first_day} to {work.last_day} covers two calendar months.",
            field="days", way_out="Make one slip for each calendar month (SGB IV 23; EStG 38a).",
        )  # fmt: skip
    for day in work.days:
        if not work.first_day <= day <= work.last_day:
            raise Refusal(
                "days_outside_contract", f"{day} is outside {work.first_day} to {work.last_day}.", field="days",
                way_out="Choose days of the contract, or extend it first.",
            )  # fmt: skip


_ABSURD = 100_000_000
"""A million euro on one slip is a slip of the pen; a limit of ours, no figure of law."""


def eur(cents: int) -> str:
    return f"{major(cents, 'EUR')} EUR"


def check_wage(gross: int) -> None:
    """Raises Refusal ``negative_wage`` or ``absurd_wage``; cents."""
    if gross < 0:
        raise Refusal(
            "negative_wage", f"a wage of {eur(gross)} is negative.", field="gross",
            way_out="Correct the wrong slip instead.",
        )  # fmt: skip
    if gross > _ABSURD:
        raise Refusal(
            "absurd_wage", f"a wage of {eur(gross)} on one slip is beyond what this program pays.",
            field="gross", way_out="Check the amount; it is read in cents.",
        )  # fmt: skip


def check_minimum(gross: int, minutes: int, law: Law, key: str) -> None:
    """Raises Refusal ``below_minimum_wage``, naming the hourly minimum ``key`` and its source. Cents, minutes."""
    hourly = law.amount(key)
    minimum = -(-hourly * minutes // 60)
    if gross < minimum:
        raise Refusal(
            "below_minimum_wage",
            f"{eur(gross)} for {minutes // 60} h {minutes % 60:02d} is below the minimum of {eur(minimum)} "
            f"({eur(hourly)} an hour, {law[key].source}).",
            field="gross", way_out="Pay at least the minimum, or engage the person for fewer hours.",
        )  # fmt: skip


def check_recorded(work: Work) -> None:
    """Raises Refusal ``missing_working_time``: these employments must have their hours recorded (MiLoG 17)."""
    if work.minutes <= 0 and work.gross > 0:
        raise Refusal(
            "missing_working_time", "the hours worked are not recorded, so the minimum wage cannot be checked.",
            field="minutes", way_out="Record beginning, end and length of the work (MiLoG 17(1)).",
        )  # fmt: skip
