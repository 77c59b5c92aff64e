"""Persons counted by contract type or structure without telling of any one of them: pure.

A cut that fewer than ``LEAST`` persons make up says what each earns to whoever knows one of them; so small cuts are
added up under ``other``, and ``other`` itself takes in the next smallest until it holds enough: whoever subtracts what
is shown from the totals finds ``other``, and nothing smaller (docs/decisions/0007).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple

LEAST: Final = 5
"""Persons behind any amount or number of days that leaves the entity."""

OTHER: Final = "other"


class Share(NamedTuple):
    """What one person worked within one cut; gross in minor units."""

    cut: str
    worker: str
    days: int
    gross: int


def told(shares: Iterable[Share], with_gross: bool, least: int = LEAST) -> dict[str, dict[str, int]]:
    """Workers and days (and gross) by cut, small ones under ``other``; nothing where all together are too few."""
    shares = list(shares)
    persons: dict[str, set[str]] = {}
    for share in shares:
        persons.setdefault(share.cut, set()).add(share.worker)
    shown = {cut for cut, workers in persons.items() if len(workers) >= least and cut != OTHER}
    hidden = set(persons) - shown
    while hidden and len(set().union(*(persons[cut] for cut in hidden))) < least:
        if not shown:
            return {}
        smallest = min(shown, key=lambda cut: (len(persons[cut]), cut))
        shown.remove(smallest)
        hidden.add(smallest)
    found = {cut: [share for share in shares if share.cut == cut] for cut in sorted(shown)}
    if hidden:
        found[OTHER] = [share for share in shares if share.cut in hidden]
    return {cut: _added(of, with_gross) for cut, of in found.items()}


def _added(shares: list[Share], with_gross: bool) -> dict[str, int]:
    line = {"workers": len({share.worker for share in shares}), "days": sum(share.days for share in shares)}
    return {**line, "gross": sum(share.gross for share in shares)} if with_gross else line
