"""Kept balances and budgets are the sums of their postings, whatever is booked in whatever batches."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from world import World

from core.db import new_id
from core.ledger import Entry, Posting, balances, budget_of, post

ACTIVITIES = ("01a20dfa-4ffa-7427-a71e-000000000001", "01a20dfa-4ffa-7427-a71e-000000000002")
amounts = st.integers(-(10**12), 10**12).filter(bool)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    day = date(2026, draw(st.integers(1, 12)), draw(st.integers(1, 28)))
    roles = ("bank", "supplier_payables", "vat_due", "reserves")
    sides = [Posting(draw(st.sampled_from(roles)), draw(amounts)) for _ in range(draw(st.integers(1, 4)))]
    moved = draw(st.one_of(st.just(0), amounts))
    if moved:
        activity = draw(st.sampled_from(ACTIVITIES))
        sides += [
            Posting("member_budget", -moved, activity=activity),
            Posting("budget_movement", moved, activity),
        ]
        sides += [Posting("turnover_activities", -moved), Posting("cash_in_transit", moved)]
    sides.append(Posting("other_payables", -sum(side.amount for side in sides)))
    return Entry(
        f"test:{new_id()}", day, draw(st.sampled_from(("productions", "training"))), "test", "test", new_id(), "",
        "EUR", tuple(sides),
    )  # fmt: skip


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.lists(entries(), min_size=1, max_size=5), min_size=1, max_size=4))
def test_kept_sums_equal_postings(world: World, batches: list[list[Entry]]) -> None:
    before, budgets = Counter(world.balances()), {a: world.ask(budget_of, a) for a in ACTIVITIES}
    moved: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for batch in batches:
        world.do(post, batch)
        for entry in batch:
            for side in entry.postings:
                moved[side.role] += side.amount
                if side.role == "member_budget":
                    spent[side.activity or ""] += side.amount
    roles = {side.role for batch in batches for entry in batch for side in entry.postings}
    now = world.balances()
    assert {role: now.get(role, 0) for role in roles} == {role: before[role] + moved[role] for role in roles}
    assert {a: world.ask(budget_of, a) for a in ACTIVITIES} == {a: budgets[a] - spent[a] for a in ACTIVITIES}
    assert world.failed_checks() == {}


@pytest.mark.parametrize("table", ["balance", "budget"])
def test_a_kept_sum_that_went_wrong_is_found(world: World, table: str) -> None:
    world.invoice("1000.00")
    world.do(lambda uow: uow.connection.exec_driver_sql(f"UPDATE {table} SET amount = amount + 1"))
    assert list(world.failed_checks()) == [f"kept {table}s are the sum of their postings"]


def test_balances_are_asked_by_month(world: World) -> None:
    for month in (8, 9, 10):
        world.do(post, [Entry(
            f"t:{month}", date(2026, month, 1), "productions", "t", "t", new_id(), "", "EUR",
            (Posting("bank", month), Posting("reserves", -month)),
        )])  # fmt: skip
    assert world.ask(balances, "2026-09")["bank"] == 17
    assert world.ask(lambda uow: balances(uow, "2026-10", since="2026-09"))["bank"] == 19
