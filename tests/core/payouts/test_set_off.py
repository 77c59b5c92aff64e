"""What a worker was paid too much comes back only as far as law and the worker let, and never silently."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
from world import ADVISER, World, days, race, refused

from core.db import Actor
from core.payouts import NewSetOff, set_off, undo_set_offs
from core.payouts.claim_store import claims, wages_for
from core.payouts.setoff import Claim, Wage
from core.payouts.setoff_actions import room_of
from core.payouts.setoff_store import set_offs_of
from core.payouts.store import promises
from core.payroll import correct

KNOWN = date(2026, 11, 20)
Rewrite = Callable[..., None]
MEMBER = Actor("somebody", "A member", frozenset({"member"}))


def overpaid(world: World, rewrite: Rewrite, paid: bool = True) -> tuple[Claim, Wage]:
    """A claim on a worker whose October wage is paid, and their next wage, promised for 3 December."""
    anna = world.member(language="en")
    activity = world.activity(anna)
    world.invoice("5000.00", activity=activity)
    world.contract(activity, anna.person, *days(date(2026, 10, 5), 3), pay="700.00")
    world.at(date(2026, 10, 20))
    world.slips()
    if paid:
        world.pay()
    rewrite(world, f"onss_worker % 14.07 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    assert not world.do(correct, "2026-10").held
    world.contract(activity, anna.person, *days(date(2026, 11, 23), 3), pay="700.00")
    world.at(date(2026, 11, 27))
    world.slips()
    [claim] = world.ask(lambda uow: claims(uow))
    wages = world.ask(wages_for, claim)
    return claim, wages[-1]


def asked(of: Claim, wage: Wage, amount: str, **said: Any) -> NewSetOff:
    return NewSetOff(**{
        "claim": of.slip, "wage": wage.slip, "amount": amount, "consented_on": date(2026, 11, 25),
        "consent": "letter of 25 November, in the file", "reason": "half now, half in January", **said,
    })  # fmt: skip


def major(amount: int) -> str:
    return f"{amount // 100}.{amount % 100:02}"


def test_the_wage_is_paid_less_what_is_set_off_and_the_claim_shrinks(world: World, rewrite: Rewrite) -> None:
    claim, wage = overpaid(world, rewrite)
    before = world.balances()
    assert before["other_receivables"] == claim.open == claim.amount > 0
    half = claim.open // 2
    world.do(set_off, [asked(claim, wage, major(half))], actor=ADVISER)
    world.assert_sound()
    world.at(date(2026, 12, 7))
    [payout], _ = world.pay()
    assert payout.amount == wage.net - half
    after = world.balances()
    assert after["other_receivables"] == claim.amount - half
    assert "net_wages_payable" not in after, "nothing is left owed"
    [rest] = world.ask(lambda uow: claims(uow, open_only=True))
    assert rest.open == claim.amount - half
    world.assert_sound()


def test_nothing_is_taken_without_being_asked_for(world: World, rewrite: Rewrite) -> None:
    claim, wage = overpaid(world, rewrite)
    world.at(date(2026, 12, 7))
    [payout], _ = world.pay()
    assert payout.amount == wage.net
    assert world.ask(lambda uow: claims(uow))[0].open == claim.amount
    world.assert_sound()


def test_undone_before_the_wage_is_paid_it_is_owed_whole_again(world: World, rewrite: Rewrite) -> None:
    claim, wage = overpaid(world, rewrite)
    [made] = world.do(set_off, [asked(claim, wage, "2.00")], actor=ADVISER)
    world.do(undo_set_offs, [made.id], actor=ADVISER)
    with refused("set_off_undone"):
        world.do(undo_set_offs, [made.id], actor=ADVISER)
    world.assert_sound()
    world.at(date(2026, 12, 7))
    [payout], _ = world.pay()
    assert payout.amount == wage.net
    assert world.balances()["other_receivables"] == claim.amount


def test_once_the_wage_is_paid_nothing_is_undone_and_nothing_more_set_off(
    world: World, rewrite: Rewrite
) -> None:
    claim, wage = overpaid(world, rewrite)
    [made] = world.do(set_off, [asked(claim, wage, "2.00")], actor=ADVISER)
    world.at(date(2026, 12, 7))
    world.pay()
    with refused("wage_paid"):
        world.do(undo_set_offs, [made.id], actor=ADVISER)
    with refused("wage_paid"):
        world.do(set_off, [asked(claim, wage, "1.00")], actor=ADVISER)
    world.assert_sound()


@pytest.mark.parametrize(
    ("said", "rule"),
    [
        ({"consent": " "}, "consent_missing"),
        ({"consented_on": date(2026, 11, 19)}, "consent_day"),
        ({"consented_on": date(2026, 11, 28)}, "consent_day"),
        ({"reason": ""}, "reason_missing"),
        ({"amount": "0"}, "set_off_amount"),
        ({"amount": "-5.00"}, "set_off_amount"),
        ({"amount": "900.00"}, "set_off_limit"),
        ({"claim": "00000000-0000-7000-8000-000000000000"}, "not_found"),
    ],
)
def test_what_is_refused(world: World, rewrite: Rewrite, said: dict[str, Any], rule: str) -> None:
    claim, wage = overpaid(world, rewrite)
    new = msgspec.structs.replace(asked(claim, wage, "1.00"), **said)
    with refused(rule):
        world.do(set_off, [new], actor=ADVISER)
    assert world.ask(lambda uow: set_offs_of(uow, claims=[claim.slip])) == []


def test_a_batch_cannot_take_more_together_than_there_is(world: World, rewrite: Rewrite) -> None:
    claim, wage = overpaid(world, rewrite)
    with refused("set_off_limit"):
        world.do(set_off, [asked(claim, wage, major(claim.open)), asked(claim, wage, "0.01")], actor=ADVISER)
    assert world.ask(lambda uow: claims(uow))[0].open == claim.amount


def test_another_persons_wage_is_never_touched(world: World, rewrite: Rewrite) -> None:
    claim, _ = overpaid(world, rewrite)
    other = world.member()
    activity = world.activity(other)
    world.invoice("3000.00", activity=activity)
    world.contract(activity, other.person, *days(date(2026, 11, 23), 3), pay="700.00")
    world.at(date(2026, 11, 27))
    [theirs] = [slip for slip in world.slips() if slip.worker == other.person]
    wage = Wage(
        slip=theirs.id, number=0, worker="", structure="", net=0, left=0, pay_day=KNOWN, law_day=KNOWN
    )
    with refused("set_off_foreign"):
        world.do(set_off, [asked(claim, wage, "1.00")], actor=ADVISER)


def test_members_do_not_set_off(world: World, rewrite: Rewrite) -> None:
    claim, wage = overpaid(world, rewrite)
    with refused("not_allowed"):
        world.do(set_off, [asked(claim, wage, "1.00")], actor=MEMBER)


def test_a_slip_not_paid_yet_is_paid_at_its_corrected_net(world: World, rewrite: Rewrite) -> None:
    """Nothing was paid too much; so nothing is taken back later, and no consent is asked for."""
    claim, _ = overpaid(world, rewrite, paid=False)
    [first, second] = world.ask(wages_for, claim)
    world.at(date(2026, 12, 7))
    payouts, _ = world.pay()
    assert sorted(p.amount for p in payouts) == sorted([first.net - claim.amount, second.net])
    assert world.ask(lambda uow: claims(uow, open_only=True)) == []
    assert "other_receivables" not in world.balances()
    [(made, _)] = world.ask(lambda uow: set_offs_of(uow, claims=[claim.slip]))
    with refused("own_wage"):
        world.do(undo_set_offs, [made.id], actor=ADVISER)
    world.assert_sound()


def test_a_wage_set_off_whole_is_no_transfer_and_no_broken_promise(world: World, rewrite: Rewrite) -> None:
    claim, wage = overpaid(world, rewrite)
    rewrite(world, "onss_worker % 99.00 2026-10-01 2026-11-28")
    world.at(date(2026, 11, 28))
    world.do(correct, "2026-10")
    small, large = sorted(
        (c for c in world.ask(lambda uow: claims(uow)) if c.corrects != wage.slip), key=lambda one: one.open
    )
    [wage] = world.ask(wages_for, claim)
    said = {"consented_on": date(2026, 11, 28)}
    both = [
        asked(large, wage, major(large.open), **said),
        asked(small, wage, major(wage.left - large.open), **said),
    ]
    world.do(set_off, both, actor=ADVISER)
    world.at(date(2026, 12, 7))
    assert world.pay() == ([], [])
    assert world.ask(lambda uow: promises(uow, date(2026, 12, 1), date(2026, 12, 31)))[0] == 0
    world.assert_sound()


def test_setting_off_and_paying_at_once_never_pays_too_much_or_too_little(
    world: World, rewrite: Rewrite
) -> None:
    claim, wage = overpaid(world, rewrite)
    world.at(date(2026, 12, 7))
    new = asked(claim, wage, "2.00")

    def one(uow: Any, turn: int) -> Any:
        from core.payouts import pay_due

        return set_off(uow, [new]) if turn else pay_due(uow)

    race(world.store, one, 2)
    world.pay()
    world.assert_sound()


def test_in_hungary_a_third_of_the_month_and_never_below_sixty_thousand(
    hungary: World, rewrite: Rewrite
) -> None:
    world = hungary
    anna = world.member()
    activity = world.activity(anna)
    world.invoice("2000000", activity=activity)
    world.contract(activity, anna.person, *days(date(2026, 10, 5), 3), pay="90000")
    world.at(date(2026, 11, 12))
    world.slips()
    world.pay()
    rewrite(world, f"tb % 60 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    assert not world.do(correct, "2026-10").held
    world.contract(activity, anna.person, *days(date(2026, 11, 23), 3), pay="400000")
    world.at(date(2026, 12, 1))
    rewrite(world, "tb % 18.5 2026-11-01 2026-12-01")
    world.slips()
    [claim] = world.ask(lambda uow: claims(uow))
    [wage] = world.ask(wages_for, claim)
    most = world.ask(room_of, wage, claim)
    assert most == min(claim.open, max(min(wage.net * 33 // 100, wage.net - 60000), 0))
    with refused("set_off_limit"):
        world.do(set_off, [asked(claim, wage, str(most + 1), consented_on=date(2026, 12, 1))], actor=ADVISER)
    if most:
        world.do(set_off, [asked(claim, wage, str(most), consented_on=date(2026, 12, 1))], actor=ADVISER)
    world.assert_sound()
