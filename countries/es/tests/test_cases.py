"""The worked cases, and what a case file may leave out or spell in another way."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from core.country import Case
from countries.es import COUNTRY
from shared_tools import cases
from shared_tools.refusal import Refusal

EXAMPLES = Path(__file__).parents[1] / "cases" / "examples.json"


def answer(kind: str, **inputs: Any) -> dict[str, Any]:
    return COUNTRY.case_kinds[kind](Case("t", kind, inputs, year=2026))


def test_examples() -> None:
    found = cases.read(EXAMPLES)
    result = cases.run(found.cases, lambda code: COUNTRY.case_kinds, Case, "es")
    assert result.differences == []
    assert result.cases == 33


@pytest.mark.parametrize("case", cases.read(EXAMPLES).cases, ids=lambda case: case["id"])
def test_what_a_case_may_omit(case: dict[str, Any]) -> None:
    """Accident rates follow from the activity; a year's pay and contributions from the slip."""
    inputs = {key: value for key, value in case["inputs"].items() if key != "atep_percent"}
    if case["kind"] in ("short_contract", "artist_month", "payslip_month", "worker_member"):
        del inputs["annual_social_security"]
        if case["kind"] in ("payslip_month", "worker_member"):
            del inputs["annual_pay"]
    found = COUNTRY.case_kinds[case["kind"]](Case(case["id"], case["kind"], inputs, year=2026))
    assert {key: found["outputs"][key] for key in case["outputs"]} == case["outputs"]


def test_floors_as_the_law_writes_them() -> None:
    pay = {"annual_pay": 500_000, "annual_social_security": 32_500}
    assert answer("irpf_annual", contract_class="INFERIORANO", **pay)["outputs"]["rate_percent"] == "2"
    assert answer("irpf_annual", contract_class="ESPECIAL", **pay)["outputs"]["rate_percent"] == "15"
    ceuta = {**pay, "ceuta_melilla": True}
    assert answer("irpf_annual", contract_class="INFERIORANO", **ceuta)["outputs"]["rate_percent"] == "0.8"
    assert answer("irpf_annual", contract_class="ESPECIAL", **ceuta)["outputs"]["rate_percent"] == "6"
    assert (
        answer("irpf_annual", contract_class="ESPECIAL", disability="33", **pay)["outputs"]["rate_percent"]
        == "0.00"
    )
    assert answer("irpf_annual", **pay)["outputs"]["rate_percent"] == "0.00"


def test_published_steps_of_the_algorithm() -> None:
    """ESCALA(24,000) = 5,365.50 in the algorithm's own text: reached by a base of 24,000."""
    lines = answer("irpf_annual", annual_pay=2_600_000, annual_social_security=0)["lines"]
    assert (lines["base"], lines["quota_on_base"]) == (2_400_000, 536_550)


def test_family() -> None:
    child = {"birth_year": 2010, "whole": True, "disability": "none", "reduced_mobility": False}
    three = [{**child, "birth_year": year} for year in (2025, 2010, 2012)]
    lines = answer("irpf_annual", annual_pay=3_000_000, annual_social_security=195_000, children=three)[
        "lines"
    ]
    # 2,400 + 2,700 + (4,000 + 2,800 for the one born in the two years before)
    assert lines["personal_and_family_minimum"] == 555_000 + 240_000 + 270_000 + 680_000
    assert lines["base"] == 3_000_000 - 195_000 - 200_000 - 60_000
    adult = {**child, "birth_year": 2001}
    assert answer("irpf_annual", annual_pay=3_000_000, children=[adult])["lines"][
        "personal_and_family_minimum"
    ] == (555_000)
    parents = [{"birth_year": 1950, "shared_by": 3, "disability": "33", "reduced_mobility": True}] * 2
    lines = answer("irpf_annual", annual_pay=3_000_000, ascendants=parents)["lines"]
    assert lines["personal_and_family_minimum"] == 555_000 + 170_000 + 400_000


def test_child_support_is_taxed_apart() -> None:
    plain = answer("irpf_annual", annual_pay=3_000_000, annual_social_security=195_000)["lines"]
    apart = answer("irpf_annual", annual_pay=3_000_000, annual_social_security=195_000, child_support=600_000)["lines"]  # fmt: skip
    # 20,050.00 of the base and 6,000.00 of support, each by the scale
    assert apart["quota_on_base"] == 418_950 + 114_000
    assert apart["quota_on_minimum"] == (555_000 + 198_000) * 19 // 100
    assert apart["quota"] < plain["quota"]
    above = answer("irpf_annual", annual_pay=3_000_000, annual_social_security=195_000, child_support=9_000_000)["lines"]  # fmt: skip
    assert above["quota"] == plain["quota"]


def test_extra_pays_paid_apart_enter_the_base() -> None:
    found = answer(
        "payslip_month", monthly_pay=180_000, payments=14, contribution_group=1, contract="indefinite"
    )
    assert found["outputs"]["gross"] == 180_000
    assert found["lines"]["base_cc"] == 210_000
    assert found["lines"]["tax"]["net_work_income"] == 2_520_000 - 12 * (9_870 + 315 + 3_255 + 210)


