"""Capital of subsidiaries: set off against the participation, the other members' part shown (group.md 5).

At first inclusion the group's part of each equity role is set off against the cost; what remains is the consolidation
difference, kept in euro (Directive 2013/34/EU art. 24(3)). The minority's part is its share of equity, reserve and
result as they stand now (art. 24(4), (5)). Shares are exact; each amount is rounded once.
"""

from __future__ import annotations

from fractions import Fraction

import msgspec
import numpy as np

from shared_tools import money
from shared_tools.group.eliminate import Moves
from shared_tools.group.perimeter import share
from shared_tools.group.rollforward import NetInvestment
from shared_tools.group.translate import BROUGHT, RETAINED, Translation
from shared_tools.refusal import Refusal


class CapitalRow(msgspec.Struct, frozen=True):
    """One subsidiary. Cents, ledger signs: equity is negative."""

    held: str
    cost: int
    group_part_at_first: int
    difference: int
    minority_equity: int
    minority_result: int
    minority_translation: int
    minority_total: int


def _add(moves: Moves, role: str, cents: int) -> None:
    moves[role] = moves.get(role, 0) + cents


def set_off_capital(
    translation: Translation, lent: dict[str, NetInvestment]
) -> tuple[tuple[CapitalRow, ...], dict[str, Moves]]:
    """Rows in the order of the perimeter's participations, and eliminations ``capital`` and ``minority``.

    Sisters keep their capital; a participation in one stays an asset. Raises Refusal ``disposal_not_supported``.
    """
    books = translation.books
    rows: list[CapitalRow] = []
    capital: Moves = {}
    minority: Moves = {}
    place = {entity.code: row for row, entity in enumerate(books.entities)}
    for held in dict.fromkeys(line.held for line in books.perimeter.participations):
        row = place.get(held)
        holdings = books.perimeter.holdings(held, books.month)
        if row is None or books.entities[row].method != "full" or not holdings:
            continue
        if not books.is_active[row]:
            raise Refusal(
                "disposal_not_supported", f"{held} left as a subsidiary; its gain or loss is not computed yet.",
                where=held, way_out="Book the disposal in the holder's ledger and treat the entity as a sister.",
            )  # fmt: skip
        others = 1 - share(holdings)
        cost = sum(line.cost for line in holdings)
        first = _at_first(translation, row, others)
        for role, part in first.items():
            _add(capital, role, -part)
        _add(capital, "participations", -cost)
        difference = cost + sum(first.values())
        _add(capital, "consolidation_difference", difference)
        rows.append(_minority(translation, row, others, cost, difference, lent.get(held), minority))
    eliminations = {"capital": capital, "minority": minority} if rows else {}
    return tuple(rows), eliminations


def _at_first(translation: Translation, row: int, others: Fraction) -> Moves:
    """The group's part of each equity role at first inclusion, where that equity stands now."""
    books = translation.books
    moved_on = np.any(translation.carried_local[row, :, books.column[BROUGHT] - books.historic.start])
    parts: Moves = {}
    for role, amount in zip(books.columns[books.historic], translation.opened[row].tolist(), strict=True):
        part = amount - money.times(amount, others)
        # January took result_brought into retained earnings; its set-off follows it.
        _add(parts, RETAINED if role == BROUGHT and moved_on else role, part)
    return parts


def _minority(
    translation: Translation, row: int, others: Fraction, cost: int, difference: int, lent: NetInvestment | None,
    minority: Moves,
) -> CapitalRow:  # fmt: skip
    """The row of one subsidiary; adds its moves to ``minority``."""
    books = translation.books
    lent = lent or NetInvestment(0, 0)
    now = translation.now
    equity = 0
    for role, amount in zip(books.columns[books.historic], now.historic[row].tolist(), strict=True):
        # Exchange differences of a net investment have left earnings for the reserve already.
        part = money.times(amount - (lent.before if role == RETAINED else 0), others)
        _add(minority, role, -part)
        equity += part
    result = money.times(int(now.income[row].sum()) - lent.year, others)
    reserve = money.times(int(now.reserve[row]) + lent.before + lent.year, others)
    _add(minority, "translation_reserve", -reserve)
    _add(minority, "minority_interest", equity + result + reserve)
    _add(minority, "result_to_minority", -result)
    return CapitalRow(
        books.entities[row].code, cost, difference - cost, difference, equity, result, reserve,
        equity + result + reserve,
    )  # fmt: skip
