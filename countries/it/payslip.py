"""The Italian pay statement (prospetto di paga): law 4/1953 art. 1 [believed]: name, qualification, period, each element of the
pay and each deduction; given with the pay. The LUL (D.L. 112/2008 art. 39) is the employer's book, not this paper.
"""

from __future__ import annotations

from core.country import Mentions, PayslipForm, Printed, Reader, entered
from shared_tools.i18n import N_

_FIGURES = {
    "inps_base": N_("Base of contributions (INPS)"),
    "gs_base": N_("Base of contributions (gestione separata)"),
    "taxable": N_("Taxable for income tax"),
    "irpef_gross": N_("Income tax before deductions"),
    "deduction_work": N_("Deduction for work"),
    "deduction_65": N_("Addition to the deduction for work"),
    "deduction_spouse": N_("Deduction for the spouse"),
    "deduction_children": N_("Deduction for children"),
    "deduction_further": N_("Further deduction"),
    "irpef_net": N_("Income tax after deductions"),
    "tfr_net": N_("Severance accrued"),
}
_YEAR = {
    "inps_base": N_("Base of contributions (INPS)"),
    "taxable": N_("Taxable for income tax"),
    "irpef": N_("Income tax withheld"),
    "tfr": N_("Severance accrued"),
}


def _mentions(printed: Printed, words: Reader) -> Mentions:
    employer, employee, figures = printed.employer, printed.employee, printed.slip.figures

    def amount(value: int) -> str:
        return words.amount(value, printed.currency)

    lul = employer.registrations.get("lul_authorisation", "")
    return Mentions(
        employer=(
            (words(N_("Tax code")), employer.registration("tax_code")),
            *entered((words(N_("LUL numbering authorised by INAIL")), lul)),
        ),
        employee=entered((words(N_("Tax code")), employee.national_id)),
        work=((words(N_("Days counted for tax")), str(figures.get("days", 0))),),
        totals=tuple((words(label), amount(figures[code])) for code, label in _FIGURES.items() if figures.get(code)),
        year=tuple((words(label), amount(printed.year[code])) for code, label in _YEAR.items() if printed.year.get(code)),
        # Signature, stamp or the LUL's number: one of them.
        sentences=() if lul else (f"{words(N_('Signature or stamp of the employer'))}: {'_' * 30}",),
    )  # fmt: skip


PAYSLIP = PayslipForm(N_("Pay statement"), mentions=_mentions, source="L. 5.1.1953 n. 4, art. 1")
