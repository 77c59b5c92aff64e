"""What holds for every group, whatever its figures."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np
import pytest

from shared_tools import money
from shared_tools.group import (
    Close,
    Entity,
    Figures,
    Perimeter,
    Rates,
    behind_elimination,
    by_month,
    by_stage,
    canonical,
    close_month,
    months,
    newest,
    table,
)
from shared_tools.group.books import collect
from shared_tools.group.close import close_books
from shared_tools.group.translate import Translation
from shared_tools.refusal import Refusal
from shared_tools.roles import ROLES

Group = Any  # conftest.Group: a conftest cannot be imported


def slowly_translated(group: Group, entity: Entity, month: int) -> dict[str, int]:
    """The rules of group.md 2 said once more, one value at a time in fractions."""
    of = newest(group.figures)

    def cents(kind: str, amount: int, at: int) -> int:
        if entity.currency == "EUR":
            return amount
        digits = group.perimeter.exponents[entity.currency]
        rate = group.rates.rate(
            "closing" if kind == "closing" else "average", entity.currency, months.name(at)
        )
        return money.rounded(Fraction(amount * 100, 10**digits) / rate)

    opening = of[entity.code, months.name(entity.first - 1)].balances
    equity = {
        role: entity.opening_historic.get(role, cents("closing", amount, entity.first - 1))
        for role, amount in opening.items()
        if ROLES[role].statement == "equity"
    }
    before, local_result, result = opening, 0, 0
    income: dict[str, int] = {}
    for at in range(entity.first, month + 1):
        figure = of[entity.code, months.name(at)]
        carry = 0
        if at % 12 == 0:
            carry = local_result + before.get("result_brought", 0)
            equity["retained_earnings"] += result + equity.pop("result_brought", 0)
            income, local_result, result = {}, 0, 0
        for role in ("share_capital", "reserves", "retained_earnings"):
            moved = (
                figure.balances.get(role, 0)
                - before.get(role, 0)
                - (carry if role == "retained_earnings" else 0)
            )
            equity[role] = equity.get(role, 0) + cents("average", moved, at)
        for role, amount in figure.movements.items():
            income[role] = income.get(role, 0) + cents("average", amount, at)
        local_result += sum(figure.movements.values())
        result = sum(income.values())
        before = figure.balances
    closing = {
        role: cents("closing", amount, month)
        for role, amount in before.items()
        if ROLES[role].statement in ("asset", "liability")
    }
    found = {**closing, **equity, **income}
    found["translation_reserve"] = -sum(found.values())
    return {role: amount for role, amount in found.items() if amount}


def test_translation_agrees_with_fractions_one_by_one(close: Close, group: Group) -> None:
    month = months.number(close.figures.month)
    for entity in group.perimeter.entities:
        if entity.is_inside(month):
            assert close.figures.translated[entity.code] == slowly_translated(group, entity, month)


def test_every_stage_and_every_elimination_balances(close: Close) -> None:
    figures = close.figures
    for balanced in (*figures.translated.values(), *figures.eliminations.values(), figures.aggregated):
        assert sum(balanced.values()) == 0
    assert sum(figures.consolidated.values()) == 0
    totals = figures.totals
    assert totals.assets + totals.differences == totals.liabilities + totals.equity


def test_trade_between_sisters_is_gone_and_its_differences_are_explained(close: Close) -> None:
    figures = close.figures
    gone = [
        role.name for role in ROLES.values() if role.klass in ("trade", "loan", "service", "interest", "fee")
    ]
    assert not figures.consolidated.keys() & set(gone)
    for pair in figures.pairs:
        assert pair.difference == pair.from_amount + pair.to_amount == pair.unmatched + pair.exchange
    for role in ("ic_unmatched", "ic_exchange", "ic_unmatched_result", "ic_exchange_result"):
        klass = {"trade", "loan"} if not role.endswith("result") else {"service", "interest"}
        part = "unmatched" if "unmatched" in role else "exchange"
        shown = sum(getattr(pair, part) for pair in figures.pairs if pair.klass in klass)
        assert figures.consolidated.get(role, 0) == shown


def test_parts_by_counterparty_add_up_to_the_role(close: Close) -> None:
    figures = close.figures
    for role, klass, side in (
        ("ic_receivable", "trade", "from"), ("ic_payable", "trade", "to"),
        ("ic_income", "service", "from"), ("ic_expense", "service", "to"),
    ):  # fmt: skip
        parts = sum(getattr(pair, f"{side}_amount") for pair in behind_elimination(close, klass))
        outside = -figures.eliminations.get("outside", {}).get(role, 0)
        assert parts + outside == figures.aggregated.get(role, 0)


def test_the_reserve_rolls_forward_within_rounding(close: Close) -> None:
    for code, rolled in close.figures.roll_forward.items():
        effects = rolled.opening_net_assets + rolled.result + rolled.equity_movements + rolled.rounding
        assert rolled.opening + effects == rolled.closing
        assert close.figures.translated[code].get("translation_reserve", 0) == rolled.closing
        assert abs(rolled.rounding) < 40


def test_equity_moves_from_opening_to_closing_to_the_cent(close: Close) -> None:
    moved = close.figures.equity_movement
    added = moved.opening + moved.joined + moved.result + moved.capital + moved.translation + moved.left
    assert added == moved.closing
    assert moved.closing + moved.set_off == close.figures.totals.equity


def test_a_year_opens_as_the_last_one_closed(group: Group) -> None:
    for december, january in (("2024-12", "2025-01"), ("2025-12", "2026-01")):
        if not any(entity.since == january for entity in group.perimeter.entities):
            closing = group.close(december).figures.equity_movement.closing
            assert group.close(january).figures.equity_movement.opening == closing


def test_drilling_down_adds_up_at_each_step(close: Close) -> None:
    stages = table(close)
    assert {one.role for one in stages} >= close.figures.consolidated.keys()
    for one in stages:
        assert one == by_stage(close, one.role)
        assert sum(one.entities.values()) == one.aggregated
        assert one.aggregated + sum(one.eliminations.values()) == one.consolidated
        for entity, cents in one.entities.items():
            assert sum(step.cents for step in by_month(close, entity, one.role)) == cents
    assert by_month(close, "nobody", "bank") == by_month(close, "be", "no_role") == []


def test_a_step_can_be_recomputed_by_hand(group: Group) -> None:
    close = group.close("2025-07")
    for step in by_month(close, "se", "turnover_activities"):
        assert step.local is not None
        assert step.cents == money.rounded(step.local / money.exact(step.rate))


def test_any_order_of_input_gives_the_same_bytes(group: Group) -> None:
    def shuffled(given: dict[str, int]) -> dict[str, int]:
        return dict(draw.sample(list(given.items()), len(given)))

    draw = random.Random(7)
    signed = canonical(group.close("2025-07").to_sign())
    figures = [
        msgspec.structs.replace(
            one, balances=shuffled(one.balances), movements=shuffled(one.movements),
            intra=tuple(draw.sample(one.intra, len(one.intra))),
        )
        for one in draw.sample(group.figures, len(group.figures))
    ]  # fmt: skip
    perimeter = Perimeter(
        tuple(draw.sample(group.perimeter.entities, len(group.perimeter.entities))),
        participations=group.perimeter.participations,
    )
    assert canonical(close_month(perimeter, newest(figures), group.rates, "2025-07").to_sign()) == signed


def test_python_integers_give_what_int64_gives(group: Group) -> None:
    books = collect(group.perimeter, newest(group.figures), group.rates, "2025-07")
    lines = books.lines._replace(
        amount=books.lines.amount.astype(object), document_amount=books.lines.document_amount.astype(object)
    )
    exact = replace(books, amounts=books.amounts.astype(object), lines=lines)
    assert canonical(close_books(exact).figures) == canonical(close_books(books).figures)


def test_amounts_no_machine_integer_holds(invented: type[Group]) -> None:
    group = invented(3, size=10**22)
    close = group.close("2025-07")
    entity = group.perimeter.by_code["se"]
    assert close.figures.translated["se"] == slowly_translated(group, entity, months.number("2025-07"))
    assert sum(close.figures.consolidated.values()) == 0


def test_figures_of_nobody_close_to_nothing(group: Group) -> None:
    close = group.close("2023-01")
    assert close.figures.consolidated == {} and close.figures.equity_movement.closing == 0


def test_an_outside_entity_is_counted_nowhere_but_may_be_a_counterparty(group: Group) -> None:
    entities = tuple(
        msgspec.structs.replace(one, method="outside") if one.code == "no" else one
        for one in group.perimeter.entities
    )
    figures = [one for one in group.figures if one.entity != "no"]
    perimeter = msgspec.structs.replace(group.perimeter, entities=entities)
    close = close_month(perimeter, newest(figures), group.rates, "2024-06")
    assert "no" not in close.figures.translated
    assert not [pair for pair in close.figures.pairs if "no" in (pair.giver, pair.taker)]
    assert close.figures.eliminations["outside"]


def test_a_subsidiary_that_leaves_is_refused(group: Group) -> None:
    entities = tuple(
        msgspec.structs.replace(one, until="2025-03") if one.code == "hu" else one
        for one in group.perimeter.entities
    )
    perimeter = msgspec.structs.replace(group.perimeter, entities=entities)
    with pytest.raises(Refusal) as refused:
        close_month(perimeter, newest(group.figures), group.rates, "2025-07")
    assert refused.value.rule == "disposal_not_supported"


def test_a_reserve_no_rate_explains_is_refused(group: Group) -> None:
    books = collect(group.perimeter, newest(group.figures), group.rates, "2025-07")
    multiplier, divisor = books.factors["average"]
    books.factors["average"] = multiplier * 2, divisor
    with pytest.raises(Refusal) as refused:
        close_books(books)
    assert refused.value.rule == "reserve_unexplained"


def test_a_leaver_takes_its_net_assets_without_gain_or_loss(group: Group) -> None:
    fr = group.perimeter.by_code["fr"]
    assert fr.last is not None
    before, after = group.close(months.name(fr.last)).figures, group.close(months.name(fr.last + 1)).figures
    at_end = before.translated["fr"]
    assets = sum(cents for role, cents in at_end.items() if ROLES[role].rate == "closing")
    assert after.left["fr"].net_assets == assets
    assert sum(after.translated["fr"].values()) == 0
    assert after.equity_movement.left == -sum(one.net_assets for one in after.left.values())


def test_dtype_of_an_ordinary_group_is_the_fast_one(group: Group) -> None:
    assert (
        Translation(collect(group.perimeter, newest(group.figures), group.rates, "2025-07")).income.dtype
        == np.int64
    )


def test_rates_of_another_month_are_not_asked_for() -> None:
    empty = Figures("be", "2025-01", "EUR", 2, {})
    alone = Perimeter((Entity("be", "EUR", "combined", since="2025-02"),))
    february = msgspec.structs.replace(empty, month="2025-02")
    assert close_month(alone, newest([empty, february]), Rates([]), "2025-02").figures.consolidated == {}
