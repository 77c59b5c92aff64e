"""The worked cases of the research, every line."""

from pathlib import Path

import pytest

from core.country import Case, country
from shared_tools import cases
from shared_tools.refusal import Refusal

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


def answer(kind: str, year: int = 2026, **inputs: object) -> dict:
    return country("at").case_kinds[kind](Case("x", kind, dict(inputs), year=year))


def test_a_casual_day_of_2025_needs_no_flat_rate() -> None:
    found = answer("casual_day", 2025, gross=30_000, land="T")
    # 215.00 is the ceiling of a day in 2025; (1,661.80 + 4,265.70 + 13,332 + 16,274.88 + 2,398 - 487) / 360 tax.
    assert (found["lines"]["sv_base"], found["lines"]["lst"]) == (21_500, 10_401)


def test_special_pay_beyond_the_sixth_is_taxed_with_the_month() -> None:
    found = answer("month_and_special", gross=300_000, special_1=300_000, special_2=400_000, land="T")
    # The second payment has 3,000.00 left of the sixth of 6,000.00; a quarter of it, net 829.30, joins the month's 2,457.90.
    assert found["lines"]["special_2"]["lst"] == 14_927 + 27_259


@pytest.mark.parametrize("raw", FILE.cases, ids=lambda raw: raw["id"])
def test_inputs_may_be_text_and_null_is_left_out(raw: dict) -> None:
    words = {
        name: str(value).lower() if isinstance(value, int) else value for name, value in raw["inputs"].items()
    }
    spelled = raw | {"inputs": words | {"family_bonus_children_of_age": None}}
    assert cases.run([spelled], lambda code: country(code).case_kinds, Case, "at").differences == []


@pytest.mark.parametrize(
    ("kind", "inputs", "field"),
    [
        ("marginal", {"land": "T"}, "gross"),
        ("marginal", {"gross": "five", "land": "T"}, "gross"),
        ("free_contract", {"gross": -1, "land": "T"}, "gross"),
        ("casual_day", {"gross": 8_000, "land": "X"}, "land"),
        ("casual_day", {"gross": 8_000, "bv_due": "perhaps"}, "bv_due"),
        ("part_month", {"gross": 100_000, "days": 0}, "days"),
        ("part_month", {"gross": 100_000, "days": 32}, "days"),
        ("gross_from_budget", {"budget_month": 100_000, "special_payments": 3}, "special_payments"),
        ("special_payment", {"special": 100_000}, "sechstel"),
        ("month_and_special", {"gross": 300_000, "commuter_km_one_way": [1]}, "commuter_km_one_way"),
    ],
)
def test_what_a_case_cannot_say_is_refused_by_its_name(kind: str, inputs: dict, field: str) -> None:
    with pytest.raises(Refusal) as refused:
        answer(kind, **inputs)
    assert refused.value.field == field
