"""From a consolidated amount down to the months behind it; each step adds up to the one above.

Stage and entity, then role by month with local amount, rate and cents. Account, entry and document are the entity's
own and are asked there, by those who may see them (group.md 9).
"""

from __future__ import annotations

import msgspec

from shared_tools.group.close import PERIMETER, RESERVE, Close
from shared_tools.group.eliminate import Pair
from shared_tools.group.rates import Kind
from shared_tools.roles import GROUP_ROLES


class Stages(msgspec.Struct, frozen=True):
    """One role through the close: entities add up to ``aggregated``, with eliminations to ``consolidated``. Cents."""

    role: str
    entities: dict[str, int]
    aggregated: int
    eliminations: dict[str, int]
    consolidated: int


class Step(msgspec.Struct, frozen=True):
    """One month's contribution.

    ``local`` minor units of the entity's currency, None where there are none; ``rate`` the divisor as published, ""
    where the amount is not translated here; ``what``: closing, average, opening, carried (January's transfer at the
    euro it had), left, or a line of the reserve's roll-forward.
    """

    month: str
    what: str
    local: int | None
    rate: str
    cents: int


def by_stage(close: Close, role: str) -> Stages:
    figures = close.figures
    return Stages(
        role,
        {code: line[role] for code, line in figures.translated.items() if role in line},
        figures.aggregated.get(role, 0),
        {klass: moves[role] for klass, moves in figures.eliminations.items() if role in moves},
        figures.consolidated.get(role, 0),
    )


def table(close: Close) -> list[Stages]:
    """Every role that any stage has, in the order of the statements: by entity, total, eliminations, consolidated."""
    figures = close.figures
    shown = {
        *figures.aggregated,
        *figures.consolidated,
        *(role for moves in figures.eliminations.values() for role in moves),
    }
    for line in figures.translated.values():
        shown.update(line)
    order = [role.name for role in (*close.books.roles.all, *GROUP_ROLES)]
    return [by_stage(close, role) for role in order if role in shown]


def by_month(close: Close, entity: str, role: str) -> list[Step]:
    """The steps of an entity's translated role. Empty where it has nothing there."""
    figures, books, translation = close.figures, close.books, close.translation
    total = figures.translated.get(entity, {}).get(role, 0)
    row = next((i for i, one in enumerate(books.entities) if one.code == entity), None)
    if row is None:
        return []
    if role == RESERVE:
        return _reserve(close, entity, total)
    if role == PERIMETER:
        return [Step(books.entities[row].until or "", "left", None, "", total)] if total else []
    if role not in books.column:
        return []
    column, end = books.column[role], int(books.end[row])
    if column >= books.income.start:
        place = column - books.income.start
        planes = range(max(books.january, 0), end + 1)
        return [
            _step(
                close,
                row,
                plane,
                "average",
                books.amounts[row, plane, column],
                translation.income[row, plane, place],
            )
            for plane in planes
            if books.amounts[row, plane, column]
        ]
    if not books.is_active[row]:
        return []
    if column < books.closing.stop:
        local = books.amounts[row, end, column]
        return (
            [_step(close, row, end, "closing", local, translation.now.closing[row, column])] if local else []
        )
    return _layers(close, row, column - books.historic.start)


def lent_before(close: Close, entity: str) -> list[Step]:
    """Exchange differences of long loans that an entity booked in years before this one, month by month."""
    books = close.books
    row = next(i for i, one in enumerate(books.entities) if one.code == entity)
    columns = [books.column[role.name] for role in books.roles.all if role.klass == "reserve"]
    return [
        _step(close, row, plane, "average", local, close.translation.income[row, plane, column - books.income.start])
        for plane in range(max(books.january, 0)) for column in columns
        if (local := books.amounts[row, plane, column])
    ]  # fmt: skip


def behind_elimination(close: Close, klass: str, entity: str = "") -> list[Pair]:
    """The pairs of a class, of one entity if named."""
    return [
        pair for pair in close.figures.pairs if pair.klass == klass and entity in ("", pair.giver, pair.taker)
    ]


def _step(close: Close, row: int, plane: int, what: Kind, local: int, cents: int) -> Step:
    books = close.books
    month = close.translation.month_of(plane)
    found = books.rates.find(books.entities[row].currency, month)
    rate = "" if found is None else found.closing if what == "closing" else found.average
    return Step(month, what, int(local), rate, int(cents))


def _layers(close: Close, row: int, place: int) -> list[Step]:
    """Equity: the opening layer, then each movement and carry."""
    books, translation = close.books, close.translation
    opening, end = int(books.opening[row]), int(books.end[row])
    role = books.columns[books.historic][place]
    local, cents = int(translation.historic_local[row, opening, place]), int(translation.opened[row, place])
    steps: list[Step] = []
    if role in books.entities[row].opening_historic:
        steps.append(Step(translation.month_of(opening), "opening", local, "", cents))
    elif local:
        at_closing = _step(close, row, opening, "closing", local, cents)
        steps.append(msgspec.structs.replace(at_closing, what="opening"))
    for plane in range(opening + 1, end + 1):
        carried = (
            int(translation.carried_local[row, plane, place]),
            int(translation.carried[row, plane, place]),
        )
        if any(carried):
            steps.append(Step(translation.month_of(plane), "carried", carried[0], "", carried[1]))
        if moved := int(translation.moved_local[row, plane, place]):
            steps.append(_step(close, row, plane, "average", moved, translation.moved[row, plane, place]))
    return steps


_EFFECTS = ("opening", "opening_net_assets", "result", "equity_movements", "rounding")


def _reserve(close: Close, entity: str, total: int) -> list[Step]:
    """The roll-forward, line by line. Books in the presentation currency have a reserve only if one was given."""
    month = close.figures.month
    rolled = close.figures.roll_forward.get(entity)
    if rolled is None:
        return [Step(month, "opening", None, "", total)] if total else []
    return [Step(month, what, None, "", cents) for what in _EFFECTS if (cents := getattr(rolled, what))]
