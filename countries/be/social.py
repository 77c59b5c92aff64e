"""Social security: work bonus, special contribution, the employer's reductions and the small contributions beside.

Cents; every step half up to the cent; fractions of time half up to two decimals (kept as hundredths).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from countries.be.tax import on_one_denominator
from shared_tools.dated import Law, Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, half_up, times

HOUR = 3600
QUARTER_WEEKS = 13
BASIC = ("onss_employer_base", "onss_wage_moderation")


# --- bases ---------------------------------------------------------------------------------------------------------


def declared(pay: Column, columns: Columns, law: Law) -> Column:
    """Pay as the DmfA declares it: raised for manual workers and artists (law 29.06.1981 art. 23)."""
    return np.where(columns.base108, times(pay, law["base_manual_artist"]), pay)


def basic_contribution(base: Column, law: Law) -> Column:
    """The employer's basic contribution with its wage moderation: what reductions may not exceed."""
    return times(base, law.sum(*BASIC))


# --- work bonus ---------------------------------------------------------------------------------------------------


class Reference(NamedTuple):
    """Reference wage of a month at full time (cents) and the fraction of it worked (hundredths)."""

    wage: Column
    fraction: Column


def month_reference(pay: Column, columns: Columns) -> Reference:
    """By hours, by whole month or by days; always at 100 % of the pay (ONSS instructions, work bonus)."""
    days = np.maximum(columns.days, 1)
    seconds = np.maximum(columns.seconds, 1)
    full_month = columns.month_days * columns.day_seconds
    by_day = half_up(pay, days) * columns.month_days
    by_hour = half_up(half_up(pay * HOUR, seconds) * full_month, HOUR)
    fraction = np.where(
        columns.by_hours, half_up(100 * columns.seconds, full_month), half_up(100 * days, columns.month_days)
    )
    return Reference(
        np.where(columns.whole_month, pay, np.where(columns.by_hours, by_hour, by_day)),
        np.where(columns.whole_month, 100, np.minimum(fraction, 100)),
    )


def work_bonus(reference: Reference, columns: Columns, onss: Column, law: Law) -> tuple[Column, Column]:
    """Parts A and B as granted: never more than the contribution nor than what the year has left; B yields first."""
    part_a = _bonus_part("a", reference, columns, law)
    part_b = _bonus_part("b", reference, columns, law)
    cap = law.amount("work_bonus_year_cap")
    raised = times(np.full_like(onss, cap), law["work_bonus_cap_base108"])
    year_cap = np.where(columns.base108, raised, cap)
    room = np.maximum(np.minimum(onss, year_cap - columns.year_bonus), 0)
    part_a = np.minimum(part_a, room)
    return part_a, np.minimum(part_b, room - part_a)


def _bonus_part(part: str, reference: Reference, columns: Columns, law: Law) -> Column:
    rows = [law.table(f"work_bonus_{part}_{status}")[0] for status in ("employee", "manual")]
    slopes, denominator = on_one_denominator(tuple(row[3] for row in rows))
    column = columns.base108.astype(np.intp)
    most, full, zero = (np.array([row[i] for row in rows])[column] for i in range(3))
    wage = reference.wage
    falling = half_up(most * denominator - slopes[column] * (wage - full), denominator)
    at_full_time = np.where(wage <= full, most, np.where(wage <= zero, np.maximum(falling, 0), 0))
    return half_up(at_full_time * reference.fraction, 100)


# --- special contribution -----------------------------------------------------------------------------------------


def special_contribution(base: Column, family: Column, law: Law, months: int = 1) -> Column:
    """Special contribution on the pay of a month, or of a quarter (``months`` 3: every amount of law times 3)."""
    without_income = np.minimum(
        _brackets("special_joint", base, law, months), months * law.amount("special_no_income_max")
    )
    with_income = np.clip(
        _brackets("special_joint", base, law, months),
        months * law.amount("special_income_min"), months * law.amount("special_income_max"),
    )  # fmt: skip
    with_income = np.where(base < months * law.amount("special_income_from"), 0, with_income)
    return np.select(
        [family == "single", family == "spouse_income"],
        [_brackets("special_individual", base, law, months), with_income],
        without_income,
    )


def _brackets(key: str, base: Column, law: Law, months: int) -> Column:
    floors, fixed, rates = zip(*law.table(key), strict=True)
    floors, fixed = months * np.array(floors), months * np.array(fixed)
    numerators, denominator = on_one_denominator(rates)
    row = np.maximum(np.searchsorted(floors, base, side="left") - 1, 0)
    return fixed[row] + half_up((base - floors[row]) * numerators[row], denominator)


# --- the employer's reductions ------------------------------------------------------------------------------------


class QuarterLine(NamedTuple):
    """An employment line of a quarter: reference wage (cents), R (cents) and mu (hundredths)."""

    wage: Column
    amount: Column
    mu: Column


