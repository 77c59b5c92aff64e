"""Counting days of employment (LAS, SFS 1982:80): when a fixed term becomes open-ended, when priority begins."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from shared_tools.dated import Law
from shared_tools.i18n import N_

_DAY = timedelta(days=1)

NEAR_PRIORITY = N_("Employed for nine months in five years: a right of priority to new employment arises.")
NEAR_OPEN_ENDED = N_(
    "Employed for twelve months in five years: the fixed term becomes open-ended employment."
)


class Standing(msgspec.Struct, frozen=True):
    """Days employed in the window that ends on ``on``, days between employments that count too, and what follows."""

    on: date
    days: int
    between: int
    warnings: tuple[str, ...]


def standing(periods: Sequence[tuple[date, date]], on: date, law: Law) -> Standing:
    """Days of special fixed-term employment up to ``on``; ``periods`` are (first day, last day), any order.

    Three or more employments in a calendar month: the days between them count as employed (5 a §).
    """
    window = _years_before(on, int(law["las_window_years"].value))
    employed: set[date] = set()
    for first, last in periods:
        start, end = max(first, window), min(last, on)
        employed.update(start + n * _DAY for n in range((end - start).days + 1))
    counted = employed | _days_between(periods, int(law["las_month_employments"].value), window, on)
    warnings = [
        message
        for key, message in (("las_priority_days", NEAR_PRIORITY), ("las_conversion_days", NEAR_OPEN_ENDED))
        if len(counted) >= int(law[key].value)
    ]
    return Standing(on, len(counted), len(counted - employed), tuple(warnings))


def _days_between(periods: Sequence[tuple[date, date]], enough: int, window: date, on: date) -> set[date]:
    """Days of months with ``enough`` employments that lie between the month's first and last day employed."""
    employments = Counter(month for period in periods for month in _months(*period))
    found: set[date] = set()
    for (year, month), count in employments.items():
        if count < enough:
            continue
        first_of_month = date(year, month, 1)
        last_of_month = (first_of_month + 31 * _DAY).replace(day=1) - _DAY
        inside = [p for p in periods if p[0] <= last_of_month and p[1] >= first_of_month]
        start = max(min(first for first, _ in inside), first_of_month, window)
        end = min(max(last for _, last in inside), last_of_month, on)
        found.update(start + n * _DAY for n in range((end - start).days + 1))
    return found


def _months(first: date, last: date) -> list[tuple[int, int]]:
    start, end = first.year * 12 + first.month - 1, last.year * 12 + last.month - 1
    return [(n // 12, n % 12 + 1) for n in range(start, end + 1)]


def _years_before(day: date, years: int) -> date:
    """The first day of the window of ``years`` that ends on ``day``."""
    year = day.year - years
    try:
        return day.replace(year=year) + _DAY
    except ValueError:  # 29 February
        return date(year, 3, 1)
