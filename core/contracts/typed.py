"""What was typed into the form of an engagement → a new contract; and what the form must ask."""

from __future__ import annotations

import types
import typing
from datetime import date, timedelta
from typing import Any, Literal, get_args, get_origin

import msgspec

from core.contracts.model import NewContract
from core.country import ContractType
from core.members.store import member_by_number
from core.people.store import person_by_email
from core.web.forms import Form
from shared_tools.calendars import BusinessCalendar
from shared_tools.refusal import Refusal

WEEKS = 5


class Term(msgspec.Struct, frozen=True):
    """A field that the country's contract type declares; ``label`` English words a country's catalogue may translate."""

    name: str
    label: str
    kind: Literal["yes", "choice", "whole", "day", "text"]
    default: str
    choices: tuple[str, ...] = ()


def terms_of(kind: ContractType) -> list[Term]:
    """What the contract type asks besides days and pay, read from the country's own struct."""
    found: list[Term] = []
    hints = typing.get_type_hints(kind.terms)
    for field in msgspec.structs.fields(kind.terms):
        default = "" if field.default in (msgspec.NODEFAULT, None) else str(field.default)
        label = field.name.replace("_", " ").capitalize()
        inner = _without_none(hints[field.name])
        if get_origin(inner) is Literal:
            found.append(Term(field.name, label, "choice", default, tuple(str(c) for c in get_args(inner))))
        elif inner is bool:
            found.append(Term(field.name, label, "yes", "yes" if field.default is True else ""))
        else:
            found.append(
                Term(field.name, label, {int: "whole", date: "day"}.get(inner, "text"), default)  # type: ignore[arg-type]
            )
    return found


def _without_none(kind: Any) -> Any:
    if get_origin(kind) in (typing.Union, types.UnionType):
        return next(part for part in get_args(kind) if part is not type(None))
    return kind


class Cell(msgspec.Struct, frozen=True):
    """A day of the calendar one picks from. ``closed`` a weekend or a holiday, whose name is ``holiday``."""

    day: date
    chosen: bool
    closed: bool
    past: bool
    holiday: str


def picked(form: Form) -> list[date]:
    """The days ticked, and those named in text. Raises Refusal ``not_a_day``."""
    written = [name.removeprefix("day-") for name in form.typed if name.startswith("day-")]
    written += form["days"].replace(",", " ").split()
    days: set[date] = set()
    for text in written:
        try:
            days.add(date.fromisoformat(text))
        except ValueError:
            raise Refusal("not_a_day", f"{text!r} is no day.", field="days", way_out="Write days as 2026-10-31, apart by spaces.") from None  # fmt: skip
    return sorted(days)


def window(form: Form, today: date) -> date:
    """The Monday the calendar begins with, moved by what was asked."""
    try:
        first = date.fromisoformat(form["from"]) if form["from"] else today
    except ValueError:
        first = today
    shift = {"earlier": -(WEEKS - 1), "later": WEEKS - 1}.get(form["step"], 0)
    first += timedelta(weeks=shift)
    return first - timedelta(days=first.weekday())


def calendar(
    form: Form, first: date, today: date, calendar: BusinessCalendar
) -> tuple[list[list[Cell]], list[date]]:
    """Weeks of days to pick from, and the days picked outside them."""
    try:
        chosen = set(picked(form))
    except Refusal:
        chosen = set()
    days = [first + timedelta(days=i) for i in range(7 * WEEKS)]
    cells = [
        Cell(day, day in chosen, not calendar.is_open(day), day < today, calendar.holiday_name(day) or "")
        for day in days
    ]
    outside = sorted(chosen - set(days))
    return [cells[i : i + 7] for i in range(0, len(cells), 7)], outside


def worker_typed(uow: Any, form: Form) -> str:
    """Who is engaged: chosen, or somebody else named by e-mail or member number. Raises Refusal ``unknown_person``."""
    other = form["worker_other"]
    if not other:
        return form["worker"]
    person = person_by_email(uow, other)
    member = member_by_number(uow, int(other)) if other.isdigit() and len(other) < 10 else None
    if person is None and member is None:
        raise Refusal("unknown_person", f"nobody here is known by {other!r}.", field="worker_other", way_out="Type the e-mail or the member number; an adviser registers new people.")  # fmt: skip
    return person.id if person else member.person  # type: ignore[union-attr]


def contract_typed(uow: Any, form: Form, kind: ContractType) -> NewContract:
    """Raises Refusal ``not_a_day``, ``not_a_number``, ``unknown_person``; the rest is the rules' to judge."""
    terms: dict[str, Any] = {}
    # An unticked box is not sent; so it counts only when the fields shown were those of this kind.
    for term in terms_of(kind) if form["terms_of"] == kind.code else ():
        value = form[f"terms.{term.name}"]
        if term.kind == "yes":
            if bool(value) != (term.default == "yes"):
                terms[term.name] = bool(value)
        elif value != term.default:
            terms[term.name] = value
    try:
        minutes = 60 * int(form["hours"] or 0)
    except ValueError:
        raise Refusal("not_a_number", f"{form['hours']!r} is no number of hours.", field="hours", way_out="Enter whole hours.") from None  # fmt: skip
    return NewContract(
        activity=form["activity"], worker=worker_typed(uow, form), contract_type=kind.code, days=tuple(picked(form)),
        pay=form["pay"].replace(",", "."), pay_is="gross" if form["pay_is"] == "gross" else "cost", minutes=minutes,
        invoice=form["invoice"] or None, terms=terms,
    )  # fmt: skip
