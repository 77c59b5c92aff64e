"""Payslips: made once, in the order of the work, and forever what they were."""

from __future__ import annotations

from datetime import date

import one_process
import pytest
from world import World, days, race

from core.payroll import Payslip, make_slips, payslips_of, recompute

MONDAY = date(2026, 10, 5)


def funded(world: World, price: str = "5000.00") -> tuple[str, object]:
    member = world.member()
    activity = world.activity(member)
    world.invoice(price, activity=activity)
    return member.person, activity


def test_slips_are_made_once_when_the_work_is_over(world: World) -> None:
    worker, activity = funded(world)
    world.contract(activity, worker, *days(MONDAY, 3), pay="600.00")
    world.at(date(2026, 10, 7))
    assert world.slips() == (), "the last day is still being worked"
    world.at(date(2026, 10, 8))
    (slip,) = world.slips()
    assert world.slips() == ()
    assert (slip.month, slip.days, slip.minutes, slip.pay_day) == ("2026-10", 3, 1440, date(2026, 10, 14))
    assert slip.gross <= slip.cost <= 60000
    assert slip.gross - sum(line.amount for line in slip.lines if line.bearer == "employee") == slip.net
    assert slip.gross + sum(line.amount for line in slip.lines if line.bearer == "employer") == slip.cost
    world.assert_sound()


def test_two_pay_runs_at_once_make_each_slip_once(world: World) -> None:
    worker, activity = funded(world)
    world.contract(activity, worker, *days(MONDAY, 3), pay="600.00")
    world.contract(activity, worker, *days(date(2026, 10, 29), 4), pay="600.00")
    world.at(date(2026, 11, 10))
    results = race(world.store, lambda uow, _: make_slips(uow).slips, 3)
    assert sorted(len(result) for result in results if isinstance(result, tuple)) == [0, 0, 3]
    assert sorted(slip.number for slip in world.ask(payslips_of)) == [1, 2, 3]
    world.assert_sound()


def test_a_pay_run_killed_before_its_commit_made_nothing(place: object, world: World) -> None:
    worker, activity = funded(world)
    world.contract(activity, worker, *days(MONDAY, 3), pay="600.00")
    assert one_process.start(place.url, "slips_and_die", "2026-10-10", "1").wait(60) == -9  # type: ignore[attr-defined]
    world.at(date(2026, 10, 10))
    assert world.ask(payslips_of) == []
    assert [slip.number for slip in world.slips()] == [1]
    world.assert_sound()


def test_later_slips_of_the_month_know_the_earlier_ones_of_the_same_employer(world: World) -> None:
    worker, activity = funded(world)
    agency = world.activity(structure="interim")
    world.invoice("5000.00", activity=agency)
    world.contract(activity, worker, *days(MONDAY, 2), pay="500.00")
    world.contract(activity, worker, *days(date(2026, 10, 12), 2), pay="500.00")
    terms = {"reason": "extra_work", "user_number": "0428759497", "user_committee": "200"}
    world.contract(agency, worker, date(2026, 10, 19), pay="300.00", contract_type="agency", terms=terms)
    world.contract(activity, worker, *days(date(2026, 11, 2), 2), pay="500.00")
    world.at(date(2026, 11, 10))
    first, second, elsewhere, next_month = world.slips()
    assert (first.inputs["month"], first.inputs["month_slips"]) == ({}, 0)
    assert second.inputs["month"]["gross"] == first.gross
    assert second.inputs["month_slips"] == 1
    assert elsewhere.inputs["month"] == {}, "the agency is another employer"
    assert next_month.inputs["month"] == {}
    assert next_month.inputs["year"]["gross"] == first.gross + second.gross


def test_sums_are_the_same_in_one_run_and_in_several(world: World) -> None:
    """A run that makes two slips of one worker gives what two runs would."""
    one, activity = funded(world)
    other = world.person().id
    for worker in (one, other):
        world.contract(activity, worker, *days(MONDAY, 2), pay="500.00")
        world.contract(activity, worker, *days(date(2026, 10, 12), 2), pay="500.00")
    world.at(date(2026, 10, 20))
    slips = world.slips()
    by_worker = {w: [s for s in slips if s.worker == w] for w in (one, other)}
    assert [(s.gross, s.net) for s in by_worker[one]] == [(s.gross, s.net) for s in by_worker[other]]
    assert [s.inputs["month_slips"] for s in by_worker[one]] == [0, 1]


def test_one_slip_the_law_refuses_is_held_and_the_others_are_made(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Agreed when it was allowed, not any more: a person looks at it, everybody else is paid."""
    worker, activity = funded(world)
    held = world.contract(activity, worker, MONDAY, pay="200.00")
    world.contract(activity, world.person().id, *days(MONDAY, 3), pay="600.00")
    world.do(
        lambda uow: uow.connection.exec_driver_sql(
            f"UPDATE contract SET pay = 100 WHERE number = {held.number}"
        )
    )
    world.at(date(2026, 10, 10))
    made = world.made()
    assert [item.contract.number for item in made.held] == [held.number]
    assert "minimum" in made.held[0].refusal
    assert len(made.slips) == 1


@pytest.mark.parametrize("pay_is", ["cost", "gross"])
def test_l7_recomputing_any_slip_gives_the_stored_one(world: World, pay_is: str) -> None:
    worker, activity = funded(world)
    for kind, first in (
        ("employee", MONDAY),
        ("artist", date(2026, 10, 12)),
        ("employee", date(2026, 10, 30)),
    ):
        world.contract(activity, worker, *days(first, 3), pay="700.00", pay_is=pay_is, contract_type=kind)
    world.at(date(2026, 11, 10))
    world.slips()
    _same_again(world)


def test_l7_in_hungary(hungary: World) -> None:
    worker, activity = funded(hungary, "900000")
    hungary.contract(activity, worker, *days(MONDAY, 3), pay="90000")
    hungary.at(date(2026, 10, 10))
    (slip,) = hungary.slips()
    assert slip.pay_day == date(2026, 11, 10), "the 10th of the month after"
    _same_again(hungary)
    hungary.assert_sound()


def _same_again(world: World) -> None:
    stored: list[Payslip] = world.ask(payslips_of)
    assert stored
    for slip in stored:
        again = world.ask(recompute, slip)
        assert (again.gross, again.net, again.cost, again.lines, again.figures, again.law_day) == (
            slip.gross, slip.net, slip.cost, slip.lines, slip.figures, slip.law_day,
        )  # fmt: skip
