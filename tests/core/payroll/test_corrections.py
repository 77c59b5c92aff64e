"""A law corrected backwards yields difference slips (failure mode L7): the past stays, what lacks is booked and paid once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from types import SimpleNamespace

import msgspec
import pytest
from click.testing import CliRunner
from world import ADVISER, FINANCE, World, days, race, refused

from core.cli import cli
from core.mail.store import letter
from core.payroll import Payslip, correct, payslips_of, recompute
from core.payroll.corrections import Corrections, review
from core.payroll.differences import difference, standing
from core.payroll.store import corrections_of
from shared_tools.paysheet import Slip, SlipLine

MONDAY = date(2026, 10, 5)
KNOWN = date(2026, 11, 20)
Rewrite = Callable[..., None]


def three_slips(world: World) -> tuple[Payslip, ...]:
    """Two of one worker in October, one in November; paid by the 16th."""
    anna = world.member(language="en")
    activity = world.activity(anna)
    world.invoice("5000.00", activity=activity)
    world.contract(activity, anna.person, *days(MONDAY, 3), pay="700.00")
    world.contract(activity, anna.person, *days(date(2026, 10, 12), 3), pay="700.00")
    world.contract(activity, anna.person, *days(date(2026, 11, 2), 3), pay="700.00")
    world.at(date(2026, 11, 16))
    slips = world.slips()
    world.pay()
    assert len(slips) == 3
    return slips


def corrected(world: World, since: str = "2026-01") -> Corrections:
    made = world.do(correct, since, actor=FINANCE)
    assert not made.held, made.held
    return made


def lines(slip: Payslip) -> dict[str, int]:
    return {line.code: line.amount for line in slip.lines}


def test_a_lower_contribution_gives_the_worker_the_difference_once(world: World, rewrite: Rewrite) -> None:
    slips = three_slips(world)
    rewrite(world, f"onss_worker % 12.07 2026-10-01 {KNOWN}")
    world.at(date(2026, 11, 19))
    assert corrected(world).found == (), "not known yet: slips of that day still follow the old number"
    world.at(KNOWN)
    before = world.balances()
    found = corrected(world).found
    assert [item.slip.number for item in found] == [1, 2, 3]
    for item, stored in zip(found, slips, strict=True):
        told = item.difference
        assert (told.corrects, told.correction, told.days, told.minutes) == (stored.id, 1, 0, 0)
        assert told.net > 0 and told.gross == 0 and told.pay_day == KNOWN
        assert told.net == -sum(x.amount for x in told.lines if x.bearer == "employee")
        assert told.cost == sum(x.amount for x in told.lines if x.bearer == "employer")
        assert lines(told)["onss_worker"] < 0, "one per cent of the base less"
    assert corrected(world).found == (), "done once"
    after = world.balances()
    assert after.get("net_wages_payable", 0) - before.get("net_wages_payable", 0) == -sum(
        item.difference.net for item in found
    )
    world.assert_sound()
    paid, held = world.pay()
    assert not held
    assert sorted(item.amount for item in paid) == sorted(item.difference.net for item in found)
    assert world.pay() == ([], [])
    world.assert_sound()


def test_a_higher_contribution_leaves_a_debt_and_nothing_to_pay(world: World, rewrite: Rewrite) -> None:
    three_slips(world)
    rewrite(world, f"onss_worker % 14.07 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    before = world.balances()
    found = corrected(world).found
    assert all(item.difference.net < 0 for item in found)
    owed = -sum(item.difference.net for item in found)
    after = world.balances()
    assert after["other_receivables"] - before.get("other_receivables", 0) == owed
    assert after.get("net_wages_payable", 0) == before.get("net_wages_payable", 0)
    assert world.pay() == ([], [])
    world.assert_sound()


def test_the_stored_slips_stay_and_every_slip_can_be_computed_again(world: World, rewrite: Rewrite) -> None:
    """What was known on the day a slip was made gives that slip, difference slips too, and whatever becomes known later."""
    slips = three_slips(world)
    rewrite(world, f"onss_worker % 12.07 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    corrected(world)
    rewrite(world, "onss_worker % 14.50 2026-10-01 2026-12-01")
    world.at(date(2026, 12, 1))
    corrected(world)
    stored = {slip.number: slip for slip in world.ask(payslips_of)}
    assert len(stored) == 9
    assert [stored[slip.number] for slip in slips] == list(slips)
    for slip in stored.values():
        again = world.ask(recompute, slip)
        assert (again.gross, again.net, again.cost, again.lines, again.figures) == (
            slip.gross, slip.net, slip.cost, slip.lines, slip.figures,
        )  # fmt: skip
    world.assert_sound()


def test_a_second_correction_corrects_what_the_first_left(world: World, rewrite: Rewrite) -> None:
    """Back to the first number: the corrections of a slip add up to nothing."""
    slips = three_slips(world)
    rewrite(world, f"onss_worker % 12.07 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    corrected(world)
    rewrite(world, "onss_worker % 13.07 2026-10-01 2026-12-01")
    world.at(date(2026, 12, 1))
    found = corrected(world).found
    assert [item.difference.correction for item in found] == [2, 2, 2]
    for slip in slips:
        made = world.ask(corrections_of, [slip.id])[slip.id]
        stands = standing(slip, made)
        assert (stands.net, stands.cost) == (slip.net, slip.cost)
        assert {x.code: x.amount for x in stands.lines if x.amount} == {
            c: a for c, a in lines(slip).items() if a
        }
    world.assert_sound()


def test_a_corrected_early_slip_changes_the_later_ones_that_counted_with_it(
    world: World, rewrite: Rewrite
) -> None:
    """The number is corrected for the first contract's days only; the second is taxed by the sums of the month."""
    slips = three_slips(world)
    rewrite(world, f"onss_worker % 10.00 2026-10-01 {KNOWN} 2026-10-08")
    world.at(KNOWN)
    found = {item.slip.number: item for item in corrected(world).found}
    first, second = found[1], found[2]
    assert second.difference.inputs["month"]["net"] == first.now.net != slips[0].net
    assert second.difference.inputs["month_slips"] == 1
    assert corrected(world).found == ()


