"""The year so far: sums of a worker's slips with one employer, the printed one included. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core.payroll.model import Payslip
from shared_tools.paysheet import Bearer, Slip, SlipLine


@dataclass(frozen=True)
class YearSoFar:
    """Minor units, days, minutes. ``by_code`` sums of lines and figures as later slips know them; ``by_line`` the same
    line of one bearer; ``withheld`` what the employee bore in taxes."""

    gross: int
    net: int
    cost: int
    days: int
    minutes: int
    withheld: int
    by_code: Mapping[str, int]
    by_line: Mapping[tuple[Bearer, str], int]


def of_slips(slips: Iterable[Payslip]) -> YearSoFar:
    """``slips`` of one worker, employer and calendar year."""
    totals: Counter[str] = Counter()
    by_code: Counter[str] = Counter()
    lines: list[SlipLine] = []
    for slip in slips:
        totals.update(gross=slip.gross, net=slip.net, cost=slip.cost, days=slip.days, minutes=slip.minutes)
        by_code.update(slip.figures)
        lines += slip.lines
    return _summed(totals, by_code, lines)


def of_one(slip: Slip, days: int, minutes: int) -> YearSoFar:
    """A year whose only slip this is."""
    totals = Counter(gross=slip.gross, net=slip.net, cost=slip.cost, days=days, minutes=minutes)
    return _summed(totals, Counter(slip.figures), slip.lines)


def _summed(totals: Counter[str], by_code: Counter[str], lines: Iterable[SlipLine]) -> YearSoFar:
    by_line: Counter[tuple[Bearer, str]] = Counter()
    withheld = 0
    for line in lines:
        by_code[line.code] += line.amount
        by_line[line.bearer, line.code] += line.amount
        withheld += line.amount if (line.bearer, line.owed) == ("employee", "tax") else 0
    by_code.update({key: totals[key] for key in ("gross", "net", "days", "minutes")})
    return YearSoFar(**totals, withheld=withheld, by_code=by_code, by_line=by_line)
