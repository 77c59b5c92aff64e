"""The worked cases, and the tax administration's own answers: no difference."""

from __future__ import annotations

import copy
import csv
from pathlib import Path
from typing import Any

import pytest

from core.country import Case, Country
from shared_tools import cases
from shared_tools.refusal import Refusal

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


def _turned(value: Any) -> Any:
    """The same inputs with every amount and rate in the other form: numbers as text, text as numbers."""
    if isinstance(value, dict):
        return {name: _turned(inner) for name, inner in value.items()}
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return float(value) if isinstance(value, str) and value.replace(".", "").isdigit() else value


def test_numbers_may_be_text_and_text_numbers(germany: Country) -> None:
    file = cases.read(FOLDER / "examples.json")
    turned = [{**case, "inputs": _turned(case["inputs"])} for case in file.cases]
    assert cases.run(turned, lambda code: germany.case_kinds, Case, file.country).differences == []


@pytest.mark.parametrize(
    "wrong", ["abc", [], {}, -1, float("nan"), float("inf"), 10**30, "1e999999", "99999999999"]
)
def test_an_input_that_cannot_be_read_is_named(germany: Country, wrong: Any) -> None:
    for case in cases.read(FOLDER / "examples.json").cases:
        answered = germany.case_kinds[case["kind"]]
        for part, names in (("", case["inputs"]), ("pap", case["inputs"].get("pap", {}))):
            for name in names:
                inputs = copy.deepcopy(case["inputs"])
                (inputs[part] if part else inputs)[name] = wrong
                try:
                    answered(Case("x", case["kind"], inputs, year=case["year"]))
                except Refusal as refused:
                    place = f"{part}.{name}" if part else name
                    assert str(refused.field) in (place, f"{place}.STKL"), (case["id"], name, wrong)
                else:
                    unasked = name == "note" or (name == "pap" and wrong == {})
                    assert unasked, (case["id"], name, wrong)


def test_a_day_of_absurd_pay_is_refused_before_it_overflows(germany: Country) -> None:
    """The tariff once answered 0 where a year's pay passed 64 bits."""
    for inputs in ({"gross": 10**10, "days": 1}, {"gross": 10**10, "days": 2}):
        with pytest.raises(Refusal) as refused:
            germany.case_kinds["short_term"](Case("x", "short_term", inputs, year=2026))
        assert (refused.value.rule, refused.value.field) == ("absurd_wage", "gross")
