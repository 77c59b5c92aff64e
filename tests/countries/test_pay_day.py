"""The day a member is promised the wage: never later than the rule of [[payment_term]], on an open day."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import Any

import pytest

from core.country import Country, PayDay

SHEET = "country.toml, [[payment_term]] and [[calendar]]"


@cache
def _promised(country_code: str, days: tuple[date, ...], pay_day: Any) -> dict[date, PayDay]:
    return {day: pay_day(day) for day in days}


@pytest.fixture
def promised(country: Country, ten_years: list[date]) -> dict[date, PayDay]:
    """Pay days by last day of work, over ten years."""
    return _promised(country.code, tuple(ten_years), country.pay_day)


def test_pay_day_is_counted_by_the_rule(country: Country, to_do: Any, promised: dict[date, PayDay]) -> None:
    """Count the days of the rule from the last day of work, by a named source."""
    for last, promise in promised.items():
        term = country.facts.payment_term(last)
        if term.rule == "days_after_last_day":
            expected = last + timedelta(days=term.count)
        else:
            expected = date(last.year + last.month // 12, last.month % 12 + 1, term.count)
        if promise.rule_day != expected or not promise.source:
            to_do.write(f"the rule gives {expected}, not {promise.rule_day}", SHEET, last)


def test_pay_day_is_never_later_than_the_rule_allows(
    country: Country, to_do: Any, promised: dict[date, PayDay]
) -> None:
    """Move a pay day on a closed day to the open day before it, or where the law says so to the next one after it."""
    for last, promise in promised.items():
        closed = country.facts.payment_term(last).closed
        early, late = sorted((promise.day, promise.rule_day))
        between = [early + timedelta(days=n) for n in range((late - early).days + 1)]
        skipped = [day for day in between if day != promise.day]
        wrong_way = promise.day > promise.rule_day if closed == "before" else promise.day < promise.rule_day
        if wrong_way or any(country.calendar.is_open(day) for day in skipped):
            to_do.write(f"pay on the open day {closed} {promise.rule_day}, not {promise.day}", SHEET, last)


def test_pay_day_is_an_open_day_after_the_work(
    country: Country, to_do: Any, promised: dict[date, PayDay]
) -> None:
    """Pay when banks work, after the last day of work."""
    for last, promise in promised.items():
        if not country.calendar.is_open(promise.day) or promise.day.weekday() == 6:
            to_do.write(f"{promise.day} is closed", SHEET, last)
        if promise.day <= last:
            to_do.write(f"{promise.day} is before the work is over", SHEET, last)


def test_who_ends_earlier_is_not_paid_later(
    country: Country, to_do: Any, promised: dict[date, PayDay]
) -> None:
    """Let pay days rise with the last day of work."""
    days = list(promised)
    for earlier, later in pairwise(days):
        if promised[earlier].day > promised[later].day:
            to_do.write(f"work until {earlier} is paid after work until {later}", SHEET, later)
