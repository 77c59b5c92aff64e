"""The worked cases, and variants that the file form allows, each computed by hand in its comment."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from core.country import Case
from shared_tools import cases
from shared_tools.refusal import Refusal

EXAMPLES = Path(__file__).parent.parent / "cases" / "examples.json"
BRACKETS = [["0", "15000", "0.0123"], ["15000", "28000", "0.0158"], ["28000", None, "0.0172"]]
SCHEME = {
    "name": "fpld_tertiary",
    "employee_percent": "9.19",
    "employer_percent": {"ivs": "23.81", "naspi": "1.31"},
    "employer_percent_on_capped_day": {},
}


def test_every_example_comes_out_to_the_cent(italy):
    file = cases.read(EXAMPLES)
    result = cases.run(file.cases, lambda _: italy.case_kinds, Case, "it")
    assert result.differences == []
    assert (result.cases, result.lines) == (28, 723)


def answer(italy, kind: str, **inputs: Any) -> dict[str, Any]:
    found = italy.case_kinds[kind](Case("mine", kind, inputs, year=2026))
    return found["lines"] | found["outputs"]


def test_a_case_that_omits_its_scheme_takes_the_law(italy):
    got = answer(italy, "year", gross_of_the_year=2_500_000)
    assert (got["employee_social_security"], got["irpef_net"], got["regional"]) == (229_750, 182_665, 0)


@pytest.mark.parametrize(
    ("cut", "expected"),
    # 7,308.40 / 8,000 of 1,000 is 913.55; cut to 0.9135 it is 913.50.
    [(False, 91_355), (True, 91_350)],
)
def test_the_ratio_of_the_further_deduction_may_be_cut(italy, cut, expected):
    got = answer(
        italy, "year", gross_of_the_year=3_600_000, scheme=SCHEME, truncate_ratio_of_further_deduction=cut
    )
    assert got["deduction_further"] == expected


def test_people_insured_before_1996_have_no_ceiling(italy):
    got = answer(italy, "year", gross_of_the_year=13_000_000, scheme=SCHEME, enrolled_after_1995=False)
    assert (got["ee_inps_base"], got["ee_inps_extra_1pct"]) == (1_194_700, 73_776)


def test_a_month_pays_one_percent_above_its_band(italy):
    got = answer(italy, "payslip_month", monthly_gross=600_000, scheme=SCHEME)
    assert got["ee_inps_extra_1pct"] == 1_315


def test_a_poor_month_takes_twelfths_without_the_yearly_minimum(italy):
    # 1,100.00 - 101.09 = 998.91 a month, 11,986.92 a year: 1,955 / 12, 1,200 / 12, 5.3 % of 998.91.
    got = answer(italy, "payslip_month", monthly_gross=110_000, scheme=SCHEME)
    assert (got["deduction_work"], got["trattamento_integrativo"]) == (16_292, 10_000)
    assert (got["tax_free_sum"], got["tax_free_sum_percent"]) == (5_294, "5.3")


def test_the_bonus_of_65_is_spread_over_the_months(italy):
    got = answer(italy, "payslip_month", monthly_gross=250_000, scheme=SCHEME)
    assert got["deduction_65"] == 542


def test_instalments_change_the_income_expected(italy):
    got = answer(italy, "payslip_month", monthly_gross=200_000, instalments=13, scheme=SCHEME)
    assert got["expected_income_of_the_year"] == 13 * got["taxable"]


def test_a_settled_year_on_the_renewal_of_a_term(italy):
    got = answer(
        italy, "part_year", gross_of_the_year=1_000_000, days=100, fixed_term=True, renewals=2, scheme=SCHEME
    )
    assert got["er_naspi_additional"] == 24_000


def test_collaboration_stops_at_the_ceiling(italy):
    got = answer(
        italy,
        "cococo_contribution",
        fee=1_000_000,
        rate_percent="24",
        ceiling=12_229_500,
        year_to_date=11_829_500,
    )
    assert (got["gs_total"], got["ee_gs"], got["er_gs"]) == (96_000, 32_000, 64_000)
    assert answer(italy, "cococo_contribution", fee=100_000)["gs_total"] == 35_030


def test_an_invoice_that_states_neither_fee_nor_budget(italy):
    got = answer(
        italy,
        "from_invoice",
        invoice_without_vat=150_000,
        fee_percent="9.5",
        days=8,
        fixed_term=True,
        scheme=SCHEME,
    )
    assert (got["fee"], got["budget"]) == (14_250, 135_750)
    assert got["employer_cost"] <= 135_750


@pytest.mark.parametrize(
    ("gross", "expected"),
    [
        # 10,897.20 / 15,000 = 0.7264: 800 - 110 × 0.7264 = 720.096
        (1_200_000, 72_010),
        # 29,059.20: 690 + 10
        (3_200_000, 70_000),
        # 49,945.50: (80,000 - 49,945.50) / 40,000 = 0.7513 of 690 = 518.397
        (5_500_000, 51_840),
        (9_000_000, 0),
    ],
)
def test_the_spouse_in_each_band(italy, gross, expected):
    got = answer(italy, "year", gross_of_the_year=gross, scheme=SCHEME, spouse_dependent=True)
    assert got["deduction_spouse"] == expected


def test_surtax_is_progressive_and_the_exemption_is_all_or_nothing(italy):
    # 22,702.50: 15,000 × 1.23 % + 7,702.50 × 1.58 %; municipal 0.8 % of all of it, or nothing up to the limit.
    given = {"gross_of_the_year": 2_500_000, "scheme": SCHEME, "regional_brackets": BRACKETS,
             "municipal_brackets": [["0", None, "0.008"]]}  # fmt: skip
    just_above = answer(italy, "year", municipal_exempt_up_to=2_270_249, **given)
    just_below = answer(italy, "year", municipal_exempt_up_to=2_270_250, **given)
    assert (just_above["regional"], just_above["municipal"], just_below["municipal"]) == (30_620, 18_162, 0)


def _in_words(value: Any) -> Any:
    """The same inputs as a careless hand or another program writes them."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int):
        return str(value)
    if isinstance(value, dict):
        return {key: _in_words(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_in_words(inner) for inner in value]
    try:
        return float(value)
    except (TypeError, ValueError):
        return value


@pytest.mark.parametrize("case", cases.read(EXAMPLES).cases, ids=lambda case: case["id"])
def test_numbers_as_text_and_text_as_numbers(italy, case: dict[str, Any]) -> None:
    kind = italy.case_kinds[case["kind"]]
    inputs = _in_words(case["inputs"]) | {"a note": "of nobody's concern", "other_income": None}
    assert kind(Case("words", case["kind"], inputs, year=2026)) == kind(
        Case("numbers", case["kind"], case["inputs"], year=2026)
    )


@pytest.mark.parametrize(
    ("field", "kind", "inputs"),
    [
        ("gross_of_the_year", "year", {}),
        ("gross_of_the_year", "year", {"gross_of_the_year": -1}),
        ("gross_of_the_year", "part_year", {"gross_of_the_year": "much"}),
        ("days", "part_year", {"gross_of_the_year": 1, "days": 0}),
        ("days", "part_year", {"gross_of_the_year": 1, "days": 367}),
        ("fixed_term", "year", {"gross_of_the_year": 1, "fixed_term": "perhaps"}),
        ("scheme.employee_percent", "year", {"gross_of_the_year": 1, "scheme": {"employer_percent": {}}}),
        ("scheme.employer_percent", "year", {"gross_of_the_year": 1, "scheme": {"employee_percent": 9}}),
        ("scheme.employer_percent.ivs", "year", {"gross_of_the_year": 1, "scheme": {"employee_percent": 9, "employer_percent": {"ivs": "x"}}}),
        ("scheme", "year", {"gross_of_the_year": 1, "scheme": "fondo"}),
        ("scheme", "year", {"gross_of_the_year": 1, "scheme": 7}),
        ("regional_brackets.0.rate", "year", {"gross_of_the_year": 1, "regional_brackets": [["0", None, "1.23"]]}),
        ("municipal_brackets.0", "year", {"gross_of_the_year": 1, "municipal_brackets": [["0"]]}),
        ("pay_per_day", "entertainment_days", {"days": 3}),
        ("days", "entertainment_days", {"pay_per_day": 12_000}),
        ("monthly_gross", "payslip_month", {"instalments": 12}),
        ("inps_base_rounding", "payslip_month", {"monthly_gross": 1, "inps_base_rounding": "cent"}),
        ("expected_income", "payslip_month", {"monthly_gross": 1, "expected_income": "9" * 15}),
        ("fee", "cococo_contribution", {"fee": 10.5}),
        ("rate_percent", "cococo_contribution", {"fee": 1, "rate_percent": "NaN"}),
        ("rate_percent", "cococo_contribution", {"fee": 1, "rate_percent": "35.03000001"}),
        ("invoice_without_vat", "from_invoice", {"fee_percent": "8.5"}),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_by_name(italy, field: str, kind: str, inputs: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        answer(italy, kind, **inputs)
    assert refused.value.field == field
    assert refused.value.way_out
