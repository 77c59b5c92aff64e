"""The close of a month: aggregated → eliminations → consolidated, each stage named and kept.

The order is that of group.md 9. What the report calls its group figures is the *aggregated* stage: a plain sum. Only
after eliminations is it *consolidated*. Everything is in cents and ledger signs except ``totals`` and
``equity_movement``, which a reader wants in natural signs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

import msgspec
import numpy as np

from shared_tools.group import months
from shared_tools.group.books import Amounts, Books, collect, versions
from shared_tools.group.capital import CapitalRow, set_off_capital
from shared_tools.group.eliminate import Moves, Pair, eliminate_trade
from shared_tools.group.figures import Figures, Key
from shared_tools.group.perimeter import Perimeter
from shared_tools.group.rates import MonthRate, Rates
from shared_tools.group.rollforward import NetInvestment, RollForward, net_investments, roll_forwards
from shared_tools.group.translate import RETAINED, Translation
from shared_tools.roles import GROUP_ROLES, Role

RESERVE = "translation_reserve"
PERIMETER = "perimeter_change"
DIFFERENCE_ROLES = ("ic_unmatched", "ic_exchange")
TURNOVER_ROLES = ("turnover_activities", "turnover_contracts")
CLASS_ORDER = ("fee", "trade", "loan", "service", "interest", "outside", "reserve", "capital", "minority")


class Totals(msgspec.Struct, frozen=True):
    """Cents in natural signs. assets + differences = liabilities + equity; the minority is within equity."""

    assets: int
    liabilities: int
    differences: int
    equity: int
    turnover: int
    result: int
    result_of_group: int


class EquityMovement(msgspec.Struct, frozen=True):
    """Cents in natural signs, aggregated: opening + joined + result + capital + translation + left = closing.

    ``set_off`` is what eliminating subsidiaries' capital takes from it: closing + set_off is consolidated equity.
    """

    opening: int
    joined: int
    result: int
    capital: int
    translation: int
    left: int
    closing: int
    set_off: int


class Left(msgspec.Struct, frozen=True):
    """What an entity took along, at the rates of its last month. Cents, ledger signs."""

    net_assets: int
    equity: int
    result: int
    translation_reserve: int


class GroupFigures(msgspec.Struct, frozen=True):
    """Every stage of a closed month, role by role, in cents.

    ``translated``    entity → role → cents: one column each of the page; they add up to ``aggregated``
    ``eliminations``  class → role → cents to add; with ``aggregated`` they make ``consolidated``
    ``left``          entities that left this year: their income still counts, their balance sheet does not
    """

    month: str
    presentation: str
    translated: dict[str, dict[str, int]]
    roll_forward: dict[str, RollForward]
    aggregated: dict[str, int]
    pairs: tuple[Pair, ...]
    eliminations: dict[str, dict[str, int]]
    capital: tuple[CapitalRow, ...]
    left: dict[str, Left]
    consolidated: dict[str, int]
    totals: Totals
    equity_movement: EquityMovement


class SignedGroupFigures(msgspec.Struct, frozen=True):
    """Group figures with what they rest on; ``canonical`` of this is what the group signs.

    ``versions``: entity, month, version, hash of every figure read. ``rates``: every frozen rate used.
    """

    figures: GroupFigures
    versions: list[tuple[str, str, int, str]]
    rates: list[MonthRate]


@dataclass(frozen=True)
class Close:
    """A closed month and the translation behind it, for those who ask how a number came about."""

    figures: GroupFigures
    translation: Translation

    @property
    def books(self) -> Books:
        return self.translation.books

    @cached_property
    def read(self) -> dict[Key, Figures]:
        """The figures the close was made from, by entity and month."""
        return {(one.entity, one.month): one for one in self.books.read}

    @property
    def rates_used(self) -> list[MonthRate]:
        """Every frozen rate behind the close: of the entities' books since their openings, of this year's documents."""
        books = self.books
        used = {
            (books.entities[row].currency, plane)
            for row in books.foreign.tolist()
            for plane in range(int(books.opening[row]), int(books.end[row]) + 1)
        }
        this_year = range(max(books.january, 0), books.month - books.start + 1)
        used |= {(currency, plane) for currency in books.currencies for plane in this_year}
        found = [
            books.rates.find(currency, months.name(books.start + plane)) for currency, plane in sorted(used)
        ]
        return [rate for rate in found if rate]

    def to_sign(self) -> SignedGroupFigures:
        return SignedGroupFigures(self.figures, versions(self.books), self.rates_used)


def close_month(perimeter: Perimeter, chosen: Mapping[Key, Figures], rates: Rates, month: str) -> Close:
    """Close ``month`` ("2026-08") from the figures chosen, usually ``newest`` of all that the entities published.

    Pure; the order of the figures and of what is in them is irrelevant.

    Raises Refusal with the code of the first failing check (checks.py), ``reserve_unexplained``,
    ``disposal_not_supported``.
    """
    return close_books(collect(perimeter, chosen, rates, month))


def close_books(books: Books) -> Close:
    """The same from books already collected and checked."""
    translation = Translation(books)
    names, cells = _cells(translation)
    translated = {
        entity.code: _named(names, line) for entity, line in zip(books.entities, cells.tolist(), strict=True)
    }
    aggregated = _named(names, cells.sum(axis=0).tolist())
    lent = net_investments(translation)
    pairs, traded = eliminate_trade(translation)
    capital, set_off = set_off_capital(translation, lent)
    moves = {"fee": _fee(aggregated, books), "reserve": _reserve(lent), **traded, **set_off}
    eliminations = {
        klass: kept for klass in CLASS_ORDER if (kept := {k: v for k, v in moves.get(klass, {}).items() if v})
    }
    consolidated = {
        role: cents for role, cents in _summed([aggregated, *eliminations.values()]).items() if cents
    }
    return Close(
        GroupFigures(
            months.name(books.month), books.perimeter.presentation, translated, roll_forwards(translation, lent),
            aggregated, pairs, eliminations, capital, _left(translation), consolidated,
            _totals(consolidated, books), _equity_movement(translation, eliminations.get("capital", {}), books),
        ),
        translation,
    )  # fmt: skip


def _cells(translation: Translation) -> tuple[tuple[str, ...], Amounts]:
    """Roles and, by entity, their cents.

    An entity that left this year keeps its income, and against it ``perimeter_change``; it has no balance sheet.
    """
    books, now, income = translation.books, translation.now, translation.year_income
    inside = books.is_active[:, None]
    change = -income.sum(axis=1, keepdims=True)
    cells = np.concatenate(
        [
            now.closing * inside,
            now.historic * inside,
            income,
            now.reserve[:, None] * inside,
            change * ~inside,
        ],
        axis=1,
    )
    return (*books.columns, RESERVE, PERIMETER), cells


def _named(names: tuple[str, ...], cents: list[int]) -> dict[str, int]:
    return {name: amount for name, amount in zip(names, cents, strict=True) if amount}


def _summed(tables: Iterable[Mapping[str, int]]) -> dict[str, int]:
    total: dict[str, int] = {}
    for table in tables:
        for role, cents in table.items():
            total[role] = total.get(role, 0) + cents
    return total


def _fee(aggregated: Mapping[str, int], books: Books) -> Moves:
    """The fee an entity charges its members is inside it: earned and paid in one house. No difference can remain."""
    return {role.name: -aggregated.get(role.name, 0) for role in books.roles.all if role.klass == "fee"}


def _reserve(lent: Mapping[str, NetInvestment]) -> Moves:
    """Exchange differences of net investments: from the result and earlier earnings to the reserve (IAS 21.32)."""
    before, year = sum(one.before for one in lent.values()), sum(one.year for one in lent.values())
    return {RETAINED: -before, "fx_net_investment": -year, RESERVE: before + year}


def _left(translation: Translation) -> dict[str, Left]:
    books, now = translation.books, translation.now
    return {
        entity.code: Left(
            int(now.closing[row].sum()),
            int(now.historic[row].sum()),
            int(now.income[row].sum()),
            int(now.reserve[row]),
        )
        for row, entity in enumerate(books.entities)
        if not books.is_active[row]
    }


_STATEMENTS: dict[str, Role] = {role.name: role for role in GROUP_ROLES}


def _totals(consolidated: Mapping[str, int], books: Books) -> Totals:
    sums = dict.fromkeys(("asset", "liability", "equity", "revenue", "cost"), 0)
    differences = 0
    for name, cents in consolidated.items():
        if name in DIFFERENCE_ROLES:
            differences += cents
        else:
            sums[(books.roles.by_name.get(name) or _STATEMENTS[name]).statement] += cents
    result_of_group = -(sums["revenue"] + sums["cost"])
    return Totals(
        assets=sums["asset"],
        liabilities=-sums["liability"],
        differences=differences,
        equity=-sums["equity"] + result_of_group,
        turnover=-sum(consolidated.get(role, 0) for role in TURNOVER_ROLES),
        result=result_of_group + consolidated.get("result_to_minority", 0),
        result_of_group=result_of_group,
    )


def equity_by_entity(translation: Translation) -> dict[str, Amounts]:
    """What moved equity this year, by entity, under the names of EquityMovement. Cents, ledger signs."""
    books, base, now = translation.books, translation.base, translation.now
    before, ends = base.equity + base.reserve, now.equity + now.reserve
    is_joiner = books.opening >= books.january
    return {
        "opening": before * ~is_joiner,
        "joined": before * is_joiner,
        "result": translation.year_income.sum(axis=1),
        "capital": translation.moved[:, max(books.january, 0) :].sum(axis=(1, 2)),
        "translation": now.reserve - base.reserve,
        "left": -ends * ~books.is_active,
        "closing": ends * books.is_active,
    }


def _equity_movement(translation: Translation, set_off: Mapping[str, int], books: Books) -> EquityMovement:
    equity_roles = {role.name for role in books.roles.all if role.statement == "equity"}
    return EquityMovement(
        **{name: -int(of_each.sum()) for name, of_each in equity_by_entity(translation).items()},
        set_off=-sum(cents for role, cents in set_off.items() if role in equity_roles),
    )
