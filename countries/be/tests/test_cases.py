"""The worked cases, exactly; and the two slips the dossier computed by hand."""

from __future__ import annotations

from pathlib import Path

from core.country import Case
from countries.be.terms import ArtistTerms
from countries.be.tests.works import BELGIUM, after, line, slip, work
from shared_tools import cases

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
