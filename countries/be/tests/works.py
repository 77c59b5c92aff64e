"""Works and workers for the tests: days of October 2026 unless a test says otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.country import Work, country
from countries.be.terms import EmployeeTerms
from countries.be.worker import Worker
from shared_tools.paysheet import Sheet, Slip

BELGIUM = country("be")


def weekdays(first: date, count: int) -> tuple[date, ...]:
    days = [first + timedelta(days=n) for n in range(count + count // 5 * 2 + 7)]
    return tuple(day for day in days if day.weekday() < 5)[:count]


def work(gross: int, count: int = 4, first: date = date(2026, 10, 5), **own: Any) -> Work:
    named = weekdays(first, count)
    fields = {
        "gross": gross, "first_day": named[0], "last_day": named[-1], "days": named, "minutes": count * 456,
        "pay_day": named[-1] + timedelta(days=7), "worker": Worker(birth_date=date(1990, 5, 1)),
        "terms": EmployeeTerms(departure_holiday=False),
    }  # fmt: skip
    return Work(**(fields | own))


def sheet(kind: str, *works: Work) -> Sheet:
    return BELGIUM.contract_type(kind).sheet(works, BELGIUM.parameters)


def slip(kind: str, one: Work) -> Slip:
    return sheet(kind, one).slip()


def after(*slips: Slip) -> Mapping[str, int]:
    """The sums core hands to a later slip of the same month or year."""
    sums: dict[str, int] = {}
    for one in slips:
        sums["gross"] = sums.get("gross", 0) + one.gross
        for line in one.lines:
            sums[line.code] = sums.get(line.code, 0) + line.amount
        for code, value in one.figures.items():
            sums[code] = sums.get(code, 0) + value
    return sums


def line(one: Slip, code: str) -> int:
    return sum(entry.amount for entry in one.lines if entry.code == code)