def test_regularisation_limits() -> None:
    before = {"annual_pay": 3_300_000, "annual_social_security": 214_500}
    after = {"annual_pay": 3_301_000, "annual_social_security": 214_565}
    given = {"before": before, "after": after, "already_paid": 1_650_000, "already_withheld": 250_000,
             "home_loan_before_2013": True}  # fmt: skip
    free = answer("irpf_regularisation", cause="other", **given)["outputs"]
    capped = answer("irpf_regularisation", cause="base", **given)["outputs"]
    assert free["annual_withholding"] > capped["annual_withholding"]
    fall = answer("irpf_regularisation", cause="base", before=before, after={"annual_pay": 1_700_000,
                  "annual_social_security": 110_500}, already_paid=1_650_000, already_withheld=50_000)  # fmt: skip
    assert Decimal(fall["outputs"]["rate_percent"]) <= Decimal(fall["lines"]["before"]["rate_percent"])
    highest = answer("irpf_regularisation", cause="other", before=before, after=after, already_paid=3_200_000,
                     already_withheld=0)  # fmt: skip
    assert highest["outputs"]["rate_percent"] == "47"


def test_artists_bands() -> None:
    for pay, base in ((57_700, 34_000), (57_701, 42_800), (103_801, 51_100), (173_701, 67_860)):
        found = answer("artist_month", pay_per_day=pay, days=1, contribution_group=3)["lines"]
        assert found["on_account_base_of_the_band"] == found["base_cc"] == base
    small = answer("artist_month", pay_per_day=5_000, days=2, contribution_group=1)["lines"]
    assert (small["base_cc"], small["base_cp"]) == (13_262, 10_000)


def _in_words(value: Any) -> Any:
    """The same inputs as a careless hand or another program writes them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return {key: _in_words(inner) for key, inner in value.items()} | {
            "a note": "of nobody's concern",
            "left": None,
        }
    if isinstance(value, list):
        return [_in_words(inner) for inner in value]
    try:
        return float(value)
    except ValueError:
        return value


@pytest.mark.parametrize("case", cases.read(EXAMPLES).cases, ids=lambda case: case["id"])
def test_numbers_as_text_and_text_as_numbers(case: dict[str, Any]) -> None:
    found = answer(case["kind"], **_in_words(case["inputs"]))
    assert found == answer(case["kind"], **case["inputs"])


@pytest.mark.parametrize(
    ("field", "kind", "inputs"),
    [
        ("annual_pay", "irpf_annual", {}),
        ("annual_pay", "irpf_annual", {"annual_pay": "much"}),
        ("annual_pay", "irpf_annual", {"annual_pay": 1200.5}),
        ("annual_pay", "irpf_annual", {"annual_pay": -1}),
        ("annual_pay", "irpf_annual", {"annual_pay": 10**13}),
        ("children.1.birth_year", "irpf_annual", {"annual_pay": 1, "children": [{"birth_year": 2010}, {}]}),
        ("children.0.birth_year", "irpf_annual", {"annual_pay": 1, "children": [{"birth_year": 2027}]}),
        ("ascendants.0.shared_by", "irpf_annual", {"annual_pay": 1, "ascendants": [{"birth_year": 1940, "shared_by": 0}]}),
        ("disability", "irpf_annual", {"annual_pay": 1, "disability": "50"}),
        ("contract_class", "irpf_annual", {"annual_pay": 1, "contract_class": "EVENTUAL"}),
        ("before.annual_pay", "irpf_regularisation", {"before": {}, "after": {}, "already_paid": 1, "already_withheld": 0}),
        ("already_paid", "irpf_regularisation", {"before": {"annual_pay": 9}, "after": {"annual_pay": 9}, "already_paid": 9, "already_withheld": 0}),
        ("monthly_pay", "payslip_month", {"payments": 12}),
        ("payments", "payslip_month", {"monthly_pay": 100_000, "payments": 11}),
        ("contribution_group", "payslip_month", {"monthly_pay": 100_000, "contribution_group": 12}),
        ("atep_percent.ims", "payslip_month", {"monthly_pay": 100_000, "atep_percent": {"it": "0.80"}}),
        ("atep_percent.it", "payslip_month", {"monthly_pay": 100_000, "atep_percent": {"it": "NaN", "ims": "1"}}),
        ("contract_pay", "short_contract", {"contract_pay": None}),
        ("days", "short_contract", {"contract_pay": 30_000, "days": 0}),
        ("contract", "short_contract", {"contract_pay": 30_000, "contract": "handshake"}),
        ("pay_per_day", "artist_month", {"days": 3}),
        ("days", "artist_month", {"pay_per_day": 20_000}),
        ("invoice_without_vat", "from_invoice", {"fee_percent": "7.5"}),
        ("fee_percent", "from_invoice", {"invoice_without_vat": 100_000, "fee_percent": "101"}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(field: str, kind: str, inputs: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        answer(kind, **inputs)
    assert refused.value.field == field
    assert refused.value.way_out


def test_the_found_gross_may_be_part_of_a_larger_year() -> None:
    """The pay of the year decides the rate, whether from_invoice finds a slip's pay or the case tells it."""
    inputs = {"invoice_without_vat": 100_000, "fee_percent": "7.5", "days": 3, "contribution_group": 1}
    alone = answer("from_invoice", **inputs, annual_pay="the gross found")
    beside = answer("from_invoice", **inputs, annual_pay=4_000_000, annual_social_security=260_000)
    assert alone["outputs"]["gross"] == beside["outputs"]["gross"]
    assert alone["lines"]["rate_percent"] == "0.00"
    assert Decimal(beside["lines"]["rate_percent"]) > 15
