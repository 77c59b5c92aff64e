"""Which marks a figure carries, from its name: what the way down and a comparison show beside it."""

from __future__ import annotations

from core.db import Transaction
from core.group import said
from core.group.closes import close_marks, shown_year
from core.group.compared_figure import AGAINST
from core.group.explained import SHOWN
from core.group.marks import Mark, Rests, rests_of
from core.words import Words

AT: dict[str, Rests] = {"trade": "closing", "loan": "closing", "service": "income", "interest": "income"}


def marks_of(uow: Transaction, name: str) -> tuple[Mark, ...]:
    """The marks of the figure called ``name``; of a difference those of both. None for a name that nothing has."""
    first, _, rest = name.removeprefix("minus/").partition("/")
    if first == "compare":
        return tuple(mark for one in rest.split(AGAINST) for mark in marks_of(uow, one))
    if first == "report":
        return _of_report(uow, name.removeprefix("minus/"))
    return _of_close(uow, rest.split("/")) if first == "close" else ()


def _of_report(uow: Transaction, name: str) -> tuple[Mark, ...]:
    _, year, version, table, *rest = name.split("/")
    shown = shown_year(uow, year, int(version))
    if table == "scope":
        return shown.marks.of(rest[0], shown.annual.scope, rests_of(rest[1]))
    if table == "all":
        letters = [letter for one in said.headline(shown, Words("en")) if one.why == name for letter in one.marks.split()]  # fmt: skip
    else:
        letters = [letter for sheet in shown.sheets for row in sheet.rows for cell in row.cells if cell.why == name for letter in cell.marks]  # fmt: skip
    return tuple(mark for mark in shown.marks.all if mark.letter in letters)


def _of_close(uow: Transaction, path: list[str]) -> tuple[Mark, ...]:
    year, version, month, what, *rest = path
    found = close_marks(uow, year, int(version), month)

    def of(entities: list[str] | None, rests: Rests) -> tuple[Mark, ...]:
        return found.of(month[:4], entities, rests, month)

    if what in ("role", "elimination"):
        return of(None, rests_of(rest[1]))
    if what == "entity":
        return of(rest[:1], rests_of(rest[1]))
    if what == "line":
        return of(rest[1:2] or None, rests_of(SHOWN[rest[0]][1][0]))
    if what == "turnover":
        return of(rest[:1], "income")
    if what == "count":
        return of(rest[1:2] or None, "count")
    if what == "document":
        return of(rest[1:3], "count")
    return of(rest[1:3], AT[rest[0]]) if what == "pair" else of(None, "equity")
