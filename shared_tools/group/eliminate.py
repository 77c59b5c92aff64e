"""Trade between sisters, taken out in full: both sides whole, the difference visible and explained (group.md 4).

IFRS 10 B86(c); Directive 2013/34/EU art. 24(7). A difference is split into ``unmatched``, what the documents of the
two sides show (in transit, missing, differing), and ``exchange``, the rest: day rate against average, a balance not
revalued, rounding. Nothing is spread or plugged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import msgspec
import numpy as np
from numpy.typing import NDArray

from shared_tools.group import months
from shared_tools.group.books import Amounts, Books
from shared_tools.group.checks import PAIR_CLASSES
from shared_tools.group.rates import Kind, exchanged
from shared_tools.group.translate import Translation, to_cents
from shared_tools.roles import PARTLY_BETWEEN_SISTERS

Moves = dict[str, int]
"""Role → cents to add to the aggregated amount."""

DIFFERENCES: Final[dict[str, tuple[str, str]]] = {
    "closing": ("ic_unmatched", "ic_exchange"),
    "average": ("ic_unmatched_result", "ic_exchange_result"),
}

OUTSIDE: Final[dict[str, str]] = {
    "ic_receivable": "other_receivables", "ic_loan_given": "other_receivables",
    "ic_payable": "other_payables", "ic_loan_taken": "other_payables",
    "ic_income": "other_income", "ic_expense": "external_costs",
    "ic_interest_income": "financial_income", "ic_interest_expense": "financial_costs",
}  # fmt: skip
"""What an intra-group role becomes when the counterparty is no sister in that month."""


class Pair(msgspec.Struct, frozen=True, rename={"klass": "class", "giver": "from", "taker": "to"}):
    """One class and direction: who claims or sells, who owes or buys. Cents, ledger signs."""

    klass: str
    giver: str
    taker: str
    from_amount: int
    to_amount: int
    difference: int
    unmatched: int
    exchange: int


class _Parts(NamedTuple):
    """Lines added up by entity, month, role and counterparty, in cents."""

    entity: NDArray[np.int64]
    month: NDArray[np.int64]
    role: NDArray[np.int64]
    counterparty: NDArray[np.int64]
    local: Amounts
    cents: Amounts


class PairLine(msgspec.Struct, frozen=True):
    """One side of a pair in one month, ledger signs. ``local``, ``cents``: minor units of the entity's books, cents.

    ``documents``: what the documents behind it say, by currency, minor units.
    """

    entity: str
    role: str
    month: str
    local: int
    cents: int
    documents: tuple[tuple[str, int], ...]


def pair_lines(translation: Translation, pair: Pair) -> list[PairLine]:
    """What a pair's two amounts are made of, month by month: those of each entity add up to its side."""
    books, gives = translation.books, _gives(translation.books)

    def of_pair(entity: str, role: str, other: str) -> bool:
        sides = (entity, other) if gives[books.column[role]] else (other, entity)
        return (books.roles.class_of.get(role), *sides) == (pair.klass, pair.giver, pair.taker)

    return [line for line, _ in _lines(translation, inside=True, wanted=of_pair)]


def outside_lines(translation: Translation) -> list[tuple[PairLine, str]]:
    """What class ``outside`` moves, month by month, and who was no sister then."""
    return list(_lines(translation, inside=False, wanted=lambda entity, role, other: role in OUTSIDE))


def _lines(
    translation: Translation, *, inside: bool, wanted: Callable[[str, str, str], bool]
) -> Iterator[tuple[PairLine, str]]:
    """Lines with a sister of that month, or with the others, whose entity, role and counterparty are ``wanted``; and
    that counterparty."""
    books = translation.books
    selected = _read_now(books)
    parts = _parts(translation, selected)
    for row in np.flatnonzero(_is_sister(books)[parts.counterparty, parts.month] == inside).tolist():
        entity, role = books.entities[int(parts.entity[row])].code, books.columns[int(parts.role[row])]
        other = books.names[int(parts.counterparty[row])]
        if wanted(entity, role, other):
            # The documents are looked up last: they are a search of all lines.
            yield PairLine(
                entity, role, translation.month_of(int(parts.month[row])), int(parts.local[row]), int(parts.cents[row]),
                _documents(books, selected, parts, row),
            ), other  # fmt: skip


def _documents(
    books: Books, selected: NDArray[np.bool_], parts: _Parts, row: int
) -> tuple[tuple[str, int], ...]:
    lines, sums = books.lines, {}
    same = (
        selected & (lines.entity == parts.entity[row]) & (lines.month == parts.month[row])
        & (lines.role == parts.role[row]) & (lines.counterparty == parts.counterparty[row])
    )  # fmt: skip
    for place in np.flatnonzero(same).tolist():
        currency = books.currencies[int(lines.currency[place])]
        sums[currency] = sums.get(currency, 0) + int(lines.document_amount[place])
    return tuple(sorted(sums.items()))


