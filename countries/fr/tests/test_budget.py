"""Employer cost → gross. Cost never falls as pay rises, so the largest pay within a budget is found exactly."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from countries.fr import COUNTRY
from countries.fr.contracts import Worker
from shared_tools.paysheet import Columns, in_chunks
from shared_tools.solve import cost_of, gross_for_cost

LAW = COUNTRY.parameters.on(date(2026, 7, 1))
TOP = 2_000_000  # cents: 20,000.00
KINDS = {
    "cdi": ((date(2026, 7, 1), date(2026, 7, 31)), {"headcount": 20}),
    "cdd": ((date(2026, 7, 1), date(2026, 7, 3)), {"hours": 21, "headcount": 60, "executive": True}),
    "artist": ((date(2026, 7, 1), date(2026, 7, 2)), {"hours": 16, "flat_deduction": "drama", "headcount": 12}),
    "technician": ((date(2026, 7, 1), date(2026, 7, 10)), {"hours": 80, "mobility_rate": "3.20", "headcount": 12}),
    "author_rights": ((date(2026, 7, 1), date(2026, 7, 1)), {}),
}  # fmt: skip


@pytest.fixture(params=KINDS)
def kind(request: pytest.FixtureRequest, employer_of: Any) -> tuple[Any, Columns]:
    days, terms = KINDS[request.param]
    contract_type = COUNTRY.contract_type(request.param)
    work = employer_of(Worker(flat_deduction_years=(2026,))).work(request.param, 500_000, *days, **terms)
    assert contract_type.inputs is not None
    return contract_type, Columns.of([contract_type.inputs(work, LAW)])


def _costs(contract_type: Any, row: Columns, top: int) -> np.ndarray:
    rows = row.repeat(top + 1).with_(gross=np.arange(top + 1))
    return np.concatenate([sheet.cost for sheet in in_chunks(contract_type.pay, rows, LAW)])


def test_cost_never_falls_and_every_budget_is_met(kind: tuple[Any, Columns]) -> None:
    contract_type, row = kind
    top = TOP if contract_type.code == "cdi" else TOP // 4
    costs = _costs(contract_type, row, top)
    assert (np.diff(costs) >= 0).all()
    assert contract_type.jumps(row, LAW) == ()
    cost = cost_of(contract_type.pay, row, LAW)
    steps = np.flatnonzero(np.diff(costs) > 100)
    edges = np.concatenate(
        [costs[steps] + delta for delta in (-1, 0, 1)] + [costs[steps + 1] - 1, costs[steps + 1]]
    )
    chance = np.random.default_rng(1).integers(0, top, 60)
    # The solver takes for granted that a wage costs at least itself, which holds from a euro on.
    assert (costs >= np.arange(top + 1))[100:].all()
    near = [int(edge) for edge in edges if 100 < edge < costs[-1]][:60]
    for budget in [0, *range(100, 110), *near, *(100 + chance).tolist()]:
        solution = gross_for_cost(cost, budget)
        expected = int(np.searchsorted(costs, budget, side="right")) - 1
        assert solution.gross == expected, budget
        assert solution.left == budget - solution.cost >= 0
        assert solution.exact or solution.cost_above is None or solution.cost_above > budget


def test_gross_cost_gross_is_the_identity(kind: tuple[Any, Columns]) -> None:
    contract_type, row = kind
    cost = cost_of(contract_type.pay, row, LAW)
    for gross in np.random.default_rng(2).integers(1, 600_000, 40):
        own = int(cost(np.array([gross]))[0])
        found = gross_for_cost(cost, own)
        # Two neighbouring wages may cost the same; the larger one is the answer.
        assert found.exact and found.cost == own and gross <= found.gross <= gross + 2


def test_the_jumps_that_the_law_makes_upward(employer: Any) -> None:
    kind = COUNTRY.contract_type("cdi")
    work = employer.work(
        "cdi", 300_000, date(2026, 7, 1), date(2026, 7, 31), headcount=20, accident_rate="1.10"
    )
    assert kind.inputs is not None and kind.pay is not None
    cost = cost_of(kind.pay, Columns.of([kind.inputs(work, LAW)]), LAW)
    assert cost(np.array([546_909, 546_910])).tolist() == [768_693, 779_632]  # exit of the reduction
    assert cost(np.array([400_500, 400_501])).tolist() == [554_437, 555_279]  # CET
    between = gross_for_cost(cost, 770_000)
    assert (between.gross, between.left, between.above, between.cost_above) == (
        546_909,
        1_307,
        546_910,
        779_632,
    )
