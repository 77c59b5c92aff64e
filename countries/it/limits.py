"""What the law and the house forbid of an engagement: every refusal names the rule, the value and the way out."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from core.country import Work
from countries.it.days import uncounted
from countries.it.terms import EmployeeTerms, FixedTermTerms, OnCallTerms, Terms, Worker
from shared_tools.dated import Law
from shared_tools.money import half_up, major, up
from shared_tools.refusal import Refusal

LARGEST_PAY = 100_000_000
"""A million euro: above it a slip is a slip of the pen. A house rule, no law."""


def engagement_start(work: Work, terms: Terms) -> date:
    return terms.engagement_start or work.contract_first_day or work.first_day


def engagement_end(work: Work, terms: Terms) -> date:
    return terms.engagement_end or work.contract_last_day or work.last_day


def period(work: Work, terms: Terms) -> tuple[date, date]:
    """First and last day of the relation in the slip's month: art. 13 TUIR counts the days of rest between days of work.

    A contract that is priced before it begins comes whole, over all its months.
    """
    first, last = work.first_day.replace(day=1), work.last_day
    last = last.replace(day=calendar.monthrange(last.year, last.month)[1])
    return max(engagement_start(work, terms), first), min(engagement_end(work, terms), last)


def check_slip(work: Work, law: Law, terms: Terms) -> None:
    """Raises Refusal ``wage_not_positive``, ``wage_absurd``, ``days_disordered``, ``outside_engagement``, ``no_days``,
    ``day_outside_contract``, ``negative_fact``, ``paid_in_another_tax_year``."""
    if work.gross <= 0:
        raise Refusal(
            "wage_not_positive", f"a wage of {euro(work.gross)} is no wage.", field="gross",
            way_out="Enter the pay before contributions.",
        )  # fmt: skip
    if work.gross > LARGEST_PAY:
        raise Refusal(
            "wage_absurd", f"a wage of {euro(work.gross)} is above {euro(LARGEST_PAY)}.", field="gross",
            way_out="Check the amount: it is in cents.",
        )  # fmt: skip
    if work.last_day < work.first_day:
        raise Refusal(
            "days_disordered", f"the last day {work.last_day} lies before the first {work.first_day}.",
            field="last_day", way_out="Exchange the two.",
        )  # fmt: skip
    if engagement_start(work, terms) > work.first_day or engagement_end(work, terms) < work.last_day:
        raise Refusal(
            "outside_engagement", f"a slip from {work.first_day} to {work.last_day} leaves its engagement.",
            field="engagement_end", way_out="Correct the first or last day of the engagement.",
        )  # fmt: skip
    if not work.days:
        raise Refusal("no_days", "no day of work is named.", field="days", way_out="Name the days worked.")
    outside = [day for day in work.days if not work.first_day <= day <= work.last_day]
    if outside or len(set(work.days)) != len(work.days):
        wrong = outside[0] if outside else max(work.days, key=work.days.count)
        raise Refusal(
            "day_outside_contract", f"{wrong} is no day of the contract, or is named twice.", field="days",
            way_out=f"Name each day worked from {work.first_day} to {work.last_day} once.",
        )  # fmt: skip
    who: Worker = work.worker
    negative = [
        name for name in ("expected_income", "children", "regional_last_year", "municipal_last_year",
                          "recovery_instalment", "on_call_days_before") if getattr(who, name) < 0
    ]  # fmt: skip
    if negative:
        raise Refusal(
            "negative_fact", f"{getattr(who, negative[0])} is less than nothing.", field=negative[0],
            way_out="Enter 0 or more.",
        )  # fmt: skip
    last = date(work.last_day.year + 1, 1, int(law["enlarged_cash_day"].value))
    if work.pay_day > last:
        raise Refusal(
            "paid_in_another_tax_year",
            f"pay of {work.last_day.year} that arrives on {work.pay_day} is taxed in {work.pay_day.year} "
            f"({law['enlarged_cash_day'].source}).",
            field="pay_day", way_out=f"Pay by {last}, or have arrears taxed by hand (separate taxation).",
        )  # fmt: skip


def check_minimum(work: Work, law: Law, terms: EmployeeTerms, *, by_hour: bool) -> None:
    """No statutory minimum wage: the CCNL's where the contract names it, never under the minimum of contributions."""
    # A day that an earlier slip of the month pays already has had its minimum there.
    days, _ = uncounted(work.days, work, "paid_bits")
    if by_hour and work.minutes:
        key, time = "inps_minimum_hour", f"{work.minutes} minutes"
        least = up(law.amount(key) * work.minutes, 60)
    else:
        key, time = "inps_minimum_day", f"{days} days"
        least = law.amount(key) * days
    source = law[key].source
    agreed = (terms.minimum_day or 0) * days
    if agreed > least:
        least, source = agreed, "the collective agreement named in the contract"
    if work.gross < least:
        raise Refusal(
            "below_minimum_wage",
            f"{euro(work.gross)} for {time} is below the minimum of {euro(least)} ({source}).",
            field="gross", way_out="Pay at least the minimum, or engage the person for less time.",
        )  # fmt: skip


