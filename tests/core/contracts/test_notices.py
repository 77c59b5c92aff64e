"""No work starts undeclared (failure mode L10): what was told in time is paid, an answer lost is asked again, why is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from world import ADVISER, World, days, race, refused

from core.activities import Activity
from core.contracts import (
    Contract,
    answer_declarations,
    declarations_of,
    message,
    override_declarations,
    send_declarations,
)
from core.contracts.model import Declaration
from core.contracts.notices import ask_again, complete_declarations, renew_declarations
from core.contracts.store import declaration_events, declarations_unsettled
from core.db import Actor

MONDAY = date(2026, 10, 5)
AFTER = date(2026, 10, 9)


@pytest.fixture
def engaged(world: World) -> tuple[World, Contract]:
    """A contract from Monday to Wednesday whose notice waits."""
    anna = world.member(national_id="85073003328")
    activity: Activity = world.activity(anna)
    world.invoice("1000.00", activity=activity)
    contract = world.contract(activity, anna.person, *days(MONDAY, 3), pay="600.00", declared=False)
    return world, contract


Engaged = tuple[World, Contract]


def notices(world: World, contract: Contract) -> list[Declaration]:
    return world.ask(declarations_of, [contract.id])[contract.id]


def held(world: World) -> list[str]:
    world.at(AFTER)
    made = world.made()
    assert bool(made.held) != bool(made.slips)
    return [item.refusal for item in made.held]


def sent(world: World, notice: Declaration) -> None:
    world.do(send_declarations, [notice.id])


def answered(state: str, words: str = "") -> Callable[[World, Declaration], None]:
    def play(world: World, notice: Declaration) -> None:
        sent(world, notice)
        world.do(answer_declarations, [(notice.id, state, words)])

    return play


def sent_late(world: World, notice: Declaration) -> None:
    world.at(date(2026, 10, 6))
    answered("accepted", "12")(world, notice)


def sent_the_same_morning(world: World, notice: Declaration) -> None:
    world.at(MONDAY, 7)
    sent(world, notice)


@pytest.mark.parametrize(
    ("play", "reason"),
    [
        (lambda world, notice: None, "is due"),
        (answered("unknown"), "is unknown"),
        (answered("refused", "NISS unknown"), "is refused"),
        (sent_late, "was sent on 2026-10-06"),
        (sent, ""),
        (answered("accepted", "12"), ""),
        (sent_the_same_morning, ""),
    ],
    ids=["due", "unknown", "refused", "late", "sent", "accepted", "same-morning"],
)
def test_work_is_paid_only_when_the_state_was_told_in_time(engaged: Engaged, play: Any, reason: str) -> None:
    world, contract = engaged
    play(world, notices(world, contract)[0])
    refusals = held(world)
    if not reason:
        assert refusals == []
        return
    (refusal,) = refusals
    assert "Dimona IN" in refusal and reason in refusal and "2026-10-05" in refusal


def test_a_country_may_want_the_state_s_answer_first(engaged: Engaged) -> None:
    world, contract = engaged
    home = world.store.country
    strict = tuple(replace(kind, valid="accepted") for kind in home.declarations)
    world.store.country = replace(home, declarations=strict)
    (notice,) = notices(world, contract)
    sent(world, notice)
    (refusal,) = held(world)
    assert "is sent" in refusal
    world.do(answer_declarations, [(notice.id, "accepted", "12")])
    assert held(world) == []


def test_staff_say_why_work_is_paid_all_the_same_and_it_is_kept(engaged: Engaged) -> None:
    world, contract = engaged
    (notice,) = notices(world, contract)
    assert held(world)
    member = Actor(contract.worker, "Anna", frozenset({"member"}))
    with refused("not_allowed"):
        world.do(override_declarations, [notice.id], "please", actor=member)
    with refused("reason_missing", "reason"):
        world.do(override_declarations, [notice.id], "  ", actor=ADVISER)
    world.do(override_declarations, [notice.id], "the client called on the day", actor=ADVISER)
    assert held(world) == []
    (after,) = notices(world, contract)
    assert (after.override_reason, after.state) == ("the client called on the day", "due")
    (event,) = world.ask(declaration_events, [notice.id])
    assert (event.what, event.words, event.actor) == (
        "overridden",
        "the client called on the day",
        ADVISER.name,
    )
    world.assert_sound()


def test_an_answer_that_was_lost_is_asked_again_under_the_same_key(engaged: Engaged) -> None:
    world, contract = engaged
    (notice,) = notices(world, contract)
    answered("unknown")(world, notice)
    before = world.ask(message, notice.id)
    with refused("declaration_state"):
        sent(world, notice)
    with refused("declaration_state"):
        world.do(renew_declarations, [notice.id])
    assert [one.id for one in world.ask(declarations_unsettled)] == [notice.id]
    world.at(date(2026, 10, 2))
    world.do(ask_again, [notice.id])
    (again,) = notices(world, contract)
    assert (again.id, again.state, again.attempts) == (notice.id, "unknown", 2)
    assert again.sent_at is not None and again.sent_at.date() == date(2026, 10, 1), (
        "when it was first told counts"
    )
    assert world.ask(message, notice.id) == before
    world.do(answer_declarations, [(notice.id, "accepted", "123")])
    assert [e.what for e in world.ask(declaration_events, [notice.id])] == [
        "sent",
        "unknown",
        "asked_again",
        "accepted",
    ]
    assert held(world) == []


def test_what_the_state_refused_keeps_its_words_and_another_follows_it(engaged: Engaged) -> None:
    world, contract = engaged
    (notice,) = notices(world, contract)
    sent(world, notice)
    with refused("answer_missing", "answer"):
        world.do(answer_declarations, [(notice.id, "refused", "")])
    world.do(answer_declarations, [(notice.id, "refused", "NISS unknown")])
    (another,) = world.do(renew_declarations, [notice.id])
    with refused("declaration_state"):
        world.do(renew_declarations, [notice.id])
    assert another.id != notice.id and another.reference != notice.reference
    assert world.ask(declarations_unsettled) == [], "the other one waits instead"
    answered("accepted", "124")(world, another)
    first, second = notices(world, contract)
    assert (first.state, first.answer, second.state) == ("refused", "NISS unknown", "accepted")
    assert held(world) == []


def test_two_people_record_one_answer_once(engaged: Engaged) -> None:
    world, contract = engaged
    (notice,) = notices(world, contract)
    sent(world, notice)
    answers = [("accepted", "1"), ("refused", "no")]
    results = race(
        world.store, lambda uow, n: answer_declarations(uow, [(notice.id, *answers[n])]), 2  # type: ignore[list-item]
    )  # fmt: skip
    assert sorted(type(result).__name__ for result in results) == ["NoneType", "Refusal"]


def test_facts_core_does_not_know_are_kept_until_it_leaves(engaged: Engaged) -> None:
    world, contract = engaged
    (notice,) = notices(world, contract)
    written = world.ask(message, notice.id)
    assert b"<Niss>85073003328</Niss>" in written and b"<StartDate>2026-10-05</StartDate>" in written
    world.do(complete_declarations, [(notice.id, {"contract.joint_committee": "304"})])
    told = world.ask(message, notice.id)
    assert b"<JointCommittee>304</JointCommittee>" in told
    sent(world, notice)
    with refused("declaration_state"):
        world.do(complete_declarations, [(notice.id, {"contract.joint_committee": "200"})])
    world.at(date(2026, 11, 2))
    assert world.ask(message, notice.id) == told
    with refused("unknown_path"):
        world.store.country.declaration(notice.kind).message(
            _notice(world, contract), {"employer.onss_number.x": "1"}
        )


def _notice(world: World, contract: Contract) -> Any:
    from core.contracts.notices import _told

    (notice,) = notices(world, contract)
    return world.ask(lambda uow: _told(uow, notice, contract))


def test_two_notices_of_one_contract_must_both_be_told(place: Any) -> None:
    """Italy: a collaboration in the performing arts needs UniLav the day before and the agibilità."""
    world = World(place.store("it"))
    anna = world.member(
        worker={"region": "lombardia", "municipality": "F205"}, iban="IT60X0542811101000000123456"
    )
    activity = world.activity(anna)
    world.invoice("2000.00", activity=activity)
    contract = world.contract(
        activity,
        anna.person,
        *days(MONDAY, 3),
        pay="500.00",
        contract_type="cococo_spettacolo",
        declared=False,
    )
    told = {notice.kind: notice for notice in notices(world, contract)}
    assert {kind: notice.due_day for kind, notice in told.items()} == {
        "unilav": date(2026, 10, 4), "agibilita": MONDAY,
    }  # fmt: skip
    sent(world, told["unilav"])
    (refusal,) = held(world)
    assert "agibilità" in refusal
    world.do(override_declarations, [told["agibilita"].id], "the hall had it", actor=ADVISER)
    assert held(world) == []


@pytest.fixture
def by_the_day(place: Any) -> tuple[World, Contract]:
    """Austria: casual work on Wednesday 28 and Thursday 29 October, and on Monday 2 November."""
    world = World(place.store("at"))
    eva = world.member(given_name="Eva")
    activity = world.activity(eva)
    world.invoice("3000.00", activity=activity)
    worked = (date(2026, 10, 28), date(2026, 10, 29), date(2026, 11, 2))
    return world, world.contract(
        activity, eva.person, *worked, pay="600.00", pay_is="gross", contract_type="casual", declared=False
    )  # fmt: skip


def test_each_day_of_casual_work_has_a_notice_of_its_own_due_that_day(
    by_the_day: tuple[World, Contract],
) -> None:
    world, contract = by_the_day
    notices = world.ask(declarations_of, [contract.id])[contract.id]
    assert [(n.kind, n.due_day) for n in notices] == [
        ("elda_casual_registration", day) for day in contract.days
    ]
    assert len({n.reference for n in notices}) == 3
    world.do(send_declarations, [n.id for n in notices])


def test_one_day_not_told_holds_its_month_and_no_later_one(by_the_day: tuple[World, Contract]) -> None:
    world, contract = by_the_day
    first, second, third = world.ask(declarations_of, [contract.id])[contract.id]
    world.at(date(2026, 10, 28))
    world.do(send_declarations, [first.id])
    world.at(date(2026, 10, 31))
    [held] = world.made().held
    assert "by 2026-10-29" in held.refusal, "the first day told does not tell of the second"
    world.do(override_declarations, [second.id], "told by telephone", actor=ADVISER)
    [october] = world.slips()
    assert (october.month, october.days) == ("2026-10", 2), "a day still to come holds nothing back"
    world.at(date(2026, 11, 3))
    assert "by 2026-11-02" in world.made().held[0].refusal
    world.do(override_declarations, [third.id], "told by telephone", actor=ADVISER)
    assert world.slips()[0].month == "2026-11"
    world.assert_sound()


def test_a_refused_day_is_followed_by_a_notice_of_the_same_day(by_the_day: tuple[World, Contract]) -> None:
    world, contract = by_the_day
    first, *_ = notices = world.ask(declarations_of, [contract.id])[contract.id]
    world.do(send_declarations, [n.id for n in notices])
    world.do(answer_declarations, [(first.id, "refused", "VSNR unknown")])
    [again] = world.do(renew_declarations, [first.id])
    assert again.due_day == first.due_day
    assert [n.id for n in world.ask(declarations_unsettled)] == []
