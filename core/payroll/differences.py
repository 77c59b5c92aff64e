"""What a slip lacks when the law it followed is corrected backwards. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from core.payroll.model import Payslip
from shared_tools.paysheet import Slip, SlipLine

_Key = tuple[str, str, str, str]


def _key(line: SlipLine) -> _Key:
    return line.code, line.bearer, line.owed, line.section


def _amounts(lines: Iterable[SlipLine]) -> Counter[_Key]:
    found: Counter[_Key] = Counter()
    for line in lines:
        found[_key(line)] += line.amount
    return found


def standing(original: Payslip, corrections: Sequence[Payslip]) -> Slip:
    """The slip as its corrections made so far leave it: lines of one name added up."""
    parts = (original, *corrections)
    amounts = _amounts(line for part in parts for line in part.lines)
    first = {_key(line): line for part in reversed(parts) for line in part.lines}
    figures: Counter[str] = Counter()
    for part in parts:
        figures.update(part.figures)
    return Slip(
        gross=sum(part.gross for part in parts), net=sum(part.net for part in parts),
        cost=sum(part.cost for part in parts), law_day=parts[-1].law_day,
        lines=tuple(msgspec.structs.replace(line, amount=amounts[key]) for key, line in first.items()),
        figures=dict(figures),
    )  # fmt: skip


def difference(now: Slip, stood: Slip) -> Slip | None:
    """``now`` less ``stood``, line by line; None where no amount differs.

    A difference has no base and no rate: it is no product. A figure that only one of the two knows makes no difference
    by itself, for a later program may tell more of the same slip; where there is one, every figure is carried along.
    """
    is_, was = _amounts(now.lines), _amounts(stood.lines)
    named = {_key(line): line for line in (*stood.lines, *now.lines)}
    lines = tuple(
        msgspec.structs.replace(line, amount=is_[key] - was[key], base=None, rate=None)
        for key, line in named.items()
        if is_[key] != was[key]
    )
    figures = {
        code: now.figures.get(code, 0) - stood.figures.get(code, 0)
        for code in {**stood.figures, **now.figures}
        if now.figures.get(code, 0) != stood.figures.get(code, 0)
    }
    if (
        not lines
        and now.gross == stood.gross
        and not figures.keys() & now.figures.keys() & stood.figures.keys()
    ):
        return None
    return Slip(
        gross=now.gross - stood.gross, net=now.net - stood.net, cost=now.cost - stood.cost, law_day=now.law_day,
        lines=lines, figures=figures,
    )  # fmt: skip


def corrected(original: Payslip, now: Slip) -> Payslip:
    """``original`` with the amounts of ``now``: what later slips must count with."""
    return msgspec.structs.replace(
        original, gross=now.gross, net=now.net, cost=now.cost, lines=now.lines, figures=now.figures
    )
