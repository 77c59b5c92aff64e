"""The way down from eliminations that no pair explains: former sisters, and long loans."""

from __future__ import annotations

from typing import Any

from core.group.elimination_figure import LENT, elimination, lent, outside
from core.group.equity_figure import MOVED, equity
from core.group.explained import Explained, Label, Part, natural, negated
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
        code, role = rest
        parts = tuple(
            Part(Label("month", step.month), natural(role, step.cents))
            for step in by_month(of.close, code, role)
        )
        return Explained((), sum(part.amount for part in parts), "EUR", parts)
    return {"outside": outside, "lent": lent, "equity": equity}[what](of, *rest)


def _walk(of: Closed, amount: int, found: Explained) -> int:
    """How many roles and months are reached; every step adds up, every name is what it is called by."""
    assert found.amount == amount
    if found.parts:
        assert sum(part.amount for part in found.parts) == amount
    return sum(
        _walk(of, part.amount, _below(of, part.name)) if part.name else part.label.kind in ("month", "role")
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


def test_every_movement_of_equity_leads_down_to_roles_and_months(invented: Any) -> None:
    reached = dict.fromkeys(MOVED, 0)
    for seed in range(4):
        for month in ("2024-06", "2025-07", "2025-12", "2026-02"):
            of = Closed(invented(seed).close(month))
            moved = of.close.figures.equity_movement
            for field in MOVED:
                reached[field] += _walk(of, getattr(moved, field), equity(of, field))
            assert sum(getattr(moved, field) for field in MOVED) == moved.closing
    assert all(count > 10 for count in reached.values()), reached
