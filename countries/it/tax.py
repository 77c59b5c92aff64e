"""Income tax of a period (dossier section 2.3): brackets, deductions, the wedge cut, the supplementary payment.

A period is a year so far (a settlement, conguaglio) or a month; a month takes twelfths of what a year has. Every amount
is rounded half up to the cent once; the ratios of arts. 12 and 13 TUIR are cut to four decimals first.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import lcm

import numpy as np
from numpy.typing import NDArray

from countries.it.surtax import progressive
from shared_tools.dated import Law
from shared_tools.paysheet import Column, choose, down, half_up

Flag = NDArray[np.bool_]

MONTHS = 12


@dataclass(frozen=True)
class Period:
    """What the tax of one period depends on, a row a slip. Minor units.

    ``income`` taxable income of the period, ``wage`` the part of it earned as an employee; ``total`` the whole year's
    income that decides the deductions; ``span`` and ``wage_span`` days of the relation in twelfths of a day (a whole
    month is 365: one twelfth of the year); ``parts`` 1 for a year, 12 for a month; ``family_months`` months of the
    period for which the family is dependent; ``half_shares`` halves of a child's deduction (1 or 2).
    """

    income: Column
    wage: Column
    total: Column
    span: Column
    wage_span: Column
    parts: Column
    fixed_term: Flag
    spouse: Flag
    children: Column
    half_shares: Column
    family_months: Column
    cut_further_ratio: Flag
    deductions_claimed: Flag
    integration_claimed: Flag
    wedge_cut_claimed: Flag


@dataclass(frozen=True)
class Reckoning:
    """The tax of a period. Minor units; ``tax_free_rate`` in hundredths of a percent."""

    gross: Column
    work: Column
    bonus: Column
    spouse: Column
    children: Column
    further: Column
    net: Column
    integration: Column
    tax_free: Column
    tax_free_rate: Column


def reckon(period: Period, law: Law) -> Reckoning:
    """TUIR arts. 11-13; L. 207/2024 art. 1 cc. 4-6; DL 3/2020 art. 1."""
    gross = progressive(period.income, law.table("irpef"), period.parts)
    work, bonus = _work_deduction(period, law)
    spouse = np.where(period.deductions_claimed & period.spouse, _spouse(period, law), 0)
    children = np.where(period.deductions_claimed & (period.children > 0), _children(period, law), 0)
    further = np.where(period.wedge_cut_claimed, _further_deduction(period, law), 0)
    net = np.maximum(gross - work - bonus - spouse - children - further, 0)
    integration = _integration(period, law, gross, work, work + spouse + children)
    integration = np.where(period.integration_claimed, integration, 0)
    tax_free, rate = _tax_free_sum(period, law)
    return Reckoning(gross, work, bonus, spouse, children, further, net, integration, tax_free, rate)


def year_spans(law: Law) -> int:
    """A year in twelfths of a day, the unit of ``Period.span``."""
    return law.amount("year_days") * MONTHS


def _work_deduction(period: Period, law: Law) -> tuple[Column, Column]:
    """TUIR art. 13 c. 1 and c. 1.1: the deduction for work by days, and the bonus that days do not reduce."""
    total, steps = period.total, law.amount("ratio_steps")
    low, middle, high = (law.amount(f"work_{name}_income") for name in ("low", "middle", "high"))
    upper = law.amount("work_middle_deduction")
    to_middle = down((middle - total) * steps, middle - low)
    to_high = down((high - total) * steps, high - middle)
    yearly = choose(
        [total <= low, total <= middle, total <= high],
        [law.amount("work_deduction") * steps, upper * steps + law.amount("work_middle_more") * to_middle, upper * to_high],
    )  # fmt: skip
    deduction = half_up(yearly * period.span, steps * year_spans(law))
    minimum = np.where(period.fixed_term, law.amount("work_minimum_fixed_term"), law.amount("work_minimum"))
    # The minimum is the year's: a month only spreads what the settlement will find.
    settled = (total <= low) & (period.parts == 1)
    deduction = np.where(settled, np.maximum(deduction, minimum), deduction)
    bonus = half_up(np.full_like(total, law.amount("work_bonus")), period.parts)
    above, up_to = law.amount("work_bonus_above"), law.amount("work_bonus_up_to")
    worked = period.deductions_claimed & (period.span > 0)
    return np.where(worked, deduction, 0), np.where(worked & (total > above) & (total <= up_to), bonus, 0)


def _further_deduction(period: Period, law: Law) -> Column:
    """L. 207/2024 art. 1 c. 6, by days."""
    total, year, steps = period.total, year_spans(law), law.amount("ratio_steps")
    whole, above = law.amount("further_deduction"), law.amount("further_above")
    full_to, end = law.amount("further_whole_up_to"), law.amount("further_up_to")
    left = np.clip(end - total, 0, end - full_to)
    exact = half_up(whole * left * period.wage_span, (end - full_to) * year)
    cut = half_up(whole * down(left * steps, end - full_to) * period.wage_span, steps * year)
    return np.where(total > above, np.where(period.cut_further_ratio, cut, exact), 0)


def _spouse(period: Period, law: Law) -> Column:
    """TUIR art. 12 c. 1 a): the dependent spouse, by months."""
    total, steps = period.total, law.amount("ratio_steps")
    low, middle, high = (law.amount(f"spouse_{name}_income") for name in ("low", "middle", "high"))
    amount = law.amount("spouse_middle")
    more = np.zeros_like(total)
    for above, up_to, extra in law.table("spouse_middle_more"):
        more = np.where((total > above) & (total <= up_to), extra, more)
    share_of_low = down(total * steps, low)
    yearly = choose(
        [share_of_low <= 0, total <= low, total <= middle, total <= high],
        [0, law.amount("spouse_low") * steps - law.amount("spouse_low_less") * share_of_low, (amount + more) * steps,
         amount * down((high - total) * steps, high - middle)],
    )  # fmt: skip
    return half_up(yearly * period.family_months, steps * MONTHS)


def _children(period: Period, law: Law) -> Column:
    """TUIR art. 12 c. 1 c): children of 21 to 29 years, or disabled; by months, by halves between the parents."""
    steps, count = law.amount("ratio_steps"), period.children
    limit = law.amount("child_income") + law.amount("child_income_more") * np.maximum(count - 1, 0)
    ratio = np.maximum(down((limit - period.total) * steps, limit), 0)
    yearly = law.amount("child") * ratio * count * period.half_shares
    return half_up(yearly * period.family_months, 2 * steps * MONTHS)


def _integration(period: Period, law: Law, gross: Column, work: Column, deductions: Column) -> Column:
    """Trattamento integrativo: whole where the tax exceeds the deduction for work less 75 a year, else what deductions lose."""
    year, total = year_spans(law), period.total
    whole = half_up(law.amount("integration") * period.span, year)
    has_tax = (gross - work) * year > -law.amount("integration_less") * period.span
    low, up_to = law.amount("integration_low_income"), law.amount("integration_up_to")
    lost = np.clip(deductions - gross, 0, whole)
    return choose([total <= low, total <= up_to], [np.where(has_tax, whole, 0), lost])


def _tax_free_sum(period: Period, law: Law) -> tuple[Column, Column]:
    """L. 207/2024 art. 1 cc. 4-5: a share of the wage, chosen by the wage scaled to the year. Amount, and rate in 1/100 %."""
    table = law.table("tax_free_sum")
    denominator = lcm(10_000, *(rate.denominator for _, rate in table))
    scaled = period.wage * year_spans(law)
    numerator = choose(
        [scaled > above * period.wage_span for above, _ in reversed(table[1:])],
        [int(rate * denominator) for _, rate in reversed(table[1:])],
        int(table[0][1] * denominator),
    )
    due = period.wedge_cut_claimed & (period.total <= law.amount("tax_free_sum_up_to"))
    numerator = np.where(due & (period.wage_span > 0), numerator, 0)
    return half_up(period.wage * numerator, denominator), numerator * 10_000 // denominator
