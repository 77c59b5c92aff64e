"""The German payslip: GewO 108 (text form, period and make-up of the pay) and the Entgeltbescheinigungsverordnung
(EBV) 1(1), whose list was read in a published copy [verified 2026-11-24]: birth date, insurance number, begin of the work,
days of tax and insurance, tax features and tax id, contribution group, health fund, childless supplement, zone of SGB IV
20(2).
"""

from __future__ import annotations

from collections.abc import Iterator

from core.country import Mentions, PayslipForm, Printed, Reader, entered
from core.country.payslip import Labelled
from countries.de.declarations import PERSON_GROUPS, contribution_group
from countries.de.people import Worker, is_childless
from shared_tools.dated import Parameters
from shared_tools.i18n import N_

_CLASSES = ("I", "II", "III", "IV", "V", "VI")


def payslip_form(parameters: Parameters) -> PayslipForm:
    """The form; whether the childless pay more is asked of the law of the day."""
    return PayslipForm(
        N_("Payslip"), mentions=lambda printed, words: _mentions(printed, words, parameters),
        source="GewO § 108; EBV § 1", mark="verified",
    )  # fmt: skip


def _mentions(printed: Printed, words: Reader, parameters: Parameters) -> Mentions:
    employer, employee = printed.employer, printed.employee
    who: Worker = printed.work.worker
    begin = printed.work.contract_first_day or printed.work.first_day
    born = who.birth_date or employee.birth_date
    return Mentions(
        employer=((words(N_("Establishment number")), employer.registration("betriebsnummer")),),
        employee=entered(
            (words(N_("Date of birth")), words.day(born, "medium") if born else ""),
            (words(N_("Pension insurance number")), who.insurance_number),
            (words(N_("Tax identification number")), employee.national_id),
            *_tax_features(printed, who, words),
            (words(N_("Health fund")), who.health_fund),
        ),
        work=(
            (words(N_("Employed since")), words.day(begin, "medium")),
            *_insurance(printed, who, words),
        ),
        totals=tuple(_totals(printed, words)),
        year=((words(N_("Wage tax withheld")), words.amount(
            printed.year.get("lohnsteuer", 0) + printed.year.get("short_lohnsteuer", 0), printed.currency)),),
        sentences=tuple(_sentences(printed, words, parameters)),
    )  # fmt: skip


def _tax_features(printed: Printed, who: Worker, words: Reader) -> Iterator[Labelled]:
    """Of ELStAM; nothing where a flat tax takes their place."""
    if who.tax_class is None:
        return
    factor = f", {words(N_('factor {factor}'), factor=who.tax_factor)}" if who.tax_factor != "1" else ""
    yield words(N_("Tax class")), f"{_CLASSES[who.tax_class - 1]}{factor}"
    yield words(N_("Child allowances")), who.child_allowances
    yield words(N_("Church tax")), words(N_("yes")) if who.church_member else words(N_("no"))
    for label, amount in (
        (N_("Tax allowance a month"), who.tax_allowance_month), (N_("Addition to taxable pay a month"), who.tax_addition_month),
    ):  # fmt: skip
        yield words(label), words.amount(amount, printed.currency) if amount else ""


def _insurance(printed: Printed, who: Worker, words: Reader) -> Iterator[Labelled]:
    work = printed.work
    days = (work.last_day - work.first_day).days + 1
    yield words(N_("Insured days")), str(printed.slip.figures.get("sv_days", days))
    if any(line.bearer == "employee" and line.owed == "tax" for line in printed.slip.lines):
        yield words(N_("Tax days")), str(printed.slip.figures.get("sv_days", days))
    facts = {
        "contract": {"type": printed.contract_type, "pension_exempt": getattr(work.terms, "pension_exempt", False)},
        "worker": {"health_insurance": who.health_insurance},
    }  # fmt: skip
    group = f"{PERSON_GROUPS[printed.contract_type]} / {contribution_group(facts)}"
    yield words(N_("Person and contribution group")), group


def _totals(printed: Printed, words: Reader) -> Iterator[Labelled]:
    yield words(N_("Gross for tax")), words.amount(printed.slip.gross, printed.currency)
    for label, code in (
        (N_("Base of health and care insurance"), "base_health"),
        (N_("Base of pension and unemployment insurance"), "base_pension"),
    ):
        if code in printed.slip.figures:
            yield words(label), words.amount(printed.line(code), printed.currency)


def _sentences(printed: Printed, words: Reader, parameters: Parameters) -> Iterator[str]:
    work = printed.work
    insured = "base_health" in printed.slip.figures
    if insured and is_childless(work.worker, work.last_day, parameters.on(parameters.era(work.last_day))):
        yield words(N_("The care insurance has the supplement for the childless (SGB XI 55(3))."))
    if printed.slip.figures.get("transition_zone"):
        yield words(N_("Employment in the transition zone (SGB IV 20(2))."))