def quarter_line(pay: Column, columns: Columns, law: Law) -> QuarterLine:
    """Reference wage, structural reduction at full time and fraction of the quarter (programme law 24.12.2002)."""
    wage = half_up(pay * quarter_factor(columns), 100)
    ((alpha, low, gamma, very_low),) = law.table("structural_reduction")
    amount = np.maximum(times(low - wage, alpha), 0) + np.maximum(times(very_low - wage, gamma), 0)
    months = np.where(columns.third_of_quarter, 3, 1)
    by_hours = half_up(
        100 * months * columns.seconds, QUARTER_WEEKS * columns.week_days * columns.day_seconds
    )
    by_days = half_up(100 * months * columns.days, QUARTER_WEEKS * columns.week_days)
    return QuarterLine(wage, amount, np.where(columns.by_hours, by_hours, by_days))


def quarter_factor(columns: Columns) -> Column:
    """What raises a line's pay to a full quarter, in hundredths."""
    by_hours = half_up(
        100 * QUARTER_WEEKS * columns.week_days * columns.day_seconds, np.maximum(columns.seconds, 1)
    )
    by_days = half_up(100 * QUARTER_WEEKS * columns.week_days, np.maximum(columns.days, 1))
    return np.where(columns.by_hours, by_hours, by_days)


def structural_reduction(
    line: QuarterLine, third: Column, law: Law, total_mu: Column | None = None
) -> Column:
    """R × mu × beta, a third of it month by month. ``total_mu`` sums the lines of a quarter (hundredths)."""
    start, factor, slope = _small_work(law)
    return _by_beta(line.amount, line.mu, total_mu, third, law, factor, start, slope)


def artist_reduction(line: QuarterLine, third: Column, law: Law, total_mu: Column | None = None) -> Column:
    """G × mu × beta_g of the artists' target group, for a reference wage of so many minimum wages."""
    start, _, _ = _small_work(law)
    amount = np.where(line.wage >= artist_wage(law), law.amount("artist_target"), 0)
    return _by_beta(amount, line.mu, total_mu, third, law, 100, start, 100)


def artist_wage(law: Law) -> int:
    """Reference wage of a quarter from which an artist counts for the target group, cents."""
    return int(law.rate("artist_target_wages") * law.amount("minimum_wage_month"))


def _small_work(law: Law) -> tuple[int, int, int]:
    """Hundredths: mu from which beta rises, beta below it, its slope."""
    (start, factor, slope), _ = law.table("structural_small_work")
    return int(start * 100), int(factor * 100), int(slope * 100)


def _by_beta(
    amount: Column, mu: Column, total_mu: Column | None, third: Column, law: Law,
    factor: int, start: int, slope: int,
) -> Column:  # fmt: skip
    """amount × mu × beta rounded once; beta itself is never rounded. From 1/mu on the product is the amount."""
    whole = int(law.table("structural_small_work")[1][0] * 100)
    all_mu = mu if total_mu is None else total_mu
    small = half_up(amount * mu * factor, 10_000)
    rising = half_up(amount * mu * (factor * 100 + slope * (all_mu - start)), 1_000_000)
    large = half_up(amount * mu, np.maximum(all_mu, 1))
    reduction = np.select([all_mu < start, all_mu < whole], [small, rising], large)
    return np.where(third, half_up(reduction, 3), reduction)


# --- small contributions ------------------------------------------------------------------------------------------


class AddOn(NamedTuple):
    code: str
    label: str
    parameter: Parameter
    base: Column


def add_ons(base: Column, columns: Columns, law: Law) -> Iterator[AddOn]:
    """Employer contributions beside the basic one, called by ONSS code: who owes each, on which base."""
    large = columns.staff >= law.amount("closure_large_staff")
    ten = columns.staff >= law.amount("ten_or_more_staff")
    everybody = np.ones_like(large)
    for code, key, label, owes in (
        ("809", "closure_basic_20plus", N_("Closure fund, basic contribution"), columns.commercial & large),
        ("809", "closure_basic_under20", N_("Closure fund, basic contribution"), columns.commercial & ~large),
        ("811", "closure_basic_noncommercial", N_("Closure fund, non-commercial employers"), ~columns.commercial),
        ("810", "closure_special", N_("Closure fund, special contribution"), everybody),
        ("852", "risk_groups", N_("Employment and training"), everybody),
        ("855", "ten_or_more", N_("Employers of ten or more"), ten),
        ("859", "temporary_unemployment", N_("Temporary unemployment"), everybody),
        ("255", "accidents_special", N_("Industrial accidents, special contribution"), everybody),
        ("256", "asbestos", N_("Asbestos fund"), everybody),
    ):  # fmt: skip
        if owes.any() and law[key].value:
            yield AddOn(f"{code}_{key}", label, law[key], np.where(owes, base, 0))
