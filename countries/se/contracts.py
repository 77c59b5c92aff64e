"""From what core knows of a slip to a row of payroll, and what the law forbids on the way (dossier sections 1.1, 2)."""

from __future__ import annotations

from typing import Any

from core.country import Work
from countries.se import sickness, withholding
from countries.se.payroll import MonthlyRow, PayRow
from countries.se.percentages import MILLION, millionths, of_rate, percent_text
from countries.se.terms import AssignmentTerms, MonthlyTerms, SupplierTerms, Worker
from shared_tools.dated import Law
from shared_tools.money import major
from shared_tools.refusal import Refusal

_DAY_MINUTES = 24 * 60
_HOUR = 60 * 60
# Not law: an amount above 10 million kronor is a slip of the keyboard.
_PLAUSIBLE = 10**9


# --- from what core knows to a row of payroll ---------------------------------------------------------------------


def assignment_inputs(work: Work, law: Law) -> PayRow:
    """Raises Refusal for days outside the contract, pay under the agreement, holiday money under the law, tax facts."""
    terms: AssignmentTerms = work.terms
    _check_work(work)
    holiday = _holiday(terms, law)
    _check_agreement(work, terms, holiday)
    return PayRow(
        **_facts(work, law),
        **withholding.of(work, law, terms.year_income, terms.table_on),
        **_extras(terms),
        holiday=holiday,
    )


def monthly_inputs(work: Work, law: Law) -> MonthlyRow:
    """Raises Refusal for sick pay the law does not give, too many days of leave, or tax facts that are missing."""
    terms: MonthlyTerms = work.terms
    _check_work(work)
    most = int(law["leave_days"].value)
    if not 0 <= terms.leave_days + work.year.get("leave_days", 0) <= most:
        raise Refusal(
            "leave_exhausted", f"{terms.leave_days} days of leave with {work.year.get('leave_days', 0)} taken this "
            f"year exceed {most} ({law['leave_days'].source}).", field="leave_days",
            way_out="Pay days saved from earlier years as a one-off amount.",
        )  # fmt: skip
    if terms.monthly is None and (terms.sick_minutes or terms.leave_days):
        raise Refusal(
            "monthly_pay_missing", "sickness and leave are counted on the full month's pay.", field="monthly",
            way_out="Enter the monthly pay agreed.",
        )  # fmt: skip
    waiting = sickness.check(work, law)
    full_week = int(law["full_time_week"].value) * _HOUR
    return MonthlyRow(
        **_facts(work, law),
        **withholding.of(work, law, terms.year_income, terms.table_on),
        **_extras(terms),
        monthly=work.gross if terms.monthly is None else terms.monthly,
        week_seconds=full_week if terms.week_minutes is None else terms.week_minutes * 60,
        sick_seconds=terms.sick_minutes * 60,
        waiting=waiting,
        waiting_deducted=terms.waiting_deducted,
        leave_days=terms.leave_days,
    )


def supplier_inputs(work: Work, law: Law) -> PayRow:
    """Raises Refusal ``f_tax_not_checked``; whoever holds no F-tax is taxed as an employee, without leave money."""
    terms: SupplierTerms = work.terms
    _check_work(work)
    if terms.checked_on is None or not work.first_day <= terms.checked_on <= work.pay_day:
        raise Refusal(
            "f_tax_not_checked", "the tax status must be checked for each payment (SFS 2011:1244 10 kap. [believed]).",
            field="checked_on", way_out="Ask Skatteverket's register and enter the day, not after the day of payment.",
        )  # fmt: skip
    if terms.tax_status == "F" or (terms.tax_status == "FA" and terms.invoked_in_writing):
        return PayRow(
            gross=work.gross, pay_year=work.pay_day.year, birth_year=0, tax_kind="none", supplier=True
        )
    return PayRow(**_facts(work, law), **withholding.of(work, law, None, "month"))


