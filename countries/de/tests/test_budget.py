"""Employer cost → gross, for every cent the cost can have; the wobble of the transition zone is measured."""

from __future__ import annotations

import numpy as np
import pytest

from countries.de import marginal
from countries.de.cases import employment_row
from countries.de.payroll import insured_month, jumps
from shared_tools.dated import Law
from shared_tools.given import Given
from shared_tools.paysheet import Columns
from shared_tools.solve import LOOK_AHEAD, CostOf, cost_of, gross_for_cost


def cost_and_jumps(law: Law, **given: object) -> tuple[CostOf, tuple[int, ...]]:
    asked = {"tax_class": 1, "health_extra_rate_percent": "2.9", "u1_rate_percent": "1.6", "u2_rate_percent": "0.44"}  # fmt: skip
    row = Columns.of([employment_row(Given({**asked, **given}), 0, 2026, law)])
    return cost_of(insured_month, row, law), jumps(row, law)


@pytest.mark.parametrize("given", [{}, {"land": "SN", "childless_supplement": True}, {"sv_days": 10}])
def test_the_wobble_of_the_zone_is_half_of_what_the_search_looks_at(
    law: Law, given: dict[str, object]
) -> None:
    cost, edges = cost_and_jumps(law, **given)
    gross = np.arange(0, edges[-1] + 2_000)
    costs = cost(gross)
    # The largest gross within each cost, against the first that passes it.
    first_beyond = np.searchsorted(np.maximum.accumulate(costs), costs, side="right")
    assert (gross - first_beyond).max() <= LOOK_AHEAD // 2
    assert np.diff(costs).min() >= -3
    outside = (gross[:-1] < edges[0]) | (gross[:-1] > edges[-1])
    assert (np.diff(costs)[outside] >= 1).all()


@pytest.mark.parametrize("given", [{}, {"land": "SN", "childless_supplement": True}])
def test_the_largest_gross_is_found_for_every_cost_of_the_zone(law: Law, given: dict[str, object]) -> None:
    cost, edges = cost_and_jumps(law, **given)
    gross = np.arange(0, 260_000)
    least_from_here = np.minimum.accumulate(cost(gross)[::-1])[::-1]
    for budget in [*range(77_900, 78_300, 7), *range(80_000, 260_000, 1_709)]:
        largest = int(np.searchsorted(least_from_here, budget, side="right")) - 1
        assert gross_for_cost(cost, budget, jumps=edges).gross == largest, budget


def test_no_gross_beyond_fits_and_the_rest_stays_in_the_budget(law: Law) -> None:
    cost, edges = cost_and_jumps(law)
    for budget in [0, 1, 2, *range(3, 2_000_001, 19_997), 2_000_000]:
        found = gross_for_cost(cost, budget, jumps=edges)
        assert found.cost <= budget
        assert found.left == budget - found.cost
        assert found.above is None or found.above > found.gross
        beyond = int(cost(np.array([found.gross + 1]))[0])
        assert beyond > budget or found.gross in edges


def test_gross_to_cost_to_gross_is_the_identity_outside_the_zone(law: Law) -> None:
    cost, edges = cost_and_jumps(law)
    for gross in [*range(200_010, 1_300_000, 33_331), 581_250, 581_251, 845_000, 845_001]:
        budget = int(cost(np.array([gross]))[0])
        found = gross_for_cost(cost, budget, jumps=edges)
        assert (found.gross, found.exact) == (gross, True)


def test_a_minijob_and_a_short_job_never_cost_less_for_more(law: Law) -> None:
    small = cost_of(marginal.minijob, Columns.of([marginal.Minijob(gross=0)]), law)
    assert (np.diff(small(np.arange(0, 60_301))) >= 1).all()
    flat = cost_of(marginal.short_term, Columns.of([marginal.ShortTerm(gross=0, days=5, flat=True)]), law)
    assert (np.diff(flat(np.arange(0, 80_000))) >= 1).all()
    for budget in range(500, 79_000, 1_013):
        found = gross_for_cost(small, budget)
        assert found.cost <= budget < int(small(np.array([found.gross + 1]))[0])
