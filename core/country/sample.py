"""What a country gives the conformance suite to work with: ``SAMPLE`` in its ``conformance.py``.

A worker and, for each contract type, one ordinary piece of work, written as a person writes them in a demonstration
file; for each declaration that is built, the facts its docstring names. Only the suite reads this.
"""

from __future__ import annotations

import runpy
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from core.country.notices import Notice
from core.country.particulars import Particulars
from core.country.payslip import Employee
from core.country.work import Work
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal

if TYPE_CHECKING:
    from core.country.contract import Country

_FULL_DAY = 8 * 60


class SampleWork(msgspec.Struct, frozen=True, kw_only=True):
    """A piece of work that the law accepts. Minor units and minutes (0: eight hours a day).

    ``worker`` are facts of the worker that this work needs besides the sample's; ``month`` and ``year`` the sums of
    earlier slips, by line or figure code, where the work needs some.
    """

    gross: int
    days: tuple[date, ...]
    minutes: int = 0
    terms: Mapping[str, Any] = {}
    worker: Mapping[str, Any] = {}
    pay_day: date | None = None
    month: Mapping[str, int] = {}
    year: Mapping[str, int] = {}
    month_slips: int = 0


class Sample(msgspec.Struct, frozen=True, kw_only=True):
    """``worker`` facts as a person's data holds them; ``works`` by contract type; ``declarations`` facts by code.

    ``no_minimum`` says why a contract type knows no minimum wage, by its code;
    ``typed`` are the facts of each notice before work that core does not know, by path, as somebody types them.
    """

    worker: Mapping[str, Any] = {}
    works: Mapping[str, SampleWork] = {}
    declarations: Mapping[str, Mapping[str, Any]] = {}
    typed: Mapping[str, Mapping[str, str]] = {}
    no_minimum: Mapping[str, str] = {}

    def work(self, country: Country, contract_type: str) -> Work:
        """The sample of ``contract_type`` as core would hand it to the payroll."""
        sample = self.works[contract_type]
        first, last = sample.days[0], sample.days[-1]
        return Work(
            gross=sample.gross, first_day=first, last_day=last, days=sample.days,
            minutes=sample.minutes or _FULL_DAY * len(sample.days),
            pay_day=sample.pay_day or country.pay_day(last).day,
            worker=msgspec.convert({**self.worker, **sample.worker}, country.worker, strict=False),
            terms=msgspec.convert(sample.terms, country.contract_type(contract_type).terms, strict=False),
            month=sample.month, year=sample.year, month_slips=sample.month_slips,
            contract_first_day=first, contract_last_day=last,
        )  # fmt: skip

    def notice(self, country: Country, contract_type: str) -> Notice:
        """What core would know of a notice before the sample work of ``contract_type``."""
        work = self.work(country, contract_type)
        return Notice(
            reference="0198c0de" * 4, number=7, made_at=datetime(2026, 10, 1, 8, 30, 5),  # noqa: DTZ001 - local time
            employer=Particulars(name="Smart", street="Street 1", postal_code="1000", city="Town"),
            employee=Employee(given_name="Eva", family_name="Huber", birth_date=date(1990, 5, 1), street="Way 2", postal_code="1000", city="Town"),
            contract_type=contract_type, days=work.days, minutes=work.minutes, gross=work.gross, worker=work.worker,
            terms=work.terms,
        )  # fmt: skip


def days(first: date, count: int = 1, *, weekdays: bool = False) -> tuple[date, ...]:
    """``count`` days from ``first`` on, Saturdays and Sundays left out if ``weekdays``."""
    found: list[date] = []
    day = first
    while len(found) < count:
        if not weekdays or day.weekday() < 5:
            found.append(day)
        day += timedelta(days=1)
    return tuple(found)


def sums(slips: Iterable[Slip]) -> dict[str, int]:
    """What core tells a later slip of earlier ones: sums by line and figure code, and of the gross."""
    found: Counter[str] = Counter()
    for slip in slips:
        found["gross"] += slip.gross
        for line in slip.lines:
            found[line.code] += line.amount
        for code, value in slip.figures.items():
            found[code] += value
    return dict(found)


def conformance(country: Country) -> Mapping[str, Any]:
    """The names of the country's ``conformance.py``. Raises Refusal ``no_sample`` where the file or ``SAMPLE`` is missing."""
    path = country.folder / "conformance.py"
    names = runpy.run_path(str(path)) if path.exists() else {}
    if not isinstance(names.get("SAMPLE"), Sample):
        raise Refusal(
            "no_sample", "the conformance suite has nothing to work with.", where=str(path), field="SAMPLE",
            way_out="Write SAMPLE = Sample(worker=…, works=…, declarations=…), see core/country/sample.py.",
        )  # fmt: skip
    return names
