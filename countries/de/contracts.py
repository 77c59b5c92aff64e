"""Contract types that insure in full: their terms, and from what core knows to a payroll row.

``employment`` and ``hiring_out`` share one payroll; the transition zone is no contract but follows from the pay.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from core.country import Work
from countries.de import people
from countries.de.people import PERCENT_HUNDREDTHS, PERCENT_PPM, Worker
from countries.de.periods import (
    INSURED,
    Stretch,
    check_minimum,
    check_period,
    check_recorded,
    check_wage,
    eur,
    stretch,
)
from shared_tools.dated import Law
from shared_tools.money import half_up
from shared_tools.refusal import Refusal

BRANCHES = ("kv", "zb", "pv", "rv", "av")
"""Health, its additional rate, care, pension, unemployment: the order of a German payslip."""


class EmploymentTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an employment contract, or a month of it, says besides days and pay. Cents.

    ``land``                 of the establishment: church tax, and Saxony's care insurance
    ``one_off``              the part of the wage that is one-off pay (13th salary, leave paid out)
    ``expected_year_pay``    pay of the calendar year without this one-off pay, where it is known better than by
                             carrying this month on (EStG 39b(3))
    ``regular_monthly_pay``  where this month is not typical: with a twelfth of assured one-off pay (SGB IV 20(2))
    ``accident_percent``     what is set aside for the Berufsgenossenschaft: risk class × contribution unit / 10
    """

    land: str = "BE"
    one_off: int = 0
    expected_year_pay: int | None = None
    regular_monthly_pay: int | None = None
    accident_percent: str = "0"


