"""Belgian payroll: one wage sheet for employees, manual workers, artists and students (README.md says the law).

Cents and seconds; every step half up to the cent. Contributions, bonus and reductions follow the month of the work,
the tax the day of payment.
"""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np

from countries.be import social, tax
from countries.be.holiday import departure_cost
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Rates, Sheet, half_up, times

MILLION = 1_000_000
QUARTERS = (1, 2, 3, 4)


class Wage(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a wage sheet. Amounts in cents, times in seconds.

    ``days`` paid days that count in full (a student's: those beyond the yearly hours) of ``month_days`` in the working
    pattern of ``week_days`` · ``day_seconds`` a full-time day · ``by_hours``, ``whole_month`` how the pay is counted,
    otherwise by days · ``third_of_quarter`` the reductions of a running contract, month by month ·
    ``base108`` manual workers and artists · ``student_inside`` of ``student_seconds`` lie within the yearly hours ·
    ``family`` one of tax.FAMILIES · ``children`` a disabled one counted twice · ``chosen`` the member's own percentage
    in millionths · ``month_*`` sums of the month's earlier slips with this employer (``scale``: those not taxed flat),
    ``year_bonus`` work bonus granted this year, ``quarter_base`` pay declared this quarter.
    """

    gross: int
    pay_day: date
    quarter: int
    days: int
    month_days: int
    day_seconds: int
    week_days: int = 5
    seconds: int = 0
    by_hours: bool = False
    whole_month: bool = False
    third_of_quarter: bool = False
    base108: bool = False
    student_seconds: int = 0
    student_inside: int = 0
    family: str = "single"
    children: int = 0
    single_parent: bool = False
    disabled: bool = False
    spouse_disabled: bool = False
    dependants_65_care: int = 0
    dependants_other: int = 0
    resident: bool = True
    chosen: int = 0
    flat_tax: bool = False
    piecework: bool = False
    artist_target: bool = False
    departure: bool = False
    commercial: bool = True
    staff: int = 20
    month_base: int = 0
    month_special: int = 0
    month_scale_taxable: int = 0
    month_scale_bonus_a: int = 0
    month_scale_bonus_b: int = 0
    month_scale_withheld: int = 0
    year_bonus: int = 0
    quarter_base: int = 0


def wages(columns: Columns, law: Law) -> Sheet:
    """Payslips of ``columns``; ``law`` is that of the work. Raises MissingValue for a year without key formula."""
    sheet = Sheet(law, columns.gross)
    pay = _student_part(sheet, columns, law)
    base = sheet.figure("onss_base", social.declared(pay, columns, law))
    for quarter in QUARTERS:
        sheet.figure(f"quarter{quarter}_base", np.where(columns.quarter == quarter, base, 0))
    onss = sheet.line(
        "onss_worker", N_("Social security contribution"), of="employee", owed="social_security",
        base=base, rate=law["onss_worker"],
    )  # fmt: skip
    bonus_a, bonus_b = _work_bonus(sheet, pay, onss, columns, law)
    taxable = sheet.figure("taxable", pay - (onss - bonus_a - bonus_b))
    _withholding(sheet, taxable, bonus_a, bonus_b, columns, law)
    _special_contribution(sheet, base, columns, law)
    _employer(sheet, pay, base, columns, law)
    return sheet


def _student_part(sheet: Sheet, columns: Columns, law: Law) -> Column:
    """Solidarity contributions on the hours within the student's quota; returns the pay beyond it, all for others."""
    inside = half_up(columns.gross * columns.student_inside, np.maximum(columns.student_seconds, 1))
    sheet.figure("student_gross_inside", inside)
    sheet.figure("student_minutes", columns.student_seconds // 60)
    sheet.line(
        "solidarity_worker", N_("Solidarity contribution of a student"), of="employee", owed="social_security",
        base=inside, rate=law["student_worker"],
    )  # fmt: skip
    sheet.line(
        "solidarity_employer", N_("Solidarity contribution for a student"), of="employer", owed="social_security",
        section="employer", base=inside, rate=law["student_employer"],
    )  # fmt: skip
    return columns.gross - inside


def _work_bonus(sheet: Sheet, pay: Column, onss: Column, columns: Columns, law: Law) -> tuple[Column, Column]:
    reference = social.month_reference(pay, columns)
    wage = sheet.figure("bonus_reference_wage", reference.wage)
    sheet.figure("bonus_fraction", reference.fraction)
    bonus_a, bonus_b = social.work_bonus(reference, columns, onss, law)
    for code, label, amount, key in (
        ("work_bonus_a", N_("Work bonus, part A"), bonus_a, "work_bonus_a_employee"),
        ("work_bonus_b", N_("Work bonus, part B"), bonus_b, "work_bonus_b_employee"),
    ):
        granted = np.where(amount > 0, wage, 0)
        sheet.line(
            code,
            label,
            of="employee",
            owed="social_security",
            base=granted,
            amount=-amount,
            source=law[key],
        )
    return bonus_a, bonus_b


def _withholding(
    sheet: Sheet, taxable: Column, bonus_a: Column, bonus_b: Column, columns: Columns, law: Law
) -> None:
    """Tax by law for this payment, and what the member has chosen on top of it.

    By the scale the month is taxed as a whole: its amount less what earlier slips withheld. Flat pay stands alone.
    """
    paid = law.on(columns.pay_day[0].item())
    flat = columns.flat_tax
    on_scale = np.where(flat, 0, 1)
    month_taxable = columns.month_scale_taxable + taxable
    steps = tax.key_formula(np.where(flat, 0, month_taxable), columns, paid)
    for code in ("year_gross", "flat_costs", "net", "shared", "basic", "reductions", "year"):
        sheet.figure(f"tax_{code}", getattr(steps, code))
    before_bonus = np.where(flat, times(taxable, paid["artist_flat"]), steps.month)
    sheet.figure("tax_before_bonus", before_bonus)
    fiscal = tax.fiscal_work_bonus(
        columns.month_scale_bonus_a + bonus_a, columns.month_scale_bonus_b + bonus_b, paid
    )
    fiscal = sheet.figure("fiscal_work_bonus", on_scale * np.minimum(fiscal, before_bonus))
    month_total = sheet.figure("withholding_month_total", before_bonus - fiscal)
    before = sheet.figure("withheld_before", on_scale * columns.month_scale_withheld)
    by_law = np.maximum(month_total - before, 0)
    least = times(taxable, paid["piecework_min"])
    by_law = np.where(columns.piecework & ~flat, np.maximum(by_law, least), by_law)
    sheet.line(
        "withholding_by_law", N_("Withholding tax"), of="employee", owed="tax", section="tax",
        base=taxable, amount=by_law, source=paid["pp_scale"],
    )  # fmt: skip
    chosen = times(taxable, Rates(columns.chosen, MILLION))
    extra = np.maximum(chosen - by_law, 0)
    sheet.line(
        "withholding_chosen", N_("Further withholding tax chosen by the member"), of="employee", owed="tax",
        section="tax", base=np.where(columns.chosen > 0, taxable, 0), amount=extra,
        source="Annex III RD/ITC 92: higher withholding at the written request of the worker [believed]",
    )  # fmt: skip
    # What a later slip of the same month must know to tax the month as a whole.
    sheet.figure("scale_taxable", on_scale * taxable)
    sheet.figure("scale_bonus_a", on_scale * bonus_a)
    sheet.figure("scale_bonus_b", on_scale * bonus_b)
    sheet.figure("scale_withheld", on_scale * (by_law + extra))


def _special_contribution(sheet: Sheet, base: Column, columns: Columns, law: Law) -> None:
    """On the month's declared pay with this employer, all contracts together, less what earlier slips took."""
    month_base = columns.month_base + base
    month = sheet.figure(
        "special_contribution_month", social.special_contribution(month_base, columns.family, law)
    )
    due = np.where(base > 0, np.maximum(month - columns.month_special, 0), 0)
    sheet.line(
        "special_contribution", N_("Special social security contribution"), of="employee", owed="social_security",
        base=np.where(base > 0, month_base, 0), amount=due, source=law["special_individual"],
    )  # fmt: skip


def _employer(sheet: Sheet, pay: Column, base: Column, columns: Columns, law: Law) -> None:
    ceiling = law.amount("employer_ceiling_quarter")
    subject = np.minimum(base, np.maximum(ceiling - columns.quarter_base, 0))
    basic = sheet.line(
        "onss_employer", N_("Basic contribution and wage moderation"), of="employer", owed="social_security",
        section="employer", base=subject, rate=law.sum(*social.BASIC),
    )  # fmt: skip
    line = social.quarter_line(pay, columns, law)
    wage = sheet.figure("structural_reference_wage", line.wage)
    sheet.figure("structural_R", line.amount)
    sheet.figure("structural_mu", line.mu)
    structural = np.minimum(social.structural_reduction(line, columns.third_of_quarter, law), basic)
    artist = np.where(columns.artist_target, social.artist_reduction(line, columns.third_of_quarter, law), 0)
    artist = np.minimum(artist, basic - structural)
    for code, label, amount, key in (
        ("structural_reduction", N_("Structural reduction"), structural, "structural_reduction"),
        ("artist_reduction", N_("Target-group reduction for artists"), artist, "artist_target"),
    ):
        sheet.line(
            code, label, of="employer", owed="social_security", section="employer",
            base=np.where(amount > 0, wage, 0), amount=-amount, source=law[key],
        )  # fmt: skip
    for add_on in social.add_ons(base, columns, law):
        sheet.line(
            add_on.code, add_on.label, of="employer", owed="social_security", section="employer",
            base=add_on.base, rate=add_on.parameter,
        )  # fmt: skip
    through_fund = np.where(columns.base108, base, 0)
    sheet.line(
        "holiday_quarter", N_("Holiday contribution, each quarter"), of="employer", owed="social_security",
        section="holiday", base=through_fund, rate=law["holiday_quarter"],
    )  # fmt: skip
    sheet.line(
        "holiday_year_provision", N_("Holiday contribution, billed in the spring"), of="employer", owed="holiday",
        section="holiday", base=through_fund, rate=law["holiday_year"],
    )  # fmt: skip
    if law["accident_insurance"].value:
        sheet.line(
            "accident_insurance", N_("Insurance against work accidents"), of="employer", owed="other",
            section="employer", base=columns.gross, rate=law["accident_insurance"],
        )  # fmt: skip
    earned = sheet.figure("departure_earned", np.where(columns.departure, pay, 0))
    set_aside = departure_cost(earned, columns, law) if columns.departure.any() else earned
    sheet.line(
        "departure_provision", N_("Set aside for departure holiday pay"), of="employer", owed="provision",
        section="holiday", base=earned, amount=set_aside, source=law["departure_single"],
    )  # fmt: skip


def cost_jumps(columns: Columns, law: Law) -> tuple[int, ...]:
    """Grosses at which the cost of ``columns``' row falls: an artist reaching the wage of the target group."""
    if not columns.artist_target[0] or not law.amount("artist_target"):
        return ()
    # The least gross whose reference wage, gross × factor half up, reaches the wage of the law.
    factor = int(social.quarter_factor(columns)[0])
    return (-(-(100 * social.artist_wage(law) - 50) // factor),)
