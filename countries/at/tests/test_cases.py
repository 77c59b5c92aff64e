"""The worked cases of the research, every line."""

from pathlib import Path

import pytest

from core.country import Case, country
from shared_tools import cases

FILE = cases.read(Path(__file__).parents[1] / "cases" / "examples.json")


@pytest.mark.parametrize("raw", FILE.cases, ids=lambda raw: raw["id"])
def test_worked_case(raw: dict) -> None:
    result = cases.run([raw], lambda code: country(code).case_kinds, Case, "at")
    assert result.differences == []


def test_a_year_of_2025_uses_its_own_numbers() -> None:
    answer = country("at").case_kinds["part_month"](
        Case("x", "part_month", {"gross": 600_000, "days": 20, "land": "W"}, year=2025)
    )
    assert answer["lines"]["sv_base"] == 20 * 21_500
    assert answer["lines"]["sv_rate_dn_percent"] == "18.07"  # Vienna raised housing in 2026 only
