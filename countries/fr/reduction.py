"""The general reduction of employer contributions (RGDU) since 1 January 2026 (CSS L241-13, D241-7).

    C = Tmin + Tdelta × [(3 × SMIC / pay - 1) / 2] ^ 1.75        half up to 4 decimals, at most Tmin + Tdelta

The power is never computed: each value C can take begins at one ratio SMIC / pay, and a row's value is found by looking
its ratio up among those. A ratio too near a step for 30 binary digits is settled with whole numbers of any length.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from countries.fr.ceilings import UNITS_PER_HOUR
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.money import major, rounded
from shared_tools.paysheet import Column, Columns, Rates, Sheet
from shared_tools.paysheet import half_up as column_half_up
from shared_tools.refusal import Refusal

TEN_THOUSAND = 10_000
RGDU = "rgdu"
"""The value of ``general_reduction_system`` since 2026; the three reductions of 2025 are not reckoned here."""
_BITS = 30
_ROOT_BITS = 48
_LARGEST_SMIC = 1 << (62 - _BITS)


class Formula(NamedTuple):
    """The numbers of the formula; ``factor`` is 100/90 for employers of a leave fund, else 1."""

    tmin: Fraction
    tdelta: Fraction
    power: Fraction
    exit: Fraction
    factor: Fraction

    @property
    def lowest(self) -> int:
        """C just under the exit, in ten-thousandths."""
        return rounded(self.tmin * self.factor * TEN_THOUSAND)

    @property
    def highest(self) -> int:
        return rounded((self.tmin + self.tdelta) * TEN_THOUSAND)

    def power_needed(self, ten_thousandths: int) -> Fraction:
        """The power of the bracket from which C rounds to ``ten_thousandths``."""
        unrounded = Fraction(2 * ten_thousandths - 1, 2 * TEN_THOUSAND)
        return (unrounded / self.factor - self.tmin) / self.tdelta

    def reaches(self, ten_thousandths: int, smic: int, pay: int) -> bool:
        """Whether C is at least ``ten_thousandths``, exactly. ``smic`` in 1/300 cent, ``pay`` in cents."""
        bracket = (self.exit * smic / (UNITS_PER_HOUR * pay) - 1) / (self.exit - 1)
        needed = self.power_needed(ten_thousandths)
        return bracket**self.power.numerator >= needed**self.power.denominator


def _root(value: int, degree: int) -> int:
    """Largest whole number whose ``degree``-th power is at most ``value`` (Newton's method)."""
    guess = 1 << (value.bit_length() // degree + 1)
    while True:
        better = ((degree - 1) * guess + value // guess ** (degree - 1)) // degree
        if better >= guess:
            return guess
        guess = better


@lru_cache(maxsize=64)
def _steps(formula: Formula) -> NDArray[np.int64]:
    """For each C above the lowest: the ratio SMIC / pay at which it begins, times 2^30, cut off."""
    top, bottom = formula.power.numerator, formula.power.denominator
    steps = []
    for value in range(formula.lowest + 1, formula.highest + 1):
        needed = formula.power_needed(value) ** bottom
        bracket = _root((needed.numerator << (top * _ROOT_BITS)) // needed.denominator, top)
        ratio = (1 + (formula.exit - 1) * Fraction(bracket, 1 << _ROOT_BITS)) / formula.exit
        steps.append((ratio.numerator << _BITS) // ratio.denominator)
    return np.array(steps, dtype=np.int64)


def coefficient(pay: Column, smic: Column, formula: Formula) -> Column:
    """C in ten-thousandths. ``pay`` in cents; ``smic`` (hours × SMIC) in 1/300 cent, 0 where there is no reduction."""
    if int(np.max(smic, initial=0)) >= _LARGEST_SMIC:
        raise OverflowError("a reference wage too large for the reduction")
    steps = _steps(formula)
    ratio = (smic << _BITS) // (UNITS_PER_HOUR * np.maximum(pay, 1))
    # The true step lies within (step, step + 2); only ratios inside that gap are in doubt.
    reached = np.searchsorted(steps, ratio - 1, side="left")
    possible = np.searchsorted(steps, ratio, side="right")
    for row in np.flatnonzero(reached < possible):
        while reached[row] < possible[row] and formula.reaches(
            formula.lowest + int(reached[row]) + 1, int(smic[row]), int(pay[row])
        ):
            reached[row] += 1
    due = (pay > 0) & (formula.exit.denominator * UNITS_PER_HOUR * pay < formula.exit.numerator * smic)
    return np.where(due, formula.lowest + reached, 0).astype(np.int64)


def _by_headcount(pay: Column, smic: Column, large: NDArray[np.bool_], law: Law, leave_fund: bool) -> Column:
    """C in ten-thousandths, with Tdelta of employers under 50 or (``large``) from 50. All 0 before 2026."""
    if law["general_reduction_system"].value != RGDU:
        return np.zeros_like(pay)
    factor = law.rate("leave_fund_reduction_factor") if leave_fund else Fraction(1)

    def of(tdelta: str) -> Column:
        formula = Formula(
            law.rate("rgdu_tmin"), law.rate(tdelta), law.rate("rgdu_power"), law.rate("rgdu_exit"), factor
        )
        return coefficient(pay, smic, formula)

    if large.all():
        return of("rgdu_tdelta_50")
    if not large.any():
        return of("rgdu_tdelta")
    return np.where(large, of("rgdu_tdelta_50"), of("rgdu_tdelta"))


def reference_wage(units: Column, part: Column, whole: Column, law: Law) -> Column:
    """SMIC of the formula × hours × part / whole, in 1/300 cent, half up; ``units`` are hours in 1/300 h."""
    if law["general_reduction_system"].value != RGDU:
        return np.zeros_like(units)
    return column_half_up(law.amount("rgdu_smic_hour") * units * part, whole)


def general_reduction(
    sheet: Sheet, columns: Columns, smic: Column, *, since_january: bool = False, leave_fund: bool = False
) -> None:
    """Line ``er_reduction``: C × pay. ``leave_fund``: leave is paid by a fund, so C is multiplied by 100/90 first.

    ``since_january``: C and the pay are those of the year so far, and a second line takes back what was given before;
    the figures ``regularised_*`` are what later slips of the year build on. Without it each contract stands alone.
    """
    pay = sheet.gross
    if since_january:
        pay = columns.regularised_pay_before + pay
        smic = columns.regularised_smic_before + smic
        sheet.figure("regularised_pay", np.where(columns.regularised, sheet.gross, 0))
        sheet.figure(
            "regularised_smic", np.where(columns.regularised, smic - columns.regularised_smic_before, 0)
        )
    large = columns.headcount >= sheet.law.amount("headcount_fnal")
    given = sheet.figure("rgdu_coefficient", _by_headcount(pay, smic, large, sheet.law, leave_fund))
    amount = sheet.line(
        "er_reduction", N_("General reduction of employer contributions"), of="employer", owed="social_security",
        base=pay, rate=Rates(-given, TEN_THOUSAND), section="relief",
        source="CSS L241-13, D241-7 (decrees 2025-887, 2025-1446, 2026-509)",
    )  # fmt: skip
    if since_january:
        before = sheet.line(
            "er_reduction_before", N_("General reduction already given since January"), of="employer",
            owed="social_security", amount=columns.regularised_reduction_before, section="relief", source="CSS D241-8",
        )  # fmt: skip
        sheet.figure("regularised_reduction", np.where(columns.regularised, -(amount + before), 0))


def refuse_reductions_of_2025(pay: int, hours: int, law: Law) -> None:
    """Raises Refusal ``reductions_of_2025`` where ``pay`` (cents) for ``hours`` (1/300 h) had one of them.

    Above 3.3 SMIC none applied, nor the lower rates of health and family, so such pay is reckoned right.
    """
    if law["general_reduction_system"].value == RGDU:
        return
    limit = law.rate("old_reductions_exit") * law.amount("smic_hour") * hours / UNITS_PER_HOUR
    if pay <= limit:
        raise Refusal(
            "reductions_of_2025",
            f"{major(pay, 'EUR')} EUR is not above 3.3 times the SMIC of 2025 ({law['old_reductions_exit'].source}).",
            field="gross", way_out="The reductions of 2025 are not in this program: reckon the slip outside it.",
        )  # fmt: skip
