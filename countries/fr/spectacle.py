"""Pay of intermittent workers of entertainment: artists (annex 10) and technicians (annex 8).

README.md has the law. Amounts in cents; hours in 1/300 h; notified rates in millionths.
"""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np

from countries.fr import contributions
from countries.fr.ceilings import UNITS_PER_HOUR, Slices, period_ceiling
from countries.fr.contributions import Bases, Cited, cited, line, with_increase
from countries.fr.rates import RateOf, either, per_row, reduced_column, reduced_rates
from countries.fr.reduction import general_reduction, reference_wage
from shared_tools.dated import Law, Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, half_up, times

NO_DEDUCTION, DRAMA, MUSIC = "", "drama", "music"


class Engagement(msgspec.Struct, frozen=True, kw_only=True):
    """One row. ``gross`` is the pay agreed with the artist or technician.

    ``engagement_days`` days of the continuous engagement, ``days_worked`` those of this slip; ``hours`` in 1/300 h.
    ``deduction`` is the flat deduction (DFS) agreed in writing. ``short_usage`` a usage contract of up to three months.
    ``pension_pay_before`` and ``gross_before`` are sums of the month's earlier engagements; ``period_*_before`` of those
    with a ceiling by calendar days; ``deducted_before`` the year's flat deductions.
    """

    gross: int
    hours: int
    engagement_days: int
    days_worked: int
    month_days: int
    calendar_days: int
    days_before: int = 0
    employed: int = 0
    ceiling_units: int
    headcount: int
    accident_rate: int
    mobility_rate: int = 0
    provident_rate: int
    leave_fund_rate: int
    fund_rate: int = 0
    executive: bool = False
    alsace_moselle: bool = False
    short_usage: bool = True
    deduction: str = NO_DEDUCTION
    housing: bool = True
    tax_rate: int | None = None
    tax_region: str = "metropole"
    tax_short_contract: bool = True
    pay_day: date
    deducted_before: int = 0
    gross_before: int = 0
    pension_pay_before: int = 0
    period_gross_before: int = 0
    period_pay_before: int = 0
    period_ceiling_before: int = 0


def artist(columns: Columns, law: Law) -> Sheet:
    """Payslips of artists: reduced rates, flat deduction, day ceilings, no general reduction."""
    sheet = Sheet(law, columns.gross)
    pay = columns.gross - _flat_deduction(sheet, columns)
    by_day = columns.engagement_days < law.amount("artist_short_engagement")
    day_ceiling = law.amount("artist_day_hours") * law.amount("phss")
    period = period_ceiling(columns, law)
    ceiling = np.where(by_day, day_ceiling * columns.days_worked, period)
    columns = columns.with_(
        accident_rate=reduced_column(columns.accident_rate, law),
        mobility_rate=reduced_column(columns.mobility_rate, law),
        by_day=by_day,
    )
    rates = {
        who: either(columns.executive, law[f"agirc_t1_technician_{who}"], law[f"agirc_t1_artist_{who}"])
        for who in ("ee", "er")
    }
    _contributions(sheet, columns, pay, ceiling, period, reduced_rates(law), rates)
    contributions.nets(sheet, columns)
    return sheet


def technician(columns: Columns, law: Law) -> Sheet:
    """Payslips of technicians: ordinary rates, ceiling by calendar days, general reduction × 100/90.

    Cost never falls as pay rises, for the reason told at ``ordinary``; neither does an artist's.
    """
    sheet = Sheet(law, columns.gross)
    columns = columns.with_(by_day=np.zeros(columns.n, dtype=bool))
    rates = {who: cited(law[f"agirc_t1_technician_{who}"]) for who in ("ee", "er")}
    ceiling = period_ceiling(columns, law)
    _contributions(sheet, columns, columns.gross, ceiling, ceiling, law.__getitem__, rates)
    one = np.ones_like(columns.gross)
    general_reduction(sheet, columns, reference_wage(columns.hours, one, one, law), leave_fund=True)
    contributions.nets(sheet, columns)
    return sheet


