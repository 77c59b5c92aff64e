"""From what core knows of a slip to the payroll's own rows, with what the law forbids."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import Any

from core.country import Work
from countries.fr import leave
from countries.fr.authors import Rights
from countries.fr.ceilings import UNITS_PER_HOUR, day_mask, full_month_units
from countries.fr.contracts import (
    ArtistTerms,
    CesaTerms,
    CoveredTerms,
    EmploymentTerms,
    EngagementTerms,
    FixedTermTerms,
    MonthlyTerms,
    UsageTerms,
    Worker,
)
from countries.fr.ordinary import Ordinary
from countries.fr.rates import MILLION, in_millionths, millionths, percent_text
from countries.fr.reduction import refuse_reductions_of_2025
from countries.fr.spectacle import Engagement
from shared_tools.dated import Law
from shared_tools.money import half_up, major
from shared_tools.refusal import Refusal

UNITS_PER_MINUTE = UNITS_PER_HOUR // 60
_LARGEST_PAY = 100_000_000
"""A million euro for a month's work is a slip of the keyboard."""
_FUNDS = {"1285": "fnas", "3090": "casc_svp"}


def monthly_inputs(work: Work, law: Law) -> Ordinary:
    """Open-ended contracts, by the month. Raises Refusal ``below_minimum_wage`` among those of ``_check``.

    A month served in part counts by its calendar days, in the ceiling, the minimum wage and the reduction alike.
    """
    terms: MonthlyTerms = work.terms
    _check(work, law)
    full = full_month_units(law)
    hours = _hours_of(terms.monthly_hours, full)
    shared = _ordinary(work, law, terms)
    # Days an earlier slip of the month has counted count no more: a second slip of a month is an addition to its pay.
    earned = half_up(hours * shared["calendar_days"], shared["month_days"])
    _check_minimum_wage(work, earned, law)
    refuse_reductions_of_2025(work.gross, earned, law)
    leave.brought(terms)  # its refusals
    return Ordinary(
        gross=work.gross,
        ceiling_units=full if terms.keep_full_ceiling else hours,
        smic_units=hours,
        smic_part=shared["calendar_days"],
        smic_whole=shared["month_days"],
        regularised=True,
        regularised_pay_before=work.year.get("regularised_pay", 0),
        regularised_smic_before=work.year.get("regularised_smic", 0),
        regularised_reduction_before=work.year.get("regularised_reduction", 0),
        leave_earned=leave.earned(law, shared["calendar_days"], shared["month_days"]),
        leave_taken=leave.taken(work),
        **shared,
    )


def cesa_inputs(work: Work, law: Law) -> Ordinary:
    """As ``monthly_inputs``; raises also ``cesa_not_member`` past the three years in which one must join."""
    terms: CesaTerms = work.terms
    years = law["cesa_member_years"]
    if terms.contract_start and not terms.member:
        limit = _months_after(terms.contract_start, 12 * int(years.value))
        if work.last_day >= limit:
            raise Refusal(
                "cesa_not_member",
                f"an entrepreneur-employee is a member within {int(years.value)} years, by {limit} ({years.source}).",
                field="terms.member", way_out="Admit the person as a member, or end the contract.",
            )  # fmt: skip
    return monthly_inputs(work, law)


def fixed_term_inputs(work: Work, law: Law) -> Ordinary:
    """CDD. Raises also ``contract_too_long``, ``hours_missing``, ``working_day_too_long``."""
    terms: FixedTermTerms = work.terms
    first, last = _contract_days(work, terms)
    longest = law["cdd_longest_months"]
    if not _lasts_at_most(first, last, int(longest.value)):
        raise Refusal(
            "contract_too_long", f"a CDD lasts at most {int(longest.value)} months ({longest.source}).",
            field="terms.contract_last_day", way_out="Shorten it, or offer an open-ended contract.",
        )  # fmt: skip
    due = (
        terms.reason in ("replacement", "peak")
        and not terms.open_ended_refused
        and not terms.turned_open_ended
    )
    return _by_days(
        work, law, terms,
        fixed_term=terms.reason != "season" and not terms.turned_open_ended,
        end_of_contract_pay=due, holiday_pay=not terms.leave_taken and not terms.turned_open_ended,
    )  # fmt: skip


