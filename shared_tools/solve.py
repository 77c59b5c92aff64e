"""Employer cost → gross: the cooperative's central question, answered without knowing any country.

A contract type's cost is a function of gross that rises between the law's jumps (a threshold where contributions set
in or fall away). Each stretch between two jumps is searched on its own; the answer is the exact gross, or the nearest
below and above with what stays in the budget (failure modes L1, L2).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np

from shared_tools.dated import Law
from shared_tools.paysheet import Column, Columns, Pay

CostOf = Callable[[Column], Column]
# Where each line is rounded apart, cost may fall by a cent from one gross to the next: look this far ahead.
LOOK_AHEAD = 8
_WIDTH = (
    48  # candidates a round: three or four rounds find any wage, and a round costs little more than one slip
)


class Solution(msgspec.Struct, frozen=True):
    """``gross`` the largest wage whose cost is within ``budget``; ``exact`` when nothing is left over.

    ``above`` and ``cost_above`` are the next dearer wage the law allows, when the budget is not met exactly.
    All in minor units.
    """

    budget: int
    gross: int
    cost: int
    left: int
    exact: bool
    above: int | None
    cost_above: int | None


def cost_of(pay: Pay, columns: Columns, law: Law) -> CostOf:
    """The cost of ``columns``' single row as a function of a column of candidate gross wages."""

    def cost(gross: Column) -> Column:
        return pay(columns.repeat(len(gross)).with_(gross=gross), law).cost

    return cost


def gross_for_cost(
    cost: CostOf, budget: int, *, jumps: Sequence[int] = (), limit: int | None = None
) -> Solution:
    """Largest gross with ``cost(gross) <= budget`` (minor units), and the next one above it.

    ``jumps`` are the grosses from which on the law counts differently: each begins a stretch in which cost does not
    fall. ``limit`` caps the search (default: the budget itself, since no employer pays less than the gross).
    A budget below the cost of nothing gives gross 0 with all of it left.
    """
    top = budget if limit is None else limit
    starts = sorted({0, *(jump for jump in jumps if 0 < jump <= top)})
    ends = [start - 1 for start in starts[1:]] + [top]
    best, best_cost, above, cost_above = 0, 0, None, None
    for start, end in zip(starts, ends, strict=True):
        low, high = _last_within(cost, budget, start, end)
        if low is not None and high is not None:
            low, high = _beyond_dips(cost, budget, low, end)
        pair = np.array([value for value in (low, high) if value is not None], dtype=np.int64)
        costs = dict(zip(pair.tolist(), cost(pair).tolist(), strict=True))
        if low is not None and low >= best:
            best, best_cost = low, costs[low] if low else 0
        if high is not None and (cost_above is None or costs[high] < cost_above):
            above, cost_above = high, costs[high]
    exact = best_cost == budget
    if exact:
        above = cost_above = None
    return Solution(budget, best, best_cost, budget - best_cost, exact, above, cost_above)


def _last_within(cost: CostOf, budget: int, start: int, end: int) -> tuple[int | None, int | None]:
    """In a stretch where cost does not fall: the last gross within budget and the first beyond (None: no such)."""
    low, high = start - 1, end + 1
    while high - low > 1:
        count = min(_WIDTH, high - low - 1)
        inner = low + 1 + np.arange(count, dtype=np.int64) * (high - low - 1) // count
        within = cost(inner) <= budget
        count = int(np.argmin(within)) if not within.all() else len(inner)
        low, high = (
            (int(inner[count - 1]) if count else low),
            (int(inner[count]) if count < len(inner) else high),
        )
    return (low if low >= start else None), (high if high <= end else None)


def _beyond_dips(cost: CostOf, budget: int, low: int, end: int) -> tuple[int, int | None]:
    """``low`` moved up while a gross just above it costs no more than the budget either."""
    ahead = np.arange(low, min(low + LOOK_AHEAD, end) + 1, dtype=np.int64)
    within = np.flatnonzero(cost(ahead) <= budget)
    best = int(ahead[within[-1]]) if len(within) else low
    return best, best + 1 if best < end else None