def _flat_deduction(sheet: Sheet, columns: Columns) -> Column:
    """DFS: a share of gross, at most what is left of the year's limit, never below hours × SMIC."""
    law, gross = sheet.law, columns.gross
    rates = {DRAMA: law["dfs_drama"], MUSIC: law["dfs_music"]}
    share = sum(np.where(columns.deduction == kind, times(gross, rate), 0) for kind, rate in rates.items())
    left = np.maximum(law.amount("dfs_cap_year") - columns.deducted_before, 0)
    above_smic = np.maximum(gross - smic_of(columns.hours, law), 0)
    return sheet.figure("flat_deduction", np.minimum(np.minimum(share, left), above_smic))


def smic_of(hours: Column, law: Law) -> Column:
    """Minimum wage of ``hours`` (1/300 h), half up to the cent."""
    return half_up(law.amount("smic_hour") * hours, UNITS_PER_HOUR)


def _contributions(
    sheet: Sheet, columns: Columns, pay: Column, ceiling: Column, period: Column, rate: RateOf,
    slice_1: dict[str, Cited],
) -> None:  # fmt: skip
    """Every contribution but the general reduction. ``pay`` is what is left after the flat deduction.

    ``ceiling`` of the engagement, for old age, FNAL and CSG; ``period`` the one by calendar days, which it is too but
    for artists with day ceilings, and which holds for the pension of executives.
    """
    law, gross = sheet.law, sheet.gross
    sheet.figure("base_after_dfs", pay)
    sheet.figure("ceiling_social_security", ceiling)
    sheet.figure("engagement_gross", gross)
    sheet.figure("period_days", np.where(columns.by_day, 0, columns.employed))
    sheet.figure("period_gross", np.where(columns.by_day, 0, gross))
    sheet.figure("period_pay", np.where(columns.by_day, 0, pay))
    sheet.figure("period_ceiling", np.where(columns.by_day, 0, ceiling))
    before = np.where(
        columns.by_day, 0, np.array([columns.period_pay_before, columns.period_gross_before, columns.period_ceiling_before])
    )  # fmt: skip
    own = Slices(pay, ceiling, before[0], before[2])
    executive = Slices(pay, period, before[0], before[2])
    pension = _pension_slices(sheet, columns, pay, executive)
    pension_1 = pension.up_to(1)
    provident = sheet.line(
        "er_provident", N_("Provident insurance of entertainment workers"), of="employer", owed="social_security",
        base=pension_1, rate=per_row(columns.provident_rate), section="optional", source=law["intermittent_provident_er"],
    )  # fmt: skip
    abated = Slices(gross, ceiling, before[1], before[2]).up_to(law.amount("ceilings_csg_abatement"))
    bases = Bases(
        pay=pay,
        capped=own.up_to(1),
        pension_1=pension_1,
        pension_2=pension.up_to(law.amount("ceilings_agirc_arrco")) - pension_1,
        pension_above=pension.whole_if_above_one(law.amount("ceilings_agirc_arrco")),
        unemployment=_unemployment_base(sheet, columns),
        executive=np.where(columns.executive, executive.up_to(law.amount("ceilings_apec")), 0),
        csg=contributions.csg_base(sheet, gross, abated, provident),
    )
    contributions.security(sheet, columns, bases, rate, columns.accident_rate)
    contributions.unemployment(sheet, bases.unemployment)
    _intermittent_unemployment(sheet, columns, bases.unemployment)
    contributions.pension(sheet, bases, slice_1, _slice_2(law, columns))
    contributions.csg(sheet, bases.csg)
    _funds(sheet, columns, pay)
    contributions.mobility(sheet, columns, pay, columns.mobility_rate)
    contributions.forfait_social(sheet, columns, provident)


