"""Months as the group counts them: text ``YYYY-MM`` outside, one running integer inside."""

from __future__ import annotations

import calendar
import re
from datetime import date

from shared_tools.refusal import Refusal

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")


def number(month: str) -> int:
    """``"2025-03"`` → months since the year 0, so that months can be added and compared.

    Raises Refusal ``not_a_month``.
    """
    found = _MONTH.fullmatch(month)
    if found is None:
        raise Refusal(
            "not_a_month", f"{month!r} is not a month.", way_out="Write the year and month: 2025-03."
        )
    return int(found[1]) * 12 + int(found[2]) - 1


def name(month: int) -> str:
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def january(month: int) -> int:
    """The January of the year of ``month``."""
    return month - month % 12


def last_day(month: str) -> date:
    year, of_year = divmod(number(month), 12)
    return date(year, of_year + 1, calendar.monthrange(year, of_year + 1)[1])
