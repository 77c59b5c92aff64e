"""What was typed into the form of an engagement → a contract to be agreed; the days between two dates, ticked one by one."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from core.contracts.model import NewContract
from core.contracts.terms import Term, term_fields
from core.country import ContractType, Country
from core.db import UnitOfWork
from core.members.store import member_by_number
from core.people.store import person_by_email
from core.web.forms import Form
from shared_tools.calendars import BusinessCalendar
from shared_tools.money import minor
from shared_tools.refusal import Refusal, naming

MOST_DAYS = 92
"""How many days a form shows at once; a longer engagement is agreed quarter by quarter."""


class OfferedDay(NamedTuple):
    day: date
    ticked: bool
    holiday: str


def worker_of(uow: UnitOfWork, form: Form) -> str:
    """Who is engaged: chosen, or somebody else named by e-mail or member number. Raises Refusal ``unknown_person``."""
    other = form["worker_other"]
    if not other:
        return form["worker"]
    number = int(other) if other.isdecimal() and len(other) < 10 else 0
    member = member_by_number(uow, number) if number else None
    person = person_by_email(uow, other)
    if member is None and person is None:
        raise Refusal("unknown_person", f"nobody here is known by {other!r}.", field="worker_other", way_out="Type the e-mail or the member number; an adviser registers new people.")  # fmt: skip
    return person.id if person else member.person if member else ""


def picked(form: Form) -> str:
    """The two dates for which days were ticked: when they change, the ticks begin anew."""
    return f"{form['first']}/{form['last'] or form['first']}"


def days_offered(form: Form, calendar: BusinessCalendar) -> list[OfferedDay]:
    """The days from the first to the last typed, working days ticked until somebody chose otherwise.

    Raises Refusal ``not_a_day``, ``days_backwards``, ``too_long``; no first day typed: no days.
    """
    if not form["first"]:
        return []
    first = _day(form, "first")
    last = _day(form, "last") if form["last"] else first
    if last < first:
        raise Refusal("days_backwards", f"{last} is before {first}.", field="last", way_out="Correct one of the two days.")  # fmt: skip
    if (last - first).days >= MOST_DAYS:
        raise Refusal("too_long", f"that is more than {MOST_DAYS} days.", field="last", way_out="Agree on the rest in a second engagement.")  # fmt: skip
    chosen = form["picked"] == picked(form)
    return [
        OfferedDay(
            day, f"day-{day}" in form if chosen else calendar.is_open(day), calendar.holiday_name(day) or ""
        )
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
    ]


def _day(form: Form, field: str) -> date:
    try:
        return date.fromisoformat(form[field])
    except ValueError:
        raise Refusal("not_a_day", f"{form[field]!r} is no day.", field=field, way_out="Write it as 2026-10-31.") from None  # fmt: skip


def contract_of(form: Form, kind: ContractType, country: Country) -> NewContract:
    """Raises Refusal as ``days_offered``, ``not_a_number`` for the hours, ``not_an_amount`` for a term in money; the
    rest is the rules' to judge."""
    days = tuple(offered.day for offered in days_offered(form, country.calendar) if offered.ticked)
    terms = {
        term.name: _typed(value, term, country.currency)
        for term in term_fields(kind, country)
        if (value := form[f"terms.{term.name}"]) and value != term.default
    }
    hours = form["hours"] or "0"
    if not hours.isdecimal() or len(hours) > 4:
        raise Refusal("not_a_number", f"{hours!r} is no number of hours.", field="minutes", way_out="Enter whole hours.")  # fmt: skip
    return NewContract(
        activity=form["activity"], worker=form["worker"], contract_type=kind.code, days=days,
        pay=form["pay"].replace(",", "."), pay_is="gross" if form["pay_is"] == "gross" else "cost",
        minutes=60 * int(hours), invoice=form["invoice"] or None, terms=terms,
    )  # fmt: skip


def _typed(text: str, term: Term, currency: str) -> str | int:
    if term.unit != "money":
        return text
    with naming(term.name):
        return minor(text.replace(",", "."), currency)
