"""The French payslip in the renewed clarified form, compulsory from 1 January 2027: CT R3243-1, R3243-5, arrêtés of
25.02.2016, 31.01.2023 and 11.08.2025 [dates verified, list of mentions believed; dossier fr, section 4].

Contributions grouped by risk with both shares in one row; then the net social amount and the net before tax; then the tax.
"""

from __future__ import annotations

from core.country import Mentions, PayslipForm, Printed, Reader, entered
from core.country.payslip import Labelled
from countries.fr import leave
from countries.fr.contracts import CoveredTerms, EngagementTerms, MonthlyTerms
from countries.fr.labels import LABELS
from shared_tools.i18n import N_

_RIGHTS = "author_rights"


def _mentions(printed: Printed, words: Reader) -> Mentions:
    employer, employee, slip = printed.employer, printed.employee, printed.slip
    siret = (words(N_("SIRET")), employer.registration("siret"))
    if printed.contract_type == _RIGHTS:
        return Mentions(employer=(siret,))

    def figure(code: str) -> str:
        return words.amount(printed.line(code), printed.currency)

    return Mentions(
        gross=tuple(
            (words(label), slip.figures[code]) for code, label in _PARTS.items() if slip.figures.get(code)
        ),
        employer=(
            siret,
            (words(N_("APE code")), employer.registration("ape")),
            (words(N_("Collective agreement")), _agreement(printed, words)),
        ),
        employee=entered((words(N_("Social security number")), employee.national_id)),
        work=(*_class(printed, words), (words(N_("Withholding rate")), _kind_of_rate(printed, words))),
        totals=(
            (words(N_("Net social amount")), figure("net_social")),
            (words(N_("Net before income tax")), figure("net_before_tax")),
            (words(N_("Net taxable pay")), figure("net_taxable")),
        ),
        year=(
            (
                words(N_("Net taxable pay")),
                words.amount(printed.year.get("net_taxable", 0), printed.currency),
            ),
            *_leave_balance(printed, words),
        ),
        sentences=(
            *_leave_sentence(printed, words),
            words(N_("Keep this payslip without limit of time.")),
            words(N_("What a payslip says is explained on www.service-public.fr.")),
        ),
    )


def _leave_balance(printed: Printed, words: Reader) -> tuple[Labelled, ...]:
    """Earned, taken and left of a contract by the month, in days: hundredths read as cents do. What was left at New Year
    stands with the other terms of the contract."""
    terms = printed.work.terms
    if not isinstance(terms, MonthlyTerms):
        return ()
    earned, taken = printed.year.get("leave_earned", 0), printed.year.get("leave_taken", 0)
    at_new_year = leave.brought(terms)
    rows = (
        (N_("Leave earned (days)"), earned),
        (N_("Leave taken (days)"), taken),
        (N_("Leave left (days)"), at_new_year + earned - taken),
    )
    return tuple((words(label), words.amount(days, "EUR")) for label, days in rows)


def _leave_sentence(printed: Printed, words: Reader) -> tuple[str, ...]:
    """Which rule of leave holds where no balance is kept."""
    terms = printed.work.terms
    if isinstance(terms, EngagementTerms):
        said = N_("Leave is paid by the fund Congés Spectacles, at your request: a tenth of the pay declared from 1 April to 31 March.")  # fmt: skip
    elif getattr(terms, "turned_open_ended", False):
        said = N_("The work goes on under an open-ended contract, where your leave is kept.")
    elif getattr(terms, "leave_taken", False):
        said = N_("Your leave was taken during the contract: none is left.")
    elif isinstance(terms, CoveredTerms) and not isinstance(terms, MonthlyTerms):
        said = N_("Your leave is paid with this pay, as a compensation of a tenth: none is left.")
    else:
        return ()
    return (words(said),)


_PARTS = {
    "base_pay": N_("Pay of the work"),
    "end_of_contract_pay": N_("End-of-contract pay"),
    "holiday_pay": N_("Holiday compensation"),
}


def _agreement(printed: Printed, words: Reader) -> str:
    """That of the contract where it names one, else the employer's."""
    named = LABELS.get(f"agreement.{getattr(printed.work.terms, 'agreement', '')}")
    return words(named) if isinstance(named, str) else f"IDCC {printed.employer.registration('idcc')}"


def _class(printed: Printed, words: Reader) -> tuple[Labelled, ...]:
    executive = getattr(printed.work.terms, "executive", None)
    return () if executive else ((words(N_("Class")), words(N_("not an executive"))),)


def _kind_of_rate(printed: Printed, words: Reader) -> str:
    personal = printed.work.worker.tax_rate is not None
    return words(N_("personal rate")) if personal else words(N_("default scale"))


PAYSLIP = PayslipForm(
    N_("Payslip"),
    titles={_RIGHTS: N_("Rights note")},
    headings={
        "health": N_("Health"),
        "accident": N_("Accidents at work"),
        "pension": N_("Pension"),
        "family": N_("Family"),
        "unemployment": N_("Unemployment"),
        "other": N_("Other contributions of the employer"),
        "optional": N_("Contributions of agreements"),
        "csg": N_("CSG and CRDS"),
        "rights": N_("Contributions on rights"),
        "relief": N_("Reductions of contributions"),
        "tax": N_("Income tax"),
    },
    shares="beside",
    mentions=_mentions,
    totals_before="tax",
    source="Code du travail R3243-1, R3243-5; arrêté du 25.02.2016 modifié",
)
