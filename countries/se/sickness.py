"""When the employer owes sick pay (sjuklönelagen 1991:1047; dossier 2.6). What it amounts to: payroll.monthly."""

from __future__ import annotations

from core.country import Work
from countries.se.terms import MonthlyTerms
from shared_tools.dated import Law
from shared_tools.refusal import Refusal


def check(work: Work, law: Law) -> bool:
    """Whether a waiting deduction is due on the slip's sick absence.

    Raises Refusal when the law gives no sick pay: not employed long enough, beyond the employer's days, no
    certificate, or an absence that does not fit the slip.
    """
    terms: MonthlyTerms = work.terms
    if not terms.sick_minutes:
        return False
    if terms.sick_from is None or terms.sick_until is None or terms.sick_minutes < 0:
        raise Refusal(
            "sick_days_missing", "sick absence is recorded with its first and last day.", field="sick_from",
            way_out="Enter the days and the minutes of absence.",
        )  # fmt: skip
    if not work.first_day <= terms.sick_from <= terms.sick_until <= work.last_day:
        raise Refusal(
            "sick_outside_contract", f"absent from {terms.sick_from} to {terms.sick_until}, the slip is of "
            f"{work.first_day} to {work.last_day}.", field="sick_from",
            way_out="Enter on each slip the absence of its own days.",
        )  # fmt: skip
    _check_earned(work, law)
    last = terms.sick_period_day + (terms.sick_until - terms.sick_from).days
    most = int(law["sick_pay_days"].value)
    if terms.sick_period_day < 1 or last > most:
        raise Refusal(
            "sick_pay_days_over", f"the absence reaches day {last} of its period, sick pay ends with day {most} "
            f"({law['sick_pay_days'].source}).", field="sick_until",
            way_out="Report the illness to Försäkringskassan and leave the later days out.",
        )  # fmt: skip
    if last >= int(law["sick_certificate_day"].value) and not terms.certificate:
        raise Refusal(
            "certificate_missing", f"from day {law['sick_certificate_day'].value} sick pay needs a doctor's "
            f"certificate ({law['sick_certificate_day'].source}).", field="certificate",
            way_out="Record that the certificate was seen, or leave the later days out.",
        )  # fmt: skip
    return terms.waiting_deductions < int(law["karens_most_in_year"].value)


def _check_earned(work: Work, law: Law) -> None:
    terms: MonthlyTerms = work.terms
    since = terms.employed_since or work.first_day
    needed = int(law["sick_pay_qualifying_days"].value)
    if terms.sick_from and terms.agreed_under_month and (terms.sick_from - since).days < needed:
        raise Refusal(
            "sick_pay_not_earned", f"an employment agreed for less than a month gives sick pay after {needed} days "
            f"in a row ({law['sick_pay_qualifying_days'].source}).", field="sick_from",
            way_out="The member claims sickness benefit from Försäkringskassan for these days.",
        )  # fmt: skip
