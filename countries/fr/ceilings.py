"""The ceiling of social security and the slices of pay under and over it (CSS D242-17, R242-2).

A ceiling belongs to the calendar days of employment. Pay and ceilings are cumulated over the year: a slip owes on what
its own pay adds to each slice since 1 January, so that the year's slips together owe what the year's total owes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np

from shared_tools.dated import Law
from shared_tools.paysheet import Column, Columns, half_up

UNITS_PER_HOUR = 300
"""Hours are counted in 1/300 h: minutes, hundredths of an hour and a twelfth of 1,820 hours are all whole in it."""


def full_month_units(law: Law) -> int:
    """A full month of 35 hours a week, 1,820 / 12 hours, in 1/300 h."""
    return law.amount("legal_hours_year") * UNITS_PER_HOUR // 12


def period_ceiling(columns: Columns, law: Law) -> Column:
    """Monthly ceiling × calendar days of employment / days of the month × contract hours / full hours, half up.

    Columns: ``calendar_days`` newly covered by this slip, ``days_before`` covered by earlier slips of the month,
    ``month_days``, ``ceiling_units`` (contract hours in 1/300 h).
    """
    monthly, full = law.amount("pmss"), full_month_units(law)

    def of_days(days: Column) -> Column:
        return half_up(monthly * days * columns.ceiling_units, columns.month_days * full)

    return of_days(columns.days_before + columns.calendar_days) - of_days(columns.days_before)


@dataclass(frozen=True)
class Slices:
    """What ``pay`` adds to the slices of the pay and ceilings cumulated before it. Minor units."""

    pay: Column
    ceiling: Column
    pay_before: Column
    ceiling_before: Column

    def _added(self, part: Callable[[Column, Column], Column]) -> Column:
        return part(self.pay_before + self.pay, self.ceiling_before + self.ceiling) - part(
            self.pay_before, self.ceiling_before
        )

    def up_to(self, ceilings: int) -> Column:
        """Pay up to so many ceilings."""
        return self._added(lambda pay, ceiling: np.minimum(pay, ceilings * ceiling))

    def whole_if_above_one(self, ceilings: int) -> Column:
        """Pay from the first cent up to so many ceilings, but only if it is above one (base of the CET)."""
        return self._added(
            lambda pay, ceiling: np.where(pay > ceiling, np.minimum(pay, ceilings * ceiling), 0)
        )


def day_mask(first: date, last: date) -> int:
    """Calendar days of one month as bits: bit 0 is the 1st."""
    return (1 << last.day) - (1 << (first.day - 1))
