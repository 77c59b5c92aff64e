"""The worked cases, every key of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.country.contract import Case
from shared_tools import cases
from shared_tools.group.cases import KINDS

FILE = cases.read(Path(__file__).with_name("cases.json"))


@pytest.mark.parametrize("case", FILE.cases, ids=lambda case: case["id"])
def test_case(case: dict[str, object]) -> None:
    result = cases.run([case], lambda code: KINDS, Case, FILE.country)
    assert result.lines
    assert not result.differences


def test_a_restated_month_without_newer_versions_is_not_stale() -> None:
    raw = next(case for case in FILE.cases if case["kind"] == "group_close")
    answer = KINDS["restate"](Case(raw["id"], "restate", raw["inputs"]))
    for month in raw["inputs"]["as_of"]:
        assert answer["outputs"][month] == {"stale": False, "effect": {}, "effect_totals": {}}
