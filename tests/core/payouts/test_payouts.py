"""P: a wage is paid once, whoever presses when and whatever is killed."""

from __future__ import annotations

from datetime import date
from typing import Any

import one_process
import pytest
import sqlalchemy as sa
from world import World, days, race

from core.bank import NewReceipt, record_receipts
from core.payouts import pay_due, payouts_of
from core.payouts.store import payout, promises

MONDAY = date(2026, 10, 5)


def with_wages(world: World, count: int = 3, **person: Any) -> None:
    member = world.member()
    activity = world.activity(member)
    world.invoice("9000.00", activity=activity)
    for _ in range(count):
        world.contract(activity, world.person(**person).id, *days(MONDAY, 3), pay="600.00")
    world.approved(activity, member.person, "80.00", "13.88")
    world.at(date(2026, 10, 8))
    world.slips()
    world.at(date(2026, 10, 14))


def test_wages_leave_on_their_promised_day_and_not_before(world: World) -> None:
    with_wages(world)
    world.at(date(2026, 10, 13))
    assert [p.kind for p in world.pay()[0]] == ["expense"]
    world.at(date(2026, 10, 14))
    assert [p.kind for p in world.pay()[0]] == ["wage"] * 3
    assert world.pay() == ([], [])
    assert world.ask(lambda uow: promises(uow, date(2026, 10, 1), date(2026, 10, 31))) == (3, 3)
    world.assert_sound()


def test_p10_two_workers_paying_at_once_pay_once(world: World) -> None:
    with_wages(world)
    results = race(world.store, lambda uow, _: len(pay_due(uow)[0]), 3)
    assert sorted(results) == [0, 0, 4], "one pays, the others waited and found nothing left"
    assert len(world.ask(payouts_of)) == 4
    world.assert_sound()


def test_p1_killed_before_the_commit_nothing_is_paid_and_the_next_run_pays_once(
    place: Any, world: World
) -> None:
    with_wages(world)
    assert one_process.start(place.url, "pay_and_die", "2026-10-14", "1").wait(60) == -9
    assert world.ask(payouts_of) == []
    assert len(world.pay()[0]) == 4
    assert world.pay() == ([], [])
    world.assert_sound()


def test_the_database_refuses_a_second_payout_of_one_wage(world: World) -> None:
    with_wages(world, 1)
    world.pay()
    row = world.ask(lambda uow: dict(uow.rows(sa.select(payout))[0]))
    with pytest.raises(sa.exc.IntegrityError):
        world.do(lambda uow: uow.insert(payout, [{**row, "id": row["person"]}]))


def test_who_has_no_account_is_held_and_the_others_are_paid(world: World) -> None:
    with_wages(world, 1)
    member = world.member()
    activity = world.activity(member)
    world.invoice("1000.00", activity=activity)
    world.contract(activity, world.person(iban="", given_name="Zoë").id, date(2026, 10, 15), pay="200.00")
    world.at(date(2026, 10, 30))
    world.slips()
    payouts, held = world.pay()
    assert len(payouts) == 2
    assert [item.reason for item in held] == [item.reason for item in world.pay()[1]]
    assert "Zoë" in held[0].reason
    assert world.ask(lambda uow: promises(uow, date(2026, 10, 1), date(2026, 10, 31))) == (2, 0)
    world.assert_sound()


def test_receipts_and_payouts_at_once_do_not_wait_for_each_other(world: World) -> None:
    """Both look at the clients' debts before they post: no deadlock, whoever comes first."""
    member = world.member()
    activity = world.activity(member)
    invoice = world.invoice("9000.00", activity=activity)
    for _ in range(6):
        world.contract(activity, world.person().id, *days(MONDAY, 3), pay="600.00", invoice=invoice.id)
    world.at(date(2026, 10, 14))
    world.slips()

    def act(uow: Any, number: int) -> int:
        if number == 0:
            return len(pay_due(uow)[0])
        new = NewReceipt(
            bank_key=f"r{number}", day=date(2026, 10, 14), amount="500.00", reference=invoice.reference
        )
        return len(record_receipts(uow, [new]))

    assert race(world.store, act, 8, attempts=1) == [6, *[1] * 7]
    world.assert_sound()