def usage_inputs(work: Work, law: Law) -> Ordinary:
    """CDDU outside entertainment. Raises as ``fixed_term_inputs``, but has no longest duration."""
    terms: UsageTerms = work.terms
    return _by_days(work, law, terms, fixed_term=True, holiday_pay=not terms.leave_taken)


def artist_inputs(work: Work, law: Law) -> Engagement:
    """Raises also ``flat_deduction_not_agreed``. Pay by cachets without hours has no minimum of law that we know."""
    terms: ArtistTerms = work.terms
    who: Worker = work.worker
    if terms.flat_deduction and work.last_day.year not in who.flat_deduction_years:
        raise Refusal(
            "flat_deduction_not_agreed",
            f"no written agreement to the flat deduction (DFS) is recorded for {work.last_day.year}.",
            field="worker.flat_deduction_years", way_out="Record the artist's agreement, or leave the deduction out.",
        )  # fmt: skip
    return _engagement(work, law, terms, by_hours=not terms.cachets, deduction=terms.flat_deduction)


def technician_inputs(work: Work, law: Law) -> Engagement:
    """Raises also ``hours_missing``, ``working_day_too_long``: annex 8 counts hours only."""
    return _engagement(work, law, work.terms, by_hours=True)


def rights_inputs(work: Work, law: Law) -> Rights:
    """Rights of the calendar year of payment; those withheld from earlier are ``work.year["rights_withheld"]``."""
    _check_amount(work)
    return Rights(
        gross=work.gross, dispensed=work.terms.dispensed, rights_before=work.year.get("rights_withheld", 0)
    )


def _check(work: Work, law: Law) -> None:
    """Raises Refusal where no contract of employment could be reckoned: ``absurd_wage``, ``two_months``, ``outside_contract``,
    ``non_resident``, ``attachment_of_earnings``, ``minor``."""
    _check_amount(work)
    first, last = work.first_day, work.last_day
    if (first.year, first.month) != (last.year, last.month) or last < first:
        raise Refusal(
            "two_months", f"a slip covers days of one month, not {first} to {last}.", field="last_day",
            way_out="Split the contract by calendar month.",
        )  # fmt: skip
    stray = next((day for day in work.days if not first <= day <= last), None)
    if stray is not None:
        raise Refusal(
            "outside_contract", f"{stray} is not a day of the contract, {first} to {last}.", field="days",
            way_out="Change the contract's days before the work, or leave the day out.",
        )  # fmt: skip
    _check_worker(work.worker, last)


def _check_amount(work: Work) -> None:
    if not 0 < work.gross <= _LARGEST_PAY:
        raise Refusal(
            "absurd_wage", f"{major(work.gross, 'EUR')} EUR cannot be the pay of a slip.", field="gross",
            way_out="Enter an amount above 0 and at most a million.",
        )  # fmt: skip


def _check_worker(who: Worker, day: date) -> None:
    if not who.tax_resident:
        raise Refusal(
            "non_resident", "the withholding of people not resident in France (CGI 182 A) is not in this program.",
            field="worker.tax_resident", way_out="Reckon the slip outside this program (artists: form 2494).",
        )  # fmt: skip
    if who.attachment_of_earnings:
        raise Refusal(
            "attachment_of_earnings", "the yearly scale of attachments of earnings is not in this program.",
            field="worker.attachment_of_earnings", way_out="Reckon the part that may be seized outside this program.",
        )  # fmt: skip
    if who.birth_date and day < _months_after(who.birth_date, 18 * 12):
        raise Refusal(
            "minor", f"somebody born on {who.birth_date} is under 18 on {day}.", field="worker.birth_date",
            way_out="Work of minors is not in this program.",
        )  # fmt: skip


