"""Shared pieces of the Swedish tests: the country, a law of 2026, and slips from few words."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from core.country import Country, Work, country
from countries.se.terms import AssignmentTerms, Worker
from shared_tools.dated import Law
from shared_tools.paysheet import Slip

MAY = date(2026, 5, 4)


@pytest.fixture(scope="session")
def se() -> Country:
    return country("se")


@pytest.fixture(scope="session")
def law(se: Country) -> Law:
    return se.parameters.on(date(2026, 4, 1))


class Desk:
    """Computes slips one after the other, carrying month and year as core does."""

    def __init__(self, se: Country) -> None:
        self.se = se
        self.slips: list[tuple[Work, Slip]] = []

    def work(self, gross: int, pay_day: date = date(2026, 5, 11), worker: Worker | None = None,
             terms: Any = None, **more: Any) -> Work:  # fmt: skip
        first = more.pop("first_day", pay_day.replace(day=1))
        last = more.pop("last_day", pay_day.replace(day=5))
        earlier = [slip for work, slip in self.slips if work.pay_day.year == pay_day.year]
        month = [slip for work, slip in self.slips if (work.pay_day.year, work.pay_day.month) == (pay_day.year, pay_day.month)]  # fmt: skip
        return Work(
            gross, first, last, more.pop("days", (first,)), more.pop("minutes", 480), pay_day,
            worker or Worker(birth_date=date(1985, 3, 2)), AssignmentTerms() if terms is None else terms,
            month=_sums(month), year=_sums(earlier), month_slips=len(month),
        )  # fmt: skip

    def slip(self, gross: int, *args: Any, kind: str = "assignment", **more: Any) -> Slip:
        work = self.work(gross, *args, **more)
        slip = self.se.contract_type(kind).sheet([work], self.se.parameters).slip()
        self.slips.append((work, slip))
        return slip


def _sums(slips: list[Slip]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for slip in slips:
        amounts = {"gross": slip.gross} | slip.figures
        for line in slip.lines:
            amounts[line.code] = amounts.get(line.code, 0) + line.amount
        for code, amount in amounts.items():
            sums[code] = sums.get(code, 0) + amount
    return sums


@pytest.fixture
def desk(se: Country) -> Desk:
    return Desk(se)


def amount(slip: Slip, code: str) -> int:
    """The line called ``code``, 0 where the slip has none."""
    return sum(line.amount for line in slip.lines if line.code == code)
