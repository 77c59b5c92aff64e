"""Swedish payroll over columns: pay and holiday compensation, sick pay, tax withheld, employer's contributions.

Pay is kept in öre; only whole kronor of it are taxed, and tax is whole kronor (dossier section 2). The day of payment
rules everything: its month's table, its day's contributions, its month's declaration.
"""

from __future__ import annotations

from math import lcm

import msgspec
import numpy as np
from numpy.typing import NDArray

from countries.se.percentages import MILLION
from countries.se.tax import last_table_income, one_off_percent, table_tax
from shared_tools.dated import Law, Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Rates, Sheet, half_up, times

_KRONA = 100
_MONTHS = 12
_HOUR = 60 * 60
_DECISION_SOURCE = "SFS 2011:1244 55 kap.: decision of Skatteverket [believed]"

TABLE, ONE_OFF, FLAT, DECISION, DECISION_AMOUNT, SINK, A_SINK, NONE = (
    "table", "one_off", "side_income", "decision", "decision_amount", "sink", "a_sink", "none",
)  # fmt: skip
"""How tax is withheld from a row."""


class PayRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a sheet. Money in öre, percentages in millionths.

    ``month_…`` and ``year_…`` are what earlier slips of the month and year left behind.
    """

    gross: int
    pay_year: int
    birth_year: int
    tax_kind: str = FLAT
    percent: int = 0
    table: int = 0
    column: int = 0
    year_income: int = 0
    decision_amount: int = 0
    holiday: int = 0
    foreign_a1: bool = False
    supplier: bool = False
    pension: int = 0
    fora: int = 0
    attachment_keep: int = 0
    attached: bool = False
    days_employed: int = 0
    month_table_pay: int = 0
    month_table_tax: int = 0
    month_decision_tax: int = 0
    month_youth: int = 0
    month_paid_out: int = 0
    year_pay: int = 0
    year_liable: int = 0
    year_charged: int = 0


class MonthlyRow(PayRow, frozen=True, kw_only=True):
    """A row of monthly pay: ``gross`` is the pay agreed for the days of the slip, before sickness and leave.

    Times in seconds, so that minutes and hundredths of an hour are both exact.
    """

    monthly: int = 0
    week_seconds: int = 0
    sick_seconds: int = 0
    waiting: bool = True
    waiting_deducted: int = 0
    leave_days: int = 0


# --- the contract types' sheets -----------------------------------------------------------------------------------


def assignment(columns: Columns, law: Law) -> Sheet:
    """Pay of an assignment, its holiday compensation inside the gross (semesterlagen 16 b §)."""
    sheet = Sheet(law, columns.gross)
    pay = half_up(columns.gross * MILLION, MILLION + columns.holiday)
    sheet.figure("pay", pay)
    sheet.figure("holiday_compensation", columns.gross - pay)
    return _settle(sheet, columns, law)


def monthly(columns: Columns, law: Law) -> Sheet:
    """Monthly pay less sick absence, with sick pay (sjuklönelagen 6 §) and the supplement of leave taken (16 a §)."""
    year, hours = columns.monthly * _MONTHS, int(law["sick_weeks_year"].value) * columns.week_seconds
    absent = year * columns.sick_seconds
    deduction = half_up(absent, hours)
    percent = law.rate("sick_pay_percent")
    sick_pay = half_up(absent * percent.numerator, hours * percent.denominator)
    week = percent * law.rate("karens_percent") / int(law["sick_weeks_year"].value)
    whole_waiting = np.where(columns.waiting, times(year, week), 0)
    waiting = np.minimum(sick_pay, np.maximum(whole_waiting - columns.waiting_deducted, 0))
    supplement = times(columns.monthly * columns.leave_days, law["semester_supplement"])

    gross = np.maximum(columns.gross - deduction + sick_pay - waiting + supplement, 0)
    sheet = Sheet(law, gross)
    sheet.figure("agreed_pay", columns.gross)
    sheet.figure("hourly_value", half_up(year * _HOUR, hours))
    sheet.figure("sick_deduction", deduction)
    sheet.figure("sick_pay", sick_pay)
    sheet.figure("waiting_deduction", waiting)
    sheet.figure("leave_supplement", supplement)
    sheet.figure("leave_days", columns.leave_days)
    return _settle(sheet, columns.with_(gross=gross), law)


def supplier(columns: Columns, law: Law) -> Sheet:
    """An invoice without VAT: nothing withheld from a holder of F-tax; pay without leave money for anybody else."""
    return _settle(Sheet(law, columns.gross), columns, law)


def _settle(sheet: Sheet, columns: Columns, law: Law) -> Sheet:
    """Everything that follows from the gross, alike for all contract types."""
    tax = _tax(sheet, columns, law)
    _contributions(sheet, columns, law)
    _pension_and_insurance(sheet, columns, law)
    net = columns.gross - tax
    keep = np.maximum(columns.attachment_keep - columns.month_paid_out, 0)
    attachment = sheet.line(
        "attachment", N_("Attachment of pay"), of="employee", owed="other", section="deductions",
        amount=np.where(columns.attached, np.maximum(net - keep, 0), 0),
        source="Utsökningsbalken (1981:774) 7 kap. [believed]",
    )  # fmt: skip
    sheet.figure("paid_out", net - attachment)
    sheet.figure("days_employed", columns.days_employed)
    return sheet


# --- tax ----------------------------------------------------------------------------------------------------------


def _tax(sheet: Sheet, columns: Columns, law: Law) -> Column:
    """Tax withheld, whole kronor. A row has one kind; the other kinds' lines are 0 without a base."""
    kronor = columns.gross // _KRONA
    kind = columns.tax_kind
    total = _tax_by_table(sheet, columns, law)

    on_one_off = kind == ONE_OFF
    percent = np.where(on_one_off, one_off_percent(columns.year_income, law) if on_one_off.any() else 0, 0)
    for code, label, rows, rate, source in (
        ("tax_one_off", N_("Preliminary tax on a one-off amount"), on_one_off, percent, _cited(law, "one_off", on_one_off)),
        ("tax_side_income", N_("Preliminary tax on side income"), kind == FLAT, columns.percent,
         _cited(law, "side_income_tax", kind == FLAT)),
        ("tax_decision", N_("Preliminary tax by decision"), kind == DECISION, columns.percent, _DECISION_SOURCE),
        ("sink", N_("Special income tax for people living abroad (SINK)"), kind == SINK, columns.percent,
         _cited(law, "sink", kind == SINK)),
        ("a_sink", N_("Special income tax for artists living abroad (A-SINK)"), kind == A_SINK, columns.percent,
         _cited(law, "a_sink", kind == A_SINK)),
    ):  # fmt: skip
        base = np.where(rows, kronor, 0)
        total = total + sheet.line(
            code, label, of="employee", owed="tax", section="tax", base=base * _KRONA,
            rate=Rates(np.where(rows, rate, 0), MILLION), amount=base * rate // MILLION * _KRONA,
            rounding="down", source=source,
        )  # fmt: skip

    by_amount = kind == DECISION_AMOUNT
    wanted = np.maximum(columns.decision_amount - columns.month_decision_tax, 0)
    return total + sheet.line(
        "tax_decision_amount", N_("Preliminary tax by decision, an amount a month"), of="employee", owed="tax",
        section="tax", base=np.where(by_amount, kronor * _KRONA, 0),
        amount=np.where(by_amount, np.minimum(wanted, kronor * _KRONA), 0),
        source=_DECISION_SOURCE,
    )  # fmt: skip


