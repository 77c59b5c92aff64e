"""The worked cases, and the tax administration's own answers: no difference."""

from __future__ import annotations

import csv
from pathlib import Path

from core.country import Case, Country
from shared_tools import cases

FOLDER = Path(__file__).parents[1] / "cases"


def test_every_worked_case_is_answered_exactly(germany: Country) -> None:
    file = cases.read(FOLDER / "examples.json")
    result = cases.run(file.cases, lambda code: germany.case_kinds, Case, file.country)
    assert result.differences == []
    assert result.cases == 47


def test_wage_tax_equals_the_answers_of_the_tax_administration(germany: Country) -> None:
    with (FOLDER / "bmf_service_2026.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(line for line in file if not line.startswith("#")))
    outputs = ("LSTLZZ", "SOLZLZZ", "BK", "STS", "SOLZS", "BKS")
    for row in rows:
        asked = {name: int(value) for name, value in row.items() if name not in outputs}
        answer = germany.case_kinds["wage_tax_only"](Case("bmf", "wage_tax_only", {"pap": asked}, year=2026))
        assert answer["outputs"] == {name: int(row[name]) for name in outputs}, asked
    assert len(rows) > 150


def test_the_inputs_a_case_omits_have_defaults(germany: Country) -> None:
    kinds = germany.case_kinds
    month = kinds["employment_month"](Case("x", "employment_month", {"gross": 300000}, year=2026))
    assert month["lines"]["u1"] == 0
    assert month["lines"]["church_tax_base"] is None
    small = kinds["minijob"](Case("x", "minijob", {"gross": 40000}, year=2026))
    assert small["outputs"]["net"] == 40000 - 1440
    day = kinds["short_term"](Case("x", "short_term", {"gross": 10000}, year=2026))
    assert day["lines"]["tax_an"] > 0


def test_a_budget_that_only_a_minijob_fits(germany: Country) -> None:
    answer = germany.case_kinds["gross_from_budget"](
        Case("x", "gross_from_budget", {"budget": 60000, "tax_class": 1, "health_extra_rate_percent": "2.9"}, year=2026)
    )  # fmt: skip
    assert answer["lines"]["midijob"] is False
    assert answer["lines"]["gross"] == 45742
    assert answer["lines"]["employer_cost"] <= 60000
