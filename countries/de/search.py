"""Employer cost → gross where cost wobbles: in the transition zone cost may fall by a cent or two from one gross to the next.

There each line is "half, round, double, less the employee's rounded part", so the employer's share moves in steps that
are not always upward. The shared search finds a gross within the budget whose neighbour is beyond it; the largest one
lies within a few cents above, and is looked up.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shared_tools.solve import CostOf, gross_for_cost

WOBBLE = 8
"""Cents above a found gross within which a larger one may still fit: twice what tests/test_budget.py finds."""


def largest_gross(cost: CostOf, budget: int, jumps: Sequence[int] = (), limit: int | None = None) -> int:
    """The largest gross (cents) whose ``cost`` is within ``budget``; at most ``limit``."""
    found = gross_for_cost(cost, budget, jumps=jumps, limit=limit).gross
    top = found + WOBBLE if limit is None else min(found + WOBBLE, limit)
    near = np.arange(found, top + 1, dtype=np.int64)
    within = near[cost(near) <= budget]
    return int(within[-1]) if len(within) else found
