"""Contract types of Austria: what a contract must say, and how core's facts become a row of the payroll.

Earlier slips reach a row by the figures the payroll keeps. Days and weeks are kept as bits, so that their sums over
slips are unions: a day worked under two contracts is one day of the tax table, a week is levied once in Vienna.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import Any

import msgspec

from core.country import ContractType, Work
from countries.at.casual import Casual, casual
from countries.at.payroll import Current, Special, employment, free_contract, special_payment
from countries.at.rows import Land
from countries.at.worker import Worker, tax_facts
from shared_tools import money
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Columns
from shared_tools.refusal import Refusal

_ABSURD = 100_000_000
"""Cents: a slip of a million euro is a slip of the keyboard."""


class Terms(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What a contract says besides days and pay. Money in cents.

    ``employment_start`` first day of the employment, where the slip is not its first month; ``month_pay`` the pay
    agreed for a whole month; ``weekly_minutes`` agreed working time; ``other_marginal_pay`` and
    ``other_pay_of_employer`` what the cooperative pays others in the month, where known; ``minimum_hour`` the
    collective agreement's minimum for an hour.
    """

    land: Land = "W"
    employment_start: date | None = None
    month_pay: int | None = None
    weekly_minutes: int | None = None
    other_marginal_pay: int | None = None
    other_pay_of_employer: int | None = None
    minimum_hour: int = 0


