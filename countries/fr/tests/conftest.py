from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest

from core.country import Work
from countries.fr import COUNTRY
from countries.fr.contracts import Worker
from shared_tools.paysheet import Slip


class Employer:
    """Keeps one worker's slips and hands their sums to the next, as core does."""

    def __init__(self, worker: Worker | None = None) -> None:
        self.worker = worker or Worker()
        self.slips: list[tuple[date, Slip]] = []

    def _sums(self, year: int, month: int | None) -> dict[str, int]:
        sums: dict[str, int] = {}
        for day, slip in self.slips:
            if day.year == year and month in (None, day.month):
                parts = [
                    *((line.code, line.amount) for line in slip.lines),
                    *slip.figures.items(),
                    ("gross", slip.gross),
                ]
                for code, amount in parts:
                    sums[code] = sums.get(code, 0) + amount
        return sums

    def work(
        self, code: str, gross: int, first: date, last: date | None = None, hours: int = 0, **terms: Any
    ) -> Work:
        last = last or first
        days = tuple(first + timedelta(n) for n in range((last - first).days + 1))
        return Work(
            gross, first, last, days, hours * 60, last + timedelta(7), self.worker,
            COUNTRY.contract_type(code).terms(**terms),
            self._sums(last.year, last.month), self._sums(last.year, None), len(self.slips),
        )  # fmt: skip

    def pay(
        self, code: str, gross: int, first: date, last: date | None = None, hours: int = 0, **terms: Any
    ) -> Slip:
        work = self.work(code, gross, first, last, hours, **terms)
        slip = COUNTRY.contract_type(code).sheet([work], COUNTRY.parameters).slip()
        self.slips.append((work.last_day, slip))
        return slip

    def month(self, code: str, gross: int, year: int, month: int, **terms: Any) -> Slip:
        last = date(year, month, monthrange(year, month)[1])
        return self.pay(code, gross, last.replace(day=1), last, **terms)


@pytest.fixture
def employer() -> Employer:
    return Employer()


@pytest.fixture
def employer_of() -> Callable[[Worker], Employer]:
    return Employer
