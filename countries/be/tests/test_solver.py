"""Cost → gross: the largest wage within any budget, and the one jump the law has."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from countries.be.payroll import Wage, cost_jumps, wages
from countries.be.tests.works import BELGIUM
from shared_tools.dated import Law
from shared_tools.paysheet import Columns
from shared_tools.solve import cost_of, gross_for_cost

HOURS = 3600
ROWS = {
    "employee": {},
    "employee with departure pay": {"departure": True},
    "whole month": {"days": 22, "whole_month": True, "third_of_quarter": True},
    "artist": {"base108": True, "days": 2},
    "by hours": {"by_hours": True, "seconds": 51 * HOURS},
    "student": {"student_seconds": 60 * HOURS, "student_inside": 30 * HOURS},
}
OCTOBER = date(2026, 10, 5)


def row(day: date = OCTOBER, **own) -> tuple[Columns, Law]:
    fields = {
        "gross": 0, "pay_day": day, "quarter": (day.month + 2) // 3, "days": 4, "month_days": 22, "day_seconds": 27360
    }  # fmt: skip
    return Columns.of([Wage(**(fields | own))]), BELGIUM.parameters.on(day)


@pytest.mark.parametrize("name", ROWS)
def test_gross_is_the_largest_within_the_budget(name):
    columns, law = row(**ROWS[name])
    cost = cost_of(wages, columns, law)
    random = np.random.default_rng(2026)
    for budget in (0, 1, 2, 99, *random.integers(100, 2_000_000, 25).tolist(), 2_000_000):
        found = gross_for_cost(cost, budget, jumps=cost_jumps(columns, law))
        here, next_up = cost(np.array([found.gross, found.gross + 1]))
        assert here <= budget < next_up
        assert found.left == budget - here


@pytest.mark.parametrize("name", ROWS)
def test_gross_to_cost_to_gross_is_the_identity(name):
    columns, law = row(**ROWS[name])
    cost = cost_of(wages, columns, law)
    for gross in (1, 77, 12_345, 123_456, 1_234_567):
        spent = int(cost(np.array([gross]))[0])
        back = gross_for_cost(cost, spent).gross
        assert int(cost(np.array([back]))[0]) == spent
        assert back >= gross


@pytest.mark.parametrize("name", ROWS)
def test_cost_never_falls(name):
    columns, law = row(**ROWS[name])
    costs = wages(columns.repeat(400_000).with_(gross=np.arange(400_000)), law).cost
    assert (np.diff(costs) >= 0).all()


def test_cost_falls_where_an_artist_reaches_the_wage_of_the_target_group():
    columns, law = row(date(2026, 3, 5), base108=True, days=5, artist_target=True)
    (jump,) = cost_jumps(columns, law)
    cost = cost_of(wages, columns, law)
    before, at = cost(np.array([jump - 1, jump])).tolist()
    assert at < before
    costs = wages(columns.repeat(300_000).with_(gross=np.arange(300_000)), law).cost
    assert np.flatnonzero(np.diff(costs) < 0).tolist() == [jump - 1]
    for budget in (at - 1, at, before - 1, before, before + 1):
        found = gross_for_cost(cost, budget, jumps=(jump,))
        within = np.flatnonzero(costs <= budget)
        assert found.gross == within[-1]


def test_no_jump_after_the_end_of_the_artists_reduction():
    columns, law = row(base108=True, days=5, artist_target=True)
    assert cost_jumps(columns, law) == ()
