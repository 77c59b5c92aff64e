"""Employer cost → gross, around every jump and over the whole range."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.es import COUNTRY
from countries.es.tests.conftest import work
from shared_tools.paysheet import Columns
from shared_tools.solve import CostOf, cost_of, gross_for_cost

MAY = date(2026, 5, 4)
TOP = 2_000_000
WAYS = [(kind.code, days) for kind in COUNTRY.contract_types for days in (1, 20)]


def _asked(kind: str, days: int) -> tuple[CostOf, list[int]]:
    found = COUNTRY.contract_type(kind)
    law = COUNTRY.parameters.on(MAY)
    assert found.inputs is not None and found.pay is not None
    columns = Columns.of([found.inputs(work(TOP, MAY, days, kind), law)])
    return cost_of(found.pay, columns, law), list(found.jumps(columns, law))


@pytest.mark.parametrize(("kind", "days"), WAYS)
@given(budget=st.integers(0, TOP))
@settings(max_examples=8, deadline=None)
def test_largest_gross_within_the_budget(kind: str, days: int, budget: int) -> None:
    cost, jumps = _asked(kind, days)
    found = gross_for_cost(cost, budget, jumps=jumps)
    if found.gross:
        assert found.cost <= budget
    following = np.arange(found.gross + 1, found.gross + 2_000)
    assert (cost(following) > budget).all()


@pytest.mark.parametrize(("kind", "days"), WAYS)
def test_cost_falls_only_at_the_jumps(kind: str, days: int) -> None:
    cost, jumps = _asked(kind, days)
    starts = [0, *sorted(jump for jump in jumps if jump < TOP), TOP]
    for start, end in pairwise(starts):
        costs = cost(np.unique(np.linspace(start, end - 1, 3_000).astype(np.int64)))
        assert (np.diff(costs) >= 0).all()


@pytest.mark.parametrize("days", [10, 20])
def test_around_the_artists_jumps(days: int) -> None:
    cost, jumps = _asked("artist", days)
    for jump in jumps:
        for gross in range(jump - 3, jump + 4):
            budget = int(cost(np.array([gross]))[0])
            found = gross_for_cost(cost, budget, jumps=jumps)
            assert found.gross >= gross
            assert found.cost <= budget


@pytest.mark.parametrize("kind", [kind.code for kind in COUNTRY.contract_types])
def test_gross_to_cost_and_back(kind: str) -> None:
    cost, jumps = _asked(kind, 5)
    grosses = np.arange(60_000, 1_000_000, 77_777)
    for gross, budget in zip(grosses.tolist(), cost(grosses).tolist(), strict=True):
        found = gross_for_cost(cost, budget, jumps=jumps)
        assert found.exact
        assert found.gross >= gross
        assert int(cost(np.array([found.gross]))[0]) == budget
