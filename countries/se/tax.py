"""The monthly tax table, computed (skattetabell, SFL 12 kap.; SKV 433): any table, column and income at once.

Skatteverket publishes the rows; they follow from the income of a year by the steps below, each rounded as the
technical description says. Everything here is in whole kronor.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared_tools.dated import Law
from shared_tools.paysheet import Column, bracket, choose

COLUMNS = (1, 2, 3, 5, 6)
"""The columns this module computes: 1 and 3 wages, 2 and 6 pensions, 5 other pensionable income."""

_SENIOR_ALLOWANCE = (2, 3)
_PENSION_CONTRIBUTION = (1, 3, 5)
_MONTHS = 12
_SCALE = 10**6
_NO_END = 2**62


@dataclass(frozen=True)
class TableTax:
    """A row of the table and the yearly steps that lead to it. Kronor a year, but ``income_to`` and ``month``."""

    income_to: Column
    year_income: Column
    allowance: Column
    taxable: Column
    state_tax: Column
    municipal_tax: Column
    burial_fee: Column
    pension_contribution: Column
    pension_credit: Column
    work_credit: Column
    income_credit: Column
    public_service_fee: Column
    year_tax: Column
    month: Column


def table_tax(income: Column, table: Column, column: Column, law: Law) -> TableTax:
    """Tax of a month's ``income`` by ``table`` (29-42) and ``column``.

    Above the last published row the same steps are run on the income itself: an approximation the caller announces.
    """
    price_base = _kronor(law, "price_base_amount")
    step = _end_of_step(income, law)
    year = _down(step * _MONTHS, 100)

    plain = _piecewise(law["basic_allowance"].value, price_base)(year)
    increase = _piecewise(law["senior_increase"].value, price_base)(year)
    senior = np.isin(column, _SENIOR_ALLOWANCE)
    allowance = _allowance(plain + np.where(senior, increase, 0), year)
    taxable = np.maximum(year - allowance, 0)

    state = _share(np.maximum(taxable - _kronor(law, "state_tax_threshold"), 0), law.rate("state_tax_rate"))
    burial_rate = law.rate("burial_and_denomination_in_table")
    municipal_rate = table * (_SCALE // 100) - _scaled(burial_rate)
    municipal = taxable * municipal_rate // _SCALE
    burial = _share(taxable, burial_rate)

    pension = np.where(np.isin(column, _PENSION_CONTRIBUTION), _pension_contribution(year, law), 0)
    income_base = _kronor(law, "income_base_amount")
    ceiling = _whole(law.rate("public_service_up_to") * income_base * 100)
    public_service = (
        np.minimum(taxable * 100, ceiling) * _scaled(law.rate("public_service_fee")) // (_SCALE * 100)
    )

    work = _work_credit(year, _allowance(plain, year), municipal_rate, column, price_base, law)
    over = np.maximum(taxable - _kronor(law, "reduction_income_from"), 0)
    income_credit = np.minimum(
        _share(over, law.rate("reduction_income_rate")), _kronor(law, "reduction_income_max")
    )

    # The order of the credits is the law's: pension contribution (then against state tax), work, income.
    against_municipal = np.minimum(pension, municipal)
    against_state = np.minimum(pension - against_municipal, state)
    left = np.maximum(municipal - against_municipal - work, 0)
    left = np.maximum(left - income_credit, 0)
    year_tax = state - against_state + left + burial + pension + public_service
    free = income <= _kronor(law, "table_tax_free_income")
    return TableTax(
        step, year, allowance, taxable, state, municipal, burial, pension, against_municipal + against_state, work,
        income_credit, public_service, year_tax, np.where(free, 0, year_tax // _MONTHS),
    )  # fmt: skip


def column_of_age(birth_year: Any, year: Any, law: Law) -> Any:
    """The column for wages: 1, or 3 for those who had turned the senior age when ``year`` began."""
    senior = birth_year < year - int(law["senior_age"].value)
    return np.where(senior, 3, 1)


def one_off_percent(year_income: Column, law: Law) -> Column:
    """Millionths withheld from a one-off amount, by the estimated income of the year (minor units)."""
    rows = law.table("one_off")
    index = bracket(year_income, [limit for limit, _ in rows if limit != ""])
    return np.array([_scaled(rate) for _, rate in rows], dtype=np.int64)[index]


def last_table_income(law: Law) -> int:
    """Kronor a month up to which the published table gives amounts."""
    return law.table("table_steps")[-1][0] // 100


# --- steps --------------------------------------------------------------------------------------------------------


def _end_of_step(income: Column, law: Law) -> Column:
    """The upper end of the published row ``income`` stands in: the whole row pays the tax of its end."""
    free = _kronor(law, "table_tax_free_income")
    conditions: list[NDArray[np.bool_]] = [income <= free]
    ends: list[Any] = [free]
    for limit, width in law.table("table_steps"):
        conditions.append(income <= limit // 100)
        ends.append(_up(income, width // 100))
    return choose(conditions, ends, income)


def _allowance(scaled: Column, year: Column) -> Column:
    """Up to whole hundreds, never more than the income (``scaled``: kronor × 10^6)."""
    return np.minimum(_up(scaled, 100 * _SCALE) // _SCALE, year)


def _pension_contribution(year: Column, law: Law) -> Column:
    """To the nearest hundred, exactly 50 goes down; none on a small income."""
    rate = _scaled(law.rate("general_pension_contribution"))
    top = _whole(law.rate("pension_contribution_up_to") * _kronor(law, "income_base_amount") * 100)
    scaled = np.minimum(year * 100, top) * rate // 100
    nearest = -((50 * _SCALE - scaled) // (100 * _SCALE)) * 100
    least = law.rate("pension_contribution_from") * _kronor(law, "price_base_amount")
    return np.where(year * least.denominator >= least.numerator, nearest, 0)


def _work_credit(
    year: Column, allowance: Column, municipal_rate: Column, column: Column, price_base: int, law: Law
) -> Column:
    """Jobbskatteavdrag before it is capped by the municipal tax."""
    counted = _piecewise(law["work_credit"].value, price_base)(year)
    younger = np.maximum(counted - allowance * _SCALE, 0) * municipal_rate // (_SCALE * _SCALE)
    senior = _piecewise(law["work_credit_senior"].value, price_base)(year) // _SCALE
    return choose([column == 1, column == 3], [younger, senior])


# --- exact arithmetic in whole kronor -------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Piecewise:
    """``constant + slope × income`` by bracket of income; answers in kronor × 10^6."""

    edges: NDArray[np.int64]
    constants: NDArray[np.int64]
    slopes: NDArray[np.int64]

    def __call__(self, income: Column) -> Column:
        piece = np.searchsorted(self.edges, income, side="left")
        return self.constants[piece] + self.slopes[piece] * income


@lru_cache(maxsize=64)
def _piecewise(rows: tuple[tuple[Any, ...], ...], price_base: int) -> _Piecewise:
    edges, constants, slopes = [], [], []
    for limit, constant, slope, counted_from in rows:
        # Incomes are whole: "up to 58 608.5" is "up to 58 608".
        edges.append(_NO_END if limit == "" else int(limit * price_base))
        constants.append(_scaled(constant * price_base - slope * counted_from * price_base))
        slopes.append(_scaled(slope))
    return _Piecewise(*(np.array(values, dtype=np.int64) for values in (edges, constants, slopes)))


def _scaled(value: Fraction) -> int:
    return _whole(value * _SCALE)


def _whole(value: Fraction) -> int:
    if value.denominator != 1:
        raise ValueError(f"{value} has more digits than the tax table keeps")
    return value.numerator


def _kronor(law: Law, key: str) -> int:
    return law.amount(key) // 100


def _share(amount: Column, rate: Fraction) -> Column:
    """``amount`` × ``rate``, the öre dropped."""
    return amount * rate.numerator // rate.denominator


def _down(value: Column, to: int) -> Column:
    return value // to * to


def _up(value: Column, to: int) -> Column:
    return -(-value // to) * to
