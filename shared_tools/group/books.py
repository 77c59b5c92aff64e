"""Every entity's months laid out as one block of integers: entity × month × role, in local minor units.

Balances and movements never share a role, so one block holds both: the month end where the role is in the balance
sheet, the month where it is not. Amounts are int64 while every sum provably fits, Python integers (exact, slower)
where not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from shared_tools.group import months
from shared_tools.group.checks import Roles, first_failure, refusal
from shared_tools.group.figures import Figures, Key, digest
from shared_tools.group.perimeter import Entity, Perimeter
from shared_tools.group.rates import Kind, Rates

Amounts = NDArray[Any]
"""int64, or object holding Python integers."""

SAFE = 2**62
"""Sums stay below this in int64: half of what it holds, so that a rounding term never tips it over."""


class Lines(NamedTuple):
    """Intra-group lines as columns. ``role`` indexes the columns of the books, the others their own tuples."""

    entity: NDArray[np.int64]
    month: NDArray[np.int64]
    role: NDArray[np.int64]
    counterparty: NDArray[np.int64]
    currency: NDArray[np.int64]
    amount: Amounts
    document_amount: Amounts


@dataclass(frozen=True)
class Books:
    """What the close of ``month`` reads. Columns of ``amounts``: closing-rate roles, equity, then income roles.

    ``start``  month number of the first plane of the block
    ``names``  entity codes in alphabetical order, to which ``lines.counterparty`` points
    """

    perimeter: Perimeter
    rates: Rates
    roles: Roles
    month: int
    start: int
    entities: tuple[Entity, ...]
    columns: tuple[str, ...]
    amounts: Amounts
    lines: Lines
    names: tuple[str, ...]
    currencies: tuple[str, ...]
    read: tuple[Figures, ...]

    @cached_property
    def column(self) -> dict[str, int]:
        return {name: position for position, name in enumerate(self.columns)}

    def _span(self, rate: str) -> slice:
        """The columns translated at ``rate``; they lie side by side."""
        places = [place for place, name in enumerate(self.columns) if self.roles.by_name[name].rate == rate]
        return slice(places[0], places[-1] + 1)

    @cached_property
    def closing(self) -> slice:
        return self._span("closing")

    @cached_property
    def historic(self) -> slice:
        return self._span("historic")

    @cached_property
    def income(self) -> slice:
        return self._span("average")

    @cached_property
    def opening(self) -> NDArray[np.int64]:
        """Plane of each entity's opening balance sheet."""
        return np.array([entity.first - 1 - self.start for entity in self.entities], np.int64)

    @cached_property
    def end(self) -> NDArray[np.int64]:
        """Plane of the last month read of each entity."""
        return np.array([entity.end(self.month) - self.start for entity in self.entities], np.int64)

    @property
    def january(self) -> int:
        """Plane of January of the year being closed; negative when the block starts later."""
        return months.january(self.month) - self.start

    @cached_property
    def is_active(self) -> NDArray[np.bool_]:
        """Entities still inside in the month being closed; the others left during its year."""
        return self.end == self.month - self.start

    @cached_property
    def foreign(self) -> NDArray[np.int64]:
        """Entities whose figures need translating."""
        return np.array(
            [i for i, one in enumerate(self.entities) if one.currency != self.perimeter.presentation],
            np.int64,
        )

    @cached_property
    def factors(self) -> dict[Kind, tuple[Amounts, Amounts]]:
        """For each foreign entity and plane, multiplier and divisor that turn local units into cents.

        1 and 1 where the close reads no such rate; checks have made sure of all it does read.
        """
        tables: dict[Kind, tuple[Amounts, Amounts]] = {}
        planes = self.amounts.shape[1]
        kinds: tuple[Kind, Kind] = ("closing", "average")
        for kind in kinds:
            known: dict[str, list[tuple[int, int]]] = {}
            for currency in {self.entities[i].currency for i in self.foreign}:
                known[currency] = [self._factor(kind, currency, plane) for plane in range(planes)]
            top = max((max(pair) for pairs in known.values() for pair in pairs), default=1)
            pairs = np.array(
                [known[self.entities[i].currency] for i in self.foreign], np.int64 if top < SAFE else object
            ).reshape(len(self.foreign), planes, 2)  # fmt: skip
            tables[kind] = pairs[..., 0], pairs[..., 1]
        return tables

    def _factor(self, kind: Kind, currency: str, plane: int) -> tuple[int, int]:
        month = months.name(self.start + plane)
        if not self.rates.has(kind, currency, month):
            return 1, 1
        rate = self.rates.rate(kind, currency, month)
        kept, wanted = self.perimeter.digits(currency), self.perimeter.digits(self.perimeter.presentation)
        return (10**wanted / (rate * 10**kept)).as_integer_ratio()


