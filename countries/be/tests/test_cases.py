"""The worked cases, exactly; and the two slips the dossier computed by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from core.country import Case
from countries.be.terms import ArtistTerms
from countries.be.tests.works import BELGIUM, after, line, slip, work
from shared_tools import cases
from shared_tools.refusal import Refusal

EXAMPLES = Path(__file__).parent.parent / "cases" / "examples.json"


def test_every_worked_case_is_met_exactly():
    file = cases.read(EXAMPLES)
    result = cases.run(file.cases, lambda code: BELGIUM.case_kinds, Case, file.country)
    assert result.differences == []
    assert result.cases == len(file.cases) == 50


def test_the_kinds_of_the_file_are_the_kinds_answered():
    assert {case["kind"] for case in cases.read(EXAMPLES).cases} == set(BELGIUM.case_kinds)


def test_artist_at_a_concert_by_hand():
    found = slip("artist", work(50000, 2, terms=ArtistTerms(flat_tax=True)))
    assert (found.net, found.cost) == (38171, 73351)
    assert line(found, "withholding_by_law") == 4771


def test_two_contracts_of_a_month_by_hand():
    first = slip("employee", work(88000, 4))
    second = slip("employee", work(130000, 6, month=after(first), year=after(first), month_slips=1))
    assert first.net == 76498
    assert (line(second, "withholding_by_law"), line(second, "special_contribution")) == (12262, 990)
    assert second.net == 99757


def answer(kind: str, **inputs: object) -> dict:
    return BELGIUM.case_kinds[kind](Case(id="", kind=kind, inputs=dict(inputs), year=2026))


def test_exceptional_pay_with_a_child_between_the_two_limits():
    found = answer(
        "exceptional_payment", gross=200000, normal_year_pay=2400000, payment="other", children=1, income_year=2026
    )  # fmt: skip
    assert found["lines"]["child_reduction_percent"] == "7.5"
    assert found["outputs"] == {"net": 112169, "withholding": 61691}


def test_double_holiday_pay_takes_the_lower_column():
    found = answer(
        "exceptional_payment", gross=276000, normal_year_pay=3600000, payment="holiday", income_year=2026
    )
    assert found["outputs"] == {"net": 138222, "withholding": 101705}


def test_rights_beyond_the_share_of_the_law_are_pay():
    found = answer(
        "copyright_concession", amount=200000, paid_before_in_year=50000, service_pay_in_year=400000,
        with_service=True, income_year=2026, arts_certificate=False,
    )  # fmt: skip
    # Three sevenths of 4,000.00 are 1,714.29, of which 500.00 were paid before.
    assert found["lines"]["accepted"] == 121429
    assert found["outputs"]["to_pay_as_wage"] == 78571


def test_from_2026_rights_bear_costs_only_with_the_certificate():
    paid = {"amount": 120000, "service_pay_in_year": 400000, "income_year": 2026, "costs_mode": "split_50_25"}
    without, holder = (
        answer("copyright_concession", **paid, arts_certificate=held) for held in (False, True)
    )
    assert (without["lines"]["costs_mode"], without["outputs"]["movable_withholding"]) == ("none", 18000)
    assert holder["outputs"]["movable_withholding"] == 9000


@pytest.mark.parametrize("status", ["manual", "artist"])
def test_nothing_is_set_aside_for_a_departure_of_those_the_fund_pays(status: str):
    budget = {"budget": 143000, "days_paid": 5, "last_day": "2026-10-30", "status": status}
    assert answer("gross_from_budget", **budget, with_exit_holiday=True) == answer(
        "gross_from_budget", **budget
    )


def test_no_fraction_of_the_month_is_above_the_whole():
    worked = {"gross": 202793, "month": "2026-08", "status": "manual", "hours": 171.5, "full_hours_day": 7.5}
    found = answer("work_bonus", **worked, days_of_month=21)["lines"]
    assert (found["bonus_fraction"], found["work_bonus_a"], found["work_bonus_b"]) == ("1", 13774, 14851)


def _spelled(words: object) -> object:
    """The same inputs, every number and flag as text."""
    if isinstance(words, dict):
        return {name: _spelled(value) for name, value in words.items()} | {"disabled_children": None}
    return str(words).lower() if isinstance(words, int) else words


def test_inputs_may_be_text_and_null_is_left_out():
    raw = [case | {"inputs": _spelled(case["inputs"])} for case in cases.read(EXAMPLES).cases]
    assert cases.run(raw, lambda code: BELGIUM.case_kinds, Case, "be").differences == []


def test_hours_may_be_numbers():
    # 7.6 as a number is a hair less than 7.6: it must not lose a second.
    worked = {"gross": 77887, "month": "2026-07", "status": "manual"}
    by_text = answer("work_bonus", **worked, hours="51.6", full_hours_day="7.6")
    assert answer("work_bonus", **worked, hours=51.6, full_hours_day=7.6) == by_text


@pytest.mark.parametrize(
    ("kind", "inputs", "field"),
    [
        ("employee_month", {"month": "2026-09"}, "gross"),
        ("employee_month", {"gross": 223361, "month": "September"}, "month"),
        ("employee_day_contract", {"gross": 64000, "days_paid": 4}, "last_day"),
        ("employee_day_contract", {"gross": 64000, "days_paid": 0, "last_day": "2026-10-15"}, "days_paid"),
        ("employee_day_contract", {"gross": 64000, "last_day": "2026-10-15", "status": "clerk"}, "status"),
        ("artist_day_contract", {"gross": 50000, "last_day": "2026-10-10", "family": "alone"}, "family"),
        (
            "chosen_withholding",
            {"gross": 1, "last_day": "2026-10-10", "chosen_percent": 101},
            "chosen_percent",
        ),
        ("student", {"gross": 48000, "last_day": "2026-08-14"}, "hours"),
        ("student", {"gross": 48000, "last_day": "2026-08-14", "hours": 0}, "hours"),
        ("two_contracts_one_month", {"month": "2026-10", "first": {"gross": "much"}}, "first.gross"),
        ("copyright_concession", {"amount": 1, "arts_certificate": True, "costs_mode": "half"}, "costs_mode"),
        ("exceptional_payment", {"gross": 1, "normal_year_pay": 1, "payment": "gift"}, "payment"),
        (
            "gross_from_budget",
            {"budget": 120000, "last_day": "2026-10-16", "fee_percent": 101},
            "fee_percent",
        ),
    ],
)
def test_what_a_case_cannot_say_is_refused_by_its_name(kind: str, inputs: dict, field: str):
    with pytest.raises(Refusal) as refused:
        answer(kind, **inputs)
    assert refused.value.field == field
