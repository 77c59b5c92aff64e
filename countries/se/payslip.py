"""The Swedish payslip (lönespecifikation). No act lists its mentions; needed by law are gross, tax withheld (SFL 10:15 ff.),
leave compensation apart (Semesterlagen), deductions and why [believed; dossier se, section 4.3, which is followed here].
"""

from __future__ import annotations

from core.country import Mentions, PayslipForm, Printed, Reader, entered
from countries.se.labels import LABELS
from countries.se.terms import Worker
from shared_tools.i18n import N_

_PARTS = {
    "pay": (N_("Pay of the work"), 1),
    "holiday_compensation": (N_("Holiday compensation"), 1),
    "agreed_pay": (N_("Monthly pay"), 1),
    "sick_deduction": (N_("Deduction for sick leave"), -1),
    "sick_pay": (N_("Sick pay"), 1),
    "waiting_deduction": (N_("Waiting deduction"), -1),
    "leave_supplement": (N_("Holiday supplement"), 1),
}


def _mentions(printed: Printed, words: Reader) -> Mentions:
    employer, employee, figures = printed.employer, printed.employee, printed.slip.figures
    who: Worker = printed.work.worker
    parts = tuple(
        (words(label), sign * figures[code]) for code, (label, sign) in _PARTS.items() if figures.get(code)
    )
    supplier = not figures.get("pay_of_year") and printed.slip.gross > 0
    return Mentions(
        # A wage that sickness would take below nothing is kept at nothing: then its parts do not add up and are left out.
        gross=parts if sum(part for _, part in parts) == printed.slip.gross else (),
        employer=((words(N_("Organisation number")), _hyphened(employer.required("legal_id"))),),
        employee=entered((words(N_("Personal number")), employee.national_id)),
        work=() if supplier else (
            (words(N_("Tax is withheld")), _tax(who, words)),
            (words(N_("Days employed")), str(figures.get("days_employed", 0))),
        ),
        year=() if supplier else (
            (words(N_("Holiday compensation")), words.amount(printed.year.get("holiday_compensation", 0), printed.currency)),
            (words(N_("Days employed")), str(printed.year.get("days_employed", 0))),
        ),
    )  # fmt: skip


def _hyphened(number: str) -> str:
    """559123-4561."""
    return f"{number[:6]}-{number[6:]}" if len(number) == 10 and number.isdecimal() else number


def _tax(who: Worker, words: Reader) -> str:
    """How tax is withheld: the table and its column, or the decision's number."""
    label = LABELS[f"tax.{who.tax}"]
    said = words(label if isinstance(label, str) else label.words)
    if who.tax == "table" and who.tax_table is not None:
        column = f":{who.tax_column}" if who.tax_column else ""
        return f"{said} {who.tax_table}{column}"
    return f"{said} {who.decision}".strip()


PAYSLIP = PayslipForm(
    N_("Payslip"), mentions=_mentions,
    titles={"f_tax": N_("Settlement of an invoice"), "right_of_use": N_("Settlement of a right of use")},
    source="SFL 10 kap. 15 §; semesterlagen",
)  # fmt: skip
