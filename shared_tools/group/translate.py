"""Translation into the presentation currency, entity by entity, month by month, role by role.

Balance sheet at the closing rate of the month, income at the average of the month it belongs to, equity historic: a
layer at the opening and each later movement at the average of its month (IAS 21.39-40; group.md 2). Every value is
rounded on its own, halves away from zero; what then fails to cancel is the translation reserve.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from shared_tools.group import months
from shared_tools.group.books import SAFE, Amounts, Books, largest
from shared_tools.group.rates import Kind

RETAINED, BROUGHT = "retained_earnings", "result_brought"


def to_cents(amounts: Amounts, multiplier: Amounts, divisor: Amounts) -> Amounts:
    """``amounts`` × ``multiplier`` / ``divisor``, each to the nearest integer, halves away from zero. Exact.

    The whole part is divided off first, so that int64 holds products it otherwise would not; where even that is not
    certain, Python integers take over.
    """
    if amounts.dtype == np.int64 and not fits(largest(amounts), multiplier, divisor):
        amounts = amounts.astype(object)
    if amounts.dtype == object:
        multiplier, divisor = multiplier.astype(object), divisor.astype(object)
    size = np.abs(amounts)
    whole = size // divisor
    rest = size - whole * divisor
    cents = whole * multiplier + (2 * rest * multiplier + divisor) // (2 * divisor)
    return np.where(amounts < 0, -cents, cents)


def fits(size: int, multiplier: Amounts, divisor: Amounts, terms: int = 1) -> bool:
    """Whether int64 holds every step of translating amounts up to ``size``, and the sum of ``terms`` of them."""
    if multiplier.dtype == object:
        return False
    pairs = set(zip(multiplier.ravel().tolist(), divisor.ravel().tolist(), strict=True))
    return size * terms < SAFE and all(
        2 * d * m + d < SAFE and (size // d + 1) * m * terms < SAFE and (size * m // d + 1) * terms < SAFE
        for m, d in pairs
    )


@dataclass(frozen=True)
class Position:
    """Cents of every entity at one month each: ``closing`` and ``historic`` roles, the year's ``income`` so far."""

    closing: Amounts
    historic: Amounts
    income: Amounts

    @cached_property
    def equity(self) -> Amounts:
        """Historic roles and result, ledger signs, without the reserve."""
        return self.historic.sum(axis=1) + self.income.sum(axis=1)

    @cached_property
    def reserve(self) -> Amounts:
        """The translation reserve: what the translated roles lack to zero."""
        return -(self.closing.sum(axis=1) + self.equity)


