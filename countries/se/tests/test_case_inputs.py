"""What a case may leave out or write as text, and what it must say: found by a second reading of the law."""

from __future__ import annotations

from typing import Any

import pytest

from core.country import Case, country
from shared_tools.refusal import Refusal

SE = country("se")
PAID = {"pay_date": "2026-05-12", "birth_year": 1985}
ON_TABLE = {**PAID, "gross": 3_000_000, "tax_kind": "table", "tax_table": 32}


def answer(kind: str, **inputs: Any) -> dict[str, Any]:
    found = SE.case_kinds[kind](Case("second reading", kind, inputs, year=2026))
    return found["lines"] | found["outputs"]


def test_numbers_written_as_text_are_numbers() -> None:
    text = {name: str(value) for name, value in ON_TABLE.items()}
    assert answer("employment", **text) == answer("employment", **ON_TABLE)
    sick = {**PAID, "monthly": "3350000", "hours_week": "38.25", "sick_hours": 7.75, "a1": "false"}
    # 3 350 000 × 12 / (52 × 38.25) = 20 211.16… an hour; × 7.75 = 156 636.5…, 80 % = 125 309.2…
    made = answer("sick_pay", **sick)
    assert (made["hourly"], made["deduction"], made["sick_pay"]) == (20_211, 156_637, 125_309)
    assert made["contribution_1_rate"] == "31.42"


def test_the_column_follows_from_age_where_the_case_is_silent() -> None:
    older = {**ON_TABLE, "birth_year": 1959}
    assert answer("employment", **older)["tax"] == answer("employment", **older, tax_column=3)["tax"]
    assert answer("employment", **ON_TABLE)["tax"] == answer("employment", **ON_TABLE, tax_column=1)["tax"]


def test_earlier_pay_above_the_last_row_was_taxed_too() -> None:
    """What the approximation had withheld from the month's earlier pay was forgotten: the next pay bore it again."""
    pay = {**ON_TABLE, "gross": 100_000}
    whole = answer("employment", **{**pay, "gross": 9_100_000})["tax"]
    earlier = answer("employment", **{**pay, "gross": 9_000_000})["tax"]
    assert answer("employment", **pay, earlier_in_month=9_000_000)["tax"] == whole - earlier


@pytest.mark.parametrize(
    ("kind", "inputs", "field"),
    [
        ("employment", {}, "gross"), ("employment", {"gross": "many"}, "gross"),
        ("employment", {**ON_TABLE, "tax_table": 28}, "tax_table"),
        ("employment", {**ON_TABLE, "tax_table": 43}, "tax_table"),
        ("employment", {**ON_TABLE, "tax_column": 4}, "tax_column"),
        ("employment", {"gross": 10_000, "tax_kind": "table"}, "tax_table"),
        ("employment", {"gross": 10_000, "tax_kind": "guess"}, "tax_kind"),
        ("one_off", {**PAID, "gross": 100_000}, "tax_year_income"),
        ("one_off", {**PAID, "gross": 100_000, "tax_year_income": 400_000, "tax_column": 3}, "tax_column"),
        ("decision", {**PAID, "gross": 100_000}, "tax_percent"),
        ("sink", {**PAID, "gross": 100_000, "tax_percent": "101"}, "tax_percent"),
        ("sick_pay", {**PAID, "gross": 100_000}, "monthly"),
        ("sick_pay", {**PAID, "monthly": 100_000, "hours_week": 0}, "hours_week"),
        ("from_invoice", PAID, "invoice_net"),
        ("side_income", {"gross": 100_000, "pay_date": "2026-02-30"}, "pay_date"),
        ("side_income", {"gross": 100_000, "pay_date": "2025-06-01"}, "pay_date"),
        ("side_income", {"gross": 100_000, "a1": "perhaps"}, "a1"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_read_says_which_input(kind: str, inputs: dict[str, Any], field: str) -> None:
    """A one-off amount or a decision without its number was answered with no tax, table 0 with one of its own."""
    with pytest.raises(Refusal) as refused:
        answer(kind, **inputs)
    assert refused.value.field == field and refused.value.way_out
