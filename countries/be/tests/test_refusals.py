"""What is refused, by its stable name, and the numbers people are known by."""

from __future__ import annotations

from datetime import date

import pytest

from countries.be.terms import (
    AgencyTerms,
    ArtistTerms,
    EmployeeTerms,
    ExceptionalTerms,
    StudentTerms,
)
from countries.be.tests.works import slip, work
from countries.be.worker import Worker, check_establishment, check_onss_number, check_person_id
from shared_tools.refusal import Refusal


def rule(kind, one):
    with pytest.raises(Refusal) as refused:
        slip(kind, one)
    assert refused.value.way_out
    return refused.value


@pytest.mark.parametrize(
    ("kind", "one", "expected"),
    [
        ("employee", work(10000, 4), "below_minimum_wage"),
        ("employee", work(-1, 4), "impossible_wage"),
        ("employee", work(0, 4), "impossible_wage"),
        ("employee", work(10**9, 4), "impossible_wage"),
        ("employee", work(50000, 2, days=()), "no_days"),
        ("employee", work(50000, 2, days=(date(2026, 10, 1),)), "day_outside_contract"),
        ("employee", work(50000, 2, days=(date(2026, 10, 5),) * 2), "day_outside_contract"),
        ("employee", work(90000, 5, last_day=date(2026, 11, 2)), "contract_over_months"),
        ("employee", work(90000, 4, terms=EmployeeTerms(paid_by="month")), "not_a_whole_month"),
        ("employee", work(90000, 4, terms=EmployeeTerms(paid_by="hour"), minutes=0), "hours_missing"),
        ("employee", work(90000, 4, terms=EmployeeTerms(week_days=8)), "week_days"),
        ("employee", work(90000, 4, worker=Worker(family="alone")), "unknown_family"),  # type: ignore[arg-type]
        ("employee", work(90000, 4, worker=Worker(children=-1)), "impossible_family"),
        ("employee", work(90000, 4, worker=Worker(children=1, disabled_children=2)), "impossible_family"),
        ("employee", work(90000, 4, worker=Worker(single_parent=True)), "impossible_family"),
        ("employee", work(90000, 4, worker=Worker(chosen_percent="120")), "impossible_percentage"),
        ("employee", work(90000, 4, worker=Worker(chosen_percent="a lot")), "impossible_percentage"),
        ("artist_1bis", work(90000, 4, terms=ArtistTerms()), "certificate_missing"),
        ("artist", work(90000, 4, terms=ArtistTerms(), worker=Worker(birth_date=date(2008, 1, 1))), "young_artist"),
        ("student", work(90000, 4, terms=StudentTerms()), "student_hours_unknown"),
        ("student", work(90000, 4, terms=StudentTerms(minutes_elsewhere=0), minutes=0), "hours_missing"),
        ("agency", work(90000, 4, terms=AgencyTerms()), "agency_terms_missing"),
        ("exceptional_payment", work(90000, 1, terms=ExceptionalTerms()), "normal_year_pay_missing"),
        ("exceptional_payment", work(90000, 1, terms=ExceptionalTerms("holiday", "artist", 1)), "holiday_from_fund"),
    ],
)  # fmt: skip
def test_refused(kind, one, expected):
    assert rule(kind, one).rule == expected


def test_minimum_wage_is_named_with_its_source():
    refusal = rule("employee", work(40611, 4))
    assert "406.12" in refusal.message and "CBA no. 43" in refusal.message
    slip("employee", work(40612, 4))


def test_minimum_wage_by_the_hour():
    terms = EmployeeTerms(paid_by="hour", departure_holiday=False)
    # 2,233.61 × 12 / (52 × 38) an hour: 13.5645, for 10 hours 135.65 rounded up.
    assert rule("employee", work(13564, 2, minutes=600, terms=terms)).rule == "below_minimum_wage"
    slip("employee", work(13565, 2, minutes=600, terms=terms))


def test_certificate_held_opens_article_1bis():
    terms, who = ArtistTerms(flat_tax=True), Worker(arts_certificate="once_held", birth_date=date(1990, 5, 1))
    assert slip("artist_1bis", work(75000, 3, terms=terms, worker=who)).net == 57257


@pytest.mark.parametrize("number", ["85.07.30-033.28", "01.02.03-001.70", "85.47.30-033.17"])
def test_person_ids(number):
    assert check_person_id(number) == "".join(c for c in number if c.isdecimal())


@pytest.mark.parametrize("number", ["85.07.30-033.29", "1", "", "85073003"])
def test_wrong_person_ids(number):
    with pytest.raises(Refusal) as refused:
        check_person_id(number)
    assert refused.value.rule == "not_a_person_id"


def test_numbers_of_employers():
    assert check_onss_number("1234567-49") == "123456749"
    assert check_establishment("2.000.000.042") == "2000000042"
    for check, wrong in ((check_onss_number, "123456798"), (check_establishment, "0403701924")):
        with pytest.raises(Refusal):
            check(wrong)