def _facts(work: Work, law: Law) -> dict[str, Any]:
    """What every employee's row says, whatever the contract type."""
    who: Worker = work.worker
    abroad = _foreign_a1(work)
    if who.birth_date is None and not abroad:
        raise Refusal(
            "birth_date_missing", "the contributions depend on the year of birth (SFS 2000:980).", field="birth_date",
            way_out="Enter the date of birth.",
        )  # fmt: skip
    if who.birth_date is not None and who.birth_date > work.first_day:
        raise Refusal(
            "not_born_yet", f"born {who.birth_date}, after the work of {work.first_day}.", field="birth_date",
            way_out="Correct the date of birth.",
        )  # fmt: skip
    if who.attachment_keep is not None and who.attachment_keep < 0:
        raise Refusal(
            "negative_amount", "an attachment cannot leave less than nothing.", field="attachment_keep",
            way_out="Enter the reserved amount (förbehållsbelopp) of the order.",
        )  # fmt: skip
    month, year = work.month, work.year
    return {
        "gross": work.gross, "pay_year": work.pay_day.year,
        "birth_year": who.birth_date.year if who.birth_date else work.pay_day.year,
        "foreign_a1": abroad, "attached": who.attachment_keep is not None,
        "attachment_keep": who.attachment_keep or 0,
        "days_employed": (work.last_day - work.first_day).days + 1,
        "month_youth": month.get("youth_pay", 0), "month_paid_out": month.get("paid_out", 0),
        "year_pay": year.get("pay_of_year", 0), "year_liable": year.get("liable_pay", 0),
        "year_charged": year.get("charged_pay", 0),
    }  # fmt: skip


def _extras(terms: AssignmentTerms | MonthlyTerms) -> dict[str, Any]:
    return {
        "pension": millionths(terms.pension_percent or "0", "pension_percent"),
        "fora": millionths(terms.fora_percent or "0", "fora_percent"),
    }


def _check_work(work: Work) -> None:
    if not 0 <= work.gross <= _PLAUSIBLE:
        raise Refusal(
            "absurd_wage", f"{major(work.gross, 'SEK')} kr is no pay this program accepts.", field="gross",
            way_out=f"Enter an amount from 0 to {major(_PLAUSIBLE, 'SEK')} kr.",
        )  # fmt: skip
    outside = [day for day in work.days if not work.first_day <= day <= work.last_day]
    if work.last_day < work.first_day or outside:
        raise Refusal(
            "days_outside_contract", f"the contract runs from {work.first_day} to {work.last_day}"
            + (f", not on {outside[0]}." if outside else "."), field="days", way_out="Correct the days of work.",
        )  # fmt: skip
    calendar_days = (work.last_day - work.first_day).days + 1
    if not 0 <= work.minutes <= calendar_days * _DAY_MINUTES:
        raise Refusal(
            "absurd_working_time", f"{work.minutes} minutes do not fit in {calendar_days} days.", field="minutes",
            way_out="Correct the hours.",
        )  # fmt: skip


def _foreign_a1(work: Work) -> bool:
    """Whether an A1 of another State covers this slip."""
    who: Worker = work.worker
    if not who.a1_country:
        return False
    if who.a1_country == "SE" or who.a1_from is None or who.a1_until is None:
        raise Refusal(
            "a1_incomplete", "an A1 of another State is stored with its country and its first and last day.",
            field="a1_from", way_out="Enter them from the certificate; a Swedish A1 changes nothing here.",
        )  # fmt: skip
    first, last = work.first_day, work.last_day
    if who.a1_from <= first and last <= who.a1_until:
        return True
    if who.a1_until < first or last < who.a1_from:
        return False
    raise Refusal(
        "a1_covers_a_part", f"the A1 runs from {who.a1_from} to {who.a1_until}, the work from {first} to {last}.",
        field="a1_until", way_out="Write one contract for the days covered and one for the others.",
    )  # fmt: skip


def _holiday(terms: AssignmentTerms, law: Law) -> int:
    least = of_rate(law.rate("semester_percent"))
    if not terms.holiday_percent:
        # A one-off payment is taken as it stands: bonus and arrears of holiday money earn none of their own.
        return 0 if terms.year_income is not None else least
    asked = millionths(terms.holiday_percent, "holiday_percent")
    if terms.year_income is None and asked < least:
        raise Refusal(
            "holiday_below_minimum", f"{terms.holiday_percent} % of holiday compensation is below the "
            f"{percent_text(least)} % of the law ({law['semester_percent'].source}).", field="holiday_percent",
            way_out="Agree on the law's percentage or more.",
        )  # fmt: skip
    return asked


def _check_agreement(work: Work, terms: AssignmentTerms, holiday: int) -> None:
    if not terms.agreement_hour or terms.year_income is not None:
        return
    least = terms.agreement_hour * work.minutes * (MILLION + holiday)
    if work.gross * 60 * MILLION < least:
        minimum = -(-least // (60 * MILLION))
        raise Refusal(
            "below_minimum_wage", f"{major(work.gross, 'SEK')} kr for {work.minutes} minutes is below the minimum of "
            f"{major(minimum, 'SEK')} kr with holiday compensation ({terms.agreement or 'collective agreement'}).",
            field="gross", way_out="Pay at least the minimum, or agree on fewer hours.",
        )  # fmt: skip