def check_day_bands(work: Work, law: Law) -> None:
    who: Worker = work.worker
    most = law.amount("fpls_day_ceiling_before_1996")
    if who.insured_before_1996 and work.gross > most * max(len(work.days), 1):
        raise Refusal(
            "day_bands_unknown",
            f"for people insured before 1996 pay above {euro(most)} a day falls under bands that are not known here "
            f"({law['fpls_day_ceiling_before_1996'].source}).",
            field="gross", way_out="Pay less a day, or compute the slip outside this program.",
        )  # fmt: skip


def check_on_call(work: Work, law: Law, terms: OnCallTerms, *, exempt: bool) -> None:
    who: Worker = work.worker
    source = law["on_call_below_age"].source
    if terms.replaces_strikers:
        raise Refusal(
            "replaces_strikers", "nobody may be called to replace strikers (D.Lgs. 81/2015 art. 14).",
            field="replaces_strikers", way_out="Do not engage the person for this work.",
        )  # fmt: skip
    if terms.ground == "age":
        if who.birth_date is None:
            raise Refusal(
                "birth_date_missing", f"a call allowed by age needs the birth date ({source}).",
                field="birth_date", way_out="Enter the birth date, or name the case of the collective agreement.",
            )  # fmt: skip
        age_first, age_last = _age(who.birth_date, work.first_day), _age(who.birth_date, work.last_day)
        young = age_first < law["on_call_below_age"].value and age_last < law["on_call_ends_before_age"].value
        if not young and age_first <= law["on_call_above_age"].value:
            raise Refusal(
                "age_not_allowed", f"at {age_first} a call is not allowed by age alone ({source}).",
                field="birth_date", way_out="Name the case of the collective agreement, or another contract type.",
            )  # fmt: skip
    if not exempt:
        most = int(law["on_call_days"].value)
        used = who.on_call_days_before + work.year.get("on_call_days", 0)
        used += uncounted(work.days, work, "on_call_bits")[0]
        if used > most:
            raise Refusal(
                "quota_exceeded", f"{used} days on call in three calendar years exceed {most} "
                f"({law['on_call_days'].source}): the relation would become permanent.",
                field="days", way_out="Engage the person under another contract type.",
            )  # fmt: skip
    if terms.availability_minutes:
        if terms.ccnl_hour is None:
            raise Refusal(
                "availability_pay_missing", "availability pay is a share of the pay of the collective agreement.",
                field="ccnl_hour", way_out="Enter the CCNL's pay for an hour.",
            )  # fmt: skip
        waiting = law.rate("availability_pay") * terms.ccnl_hour * terms.availability_minutes / 60
        least = half_up(waiting.numerator, waiting.denominator) + up(terms.ccnl_hour * work.minutes, 60)
        if work.gross < least:
            raise Refusal(
                "availability_pay_too_low",
                f"{euro(work.gross)} is less than {euro(least)}: the hours worked and 20 % for those of waiting "
                f"({law['availability_pay'].source}).",
                field="gross", way_out="Raise the pay, or release the worker from answering the call.",
            )  # fmt: skip


def check_term(work: Work, law: Law, terms: FixedTermTerms) -> None:
    start = engagement_start(work, terms)
    end = engagement_end(work, terms)
    free, most = int(law["fixed_term_months"].value), int(law["fixed_term_months_with_cause"].value)
    free_end = _plus_months(start, free - min(terms.months_before, most))
    if end >= _plus_months(start, most - min(terms.months_before, most)):
        raise Refusal(
            "term_too_long", f"fixed-term work up to {end} exceeds {most} months in all "
            f"({law['fixed_term_months_with_cause'].source}).",
            field="engagement_end", way_out="End it earlier, or engage the person without a term.",
        )  # fmt: skip
    if end >= free_end and not terms.cause.strip():
        raise Refusal(
            "cause_missing",
            f"fixed-term work beyond {free} months needs a cause ({law['fixed_term_months'].source}).",
            field="cause", way_out="State the cause in the contract, or end it earlier.",
        )  # fmt: skip
    if terms.previous_end is not None and not terms.seasonal:
        short = terms.previous_months <= int(law["stop_and_go_short_months"].value)
        pause = int(law["stop_and_go_short" if short else "stop_and_go_long"].value)
        earliest = terms.previous_end + timedelta(days=pause + 1)
        if start < earliest:
            raise Refusal(
                "stop_and_go", f"a new term before {earliest} makes the work permanent: {pause} days must pass "
                f"({law['stop_and_go_short'].source}).",
                field="engagement_start", way_out=f"Begin on {earliest} or later, or use another contract type.",
            )  # fmt: skip


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _plus_months(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def euro(amount: int) -> str:
    return f"{major(amount, 'EUR')} EUR"
