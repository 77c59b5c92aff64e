"""Withholding tax (bedrijfsvoorheffing, précompte professionnel): the key formula of Annex III RD/ITC 92.

Yearly amounts of one month's pay × 12, every step half up to the cent. The numbers are those of the day of payment.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from shared_tools.dated import Law
from shared_tools.paysheet import Column, Columns, Rates, half_up, times

FAMILIES: Final[tuple[str, ...]] = (
    "single", "spouse_income", "spouse_none", "spouse_pension_174", "spouse_pension_579", "spouse_other_290",
)  # fmt: skip
"""Who the tax formula takes a person for; the numbers are net incomes of the spouse a month, on 1 January."""

WITH_QUOTIENT: Final[tuple[str, ...]] = ("spouse_none", "spouse_pension_174")


@dataclass(frozen=True, slots=True)
class Steps:
    """The steps of the key formula, cents; ``month`` is the withholding before the fiscal work bonus."""

    year_gross: Column
    flat_costs: Column
    net: Column
    shared: Column
    basic: Column
    reductions: Column
    year: Column
    month: Column


def key_formula(taxable: Column, columns: Columns, law: Law) -> Steps:
    """Tax on a month's ``taxable`` pay. Raises MissingValue for a year without formula, or children in 2025's."""
    year_gross = taxable * 12
    flat_costs = np.minimum(times(year_gross, law["pp_flat_costs_percent"]), law.amount("pp_flat_costs_max"))
    net = year_gross - flat_costs
    quotient = np.isin(columns.family, WITH_QUOTIENT) & columns.resident
    share = np.minimum(times(net, law["pp_quotient_percent"]), law.amount("pp_quotient_max"))
    shared = np.where(quotient, share, 0)
    exempt = np.where(quotient, law.amount("pp_exempt_pair"), law.amount("pp_exempt_single"))
    # Scale III: a non-resident without 75 % of his income in Belgium has no exempt part.
    exempt = np.where(columns.resident, exempt, 0)
    on_shared, on_rest = scale(np.stack((shared, net - shared)), law)
    basic = np.maximum(on_shared + on_rest - exempt, 0)
    reductions = np.minimum(family_reductions(columns, law), basic)
    year = basic - reductions
    return Steps(year_gross, flat_costs, net, shared, basic, reductions, year, half_up(year, 12))


def scale(income: Column, law: Law) -> Column:
    """The progressive scale: the tax up to the bracket's floor and the rounded rest."""
    floors, fixed, rates = zip(*law.table("pp_scale"), strict=True)
    row = np.maximum(np.searchsorted(np.array(floors), income, side="left") - 1, 0)
    numerators, denominator = on_one_denominator(rates)
    above = half_up((income - np.array(floors)[row]) * numerators[row], denominator)
    return np.array(fixed)[row] + above


def family_reductions(columns: Columns, law: Law) -> Column:
    """Yearly reductions for dependants and handicaps. A number of law is read only where somebody needs it."""
    total = np.zeros_like(columns.children)
    if columns.children.any():
        table = np.array(law.table("pp_children"), dtype=np.int64)
        last = len(table) - 1
        total = table[np.minimum(columns.children, last)] + law.amount("pp_child_more") * np.maximum(
            columns.children - last, 0
        )
    for key, count in (
        ("pp_single_parent", columns.single_parent),
        ("pp_disabled", columns.disabled),
        ("pp_spouse_disabled", columns.spouse_disabled & np.isin(columns.family, WITH_QUOTIENT)),
        ("pp_dependant_65_care", columns.dependants_65_care),
        ("pp_dependant_other", columns.dependants_other),
        ("pp_spouse_other_290", columns.family == "spouse_other_290"),
        ("pp_spouse_pension_579", columns.family == "spouse_pension_579"),
    ):
        if count.any():
            total = total + law.amount(key) * count
    return total


def fiscal_work_bonus(bonus_a: Column, bonus_b: Column, law: Law) -> Column:
    """Tax credit of a month for the social work bonus really granted, each part rounded (ITC 92 art. 289ter/1)."""
    return times(bonus_a, law["fiscal_bonus_a"]) + times(bonus_b, law["fiscal_bonus_b"])


def exceptional_rate(normal: Column, holiday: Column, law: Law) -> Rates:
    """Rate for an exceptional payment by the normal yearly taxable pay: the holiday column or the other."""
    floors, on_holiday, on_other = zip(*law.table("exceptional"), strict=True)
    row = np.maximum(np.searchsorted(np.array(floors), normal, side="left") - 1, 0)
    numerators, denominator = on_one_denominator((*on_holiday, *on_other))
    middle = len(on_holiday)
    return Rates(np.where(holiday, numerators[:middle][row], numerators[middle:][row]), denominator)


def exceptional_child_reduction(normal: Column, children: Column, law: Law) -> Rates:
    """Part of that tax which falls away for children: all of it up to one limit, a percentage up to another."""
    if not children.any():
        return Rates(np.zeros_like(normal), 1)
    exempt = np.array(law.table("exceptional_child_exempt"), dtype=np.int64)
    limits, parts = zip(*law.table("exceptional_child_reduction"), strict=True)
    numerators, denominator = on_one_denominator(parts)
    last = len(exempt)
    place = np.clip(children, 1, last) - 1
    exempt_up_to = exempt[place] + law.amount("exceptional_child_exempt_more") * np.maximum(
        children - last, 0
    )
    reduced = np.where(normal <= np.array(limits)[place], numerators[place], 0)
    reduced = np.where(normal <= exempt_up_to, denominator, reduced)
    return Rates(np.where(children > 0, reduced, 0), denominator)


def exceptional_tax(taxable: Column, rate: Rates, reduction: Rates) -> Column:
    """Tax of an exceptional payment: rate and reduction together, rounded once."""
    kept = reduction.denominator - reduction.numerators
    return half_up(taxable * rate.numerators * kept, rate.denominator * reduction.denominator)


def on_one_denominator(rates: tuple) -> tuple[Column, int]:
    """Fractions as numerators over their least common denominator."""
    denominator = int(np.lcm.reduce([rate.denominator for rate in rates]))
    return np.array(
        [rate.numerator * (denominator // rate.denominator) for rate in rates], dtype=np.int64
    ), denominator
