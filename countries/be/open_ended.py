"""Open-ended contract with smoothed pay: whether an Activity can carry a fixed monthly wage (dossier 2.13 [believed])."""

from __future__ import annotations

import msgspec

from countries.be.payroll import wages
from shared_tools import money
from shared_tools.dated import Law
from shared_tools.paysheet import Columns


class Plan(msgspec.Struct, frozen=True):
    """A year of a fixed monthly wage, cents. ``reserve`` pays the notice period and stays untouched."""

    twelve_months: int
    double_holiday: int
    premium: int
    insurance: int
    reserve: int

    @property
    def commitment(self) -> int:
        """What the year costs, without the reserve."""
        return self.twelve_months + self.double_holiday + self.premium + self.insurance

    def carried_by(self, forecast: int) -> bool:
        """Whether a year's ``forecast`` of the Activity carries the wage."""
        return self.commitment <= forecast

    def warning(self, budget: int, paid: int) -> bool:
        """Whether the ``budget`` in hand, less what is still to pay this year after ``paid``, eats into the reserve."""
        return budget - (self.commitment - paid) < self.reserve


def plan(
    columns: Columns, law: Law, *, premium: int = 0, insurance: int = 0, reserve_months: int = 3
) -> Plan:
    """The year of one whole-month wage row. ``premium`` by the joint committee, ``insurance`` against accidents."""
    month = int(wages(columns, law).cost[0])
    holiday = (
        0 if columns.base108[0] else money.times(int(columns.gross[0]), law.rate("double_holiday_month"))
    )
    return Plan(12 * month, holiday, premium, insurance, reserve_months * month)
