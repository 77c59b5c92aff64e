"""The way down from eliminations that no pair explains: former sisters, and long loans."""

from __future__ import annotations

from typing import Any

from core.group.elimination_figure import LENT, elimination, lent, outside
from core.group.explained import Explained, natural, negated
from core.group.figure import In
from shared_tools.group import Close, by_month
from shared_tools.group.translate import RETAINED


class Closed(In):
    """A close that nobody stored."""

    def __init__(self, close: Close) -> None:
        self.close, self.prefix, self.addresses = close, "", {}


def _below(of: Closed, name: str) -> Explained:
    if name.startswith("minus/"):
        return negated(_below(of, name.removeprefix("minus/")))
    what, *rest = name.strip("/").split("/")
    if what == "entity":
        steps, role = by_month(of.close, *rest), rest[1]
        return Explained((), sum(natural(role, step.cents) for step in steps), "EUR", ())
    return {"outside": outside, "lent": lent}[what](of, *rest)


def _walk(of: Closed, amount: int, found: Explained) -> int:
    """How many months are reached; every step adds up, every name is what it is called by."""
    assert found.amount == amount
    if found.parts:
        assert sum(part.amount for part in found.parts) == amount
    return sum(
        _walk(of, part.amount, _below(of, part.name)) if part.name else part.label.kind == "month"
        for part in found.parts
    )


def test_former_sisters_and_long_loans_lead_down_to_the_months(invented: Any) -> None:
    reached = {"outside": 0, "reserve": 0}
    earlier = 0
    for seed in range(4):
        for month in ("2024-12", "2025-07", "2026-02"):
            of = Closed(invented(seed).close(month))
            for klass in reached:
                for role, cents in of.close.figures.eliminations.get(klass, {}).items():
                    found = elimination(of, klass, role)
                    assert all(part.name for part in found.parts), "every part leads on"
                    reached[klass] += _walk(of, natural(role, cents), found)
                    earlier += klass == "reserve" and role == RETAINED
    assert reached["outside"] > 20 and reached["reserve"] > 20 and earlier
    assert LENT == "fx_net_investment"
