"""Engagements: what they promise of a budget, which days they take, what must reach the State before them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from world import ADVISER, World, days, race, refused

from core.activities import Activity
from core.contracts import (
    Contract,
    NewContract,
    answer_declarations,
    declarations_of,
    engage,
    send_declarations,
)
from core.contracts.store import contracts_of, declarations_due
from core.db import Actor
from core.expenses import approve_expenses

MONDAY = date(2026, 10, 5)


@pytest.fixture
def funded(world: World) -> tuple[World, Activity, str]:
    """Belgium, an activity with 935.00, and its member."""
    member = world.member()
    activity = world.activity(member)
    world.invoice("1000.00", activity=activity)
    return world, activity, member.person


Funded = tuple[World, Activity, str]


def new(activity_: Activity, worker_: str, on: Sequence[date], pay_: str, **facts: Any) -> NewContract:
    said = {
        "activity": activity_.id,
        "worker": worker_,
        "contract_type": "employee",
        "days": tuple(on),
        "pay": pay_,
    }
    return NewContract(**{**said, **facts})


def test_a_budget_is_promised_once(funded: Funded) -> None:
    world, activity, anna = funded
    world.contract(activity, anna, *days(MONDAY, 2), pay="500.00")
    with refused("budget_exceeded", "pay"):
        world.contract(activity, anna, date(2026, 10, 8), pay="435.01")
    world.contract(activity, anna, date(2026, 10, 8), pay="435.00")
    with refused("budget_exceeded"):
        world.contract(activity, anna, date(2026, 10, 9), pay="150.00")


def test_two_contracts_of_one_call_share_the_budget_and_the_days(funded: Funded) -> None:
    world, activity, anna = funded
    with refused("budget_exceeded", "contracts.1.pay"):
        world.do(engage, [new(activity, anna, [day], "600.00") for day in days(MONDAY, 2)])
    with refused("day_taken", "contracts.1.days"):
        world.do(engage, [new(activity, anna, [MONDAY], "200.00")] * 2)
    assert world.ask(contracts_of) == []


def test_two_people_engaging_at_once_promise_the_budget_once(funded: Funded) -> None:
    world, activity, anna = funded
    offers = [new(activity, anna, [day], "600.00") for day in days(MONDAY, 2)]
    results = race(world.store, lambda uow, number: engage(uow, [offers[number]])[0], 2)
    assert sorted(type(result).__name__ for result in results) == ["Contract", "Refusal"]


def test_what_a_contract_was_promised_no_expense_takes(funded: Funded) -> None:
    world, activity, anna = funded
    world.contract(activity, anna, *days(MONDAY, 3), pay="900.00")
    note = world.expense(activity, anna, "35.01")
    with refused("budget_exceeded"):
        world.do(approve_expenses, [note.id], actor=ADVISER)
    world.approved(activity, anna, "35.00")


def test_a_day_is_worked_once_for_one_activity(funded: Funded) -> None:
    world, activity, anna = funded
    world.contract(activity, anna, *days(MONDAY, 2), pay="300.00")
    with refused("day_taken", "days"):
        world.contract(activity, anna, date(2026, 10, 6), pay="200.00")
    other = world.activity(name="Another")
    world.invoice("1000.00", activity=other)
    world.contract(other, anna, date(2026, 10, 6), pay="200.00")


@pytest.mark.parametrize(
    ("rule", "field", "facts"),
    [
        ("no_days", "days", {"days": ()}),
        ("days_twice", "days", {"days": (MONDAY, MONDAY)}),
        ("too_long", "days", {"days": (MONDAY, date(2027, 10, 7))}),
        ("hours", "minutes", {"minutes": 24 * 60 + 1}),
        ("hours", "minutes", {"minutes": -1}),
        ("unknown_contract_type", "contract_type", {"contract_type": "slave"}),
        ("terms", "terms", {"terms": {"status": "king"}}),
        ("terms", "terms", {"terms": {"colour": "red"}}),
        ("pay", "pay", {"pay": "0"}),
        ("over_precise", None, {"pay": "100.001"}),
        ("below_minimum_wage", "gross", {"pay": "10.00", "pay_is": "gross"}),
        ("not_found", None, {"worker": "01a20dfa-4ffa-7427-a71e-000000000001"}),
        ("not_found", None, {"activity": "01a20dfa-4ffa-7427-a71e-000000000001"}),
        ("not_allowed_there", None, {}),
    ],
)
def test_a_contract_is_refused_naming_the_field(
    funded: Funded, rule: str, field: str | None, facts: dict[str, Any]
) -> None:
    world, activity, anna = funded
    if rule == "not_allowed_there":  # an invoice of somebody else's activity pays for nothing here
        rule, field, facts = "foreign_invoice", "invoice", {"invoice": world.invoice("5.00").id}
    with refused(rule, field):
        world.do(engage, [new(activity, anna, [MONDAY], "200.00", **facts)])
    assert world.ask(contracts_of) == []


def test_past_days_are_for_staff_only(funded: Funded) -> None:
    world, activity, anna = funded
    world.at(date(2026, 10, 6))
    member = Actor(anna, "Anna", frozenset({"member"}))
    with refused("days_in_past", "days"):
        world.contract(activity, anna, MONDAY, pay="200.00", actor=member)
    world.contract(activity, anna, date(2026, 10, 6), pay="200.00", actor=member)
    world.contract(activity, anna, MONDAY, pay="200.00", actor=ADVISER)


def test_the_notice_is_due_before_the_first_day(funded: Funded) -> None:
    world, activity, anna = funded
    contract = world.contract(activity, anna, *days(MONDAY, 3), pay="600.00", declared=False)
    (notice,) = world.ask(declarations_of, [contract.id])[contract.id]
    assert (notice.kind, notice.state) == ("dimona_in", "due")
    assert notice.due_day <= MONDAY
    assert world.ask(declarations_due, MONDAY) == [notice]
    with refused("declaration_state"):
        world.do(answer_declarations, [(notice.id, "accepted", "1")])
    world.do(send_declarations, [notice.id])
    with refused("declaration_state"):
        world.do(send_declarations, [notice.id])
    world.do(answer_declarations, [(notice.id, "unknown", "no answer")])
    world.do(answer_declarations, [(notice.id, "accepted", "123")])
    with refused("declaration_state"):
        world.do(answer_declarations, [(notice.id, "refused", "too late")])
    assert world.ask(declarations_due, MONDAY) == []


@pytest.mark.parametrize("pay_is", ["cost", "gross"])
def test_an_engagement_over_a_month_s_end_is_priced_as_it_will_be_paid(funded: Funded, pay_is: str) -> None:
    world, activity, anna = funded
    contract: Contract = world.contract(
        activity, anna, *days(date(2026, 10, 29), 4), pay="520.00", pay_is=pay_is
    )
    world.at(date(2026, 11, 3))
    slips = world.slips()
    assert [(slip.month, slip.days) for slip in slips] == [("2026-10", 3), ("2026-11", 1)]
    if pay_is == "gross":
        assert sum(slip.gross for slip in slips) == 52000
        assert sum(slip.cost for slip in slips) == contract.cost
    else:
        assert sum(slip.cost for slip in slips) <= contract.cost == 52000
    assert world.budget(activity) == 93500 - sum(slip.cost for slip in slips)
    world.assert_sound()
