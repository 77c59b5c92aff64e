"""A worker's year with the cooperative, slip after slip, as core keeps it."""

from __future__ import annotations

import calendar
from collections import Counter
from datetime import date, timedelta
from typing import Any

import pytest

from core.country import Country, Work, country
from countries.it.terms import Worker
from shared_tools.dated import Law
from shared_tools.paysheet import Slip


class Year:
    """Slips of one worker; each knows the sums of the earlier ones of its month and year."""

    def __init__(self, italy: Country, worker: Worker | None = None) -> None:
        self.italy = italy
        self.worker = worker or Worker()
        self.year: Counter[str] = Counter()
        self.months: dict[int, Counter[str]] = {}
        self.count: Counter[int] = Counter()

    def work(
        self, code: str, gross: int, first: date, last: date | None = None, *, minutes: int | None = None, **terms: Any
    ) -> Work:  # fmt: skip
        last = last or first
        days = tuple(first + timedelta(n) for n in range((last - first).days + 1))
        return Work(
            gross=gross,
            first_day=first,
            last_day=last,
            days=days,
            minutes=480 * len(days) if minutes is None else minutes,
            pay_day=self.italy.pay_day(last).day,
            worker=self.worker,
            terms=self.italy.contract_type(code).terms(**terms),
            month=dict(self.months.get(last.month, {})),
            year=dict(self.year),
            month_slips=self.count[last.month],
        )

    def slip(self, code: str, gross: int, first: date, last: date | None = None, **terms: Any) -> Slip:
        work = self.work(code, gross, first, last, **terms)
        slip = self.italy.contract_type(code).sheet([work], self.italy.parameters).slip()
        sums = Counter({"gross": slip.gross})
        sums.update({line.code: 0 for line in slip.lines})
        for line in slip.lines:
            sums[line.code] += line.amount
        sums.update(slip.figures)
        self.year.update(sums)
        self.months.setdefault(work.last_day.month, Counter()).update(sums)
        self.count[work.last_day.month] += 1
        return slip

    def month(self, code: str, gross: int, month: int, **terms: Any) -> Slip:
        last = calendar.monthrange(2026, month)[1]
        return self.slip(code, gross, date(2026, month, 1), date(2026, month, last), **terms)


def amount(slip: Slip, code: str) -> int:
    """The amount of a line of ``slip``, 0 where it is left out."""
    return sum(line.amount for line in slip.lines if line.code == code)


@pytest.fixture(scope="session")
def italy() -> Country:
    return country("it")


@pytest.fixture(scope="session")
def law(italy: Country) -> Law:
    return italy.parameters.on(date(2026, 6, 1))


@pytest.fixture
def year(italy: Country) -> Year:
    return Year(italy)


@pytest.fixture(name="year_of")
def _year_of(italy: Country):
    """A year of a worker with the facts named."""
    return lambda **facts: Year(italy, Worker(**facts))


@pytest.fixture(name="amount")
def _amount():
    return amount
