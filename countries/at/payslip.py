"""The Austrian payslip (Lohn- und Gehaltsabrechnung): EStG 78(5) [believed: gross pay, the worker's contributions, the base and
contribution of the severance fund, the base of the wage tax and the tax]; AVRAG 2f gives the worker the right to it
[believed].
"""

from __future__ import annotations

from core.country import Mentions, PayslipForm, Printed, Reader, entered
from countries.at.labels import LABELS
from countries.at.worker import Worker
from shared_tools.i18n import N_

_BASES = ("sv_base", "free_base", "casual_base", "special_base")


def _mentions(printed: Printed, words: Reader) -> Mentions:
    employee, work, figures = printed.employee, printed.work, printed.slip.figures

    def amount(value: int) -> str:
        return words.amount(value, printed.currency)

    base = sum(figures.get(code, 0) for code in _BASES)
    born = work.worker.birth_date or employee.birth_date
    begin = getattr(work.terms, "employment_start", None) or work.contract_first_day or work.first_day
    free = "tax_base" not in figures
    who: Worker = work.worker
    commute = LABELS[f"commute.{who.commute}"]
    return Mentions(
        employee=entered(
            (words(N_("Social insurance number")), employee.national_id),
            (words(N_("Date of birth")), words.day(born, "medium") if born else ""),
        ),
        work=entered(
            (words(N_("Employed since")), words.day(begin, "medium")),
            (words(N_("Family bonus")), _children(who, words)),
            (words(N_("Commuter allowance")),
             f"{words(commute if isinstance(commute, str) else commute.words)}, {who.commute_km} km" if who.commute != "none" else ""),
        ),
        totals=(
            (words(N_("Base of social insurance")), amount(base)),
            (words(N_("Base of the severance fund")), amount(figures.get("bv_base", 0))),
            (words(N_("Contribution to the severance fund")), amount(printed.line("bv"))),
            *(() if free else ((words(N_("Base of the wage tax")), amount(figures["tax_base"])),)),
            *(((words(N_("Special pay inside the sixth")), amount(figures["special_inside"])),)
              if figures.get("special_inside", 0) > 0 else ()),
        ),
        year=((words(N_("Contribution to the severance fund")), amount(printed.year.get("bv", 0))),),
        sentences=(words(N_("A free contract: no wage tax is withheld, the income is declared by yourself.")),) if free else (),
    )  # fmt: skip


def _children(who: Worker, words: Reader) -> str:
    """For how many children, minors and of age, the bonus is taken into account."""
    if not who.children_under_18 + who.children_of_age:
        return ""
    said = words(
        N_("{minors} children under 18, {of_age} of age"),
        minors=who.children_under_18,
        of_age=who.children_of_age,
    )
    return f"{said}, {words(N_('half'))}" if who.family_bonus_shared else said


PAYSLIP = PayslipForm(N_("Payslip"), mentions=_mentions, source="EStG § 78(5); AVRAG § 2f")
