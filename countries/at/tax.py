"""Wage tax over columns: the tariff by months or days (EStG 33, 66, 77), and the fixed rates of special pay (EStG 67).

Exact throughout: an income of ``n`` days is kept as cents times ``n``, so nothing is rounded before the tax of the
year, which is rounded half up to the cent, and its share of ``n``/360, rounded half up again.
"""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, half_up

_YEAR = 360
_MONTH = 30
_RATE = 10_000


def counted_days(days: Column, month_length: Column) -> Column:
    """Days the table counts: a month of employment throughout is 30, less of it its calendar days (EStG 77(1))."""
    return np.where(days >= month_length, _MONTH, np.minimum(days, _MONTH))


def credits_of_the_year(columns: Columns, law: Law) -> Column:
    """Travel credit, commuter euro, family bonus, sole earner's credit: cents a year."""
    bonus = 12 * (
        columns.children_under_18 * law.amount("fb_under18")
        + columns.children_of_age * law.amount("fb_18plus")
    )
    bonus = np.where(columns.family_bonus_shared, half_up(bonus, 2), bonus)
    children = columns.sole_earner_children
    sole = np.select(
        [children <= 0, children == 1], [0, law.amount("avab_1")],
        law.amount("avab_2") + (children - 2) * law.amount("avab_more"),
    )  # fmt: skip
    commuter_euro = columns.commuter_km * law.amount("pendlereuro")
    return law.amount("vab") + commuter_euro + bonus + sole


def tax_of_days(columns: Columns, law: Law, base: Column, days: Column) -> Column:
    """Wage tax of ``base`` (pay less the employee's contributions) earned in ``days`` counted days (1 to 30)."""
    allowance = law.amount("wk_flat") + columns.commuter_allowance
    income = np.maximum(base * _YEAR - allowance * days, 0)
    tax = np.zeros_like(income)
    lower = 0
    for limit, rate in law.table("tariff"):
        step = income - lower * days
        if limit != "":
            step = np.minimum(step, (limit - lower) * days)
            lower = limit
        tax = tax + int(rate * _RATE) * np.maximum(step, 0)
    tax = tax - credits_of_the_year(columns, law) * days * _RATE
    of_year = half_up(np.maximum(tax, 0), _RATE * days)
    return half_up(of_year * days, _YEAR)


def wage_tax(sheet: Sheet, columns: Columns, base: Column) -> Column:
    """The tax on ``base`` together with what the month has paid before, less what was withheld then.

    Reads the columns tax_days, month_tax_days, month_tax_base, month_tax, month_length.
    """
    length = columns.month_length
    before = counted_days(columns.month_tax_days, length)
    days = counted_days(columns.month_tax_days + columns.tax_days, length)
    sheet.figure("tax_base", base)
    sheet.figure("tax_days", days - before)
    sheet.figure("employed_days", columns.employed_days)
    # Special pay taxed as current pay may meet a month without a day of work: then the month's table applies.
    table_days = np.where(days == 0, _MONTH, days)
    total = tax_of_days(columns, sheet.law, base + columns.month_tax_base, table_days)
    return sheet.line(
        "lst", N_("Wage tax"), of="employee", owed="tax", section="tax",
        amount=total - columns.month_tax, source=sheet.law["tariff"],
    )  # fmt: skip


def special_ceiling(law: Law) -> int:
    """Special pay after contributions that the fixed rates reach in a year, minor units."""
    return law.amount("sz_free") + sum(width for width, _ in law.table("sz_steps"))


def special_tax(law: Law, net_before: Column, net_now: Column) -> Column:
    """Tax at fixed rates on ``net_now`` (special pay less its contributions) after ``net_before`` of the year, half up."""
    return half_up(_scaled_special(law, net_before + net_now) - _scaled_special(law, net_before), _RATE)


def _scaled_special(law: Law, net: Column) -> Column:
    above = net - law.amount("sz_free")
    tax = np.zeros_like(net)
    for width, rate in law.table("sz_steps"):
        tax = tax + int(Fraction(rate) * _RATE) * np.clip(above, 0, width)
        above = above - width
    return tax


def control_sixth(sheet: Sheet, columns: Columns) -> Column:
    """Kontrollsechstel (EStG 77(4a)): special pay beyond a sixth of the year's current pay, less its contributions.

    Gives back its fixed tax by a line and returns what is to be taxed as current pay. Only rows whose ``control`` is
    set (the slip of 31 December).
    """
    law = sheet.law
    inside = columns.year_special_inside
    sixth = half_up(columns.year_current_pay + sheet.gross, 6)
    excess = np.where(columns.control, np.maximum(inside - sixth, 0), 0)
    excess_net = half_up(excess * columns.year_special_net, np.maximum(inside, 1))
    kept = special_tax(law, np.zeros_like(inside), columns.year_special_net - excess_net)
    refund = np.where(excess > 0, np.maximum(columns.year_special_tax - kept, 0), 0)
    sheet.figure("special_inside", -excess)
    sheet.figure("special_net", -excess_net)
    sheet.line(
        "lst_special", N_("Wage tax on special pay"), of="employee", owed="tax", section="tax",
        amount=-refund, source="EStG § 77(4a)",
    )  # fmt: skip
    return excess_net