def _check_minimum_wage(work: Work, hours: int, law: Law) -> None:
    smic = law["smic_hour"]
    minimum = half_up(smic.value * hours, UNITS_PER_HOUR)
    if work.gross < minimum:
        raise Refusal(
            "below_minimum_wage",
            f"{major(work.gross, 'EUR')} EUR for {percent_text(hours, 100 * UNITS_PER_HOUR)} hours is below the minimum "
            f"wage of {major(minimum, 'EUR')} EUR ({smic.source}).",
            field="gross", way_out="Pay at least the SMIC, or engage the person for fewer hours.",
        )  # fmt: skip


def _by_days(work: Work, law: Law, terms: FixedTermTerms | UsageTerms, **what: bool) -> Ordinary:
    _check(work, law)
    hours = _hours_worked(work, law)
    _check_minimum_wage(work, hours, law)
    refuse_reductions_of_2025(work.gross, hours, law)
    first, last = _contract_days(work, terms)
    short = terms.uncertain_end or _lasts_at_most(first, last, law.amount("pas_short_contract_months"))
    return Ordinary(
        gross=work.gross,
        ceiling_units=full_month_units(law),
        smic_units=min(hours, full_month_units(law)),
        tax_short_contract=short,
        **what,
        **_ordinary(work, law, terms),
    )


def _ordinary(work: Work, law: Law, terms: CoveredTerms) -> dict[str, Any]:
    """The columns all ordinary contracts fill alike."""
    share = law["health_cover_employer_share"]
    if terms.health_employer < share.value * (terms.health_employer + terms.health_employee):
        raise Refusal(
            "health_cover_share", f"the employer bears at least half of the health cover ({share.source}).",
            field="terms.health_employer", way_out="Raise the employer's share.",
        )  # fmt: skip
    return {
        **_employed(work, "employed_days"),
        **_establishment(terms, law),
        **_tax(work),
        "health_employer": max(0, terms.health_employer - work.month.get("er_health_cover", 0)),
        "health_employee": max(0, terms.health_employee - work.month.get("ee_health_cover", 0)),
        "pay_before": work.year.get("ordinary_pay", 0),
        "ceiling_before": work.year.get("ceiling", 0),
    }


def _engagement(
    work: Work, law: Law, terms: EngagementTerms, *, by_hours: bool, deduction: str = ""
) -> Engagement:
    _check(work, law)
    hours = _hours_worked(work, law) if by_hours else work.minutes * UNITS_PER_MINUTE
    _check_minimum_wage(work, hours, law)
    refuse_reductions_of_2025(work.gross, hours, law)
    first, last = _contract_days(work, terms)
    days = len(work.days) or (work.last_day - work.first_day).days + 1
    within_slip = (first, last) == (work.first_day, work.last_day)
    return Engagement(
        gross=work.gross,
        hours=min(hours, full_month_units(law)),
        engagement_days=terms.engagement_days or (days if within_slip else (last - first).days + 1),
        days_worked=days,
        ceiling_units=full_month_units(law),
        provident_rate=_rate(
            terms.provident_rate,
            law,
            "cadre_provident_er" if terms.executive else "intermittent_provident_er",
            "provident_rate",
        ),
        leave_fund_rate=_rate(terms.leave_fund_rate, law, "leave_fund", "leave_fund_rate"),
        fund_rate=in_millionths(law.rate(_FUNDS[terms.agreement])) if terms.agreement else 0,
        short_usage=_lasts_at_most(first, last, law.amount("short_usage_months")),
        deduction=deduction,
        tax_short_contract=_lasts_at_most(first, last, law.amount("pas_short_contract_months")),
        deducted_before=work.year.get("flat_deduction", 0),
        gross_before=work.month.get("engagement_gross", 0),
        pension_pay_before=work.month.get("pension_pay", 0),
        period_gross_before=work.month.get("period_gross", 0),
        period_pay_before=work.month.get("period_pay", 0),
        period_ceiling_before=work.month.get("period_ceiling", 0),
        **_employed(work, "period_days"),
        **_establishment(terms, law, "_spectacle"),
        **_tax(work),
    )


