"""Builds a slip the way core does: facts of a day, earlier slips of the month and year by their codes."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

from core.country import Work, country
from countries.at.worker import Worker
from shared_tools.paysheet import Slip

AT = country("at")
ADULT = Worker(birth_date=date(1990, 5, 1), bv_from=date(2020, 1, 1))


def sums(slips: list[Slip]) -> dict[str, int]:
    total: Counter[str] = Counter()
    for slip in slips:
        total["gross"] += slip.gross
        for line in slip.lines:
            total[line.code] += line.amount
        for code, value in slip.figures.items():
            total[code] += value
    return dict(total)


def work(
    code: str, gross: int, first: date, last: date, *, worker: Worker = ADULT, month: list[Slip] | None = None,
    year: list[Slip] | None = None, days: tuple[date, ...] | None = None, minutes: int = 0, pay_day: date | None = None,
    **terms: Any,
) -> Work:  # fmt: skip
    every = tuple(first + timedelta(n) for n in range((last - first).days + 1))
    month, year = month or [], year or month or []
    return Work(
        gross, first, last, every if days is None else days, minutes, pay_day or last, worker,
        AT.contract_type(code).terms(**terms), sums(month), sums(year), len(month),
    )  # fmt: skip


def slip(code: str, gross: int, first: date, last: date, **given: Any) -> Slip:
    return AT.contract_type(code).sheet([work(code, gross, first, last, **given)], AT.parameters).slip()


def line(of: Slip, code: str) -> int:
    return sum(line.amount for line in of.lines if line.code == code)