class Translation:
    """The books in cents, with every intermediate that a page may want to show."""

    def __init__(self, books: Books) -> None:
        amounts = books.amounts
        # 8: opening, movements, carries and running totals may hold an amount that many times at once.
        if amounts.dtype == np.int64 and not all(
            fits(largest(amounts), *factors, terms=8 * amounts.size) for factors in books.factors.values()
        ):
            books = replace(books, amounts=amounts.astype(object))
        self.books = books
        self._retained = books.column[RETAINED] - books.historic.start
        self._brought = books.column[BROUGHT] - books.historic.start

    def at(self, kind: Kind, amounts: Amounts, planes: NDArray[np.int64] | None = None) -> Amounts:
        """``amounts`` (entity, plane, …) or, with ``planes``, (entity, …) in cents; presentation currency as it is."""
        foreign = self.books.foreign
        if not len(foreign):
            return amounts.copy()
        multiplier, divisor = self.books.factors[kind]
        if planes is not None:
            chosen = np.arange(len(foreign)), planes[foreign]
            multiplier, divisor = multiplier[chosen], divisor[chosen]
        out = amounts.copy()
        out[foreign] = to_cents(amounts[foreign], multiplier[..., None], divisor[..., None])
        return out

    @cached_property
    def income(self) -> Amounts:
        """Each month's income roles at that month's average."""
        return self.at("average", self.books.amounts[:, :, self.books.income])

    @cached_property
    def historic_local(self) -> Amounts:
        return self.books.amounts[:, :, self.books.historic]

    @cached_property
    def _running(self) -> NDArray[np.bool_]:
        """Where an entity's plane lies after its opening and not after its end."""
        planes = np.arange(self.books.amounts.shape[1])
        return (planes > self.books.opening[:, None]) & (planes <= self.books.end[:, None])

    @cached_property
    def januaries(self) -> list[int]:
        planes = range(1, self.books.amounts.shape[1])
        return [plane for plane in planes if (self.books.start + plane) % 12 == 0]

    @cached_property
    def carried_local(self) -> Amounts:
        """January's transfer of the old year's result, and of ``result_brought`` with it, to retained earnings."""
        carried = np.zeros_like(self.historic_local)
        for plane in self.januaries:
            old_year = self.books.amounts[:, max(plane - 12, 0) : plane, self.books.income].sum(axis=(1, 2))
            brought = np.where(
                self._takes_brought(plane), self.historic_local[:, plane - 1, self._brought], 0
            )
            carried[:, plane, self._retained] = np.where(self._running[:, plane], old_year + brought, 0)
            carried[:, plane, self._brought] = -brought
        return carried

    def _takes_brought(self, plane: int) -> NDArray[np.bool_]:
        """Whether January cleared ``result_brought``. An entity that has not yet decided keeps it where it is."""
        return self._running[:, plane] & (self.historic_local[:, plane, self._brought] == 0)

    @cached_property
    def moved_local(self) -> Amounts:
        """Equity movements of each month without January's carry."""
        moved = np.zeros_like(self.historic_local)
        moved[:, 1:] = self.historic_local[:, 1:] - self.historic_local[:, :-1]
        return np.where(self._running[..., None], moved - self.carried_local, 0)

    @cached_property
    def moved(self) -> Amounts:
        return self.at("average", self.moved_local)

    @cached_property
    def opened(self) -> Amounts:
        """Equity of the opening balance sheet: at its closing rate, or the euro a group with a past has given."""
        books = self.books
        rows = np.arange(len(books.entities))
        cents = self.at("closing", self.historic_local[rows, books.opening], books.opening)
        for row, entity in enumerate(books.entities):
            for role, given in entity.opening_historic.items():
                cents[row, books.column[role] - books.historic.start] = given
        return cents

    @cached_property
    def carried(self) -> Amounts:
        """January's carry at the euro it was translated at, never at a new rate (group.md 2.5)."""
        carried = np.zeros_like(self.moved)
        rows = np.arange(len(self.books.entities))
        layers = self.moved.copy()
        layers[rows, self.books.opening] += self.opened
        for plane in self.januaries:
            old_year = self.income[:, max(plane - 12, 0) : plane].sum(axis=(1, 2))
            held = (layers + carried)[:, :plane, self._brought].sum(axis=1)
            brought = np.where(self._takes_brought(plane), held, 0)
            carried[:, plane, self._retained] = np.where(self._running[:, plane], old_year + brought, 0)
            carried[:, plane, self._brought] = -brought
        return carried

    @cached_property
    def historic(self) -> Amounts:
        """Equity roles in cents at each month end: opening layer, movements and carries so far."""
        layers = self.moved + self.carried
        layers[np.arange(len(self.books.entities)), self.books.opening] += self.opened
        return np.cumsum(layers, axis=1)

    @cached_property
    def _income_so_far(self) -> Amounts:
        """Income since January of each plane's year."""
        so_far = np.cumsum(self.income, axis=1)
        out = so_far.copy()
        for plane in self.januaries:
            last = min(plane + 12, so_far.shape[1])
            out[:, plane:last] -= so_far[:, plane - 1 : plane]
        return out

    def position(self, planes: NDArray[np.int64]) -> Position:
        """Every entity at its own plane."""
        books = self.books
        rows = np.arange(len(books.entities))
        return Position(
            self.at("closing", books.amounts[rows, planes, books.closing], planes),
            self.historic[rows, planes],
            self._income_so_far[rows, planes],
        )

    @cached_property
    def now(self) -> Position:
        """At the month being closed, or at the last month of an entity that has left."""
        return self.position(self.books.end)

    @cached_property
    def base_planes(self) -> NDArray[np.int64]:
        """The month before 1 January, or before joining if that is later."""
        return np.maximum(self.books.opening, self.books.january - 1)

    @cached_property
    def base(self) -> Position:
        return self.position(self.base_planes)

    @cached_property
    def year_income(self) -> Amounts:
        """This year's income in cents, by entity and role; 0 for one that left on 31 December."""
        return self.income[:, max(self.books.january, 0) :].sum(axis=1)

    def month_of(self, plane: int) -> str:
        return months.name(self.books.start + plane)
