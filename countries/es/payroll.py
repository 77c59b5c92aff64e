"""Spanish payroll: from one row per slip to lines, net and cost (dossier section 2). Cents; one code path for any rows.

``general`` is the general scheme (indefinite, discontinuous, fixed term, substitution, worker members), ``artist`` the
artists of RD 1435/1985 with their technical and auxiliary staff.
"""

from __future__ import annotations

import msgspec
import numpy as np

from countries.es.contributions import artist_bases, contribution_lines, general_bases
from countries.es.withholding import Earlier, YearTax, regularised, year_tax
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Rates, Sheet, half_up

_RATE = 10_000

CARRIED = ("rate", "annual_pay", "gap", "minimum", "limit", "annual_withholding")
"""What the next slip of the year must know of this one, kept as the figure ``step_<name>``: the change since the slip
before, so that the sum over the year is the last value."""


class Engagement(msgspec.Struct, frozen=True):
    """One slip's row. Cents unless said; a flag or a 0 where the matter does not arise.

    ``parts`` thirtieths of a month (calendar days for daily groups, days of performance for artists), over ``months``
    calendar months (one for a slip, more for a contract priced beforehand); ``minutes``
    really worked; ``outside_base`` pay that bears no contribution (indemnity, extra pay already spread);
    ``extra_pay_share`` the twelfth of extra pays paid apart; ``accident_it``, ``accident_ims``, ``floor``,
    ``requested_rate``, ``non_resident_rate``, ``earlier_rate`` hundredths of a per cent; ``share`` ten-thousandths of
    the contribution limits. ``joint_*`` what slips on the same days bore, ``month_*`` what the month's slips bore.
    ``foreseen`` pay still to come this year, or this pay × ``foreseen_times`` / ``foreseen_per``.
    ``annual_pay`` and ``annual_contributions`` replace the estimate where an adviser knows better.
    ``labour_days`` days of a manual worker on odd jobs (RIRPF art. 83.2.2ª), else 0.
    """

    gross: int
    group: int = 7
    parts: int = 30
    months: int = 1
    share: int = 10_000
    minutes: int = 0
    part_time: bool = False
    member: bool = False
    outside_base: int = 0
    extra_pay_share: int = 0
    overtime: int = 0
    overtime_force_majeure: int = 0
    overtime_minutes: int = 0
    past_pension_age: bool = False
    fixed_term_unemployment: bool = False
    fogasa: bool = True
    surcharge: bool = False
    accident_it: int = 0
    accident_ims: int = 0
    new_days: int = 0
    indemnity_due: int = 0
    joint_parts: int = 0
    joint_pay: int = 0
    joint_common: int = 0
    joint_professional: int = 0
    joint_solidarity_worker: int = 0
    joint_solidarity_employer: int = 0
    month_pay: int = 0
    month_common: int = 0
    month_professional: int = 0
    month_on_account: int = 0
    month_solidarity_worker: int = 0
    month_solidarity_employer: int = 0
    situation: int = 3
    children: int = 0
    minimum: int = 0
    expenses: int = 0
    reductions: int = 0
    limit_extra: int = 0
    child_support: int = 0
    home_loan: bool = False
    ceuta_melilla: bool = False
    irregular_income: int = 0
    floor: int = 0
    requested_rate: int = 0
    non_resident_rate: int = 0
    foreseen: int = 0
    foreseen_times: int = 0
    foreseen_per: int = 1
    annual_pay: int | None = None
    annual_contributions: int | None = None
    labour_days: int = 0
    earlier: bool = False
    earlier_paid: int = 0
    earlier_withheld: int = 0
    earlier_contributions: int = 0
    earlier_rate: int = 0
    earlier_annual_pay: int = 0
    earlier_gap: int = 0
    earlier_minimum: int = 0
    earlier_limit: int = 0
    earlier_annual_withholding: int = 0


def general(columns: Columns, law: Law) -> Sheet:
    """A slip of the general scheme."""
    sheet = Sheet(law, columns.gross)
    contribution_lines(sheet, columns, general_bases(columns, law), law)
    return _finished(sheet, columns, law, "general")


def artist(columns: Columns, law: Law) -> Sheet:
    """A slip of an artist, or of technical or auxiliary staff: provisional, TGSS regularises the year afterwards."""
    sheet = Sheet(law, columns.gross)
    bases, band, on_account = artist_bases(columns, law)
    sheet.figure("on_account_base_of_the_band", band)
    contribution_lines(sheet, columns, bases, law)
    sheet.figure("month_on_account_artist", on_account)
    return _finished(sheet, columns, law, "artist")


def artist_jumps(columns: Columns, law: Law) -> list[int]:
    """Grosses at which a day's base on account enters its next band: the solidarity contribution falls there, because
    more of the pay is on account (arts. 11 and 17.3)."""
    days = int(columns.parts[0] + columns.joint_parts[0])
    shift = int(columns.outside_base[0] - columns.joint_pay[0])
    return [limit * days + shift + 1 for limit, _ in law.table("artist_day_bases")[:-1]]


