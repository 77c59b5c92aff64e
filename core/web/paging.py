"""Long lists, a screenful at a time, by address: it can be bookmarked and works without a script."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

SIZE = 100


class Shown(NamedTuple):
    """``rows`` of a list from ``start`` on; ``newer`` and ``older`` are where the neighbours begin, None at the ends."""

    rows: Sequence[Any]
    start: int
    newer: int | None
    older: int | None


def paged(rows_of: Callable[[int, int], Sequence[Any]], start: int, size: int = SIZE) -> Shown:
    """``rows_of(limit, offset)`` from ``start`` on; one row more than shown is asked for, to know whether more follow."""
    start = max(start, 0)
    rows = rows_of(size + 1, start)
    return Shown(
        rows[:size],
        start,
        max(start - size, 0) if start else None,
        start + size if len(rows) > size else None,
    )
