"""The Hungarian payslip (bérjegyzék): Mt. 155 [believed]: it must let the person check sums and reasons.

Dossier hu, section 4.3: employer's and person's tax numbers, period, relation, days and hours, gross, allowances used one by
one, tax, contribution with family credit, deductions, net, account; beneath szocho and the total cost; the year's sums.
"""

from __future__ import annotations

from core.country import Mentions, PayslipForm, Printed, Reader, entered
from shared_tools.i18n import N_

_ALLOWANCES = {
    "allowance_mother": N_("Allowance for mothers"),
    "allowance_under25": N_("Allowance for those under 25"),
    "allowance_personal": N_("Personal allowance"),
    "allowance_first_married": N_("Allowance for first marriages"),
    "allowance_family": N_("Family allowance"),
}
_BASES = {
    "cost": N_("Costs taken off"),
    "base": N_("Pay less costs"),
    "tax_base": N_("Base of the income tax"),
    "ekho_base": N_("Base of EKHO"),
}


def _mentions(printed: Printed, words: Reader) -> Mentions:
    employer, employee, figures = printed.employer, printed.employee, printed.slip.figures
    used = tuple(
        (words(label), words.amount(figures[code], printed.currency))
        for code, label in _ALLOWANCES.items()
        if figures.get(code)
    )
    bases = tuple(
        (words(label), words.amount(figures[code], printed.currency))
        for code, label in _BASES.items()
        if code in figures
    )
    used_this_year = printed.year.get("family_used", 0)
    return Mentions(
        employer=((words(N_("Tax number")), employer.registration("tax_number")),),
        employee=entered(
            (words(N_("Tax identification number")), employee.national_id),
            (words(N_("Social insurance number (TAJ)")), _spaced(printed.work.worker.taj)),
        ),
        totals=(*used, *bases),
        year=entered(
            (
                words(N_("Family allowance used, on tax and contribution")),
                words.amount(used_this_year, printed.currency) if used_this_year else "",
            )
        ),
    )


def _spaced(taj: str) -> str:
    """In groups of three, as the card writes it."""
    return " ".join(taj[at : at + 3] for at in range(0, len(taj), 3))


PAYSLIP = PayslipForm(N_("Payslip"), mentions=_mentions, source="Mt. (2012. évi I. törvény) 155. §")
