"""Marginal employment (SGB IV 8): the Minijob and short-term employment; terms, inputs and payroll of both."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from core.country import Work
from countries.de import people
from countries.de.contracts import tax_row
from countries.de.payroll import CHARGED_BEFORE, DAY
from countries.de.people import PPM, Worker
from countries.de.periods import (
    MINIJOB,
    SHORT,
    Stretch,
    check_minimum,
    check_period,
    check_recorded,
    check_wage,
    eur,
    mask_of,
    stretch,
)
from countries.de.tariff import Plan, exact_int, share
from countries.de.wage_tax import TaxFacts, withhold
from shared_tools.dated import Law, Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Bearer, Column, Columns, Owed, Rate, Rates, Sheet, times
from shared_tools.refusal import Refusal

# --- Minijob ------------------------------------------------------------------------------------------------------


class MinijobTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A Minijob. ``pension_exempt`` on written request, for the whole job (SGB VI 6(1b)); ``flat_tax_borne_by`` the
    2 % may be passed on; ``u1_applies`` with at most 30 employees; ``unforeseen`` more pay than the limit, unforeseen."""

    pension_exempt: bool = False
    flat_tax_borne_by: Literal["employer", "employee"] = "employer"
    u1_applies: bool = True
    unforeseen: bool = False
    pay_elsewhere: int = 0


