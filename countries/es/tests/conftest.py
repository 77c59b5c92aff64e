"""What the tests of Spain share: the country, a worker, and slips of work in May 2026."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from core.country import Country, Work
from countries.es import COUNTRY
from shared_tools.paysheet import Slip

WORKER = COUNTRY.worker(birth_date=date(1990, 6, 1))


def work(gross: int, first: date, days: int = 1, kind: str = "fixed_term", **more: Any) -> Work:
    """``days`` days in a row from ``first`` under the contract type ``kind``; ``more`` are its terms or Work's fields."""
    fields = {name: more.pop(name) for name in tuple(more) if name in Work.__struct_fields__}
    span = tuple(first + timedelta(days=n) for n in range(days))
    whole = {
        "gross": gross, "first_day": span[0], "last_day": span[-1], "days": span, "minutes": 480 * days,
        "pay_day": COUNTRY.pay_day(span[-1]).day, "worker": WORKER, "terms": COUNTRY.contract_type(kind).terms(**more),
    }  # fmt: skip
    return Work(**{**whole, **fields})


def slip_of(row: Work, kind: str = "fixed_term") -> Slip:
    return COUNTRY.contract_type(kind).sheet([row], COUNTRY.parameters).slip()


class Payroll:
    """Slips of one worker one after another, each told the sums of the earlier ones, as core does."""

    def __init__(self) -> None:
        self.month: dict[str, Counter[str]] = {}
        self.year: dict[int, Counter[str]] = {}

    def pay(self, gross: int, first: date, days: int = 1, kind: str = "fixed_term", **more: Any) -> Slip:
        month = self.month.setdefault(f"{first:%Y-%m}", Counter())
        year = self.year.setdefault(first.year, Counter())
        row = work(gross, first, days, kind, month=dict(month), year=dict(year), **more)
        slip = slip_of(row, kind)
        sums = Counter({"gross": slip.gross, **slip.figures})
        for line in slip.lines:
            sums[line.code] += line.amount
        for known in (month, year):
            for code, amount in sums.items():
                known[code] += amount
        return slip


def amounts(slip: Slip) -> dict[str, int]:
    return {line.code: line.amount for line in slip.lines}


@pytest.fixture
def country() -> Country:
    return COUNTRY


@pytest.fixture
def payroll() -> Callable[[], Payroll]:
    return Payroll