def _employed(work: Work, code: str) -> dict[str, int]:
    """The calendar days of this slip that no earlier slip of the month has counted under the figure ``code``."""
    earlier = work.month.get(code, 0)
    new = day_mask(work.first_day, work.last_day) & ~earlier
    return {
        "month_days": _days_in_month(work.last_day),
        "employed": new,
        "calendar_days": new.bit_count(),
        "days_before": earlier.bit_count(),
    }


def _establishment(terms: EmploymentTerms, law: Law, spectacle: str = "") -> dict[str, Any]:
    minimum = law["at_rate_minimum"]
    accident = _rate(terms.accident_rate, law, f"at_rate{spectacle}", "accident_rate")
    if accident < in_millionths(minimum.value):
        raise Refusal(
            "accident_rate_too_low", f"no accident rate is below {percent_text(in_millionths(minimum.value), MILLION)} % ({minimum.source}).",
            field="terms.accident_rate", way_out="Copy the rate from the notice of the Carsat or Cramif.",
        )  # fmt: skip
    return {
        "headcount": law.amount(f"headcount{spectacle}") if terms.headcount is None else terms.headcount,
        "accident_rate": accident,
        "mobility_rate": _rate(terms.mobility_rate, law, "mobility", "mobility_rate"),
        "executive": terms.executive,
        "alsace_moselle": terms.alsace_moselle,
    }


def _tax(work: Work) -> dict[str, Any]:
    who: Worker = work.worker
    return {
        "tax_rate": None if who.tax_rate is None else millionths(who.tax_rate, "worker.tax_rate"),
        "tax_region": who.tax_region,
        "pay_day": work.pay_day,
    }


def _rate(written: str | None, law: Law, otherwise: str, field: str) -> int:
    return in_millionths(law.rate(otherwise)) if written is None else millionths(written, f"terms.{field}")


def _hours_of(written: str | None, full: int) -> int:
    """Contract hours a month in 1/300 h. Raises Refusal ``not_hours`` for nothing, or more than full time."""
    if written is None:
        return full
    try:
        units = Fraction(written) * UNITS_PER_HOUR
    except (ValueError, ZeroDivisionError):
        units = Fraction(0)
    # 151.67 is how a full month is written: a hundredth more than a twelfth of 1,820 hours.
    if not 0 < units <= full + UNITS_PER_HOUR // 100:
        raise Refusal(
            "not_hours", f"{written!r} hours a month is not part or full time.", field="terms.monthly_hours",
            way_out="Enter the hours of the contract, at most 151.67; overtime is not in this program.",
        )  # fmt: skip
    return min(half_up(units.numerator, units.denominator), full)


def _hours_worked(work: Work, law: Law) -> int:
    """1/300 h."""
    longest = law["working_day_longest"]
    days = len(work.days) or (work.last_day - work.first_day).days + 1
    if work.minutes <= 0:
        raise Refusal(
            "hours_missing", "the hours of the work decide its minimum wage and its reductions.", field="minutes",
            way_out="Enter the hours worked.",
        )  # fmt: skip
    if work.minutes > days * longest.value * 60:
        raise Refusal(
            "working_day_too_long",
            f"{work.minutes // 60} hours on {days} days is more than {int(longest.value)} a day ({longest.source}).",
            field="minutes", way_out="Spread the work over more days.",
        )  # fmt: skip
    return work.minutes * UNITS_PER_MINUTE


def _contract_days(work: Work, terms: FixedTermTerms | UsageTerms | EngagementTerms) -> tuple[date, date]:
    """First and last day of the whole contract. Raises Refusal ``outside_contract`` where the slip is not within."""
    first = terms.contract_first_day or work.contract_first_day or work.first_day
    last = terms.contract_last_day or work.contract_last_day or work.last_day
    if work.first_day < first or work.last_day > last:
        raise Refusal(
            "outside_contract", f"{work.first_day} to {work.last_day} is not within the contract, {first} to {last}.",
            field="terms.contract_last_day", way_out="Correct the contract's days.",
        )  # fmt: skip
    return first, last


def _days_in_month(day: date) -> int:
    return monthrange(day.year, day.month)[1]


def _months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _lasts_at_most(first: date, last: date, months: int) -> bool:
    return last < _months_after(first, months)
