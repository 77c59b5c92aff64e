"""A person's slips of a month → the statement and the contribution bases that the month's declaration sums up."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from shared_tools.paysheet import Slip

_KIND_OF_LINE = {"sink": "sink", "a_sink": "a_sink"}


def statements(slips: Sequence[Slip]) -> list[dict[str, Any]]:
    """``number``, ``pay``, ``pay_outside``, ``tax`` and ``tax_kind`` of ``declarations.agi``, öre, one per kind of tax.

    All payments of one person in the calendar month are summed before the öre are dropped.
    """
    found: dict[str, dict[str, Any]] = {}
    for slip in slips:
        kind = _kind(slip)
        sums = found.setdefault(kind, {"tax_kind": kind, "pay": 0, "pay_outside": 0, "tax": 0})
        liable = slip.figures["liable_pay"]
        sums["pay"] += liable
        sums["pay_outside"] += slip.gross - liable
        sums["tax"] += sum(
            line.amount for line in slip.lines if line.bearer == "employee" and line.owed == "tax"
        )
    return [{"number": number, **sums} for number, sums in enumerate(found.values(), 1)]


def contribution_bases(slips: Sequence[Slip]) -> dict[Fraction, int]:
    """Whole kronor by rate, of one person's slips of the month; persons are added up after that."""
    sums: dict[Fraction, int] = {}
    for slip in slips:
        for line in slip.lines:
            if line.code.startswith("contribution_") and line.base and line.rate:
                rate = Fraction(line.rate)
                sums[rate] = sums.get(rate, 0) + line.base
    return {rate: base // 100 for rate, base in sums.items()}


def _kind(slip: Slip) -> str:
    if not slip.figures["pay_of_year"] and slip.gross:
        return "f_tax"
    return next(
        (_KIND_OF_LINE[line.code] for line in slip.lines if line.code in _KIND_OF_LINE), "preliminary"
    )
