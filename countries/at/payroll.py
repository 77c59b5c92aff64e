"""Austrian payslips over columns: employment whole or in part, marginal, free contract, special pay.

Work by the day is in casual.py; the rows these functions read are built in contracts.py.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from countries.at.insurance import EMPLOYMENT, FREE_CONTRACT, SPECIAL_PAY, Scheme, insurance_lines, insure
from countries.at.levies import (
    levy_on_special_pay,
    marginal_levy,
    payroll_levies,
    severance_fund,
    vienna_levy,
)
from countries.at.rows import Row
from countries.at.tax import control_sixth, special_ceiling, special_tax, wage_tax
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, half_up

_MONTH = 30


class Current(Row, frozen=True, kw_only=True):
    """One slip of current pay under an employment or free contract.

    ``ceiling_days`` calendar days insured, 30 for a whole month; ``agreed_days`` the days the pay stands for when the
    monthly limit is asked (30: the pay itself); ``month_pay`` the pay agreed for a whole month, where known;
    ``month_base`` the base that earlier slips of the month have used; ``control``: the slip of 31 December.
    """

    ceiling_days: int = _MONTH
    agreed_days: int = _MONTH
    month_pay: int | None = None
    special_pay_agreed: bool = True
    month_base: int = 0
    control: bool = False
    year_current_pay: int = 0
    year_special_inside: int = 0
    year_special_net: int = 0
    year_special_tax: int = 0


class Special(Row, frozen=True, kw_only=True):
    """One special payment. ``sixth`` the Jahressechstel at the time of payment; ``year_*`` the year's special pay before."""

    sixth: int
    marginal: bool = False
    taxed: bool = True
    year_special_base: int = 0
    year_special_inside: int = 0
    year_special_net: int = 0


def is_marginal(columns: Columns, law: Law) -> NDArray[np.bool_]:
    """ASVG 5(2): the pay of the month, or agreed for a whole month, is not over the limit."""
    agreed = np.where(
        columns.month_pay_given, columns.month_pay * columns.agreed_days, columns.gross * _MONTH
    )
    return agreed <= law.amount("gering_month") * columns.agreed_days


def employment(columns: Columns, law: Law) -> Sheet:
    """A month of employment or part of one: full insurance, or marginal where the pay is not over the limit."""
    of_days = law.amount("hbg_day") * columns.ceiling_days
    sheet = _current_pay(EMPLOYMENT, columns, law, _ceiling(columns, law.amount("hbg_month"), of_days))
    vienna_levy(sheet, columns)
    taxable = columns.gross - sheet.amount("sv_dn")
    if columns.control.any():
        taxable = taxable + control_sixth(sheet, columns)
    wage_tax(sheet, columns, taxable)
    sheet.figure("current_pay", columns.gross)
    return sheet


def free_contract(columns: Columns, law: Law) -> Sheet:
    """A free contract (ASVG 4(4)): contributions without housing, no wage tax; a higher ceiling without special pay."""
    with_special = columns.special_pay_agreed
    whole = np.where(with_special, law.amount("hbg_month"), law.amount("hbg_free_no_special"))
    # The law names no ceiling of a day for contracts without special pay: a thirtieth of the month's [believed].
    of_days = half_up(law.amount("hbg_free_no_special") * columns.ceiling_days, _MONTH)
    of_days = np.where(with_special, law.amount("hbg_day") * columns.ceiling_days, of_days)
    return _current_pay(FREE_CONTRACT, columns, law, _ceiling(columns, whole, of_days))


def _ceiling(columns: Columns, whole: Column | int, of_days: Column) -> Column:
    """Contracts with one employer share the month's ceiling, however the month is divided among them."""
    own = np.where(columns.ceiling_days >= _MONTH, whole, np.minimum(of_days, whole))
    return np.maximum(np.minimum(own, whole - columns.month_base), 0)


def _current_pay(scheme: Scheme, columns: Columns, law: Law, ceiling: Column) -> Sheet:
    gross = columns.gross
    sheet = Sheet(law, gross)
    marginal = is_marginal(columns, law)
    sheet.figure("monthly_equivalent", half_up(gross * _MONTH, columns.agreed_days))
    sheet.figure("marginal", marginal.astype(np.int64))
    base = np.minimum(gross, ceiling)
    insurance_lines(sheet, scheme, insure(scheme, columns, law, base=base, pay=gross, marginal=marginal))
    marginal_levy(sheet, columns, np.where(marginal, gross, 0))
    severance_fund(sheet, columns)
    payroll_levies(sheet, columns)
    return sheet


def special_payment(columns: Columns, law: Law) -> Sheet:
    """A 13th or 14th pay: own ceiling of the year, the sixth at fixed rates, the rest taxed with the month's current pay."""
    special = columns.gross
    sheet = Sheet(law, special)
    base = np.clip(law.amount("hbg_special_year") - columns.year_special_base, 0, special)
    insured = insure(SPECIAL_PAY, columns, law, base=base, pay=special, marginal=columns.marginal)
    contributions = insurance_lines(sheet, SPECIAL_PAY, insured)
    levy_on_special_pay(sheet, columns, np.where(columns.marginal, special, 0))
    severance_fund(sheet, columns)
    payroll_levies(sheet, columns)

    inside = np.where(columns.taxed, np.clip(columns.sixth - columns.year_special_inside, 0, special), 0)
    net_inside = inside - half_up(contributions * inside, np.maximum(special, 1))
    exempt = columns.sixth <= law.amount("sz_limit")
    room = np.maximum(special_ceiling(law) - columns.year_special_net, 0)
    at_fixed_rates = np.where(exempt, net_inside, np.minimum(net_inside, room))
    sheet.figure("special_inside", inside)
    sheet.figure("special_net", at_fixed_rates)
    sheet.figure("sixth", columns.sixth)
    sheet.figure("marginal", columns.marginal.astype(np.int64))
    sheet.line(
        "lst_special", N_("Wage tax on special pay"), of="employee", owed="tax", section="tax",
        amount=np.where(exempt, 0, special_tax(law, columns.year_special_net, at_fixed_rates)),
        source=law["sz_steps"],
    )  # fmt: skip
    as_current = np.where(columns.taxed, special - contributions - at_fixed_rates, 0)
    # Asked of every row, taxed this way or not: a slip has the same figures alone and among others.
    wage_tax(sheet, columns, as_current)
    return sheet
