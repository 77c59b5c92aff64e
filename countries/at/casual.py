"""Casual work (fallweise Beschäftigung, ASVG 33(3), 471a ff.): every day is an employment of its own.

A slip may hold several days; its pay is shared among them to the cent, the earlier days taking the odd cents. Every
contribution is computed and rounded for each day, as the mBGM reports it, and added up over the slip.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
from numpy.typing import NDArray

from countries.at.insurance import EMPLOYMENT, Insured, insure, keep_positions, rounding_line
from countries.at.levies import levy_due, payroll_levies, vienna_levy
from countries.at.rows import Row
from countries.at.tax import wage_tax
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, times


class Casual(Row, frozen=True, kw_only=True):
    """One slip of casual work on ``days`` days.

    ``day_bits`` has a bit for each of them; ``before`` is what the same day was paid by earlier slips (only where
    ``days`` is 1).
    ``bv_due``: the first day is liable to the severance fund like the others. ``art_flat``: the flat tax of
    EStG 69(1) instead of the tariff; such days do not count for the tax table (``tax_days`` 0).
    """

    days: int = 1
    day_bits: int = 0
    before: int = 0
    bv_due: bool = True
    art_flat: bool = False


def casual(columns: Columns, law: Law) -> Sheet:
    """Accident insurance alone up to the monthly limit a day, full insurance above; tax by the days of the month."""
    gross = columns.gross
    sheet = Sheet(law, gross)
    each_day = _EachDay(columns)
    limit = law.amount("gering_month")

    def insured(pay: Column) -> Insured:
        base = np.minimum(pay, law.amount("hbg_day"))
        return insure(EMPLOYMENT, columns, law, base=base, pay=pay, marginal=pay <= limit)

    parts = each_day.of(lambda pay: _amounts(insured(pay)))
    contributions = _insurance_lines(sheet, parts)
    marginal_pay = each_day.of_one(lambda pay: np.where(pay <= limit, pay, 0))
    sheet.figure("insured_days", each_day.of_one(lambda pay: (pay > limit).astype(np.int64)))
    _marginal_levy(sheet, columns, each_day, marginal_pay)
    _severance_fund(sheet, columns, each_day)
    payroll_levies(sheet, columns)
    vienna_levy(sheet, columns)

    flat = columns.art_flat
    _flat_tax(sheet, np.where(flat, gross, 0))
    wage_tax(sheet, columns, np.where(flat, 0, gross - contributions))
    sheet.figure("current_pay", np.where(flat, 0, gross))
    _keep_pay_of_days(sheet, columns, each_day)
    return sheet


def _flat_tax(sheet: Sheet, pay: Column) -> None:
    """EStG 69(1) on ``pay``, 0 where the tariff applies. No rate is known before 2026, and who has not chosen it needs none."""
    line = partial(
        sheet.line, "lst_flat", N_("Wage tax at the flat rate for short engagements of artists"), of="employee",
        owed="tax", section="tax", base=pay,
    )  # fmt: skip
    if pay.any():
        line(rate=sheet.law["art_flat_rate"])
    else:
        line(amount=pay, source="EStG § 69(1)")


class _EachDay:
    """Adds an amount of a day's pay up over the days of each slip, less what an earlier slip of that day has had."""

    def __init__(self, columns: Columns) -> None:
        self.pay = columns.gross // columns.days
        self.days = columns.days
        self.dearer = columns.gross - self.pay * columns.days
        self.before = columns.before

    def of(self, amounts: Callable[[Column], dict[str, Column]]) -> dict[str, Column]:
        total = {
            code: amount * (self.days - self.dearer)
            for code, amount in amounts(self.pay + self.before).items()
        }
        if self.dearer.any():
            for code, amount in amounts(self.pay + 1).items():
                total[code] = total[code] + amount * self.dearer
        if self.before.any():
            for code, amount in amounts(self.before).items():
                total[code] = total[code] - np.where(self.before > 0, amount, 0)
        return total

    def of_one(self, amount: Callable[[Column], Column]) -> Column:
        return self.of(lambda pay: {"": amount(pay)})[""]


def _amounts(insured: Insured) -> dict[str, Column]:
    return {
        "base": insured.base, "employee": insured.employee, "employer": insured.employer, "booked": insured.booked,
        **{f"mbgm_{code}": amount for code, amount in insured.positions.items()},
    }  # fmt: skip


def _insurance_lines(sheet: Sheet, parts: dict[str, Column]) -> Column:
    law = sheet.law
    sheet.figure("casual_base", parts["base"])
    employee = sheet.line(
        "sv_dn", N_("Social insurance, employee's share"), of="employee", owed="social_security",
        amount=parts["employee"], source=law.sum(*EMPLOYMENT.employee),
    )  # fmt: skip
    sheet.line(
        "sv_dg", N_("Social insurance, employer's share"), of="employer", owed="social_security",
        amount=parts["employer"], source=law.sum(*EMPLOYMENT.employer),
    )  # fmt: skip
    rounding_line(sheet, parts["booked"] - parts["employer"])
    keep_positions(
        sheet, {name.removeprefix("mbgm_"): parts[name] for name in parts if name.startswith("mbgm_")}
    )
    return employee


def _marginal_levy(sheet: Sheet, columns: Columns, each_day: _EachDay, marginal_pay: Column) -> None:
    """DAG 1 on the uncapped pay of the days (base SO of the mBGM), and on earlier pay of the month not yet levied."""
    law = sheet.law
    rate = law["dga_rate"]
    sheet.figure("marginal_pay", marginal_pay)
    due: NDArray[np.bool_] = levy_due(columns, law, marginal_pay)
    earlier = columns.month_marginal_pay - columns.month_dga_base
    limit = law.amount("gering_month")
    today = each_day.of_one(lambda pay: times(np.where(pay <= limit, pay, 0), rate))
    sheet.figure("dga_base", np.where(due, marginal_pay + earlier, 0))
    amount = sheet.line(
        "dga", N_("Employer's levy on marginal employment"), of="employer", owed="social_security",
        amount=np.where(due, today + times(earlier, rate), 0), source=rate,
    )  # fmt: skip
    sheet.figure("mbgm_Z01", amount)


def _severance_fund(sheet: Sheet, columns: Columns, each_day: _EachDay) -> None:
    """BMSVG 6: the very first day is free, each engagement within twelve months of another due from its first day."""
    rate = sheet.law["bv"]
    free = np.where(columns.bv_due, 0, each_day.pay + (each_day.dearer > 0))
    sheet.figure("bv_base", columns.gross - free)
    amount = sheet.line(
        "bv", N_("Severance fund"), of="employer", owed="social_security",
        amount=each_day.of_one(lambda pay: times(pay, rate)) - times(free, rate), source=rate,
    )  # fmt: skip
    sheet.figure("mbgm_V01", amount)


def _keep_pay_of_days(sheet: Sheet, columns: Columns, each_day: _EachDay) -> None:
    """What each day was paid, as figures ``casual_pay_<day>``: a later slip of the same day is insured on top of it."""
    worked = int(np.bitwise_or.reduce(columns.day_bits))
    earlier = np.zeros_like(columns.day_bits)
    for day in range(1, 32):
        if worked >> day & 1:
            here = columns.day_bits >> day & 1
            sheet.figure(f"casual_pay_{day:02d}", here * (each_day.pay + (earlier < each_day.dearer)))
            earlier = earlier + here
