"""The insured month: ordinary employment, the transition zone (Midijob), parts of a month, one-off pay.

Contributions: SGB IV 20, 23a and BVV 1, 2 (dossier 2.2 to 2.4, 2.10), each half up to the cent. Wage tax: the official
plan (wage_tax.py). A month worked under several contracts that touch is computed as one, less what was charged before.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from countries.de.contracts import BRANCHES
from countries.de.people import PPM
from countries.de.tariff import RATE_SCALE, Plan, exact_int
from countries.de.wage_tax import OneOffTax, PeriodTax, TaxFacts, withhold, withhold_one_off
from shared_tools.dated import Law, Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Rate, Rates, Sheet, half_up, times

MONTH, DAY = 2, 4
"""Wage periods of the plan (LZZ)."""

LABELS = {
    "kv": (N_("Health insurance"), N_("Health insurance, employer")),
    "zb": (N_("Additional health insurance rate"), N_("Additional health insurance rate, employer")),
    "pv": (N_("Care insurance"), N_("Care insurance, employer")),
    "rv": (N_("Pension insurance"), N_("Pension insurance, employer")),
    "av": (N_("Unemployment insurance"), N_("Unemployment insurance, employer")),
}
ONE_OFF_LABELS = {
    "kv": (N_("Health insurance on one-off pay"), N_("Health insurance on one-off pay, employer")),
    "zb": (N_("Additional health rate on one-off pay"), N_("Additional health rate on one-off pay, employer")),
    "pv": (N_("Care insurance on one-off pay"), N_("Care insurance on one-off pay, employer")),
    "rv": (N_("Pension insurance on one-off pay"), N_("Pension insurance on one-off pay, employer")),
    "av": (N_("Unemployment insurance on one-off pay"), N_("Unemployment insurance on one-off pay, employer")),
}  # fmt: skip
CHARGED_BEFORE = N_("Charged on earlier slips of the month")
ACCIDENT = "SGB VII 150, 153; risk class of the contract"
TRANSITION = "SGB IV 20(2a); BVV 2(2)"


@dataclass(frozen=True, slots=True)
class Bases:
    """What contributions are counted on, cents: ``health`` also for care, ``pension`` also for unemployment.

    In the transition zone both are the reduced pay, and ``employee`` is the base of the employee's part.
    """

    zone: NDArray[np.bool_]
    pay: Column
    health: Column
    pension: Column
    employee: Column


def bases(columns: Columns, regular: Column, law: Law) -> Bases:
    """Ceilings and the transition zone of a wage period, by the month's ``regular`` pay of this slip."""
    pay = columns.earlier_pay + regular
    days = columns.days
    month_days = law.amount("sv_month_days")
    full_pay = np.where(columns.full, pay, half_up(pay * month_days, days))
    typical = np.where(columns.typical_pay > 0, columns.typical_pay, full_pay)
    limit, top = law.amount("minijob_limit"), law.amount("midijob_top")
    zone = (typical > limit) & (typical <= top) & (full_pay <= top)
    health = np.minimum(pay, half_up(law.amount("bbg_kv_month") * days, month_days))
    pension = np.minimum(pay, half_up(law.amount("bbg_rv_month") * days, month_days))
    if not zone.any():
        return Bases(zone, pay, health, pension, pay)
    whole, employee = transition_bases(np.minimum(full_pay, top), limit, top, law.rate("midijob_factor"))
    whole, employee = (half_up(base * days, month_days) for base in (whole, employee))
    return Bases(zone, pay, np.where(zone, whole, health), np.where(zone, whole, pension), employee)


def transition_bases(pay: Column, limit: int, top: int, factor: Fraction) -> tuple[Column, Column]:
    """Base of the whole contribution and of the employee's part for a full month's ``pay`` (cents).

    Below the limit, for a month that fell short of regular pay in the zone, the whole base is factor × pay and the
    employee pays nothing [believed].
    """
    f, scale = factor.numerator, factor.denominator
    spread = top - limit
    above = pay - limit
    whole = half_up(f * limit * spread + (scale * top - limit * f) * above, scale * spread)
    whole = np.where(above < 0, half_up(pay * f, scale), whole)
    return whole, np.maximum(half_up(top * above, spread), 0)


