"""Wage tax by the official plan (Programmablaufplan, EStG 39b): year, month, week or day, and one-off pay, over columns.

The steps A to H are those of the dossier, section 2.7. Inputs outside them (pensions, stock schemes, death benefits)
are not columns here and are refused where a case names them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from countries.de.tariff import CENTS, RATE_SCALE, Plan, share, whole_euro_up
from shared_tools.paysheet import Column
from shared_tools.refusal import Refusal

Flag = Any
"""A bool column, or one value for all rows."""
THOUSANDTHS = 1000
TENTHS = 10
_MOST_OF_A_YEAR = 13 * 10**10
"""Cents: above 2 × 10^11 the tariff's top zone overflows 64 bits without a word."""


@dataclass(frozen=True, slots=True)
class TaxFacts:
    """What the plan asks of a person; a column each, or one value for all. In brackets the plan's own names.

    ``factor`` thousandths (f), ``children`` tenths (ZKF), ``extra`` hundredths of a percent (KVZ), ``discounts``
    children beyond the first (PVA), ``private`` 0 statutory, 1 or 2 private (PKV) with ``premium`` and ``subsidy``
    in cents a month (PKPV, PKPVAGZ), ``relief_year`` the year after the 64th birthday, 0 without relief (AJAHR).
    """

    tax_class: Column
    factor: Any = THOUSANDTHS
    children: Any = 0
    extra: Any = 0
    childless: Flag = False
    discounts: Any = 0
    saxony: Flag = False
    no_pension: Flag = False
    no_unemployment: Flag = False
    private: Any = 0
    premium: Any = 0
    subsidy: Any = 0
    church: Flag = False
    relief_year: Any = 0


@dataclass(frozen=True, slots=True)
class YearTax:
    """A year's steps: cents, but ``tax`` and ``base`` (for Soli and church tax) in whole euro."""

    pay: Column
    vorsorge: Column
    left: Column
    tariff_tax: Column
    tax: Column
    base: Column

    @property
    def taxable(self) -> Column:
        """What is left of the pay, where it reaches a euro."""
        return np.where(self.left < CENTS, 0, self.left)


@dataclass(frozen=True, slots=True)
class PeriodTax:
    """What is withheld in a pay period, cents; ``church_base`` is 0 for those in no church."""

    year: YearTax
    tax: Column
    soli: Column
    church_base: Column


@dataclass(frozen=True, slots=True)
class OneOffTax:
    """What is withheld from one-off pay (sonstiger Bezug), cents."""

    tax: Column
    soli: Column
    church_base: Column


def yearly(plan: Plan, amount: Column, period: Any) -> Column:
    """Step A: a year's amount of a period's; ``period`` 1 year, 2 month, 3 week, 4 day.

    Raises Refusal ``absurd_wage`` where the tariff's products would no longer fit their columns.
    """
    _, numerator, denominator = plan.periods[np.asarray(period) - 1].T
    year = amount * numerator if np.all(denominator == 1) else amount * numerator // denominator
    if np.max(year, initial=0) > _MOST_OF_A_YEAR:
        raise Refusal(
            "absurd_wage", f"{int(np.max(year)) // CENTS} euro a year is beyond what this program taxes.", field="gross",
            way_out="Correct the pay; amounts are in cents.",
        )  # fmt: skip
    return year


def _of_period(plan: Plan, cents: Column, period: Any) -> Column:
    _, numerator, denominator = plan.periods[np.asarray(period) - 1].T
    return cents // numerator if np.all(denominator == 1) else cents * denominator // numerator


def _splitting(facts: TaxFacts) -> Column:
    """1 where the tariff is asked for half and its tax doubled (class III), 0 elsewhere: so many bits are shifted."""
    return (facts.tax_class == 3).astype(np.int64)