class Minijob(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a Minijob sheet. Cents; ``earlier_*`` what earlier slips of the month charged."""

    gross: int
    statutory_health: bool = True
    pension_exempt: bool = False
    employer_pays_flat_tax: bool = True
    u1_applies: bool = True
    over_limit: bool = False
    new_mask: int = 0
    joint: bool = False
    earlier_pay: int = 0
    earlier_kv_flat: int = 0
    earlier_rv_flat: int = 0
    earlier_rv_employee: int = 0
    earlier_mini_u1: int = 0
    earlier_mini_u2: int = 0
    earlier_mini_insolvenzgeldumlage: int = 0
    earlier_flat_tax: int = 0


def minijob_inputs(work: Work, law: Law) -> Minijob:
    """Refuses, by rule: days and wages out of order, missing_working_time, below_minimum_wage, one_employment,
    over_minijob_limit, net_below_zero."""
    check_period(work)
    check_wage(work.gross)
    check_recorded(work)
    check_minimum(work.gross, work.minutes, law, "minimum_wage_hour")
    who: Worker = work.worker
    terms: MinijobTerms = work.terms
    period = stretch(work, MINIJOB, law)
    row = Minijob(
        gross=work.gross, statutory_health=who.health_insurance == "statutory", pension_exempt=terms.pension_exempt,
        employer_pays_flat_tax=terms.flat_tax_borne_by == "employer", u1_applies=terms.u1_applies,
        over_limit=_over_limit(work, terms, law), new_mask=period.new_mask, joint=work.month.get("pay_minijob", 0) > 0,
        earlier_pay=work.month.get("pay_minijob", 0),
        **{f"earlier_{code}": work.month.get(code, 0) for code in _MINIJOB_LINES},
    )  # fmt: skip
    net = int(minijob(Columns.of([row]), law).net[0])
    if net < 0:
        raise Refusal(
            "net_below_zero", f"the pension contribution on the minimum base passes a wage of {eur(work.gross)} "
            f"({law['mini_rv_min_base'].source}).",
            field="gross", way_out="Pay more in the month, or have the person ask for exemption (SGB VI 6(1b)).",
        )  # fmt: skip
    return row


def _over_limit(work: Work, terms: MinijobTerms, law: Law) -> bool:
    """Whether the month passes the limit, lawfully; the limit is never shortened for part of a month."""
    pay = work.gross + work.month.get("pay_minijob", 0) + terms.pay_elsewhere
    limit = law.amount("minijob_limit")
    if pay <= limit:
        return False
    most = limit * law.amount("minijob_excess_factor")
    # The month of an earlier slip over the limit is counted once.
    months = work.year.get("minijob_excess", 0) + (not work.month.get("minijob_excess", 0))
    if not terms.unforeseen or pay > most or months > law.amount("minijob_excess_months"):
        raise Refusal(
            "over_minijob_limit", f"{eur(pay)} in the month is over the Minijob limit of {eur(limit)} "
            f"({law['minijob_limit'].source}).",
            field="gross", way_out="Use the contract type employment; only unforeseen work may pass the limit, "
            f"in {law.amount('minijob_excess_months')} months a year and up to {eur(most)}.",
        )  # fmt: skip
    return True


_MINIJOB_LINES = (
    "kv_flat",
    "rv_flat",
    "rv_employee",
    "mini_u1",
    "mini_u2",
    "mini_insolvenzgeldumlage",
    "flat_tax",
)


def minijob(columns: Columns, law: Law) -> Sheet:
    """Payslips of Minijobs, collected by the Minijob-Zentrale. The month's pay is one base; each line half up."""
    sheet = Sheet(law, columns.gross)
    pay = columns.earlier_pay + columns.gross
    sheet.figure("days_minijob", columns.new_mask)
    sheet.figure("pay_minijob", columns.gross)
    sheet.figure("minijob_excess", np.where(columns.over_limit, 1, 0))
    health = np.where(columns.statutory_health, pay, 0)
    with_u1 = np.where(columns.u1_applies, pay, 0)
    passed_on = ~columns.employer_pays_flat_tax

    def line(code: str, label: str, of: Bearer, base: Column, key: str) -> None:
        sheet.line(code, label, of=of, owed="social_security", base=base, rate=law[key])
        if columns.joint.any():
            before = getattr(columns, f"earlier_{code}")
            if code == "flat_tax":
                before = np.where(passed_on == (of == "employee"), before, 0)
            sheet.line(code, CHARGED_BEFORE, of=of, owed="social_security", amount=-before, source=law[key])

    insured = ~columns.pension_exempt & (pay > 0)
    below = insured & (pay < law.amount("mini_rv_min_base"))
    line(
        "rv_employee",
        N_("Pension insurance"),
        "employee",
        np.where(insured & ~below, pay, 0),
        "mini_rv_employee",
    )
    if below.any():
        sheet.line(
            "rv_employee", N_("Pension insurance on the minimum base"), of="employee", owed="social_security",
            amount=np.where(below, _pension_below_minimum(pay, law), 0), source=law["mini_rv_min_base"],
        )  # fmt: skip
    line("flat_tax", N_("Flat wage tax, passed on"), "employee", np.where(passed_on, pay, 0), "mini_flat_tax")
    line("kv_flat", N_("Flat health contribution"), "employer", health, "mini_kv")
    line("rv_flat", N_("Flat pension contribution"), "employer", pay, "mini_rv")
    line("mini_u1", N_("U1 levy (sick pay)"), "employer", with_u1, "mini_u1")
    line("mini_u2", N_("U2 levy (maternity)"), "employer", pay, "mini_u2")
    line("mini_insolvenzgeldumlage", N_("Insolvency levy"), "employer", pay, "insolvency_levy")
    line("flat_tax", N_("Flat wage tax"), "employer", np.where(passed_on, 0, pay), "mini_flat_tax")
    return sheet


def _pension_below_minimum(pay: Column, law: Law) -> Column:
    """The whole rate of the minimum base, less the employer's part on the pay (SGB VI 163(8))."""
    return times(law.amount("mini_rv_min_base"), law["rv_rate"]) - times(pay, law["mini_rv"])


# --- short-term employment ----------------------------------------------------------------------------------------


class ShortTermTerms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Short-term employment, limited from the start to the law's days or months and not the person's profession.

    ``days_elsewhere``  working days of the calendar year with other employers; ``calendar_days_elsewhere`` the length
                        of those employments
    ``flat_tax``        25 % borne by the employer, where the conditions of EStG 40a(1) hold
    ``insured_in``      how the person is insured for health: the registration must say it (SGB IV 28a(9))
    """

    land: str = "BE"
    flat_tax: bool = False
    by_profession: bool = False
    days_elsewhere: int = 0
    calendar_days_elsewhere: int = 0
    longer_than_four_weeks: bool = False
    insured_in: Literal["statutory", "private", ""] = ""


class ShortTerm(msgspec.Struct, frozen=True, kw_only=True):
    """One row of a short-term sheet. Cents; ``days`` calendar days of the wage period, ``church_flat`` parts per million."""

    gross: int
    days: int
    new_days: int = 0
    working_days: int = 0
    new_mask: int = 0
    work_mask: int = 0
    joint: bool = False
    flat: bool = False
    church_flat: int = 0
    u1_applies: bool = False
    tax_class: int = 6
    tax_factor: int = 1000
    children: int = 0
    relief_year: int = 0
    church: bool = False
    church_rate: int = 0
    free_period: int = 0
    added_period: int = 0
    free_year: int = 0
    added_year: int = 0
    earlier_pay: int = 0
    earlier_short_lohnsteuer: int = 0
    earlier_short_soli: int = 0
    earlier_short_kirchensteuer: int = 0


def short_term_inputs(work: Work, law: Law) -> ShortTerm:
    """Refuses, by rule: days and wages out of order, missing_working_time, below_minimum_wage, one_employment,
    by_profession, short_term_quota, missing_health_insurance, flat_tax_conditions, missing facts of the person."""
    check_period(work)
    check_wage(work.gross)
    check_recorded(work)
    check_minimum(work.gross, work.minutes, law, "minimum_wage_hour")
    who: Worker = work.worker
    terms: ShortTermTerms = work.terms
    if terms.by_profession:
        raise Refusal(
            "by_profession", "short-term employment that is the person's profession is insured (SGB IV 8(1) no. 2).",
            field="terms.by_profession", way_out="Use the contract type employment.",
        )  # fmt: skip
    if not terms.insured_in:
        raise Refusal(
            "missing_health_insurance", "the registration must say how the person is insured for health (SGB IV 28a(9)).",
            field="terms.insured_in", way_out="Enter statutory or private.",
        )  # fmt: skip
    period = stretch(work, SHORT, law)
    worked = mask_of(sorted(set(work.days))) & ~work.month.get("short_work_mask", 0)
    new_calendar_days = period.new_mask.bit_count()
    _check_quota(work, terms, worked.bit_count(), new_calendar_days, law)
    row = ShortTerm(
        gross=work.gross, days=period.days, new_days=new_calendar_days, working_days=worked.bit_count(),
        new_mask=period.new_mask, work_mask=worked, joint=period.joint and not terms.flat_tax, flat=terms.flat_tax,
        u1_applies=terms.longer_than_four_weeks,
    )  # fmt: skip
    if terms.flat_tax:
        _check_flat_tax(work, law)
        return msgspec.structs.replace(row, church_flat=_church_flat(who, terms.land, law))
    return msgspec.structs.replace(
        row, **tax_row(who, terms.land, work, _daily(period), law), **_charged(work, period)
    )


def _daily(period: Stretch) -> Stretch:
    """Short-term work is taxed by the daily table even where it fills a month."""
    return period._replace(full=False)


def _charged(work: Work, period: Stretch) -> dict[str, int]:
    if not period.joint:
        return {}
    codes = ("short_lohnsteuer", "short_soli", "short_kirchensteuer")
    return {
        "earlier_pay": work.month.get("pay_short_by_class", 0),
        **{f"earlier_{code}": work.month.get(code, 0) for code in codes},
    }


def _check_quota(work: Work, terms: ShortTermTerms, working: int, calendar_days: int, law: Law) -> None:
    days = work.year.get("short_working_days", 0) + terms.days_elsewhere + working
    length = work.year.get("short_calendar_days", 0) + terms.calendar_days_elsewhere + calendar_days
    most_days, months = law.amount("short_term_days"), law.amount("short_term_months")
    if days > most_days and length > months * law.amount("sv_month_days"):
        raise Refusal(
            "short_term_quota", f"{days} working days in {work.last_day.year} are more than {most_days} days or "
            f"{months} months ({law['short_term_days'].source}).",
            field="days", way_out="Use the contract type employment or minijob from here on.",
        )  # fmt: skip


def _check_flat_tax(work: Work, law: Law) -> None:
    """Raises Refusal ``flat_tax_conditions`` (EStG 40a(1), (4)): pay a day and an hour, working days in a row."""
    days = max(len(set(work.days)), 1)
    a_day, an_hour, in_a_row = (
        law.amount(key) for key in ("short_flat_day_pay", "short_flat_hour_pay", "short_flat_days")
    )
    broken = (
        f"{eur(a_day)} a working day" if work.gross > a_day * days
        else f"{eur(an_hour)} an hour" if work.gross * 60 > an_hour * work.minutes
        else f"{in_a_row} working days" if days > in_a_row
        else ""
    )  # fmt: skip
    if broken:
        raise Refusal(
            "flat_tax_conditions", f"the flat tax of short-term work allows at most {broken} "
            f"({law['short_flat_day_pay'].source}).",
            field="terms.flat_tax", way_out="Tax it by the person's class, or lower the pay.",
        )  # fmt: skip


def _church_flat(who: Worker, land: str, law: Law) -> int:
    """Flat church tax in parts per million; nothing for a person known to be in no church."""
    people.church_rate(land, law)
    if not who.church_member:
        return 0
    for code, rate in law.table("church_flat_rates"):
        if code == land:
            return exact_int(rate * PPM)
    raise Refusal(
        "unknown_church_flat_rate", f"the flat church tax of {land} is not entered.", field="terms.land",
        way_out="Enter it in payroll.toml with its source, or tax the work by class.",
    )  # fmt: skip


def short_term(columns: Columns, law: Law) -> Sheet:
    """Payslips of short-term employment: no insurance, levies, and tax by the daily table or flat (each cut)."""
    gross = columns.gross
    sheet = Sheet(law, gross)
    sheet.figure("days_short_term", columns.new_mask)
    sheet.figure("short_work_mask", columns.work_mask)
    sheet.figure("short_working_days", columns.working_days)
    sheet.figure("short_calendar_days", columns.new_days)
    sheet.figure("pay_short_by_class", np.where(columns.flat, 0, gross))
    if not columns.flat.all():
        _tax_by_class(sheet, columns, law)
    for code, label, base, key in (
        ("short_u1", N_("U1 levy (sick pay)"), np.where(columns.u1_applies, gross, 0), "mini_u1"),
        ("short_u2", N_("U2 levy (maternity)"), gross, "mini_u2"),
        ("short_insolvenzgeldumlage", N_("Insolvency levy"), gross, "insolvency_levy"),
    ):
        sheet.line(code, label, of="employer", owed="social_security", base=base, rate=law[key])
    if columns.flat.any():
        _flat_tax(sheet, columns, law)
    return sheet


def _tax_by_class(sheet: Sheet, columns: Columns, law: Law) -> None:
    """The daily table without the relief for contributions: none are paid (plan flags KRV, ALV, PKV)."""
    taxed, days = ~columns.flat, columns.days
    pay = np.where(taxed, columns.earlier_pay + columns.gross, 0)
    facts = TaxFacts(
        columns.tax_class, columns.tax_factor, columns.children, no_pension=True, no_unemployment=True, private=1,
        church=columns.church, relief_year=columns.relief_year,
    )  # fmt: skip
    withheld = withhold(law.once(Plan.of), facts, pay // days, DAY, columns.free_period, columns.added_period)
    church_base = withheld.church_base * days
    church = withheld.church_base * columns.church_rate // PPM * days
    for code, label, base, amount, source in (
        ("short_lohnsteuer", N_("Wage tax"), pay, withheld.tax * days, law["lst_plan"]),
        ("short_soli", N_("Solidarity surcharge"), None, withheld.soli * days, law["soli_rate"]),
        ("short_kirchensteuer", N_("Church tax"), church_base, church, law["church_tax_rates"]),
    ):
        sheet.line(
            code, label, of="employee", owed="tax", section="tax", base=None if base is None else np.where(taxed, base, 0),
            amount=np.where(taxed, amount, 0), rounding="down", source=source,
        )  # fmt: skip
        if columns.joint.any():
            sheet.line(
                code, CHARGED_BEFORE, of="employee", owed="tax", section="tax",
                amount=-getattr(columns, f"earlier_{code}"), source="EStG 39b(2)",
            )  # fmt: skip


def _flat_tax(sheet: Sheet, columns: Columns, law: Law) -> None:
    base = np.where(columns.flat, columns.gross, 0)
    flat = share(base, law.rate("short_flat_tax"))
    lines: tuple[tuple[str, str, Column, Rate, Parameter], ...] = (
        ("lst_pauschal", N_("Flat wage tax"), base, law.rate("short_flat_tax"), law["short_flat_tax"]),
        ("soli_pauschal", N_("Solidarity surcharge on flat tax"), flat, law.rate("soli_rate"), law["soli_rate"]),
        ("kist_pauschal", N_("Flat church tax"), np.where(columns.church_flat > 0, flat, 0), Rates(columns.church_flat, PPM), law["church_flat_rates"]),
    )  # fmt: skip
    owed: Owed = "tax"
    for code, label, on, rate, source in lines:
        sheet.line(
            code,
            label,
            of="employer",
            owed=owed,
            section="tax",
            base=on,
            rate=rate,
            rounding="down",
            source=source,
        )
