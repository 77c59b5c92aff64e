"""Social insurance over columns: which rates a pay bears, and what each mBGM position comes to.

The employee's share is one product of base and summed rate. What is owed to the ÖGK is the sum of the positions, each
rounded half up by itself (DM-ORG D.62); the employer bears the rest of that sum (dossier 2.3, step 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Rates, Sheet, times

SCALE = 100_000
"""Rates as the mBGM writes them: percent with three digits, as whole numbers."""


@dataclass(frozen=True)
class Scheme:
    """A row of the dossier's table 2.2: the standard position's code, the figure that keeps the base, the rates."""

    standard: str
    base: str
    employee: tuple[str, ...]
    employer: tuple[str, ...]

    @property
    def housing(self) -> bool:
        """Whether the housing contribution is due, which Vienna raises."""
        return "wf" in self.employee


_EMPLOYER = ("kv_dg", "pv_dg", "av_dg", "uv_dg", "ie_dg")
EMPLOYMENT = Scheme("T01", "sv_base", ("kv_dn", "pv_dn", "av_dn", "ak", "wf"), (*_EMPLOYER, "wf"))
FREE_CONTRACT = Scheme("T01", "free_base", ("kv_dn", "pv_dn", "av_dn", "ak"), _EMPLOYER)
SPECIAL_PAY = Scheme("T02", "special_base", ("kv_dn", "pv_dn", "av_dn"), _EMPLOYER)


@dataclass(frozen=True)
class Insured:
    """Contributions of one base a row. ``positions`` are the mBGM's, without V01 and Z01."""

    base: Column
    employee_rate: Rates
    employer_rate: Rates
    employee: Column
    employer: Column
    positions: Mapping[str, Column]

    @property
    def booked(self) -> Column:
        """What the employer bears of the positions' sum."""
        return sum(self.positions.values(), np.zeros_like(self.employee)) - self.employee


def scaled(rate: Fraction) -> int:
    """``rate`` in steps of a thousandth of a percent. Raises ValueError for a finer one."""
    number = rate * SCALE
    if number.denominator != 1:
        raise ValueError(f"{rate} is finer than a thousandth of a percent")
    return int(number)


def vienna_extra(scheme: Scheme, law: Law) -> Fraction:
    """What Vienna adds to each side's housing contribution."""
    return law.rate("wf_wien") - law.rate("wf") if scheme.housing else Fraction(0)


def position_rates(scheme: Scheme, law: Law) -> dict[str, Fraction]:
    """Rate of every position a full insurance under ``scheme`` may have, reductions negative."""
    rates = {scheme.standard: Fraction(law.sum(*scheme.employee, *scheme.employer).value)}
    for _, _, off, code in law.table("av_steps"):
        rates[code] = -off
    rates["A09"] = -law.rate("uv_dg")
    rates["A10"] = -(law.rate("av_dn") + law.rate("av_dg") + law.rate("ie_dg"))
    rates["Z14"] = 2 * vienna_extra(scheme, law)
    return rates


def insure(
    scheme: Scheme, columns: Columns, law: Law, *, base: Column, pay: Column, marginal: NDArray[np.bool_]
) -> Insured:
    """Contributions of ``base``; ``pay`` is what the reduced unemployment share is measured by (AMPFG 2a).

    Reads the columns land, employment_start, over_exempt_age, pension_age. ``marginal`` rows bear accident insurance
    alone (ASVG 7 Z 3).
    """
    rate = {code: scaled(value) for code, value in position_rates(scheme, law).items()}
    accident = scaled(law.rate("uv_dg"))
    full = ~marginal
    retired = full & columns.pension_age
    vienna = np.where(full & (columns.land == "W"), rate["Z14"] // 2, 0)

    numerators = {scheme.standard: np.where(marginal, accident, rate[scheme.standard])}
    open_to_steps = full & ~retired
    reduction = np.zeros_like(base)
    for begun_until, limit, _, code in law.table("av_steps"):
        here = open_to_steps & (pay <= limit)
        if begun_until:
            here &= columns.employment_start <= np.datetime64(begun_until)
        open_to_steps &= ~here
        numerators[code] = np.where(here, rate[code], 0)
        reduction = reduction + numerators[code]
    numerators["A09"] = np.where(columns.over_exempt_age, rate["A09"], 0)
    numerators["A10"] = np.where(retired, rate["A10"], 0)
    numerators["Z14"] = 2 * vienna

    unemployment = scaled(law.rate("av_dn"))
    of_employee = scaled(Fraction(law.sum(*scheme.employee).value))
    of_employer = scaled(Fraction(law.sum(*scheme.employer).value))
    employee_rate = np.where(full, of_employee + reduction + vienna - np.where(retired, unemployment, 0), 0)
    employer_rate = (
        np.where(full, of_employer + vienna, accident)
        + numerators["A09"]
        + np.where(retired, rate["A10"] + unemployment, 0)
    )
    return Insured(
        base, Rates(employee_rate, SCALE), Rates(employer_rate, SCALE),
        times(base, Rates(employee_rate, SCALE)), times(base, Rates(employer_rate, SCALE)),
        {code: times(base, Rates(column, SCALE)) for code, column in numerators.items()},
    )  # fmt: skip


def insurance_lines(sheet: Sheet, scheme: Scheme, insured: Insured) -> Column:
    """The lines of ``insured``; its base and positions are kept as figures. Returns the employee's share."""
    law = sheet.law
    sheet.figure(scheme.base, insured.base)
    sheet.line(
        "sv_dn", N_("Social insurance, employee's share"), of="employee", owed="social_security",
        base=insured.base, rate=insured.employee_rate, source=law.sum(*scheme.employee),
    )  # fmt: skip
    sheet.line(
        "sv_dg", N_("Social insurance, employer's share"), of="employer", owed="social_security",
        base=insured.base, rate=insured.employer_rate, source=law.sum(*scheme.employer),
    )  # fmt: skip
    rounding_line(sheet, insured.booked - insured.employer)
    keep_positions(sheet, insured.positions)
    return insured.employee


def rounding_line(sheet: Sheet, amount: Column) -> None:
    """What the rounding of single positions adds to or takes from the employer's share."""
    sheet.line(
        "sv_dg_rounding", N_("Rounding of the contribution positions (mBGM)"), of="employer", owed="social_security",
        amount=amount, source="DM-ORG D.62: each position half up by itself",
    )  # fmt: skip


def keep_positions(sheet: Sheet, positions: Mapping[str, Column]) -> None:
    """Each position's amount as a figure ``mbgm_<code>``, for the monthly contribution report."""
    for code, amount in positions.items():
        sheet.figure(f"mbgm_{code}", amount)
