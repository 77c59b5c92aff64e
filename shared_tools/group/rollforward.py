"""Why the translation reserve is what it is: the reconciliation IAS 21.52(b) asks for (group.md 2.7).

Each effect is an exact fraction, rounded once to the cent; ``rounding`` is what single values were rounded by. More
than half a cent per translated value cannot be rounding, and the close is refused.
"""

from __future__ import annotations

import math
from fractions import Fraction

import msgspec
import numpy as np

from shared_tools import money
from shared_tools.group import months
from shared_tools.group.translate import Translation
from shared_tools.refusal import Refusal


class NetInvestment(msgspec.Struct, frozen=True):
    """Cents of ``fx_net_investment`` that belong in the reserve: of earlier years, of this year (IAS 21.32)."""

    before: int
    year: int


class RollForward(msgspec.Struct, frozen=True, omit_defaults=True):
    """One entity's reserve from the month before 1 January, or before joining, to now. Cents, ledger signs.

    ``net_investment`` stands beside it, not in it: eliminations add it to the reserve.
    """

    opening: int
    opening_net_assets: int
    result: int
    equity_movements: int
    rounding: int
    closing: int
    net_investment: NetInvestment | None = None


def net_investments(translation: Translation) -> dict[str, NetInvestment]:
    """By entity, where there is any. One that has left keeps this year's part only: it leaves without gain or loss."""
    books = translation.books
    places = [
        books.column[role.name] - books.income.start for role in books.roles.all if role.klass == "reserve"
    ]
    booked = translation.income[:, :, places].sum(axis=2)
    january = max(books.january, 0)
    before = booked[:, :january].sum(axis=1) * books.is_active
    year = booked[:, january:].sum(axis=1)
    return {
        entity.code: NetInvestment(int(before[i]), int(year[i]))
        for i, entity in enumerate(books.entities)
        if before[i] or year[i]
    }


def roll_forwards(translation: Translation, lent: dict[str, NetInvestment]) -> dict[str, RollForward]:
    """Of every active entity with a reserve or with differences that belong in one. Raises Refusal ``reserve_unexplained``."""
    books = translation.books
    alike: dict[tuple[str, int], list[int]] = {}
    for row in books.foreign.tolist():
        if books.is_active[row]:
            alike.setdefault((books.entities[row].currency, int(translation.base_planes[row])), []).append(
                row
            )
    found: dict[int, RollForward] = {}
    for (currency, base), rows in alike.items():
        effects = _effects(translation, currency, base, rows)
        for row, (net_assets, result, movements) in zip(rows, effects, strict=True):
            opening, closing = int(translation.base.reserve[row]), int(translation.now.reserve[row])
            rounding = closing - opening - net_assets - result - movements
            code = books.entities[row].code
            _explained(translation, row, base, rounding)
            found[row] = RollForward(
                opening, net_assets, result, movements, rounding, closing, lent.get(code)
            )  # fmt: skip
    for row, entity in enumerate(books.entities):
        # A lender whose books need no translating has no reserve of its own, yet differences that belong in it.
        if row not in found and entity.code in lent and books.is_active[row]:
            found[row] = RollForward(0, 0, 0, 0, 0, 0, lent[entity.code])
    return {books.entities[row].code: found[row] for row in sorted(found)}


def _effects(translation: Translation, currency: str, base: int, rows: list[int]) -> list[tuple[int, ...]]:
    """Opening net assets, result and equity movements of ``rows``, which share currency and base month."""
    books = translation.books
    now = books.month - books.start
    closing = 1 / books.rates.rate("closing", currency, months.name(books.month))
    opened = 1 / books.rates.rate("closing", currency, translation.month_of(base))
    averages = [
        1 / books.rates.rate("average", currency, translation.month_of(plane))
        for plane in range(base + 1, now + 1)
    ]
    # One denominator for all, so that a thousand entities cost integer products and not fractions.
    whole = math.lcm(closing.denominator, opened.denominator, *(one.denominator for one in averages))
    weights = np.array([int((closing - one) * whole) for one in averages], object)
    wanted, kept = books.perimeter.digits(books.perimeter.presentation), books.perimeter.digits(currency)
    unit = Fraction(10**wanted, 10**kept) / whole
    span = slice(base + 1, now + 1)
    net_assets = books.amounts[rows, base, books.closing].sum(axis=1).tolist()
    income = books.amounts[rows, span, books.income].sum(axis=2).astype(object) @ weights
    movements = translation.moved_local[rows, span].sum(axis=2).astype(object) @ weights
    gone = int((opened - closing) * whole)
    return [
        tuple(money.half_up(int(x) * unit.numerator, unit.denominator) for x in effects)
        for effects in zip([x * gone for x in net_assets], income, movements, strict=True)
    ]


def _explained(translation: Translation, row: int, base: int, rounding: int) -> None:
    books = translation.books
    now = books.month - books.start
    values = (
        np.count_nonzero(books.amounts[row, [base, now], books.closing])
        + np.count_nonzero(books.amounts[row, base + 1 : now + 1, books.income])
        + np.count_nonzero(translation.moved_local[row, base + 1 : now + 1])
        + 3  # the effects themselves
    )
    if 2 * abs(rounding) > values:
        raise Refusal(
            "reserve_unexplained",
            f"The reserve has {rounding} cents that no rate explains; rounding allows {values // 2}.",
            where=f"{books.entities[row].code} {months.name(books.month)}",
            way_out="Check opening_historic and the rates of the months since the opening.",
        )