def insured_month(columns: Columns, law: Law) -> Sheet:
    """Payslips of employment with compulsory insurance. ``columns`` are ``contracts.InsuredMonth`` rows."""
    sheet = Sheet(law, columns.gross)
    one_off = np.minimum(columns.one_off, columns.gross)
    regular = columns.gross - one_off
    found = bases(columns, regular, law)
    _figures(sheet, columns, found, regular, one_off)
    capped = _one_off_bases(sheet, columns, one_off, law)
    _employee(sheet, columns, found, law)
    if capped:
        _one_off_contributions(sheet, columns, capped, law, employer=False)
    _taxes(sheet, columns, found, one_off, law)
    _employer(sheet, columns, found, law)
    if capped:
        _one_off_contributions(sheet, columns, capped, law, employer=True)
    _levies(sheet, columns, found, one_off, capped, law)
    return sheet


def _figures(sheet: Sheet, columns: Columns, found: Bases, regular: Column, one_off: Column) -> None:
    sheet.figure("days_insured", columns.new_mask)
    sheet.figure("sv_days", columns.new_days)
    sheet.figure("pay_regular", regular)
    sheet.figure("pay_one_off", one_off)
    sheet.figure("base_health", found.health - columns.earlier_base_health)
    sheet.figure("base_pension", found.pension - columns.earlier_base_pension)
    sheet.figure("transition_zone", found.zone.astype(np.int64))


def _earlier(sheet: Sheet, columns: Columns, code: str, **line: str) -> None:
    """Take off what earlier slips of the same wage period charged under ``code``."""
    if columns.joint.any():
        sheet.line(code, CHARGED_BEFORE, amount=-getattr(columns, f"earlier_{code}"), **line)  # type: ignore[arg-type]


def _rates(columns: Columns, law: Law) -> dict[str, tuple[Rate, Parameter | str]]:
    """Half the rate of each branch but care, with its source; the additional rate is the person's fund's."""
    return {
        "kv": (law.rate("kv_rate") / 2, law["kv_rate"]),
        "zb": (Rates(columns.extra, RATE_SCALE), "SGB V 242, 249; rate of the health fund"),
        "rv": (law.rate("rv_rate") / 2, law["rv_rate"]),
        "av": (law.rate("av_rate") / 2, law["av_rate"]),
    }


def _care_rates(columns: Columns, law: Law) -> tuple[Column, Column, int, Column]:
    """Care rates in 1/RATE_SCALE: employee, employer, childless supplement, discount for children."""

    def scaled(key: str, share: int = 1) -> int:
        return exact_int(law.rate(key) * RATE_SCALE / share)

    half = scaled("pv_rate", 2)
    return (
        np.where(columns.saxony, scaled("pv_employee_saxony"), half),
        np.where(columns.saxony, scaled("pv_employer_saxony"), half),
        scaled("pv_childless"),
        scaled("pv_child_discount") * columns.discounts,
    )


def _employee(sheet: Sheet, columns: Columns, found: Bases, law: Law) -> None:
    rates = _rates(columns, law)
    for branch in BRANCHES:
        code, label = f"{branch}_an", LABELS[branch][0]
        if branch == "pv":
            _employee_care(sheet, columns, found, law)
        else:
            rate, source = rates[branch]
            base = np.where(
                found.zone, found.employee, found.health if branch in ("kv", "zb") else found.pension
            )
            sheet.line(
                code, label, of="employee", owed="social_security", base=base, rate=rate, source=source
            )
        _earlier(sheet, columns, code, of="employee", owed="social_security", source="BVV 1(1)")


def _employee_care(sheet: Sheet, columns: Columns, found: Bases, law: Law) -> None:
    """One product with the combined rate (BVV 2(1) sentence 4); in the zone three, on two bases (BVV 2(2))."""
    employee, _, childless, discount = _care_rates(columns, law)
    label, zone = LABELS["pv"][0], found.zone
    supplement = np.where(columns.childless, childless, 0)

    def line(label: str, base: Column, rates: Column, source: Parameter | str) -> None:
        sheet.line(
            "pv_an", label, of="employee", owed="social_security", base=base, rate=Rates(rates, RATE_SCALE),
            source=source,
        )  # fmt: skip

    combined = np.where(zone, employee, employee + supplement - discount)
    line(label, np.where(zone, found.employee, found.health), combined, law["pv_rate"])
    if zone.any():
        line(
            N_("Care insurance, childless supplement"),
            np.where(zone & columns.childless, found.health, 0),
            supplement,
            law["pv_childless"],
        )
        line(
            N_("Care insurance, discount for children"),
            np.where(zone & (discount > 0), found.employee, 0),
            -discount,
            law["pv_child_discount"],
        )


