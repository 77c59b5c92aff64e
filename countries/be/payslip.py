"""The Belgian payslip (décompte, afrekening): act of 12.4.1965 art. 15 and royal decree of 27.9.1966 [believed].

What it must show, dossier be-books 1.3: names and addresses, registration and enterprise number, period and date, days and
hours, how pay is counted, gross by item, social security, taxable pay, withholding tax, net, joint committee.
"""

from __future__ import annotations

from core.country import Mentions, PayslipForm, Printed, Reader, entered
from countries.be.labels import LABELS
from shared_tools.i18n import N_


def _mentions(printed: Printed, words: Reader) -> Mentions:
    employer, employee, terms = printed.employer, printed.employee, printed.work.terms
    paid_by = LABELS.get(f"paid_by.{getattr(terms, 'paid_by', '')}")
    taxable = "exceptional_taxable" if "exceptional_taxable" in printed.slip.figures else "taxable"
    bonus, base = printed.line("fiscal_work_bonus"), printed.line("onss_base")
    return Mentions(
        employer=(
            (words(N_("Enterprise number")), _dotted(employer.required("legal_id"))),
            (words(N_("Joint committee")), employer.registration("joint_committee")),
        ),
        employee=entered((words(N_("National number")), _national(employee.national_id))),
        work=entered((words(N_("Pay is counted by")), words(paid_by) if isinstance(paid_by, str) else ""), (words(N_("Holiday pay")), _holiday(printed, words))),
        totals=(
            *(((words(N_("Base of social security")), words.amount(base, printed.currency)),) if base != printed.slip.gross and base else ()),
            (words(N_("Taxable pay")), words.amount(printed.line(taxable), printed.currency)),
            *(((words(N_("Withholding tax before the fiscal work bonus")), words.amount(printed.line("tax_before_bonus"), printed.currency)),
               (words(N_("Fiscal work bonus")), words.amount(-bonus, printed.currency))) if bonus else ()),
        ),
        year=((words(N_("Taxable pay")), words.amount(
            printed.year.get("taxable", 0) + printed.year.get("exceptional_taxable", 0), printed.currency)),),
    )  # fmt: skip


def _holiday(printed: Printed, words: Reader) -> str:
    """Who pays the holiday money: the fund that contributions go to, or the employer."""
    if any(line.code.startswith("holiday_") for line in printed.slip.lines):
        return words(N_("by the holiday fund"))
    status = getattr(printed.work.terms, "status", "")
    return words(N_("by the employer")) if status == "employee" else ""


def _dotted(number: str) -> str:
    return f"{number[:4]}.{number[4:7]}.{number[7:]}" if len(number) == 10 else number


def _national(number: str) -> str:
    """85.03.14-001.31, as the identity card writes it."""
    if len(number) != 11:
        return number
    return f"{number[:2]}.{number[2:4]}.{number[4:6]}-{number[6:9]}.{number[9:]}"


PAYSLIP = PayslipForm(
    N_("Payslip"), shares="beside", mentions=_mentions,
    source="loi / wet 12.4.1965 art. 15; AR / KB 27.9.1966",
)  # fmt: skip
