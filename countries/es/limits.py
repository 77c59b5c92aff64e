"""What the law forbids or a slip lacks: every Refusal of the payroll's inputs, each with its source and way out."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

from core.country import Work
from countries.es.family import Worker
from countries.es.registration import Period
from countries.es.terms import Terms
from shared_tools.dated import Law
from shared_tools.money import major, rounded, up
from shared_tools.refusal import Refusal

_FORAL = {"navarra": "Navarra", "alava": "Álava", "bizkaia": "Bizkaia", "gipuzkoa": "Gipuzkoa"}
_LARGEST_WAGE = 100_000_000
"""Cents: a slip of a million euro is a slip of the pen."""


def check_person(who: Worker) -> None:
    """Raises Refusal ``foral_territory``, ``missing_birth_date``, ``situation_without_children`` or ``shared_by_nobody``."""
    if who.residence in _FORAL:
        raise Refusal(
            "foral_territory", f"{_FORAL[who.residence]} has its own withholding tables, which this program has not.",
            field="residence", way_out="Let an adviser of that territory make this payslip.",
        )  # fmt: skip
    if who.birth_date is None:
        raise Refusal(
            "missing_birth_date", "the personal minimum depends on the age (LIRPF art. 57).",
            field="birth_date", way_out="Enter the worker's date of birth.",
        )  # fmt: skip
    if who.family_situation == 1 and not who.children:
        raise Refusal(
            "situation_without_children", "family situation 1 is for a single parent with children (RIRPF art. 81).",
            field="family_situation", way_out="Enter the children, or choose situation 3.",
        )  # fmt: skip
    if any(ascendant.shared_by < 1 for ascendant in who.ascendants):
        raise Refusal(
            "shared_by_nobody", "an ascendant's minimum is claimed by at least one person (LIRPF art. 61).",
            field="ascendants", way_out="Enter how many claim it, the worker included.",
        )  # fmt: skip


def check_work(work: Work, begins: date, ends: date, scheme: str) -> None:
    """Raises Refusal ``days_out_of_order``, ``outside_contract`` or ``no_days``."""
    first, last = work.first_day, work.last_day
    if last < first or ends < begins:
        raise Refusal(
            "days_out_of_order", f"the work ends on {last} before it begins on {first}.", field="last_day",
            way_out="Exchange the two days.",
        )  # fmt: skip
    strays = [day for day in work.days if not first <= day <= last]
    if strays or first < begins or last > ends:
        raise Refusal(
            "outside_contract", f"{strays[0] if strays else first} is outside the contract.", field="days",
            way_out="Enter days between the contract's first and last day.",
        )  # fmt: skip
    if scheme == "artist" and not work.days:
        raise Refusal(
            "no_days", "an artist's contributions are reckoned by day of performance (art. 11 of the yearly Order).",
            field="days", way_out="Enter the days of performance.",
        )  # fmt: skip


def check_contract(terms: Terms, begins: date, ends: date, law: Law) -> None:
    """Raises Refusal ``unknown_group``, ``fixed_term_too_long`` or ``overtime_hours_missing``."""
    if not 1 <= terms.group <= 11:
        raise Refusal(
            "unknown_group", f"{terms.group} is no contribution group.", field="group",
            way_out="Enter a group from 1 to 11.",
        )  # fmt: skip
    by_agreement = getattr(terms, "by_agreement", None)
    if by_agreement is not None:
        key = "fixed_term_months_by_agreement" if by_agreement else "fixed_term_months"
        months = int(law[key].value)
        index = begins.year * 12 + begins.month - 1 + months
        limit = date(index // 12, index % 12 + 1, 1) + timedelta(days=begins.day - 1)
        if ends >= limit:
            raise Refusal(
                "fixed_term_too_long", f"a contract for circumstances of production lasts at most {months} months "
                f"({law[key].source}).",
                field="ends", way_out="End it earlier, or choose the discontinuous indefinite contract.",
            )  # fmt: skip
    if (terms.overtime or terms.overtime_force_majeure) and not terms.overtime_minutes:
        raise Refusal(
            "overtime_hours_missing", "overtime is paid without its hours (ET art. 35.5).", field="overtime_minutes",
            way_out="Enter the minutes of overtime.",
        )  # fmt: skip


def check_pay(
    work: Work, terms: Terms, paid_by_day: bool, begins: date, ends: date, span: Period, law: Law
) -> None:
    """Raises Refusal ``negative_wage``, ``implausible_wage``, ``parts_above_gross``, ``hours_missing``,
    ``too_much_overtime`` or ``below_minimum_wage``."""
    parts = (terms.indemnity, terms.extra_pay, terms.overtime, terms.overtime_force_majeure, terms.extra_pay_share,
             terms.irregular_income)  # fmt: skip
    if work.gross < 0 or min(parts) < 0:
        raise Refusal(
            "negative_wage", f"a wage of {_euro(work.gross)} is negative, or a part of it.", field="gross",
            way_out="Enter 0 or more; correct an earlier slip by a new one of that month.",
        )  # fmt: skip
    if work.gross > _LARGEST_WAGE:
        raise Refusal(
            "implausible_wage", f"a wage of {_euro(work.gross)} is beyond {_euro(_LARGEST_WAGE)}.", field="gross",
            way_out="Check the decimal sign, or split the pay.",
        )  # fmt: skip
    ordinary = work.gross - terms.indemnity - terms.extra_pay - terms.overtime - terms.overtime_force_majeure
    if ordinary < 0:
        raise Refusal(
            "parts_above_gross", f"indemnity, extra pay and overtime exceed the gross of {_euro(work.gross)}.",
            field="gross", way_out="Enter a gross that contains them.",
        )  # fmt: skip
    if terms.part_time and work.minutes <= 0:
        raise Refusal(
            "hours_missing", "part-time minima are by hour really worked (art. 39 of the yearly Order).",
            field="minutes", way_out="Enter the hours worked.",
        )  # fmt: skip
    hours = law["overtime_year_hours"]
    if terms.overtime_minutes + work.year.get("overtime_minutes", 0) > hours.value * 60:
        raise Refusal(
            "too_much_overtime", f"more than {hours.value} hours of overtime in the year ({hours.source}).",
            field="overtime_minutes", way_out="Compensate the hours with rest within four months.",
        )  # fmt: skip
    least, source = minimum_pay(work, terms.part_time, paid_by_day and (ends - begins).days + 1, span, law)
    if ordinary < least:
        raise Refusal(
            "below_minimum_wage", f"{_euro(ordinary)} is below the minimum wage of {_euro(least)} for this work ({source}).",
            field="gross", way_out="Pay at least the minimum, or engage the person for fewer days or hours.",
        )  # fmt: skip


def minimum_pay(work: Work, part_time: bool, days_by_day: int, span: Period, law: Law) -> tuple[int, str]:
    """Cents the interprofessional minimum wage asks for ``work``, and its source.

    Contracts by the day of up to 120 days (``days_by_day``, 0 for others) have a day rate that contains rest, holidays
    and extra pays; all others the monthly wage with its two extra pays spread. Part time in proportion to the hours.
    """
    if 0 < days_by_day <= law["smi_short_days"].value:
        day = law["smi_day_short"]
        days = Fraction(work.minutes) / (law["daily_hours"].value * 60) if part_time else len(work.days)
        return rounded(Fraction(day.value) * days, up), day.source
    month = law["smi_month"]
    spread = Fraction(month.value) * law["smi_payments"].value / 12
    share = Fraction(span.thirtieths, 30)
    if part_time:
        full_time = law["weekly_hours"].value * 60 * Fraction(span.days, 7)
        share *= min(Fraction(work.minutes) / full_time, Fraction(1))
    return rounded(spread * share, up), month.source


def _euro(amount: int) -> str:
    return f"{major(amount, 'EUR')} euro"
