"""Contract types of Belgium: what each asks, what each refuses, and the row of a sheet it becomes."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import Any, NamedTuple

from core.country import ContractType, Work
from countries.be.holiday import Departure, Exceptional, departure, departure_parts, exceptional
from countries.be.payroll import Wage, cost_jumps, wages
from countries.be.terms import (
    AgencyTerms,
    ArtistTerms,
    DepartureTerms,
    EmployeeTerms,
    ExceptionalTerms,
    OpenEndedTerms,
    PaidBy,
    StudentTerms,
)  # fmt: skip
from countries.be.worker import checked, chosen_millionths
from shared_tools import money
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Columns
from shared_tools.refusal import Refusal

MINUTE, HOUR = 60, 3600
ABSURD = 100_000_000

# --- from work to rows --------------------------------------------------------------------------------------------


class Time(NamedTuple):
    """How a contract's time counts: paid days of the month's, seconds, and by which of the three."""

    days: int
    month_days: int
    seconds: int
    paid_by: PaidBy


def month_days(day: date, week_days: int) -> int:
    """Days of the month of ``day`` in a working pattern of ``week_days`` from Monday on."""
    last = monthrange(day.year, day.month)[1]
    return sum(day.replace(day=number).weekday() < week_days for number in range(1, last + 1))


def quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def _time(work: Work, paid_by: PaidBy, week_days: int) -> Time:
    """Raises Refusal ``no_days``, ``day_outside_contract``, ``contract_over_months``, ``hours_missing``, ``week_days``."""
    if not 1 <= week_days <= 7:
        raise Refusal(
            "week_days", f"a week of {week_days} working days cannot be.", field="week_days",
            way_out="Give 1 to 7.",
        )  # fmt: skip
    if not work.days:
        raise Refusal(
            "no_days",
            "a contract without a working day cannot be paid.",
            field="days",
            way_out="Name its days.",
        )
    outside = [day for day in work.days if not work.first_day <= day <= work.last_day]
    if outside or len(set(work.days)) != len(work.days):
        raise Refusal(
            "day_outside_contract",
            f"{outside[0] if outside else 'a day named twice'} does not belong to the contract "
            f"from {work.first_day} to {work.last_day}.",
            field="days", way_out="Name each day of the contract once.",
        )  # fmt: skip
    if (work.first_day.year, work.first_day.month) != (work.last_day.year, work.last_day.month):
        raise Refusal(
            "contract_over_months", f"{work.first_day} to {work.last_day} lies in more than one month.",
            field="last_day", way_out="Write one slip for each calendar month.",
        )  # fmt: skip
    if paid_by == "hour" and work.minutes <= 0:
        raise Refusal(
            "hours_missing", "work paid by the hour names no hours.", field="minutes",
            way_out="Enter the hours, or pay by the day.",
        )  # fmt: skip
    return Time(len(work.days), month_days(work.last_day, week_days), work.minutes * MINUTE, paid_by)


def _check_pay(work: Work, law: Law, time: Time) -> None:
    """Raises Refusal ``impossible_wage``, ``below_minimum_wage``."""
    if not 0 < work.gross <= ABSURD:
        raise Refusal(
            "impossible_wage", f"a wage of {money.major(work.gross, 'EUR')} EUR cannot be right.", field="gross",
            way_out="Enter the gross wage of this contract.",
        )  # fmt: skip
    month = law["minimum_wage_month"]
    if time.paid_by == "hour":
        worked = Fraction(time.seconds * 12, HOUR) / (52 * law.rate("hours_per_week"))
    elif time.paid_by == "month":
        worked = Fraction(1)
    else:
        worked = Fraction(time.days, time.month_days)
    minimum = money.rounded(month.value * worked, money.up)
    if work.gross < minimum:
        raise Refusal(
            "below_minimum_wage",
            f"{money.major(work.gross, 'EUR')} EUR is below the minimum of {money.major(minimum, 'EUR')} EUR for this "
            f"work ({money.major(month.value, 'EUR')} EUR a month, {month.source}).",
            field="gross", way_out="Pay at least the minimum, or engage the person for fewer days.",
        )  # fmt: skip


def _row(
    work: Work, law: Law, time: Time, *, status: str, week_days: int, days: int | None = None, **own: Any
) -> Wage:
    """The part every contract type shares: the person, the employer, and what earlier slips left behind."""
    who = checked(work.worker)
    quarter = quarter_of(work.last_day)
    return Wage(
        gross=work.gross, pay_day=work.pay_day, quarter=quarter,
        days=time.days if days is None else days, month_days=time.month_days,
        day_seconds=int(law.rate("hours_per_day") * HOUR), week_days=week_days, seconds=time.seconds,
        by_hours=time.paid_by == "hour", whole_month=time.paid_by == "month", base108=status != "employee",
        family=who.family, children=who.children + who.disabled_children, single_parent=who.single_parent,
        disabled=who.disabled, spouse_disabled=who.spouse_disabled, dependants_65_care=who.dependants_65_care,
        dependants_other=who.dependants_other, resident=who.resident, chosen=chosen_millionths(who.chosen_percent),
        commercial=law["commercial"].value, staff=law.amount("staff"),
        month_base=work.month.get("onss_base", 0), month_special=work.month.get("special_contribution", 0),
        month_scale_taxable=work.month.get("scale_taxable", 0),
        month_scale_bonus_a=work.month.get("scale_bonus_a", 0),
        month_scale_bonus_b=work.month.get("scale_bonus_b", 0),
        month_scale_withheld=work.month.get("scale_withheld", 0),
        year_bonus=-work.year.get("work_bonus_a", 0) - work.year.get("work_bonus_b", 0),
        quarter_base=work.year.get(f"quarter{quarter}_base", 0),
        **own,
    )  # fmt: skip


def employee_inputs(work: Work, law: Law) -> Wage:
    """Raises Refusal where the days, the pay or the person do not fit (_time, _check_pay, worker.checked)."""
    terms: EmployeeTerms = work.terms
    time = _time(work, terms.paid_by, terms.week_days)
    if terms.paid_by == "month" and time.days < time.month_days:
        raise Refusal(
            "not_a_whole_month", f"{time.days} of {time.month_days} working days are no whole month.", field="days",
            way_out="Pay by the day, or name every working day of the month.",
        )  # fmt: skip
    _check_pay(work, law, time)
    return _row(
        work, law, time, status=terms.status, week_days=terms.week_days, piecework=terms.piecework,
        third_of_quarter=terms.paid_by == "month",
        departure=terms.departure_holiday and terms.status == "employee",
    )  # fmt: skip


def artist_inputs(work: Work, law: Law) -> Wage:
    """Raises Refusal ``birth_date_missing``, ``young_artist`` besides those of employee_inputs."""
    terms: ArtistTerms = work.terms
    born = work.worker.birth_date
    if born is None:
        raise Refusal(
            "birth_date_missing", "an artist of up to 18 years is declared under another code (047).",
            field="birth_date", way_out="Enter the birth date.",
        )  # fmt: skip
    if work.last_day.year <= born.year + 18:
        raise Refusal(
            "young_artist", f"an artist born on {born} is declared under code 047, whose rates are not known.",
            field="birth_date", way_out="Pay through a payroll office until the year after the 18th birthday.",
        )  # fmt: skip
    time = _time(work, terms.paid_by, terms.week_days)
    _check_pay(work, law, time)
    return _row(
        work, law, time, status="artist", week_days=terms.week_days, flat_tax=terms.flat_tax,
        piecework=terms.piecework, artist_target=terms.target_reduction,
    )  # fmt: skip


def artist_1bis_inputs(work: Work, law: Law) -> Wage:
    """Raises Refusal ``certificate_missing`` besides those of artist_inputs."""
    if work.worker.arts_certificate == "none":
        raise Refusal(
            "certificate_missing", "article 1bis is only for who holds or once held an arts-work certificate.",
            field="arts_certificate", way_out="Record the certificate, or engage the artist as an employee.",
        )  # fmt: skip
    return artist_inputs(work, law)


def student_inputs(work: Work, law: Law) -> Wage:
    """Raises Refusal ``student_hours_unknown`` or ``hours_missing`` besides those of employee_inputs."""
    terms: StudentTerms = work.terms
    if terms.minutes_elsewhere is None or terms.minutes_elsewhere < 0:
        raise Refusal(
            "student_hours_unknown", "the hours already used this year are not stated.", field="minutes_elsewhere",
            way_out="Ask for the Student@work attestation and enter the hours used with other employers.",
        )  # fmt: skip
    if work.minutes <= 0:
        raise Refusal(
            "hours_missing", "a student contract names no hours.", field="minutes",
            way_out="Enter the planned hours: they count for the yearly quota.",
        )  # fmt: skip
    time = _time(work, "day", terms.week_days)
    _check_pay(work, law, time._replace(paid_by="hour"))
    used = terms.minutes_elsewhere + work.year.get("student_minutes", 0)
    inside = student_inside(work.minutes, used, law)
    return _row(
        work, law, time, status=terms.status_beyond, week_days=terms.week_days,
        days=student_days_beyond(time.days, work.minutes, inside),
        student_seconds=work.minutes * MINUTE, student_inside=inside * MINUTE,
        departure=terms.departure_holiday and terms.status_beyond == "employee",
    )  # fmt: skip


def student_inside(time: int, used: int, law: Law, unit: int = MINUTE) -> int:
    """How much of ``time`` lies within the yearly hours after ``used`` (``unit`` of them an hour)."""
    return min(time, max(law.amount("student_hours") * unit - used, 0))


def student_days_beyond(days: int, time: int, inside: int) -> int:
    """Days of the part beyond the yearly hours: its share of the days, half up, at least one."""
    beyond = time - inside
    return max(1, money.half_up(days * beyond, time)) if beyond else 0


def open_ended_inputs(work: Work, law: Law) -> Wage:
    """Raises Refusal like employee_inputs."""
    terms: OpenEndedTerms = work.terms
    time = _time(work, "hour" if terms.part_time else "day", terms.week_days)
    if not terms.part_time and time.days >= time.month_days:
        time = time._replace(paid_by="month")
    _check_pay(work, law, time)
    return _row(work, law, time, status=terms.status, week_days=terms.week_days, third_of_quarter=True)


def agency_inputs(work: Work, law: Law) -> Wage:
    """Raises Refusal ``agency_terms_missing`` besides those of employee_inputs."""
    terms: AgencyTerms = work.terms
    for name in ("reason", "user_number", "user_committee"):
        if not getattr(terms, name):
            raise Refusal(
                "agency_terms_missing", f"agency work does not state its {name.replace('_', ' ')}.", field=name,
                way_out="Copy it from the contract with the user (law 24.07.1987).",
            )  # fmt: skip
    time = _time(work, terms.paid_by, terms.week_days)
    _check_pay(work, law, time)
    return _row(
        work, law, time, status=terms.status, week_days=terms.week_days, piecework=terms.piecework,
        flat_tax=terms.flat_tax and terms.status == "artist",
        departure=terms.departure_holiday and terms.status == "employee",
    )  # fmt: skip


def _normal_year_pay(amount: int | None) -> int:
    if amount is None or amount < 0:
        raise Refusal(
            "normal_year_pay_missing", "the normal yearly taxable pay is not stated.", field="normal_year_pay",
            way_out="Enter a year's taxable pay without this payment: it decides the rate of tax.",
        )  # fmt: skip
    return amount


def departure_inputs(work: Work, law: Law) -> Departure:
    """Raises Refusal ``departure_amount`` when the gross is not what the law grants on the pay earned."""
    terms: DepartureTerms = work.terms
    who = checked(work.worker)
    earned = work.year.get("departure_earned", 0) if terms.earned is None else terms.earned
    row = Departure(
        gross=work.gross, earned=earned, normal_year_pay=_normal_year_pay(terms.normal_year_pay),
        pay_day=work.pay_day, children=who.children + who.disabled_children,
        commercial=law["commercial"].value, staff=law.amount("staff"),
        provision=work.year.get("departure_provision", 0),
    )  # fmt: skip
    parts = departure_parts(Columns.of([row]).earned, law)
    due = int(parts.single[0] + parts.double[0])
    if earned <= 0 or work.gross != due:
        raise Refusal(
            "departure_amount",
            f"departure holiday pay on {money.major(earned, 'EUR')} EUR earned is {money.major(due, 'EUR')} EUR.",
            field="gross", way_out="Pay exactly that, once, when the last contract has ended.",
        )  # fmt: skip
    return row


def exceptional_inputs(work: Work, law: Law) -> Exceptional:
    """Raises Refusal ``impossible_wage``, ``normal_year_pay_missing``, ``holiday_from_fund``."""
    terms: ExceptionalTerms = work.terms
    who = checked(work.worker)
    if not 0 < work.gross <= ABSURD:
        raise Refusal(
            "impossible_wage", f"a payment of {money.major(work.gross, 'EUR')} EUR cannot be right.", field="gross",
            way_out="Enter the gross payment.",
        )  # fmt: skip
    if terms.payment == "holiday" and terms.status != "employee":
        raise Refusal(
            "holiday_from_fund", "manual workers and artists get their holiday pay from the fund.", field="payment",
            way_out="Nothing is due from the employer.",
        )  # fmt: skip
    return Exceptional(
        gross=work.gross, normal_year_pay=_normal_year_pay(terms.normal_year_pay), pay_day=work.pay_day,
        holiday=terms.payment == "holiday", children=who.children + who.disabled_children,
        base108=terms.status != "employee", commercial=law["commercial"].value, staff=law.amount("staff"),
    )  # fmt: skip


def law_days(work: Work) -> tuple[date, ...]:
    """Contributions follow the work, the tax the day of payment."""
    return work.last_day, work.pay_day


CONTRACT_TYPES = (
    ContractType(
        "employee", N_("Employment by the day or month"), ("dimona_in",), EmployeeTerms,
        employee_inputs, wages, law_days=law_days,
    ),
    ContractType(
        "artist", N_("Artist, employed by the day"), ("dimona_in",), ArtistTerms,
        artist_inputs, wages, jumps=cost_jumps, law_days=law_days,
    ),
    ContractType(
        "artist_1bis", N_("Artist under article 1bis"), ("dimona_in",), ArtistTerms,
        artist_1bis_inputs, wages, jumps=cost_jumps, law_days=law_days,
    ),
    ContractType(
        "student", N_("Student contract"), ("dimona_in",), StudentTerms, student_inputs, wages, law_days=law_days
    ),
    ContractType(
        "open_ended", N_("Open-ended contract with smoothed pay"), ("dimona_in",), OpenEndedTerms,
        open_ended_inputs, wages, law_days=law_days,
    ),
    ContractType(
        "agency", N_("Agency work"), ("dimona_in",), AgencyTerms, agency_inputs, wages, law_days=law_days
    ),
    ContractType(
        "departure_holiday", N_("Departure holiday pay"), terms=DepartureTerms,
        inputs=departure_inputs, pay=departure, law_days=law_days,
    ),
    ContractType(
        "exceptional_payment", N_("Double holiday pay or premium"), terms=ExceptionalTerms,
        inputs=exceptional_inputs, pay=exceptional, law_days=law_days,
    ),
)  # fmt: skip