class HiringOutTerms(EmploymentTerms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Hiring out (AÜG 1): the employer's licence, the client, and since when the person works there."""

    licence: str = ""
    client: str = ""
    client_since: date | None = None


class InsuredMonth(msgspec.Struct, frozen=True, kw_only=True):
    """One row of an insured month. Cents; rates of the fund and of accident insurance in parts per million.

    ``extra`` is the additional health rate in hundredths of a percent, ``children`` tenths of child allowances,
    ``free_period`` and ``added_period`` belong to the month, or to a day where the month is not full.
    ``typical_pay`` 0 where this month's pay is typical. ``earlier_*`` is what earlier slips of the same wage period
    charged; ``year_*`` what the year's earlier slips used of the ceilings.
    """

    gross: int
    days: int = 30
    full: bool = True
    new_days: int = 30
    new_mask: int = 0
    joint: bool = False
    one_off: int = 0
    pay_day: date
    typical_pay: int = 0
    tax_class: int
    tax_factor: int = 1000
    children: int = 0
    childless: bool = False
    discounts: int = 0
    saxony: bool = False
    church: bool = False
    church_rate: int = 0
    relief_year: int = 0
    extra: int = 0
    u1: int = 0
    u2: int = 0
    accident: int = 0
    free_period: int = 0
    added_period: int = 0
    free_year: int = 0
    added_year: int = 0
    year_pay: int = 0
    year_days: int = 0
    year_base_health: int = 0
    year_base_pension: int = 0
    earlier_pay: int = 0
    earlier_base_health: int = 0
    earlier_base_pension: int = 0
    earlier_kv_an: int = 0
    earlier_zb_an: int = 0
    earlier_pv_an: int = 0
    earlier_rv_an: int = 0
    earlier_av_an: int = 0
    earlier_kv_ag: int = 0
    earlier_zb_ag: int = 0
    earlier_pv_ag: int = 0
    earlier_rv_ag: int = 0
    earlier_av_ag: int = 0
    earlier_u1: int = 0
    earlier_u2: int = 0
    earlier_insolvenzgeldumlage: int = 0
    earlier_accident: int = 0
    earlier_lohnsteuer: int = 0
    earlier_soli: int = 0
    earlier_kirchensteuer: int = 0


_EARLIER = tuple(
    name.removeprefix("earlier_")
    for name in InsuredMonth.__struct_fields__
    if name.startswith("earlier_") and name != "earlier_pay"
)


def employment_inputs(work: Work, law: Law) -> InsuredMonth:
    """Refuses, by rule: days and wages out of order, below_minimum_wage, one_employment, minijob_regime, march_clause,
    missing facts of the person, and persons outside_this_version."""
    check_period(work)
    check_wage(work.gross)
    check_minimum(work.gross, work.minutes, law, "minimum_wage_hour")
    return _insured(work, law)


def hiring_out_inputs(work: Work, law: Law) -> InsuredMonth:
    """As ``employment_inputs``; besides no_hiring_out_licence, missing_client, hired_out_too_long (AÜG 1)."""
    terms: HiringOutTerms = work.terms
    if not terms.licence:
        raise Refusal(
            "no_hiring_out_licence", "hiring out needs a licence of the Federal Employment Agency (AÜG 1(1)).",
            field="terms.licence", way_out="Enter the licence, or engage the person under an ordinary contract.",
        )  # fmt: skip
    if not terms.client or terms.client_since is None:
        raise Refusal(
            "missing_client", "hiring out needs the client and the first day worked there (AÜG 1(1), (1b)).",
            field="terms.client", way_out="Enter both.",
        )  # fmt: skip
    most = law.amount("aueg_months")
    worked = (
        (work.last_day.year - terms.client_since.year) * 12 + work.last_day.month - terms.client_since.month
    )
    if worked + (work.last_day.day >= terms.client_since.day) > most:
        raise Refusal(
            "hired_out_too_long", f"{terms.client} has had this person since {terms.client_since}, over {most} months "
            f"({law['aueg_months'].source}).",
            field="terms.client_since", way_out="Three months and a day must lie between two hirings to one client.",
        )  # fmt: skip
    check_period(work)
    check_wage(work.gross)
    check_recorded(work)
    check_minimum(work.gross, work.minutes, law, "aueg_eg1_hour")
    return _insured(work, law)


def _insured(work: Work, law: Law) -> InsuredMonth:
    who: Worker = work.worker
    terms: EmploymentTerms = work.terms
    people.refuse_outside(who)
    if who.health_insurance == "private":
        raise Refusal(
            "outside_this_version", "employment with private health insurance (SGB V 257) is not computed by this program.",
            field="worker.health_insurance", way_out="Have the payslip made outside.",
        )  # fmt: skip
    if not 0 <= terms.one_off <= work.gross:
        raise Refusal(
            "one_off_beyond_wage", f"one-off pay of {eur(terms.one_off)} is no part of a wage of {eur(work.gross)}.",
            field="terms.one_off", way_out="The wage is the whole of the month, one-off pay included.",
        )  # fmt: skip
    period = stretch(work, INSURED, law)
    _check_regime(work, terms, period, law)
    row = InsuredMonth(
        gross=work.gross, days=period.days, full=period.full, new_days=period.new_days, new_mask=period.new_mask,
        joint=period.joint, one_off=terms.one_off, pay_day=work.pay_day, typical_pay=terms.regular_monthly_pay or 0,
        childless=people.is_childless(who, work.last_day, law),
        discounts=people.care_discounts(who.children_under_25, law), saxony=terms.land == "SN",
        extra=people.fund_rate(who, "health_extra_percent", PERCENT_HUNDREDTHS),
        u1=people.fund_rate(who, "u1_percent", PERCENT_PPM), u2=people.fund_rate(who, "u2_percent", PERCENT_PPM),
        accident=people.scaled(terms.accident_percent, PERCENT_PPM, "terms.accident_percent"),
        year_pay=_expected_year_pay(work, terms), year_days=work.year.get("sv_days", 0),
        year_base_health=work.year.get("base_health", 0) + work.year.get("base_health_e", 0),
        year_base_pension=work.year.get("base_pension", 0) + work.year.get("base_pension_e", 0),
        **tax_row(who, terms.land, work, period, law), **_charged_before(work, period),
    )  # fmt: skip
    _check_march_clause(row, work, law)
    return row


def tax_row(who: Worker, land: str, work: Work, period: Stretch, law: Law) -> dict[str, Any]:
    """The columns wage tax needs of a person, shared with short-term employment."""
    months = 12
    free, added = who.tax_allowance_month, who.tax_addition_month
    free_period, added_period = (
        (free, added) if period.full else (daily_allowance(free, law), daily(added, law))
    )
    return {
        "tax_class": people.tax_class(who), "tax_factor": people.tax_factor(who), "children": people.child_tenths(who),
        "relief_year": people.relief_year(who, work.last_day.year, law), "church": who.church_member,
        "church_rate": people.church_rate(land, law), "free_period": free_period, "added_period": added_period,
        "free_year": free * months, "added_year": added * months,
    }  # fmt: skip


def daily(amount: int, law: Law) -> int:
    """A day's part of a monthly amount, cents dropped."""
    return amount // law.amount("sv_month_days")


def daily_allowance(amount: int, law: Law) -> int:
    """A day's part of a monthly allowance, rounded up to the step of the directive (LStR R 39a.1)."""
    step = law.amount("lst_day_allowance_step")
    return -(-amount // (law.amount("sv_month_days") * step)) * step


def _expected_year_pay(work: Work, terms: EmploymentTerms) -> int:
    """The year's pay but for this one-off pay: what was paid, and this month carried on to December."""
    if terms.expected_year_pay is not None:
        return terms.expected_year_pay
    so_far = work.year.get("pay_regular", 0) + work.year.get("pay_one_off", 0)
    return so_far + (work.gross - terms.one_off) * (13 - work.last_day.month)


def _charged_before(work: Work, period: Stretch) -> dict[str, Any]:
    if not period.joint:
        return {}
    return {
        "earlier_pay": work.month.get("pay_regular", 0),
        **{f"earlier_{code}": work.month.get(code, 0) for code in _EARLIER},
    }


def _check_regime(work: Work, terms: EmploymentTerms, period: Stretch, law: Law) -> None:
    """Raises Refusal ``minijob_regime``: regular pay up to the limit is a Minijob, whatever the contract is called."""
    pay = work.gross - terms.one_off + (work.month.get("pay_regular", 0) if period.joint else 0)
    regular = (
        terms.regular_monthly_pay
        if terms.regular_monthly_pay is not None
        else half_up(pay * law.amount("sv_month_days"), period.days)
    )
    limit = law.amount("minijob_limit")
    if regular <= limit:
        raise Refusal(
            "minijob_regime", f"regular pay of {eur(regular)} a month is at most the limit of {eur(limit)} "
            f"({law['minijob_limit'].source}), so this is a Minijob.",
            field="gross", way_out="Use the contract type minijob, or state the regular monthly pay if this month is not typical.",
        )  # fmt: skip


def _check_march_clause(row: InsuredMonth, work: Work, law: Law) -> None:
    """Raises Refusal ``march_clause``: one-off pay of January to March over the ceiling goes to the year before."""
    if not row.one_off or work.last_day.month > law.amount("march_clause_until"):
        return
    days = row.year_days + row.new_days
    ceiling = half_up(law.amount("bbg_kv_month") * days, law.amount("sv_month_days"))
    if row.year_base_health + row.gross > ceiling:
        raise Refusal(
            "march_clause", f"one-off pay of {eur(row.one_off)} in January to March passes the ceiling of the year so far, "
            "so it may belong to the year before (SGB IV 23a(4)).",
            field="terms.one_off", way_out="Pay it from April on, or have this slip made outside.",
        )  # fmt: skip


def tax_days(work: Work) -> tuple[date, ...]:
    """One-off pay is taxed by the day it is paid, all else by the period it is earned in (EStG 11, 38a)."""
    return (work.last_day, work.pay_day) if getattr(work.terms, "one_off", 0) else (work.last_day,)
