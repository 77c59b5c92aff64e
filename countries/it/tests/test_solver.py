"""Employer cost → gross: for any budget the largest pay that it covers; cost never falls, so no jump is listed."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from countries.it.rows import EmployeeRow
from shared_tools.paysheet import Columns
from shared_tools.solve import cost_of, gross_for_cost

CODES = [
    "spettacolo",
    "intermittente",
    "intermittente_spettacolo",
    "tempo_determinato",
    "cococo",
    "cococo_spettacolo",
]
BUDGETS = sorted({0, 1, 2, 3, 99, 150_000, 2_000_000, *(n * 13_339 % 2_000_001 for n in range(1, 40))})


def cost(italy, year, code, **terms):
    kind = italy.contract_type(code)
    work = year.work(code, 100_000, date(2026, 3, 2), date(2026, 3, 4), **terms)
    law = italy.parameters.on(work.last_day)
    assert kind.inputs is not None
    assert kind.pay is not None
    return cost_of(kind.pay, Columns.of([kind.inputs(work, law)]), law), kind


@pytest.mark.parametrize("code", CODES)
def test_the_largest_gross_within_a_budget(italy, year, code):
    costs, _ = cost(italy, year, code)
    for budget in BUDGETS:
        found = gross_for_cost(costs, budget)
        here, above = costs(np.array([found.gross, found.gross + 1])).tolist()
        assert here <= budget < above
        assert found.left == budget - here
        assert found.exact == (here == budget)


@pytest.mark.parametrize("code", CODES)
def test_cost_never_falls_cent_by_cent(italy, year, code):
    year.year["ivs_base"] = year.year["gs_base"] = 12_229_500 - 300_000
    costs, _ = cost(italy, year, code, inail_per_mille="4.12")
    for start in (0, 290_000, 1_990_000):
        assert (np.diff(costs(np.arange(start, start + 20_000))) >= 0).all()


@pytest.mark.parametrize("code", CODES)
def test_gross_to_cost_to_gross(italy, year, code):
    costs, _ = cost(italy, year, code)
    gross = np.arange(1_000, 1_500_000, 31_337)
    for pay, total in zip(gross.tolist(), costs(gross).tolist(), strict=True):
        found = gross_for_cost(costs, total)
        assert found.exact
        # Two grosses may cost the same: the answer is the larger one.
        assert found.gross >= pay
        assert costs(np.array([found.gross]))[0] == total


def test_whole_euro_bases_cost_no_less_either(law):
    from countries.it import payroll

    row = Columns.of([EmployeeRow(gross=0, whole_euro=True, paid_days=3)])
    for pay in (payroll.ordinary_employee, payroll.performing_artist):
        costs = cost_of(pay, row, law)
        assert (np.diff(costs(np.arange(0, 30_000))) >= 0).all()
        for budget in range(1, 200_000, 7_919):
            found = gross_for_cost(costs, budget)
            assert costs(np.array([found.gross]))[0] <= budget < costs(np.array([found.gross + 1]))[0]
