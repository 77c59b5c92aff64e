"""Dutch payroll: the white month table of wage tax as a formula, and the employer's premiums. Cents.

The table is in steps of ``table_step`` euro a year; its tax and credits are whole euros a year (Rekenvoorschriften). Two
slips of a month withhold together what one of their sum does.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import numpy as np

from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Rates, Sheet, down, half_up, percents, times, up

UNDER, AOW_1946, AOW_1945 = 0, 1, 2
"""Under the age of the state pension (AOW); past it and born in 1946 or later; born in 1945 or earlier."""
_BORN_EARLY = 1945
_MONTHS = 12
_SCALE = 10**5
"""Rates have at most three digits of a percent: in this unit they are whole numbers."""


class PassedOn(msgspec.Struct, frozen=True):
    """One row of fees passed on: nothing is withheld, nothing added."""

    gross: int


class Month(msgspec.Struct, frozen=True):
    """One row of a month's wages. ``earlier_`` are sums of this month's earlier slips."""

    gross: int
    age: int
    tax_credit: bool
    awf_low: bool
    aof_high: bool
    whk_percent: str
    earlier_gross: int = 0
    earlier_tax: int = 0


def age_code(born: date, day: date, law: Law) -> int:
    """By ``day``, the last of the work."""
    months = (day.year - born.year) * _MONTHS + day.month - born.month - (day.day < born.day)
    if months < law["aow_age_months"].value:
        return UNDER
    return AOW_1945 if born.year <= _BORN_EARLY else AOW_1946


def table_wage_limit(law: Law) -> int:
    """Cents a month from which on the month table no longer holds."""
    above = (int(law["table_max"].value) + int(law["table_step"].value)) * 100
    return -(-above // _MONTHS)


def passed_on(columns: Columns, law: Law) -> Sheet:
    """The fee of a self-employed person, without VAT: cost, gross and net are one."""
    return Sheet(law, columns.gross)


def month(columns: Columns, law: Law) -> Sheet:
    """Wage tax by the white month table, premiums of the employer on the wage up to the monthly limit."""
    gross = columns.gross
    sheet = Sheet(law, gross)
    total = gross + columns.earlier_gross
    tax = _table_tax(sheet, columns, total, law) - columns.earlier_tax
    sheet.line(
        "loonheffing", N_("Wage tax and national insurance contribution"), of="employee", owed="tax", section="tax",
        amount=tax, source=law["rate_1"],
    )  # fmt: skip
    limit = law.amount("premium_wage_max_month")
    base = np.minimum(total, limit) - np.minimum(columns.earlier_gross, limit)
    _premiums(sheet, columns, sheet.figure("premium_base", base), law)
    # Set aside, not yet owed: paid in May, or with each month where the contract says so.
    sheet.figure("holiday_allowance_reserved", times(gross, law["holiday_allowance"]))
    sheet.figure("gross_on_call", gross)
    return sheet


def _table_tax(sheet: Sheet, columns: Columns, wage: Column, law: Law) -> Column:
    """Cents of the month for a wage of the month."""
    step, top = int(law["table_step"].value), int(law["table_max"].value)
    annual = np.minimum(top, wage * _MONTHS // (step * 100) * step)
    aow, early = columns.age != UNDER, columns.age == AOW_1945
    sheet.figure("annual_wage", annual)
    tax = sheet.figure("tax_on_annual_wage", _by_brackets(annual, aow, early, law))
    ahk = sheet.figure("ahk", np.where(columns.tax_credit, _general_credit(annual, aow, law), 0))
    ark = sheet.figure("ark", np.where(columns.tax_credit, _labour_credit(annual, aow, law), 0))
    ouk = sheet.figure("ouderenkorting", np.where(columns.tax_credit & aow, _credit_of_age(annual, law), 0))
    return half_up(np.maximum(tax - ahk - ark - ouk, 0) * 100, _MONTHS)


def _scaled(law: Law, key: str, aow: Any) -> Column:
    """A rate in hundred thousandths, or an amount, by row: ``key`` with ``_aow`` past the pension age."""

    def whole(name: str) -> int:
        value = law[name].value * (_SCALE if law[name].unit.startswith("%") else 1)
        if value.denominator != 1:
            raise ValueError(f"{name} has more digits than the table reckons with")
        return int(value)

    return np.where(aow, whole(f"{key}_aow"), whole(key)).astype(np.int64)


def _by_brackets(annual: Column, aow: Any, early: Any, law: Law) -> Column:
    """Each bracket rounded down to the euro."""
    first = np.where(early, int(law["bracket_1_to_aow1945"].value), int(law["bracket_1_to"].value))
    second = np.full_like(annual, int(law["bracket_2_to"].value))
    third = np.full_like(annual, int(law["table_max"].value))
    low, tax = np.zeros_like(annual), np.zeros_like(annual)
    for high, rate in (
        (first, _scaled(law, "rate_1", aow)),
        (second, int(law["rate_2"].value * _SCALE)),
        (third, int(law["rate_3"].value * _SCALE)),
    ):
        tax = tax + down(np.maximum(np.minimum(annual, high) - low, 0) * rate, _SCALE)
        low = high
    return tax


def _cut(credit: Column, annual: Column, start: int, rate: Column | int) -> Column:
    """A credit in hundred thousandths of a euro less ``rate`` of the wage above ``start``, up to the whole euro, not below 0."""
    return up(np.maximum(credit - np.maximum(annual - start, 0) * rate, 0), _SCALE)


def _general_credit(annual: Column, aow: Any, law: Law) -> Column:
    credit = _scaled(law, "ahk_max", aow) * _SCALE
    left = _cut(credit, annual, int(law["ahk_from"].value), _scaled(law, "ahk_cut", aow))
    return np.where(annual > int(law["bracket_2_to"].value), 0, left)


def _labour_credit(annual: Column, aow: Any, law: Law) -> Column:
    """Built up in three steps, each to its maximum, then cut."""
    credit = np.zeros_like(annual)
    for step, start in (("1", 0), ("2", int(law["ark_step_2"].value)), ("3", int(law["ark_step_3"].value))):
        more = credit + _scaled(law, f"ark_rate_{step}", aow) * np.maximum(annual - start, 0)
        credit = np.minimum(more, _scaled(law, f"ark_max_{step}", aow) * _SCALE)
    left = _cut(credit, annual, int(law["ark_cut_from"].value), _scaled(law, "ark_cut", aow))
    return np.where(annual > int(law["ark_to"].value), 0, left)


def _credit_of_age(annual: Column, law: Law) -> Column:
    credit = np.full_like(annual, int(law["ouk_max"].value) * _SCALE)
    left = _cut(credit, annual, int(law["ouk_from"].value), int(law["ouk_cut"].value * _SCALE))
    return np.where(annual > int(law["ouk_to"].value), 0, left)


def _premiums(sheet: Sheet, columns: Columns, base: Column, law: Law) -> None:
    """Past the pension age the health contribution alone is owed."""
    under = columns.age == UNDER

    def of_row(low: str, high: str, takes_high: Any) -> Rates:
        rates = np.where(takes_high, int(law.rate(high) * _SCALE), int(law.rate(low) * _SCALE))
        return Rates(np.where(under, rates, 0).astype(np.int64), _SCALE)

    whk = percents(list(columns.whk_percent))
    for code, label, rate, source in (
        ("awf", N_("Unemployment fund (AWf)"), of_row("awf_high", "awf_low", columns.awf_low), law["awf_high"]),
        ("aof", N_("Disability fund (Aof)"), of_row("aof_low", "aof_high", columns.aof_high), law["aof_low"]),
        ("wko", N_("Childcare surcharge (Wko)"), of_row("wko", "wko", under), law["wko"]),
        ("whk", N_("Return-to-work fund (Whk)"), Rates(np.where(under, whk.numerators, 0), whk.denominator),
         "Wfsv art. 38; the employer's decision of the year"),
        ("zvw", N_("Health insurance contribution (Zvw)"), law.rate("zvw_employer"), law["zvw_employer"]),
    ):  # fmt: skip
        sheet.line(code, label, of="employer", owed="social_security", base=base, rate=rate, source=source)
