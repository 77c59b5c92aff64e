"""What is refused, by name, each with a way out."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from core.country import Work
from countries.it.terms import Worker
from shared_tools.refusal import Refusal

DAY = date(2026, 3, 2)


def refused(call) -> Refusal:
    with pytest.raises(Refusal) as caught:
        call()
    assert caught.value.way_out
    return caught.value


@pytest.mark.parametrize(
    ("code", "gross", "terms", "rule"),
    [
        ("spettacolo", 0, {}, "wage_not_positive"),
        ("spettacolo", -100, {}, "wage_not_positive"),
        ("cococo", 0, {}, "wage_not_positive"),
        ("spettacolo", 100_000_001, {}, "wage_absurd"),
        ("spettacolo", 5_812, {}, "below_minimum_wage"),
        ("spettacolo", 8_000, {"minimum_day": 9_000}, "below_minimum_wage"),
        ("tempo_determinato", 4_000, {}, "below_minimum_wage"),
        ("spettacolo", 20_000, {"dancer": True}, "dancer_rate_unknown"),
        ("spettacolo", 20_000, {"inail_per_mille": "4,12"}, "not_a_rate"),
        ("intermittente", 20_000, {"replaces_strikers": True}, "replaces_strikers"),
        ("intermittente", 20_000, {"ground": "age"}, "birth_date_missing"),
        ("intermittente", 20_000, {"availability_minutes": 60}, "availability_pay_missing"),
        (
            "intermittente",
            9_000,
            {"availability_minutes": 480, "ccnl_hour": 1_000},
            "availability_pay_too_low",
        ),
        ("tempo_determinato", 20_000, {"engagement_end": date(2027, 3, 2)}, "cause_missing"),
        ("tempo_determinato", 20_000, {"engagement_end": date(2028, 3, 2), "cause": "x"}, "term_too_long"),
        ("tempo_determinato", 20_000, {"months_before": 12}, "cause_missing"),
        ("tempo_determinato", 20_000, {"previous_end": date(2026, 2, 20)}, "stop_and_go"),
        (
            "tempo_determinato",
            20_000,
            {"previous_end": date(2026, 2, 15), "previous_months": 7},
            "stop_and_go",
        ),
        ("conguaglio", 1, {}, "adjustment_has_pay"),
        ("conguaglio", 0, {}, "nothing_to_adjust"),
    ],
)
def test_refused(year, code, gross, terms, rule):
    assert refused(lambda: year.slip(code, gross, DAY, **terms)).rule == rule


def test_the_minimum_is_named_with_its_source(year):
    refusal = refused(lambda: year.slip("spettacolo", 10_000, DAY, DAY + timedelta(1)))
    assert "116.26 EUR" in str(refusal)
    assert "INPS circ. 6/2026" in str(refusal)


def test_the_minimum_itself_is_enough(year):
    assert year.slip("spettacolo", 5_813, DAY).gross == 5_813
    assert year.slip("intermittente", 1_744, DAY, minutes=120).gross == 1_744
    assert year.slip("tempo_determinato", 20_000, DAY, previous_end=date(2026, 2, 19)).gross == 20_000
    full_year = {"engagement_start": DAY, "engagement_end": date(2027, 3, 1)}
    assert year.slip("tempo_determinato", 20_000, DAY, **full_year).gross == 20_000


@pytest.mark.parametrize(
    ("born", "allowed"),
    [
        (date(2002, 3, 3), True),  # 23 on the day
        (date(2002, 3, 2), False),  # 24 on the day
        (date(1970, 3, 2), True),  # 56
        (date(1971, 3, 1), False),  # 55
    ],
)
def test_a_call_allowed_by_age(year_of, born, allowed):
    year = year_of(birth_date=born)
    if allowed:
        assert year.slip("intermittente", 20_000, DAY, ground="age").gross == 20_000
    else:
        assert (
            refused(lambda: year.slip("intermittente", 20_000, DAY, ground="age")).rule == "age_not_allowed"
        )


def test_four_hundred_days_on_call(year_of):
    year = year_of(on_call_days_before=398)
    year.slip("intermittente", 20_000, DAY)
    year.slip("intermittente", 20_000, DAY + timedelta(1))
    assert refused(lambda: year.slip("intermittente", 20_000, DAY + timedelta(2))).rule == "quota_exceeded"
    assert year.slip("intermittente", 20_000, DAY + timedelta(2), sector="tourism").gross == 20_000
    assert year.slip("intermittente_spettacolo", 20_000, DAY + timedelta(3)).gross == 20_000


def test_day_bands_of_those_insured_before_1996(year_of):
    year = year_of(insured_before_1996=True)
    assert year.slip("spettacolo", 89_200, DAY).gross == 89_200
    for code in ("spettacolo", "intermittente_spettacolo", "cococo_spettacolo"):
        assert refused(lambda code=code: year.slip(code, 89_201, DAY)).rule == "day_bands_unknown"


def test_residence_that_nobody_knows(year_of):
    assert refused(lambda: year_of(region="Bavaria").slip("cococo", 20_000, DAY)).rule == "unknown_region"
    assert (
        refused(lambda: year_of(municipality="Z999").slip("cococo", 20_000, DAY)).rule
        == "unknown_municipality"
    )


def test_negative_facts(year_of):
    assert refused(lambda: year_of(children=-1).slip("spettacolo", 20_000, DAY)).rule == "negative_fact"


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"days": ()}, "no_days"),
        ({"days": (DAY, DAY)}, "day_outside_contract"),
        ({"days": (DAY + timedelta(9),)}, "day_outside_contract"),
        ({"last_day": DAY - timedelta(1)}, "days_disordered"),
        ({"contract_last_day": DAY}, "outside_engagement"),
        ({"pay_day": date(2027, 1, 13)}, "paid_in_another_tax_year"),
    ],
)
def test_days_that_do_not_fit(italy, year, changes, rule):
    work: Work = msgspec.structs.replace(year.work("spettacolo", 100_000, DAY, DAY + timedelta(2)), **changes)
    assert refused(lambda: italy.contract_type("spettacolo").sheet([work], italy.parameters)).rule == rule


def test_pay_by_12_january_still_belongs_to_december(italy, year):
    work = year.work("spettacolo", 100_000, date(2026, 12, 30), date(2026, 12, 31))
    assert work.pay_day <= date(2027, 1, 12)
    work = msgspec.structs.replace(work, pay_day=date(2027, 1, 12))
    assert italy.contract_type("spettacolo").sheet([work], italy.parameters).slip().law_day == date(
        2026, 1, 1
    )


def test_a_year_whose_numbers_are_not_known(year):
    assert refused(lambda: year.slip("spettacolo", 100_000, date(2027, 2, 1))).rule == "missing_value"


def test_unknown_keys_are_refused():
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"regione": "lazio"}, Worker)