class FreeTerms(Terms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A free contract; with special pay its ceiling is lower (ASVG 45(3))."""

    special_pay_agreed: bool = False


class CasualTerms(Terms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Work by the day; ``art_flat``: a musician, stage or film artist for whom the flat tax is chosen (EStG 69(1))."""

    art_flat: bool = False


class SpecialTerms(Terms, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A 13th or 14th pay, or its share at the end.

    ``marginal`` and ``free_contract`` say under which insurance the current pay stands; ``sixth`` in cents where it
    does not follow from this year's slips.
    """

    marginal: bool = False
    free_contract: bool = False
    sixth: int | None = None


def employment_inputs(work: Work, law: Law) -> Current:
    """Ordinary employment, open-ended or for a month at least. Raises Refusal: see ``_checked``."""
    return _current(work, law, agreed_days=_insured_days(work))


def short_inputs(work: Work, law: Law) -> Current:
    """Employment agreed for less than a month: the limit is asked of the pay itself (ASVG 5(2))."""
    if (work.last_day - work.first_day).days + 1 >= _month_length(work.first_day):
        raise Refusal(
            "not_short", "employment agreed for less than a month cannot fill a month.", field="last_day",
            way_out="Use ordinary employment.",
        )  # fmt: skip
    return _current(work, law, agreed_days=30)


def marginal_inputs(work: Work, law: Law) -> Current:
    """Marginal employment. Raises Refusal ``above_marginal_limit`` beside those of ``_checked``."""
    row = employment_inputs(work, law)
    limit = law["gering_month"]
    month_pay = row.month_pay if row.month_pay is not None else work.gross * 30 // row.agreed_days
    if month_pay > limit.value:
        raise Refusal(
            "above_marginal_limit",
            f"{_euro(month_pay)} a month is above the limit of marginal employment, {_euro(limit.value)} ({limit.source}).",
            field="gross", way_out="Use ordinary employment, or agree less work.",
        )  # fmt: skip
    return row


def free_inputs(work: Work, law: Law) -> Current:
    """A free contract: no wage tax, no Vienna levy."""
    row = _current(work, law, agreed_days=_insured_days(work), base="free_base")
    return msgspec.structs.replace(
        row, special_pay_agreed=work.terms.special_pay_agreed, vienna_weeks=0, vienna_week_count=0
    )


def casual_inputs(work: Work, law: Law) -> Casual:
    """Work by the day. Raises Refusal ``not_casual``, ``casual_days_overlap``, ``flat_tax_not_allowed``."""
    days = tuple(sorted(set(work.days))) or (work.first_day,)
    if len(days) >= 7 or (work.last_day - work.first_day).days >= 6:
        raise Refusal(
            "not_casual", "casual work is agreed for less than a week.", field="days",
            way_out="Use employment for less than a month.",
        )  # fmt: skip
    facts = _facts(work, law, days)
    before = [work.month.get(f"casual_pay_{day.day:02d}", 0) for day in days]
    if any(before) and len(days) > 1:
        raise Refusal(
            "casual_days_overlap", "one of these days has already been paid as casual work.", field="days",
            way_out="Enter that day as a contract of its own, so that both pays of the day are insured together.",
        )  # fmt: skip
    terms: CasualTerms = work.terms
    if terms.art_flat:
        _check_flat_tax(work.gross, len(days), law)
        facts |= {"employed_days": 0, "tax_days": 0}
    return Casual(
        **facts, days=len(days), day_bits=_day_bits(days), before=sum(before), art_flat=terms.art_flat,
        bv_due=_bv_from(work, again_at_once=True) <= work.first_day,
    )  # fmt: skip


def special_inputs(work: Work, law: Law) -> Special:
    """A special payment. Raises Refusal ``sixth_unknown`` where no current pay of the year leads to the sixth."""
    terms: SpecialTerms = work.terms
    sixth = terms.sixth
    days = work.year.get("tax_days", 0)
    if sixth is None and days:
        # Current pay so far over months so far, times two: a month is 30 counted days (EStG 67(2)).
        sixth = (2 * work.year.get("current_pay", 0) * 60 + days) // (2 * days)
    if sixth is None and not terms.free_contract:
        raise Refusal(
            "sixth_unknown", "no current pay of this year is known, so the sixth of special pay is not.", field="sixth",
            way_out="Pay the current wage first, or enter the sixth.",
        )  # fmt: skip
    facts = _facts(work, law, ())
    facts |= {"tax_days": 0, "vienna_weeks": 0, "vienna_week_count": 0}
    return Special(
        **facts, sixth=sixth or 0, marginal=terms.marginal, taxed=not terms.free_contract,
        year_special_base=work.year.get("special_base", 0), year_special_inside=work.year.get("special_inside", 0),
        year_special_net=work.year.get("special_net", 0),
    )  # fmt: skip


# --- from core's facts to columns ---------------------------------------------------------------------------------


def _current(work: Work, law: Law, agreed_days: int, base: str = "sv_base") -> Current:
    span = _span(work.first_day, work.last_day)
    return Current(
        **_facts(work, law, span), ceiling_days=_insured_days(work), agreed_days=agreed_days,
        month_pay=work.terms.month_pay, month_base=work.month.get(base, 0),
        control=(work.last_day.month, work.last_day.day) == (12, 31),
        year_current_pay=work.year.get("current_pay", 0), year_special_inside=work.year.get("special_inside", 0),
        year_special_net=work.year.get("special_net", 0), year_special_tax=work.year.get("lst_special", 0),
    )  # fmt: skip


def _facts(work: Work, law: Law, employed: tuple[date, ...]) -> dict[str, Any]:
    """The columns all rows share; ``employed`` are the days the tax table counts. Raises the Refusals of ``_checked``."""
    _checked(work)
    terms: Terms = work.terms
    who: Worker = work.worker
    new_days = _day_bits(employed) & ~work.month.get("employed_days", 0)
    weeks = _vienna_weeks(work, law, employed)
    bv_from = _bv_from(work)
    return {
        "gross": work.gross, "land": terms.land, "chamber_member": bool(law["chamber_member"].value),
        "employment_start": terms.employment_start or work.first_day,
        "bv_days": max(0, (work.last_day - max(work.first_day, bv_from)).days + 1),
        "slip_days": (work.last_day - work.first_day).days + 1,
        "other_marginal_pay": terms.other_marginal_pay, "other_pay_of_employer": terms.other_pay_of_employer,
        "month_marginal_pay": work.month.get("marginal_pay", 0), "month_dga_base": work.month.get("dga_base", 0),
        "vienna_weeks": weeks, "vienna_week_count": weeks.bit_count(),
        "employed_days": new_days, "tax_days": new_days.bit_count(),
        "month_length": _month_length(work.last_day),
        "month_tax_days": work.month.get("employed_days", 0).bit_count(),
        "month_tax_base": work.month.get("tax_base", 0), "month_tax": work.month.get("lst", 0),
        **tax_facts(who, law, work.first_day),
    }  # fmt: skip


def _checked(work: Work) -> None:
    """Raises Refusal ``negative_wage``, ``absurd_wage``, ``crosses_month``, ``days_outside_contract``, ``below_minimum_wage``."""
    terms: Terms = work.terms
    if work.gross < 0:
        raise Refusal(
            "negative_wage", f"a wage of {_euro(work.gross)}.", field="gross", way_out="Correct it."
        )
    if work.gross > _ABSURD:
        raise Refusal(
            "absurd_wage", f"a wage of {_euro(work.gross)} on one slip.", field="gross",
            way_out="Check the decimal sign, or split the pay.",
        )  # fmt: skip
    if work.last_day < work.first_day or (work.first_day.year, work.first_day.month) != (
        work.last_day.year,
        work.last_day.month,
    ):
        raise Refusal(
            "crosses_month", f"{work.first_day} to {work.last_day} is not within one calendar month.", field="last_day",
            way_out="Make a slip for each calendar month.",
        )  # fmt: skip
    outside = [day for day in work.days if not work.first_day <= day <= work.last_day]
    if outside:
        raise Refusal(
            "days_outside_contract", f"{outside[0]} lies outside {work.first_day} to {work.last_day}.", field="days",
            way_out="Correct the days or the contract.",
        )  # fmt: skip
    if work.gross * 60 < terms.minimum_hour * work.minutes:
        raise Refusal(
            "below_minimum_wage",
            f"{_euro(work.gross)} for {work.minutes} minutes is below {_euro(terms.minimum_hour)} an hour "
            "(collective agreement named in the contract; Austria has no minimum wage by statute).",
            field="gross", way_out="Pay at least the minimum, or agree less time.",
        )  # fmt: skip


def _check_flat_tax(gross: int, days: int, law: Law) -> None:
    day, week = law["art_flat_day"], law["art_flat_week"]
    if gross > day.value * days and gross > week.value:
        raise Refusal(
            "flat_tax_not_allowed",
            f"{_euro(gross)} for {days} days is above {_euro(day.value)} a day and {_euro(week.value)} a week ({day.source}).",
            field="art_flat", way_out="Leave the flat tax out: the tariff applies.",
        )  # fmt: skip


def _bv_from(work: Work, again_at_once: bool = False) -> date:
    """First day liable to the severance fund (BMSVG 6(1)): a month after the start, at once when employed again.

    ``worker.bv_from``, the day registered as BVAB, decides where it is known. Otherwise earlier slips of the year do:
    core knows none of last year.
    """
    who: Worker = work.worker
    if who.bv_from is not None:
        return who.bv_from
    start = work.terms.employment_start or work.first_day
    begins_here = again_at_once or start >= work.first_day
    if work.year.get("bv", 0) or (begins_here and work.year.get("gross", 0)):
        return work.first_day
    month, year = start.month % 12 + 1, start.year + start.month // 12
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _vienna_weeks(work: Work, law: Law, employed: tuple[date, ...]) -> int:
    """Bits of the weeks begun in this slip that no earlier slip of the year has been levied for."""
    terms: Terms = work.terms
    if terms.land != "W" or not employed or _exempt_in_vienna(work, law):
        return 0
    first_monday = _monday(date(work.last_day.year, 1, 1))
    bits = 0
    for day in employed:
        bits |= 1 << (_monday(day) - first_monday).days // 7
    new_year = date(work.first_day.year, 1, 1)
    start = terms.employment_start or work.first_day
    # The week of New Year's Day, where it began in December, was levied then.
    levied_in_december = work.first_day == new_year and first_monday < new_year and start < new_year
    return bits & ~work.year.get("vienna_weeks", 0) & ~int(levied_in_december)


def _exempt_in_vienna(work: Work, law: Law) -> bool:
    terms: Terms = work.terms
    who: Worker = work.worker
    birthday = who.birth_date
    if birthday is not None:
        age = work.first_day.year - birthday.year
        age -= (work.first_day.month, work.first_day.day) < (birthday.month, birthday.day)
        if age >= law["wiener_dga_age"].value:
            return True
    weekly = terms.weekly_minutes
    return weekly is not None and weekly <= law["wiener_dga_hours"].value * 60


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _span(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=n) for n in range((last - first).days + 1))


def _day_bits(days: tuple[date, ...]) -> int:
    return sum(1 << day.day for day in days)


def _month_length(day: date) -> int:
    return calendar.monthrange(day.year, day.month)[1]


def _insured_days(work: Work) -> int:
    """Calendar days; 30 for a whole month."""
    days = (work.last_day - work.first_day).days + 1
    return 30 if days >= _month_length(work.last_day) else min(days, 30)


def _euro(cents: int) -> str:
    return f"{money.major(cents, 'EUR')} euro"


def marginal_jump(columns: Columns, law: Law) -> tuple[int, ...]:
    """The first gross that is fully insured: the levy on marginal pay, the month's earlier pay included, falls away."""
    if columns.month_pay_given[0]:
        return ()
    return (law.amount("gering_month") * int(columns.agreed_days[0]) // 30 + 1,)


def casual_jumps(columns: Columns, law: Law) -> tuple[int, ...]:
    """The grosses at which one more day is fully insured: its levy of 19.4 % on uncapped pay falls away."""
    days, before = int(columns.days[0]), int(columns.before[0])
    last_marginal = law.amount("gering_month") * days - before
    return tuple(last_marginal + n for n in range(1, days + 1))


CONTRACT_TYPES = (
    ContractType(
        "employment", N_("Employment"), ("elda_registration",), Terms, employment_inputs, employment, jumps=marginal_jump
    ),
    ContractType(
        "short", N_("Employment agreed for less than a month"), ("elda_registration",), Terms, short_inputs, employment,
        jumps=marginal_jump,
    ),
    ContractType(
        "marginal", N_("Marginal employment"), ("elda_registration",), Terms, marginal_inputs, employment,
        jumps=marginal_jump,
    ),
    ContractType(
        "casual", N_("Casual work by the day"), ("elda_casual_registration",), CasualTerms, casual_inputs, casual,
        jumps=casual_jumps,
    ),
    ContractType(
        "free_contract", N_("Free contract"), ("elda_registration",), FreeTerms, free_inputs, free_contract,
        jumps=marginal_jump,
    ),
    ContractType(
        "special_payment", N_("Special payment (13th, 14th pay)"), (), SpecialTerms, special_inputs, special_payment,
        law_days=lambda work: (work.pay_day,),
    ),
    ContractType(
        "leave_compensation", N_("Compensation for unused leave"), terms=Terms,
        absent="insurance is lengthened by the leave days, and which step of the unemployment share and which days of "
        "the tax table then apply is not settled (README.md, out of scope).",
    ),
)  # fmt: skip