def _employer(sheet: Sheet, columns: Columns, found: Bases, law: Law) -> None:
    rates = _rates(columns, law)
    care_employee, care_employer, _, _ = _care_rates(columns, law)
    for branch in BRANCHES:
        code, label = f"{branch}_ag", LABELS[branch][1]
        base = found.health if branch in ("kv", "zb", "pv") else found.pension
        if branch == "pv":
            rate, source = Rates(care_employer, RATE_SCALE), law["pv_rate"]
            half: Rate = law.rate("pv_rate") / 2
            employee_rate: Rate = Rates(care_employee, RATE_SCALE)
        else:
            rate, source = rates[branch]
            half = employee_rate = rate
        if not found.zone.all():
            sheet.line(
                code, label, of="employer", owed="social_security", base=np.where(found.zone, 0, base), rate=rate,
                source=source,
            )  # fmt: skip
        if found.zone.any():
            # Half of the contribution, rounded, doubled, less the employee's part: no product of base and rate.
            amount = np.where(found.zone, 2 * times(base, half) - times(found.employee, employee_rate), 0)
            sheet.line(code, label, of="employer", owed="social_security", amount=amount, source=TRANSITION)
        _earlier(sheet, columns, code, of="employer", owed="social_security", source="BVV 1(1)")


def _levies(
    sheet: Sheet,
    columns: Columns,
    found: Bases,
    one_off: Column,
    capped: tuple[Column, Column] | None,
    law: Law,
) -> None:
    for code, label, base, rate, source, owed in (
        ("u1", N_("U1 levy (sick pay)"), found.pension, Rates(columns.u1, PPM), "AAG 7; rate of the health fund", "social_security"),
        ("u2", N_("U2 levy (maternity)"), found.pension, Rates(columns.u2, PPM), "AAG 7; rate of the health fund", "social_security"),
        ("insolvenzgeldumlage", N_("Insolvency levy"), found.pension, law.rate("insolvency_levy"), law["insolvency_levy"], "social_security"),
        ("accident", N_("Accident insurance, set aside"), np.where(columns.accident > 0, found.pay, 0), Rates(columns.accident, PPM), ACCIDENT, "provision"),
    ):  # fmt: skip
        sheet.line(code, label, of="employer", owed=owed, base=base, rate=rate, source=source)  # type: ignore[arg-type]
        _earlier(sheet, columns, code, of="employer", owed=owed, source="BVV 1(1)")
    if capped:
        sheet.line(
            "insolvenzgeldumlage_e", N_("Insolvency levy on one-off pay"), of="employer", owed="social_security",
            base=capped[1], rate=law.rate("insolvency_levy"), source=law["insolvency_levy"],
        )  # fmt: skip
        sheet.line(
            "accident_e", N_("Accident insurance on one-off pay, set aside"), of="employer", owed="provision",
            base=np.where(columns.accident > 0, one_off, 0), rate=Rates(columns.accident, PPM), source=ACCIDENT,
        )  # fmt: skip


# --- one-off pay --------------------------------------------------------------------------------------------------


def _one_off_bases(sheet: Sheet, columns: Columns, one_off: Column, law: Law) -> tuple[Column, Column] | None:
    """The parts of one-off pay that fit below the ceilings of the year so far (SGB IV 23a(3)); None without any."""
    if not one_off.any():
        sheet.figure("base_health_e", 0)
        sheet.figure("base_pension_e", 0)
        return None
    days = columns.year_days + columns.new_days

    def below(key: str, used: Column) -> Column:
        ceiling = half_up(law.amount(key) * days, law.amount("sv_month_days"))
        return np.minimum(one_off, np.maximum(ceiling - used, 0))

    health = below("bbg_kv_month", columns.year_base_health + sheet.figures["base_health"])
    pension = below("bbg_rv_month", columns.year_base_pension + sheet.figures["base_pension"])
    return sheet.figure("base_health_e", health), sheet.figure("base_pension_e", pension)


def _one_off_contributions(
    sheet: Sheet, columns: Columns, capped: tuple[Column, Column], law: Law, *, employer: bool
) -> None:
    employee_care, employer_care, childless, discount = _care_rates(columns, law)
    care = employer_care if employer else employee_care + np.where(columns.childless, childless, 0) - discount
    rates = {**_rates(columns, law), "pv": (Rates(care, RATE_SCALE), law["pv_rate"])}
    for branch in BRANCHES:
        rate, source = rates[branch]
        sheet.line(
            f"{branch}_{'ag' if employer else 'an'}_e", ONE_OFF_LABELS[branch][employer],
            of="employer" if employer else "employee", owed="social_security",
            base=capped[0] if branch in ("kv", "zb", "pv") else capped[1], rate=rate, source=source,
        )  # fmt: skip


