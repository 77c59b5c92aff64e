"""The way down: every figure of every table leads to entity, role and month, and each step adds up to the cent."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from group_world import GroupWorld
from world import refused

from core.db import Transaction
from core.group.closes import shown_month, shown_year
from core.group.explained import SHOWN, Explained, closing
from core.group.figure import explain
from core.group.published import publish_year
from core.group.spreadsheet import report_json
from shared_tools import money
from shared_tools.roles import ROLES


class Walk:
    """Follows every name down to the end; ``leaves`` counts months reached, ``roundings`` the lines called rounding."""

    def __init__(self, uow: Transaction) -> None:
        self.uow = uow
        self.seen: set[str] = set()
        self.leaves = self.roundings = 0

    def down(self, name: str, amount: int) -> None:
        """``name`` is ``amount``, and everything below it adds up."""
        found = explain(self.uow, name)
        assert found.amount == amount, name
        if name in self.seen:
            return
        self.seen.add(name)
        if found.formula == "sum":
            assert sum(part.amount for part in found.parts) == amount, name
        elif found.formula in ("growth", "share", "average"):
            self.formula(found)
        for part in found.parts:
            if part.name:
                self.down(part.name, part.amount)
            elif part.label.kind == "month":
                self.leaves += 1
                self.translated(part)
            elif "Rounding" in part.label.text:
                self.roundings += 1
                assert 0 < abs(part.amount) <= 50_000, (
                    "no more than half a printed unit, or a euro by largest remainder"
                )

    def formula(self, found: Explained) -> None:
        first, second = (part.amount for part in found.parts)
        numerator = {"growth": 100 * (first - second), "share": 100 * first, "average": first}[found.formula]
        assert found.amount == money.half_up(numerator * (1 if second > 0 else -1), abs(second))

    def translated(self, part: Any) -> None:
        """Local amount ÷ rate, half away from zero, is the cents: computed here with fractions, not by the engine."""
        if part.rate and part.currency != "EUR":
            exact = Fraction(part.local * 100, 10 ** money.exponent(part.currency)) / Fraction(part.rate)
            assert abs(exact - part.amount) <= Fraction(1, 2)
            assert part.amount == money.rounded(exact)


def names(value: Any) -> list[tuple[str, int]]:
    """Every figure of the report's JSON with what its drill must begin with."""
    scale = {"euro": 100, "thousand": 100_000}
    return [
        (cell["figure"], cell["value"] * scale.get(cell["unit"], 1))
        for table in value["tables"] for row in table["rows"] for cell in row["cells"] if cell["figure"]
    ]  # fmt: skip


def test_every_figure_of_the_report_leads_down_to_the_months(group: GroupWorld) -> None:
    with group.store.read() as uow:
        walk = Walk(uow)
        data = report_json(uow, shown_year(uow, "2026"), "en")
        found = names(data)
        assert len(found) > 60
        known = [cell for table in data["tables"] for row in table["rows"] for cell in row["cells"] if cell["value"] is not None]  # fmt: skip
        assert all(cell["figure"] for cell in known), "no figure without a way down"
        for name, amount in found:
            walk.down(name, amount)
    assert walk.leaves > 100 and walk.roundings > 5


def test_every_role_at_every_stage_leads_down_too(group: GroupWorld) -> None:
    with group.store.read() as uow:
        closed = shown_month(uow)
        assert closed is not None
        walk, month, figures = Walk(uow), closed.figures.month, closed.figures
        for stage, table in (("aggregated", figures.aggregated), ("consolidated", figures.consolidated)):
            for role, cents in table.items():
                sign = 1 if role not in ROLES or ROLES[role].statement in ("asset", "cost") else -1
                if role in ROLES:
                    walk.down(closing("2026", 0, month, "role", stage, role), sign * cents)
        for line in SHOWN:
            name = closing("2026", 0, month, "line", line)
            walk.down(name, explain(uow, name).amount)
        for pair in figures.pairs:
            for side, amount in (("difference", pair.difference), ("unmatched", pair.unmatched), ("exchange", pair.exchange)):  # fmt: skip
                walk.down(closing("2026", 0, month, "pair", pair.klass, pair.giver, pair.taker, side), amount)
    assert walk.leaves > 200
    assert any(pair.unmatched for pair in figures.pairs), "the bill on its way in May is seen"


def test_a_published_version_leads_down_its_own_way(group: GroupWorld) -> None:
    group.do(publish_year, "2026", group.key)
    group.restate("hu", "2026-02", more=999_999)
    group.do(publish_year, "2026", group.key, "Hungary restated February.")
    tops = {}
    for version in (1, 2):
        with group.store.read() as uow:
            walk = Walk(uow)
            for name, amount in names(report_json(uow, shown_year(uow, "2026", version), "en")):
                walk.down(name, amount)
            tops[version] = explain(uow, f"report/2026/{version}/VI.2/hu/turnover_thousands/now").amount
    assert tops[2] - tops[1] in (200_000, 300_000), "999,999 forints at about 390"


@pytest.mark.parametrize("name", [
    "", "nothing", "report/2026/0/I.6 members/nothing/now", "report/2026/0/I.6 members/gross_wages/after", "close/2026/0/2026-10/entity/xx/bank",
    "close/2026/0/2026-10/role/eaten/bank", "close/2026/x/2026-10/role/aggregated/bank", "report/2026/9/II.1/2026/total", "minus/", "report/2026",
])  # fmt: skip
def test_a_name_of_nothing_is_refused(november: GroupWorld, name: str) -> None:
    with refused("not_found"):
        november.ask(explain, name)