def collect(
    perimeter: Perimeter, chosen: Mapping[Key, Figures], rates: Rates, month: str, roles: Roles | None = None
) -> Books:
    """What the close of ``month`` needs of ``chosen`` (``newest``, or an older choice), checked. It may hold more.

    Raises Refusal with the code of the first failure (shared_tools.group.checks).
    """
    roles = roles or Roles()
    failure = first_failure(perimeter, chosen, rates, month, roles)
    if failure:
        raise refusal(failure)
    closed = months.number(month)
    entities = tuple(entity for entity in perimeter.entities if entity.counts_in(closed))
    start = min((entity.first - 1 for entity in entities), default=closed)
    order = {"closing": 0, "historic": 1, "average": 2}
    columns = tuple(role.name for role in sorted(roles.all, key=lambda role: order[role.rate]))
    column = {name: position for position, name in enumerate(columns)}
    read: list[Figures] = []
    known: dict[tuple[str, ...], NDArray[np.int64]] = {}
    values = np.zeros((len(entities), closed - start + 1, len(columns)), np.int64)
    for row, entity in enumerate(entities):
        for number in range(entity.first - 1, entity.end(closed) + 1):
            figure = chosen[entity.code, months.name(number)]
            read.append(figure)
            for given in (figure.balances, figure.movements):
                if given:
                    names = tuple(given)
                    # An entity publishes the same roles month after month: look their columns up once.
                    places = known.get(names)
                    if places is None:
                        places = known[names] = np.array([column[name] for name in names])
                    try:
                        values[row, number - start, places] = list(given.values())
                    except OverflowError:
                        values = values.astype(object)
                        values[row, number - start, places] = list(given.values())
    codes = tuple(sorted(perimeter.by_code))
    lines, currencies = _lines(read, {one.code: i for i, one in enumerate(entities)}, start, column, codes)
    return Books(
        perimeter, rates, roles, closed, start, entities, columns, values, lines, codes, currencies, tuple(read)
    )  # fmt: skip


def largest(values: Amounts) -> int:
    """The largest absolute value. Two comparisons, because the absolute value of the least int64 overflows."""
    return max(int(values.max()), -int(values.min())) if values.size else 0


def _lines(
    read: Iterable[Figures],
    row: Mapping[str, int],
    start: int,
    column: Mapping[str, int],
    names: tuple[str, ...],
) -> tuple[Lines, tuple[str, ...]]:
    place = {name: position for position, name in enumerate(names)}
    currency: dict[str, int] = {}
    found: list[tuple[int, int, int, int, int]] = []
    amounts: list[int] = []
    documents: list[int] = []
    for figure in read:
        entity, plane = row[figure.entity], months.number(figure.month) - start
        for line in figure.intra:
            document = currency.setdefault(line.document_currency, len(currency))
            found.append((entity, plane, column[line.role], place[line.counterparty], document))
            amounts.append(line.amount)
            documents.append(line.document_amount)
    keys = np.array(found, np.int64).reshape(len(found), 5)
    entities, planes, roles, counterparties, currencies = keys.T
    lines = Lines(
        entities, planes, roles, counterparties, currencies, _integers(amounts), _integers(documents)
    )
    return lines, tuple(currency)


def _integers(values: list[int]) -> Amounts:
    # 1000: no currency's minor unit is worth more cents than that, so the sums fit after translation too.
    fits = max(map(abs, values), default=0) * len(values) * 1000 < SAFE
    return np.array(values, np.int64 if fits else object)


def versions(books: Books) -> list[tuple[str, str, int, str]]:
    """Entity, month, version and hash of every figure read: what the group's own figures name when signed."""
    return sorted((figure.entity, figure.month, figure.version, digest(figure)) for figure in books.read)