def _tax_by_table(sheet: Sheet, columns: Columns, law: Law) -> Column:
    """Table tax of the month's pay so far, less what earlier payments of the month withheld.

    Above the last row in hand the published table gives percentages that we do not have: a line of its own says so.
    """
    rows = np.flatnonzero(columns.tax_kind == TABLE)
    month_pay = (columns.month_table_pay + columns.gross)[rows] // _KRONA
    found = table_tax(month_pay, columns.table[rows], columns.column[rows], law) if len(rows) else None
    for name in (
        "income_to", "year_income", "allowance", "taxable", "state_tax", "municipal_tax", "burial_fee",
        "pension_contribution", "pension_credit", "work_credit", "income_credit", "public_service_fee", "year_tax",
    ):  # fmt: skip
        sheet.figure(
            f"table_{name}", _spread(getattr(found, name) * _KRONA if found else None, rows, columns.n)
        )

    whole = columns.gross // _KRONA * _KRONA
    on_table = columns.tax_kind == TABLE
    sheet.figure("table_pay", np.where(on_table, columns.gross, 0))
    due = _spread(found.month * _KRONA if found else None, rows, columns.n) - columns.month_table_tax
    tax = np.where(on_table, np.clip(due, 0, whole), 0)
    above = np.zeros(columns.n, dtype=np.bool_)
    above[rows] = month_pay > last_table_income(law) if len(rows) else False
    for code, label, part in (
        ("tax_table", N_("Preliminary tax by table"), on_table & ~above),
        ("tax_above_table", N_("Preliminary tax by table, an approximation above its last row"), above),
    ):
        sheet.line(
            code, label, of="employee", owed="tax", section="tax", base=np.where(part, whole, 0),
            amount=np.where(part, tax, 0), rounding="down", source=_cited(law, "table_first", on_table),
        )  # fmt: skip
    return tax