def eliminate_trade(translation: Translation) -> tuple[tuple[Pair, ...], dict[str, Moves]]:
    """Pairs by class and name, and what each class takes out; class ``outside`` reclassifies.

    Raises Refusal ``missing_rate`` for a document currency in which something is unmatched.
    """
    books = translation.books
    selected = _read_now(books)
    if not selected.any():
        return (), {}
    parts = _parts(translation, selected)
    inside = _is_sister(books)[parts.counterparty, parts.month]
    eliminations: dict[str, Moves] = {}
    for name, amount in _totals(books, parts, ~inside).items():
        if name in OUTSIDE:  # what a member sold or bought stays turnover and expense, whoever the other was
            _add(eliminations, "outside", name, -amount)
            _add(eliminations, "outside", OUTSIDE[name], amount)
    pairs = _pairs(books, parts, inside, _unmatched(books, selected))
    rates = {role.klass: role.rate for role in books.roles.paired}
    for name, amount in _totals(books, parts, inside).items():
        _add(eliminations, books.roles.class_of[name], name, -amount)
    for pair in pairs:
        unmatched, exchange = DIFFERENCES[rates[pair.klass]]
        _add(eliminations, pair.klass, unmatched, pair.unmatched)
        _add(eliminations, pair.klass, exchange, pair.exchange)
    return pairs, eliminations


def _add(eliminations: dict[str, Moves], klass: str, role: str, cents: int) -> None:
    moves = eliminations.setdefault(klass, {})
    moves[role] = moves.get(role, 0) + cents


def _by_role(books: Books, of_closing: int, of_average: int) -> NDArray[np.int64]:
    """A value per column of the books, by the rate of its role."""
    return np.where(np.arange(len(books.columns)) < books.closing.stop, of_closing, of_average)


def _read_now(books: Books) -> NDArray[np.bool_]:
    """Lines the close reads: balances of the month itself, income of the year so far."""
    lines = books.lines
    first = _by_role(books, books.month - books.start, max(books.january, 0))[lines.role]
    # An opening month carries balances only; its income lines, if any, belong to the time outside.
    return (lines.month >= first) & (
        (lines.month > books.opening[lines.entity]) | (lines.role < books.closing.stop)
    )


def _is_sister(books: Books) -> NDArray[np.bool_]:
    """Name × plane: whether that entity is inside in that month."""
    by_code = books.perimeter.by_code
    table = np.zeros((len(books.names), books.amounts.shape[1]), np.bool_)
    for row, name in enumerate(books.names):
        entity = by_code[name]
        if entity.consolidated:
            stop = None if entity.last is None else max(entity.last + 1 - books.start, 0)
            table[row, max(entity.first - books.start, 0) : stop] = True
    return table


def _grouped(keys: list[NDArray[np.int64]], values: Amounts) -> tuple[list[NDArray[np.int64]], Amounts]:
    """``values`` added up where all ``keys`` are equal; groups in the order of the keys."""
    order = np.lexsort(keys[::-1])
    keys = [key[order] for key in keys]
    fresh = np.zeros(len(order), np.bool_)
    fresh[:1] = True
    for key in keys:
        fresh[1:] |= key[1:] != key[:-1]
    starts = np.flatnonzero(fresh)
    added = np.add.reduceat(values[order], starts) if len(starts) else values[:0]
    return [key[starts] for key in keys], added


def _parts(translation: Translation, selected: NDArray[np.bool_]) -> _Parts:
    """Each counterparty's part translated; the rest to the largest part (tie: first by name; group.md 2.8)."""
    books = translation.books
    lines = books.lines
    (entity, month, role, counterparty), local = _grouped(
        [lines.entity[selected], lines.month[selected], lines.role[selected], lines.counterparty[selected]],
        lines.amount[selected],
    )
    cents = _translated(books, entity, month, role, local)
    whole = np.where(
        role < books.closing.stop,
        translation.now.closing[entity, np.minimum(role, books.closing.stop - 1)],
        translation.income[entity, month, np.maximum(role - books.income.start, 0)],
    )
    fresh = np.ones(len(role), np.bool_)
    fresh[1:] = (entity[1:] != entity[:-1]) | (month[1:] != month[:-1]) | (role[1:] != role[:-1])
    starts = np.flatnonzero(fresh)
    rest = whole[starts] - np.add.reduceat(cents, starts)
    rest[~_is_whole(books)[role[starts]]] = 0
    group = np.cumsum(fresh) - 1
    # Sizes as ranks: lexsort cannot order Python integers, and ranks are all it needs.
    size = np.unique(np.abs(local), return_inverse=True)[1]
    order = np.lexsort((counterparty, -size, group))
    cents[order[starts]] += rest
    return _Parts(entity, month, role, counterparty, local, cents)