def _pension_slices(sheet: Sheet, columns: Columns, pay: Column, of_executives: Slices) -> Slices:
    """Slices of the pension: the whole monthly ceiling, shared by the month's engagements; executives have their of_executives."""
    whole = np.full_like(pay, sheet.law.amount("pmss"))
    executive = columns.executive
    sheet.figure("ceiling_agirc_arrco", np.where(executive, of_executives.ceiling, whole))
    sheet.figure("pension_pay", pay)
    # The month's ceiling stands whole before its first engagement, so later ones add pay but no ceiling.
    return Slices(
        pay,
        np.where(executive, of_executives.ceiling, np.where(columns.pension_pay_before > 0, 0, whole)),
        np.where(executive, of_executives.pay_before, columns.pension_pay_before),
        np.where(executive, of_executives.ceiling_before, np.where(columns.pension_pay_before > 0, whole, 0)),
    )


def _unemployment_base(sheet: Sheet, columns: Columns) -> Column:
    """Gross before the flat deduction, up to four monthly ceilings for the month's engagements together."""
    limit = sheet.law.amount("ceilings_unemployment") * sheet.law.amount("pmss")
    before = columns.gross_before
    return np.minimum(before + sheet.gross, limit) - np.minimum(before, limit)


def _intermittent_unemployment(sheet: Sheet, columns: Columns, base: Column) -> None:
    law = sheet.law
    label = N_("Unemployment insurance, annexes 8 and 10")
    line(
        sheet,
        "ee_unemployment_intermittent",
        label,
        "unemployment",
        base,
        law["unemployment_intermittent_ee"],
    )
    line(
        sheet,
        "er_unemployment_intermittent",
        label,
        "unemployment",
        base,
        law["unemployment_intermittent_er"],
    )
    line(sheet, "er_unemployment_short_usage", N_("Unemployment insurance, usage contracts up to three months"),
         "unemployment", np.where(columns.short_usage, base, 0), law["unemployment_short_usage_er"])  # fmt: skip


def _slice_2(law: Law, columns: Columns) -> dict[str, Cited]:
    """Executives have the general rates of slice 2."""
    return {
        who: either(columns.executive, law[f"agirc_t2_{who}"], law[f"agirc_t2_spectacle_{who}"])
        for who in ("ee", "er")
    }


def _apprenticeship(law: Law, columns: Columns) -> Cited:
    """Both parts in one line, on pay raised by 10 % because leave is paid by a fund."""
    increase = law["apprenticeship_intermittent_increase"]
    ordinary: Parameter = with_increase(law.sum("apprenticeship", "apprenticeship_balance"), increase)
    local = with_increase(law["apprenticeship_alsace_moselle"], increase)
    return either(columns.alsace_moselle, local, ordinary)


def _funds(sheet: Sheet, columns: Columns, pay: Column) -> None:
    """Leave fund, training, apprenticeship, housing and, by agreement, the social and cultural fund."""
    law, gross = sheet.law, sheet.gross
    line(sheet, "er_dialogue_social", N_("Funding of trade unions and employers' bodies"), "other", pay,
         law["dialogue_social"])  # fmt: skip
    line(sheet, "er_training_intermittent", N_("Vocational training of intermittent workers (AFDAS)"), "other", pay,
         law["training_intermittent"])  # fmt: skip
    line(sheet, "er_apprenticeship", N_("Apprenticeship tax"), "other", pay, *_apprenticeship(law, columns))
    line(sheet, "er_leave_fund", N_("Leave fund (Congés Spectacles)"), "other", gross,
         per_row(columns.leave_fund_rate), law["leave_fund"])  # fmt: skip
    housing = np.where(columns.housing & (columns.headcount >= law.amount("headcount_fnal")), pay, 0)
    line(
        sheet, "er_housing", N_("Employers' housing contribution (PEEC)"), "other", housing, law["housing_50"]
    )
    line(sheet, "er_agreement_fund", N_("Social and cultural fund of the collective agreement"), "other", gross,
         per_row(columns.fund_rate), "IDCC 1285 (FNAS), IDCC 3090 (CASC-SVP)")  # fmt: skip