def _spread(values: Column | None, rows: Column, n: int) -> Column:
    column = np.zeros(n, dtype=np.int64)
    if values is not None:
        column[rows] = values
    return column


def _cited(law: Law, key: str, rows: NDArray[np.bool_]) -> Parameter | str:
    """The parameter called ``key``; a number of a year that no row needs may be missing from that year's law."""
    return law[key] if rows.any() else key


# --- employer -----------------------------------------------------------------------------------------------------


def _contributions(sheet: Sheet, columns: Columns, law: Law) -> None:
    """Employer's contributions by year of birth, on pay of the year from the yearly floor on.

    Pay under the floor carries none; the payment that reaches it carries those of the earlier ones too.
    """
    gross, year, born = columns.gross, columns.pay_year, columns.birth_year
    pay = sheet.figure("pay_of_year", np.where(columns.supplier, 0, gross))
    liable = sheet.figure("liable_pay", np.where(columns.supplier | columns.foreign_a1, 0, gross))
    reached = columns.year_pay + pay >= law.amount("contribution_floor_year")
    base = np.where(reached, columns.year_liable + liable - columns.year_charged, 0)
    sheet.figure("charged_pay", base)

    oldest = born <= int(law["oldest_born_to"].value)
    pension_only = ~oldest & (born < year - int(law["pension_only_age"].value))
    young = (born >= year - int(law["youth_not_turned"].value)) & (
        born < year - int(law["youth_turned"].value)
    )
    left = np.maximum(law.amount("youth_ceiling") - columns.month_youth, 0)
    youth = sheet.figure("youth_pay", np.where(young, np.minimum(base, left), 0))
    rest = np.where(oldest | pension_only, 0, base - youth)

    full, reduced = law.rate("contribution_full"), law.rate("contribution_youth")
    scale = lcm(full.denominator, reduced.denominator)
    both = half_up(rest * int(full * scale) + youth * int(reduced * scale), scale)
    of_youth = sheet.line(
        "contribution_youth", N_("Employer's contributions, young person"), of="employer", owed="social_security",
        base=youth, rate=law["contribution_youth"],
    )  # fmt: skip
    # The law's pieces are summed before the sum is rounded: this line takes the rounding of both.
    sheet.line(
        "contribution_full", N_("Employer's contributions"), of="employer", owed="social_security",
        base=rest, rate=law["contribution_full"].value, amount=both - of_youth, source=law["contribution_full"],
    )  # fmt: skip
    sheet.line(
        "contribution_pension", N_("Employer's contributions, old-age pension only"), of="employer",
        owed="social_security", base=np.where(pension_only, base, 0), rate=law["contribution_pension_only"],
    )  # fmt: skip
    sheet.line(
        "contribution_oldest", N_("Employer's contributions, none at this age"), of="employer",
        owed="social_security", base=np.where(oldest, base, 0), rate=law["contribution_oldest"],
    )  # fmt: skip


def _pension_and_insurance(sheet: Sheet, columns: Columns, law: Law) -> None:
    """What a contract adds by agreement: pension premium with its tax, insurance through Fora. Off by default."""
    premium = sheet.line(
        "pension", N_("Pension premium"), of="employer", owed="other", section="insurance",
        base=np.where(columns.pension > 0, columns.gross, 0), rate=Rates(columns.pension, MILLION),
        source="The contract's own agreement",
    )  # fmt: skip
    sheet.line(
        "pension_tax", N_("Special payroll tax on pension premiums"), of="employer", owed="provision",
        section="insurance", base=premium, rate=law["special_payroll_tax_pension"],
    )  # fmt: skip
    sheet.line(
        "fora", N_("Insurance through Fora"), of="employer", owed="other", section="insurance",
        base=np.where(columns.fora > 0, columns.gross, 0), rate=Rates(columns.fora, MILLION),
        source="The contract's own agreement",
    )  # fmt: skip