def _finished(sheet: Sheet, columns: Columns, law: Law, scheme: str) -> Sheet:
    contributions = sheet.figure("ee_social_security", sheet.total("employee", "social_security"))
    _withholding(sheet, columns, contributions, law)
    sheet.figure("indemnity_due", columns.indemnity_due)
    sheet.figure("overtime_minutes", columns.overtime_minutes)
    for name, values in (
        ("days", columns.new_days),
        ("parts", columns.parts),
        ("pay", sheet.gross - columns.outside_base),
        ("common", sheet.amount("base_cc")),
        ("professional", sheet.amount("base_cp")),
        ("solidarity_worker", sheet.amount("ee_solidarity")),
        ("solidarity_employer", sheet.amount("er_solidarity")),
    ):
        sheet.figure(f"month_{name}_{scheme}", values)
    return sheet


def annual_estimate(columns: Columns, contributions: Column) -> tuple[Column, Column]:
    """Pay and worker's contributions of the calendar year: paid, this slip, and what is foreseen (RIRPF art. 83.2)."""
    gross = columns.gross
    repeated = half_up(gross * columns.foreseen_times, columns.foreseen_per)
    foreseen = np.where(columns.foreseen_times > 0, repeated, columns.foreseen)
    labour = half_up(gross * columns.labour_year, np.maximum(columns.labour_days, 1))
    known = np.where(columns.labour_days > 0, labour, columns.earlier_paid + gross + foreseen)
    paid = columns.earlier_paid + gross
    pay = np.where(columns.annual_pay_given, np.maximum(columns.annual_pay, paid), known)
    before = np.where(columns.labour_days > 0, 0, columns.earlier_contributions)
    ahead = pay - np.where(columns.labour_days > 0, gross, paid)
    expected = before + contributions + half_up(contributions * ahead, np.maximum(gross, 1))
    return pay, np.where(columns.annual_contributions_given, columns.annual_contributions, expected)


def _withholding(sheet: Sheet, columns: Columns, contributions: Column, law: Law) -> None:
    columns = columns.with_(labour_year=np.full_like(sheet.gross, int(law["irpf_day_labour_days"].value)))
    pay, annual_contributions = annual_estimate(columns, contributions)
    tax = year_tax(columns, pay, annual_contributions, law)
    rate = current_rate(columns, tax, pay, law)
    _tax_figures(sheet, tax, pay, annual_contributions)
    for name, values in (
        ("rate", rate), ("annual_pay", pay), ("gap", tax.gap), ("minimum", tax.minimum), ("limit", tax.limit),
        ("annual_withholding", tax.annual_withholding),
    ):  # fmt: skip
        sheet.figure(f"step_{name}", values - getattr(columns, f"earlier_{name}"))
    abroad = columns.non_resident_rate
    rate = sheet.figure("irpf_rate", np.where(abroad > 0, abroad, np.maximum(rate, columns.requested_rate)))
    for code, label, taxed, source in (
        ("withholding", N_("Income tax withheld (IRPF)"), abroad == 0, law["irpf_scale"]),
        ("withholding_non_resident", N_("Income tax of non-residents withheld (IRNR)"), abroad > 0, law["irnr_eu"]),
    ):  # fmt: skip
        sheet.line(
            code, label, of="employee", owed="tax", section="tax", base=np.where(taxed, sheet.gross, 0),
            rate=Rates(np.where(taxed, rate, 0), _RATE), source=source,
        )  # fmt: skip


def current_rate(columns: Columns, tax: YearTax, pay: Column, law: Law) -> Column:
    """The rate of this slip: the year's first, the last one where nothing changed, or regularised (art. 87)."""
    earlier = Earlier(
        columns.earlier_paid, columns.earlier_withheld, columns.earlier_rate, columns.earlier_gap,
        columns.earlier_annual_withholding,
    )  # fmt: skip
    only_pay = (tax.minimum == columns.earlier_minimum) & (tax.limit == columns.earlier_limit)
    unchanged = (
        only_pay & (pay == columns.earlier_annual_pay) & (tax.gap == columns.earlier_gap)
        & (tax.annual_withholding == columns.earlier_annual_withholding)
    )  # fmt: skip
    new = regularised(tax, pay, earlier, only_pay, columns.floor, law)
    first = ~columns.earlier | (columns.labour_days > 0)
    return np.where(first, tax.rate, np.where(unchanged, columns.earlier_rate, new))


def _tax_figures(sheet: Sheet, tax: YearTax, pay: Column, contributions: Column) -> None:
    for code, values in (
        ("annual_pay", pay), ("annual_social_security", contributions), ("other_expenses", tax.other_expenses),
        ("net_work_income", tax.net_income), ("reduction_art20", tax.reduction), ("base", tax.base),
        ("personal_and_family_minimum", tax.minimum), ("exempt", tax.exempt.astype(np.int64)), ("quota_on_base", tax.quota_on_base),
        ("quota_on_minimum", tax.quota_on_minimum), ("quota", tax.quota), ("home_loan_reduction", tax.home_loan),
        ("rate_of_the_year", tax.rate), ("minimum_rate_applied", tax.floored.astype(np.int64)),
        ("annual_withholding", tax.annual_withholding),
    ):  # fmt: skip
        sheet.figure(f"irpf_{code}", values)
