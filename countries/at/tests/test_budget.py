"""Employer cost → gross: every stretch between jumps, dips of a cent, the year with special pay."""

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.at.budget import gross_from_budget, year_of
from countries.at.payroll import Current
from countries.at.tests.engage import AT, slip, work
from shared_tools.paysheet import Columns
from shared_tools.solve import cost_of, gross_for_cost

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
LAW = AT.parameters.on(MARCH[1])
SPANS = {"short": (date(2026, 3, 3), date(2026, 3, 20)), "casual": (date(2026, 3, 3), date(2026, 3, 5))}
DIP = 2
"""Cents of gross within which the rounding of positions may make cost fall by a cent."""


def solver(code: str, **terms: Any):
    kind = AT.contract_type(code)
    assert kind.inputs is not None
    assert kind.pay is not None
    columns = Columns.of([kind.inputs(work(code, 0, *SPANS.get(code, MARCH), **terms), LAW)])
    return cost_of(kind.pay, columns, LAW), kind.jumps(columns, LAW)


def check(code: str, budget: int, **terms: Any) -> None:
    cost, jumps = solver(code, **terms)
    found = gross_for_cost(cost, budget, jumps=jumps)
    if found.gross == 0:
        assert found.cost <= budget
        return
    beyond = np.arange(found.gross, found.gross + 400, dtype=np.int64)
    costs = cost(beyond)
    assert costs[0] == found.cost <= budget < costs[1] or found.gross == budget
    # Nothing dearer fits, but for dips of rounding.
    assert not (costs[1 + DIP :] <= budget).any()
    again = gross_for_cost(cost, found.cost, jumps=jumps)
    assert again.cost == found.cost
    assert again.gross >= found.gross


@settings(max_examples=60, deadline=None)
@given(
    budget=st.integers(0, 2_000_000), code=st.sampled_from(("employment", "short", "casual", "free_contract"))
)
def test_the_solver_finds_the_largest_gross(budget: int, code: str) -> None:
    check(code, budget, land="T")


@pytest.mark.parametrize("code", ["employment", "short", "casual", "free_contract", "marginal"])
def test_budgets_around_jumps(code: str) -> None:
    cost, jumps = solver(code, land="T")
    for jump in jumps:
        for near in (-2, -1, 0, 1, 2):
            price = int(cost(np.array([jump + near]))[0])
            for budget in (price - 1, price, price + 1):
                check(code, budget, land="T")


def test_cost_falls_by_more_than_a_cent_only_at_jumps() -> None:
    grosses = np.arange(700_000, dtype=np.int64)
    for code in ("employment", "casual", "free_contract"):
        cost, jumps = solver(code, land="T")
        falls = np.flatnonzero(np.diff(cost(grosses)) < -1) + 1
        assert set(falls.tolist()) <= set(jumps)


def test_cost_of_a_casual_day_falls_when_it_is_fully_insured() -> None:
    day = date(2026, 3, 5)
    below, above = (slip("casual", gross, day, day, land="T").cost for gross in (55_110, 55_111))
    assert above < below - 6_000


@settings(max_examples=15, deadline=None)
@given(budget=st.integers(90_000, 900_000), land=st.sampled_from(("T", "W")))
def test_the_years_budget_is_met_as_near_as_can_be(budget: int, land: Any) -> None:
    row = Current(gross=0, land=land, other_marginal_pay=0)
    answer = gross_from_budget(budget, row, 2, LAW)
    near = answer.gross + np.arange(0, 300, dtype=np.int64)
    costs = year_of(Columns.of([row]).repeat(len(near)).with_(gross=near), [near, near], LAW).cost
    assert costs[0] == answer.cost_of_year == 12 * budget - answer.left <= 12 * budget
    assert (costs[1:] > 12 * budget).all()
