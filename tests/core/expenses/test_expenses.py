"""Expense notes: somebody else decides, the budget bears the net, the VAT comes back."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from world import ADVISER, World, refused

from core.clock import SetClock
from core.db import Actor
from core.expenses import approve_expenses, expense_by_id, refuse_expenses
from core.payouts.store import expenses_due


def test_the_entry_of_an_approved_note(world: World) -> None:
    member = world.member()
    activity = world.activity(member)
    world.invoice("1000.00", activity=activity)
    before = world.balances()
    world.approved(activity, member.person, "80.00", "13.88")
    moved = {role: amount - before.get(role, 0) for role, amount in world.balances().items()}
    assert {role: amount for role, amount in moved.items() if amount} == {
        "member_expenses": 6612, "vat_recoverable": 1388, "expenses_payable": -8000, "member_budget": 6612,
        "budget_movement": -6612,
    }  # fmt: skip
    assert world.budget(activity) == 93500 - 6612


def test_nobody_decides_on_their_own_note(world: World) -> None:
    member = world.member()
    activity = world.activity(member)
    world.invoice("1000.00", activity=activity)
    own = Actor(member.person, "Anna", frozenset({"adviser"}))
    note = world.expense(activity, member.person, "80.00")
    for decide in (
        lambda uow: approve_expenses(uow, [note.id]),
        lambda uow: refuse_expenses(uow, [note.id], "x"),
    ):
        with refused("own_expense"):
            world.do(decide, actor=own)
        with refused("not_allowed"):
            world.do(decide, actor=Actor("someone", "A member", frozenset({"member"})))
    world.do(approve_expenses, [note.id], actor=ADVISER)
    with refused("expense_state"):
        world.do(approve_expenses, [note.id], actor=ADVISER)


def test_a_refusal_says_why_and_books_nothing(world: World) -> None:
    member = world.member()
    note = world.expense(world.activity(member), member.person, "80.00")
    before = world.balances()
    with refused("reason_missing", "reason"):
        world.do(refuse_expenses, [note.id], " ", actor=ADVISER)
    world.do(refuse_expenses, [note.id], "no receipt", actor=ADVISER)
    row = world.ask(expense_by_id, note.id)
    assert row is not None
    assert (row["state"], row["reason"], row["decided_by"]) == ("refused", "no receipt", "adviser")
    assert world.balances() == before
    assert world.ask(expenses_due) == []


def test_a_budget_is_not_overdrawn_by_notes_of_one_call(world: World) -> None:
    member = world.member()
    activity = world.activity(member)
    world.invoice("100.00", activity=activity)
    notes = [world.expense(activity, member.person, "60.00") for _ in range(2)]
    with refused("budget_exceeded"):
        world.do(approve_expenses, [note.id for note in notes], actor=ADVISER)
    assert world.budget(activity) == 9350
    world.do(approve_expenses, [notes[0].id], actor=ADVISER)


@pytest.mark.parametrize(
    ("rule", "field", "facts"),
    [
        ("amount", "gross", {"gross": "0"}),
        ("amount", "gross", {"gross": "-5.00"}),
        ("over_precise", "gross", {"gross": "5.005"}),
        ("not_an_amount", "gross", {"gross": "five"}),
        ("vat_too_high", "vat", {"vat": "80.00"}),
        ("vat_too_high", "vat", {"vat": "-1"}),
        ("future_day", "day", {"day": date(2026, 10, 2)}),
        ("receipt_missing", "receipt", {"receipt": " "}),
    ],
)
def test_a_note_is_refused_naming_the_field(
    world: World, rule: str, field: str, facts: dict[str, Any]
) -> None:
    member = world.member()
    with refused(rule, field):
        world.expense(world.activity(member), member.person, **{"gross": "80.00", **facts})


def test_t2_it_is_due_on_the_entity_s_day_of_approval(world: World) -> None:
    """Approved at 22:30 UTC on the 14th: half past midnight of the 15th in Brussels."""
    member = world.member()
    activity = world.activity(member)
    world.invoice("1000.00", activity=activity)
    note = world.expense(activity, member.person, "80.00")
    world.store.clock = SetClock(datetime(2026, 10, 14, 22, 30, tzinfo=UTC))
    world.do(approve_expenses, [note.id], actor=ADVISER)
    assert [due.promised for due in world.ask(expenses_due)] == [date(2026, 10, 15)]
