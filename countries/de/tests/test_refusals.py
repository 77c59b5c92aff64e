"""What the payroll refuses, by rule, and that each refusal says the way out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest

from core.country import Work
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal

Run = Callable[..., list[Slip]]
Make = Callable[..., Work]
HIRED = {"licence": "1", "client": "Theater", "client_since": date(2026, 3, 1)}


@pytest.mark.parametrize(
    ("rule", "kind", "gross", "facts"),
    [
        ("below_minimum_wage", "employment", 100_000, {"minutes": 9_600}),
        ("below_minimum_wage", "minijob", 50_000, {"minutes": 9_600}),
        ("negative_wage", "employment", -1, {"minutes": 0}),
        ("absurd_wage", "employment", 100_000_001, {}),
        ("minijob_regime", "employment", 60_300, {}),
        ("unknown_tax_class", "employment", 300_000, {"worker": {"tax_class": None}}),
        ("unknown_tax_class", "employment", 300_000, {"worker": {"tax_class": 7}}),
        ("factor_above_one", "employment", 300_000, {"worker": {"tax_factor": "1.2"}}),
        ("not_a_number", "employment", 300_000, {"worker": {"child_allowances": "0.55"}}),
        ("not_a_number", "employment", 300_000, {"worker": {"health_extra_percent": "2,9"}}),
        ("not_a_number", "employment", 300_000, {"accident_percent": "-1"}),
        ("missing_birth_date", "employment", 300_000, {"worker": {"birth_date": None}}),
        ("missing_fund_rate", "employment", 300_000, {"worker": {"health_extra_percent": None}}),
        ("unknown_land", "employment", 300_000, {"land": "XX"}),
        ("one_off_beyond_wage", "employment", 300_000, {"one_off": 300_001}),
        ("outside_this_version", "employment", 300_000, {"worker": {"student": True}}),
        ("outside_this_version", "employment", 300_000, {"worker": {"pensioner": True}}),
        ("outside_this_version", "employment", 300_000, {"worker": {"health_insurance": "private"}}),
        ("missing_working_time", "minijob", 50_000, {"minutes": 0}),
        ("missing_working_time", "short_term", 50_000, {"minutes": 0, "insured_in": "statutory"}),
        ("missing_health_insurance", "short_term", 50_000, {}),
        ("by_profession", "short_term", 50_000, {"by_profession": True}),
        ("no_hiring_out_licence", "hiring_out", 300_000, {}),
        ("missing_client", "hiring_out", 300_000, {"licence": "1"}),
        ("hired_out_too_long", "hiring_out", 300_000, {**HIRED, "client_since": date(2024, 12, 30)}),
    ],
)
def test_it_is_refused(run: Run, work: Make, rule: str, kind: str, gross: int, facts: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as refused:
        run(kind, work(kind, gross, **facts))
    assert refused.value.rule == rule
    assert refused.value.way_out


def test_the_minimum_is_named_with_its_source(run: Run, work: Make) -> None:
    with pytest.raises(Refusal, match=r"13\.90 EUR an hour, MiLoG 1, MiLoV 5"):
        run("employment", work("employment", 100_000, minutes=9_600))


def test_one_off_pay_early_in_the_year_over_the_ceiling_is_refused(run: Run, work: Make) -> None:
    first, last = date(2026, 1, 1), date(2026, 1, 31)
    run("employment", work("employment", 500_000, first, last, one_off=100_000))
    with pytest.raises(Refusal) as refused:
        run("employment", work("employment", 700_000, first, last, one_off=300_000))
    assert refused.value.rule == "march_clause"


def test_days_stay_within_the_contract_and_the_month(run: Run, work: Make) -> None:
    good = work("employment", 300_000)
    for change, rule in (
        ({"days": (date(2026, 7, 1),)}, "days_outside_contract"),
        ({"last_day": date(2026, 7, 2)}, "over_a_month"),
        ({"last_day": date(2026, 5, 2)}, "days_outside_contract"),
    ):
        with pytest.raises(Refusal) as refused:
            run("employment", msgspec.structs.replace(good, **change))
        assert refused.value.rule == rule


def test_two_kinds_of_work_for_one_employer_are_one_employment(run: Run, work: Make) -> None:
    first = run("minijob", work("minijob", 30_000, date(2026, 6, 1), date(2026, 6, 10)))[0]
    for kind, first_day, refused in (("employment", 8, True), ("employment", 11, False)):
        later = work(kind, 200_000, date(2026, 6, first_day), date(2026, 6, 30))
        later = msgspec.structs.replace(later, month=first.figures)
        if refused:
            with pytest.raises(Refusal, match="one employment"):
                run_one(run, kind, later)
        else:
            run_one(run, kind, later)


def run_one(run: Run, kind: str, known: Work) -> None:
    """A slip whose month is set by hand."""
    from core.country import country

    germany = country("de")
    germany.contract_type(kind).sheet([known], germany.parameters)
