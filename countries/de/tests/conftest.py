"""What the German tests share: a person, days of 2026, slips and what core carries from one to the next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from core.country import Country, Work, country
from countries.de.people import Worker
from shared_tools.dated import Law
from shared_tools.paysheet import Slip

ANNA = Worker(
    tax_class=1, birth_date=date(1990, 5, 5), health_fund="TK", health_extra_percent="2.9", u1_percent="1.6",
    u2_percent="0.44",
)  # fmt: skip


@pytest.fixture(scope="session")
def germany() -> Country:
    return country("de")


@pytest.fixture(scope="session")
def law(germany: Country) -> Law:
    return germany.parameters.on(date(2026, 6, 30))


@pytest.fixture(scope="session")
def anna() -> Worker:
    return ANNA


@pytest.fixture(scope="session")
def work(germany: Country) -> Callable[..., Work]:
    """``work(type, gross, first, last, **facts of worker and terms)``: 40 minutes a day unless told."""

    def make(
        kind: str, gross: int, first: date = date(2026, 6, 1), last: date = date(2026, 6, 30), *,
        worker: dict[str, Any] | None = None, minutes: int | None = None, **terms: Any,
    ) -> Work:  # fmt: skip
        days = tuple(first + timedelta(days=n) for n in range((last - first).days + 1))
        return Work(
            gross, first, last, days, 40 * len(days) if minutes is None else minutes, last + timedelta(days=7),
            msgspec.structs.replace(ANNA, **(worker or {})), germany.contract_type(kind).terms(**terms),
        )  # fmt: skip

    return make


def sums(slips: Iterable[Slip]) -> Counter[str]:
    """What core hands to the next slip: sums by line and figure code, and of the gross."""
    found: Counter[str] = Counter()
    for slip in slips:
        found["gross"] += slip.gross
        for line in slip.lines:
            found[line.code] += line.amount
        found.update(slip.figures)
    return found


@pytest.fixture(scope="session")
def run(germany: Country) -> Callable[..., list[Slip]]:
    """Slips of works in order, each knowing the sums of the month's and the year's earlier ones."""

    def slips(kind: str, *works: Work) -> list[Slip]:
        done: list[tuple[date, Slip]] = []
        contract_type = germany.contract_type(kind)
        for each in works:
            year = [(day, slip) for day, slip in done if day.year == each.last_day.year]
            month = [slip for day, slip in year if day.month == each.last_day.month]
            known = msgspec.structs.replace(
                each, month=sums(month), year=sums(slip for _, slip in year), month_slips=len(month)
            )
            done.append((each.last_day, contract_type.sheet([known], germany.parameters).slip()))
        return [slip for _, slip in done]

    return slips