def _translated(
    books: Books, entity: NDArray[np.int64], month: NDArray[np.int64], role: NDArray[np.int64], local: Amounts
) -> Amounts:
    """``local`` in cents: balances at the closing rate of the month, income at its average."""
    place = np.full(len(books.entities), -1)
    place[books.foreign] = np.arange(len(books.foreign))
    cents = local.copy()
    kinds: tuple[Kind, Kind] = ("closing", "average")
    for kind in kinds:
        at_rate = (role < books.closing.stop) == (kind == "closing")
        rows = np.flatnonzero(at_rate & (place[entity] >= 0))
        if len(rows):
            multiplier, divisor = books.factors[kind]
            chosen = place[entity[rows]], month[rows]
            cents[rows] = to_cents(local[rows], multiplier[chosen], divisor[chosen])
    return cents


def _totals(books: Books, parts: _Parts, chosen: NDArray[np.bool_]) -> Moves:
    """Cents by role, in the order of the books."""
    (role,), cents = _grouped([parts.role[chosen]], parts.cents[chosen])
    return {books.columns[place]: int(amount) for place, amount in zip(role, cents, strict=True)}


def _is_whole(books: Books) -> NDArray[np.bool_]:
    """Whether a column's role is nothing but trade between entities, so that its parts add up to it."""
    return np.array([name not in PARTLY_BETWEEN_SISTERS for name in books.columns])


def _gives(books: Books) -> NDArray[np.bool_]:
    """Whether a column's role is the side that claims or sells."""
    return np.array([books.roles.by_name[name].statement in ("asset", "revenue") for name in books.columns])


def _sides(
    books: Books, entity: NDArray[np.int64], role: NDArray[np.int64], counterparty: NDArray[np.int64]
) -> list[NDArray[np.int64]]:
    """Class, giver and taker of each row; the two last as places in ``names``."""
    klass = np.full(len(books.columns), -1)
    for name, of in books.roles.class_of.items():
        klass[books.column[name]] = PAIR_CLASSES.index(of)
    at = {name: place for place, name in enumerate(books.names)}
    own = np.array([at[one.code] for one in books.entities], np.int64)[entity]
    giving = _gives(books)[role]
    return [klass[role], np.where(giving, own, counterparty), np.where(giving, counterparty, own)]


Direction = tuple[int, int, int]


def _pairs(
    books: Books, parts: _Parts, inside: NDArray[np.bool_], unmatched: dict[Direction, int]
) -> tuple[Pair, ...]:
    entity, role, counterparty = parts.entity[inside], parts.role[inside], parts.counterparty[inside]
    sides = _sides(books, entity, role, counterparty)
    taking = (~_gives(books)[role]).astype(np.int64)
    (klass, giver, taker, taken), cents = _grouped([*sides, taking], parts.cents[inside])
    found: dict[Direction, list[int]] = {}
    for *direction, side, amount in zip(
        klass.tolist(), giver.tolist(), taker.tolist(), taken.tolist(), cents.tolist(), strict=True
    ):
        found.setdefault((direction[0], direction[1], direction[2]), [0, 0])[side] = amount
    pairs: list[Pair] = []
    for direction, (given, owed) in found.items():
        documents = unmatched.get(direction, 0)
        pairs.append(
            Pair(
                PAIR_CLASSES[direction[0]], books.names[direction[1]], books.names[direction[2]],
                given, owed, given + owed, documents, given + owed - documents,
            )
        )  # fmt: skip
    return tuple(pairs)


def _unmatched(books: Books, selected: NDArray[np.bool_]) -> dict[Direction, int]:
    """Both sides' documents added per month and document currency, what remains translated at the class's rate."""
    lines = books.lines
    selected = selected & _is_sister(books)[lines.counterparty, lines.month]
    sides = _sides(books, lines.entity[selected], lines.role[selected], lines.counterparty[selected])
    (klass, giver, taker, month, currency), left = _grouped(
        [*sides, lines.month[selected], lines.currency[selected]], lines.document_amount[selected]
    )
    rates: dict[str, Kind] = {}
    for role in books.roles.paired:
        rates[role.klass] = "closing" if role.rate == "closing" else "average"
    perimeter = books.perimeter
    wanted = perimeter.digits(perimeter.presentation)
    found: dict[Direction, int] = {}
    for row in np.flatnonzero(left != 0).tolist():
        direction = int(klass[row]), int(giver[row]), int(taker[row])
        cents, written = int(left[row]), books.currencies[currency[row]]
        if written != perimeter.presentation:
            rate = books.rates.rate(
                rates[PAIR_CLASSES[direction[0]]], written, months.name(books.start + int(month[row]))
            )
            cents = exchanged(cents, rate, perimeter.digits(written), wanted)
        found[direction] = found.get(direction, 0) + cents
    return found
