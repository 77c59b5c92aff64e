"""Work through time, played with real slips in every country: one day, one month, New Year, a change of a number of law."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from world import World

from core.activities import Activity
from core.contracts import Contract
from core.country import Country, Ordinary
from core.country.sample import Sample
from core.payroll import Payslip, payslips_of, recompute
from shared_tools.dated import MissingValue
from shared_tools.money import major
from shared_tools.refusal import Refusal

FIRST = date(2026, 10, 5)


class Player:
    """A worker of the country's ordinary contract type, engaged for days of one's choice at the sample's pay a day."""

    def __init__(self, world: World, ordinary: Ordinary, sample: Sample) -> None:
        self.world, self.ordinary = world, ordinary
        work = sample.works[ordinary.contract_type]
        self.day_pay = work.gross // len(work.days)
        self.day_minutes = work.minutes // len(work.days) or 480
        self.activities: list[Activity] = []
        member = world.member(
            worker={**sample.worker, **work.worker, **ordinary.worker}, iban="", birth_date=date(1990, 6, 1)
        )
        self.member, self.worker = member, member.person

    def activity(self, number: int) -> Activity:
        while len(self.activities) <= number:
            made = self.world.activity(self.member, name=f"Activity {len(self.activities)}")
            price = str(major(100 * self.day_pay * 31, self.world.store.country.currency))
            self.world.invoice(price, activity=made)
            self.activities.append(made)
        return self.activities[number]

    def engage(self, days: Sequence[date], activity: int = 0) -> Contract:
        currency = self.world.store.country.currency
        return self.world.contract(
            self.activity(activity), self.worker, *days, pay=str(major(self.day_pay * len(days), currency)),
            pay_is="gross", contract_type=self.ordinary.contract_type, minutes=self.day_minutes * len(days),
            terms=dict(self.ordinary.terms),
        )  # fmt: skip


@pytest.fixture
def player(country: Country, place: Any, sample: Sample) -> Player:
    if country.ordinary is None:
        pytest.skip(f"{country.code} names no ordinary contract to play with")
    world = World(place.store(country.code))
    world.at(FIRST - timedelta(days=4))
    return Player(world, country.ordinary, sample)


def assert_adds_up(world: World, slips: Sequence[Payslip], agreed: int) -> None:
    """Lines to totals, slips to the pay agreed, every slip to itself when computed again, the books to their postings."""
    for slip in slips:
        own = sum(line.amount for line in slip.lines if line.bearer == "employee")
        theirs = sum(line.amount for line in slip.lines if line.bearer == "employer")
        assert (slip.net, slip.cost) == (slip.gross - own, slip.gross + theirs)
        again = world.ask(recompute, slip)
        assert (again.gross, again.net, again.cost, again.lines) == (
            slip.gross,
            slip.net,
            slip.cost,
            slip.lines,
        )
    # What was agreed; a slip's gross may hold more (a holiday indemnity paid with the wage).
    assert sum(slip.inputs["gross"] for slip in slips) == agreed
    world.assert_sound()


def assert_carried(slips: Sequence[Payslip]) -> None:
    """Each slip was told the sums of the slips before it, of its month and of its year."""
    for index, slip in enumerate(slips):
        for key, length in (("month", 7), ("year", 4)):
            before = [s for s in slips[:index] if s.counted_in[:length] == slip.counted_in[:length]]
            told = slip.inputs[key]
            assert told.get("gross", 0) == sum(s.gross for s in before)
            for code in {line.code for s in before for line in s.lines}:
                assert told[code] == sum(x.amount for s in before for x in s.lines if x.code == code) + sum(
                    s.figures.get(code, 0) for s in before
                )
            if key == "month":
                assert slip.inputs["month_slips"] == len(before)


def test_two_contracts_in_one_day(player: Player) -> None:
    """Let a worker have two contracts on one day: two slips, the second with the sums of the first."""
    world = player.world
    player.engage([FIRST])
    player.engage([FIRST], activity=1)
    world.at(FIRST + timedelta(days=1))
    slips = world.slips()
    assert [slip.days for slip in slips] == [1, 1] and slips[0].pay_day == slips[1].pay_day
    assert_carried(slips)
    assert_adds_up(world, slips, 2 * player.day_pay)


def test_two_contracts_in_one_month(player: Player) -> None:
    """Let the second slip of a month know the first, and be the same in one run as in two."""
    world = player.world
    later = [FIRST + timedelta(days=14 + n) for n in range(3)]
    player.engage([FIRST, FIRST + timedelta(days=1)])
    player.engage(later)
    world.at(later[-1] + timedelta(days=1))
    slips = world.slips()
    assert [slip.days for slip in slips] == [2, 3]
    assert_carried(slips)
    assert_adds_up(world, slips, 5 * player.day_pay)


@pytest.mark.parametrize("year", [2025, 2026])
def test_a_contract_over_new_year(player: Player, country: Country, year: int) -> None:
    """Pay each year's days by that year's numbers; where those are not known, refuse to agree and name one of them."""
    world = player.world
    if world.today > date(year, 12, 28):
        world.at(date(year, 12, 20))
    days = [date(year, 12, 30) + timedelta(days=n) for n in range(4)]
    try:
        player.engage(days)
    except MissingValue as refusal:
        assert refusal.way_out and refusal.field
        key = refusal.field.rpartition(".")[2]
        day = date.fromisoformat(re.findall(r"\d{4}-\d\d-\d\d", refusal.message)[0])
        assert country.parameters.history(key).stand_on(day) is None
        return
    except Refusal as refusal:
        assert refusal.way_out and refusal.field, refusal
        pytest.skip(f"{country.code} refuses this work of {year}: {refusal}")
    world.at(days[-1] + timedelta(days=1))
    slips = world.slips()
    assert [(slip.month, slip.days) for slip in slips] == [(f"{year}-12", 2), (f"{year + 1}-01", 2)]
    assert slips[0].law_day <= slips[1].law_day
    assert_carried(slips)
    if slips[0].counted_in[:4] != slips[1].counted_in[:4]:
        assert slips[1].inputs["year"] == {}, "the new year begins at nothing"
    assert_adds_up(world, slips, 4 * player.day_pay)


def test_a_contract_over_a_change_of_the_law(player: Player, country: Country) -> None:
    """Pay the days before a change by the old number and those after it by the new one."""
    changes = [day for day in country.parameters.changes if date(2026, 1, 2) <= day <= date(2026, 9, 30)]
    if not changes:
        pytest.skip(f"no number of {country.code} changes within 2026")
    change = changes[-1]
    world = player.world
    world.at(change - timedelta(days=9))
    days = [change - timedelta(days=2), change - timedelta(days=1), change, change + timedelta(days=1)]
    player.engage(days)
    world.at(days[-1] + timedelta(days=1))
    slips = world.slips()
    assert sum(slip.days for slip in slips) == 4
    if change.day == 1:
        assert [slip.month for slip in slips] == [f"{days[0]:%Y-%m}", f"{change:%Y-%m}"]
    kind = country.contract_type(slips[0].contract_type)
    assert_carried(slips)
    assert_adds_up(world, slips, 4 * player.day_pay)
    for slip in slips:
        assert slip.law_day == country.parameters.era(slip.law_day) <= max(slip.last_day, slip.pay_day), (
            kind.code
        )
    assert len(world.ask(payslips_of)) == len(slips)
