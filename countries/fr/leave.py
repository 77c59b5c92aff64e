"""Paid leave of contracts by the month: what is earned, taken and left (CT L3141-3) [believed; dossier fr, section 2.11].

Days are working days (jours ouvrables) in hundredths. A month earns 2.5; one served in part earns by its calendar days, an
assumption of ours that README.md names. Contracts by the day keep no balance: their leave is paid out, or by a fund.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from core.country import Work
from countries.fr.contracts import MonthlyTerms
from shared_tools.dated import Law
from shared_tools.money import half_up
from shared_tools.refusal import Refusal

_HUNDREDTHS = 100


def earned(law: Law, calendar_days: int, month_days: int) -> int:
    """Hundredths of days earned by ``calendar_days`` of a month of ``month_days``."""
    whole = Fraction(law["leave_days_month"].value) * _HUNDREDTHS
    share = whole * calendar_days / month_days
    return half_up(share.numerator, share.denominator)


def taken(work: Work) -> int:
    """Hundredths of days of leave within the slip. Raises Refusal ``not_a_day``, ``leave_outside``, ``leave_twice``."""
    terms: MonthlyTerms = work.terms
    days = [_day(text) for text in terms.leave_days.replace(",", " ").split()]
    if len(set(days)) != len(days):
        raise Refusal(
            "leave_twice", "a day of leave is named twice.", field="leave_days", way_out="Name each day once."
        )
    first, last = work.contract_first_day or work.first_day, work.contract_last_day or work.last_day
    for day in days:
        if not first <= day <= last:
            raise Refusal(
                "leave_outside", f"{day} is not within the contract, {first} to {last}.", field="leave_days",
                way_out="Leave that day out.",
            )  # fmt: skip
    return _HUNDREDTHS * sum(work.first_day <= day <= work.last_day for day in days)


def brought(terms: MonthlyTerms) -> int:
    """Hundredths of days left at New Year. Raises Refusal ``not_days`` for no number from 0 to 100, or a finer one."""
    try:
        days = Fraction(terms.leave_brought.replace(",", ".") or 0) * _HUNDREDTHS
    except (ValueError, ZeroDivisionError):
        days = Fraction(-1)
    if not 0 <= days <= 100 * _HUNDREDTHS or days.denominator != 1:
        raise Refusal(
            "not_days", f"{terms.leave_brought!r} is no number of days of leave.", field="leave_brought",
            way_out="Enter the days left at New Year, at most two decimals.",
        )  # fmt: skip
    return int(days)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal(
            "not_a_day",
            f"{text!r} is no day.",
            field="leave_days",
            way_out="Write days as 2026-08-03, with a space between.",
        ) from None
