"""The cost of an ordinary month for every cent of its gross, as one column, and what it says of every budget."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

import msgspec
import numpy as np

from core.country import ContractType, Country, Work
from core.payroll.trial import Trial, work_of_trial
from shared_tools.paysheet import Column, Columns

MONTH = date(2026, 6, 1)
"""Begins on a Monday and ends on a Tuesday: its weekdays span the whole calendar month, so ceilings are whole."""
TOP = 2_000_000
"""20,000.00 of a currency with cents; two million forints."""
_ASKED_AT = 500_000
_CHUNK = 131_072


def ordinary_month(country: Country) -> Work:
    """June 2026 under the country's ordinary contract: all its days, or its weekdays where people work by the day."""
    ordinary = country.ordinary
    assert ordinary is not None
    every = [MONTH + timedelta(days=n) for n in range(30)]
    days = [day for day in every if ordinary.whole_month or day.weekday() < 5]
    kind = country.contract_type(ordinary.contract_type)
    trial = Trial(
        country=country.code, contract_type=kind.code, days=tuple(days), minutes=22 * 8 * 60, pay="0",
        birth_date=date(1990, 6, 1), worker=dict(ordinary.worker), terms=dict(ordinary.terms),
    )  # fmt: skip
    work = work_of_trial(trial, country, kind)
    return msgspec.structs.replace(work, gross=_ASKED_AT)


@dataclass(frozen=True)
class CostCurve:
    """``cost[gross]`` for every gross from 0 on, minor units, and the jumps the contract type names."""

    kind: ContractType
    work: Work
    cost: Column
    named: tuple[int, ...]

    @classmethod
    def of(cls, country: Country, kind: ContractType, work: Work, top: int = TOP) -> CostCurve:
        assert kind.pay is not None and kind.inputs is not None
        law = country.parameters.on(country.parameters.era(kind.law_days(work)[0]))
        one = Columns.of([kind.inputs(work, law)])
        cost = np.empty(top + 1, dtype=np.int64)
        for start in range(0, top + 1, _CHUNK):
            gross = np.arange(start, min(start + _CHUNK, top + 1), dtype=np.int64)
            cost[gross] = kind.pay(one.repeat(len(gross)).with_(gross=gross), law).cost
        cost[0] = 0  # who is paid nothing is not employed: the solver's own answer to the smallest budgets
        return cls(kind, work, cost, tuple(kind.jumps(one, law)))

    def looked_up(self, gross: Column) -> Column:
        """The cost of each gross, as the solver asks it."""
        return self.cost[gross]

    @property
    def steps(self) -> Column:
        """``steps[gross]``: what that last cent of gross adds to the cost."""
        return np.diff(self.cost, prepend=self.cost[:1])

    @cached_property
    def _least_from_here(self) -> Column:
        return np.minimum.accumulate(self.cost[::-1])[::-1]

    @cached_property
    def _sorted(self) -> Column:
        return np.sort(self.cost)

    def largest(self, budget: Column) -> Column:
        """The largest gross whose cost is within each budget, read off the whole column."""
        return np.searchsorted(self._least_from_here, budget, side="right") - 1

    def next_dearer(self, budget: Column) -> Column:
        """The smallest cost above each budget that any gross has."""
        return self._sorted[np.searchsorted(self._sorted, budget, side="right")]

    @property
    def known_to(self) -> int:
        """The largest budget of which the column says all: no gross beyond its end can cost as little."""
        return int(self.cost[-16:].min()) - 1