# --- taxes --------------------------------------------------------------------------------------------------------


def tax_facts(columns: Columns) -> TaxFacts:
    return TaxFacts(
        columns.tax_class, columns.tax_factor, columns.children, columns.extra, columns.childless,
        columns.discounts, columns.saxony, church=columns.church, relief_year=columns.relief_year,
    )  # fmt: skip


def period_tax(
    plan: Plan, facts: TaxFacts, columns: Columns, pay: Column
) -> tuple[PeriodTax, Column, Column]:
    """Tax of a full month or, for part of one, of its daily pay; with the pay taxed at once and how often it counts."""
    if columns.full.all():
        once, often, period = pay, np.ones_like(pay), MONTH
    else:
        once = np.where(columns.full, pay, pay // columns.days)
        often = np.where(columns.full, 1, columns.days)
        period = np.where(columns.full, MONTH, DAY)
    return (
        withhold(plan, facts, once, period, columns.free_period, columns.added_period),
        once,
        often,
    )


def _taxes(sheet: Sheet, columns: Columns, found: Bases, one_off: Column, law: Law) -> None:
    plan, facts = law.once(Plan.of), tax_facts(columns)
    withheld, _, often = period_tax(plan, facts, columns, found.pay)
    tax_lines(sheet, columns, withheld, often, found.pay, law)
    if one_off.any():
        day = columns.pay_day[0].astype(object)
        later = law if day.year == law.day.year else law.on(day)
        plan = later.once(Plan.of)
        taxed = withhold_one_off(
            plan, facts, columns.year_pay, one_off, columns.free_year, columns.added_year
        )
        _one_off_tax_lines(sheet, columns, taxed, one_off, later)


def tax_lines(
    sheet: Sheet, columns: Columns, withheld: PeriodTax, often: Column, pay: Column, law: Law
) -> None:
    """Wage tax, Soli and church tax of a wage period, with the plan's yearly steps as figures."""
    year = withheld.year
    sheet.figure("lst_year_pay", year.pay)
    sheet.figure("lst_year_vorsorge", year.vorsorge)
    sheet.figure("lst_year_taxable", year.taxable)
    sheet.figure("lst_year_tax", year.tax * 100)
    sheet.figure("lst_year_base", year.base * 100)
    church_base = sheet.figure("church_tax_base", withheld.church_base * often)
    church = withheld.church_base * columns.church_rate // PPM * often
    for code, label, base, amount, source in (
        ("lohnsteuer", N_("Wage tax"), pay, withheld.tax * often, law["lst_plan"]),
        ("soli", N_("Solidarity surcharge"), None, withheld.soli * often, law["soli_rate"]),
        ("kirchensteuer", N_("Church tax"), church_base, church, law["church_tax_rates"]),
    ):
        sheet.line(
            code, label, of="employee", owed="tax", section="tax", base=base, amount=amount, rounding="down",
            source=source,
        )  # fmt: skip
        _earlier(sheet, columns, code, of="employee", owed="tax", section="tax", source="EStG 39b(2)")


def _one_off_tax_lines(sheet: Sheet, columns: Columns, taxed: OneOffTax, one_off: Column, law: Law) -> None:
    church = taxed.church_base * columns.church_rate // PPM
    for code, label, base, amount, source in (
        ("lohnsteuer_e", N_("Wage tax on one-off pay"), one_off, taxed.tax, law["lst_plan"]),
        ("soli_e", N_("Solidarity surcharge on one-off pay"), None, taxed.soli, law["soli_rate"]),
        ("kirchensteuer_e", N_("Church tax on one-off pay"), taxed.church_base, church, law["church_tax_rates"]),
    ):  # fmt: skip
        sheet.line(
            code, label, of="employee", owed="tax", section="tax", base=base, amount=amount, rounding="down",
            source=source,
        )  # fmt: skip


def jumps(columns: Columns, law: Law) -> tuple[int, ...]:
    """First grosses above the limit and the top of the transition zone, for one row of columns.

    Cost rises at the first and goes on at the second; inside the zone it may fall by a cent or three from one gross to
    the next, at thousands of places, for which the solver looks a few cents further.
    """
    days, month_days = int(columns.days[0]), law.amount("sv_month_days")
    apart = int(columns.one_off[0]) - int(columns.earlier_pay[0])
    edges = (law.amount("minijob_limit"), law.amount("midijob_top"))
    return tuple(edge * days // month_days + apart + 1 for edge in edges)