def test_later_slips_count_the_corrected_sums(world: World, rewrite: Rewrite) -> None:
    """The year so far, told to the next slip, holds the corrections; the number of slips does not."""
    three_slips(world)
    rewrite(world, f"onss_worker % 12.07 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    found = corrected(world).found
    (anna,) = {item.slip.worker for item in found}
    (activity,) = {item.slip.activity for item in found}
    world.contract(activity, anna, *days(date(2026, 11, 23), 3), pay="700.00")
    world.at(date(2026, 11, 27))
    (slip,) = world.slips()
    assert slip.inputs["year"]["net"] == sum(item.now.net for item in found)
    assert slip.inputs["month"]["net"] == found[2].now.net
    assert slip.inputs["month_slips"] == 1
    assert corrected(world).found == (), "made with what is known, it lacks nothing"


def test_work_before_the_month_asked_for_is_left_alone(world: World, rewrite: Rewrite) -> None:
    three_slips(world)
    rewrite(world, f"onss_worker % 12.07 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    assert [item.slip.number for item in world.ask(review, "2026-11").found] == [3]
    assert [item.slip.number for item in corrected(world, "2026-11").found] == [3]
    assert [item.slip.number for item in corrected(world, "2026-10").found] == [1, 2]


def test_a_slip_that_todays_law_refuses_waits_for_a_person(world: World, rewrite: Rewrite) -> None:
    three_slips(world)
    home = world.store.country
    assert home.parameters.history("minimum_wage_month")
    rewrite(world, f"minimum_wage_month money 99999.00 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    made = world.do(correct, "2026-01", actor=FINANCE)
    assert made.found == ()
    assert [item.slip.number for item in made.held] == [1, 2, 3]
    assert all("minimum" in item.refusal for item in made.held)


def test_two_bookkeepers_at_once_correct_each_slip_once(world: World, rewrite: Rewrite) -> None:
    three_slips(world)
    rewrite(world, f"onss_worker % 12.07 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    results = race(world.store, lambda uow, _: correct(uow, "2026-01").found, 3)
    assert sorted(len(result) for result in results if isinstance(result, tuple)) == [0, 0, 3]
    assert sorted(slip.number for slip in world.ask(payslips_of)) == [1, 2, 3, 4, 5, 6]
    world.assert_sound()


def test_correcting_is_the_bookkeepers(world: World) -> None:
    with refused("not_allowed"):
        world.do(correct, "2026-01", actor=ADVISER)


def test_in_hungary_in_whole_forints(hungary: World, rewrite: Rewrite) -> None:
    anna = hungary.member()
    activity = hungary.activity(anna)
    hungary.invoice("900000", activity=activity)
    hungary.contract(activity, anna.person, *days(MONDAY, 3), pay="90000")
    hungary.at(date(2026, 11, 12))
    (slip,) = hungary.slips()
    hungary.pay()
    rewrite(hungary, f"tb % 17.5 2026-10-01 {KNOWN}")
    hungary.at(KNOWN)
    (item,) = corrected(hungary).found
    assert item.difference.net == item.now.net - slip.net > 0
    assert item.difference.pay_day >= KNOWN
    hungary.assert_sound()


def test_the_command_lists_first_and_makes_them_when_told(
    world: World, rewrite: Rewrite, monkeypatch: pytest.MonkeyPatch
) -> None:
    three_slips(world)
    rewrite(world, f"onss_worker % 12.07 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    monkeypatch.setattr("core.instance.open_instance", lambda home: SimpleNamespace(store=world.store))
    command = ["corrections", "home", "--since", "2026-10"]
    listed = CliRunner().invoke(cli, command)
    assert (listed.exit_code, "3 difference slips to make" in listed.output) == (0, True), listed.output
    assert len(world.ask(payslips_of)) == 3
    made = CliRunner().invoke(cli, [*command, "--do", "--json"])
    told = msgspec.json.decode(made.output)
    assert [item["difference"]["number"] for item in told["found"]] == [4, 5, 6]
    again = CliRunner().invoke(cli, [*command, "--do"])
    assert "0 difference slips made" in again.output


@pytest.mark.parametrize(("percent", "said"), [("12.07", "more"), ("14.07", "too much")])
def test_the_worker_is_told(world: World, rewrite: Rewrite, percent: str, said: str) -> None:
    three_slips(world)
    world.after()
    rewrite(world, f"onss_worker % {percent} 2026-10-01 {KNOWN}")
    world.at(KNOWN)
    corrected(world)
    world.after()
    letters = [row["body"] for row in world.ask(lambda uow: uow.rows(letter.select()))]
    assert sum(said in body for body in letters) == 3


def line(code: str, amount: int, bearer: str = "employee") -> SlipLine:
    return SlipLine(code, code, bearer, "tax", "tax", amount, base=1000, rate="1/10", source="an act")  # type: ignore[arg-type]


def slip(net: int, *of: SlipLine, **figures: int) -> Slip:
    return Slip(1000, net, 1000, MONDAY, of, figures)


def test_lines_that_appear_and_vanish_are_differences_too() -> None:
    was, now = slip(900, line("old", 100), base=5), slip(940, line("new", 60), base=7, other=9)
    told = difference(now, was)
    assert told is not None
    assert {(x.code, x.amount, x.base, x.rate) for x in told.lines} == {
        ("old", -100, None, None),
        ("new", 60, None, None),
    }
    assert (told.net, told.figures) == (40, {"base": 2, "other": 9})


def test_a_figure_only_a_later_program_tells_is_no_difference() -> None:
    assert (
        difference(slip(900, line("tax", 100), base=5, more=1), slip(900, line("tax", 100), base=5)) is None
    )
    changed = difference(slip(900, line("tax", 100), base=6), slip(900, line("tax", 100), base=5))
    assert changed is not None and changed.figures == {"base": 1}, "what later slips count with has changed"


def test_a_slip_from_before_corrections_keeps_its_canonical_form(world: World) -> None:
    """Its entry holds the digest of that form."""
    (first, *_) = three_slips(world)
    assert not {"corrects", "correction"} & set(msgspec.to_builtins(first))
