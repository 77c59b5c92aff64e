"""The Spanish receipt of wages: ET art. 29.1; model of the order of 27.12.1994 as changed by Orden ESS/2098/2014, which adds the
employer's contributions [that it does: verified 2026-11-24 in summaries; the fields of the model: believed].

Employer: name, address, CIF, contribution account (CCC). Worker: NIF, affiliation number, contribution group, seniority.
Then accruals, deductions, what is paid out, the bases of contribution and the employer's part.
"""

from __future__ import annotations

from core.country import Mentions, PayslipForm, Printed, Reader, entered
from countries.es.family import Worker
from countries.es.terms import Terms
from shared_tools.i18n import N_


def _mentions(printed: Printed, words: Reader) -> Mentions:
    employer, employee, work, slip = printed.employer, printed.employee, printed.work, printed.slip
    terms: Terms = work.terms
    who: Worker = work.worker

    def amount(value: int) -> str:
        return words.amount(value, printed.currency)

    apart = (
        (N_("Indemnity"), terms.indemnity), (N_("Extra pay"), terms.extra_pay),
        (N_("Overtime"), terms.overtime + terms.overtime_force_majeure),
    )  # fmt: skip
    pay = slip.gross - sum(part for _, part in apart)
    withheld = next((line for line in slip.lines if line.owed == "tax"), None)
    begins = terms.begins or work.contract_first_day or work.first_day
    deducted = slip.gross - slip.net
    return Mentions(
        gross=((words(N_("Pay of the work")), pay), *((words(label), part) for label, part in apart))
        if pay >= 0 else (),
        employer=(
            (words(N_("Tax number (NIF)")), employer.required("legal_id")),
            (words(N_("Contribution account (CCC)")), employer.registration("ccc")),
        ),
        employee=entered(
            (words(N_("Tax number (NIF)")), employee.national_id),
            (words(N_("Affiliation number")), who.naf),
        ),
        work=(
            (words(N_("Contribution group")), str(terms.group)),
            (words(N_("With us since")), words.day(begins, "medium")),
        ),
        totals=(
            (words(N_("A. Total accrued")), amount(slip.gross)),
            (words(N_("B. Total deducted")), amount(deducted)),
            (words(N_("Paid out (A − B)")), amount(slip.net)),
            (words(N_("Base, common contingencies")), amount(printed.line("base_cc"))),
            (words(N_("Base, professional contingencies")), amount(printed.line("base_cp"))),
            (words(N_("Base of the withholding (IRPF)")), amount(withheld.base or 0 if withheld else 0)),
        ),
        sentences=(words(N_("Paid by transfer: the bank's record of it stands for the worker's signature.")),),
    )  # fmt: skip


PAYSLIP = PayslipForm(
    N_("Receipt of wages"), mentions=_mentions,
    source="ET art. 29.1; Orden de 27.12.1994, Orden ESS/2098/2014",
)  # fmt: skip
