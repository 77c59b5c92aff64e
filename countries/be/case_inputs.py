"""The inputs of Belgium's worked cases, as rows of the payroll: what a case leaves out, and what it cannot say."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from fractions import Fraction
from typing import Any

from core.country import Case
from countries.be import tax
from countries.be.contracts import month_days, quarter_of
from countries.be.payroll import Wage
from countries.be.social import HOUR
from countries.be.worker import chosen_millionths
from shared_tools.dated import Law
from shared_tools.given import Given
from shared_tools.refusal import Refusal

STATUSES = ("employee", "manual", "artist")
MONTH_DAYS = 31
_YEAR_HOURS = 366 * 24
_MONTH_HOURS = MONTH_DAYS * 24
_LEAST_HOURS = Fraction(1, 100)
_CHILDREN = 99


def wage_row(given: Given, law: Law, **own: Any) -> Wage:
    """The row of a case; what the case omits is as for a single resident who works five days a week."""
    day = last_day(given)
    week_days = given.whole("days_per_week", 5, least=1, most=7)
    days_of_month = given.whole("days_of_month", month_days(day, week_days), least=1, most=MONTH_DAYS)
    by_hours = given.has("hours")
    whole = given.flag("whole_month")
    fields: dict[str, Any] = {
        "gross": given.whole("gross"), "pay_day": pay_day(given) or day, "quarter": quarter_of(day),
        "days": given.whole("days_paid", 0 if by_hours else days_of_month, least=1, most=MONTH_DAYS),
        "month_days": days_of_month, "day_seconds": _day_seconds(given, law), "week_days": week_days,
        "seconds": seconds_of(given, "hours") if by_hours else 0,
        "by_hours": by_hours and not whole, "whole_month": whole, "third_of_quarter": whole,
        "base108": is_base108(given), "family": given.choice("family", tax.FAMILIES, "single"),
        "children": children(given), "single_parent": given.flag("single_parent"), "disabled": given.flag("disabled"),
        "spouse_disabled": given.flag("spouse_disabled"),
        "dependants_65_care": given.whole("dependants_65_care", 0, most=_CHILDREN),
        "dependants_other": given.whole("dependants_other", 0, most=_CHILDREN), "resident": given.flag("resident", True),
        "chosen": chosen_millionths(given.number("chosen_percent", "0")), "flat_tax": given.flag("artist_flat_11_11"),
        "piecework": given.flag("piecework"), "artist_target": given.flag("artist_target_reduction"),
        "year_bonus": given.whole("bonus_before_in_year", 0), **employer_facts(given),
    }  # fmt: skip
    return Wage(**(fields | own))


def employer_facts(given: Given) -> dict[str, Any]:
    return {"commercial": given.flag("employer_commercial", True), "staff": given.whole("staff", 20)}


def children(given: Given) -> int:
    """A disabled child counts twice."""
    return sum(given.whole(name, 0, most=_CHILDREN) for name in ("children", "disabled_children"))


def is_base108(given: Given) -> bool:
    return given.choice("status", STATUSES, "employee") != "employee"


def pay_day(given: Given) -> date | None:
    return given.day("paid_on") if given.has("paid_on") else None


def year_end(given: Given, case: Case) -> date:
    said = given if given.has("income_year") else Given({"income_year": case.year or None})
    return date(said.whole("income_year", least=1, most=9999), 12, 31)


def last_day(given: Given) -> date:
    if given.has("last_day") or not given.has("month"):
        return given.day("last_day")
    try:
        first = date.fromisoformat(f"{given.words['month']}-01")
    except ValueError:
        raise Refusal(
            "not_a_month",
            f"{given.words['month']!r} is no month.",
            field="month",
            way_out="Write it as 2026-11.",
        ) from None
    return first.replace(day=monthrange(first.year, first.month)[1])


def seconds_of(given: Given, name: str, *, least: Fraction = _LEAST_HOURS, most: int = _MONTH_HOURS) -> int:
    """Hours to the second, half up. Raises Refusal ``impossible_hours``."""
    hours = Fraction(given.number(name, most=most))
    if hours < least:
        raise Refusal(
            "impossible_hours", f"{given.number(name)} hours of work are none.", field=name,
            way_out="Write hours, at least a hundredth of one, or leave them out.",
        )  # fmt: skip
    return int(hours * HOUR + Fraction(1, 2))


def _day_seconds(given: Given, law: Law) -> int:
    if not given.has("full_hours_day"):
        return int(law.rate("hours_per_day") * HOUR)
    return seconds_of(given, "full_hours_day", most=24)


def hours_before(given: Given) -> int:
    """Hours of the year before this contract, in seconds."""
    name = "hours_before_in_year"
    return seconds_of(given, name, least=Fraction(0), most=_YEAR_HOURS) if given.has(name) else 0


def is_holiday(given: Given) -> bool:
    """Raises Refusal ``unknown_choice``."""
    payment = str(given.words["payment"]) if given.has("payment") else "other"
    if payment == "other":
        return False
    if "holiday" in payment:
        return True
    raise Refusal(
        "unknown_choice", f"{payment!r} is no kind of exceptional payment.", field="payment",
        way_out="Use holiday or other.",
    )  # fmt: skip
