"""Cost ↔ gross of the ordinary month, for every cent of gross up to 20,000.00 (forints: two millions).

The whole column of costs is there, so the right answer to any budget can be read off it; the solver never sees more than
a few dozen of its points. ``jumps.toml`` of each country lists where the law makes the cost leap, fall or stand still.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any

import msgspec
import numpy as np
import pytest
from cost_curve import TOP, CostCurve, ordinary_month

from core.country import ContractType, Country, Work
from core.country import country as country_of
from shared_tools.money import major, minor
from shared_tools.paysheet import Column
from shared_tools.solve import gross_for_cost

FILE = "jumps.toml"
LEAP = 100
"""Minor units: one more of gross never changes the cost by as much, but at a jump of the law."""
RANDOM_BUDGETS = 3_000
WELL_PAID = 400_000
"""Above every minimum wage, below which the inputs refuse."""


class Jump(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``gross``: the first beyond the jump; ``cost_rises``: by how much, negative where it falls. Major units."""

    gross: str
    cost_rises: str
    why: str
    source: str


class Uneven(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From the first to the last gross (``first``, ``last``) at which the cost stands still or falls, by ``falls`` at most.

    A budget may buy ``more`` than the first gross that costs as much: all in major units.
    """

    first: str
    last: str
    falls: str
    more: str
    why: str


class Listed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    jump: list[Jump] = []
    uneven: list[Uneven] = []


@cache
def ordinary(code: str) -> CostCurve:
    home = country_of(code)
    assert home.ordinary is not None
    return CostCurve.of(home, home.contract_type(home.ordinary.contract_type), ordinary_month(home))


@pytest.fixture
def curve(country: Country) -> CostCurve:
    if country.ordinary is None:
        pytest.skip(f"{country.code} names no ordinary contract")
    return ordinary(country.code)


@pytest.fixture
def listed(country: Country, curve: CostCurve, to_do: Any) -> Listed:
    path = country.folder / FILE
    if not path.exists():
        to_do.write("list where the cost of the ordinary month jumps", FILE)
        return Listed()
    return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Listed)


@pytest.mark.slow
def test_each_jump_of_cost_is_listed(country: Country, curve: CostCurve, listed: Listed, to_do: Any) -> None:
    """List in jumps.toml each gross of the ordinary month at which the cost leaps, with its law."""
    steps = curve.steps
    found = {int(gross): int(steps[gross]) for gross in np.flatnonzero(np.abs(steps) >= LEAP)}
    known = {
        minor(jump.gross, country.currency): minor(jump.cost_rises, country.currency) for jump in listed.jump
    }
    for gross in sorted(found.keys() | known.keys()):
        if found.get(gross) != known.get(gross):
            at = major(gross, country.currency)
            to_do.write(
                f"at {at} the cost rises by {found.get(gross)} minor units, not {known.get(gross)}", FILE
            )
    assert all(jump.why and jump.source for jump in listed.jump)


@pytest.mark.slow
def test_each_stretch_where_rounding_makes_cost_uneven_is_listed(
    country: Country, curve: CostCurve, listed: Listed, to_do: Any
) -> None:
    """List in jumps.toml from which to which gross roundings make the cost stand still or fall, and how far."""
    steps = curve.steps
    level = np.flatnonzero(steps[1:] <= 0) + 1
    level = level[np.abs(steps[level]) < LEAP]
    said = [tuple(minor(text, country.currency) for text in (row.first, row.last)) for row in listed.uneven]
    outside = [gross for gross in level if not any(first <= gross <= last for first, last in said)]
    if outside:
        to_do.write(f"the cost stands still or falls from {outside[0]} to {outside[-1]} minor units", FILE)
    reach = curve.largest(curve.cost) - np.arange(TOP + 1)
    for row, (first, last) in zip(listed.uneven, said, strict=True):
        inside = level[(level >= first) & (level <= last)]
        real = int(inside[0]), int(inside[-1]), int(-steps[inside].min()), int(reach[first - 1 : last].max())
        if real != (first, last, minor(row.falls, country.currency), minor(row.more, country.currency)):
            to_do.write(f"first, last, falls, more are {real} in minor units", FILE)


@pytest.mark.slow
def test_every_cost_leads_back_to_its_gross(country: Country, curve: CostCurve, listed: Listed) -> None:
    """Let the cost of each gross buy that gross again, or one of the same cost above it within an uneven stretch."""
    gross = np.arange(TOP + 1)
    bought = curve.largest(curve.cost)
    uneven = np.zeros(TOP + 1, dtype=bool)
    for row in listed.uneven:
        first, last, more = (minor(text, country.currency) for text in (row.first, row.last, row.more))
        uneven[first - more : last] = True
    assert (bought[~uneven] == gross[~uneven]).all()
    assert (curve.cost[bought] <= curve.cost).all()
    costless = np.flatnonzero(curve.cost < gross)
    assert len(costless) == 0 or costless[-1] < LEAP, "a wage may cost less than itself only below one euro"


@pytest.mark.slow
def test_every_budget_buys_the_largest_gross_within_it(
    country: Country, curve: CostCurve, listed: Listed
) -> None:
    """Name in ContractType.jumps what the solver must know to find the largest gross, the rest and the next dearer."""
    check_solver(curve, budgets_to_ask(curve, RANDOM_BUDGETS))


@pytest.mark.slow
def test_the_contract_type_itself_gives_what_the_column_says(country: Country, curve: CostCurve) -> None:
    """Let ContractType.gross_for_cost, which asks the inputs too, find the same."""
    for gross in np.linspace(WELL_PAID, TOP - LEAP, 15, dtype=np.int64).tolist():
        budget = int(curve.cost[gross]) + gross % 3
        found = curve.kind.gross_for_cost(curve.work, country.parameters, budget)
        assert found.gross == curve.largest(np.array([budget]))[0], budget


@pytest.mark.slow
def test_the_samples_of_all_contract_types_buy_the_largest_gross_too(
    country: Country, contract_type: ContractType, work: Work
) -> None:
    """Name in ContractType.jumps of every other type what the solver must know, up to 2,000.00 of gross."""
    curve = CostCurve.of(country, contract_type, work, top=TOP // 10)
    check_solver(curve, budgets_to_ask(curve, 300))


def budgets_to_ask(curve: CostCurve, many: int) -> Column:
    """Random budgets, and those about each place where the cost does not rise by a few cents."""
    chance = np.random.default_rng(len(curve.cost))
    odd = np.flatnonzero(
        (curve.steps >= LEAP) | (curve.steps < 0) | (curve.cost < np.arange(len(curve.cost)))
    )
    still = np.flatnonzero(curve.steps == 0)
    places = np.concatenate(
        [odd[:200], chance.choice(odd, min(len(odd), 300)) if len(odd) else odd, chance.choice(still, 300)]
    )
    about = curve.cost[np.clip(places[:, None] + np.arange(-3, 4), 0, len(curve.cost) - 1)].ravel()
    asked = np.concatenate([
        np.arange(60), chance.integers(0, curve.known_to, many), about - 1, about, about + 1, [curve.known_to],
    ])  # fmt: skip
    # A few cents may cost less than themselves, all their lines rounding to nothing: the solver never looks above the
    # budget, and nobody works for a few cents.
    least = max(np.flatnonzero(curve.cost < np.arange(len(curve.cost))), default=0)
    return np.unique(asked[(asked >= least) & (asked <= curve.known_to)])


def check_solver(curve: CostCurve, budgets: Column) -> None:
    top = len(curve.cost) - 1
    largest, dearer = curve.largest(budgets), curve.next_dearer(budgets)
    for budget, gross, next_cost in zip(budgets.tolist(), largest.tolist(), dearer.tolist(), strict=True):
        found = gross_for_cost(curve.looked_up, budget, jumps=curve.named, limit=min(budget, top))
        assert (found.gross, found.cost, found.left) == (
            gross,
            int(curve.cost[gross]),
            budget - int(curve.cost[gross]),
        ), f"{budget} buys {gross} at {curve.cost[gross]}, found {found}"
        assert found.exact == (found.left == 0)
        if found.above is not None and found.cost_above is not None:
            assert found.cost_above == int(curve.cost[found.above]) and found.cost_above > budget
            assert found.cost_above - next_cost <= 3, f"{found} passes over a gross that costs {next_cost}"