def _relief(plan: Plan, facts: TaxFacts, pay: Column) -> Column | int:
    if not np.any(facts.relief_year):
        return 0
    row = np.clip(np.asarray(facts.relief_year) - plan.relief_from, 0, len(plan.relief_most) - 1)
    claimed = np.minimum(whole_euro_up(-(-pay * plan.relief_rates[row] // 1000)), plan.relief_most[row])
    return np.where(np.asarray(facts.relief_year) > 0, claimed, 0)


def _vorsorge(plan: Plan, facts: TaxFacts, pay: Column) -> Column:
    """Step C: the lump sum for social insurance, whole euro in cents."""
    pension_pay = np.minimum(pay, plan.pension_ceiling)
    pension = np.where(facts.no_pension, 0, share(pension_pay, plan.pension))
    health = _health_and_care(plan, facts, np.minimum(pay, plan.health_ceiling))
    if plan.year == "2025":
        plain = whole_euro_up(pension + health)
        # The plan of 2025 lowered one variable step by step: those outside the pension scheme keep their whole pay.
        seen = np.where(facts.no_pension, pay, pension_pay)
        most = np.where(facts.tax_class == 3, plan.least_cap_3, plan.vorsorge_most)
        return np.maximum(plain, whole_euro_up(pension + np.minimum(share(seen, plan.least), most)))
    unemployment = share(pension_pay, plan.unemployment)
    raised = np.maximum(health, np.minimum(unemployment + health, plan.vorsorge_most))
    counts = np.logical_not(facts.no_unemployment) & (facts.tax_class != 6)
    return whole_euro_up(pension + np.where(counts, raised, health))


def _health_and_care(plan: Plan, facts: TaxFacts, pay: Column) -> Column:
    care = np.where(facts.saxony, plan.care_saxony, plan.care)
    care = care + np.where(facts.childless, plan.childless, -plan.child_discount * facts.discounts)
    statutory = pay * (plan.health + facts.extra + care) // RATE_SCALE
    if not np.any(facts.private):
        return statutory
    premium = 12 * (facts.premium - np.where(plan.year == "2025", 0, facts.subsidy))
    if plan.year == "2025":
        care_employer = np.where(facts.saxony, plan.care_employer_saxony, plan.care)
        left = premium * RATE_SCALE - pay * (plan.health_employer + care_employer)
        with_subsidy = np.where(left < 0, -(-left // RATE_SCALE), left // RATE_SCALE)
        premium = np.where(np.asarray(facts.private) == 2, with_subsidy, premium)
    else:
        premium = np.maximum(premium, 0)
    premium = np.where(facts.tax_class == 6, 0, premium)
    return np.where(np.asarray(facts.private) > 0, premium, statutory)


def _allowances(plan: Plan, facts: TaxFacts, pay: Column) -> Column:
    """Step B without children; ``pay`` after relief and personal allowances."""
    if pay.min(initial=plan.employee_allowance) >= plan.employee_allowance:
        employee = plan.employee_allowance
    else:
        employee = np.minimum(whole_euro_up(pay), plan.employee_allowance)
    fixed = np.where(
        facts.tax_class == 2, plan.special_allowance + plan.single_parent, plan.special_allowance
    )
    return np.where(facts.tax_class == 6, 0, employee + fixed)


def _child_allowance(plan: Plan, facts: TaxFacts) -> Column:
    each = np.where(facts.tax_class <= 3, plan.child, np.where(facts.tax_class == 4, plan.child_class_4, 0))
    return facts.children * each // (TENTHS * CENTS) * CENTS


def _tariff_tax(plan: Plan, facts: TaxFacts, taxable: Column) -> Column:
    """Steps D and E: the year's tax in euro before the factor; ``taxable`` cents."""
    halves = _splitting(facts)
    x = np.maximum(taxable, 0) // CENTS >> halves
    tax = plan.tariff(x) << halves
    steep = np.flatnonzero(facts.tax_class >= 5)
    if len(steep):
        tax[steep] = plan.steep(x[steep])
    return tax


def _with_factor(facts: TaxFacts, euro: Column) -> Column:
    """Euro × factor toward zero: the plan rounds a negative difference by its magnitude."""
    if np.all(facts.factor == THOUSANDTHS):
        return euro
    scaled = euro * facts.factor
    return np.where(scaled < 0, -(-scaled // THOUSANDTHS), scaled // THOUSANDTHS)


def year_tax(
    plan: Plan, facts: TaxFacts, pay: Column, free: Any = 0, added: Any = 0, insured_pay: Column | None = None
) -> YearTax:
    """Steps B to G of a year's ``pay``, personal allowance ``free`` and addition ``added`` (cents).

    ``insured_pay`` is the pay that social insurance counts, where it is another than ``pay``.
    """
    vorsorge = _vorsorge(plan, facts, pay if insured_pay is None else insured_pay)
    reduced = np.maximum(pay - (_relief(plan, facts, pay) + free - added), 0)
    taxable = reduced - _allowances(plan, facts, reduced) - vorsorge
    tariff_tax = _tariff_tax(plan, facts, taxable)
    tax = base = _with_factor(facts, tariff_tax)
    if np.any(facts.children):
        # Most people have no allowance for children, and classes 5 and 6 never: the tariff is run for the others alone.
        allowance = _child_allowance(plan, facts)
        rows = np.flatnonzero(allowance)
        parents = TaxFacts(facts.tax_class[rows], np.broadcast_to(facts.factor, len(tax))[rows])
        base = tax.copy()
        base[rows] = _with_factor(parents, _tariff_tax(plan, parents, taxable[rows] - allowance[rows]))
    return YearTax(pay, vorsorge, taxable, tariff_tax, tax, base)


def withhold(
    plan: Plan, facts: TaxFacts, pay: Column, period: Any, free: Any = 0, added: Any = 0
) -> PeriodTax:
    """Tax, Soli and church tax base of a period's ``pay``; ``free`` and ``added`` are the period's too (cents)."""
    year = year_tax(
        plan, facts, yearly(plan, pay, period), yearly(plan, np.asarray(free), period),
        yearly(plan, np.asarray(added), period),
    )  # fmt: skip
    limit = plan.soli_free << _splitting(facts)
    beyond = np.flatnonzero(year.base > limit)
    soli = np.zeros_like(year.base)
    if len(beyond):
        base = year.base[beyond]
        full = share(base * CENTS, plan.soli_rate)
        soli[beyond] = np.minimum(full, share((base - limit[beyond]) * CENTS, plan.soli_slope))
    return PeriodTax(
        year, _of_period(plan, year.tax * CENTS, period), _of_period(plan, soli, period),
        np.where(facts.church, _of_period(plan, year.base * CENTS, period), 0),
    )  # fmt: skip


def withhold_one_off(
    plan: Plan, facts: TaxFacts, year_pay: Column, one_off: Column, free: Any = 0, added: Any = 0,
    uninsured: tuple[Any, Any] = (0, 0),
) -> OneOffTax:  # fmt: skip
    """Step H: tax of ``one_off`` beside the year's other pay ``year_pay`` (cents; ``free`` and ``added`` a year's).

    ``uninsured`` are the parts of ``year_pay`` and ``one_off`` that social insurance does not count (JRE4ENT, SONSTENT).
    """
    year_part, one_off_part = uninsured
    without = year_tax(plan, facts, year_pay, free, added, year_pay - year_part)
    whole = year_pay + one_off
    total = year_tax(plan, facts, whole, free, added, whole - year_part - one_off_part)
    tax = np.maximum(_with_factor(facts, total.tariff_tax - without.tariff_tax), 0) * CENTS
    tax = np.where(one_off == 0, 0, tax)
    soli = np.where(total.base > plan.soli_free << _splitting(facts), share(tax, plan.soli_rate), 0)
    return OneOffTax(tax, soli, np.where(facts.church, tax, 0))
