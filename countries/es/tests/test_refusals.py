"""What the law forbids and what is out of scope: each refusal names its rule, its value and a way out."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from core.country import Work
from countries.es import COUNTRY
from countries.es.family import Ascendant
from countries.es.tests.conftest import WORKER, slip_of, work
from shared_tools.refusal import Refusal

MAY = date(2026, 5, 4)


def refused(row: Work, kind: str) -> Refusal:
    with pytest.raises(Refusal) as found:
        slip_of(row, kind)
    assert found.value.way_out
    return found.value


@pytest.mark.parametrize(
    ("gross", "days", "kind", "least"),
    [
        (5_781, 1, "fixed_term", "57.82"),
        (5_781, 1, "artist", "57.82"),
        (142_449, 31, "indefinite", "1424.50"),
        (4_748, 1, "worker_member", "47.49"),
    ],
)
def test_minimum_wage(gross: int, days: int, kind: str, least: str) -> None:
    refusal = refused(work(gross, date(2026, 5, 1), days, kind), kind)
    assert refusal.rule == "below_minimum_wage"
    assert least in refusal.message and "RD 126/2026" in refusal.message
    assert slip_of(work(gross + 1, date(2026, 5, 1), days, kind), kind).net > 0


def test_minimum_wage_of_part_time() -> None:
    half = {"part_time": True, "minutes": 240}
    assert refused(work(2_890, MAY, **half), "fixed_term").rule == "below_minimum_wage"
    assert slip_of(work(2_891, MAY, **half)).net > 0


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"gross": -1}, "negative_wage"),
        ({"gross": 200_000_000}, "implausible_wage"),
        ({"days": (date(2026, 5, 9),)}, "outside_contract"),
        ({"last_day": date(2026, 5, 1)}, "days_out_of_order"),
    ],
)
def test_work(changes: dict[str, Any], rule: str) -> None:
    assert refused(msgspec.structs.replace(work(20_000, MAY, 2), **changes), "fixed_term").rule == rule


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"birth_date": None}, "missing_birth_date"),
        ({"residence": "navarra"}, "foral_territory"),
        ({"residence": "bizkaia"}, "foral_territory"),
        ({"family_situation": 1}, "situation_without_children"),
        ({"ascendants": (Ascendant(1940, 0),)}, "shared_by_nobody"),
        ({"requested_percent": "15.123"}, "not_a_percentage"),
    ],
)
def test_person(changes: dict[str, Any], rule: str) -> None:
    row = work(20_000, MAY, 2, worker=msgspec.structs.replace(WORKER, **changes))
    assert refused(row, "fixed_term").rule == rule


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        ({"group": 12}, "unknown_group"),
        ({"activity": "99"}, "unknown_activity"),
        ({"activity": "7330"}, "accident_rates_missing"),
        ({"activity": "d"}, "accident_rates_missing"),
        ({"begins": date(2026, 1, 1), "ends": date(2026, 7, 1)}, "fixed_term_too_long"),
        ({"begins": date(2026, 5, 5)}, "outside_contract"),
        ({"part_time": True, "minutes": 0}, "hours_missing"),
        ({"overtime": 1_000}, "overtime_hours_missing"),
        (
            {"overtime": 1_000, "overtime_minutes": 61, "year": {"overtime_minutes": 79 * 60}},
            "too_much_overtime",
        ),
        ({"indemnity": 30_000}, "parts_above_gross"),
        ({"extra_pay": -1}, "negative_wage"),
    ],
)
def test_terms(terms: dict[str, Any], rule: str) -> None:
    assert refused(work(20_000, MAY, 2, **terms), "fixed_term").rule == rule


def test_terms_that_the_law_allows() -> None:
    by_agreement = {"begins": date(2026, 1, 1), "ends": date(2026, 12, 31), "by_agreement": True}
    assert slip_of(work(150_000, MAY, 2, **by_agreement)).net > 0
    known = {"activity": "7330", "accident_it": "0.80", "accident_ims": "0.70"}
    assert slip_of(work(20_000, MAY, 2, **known)).net > 0


def test_artists_need_days() -> None:
    row = msgspec.structs.replace(work(20_000, MAY, kind="artist"), days=())
    assert refused(row, "artist").rule == "no_days"


def test_unknown_facts_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"birth_date": "1990-01-01", "tax_class": 3}, COUNTRY.worker, strict=False)
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"family_situation": 4}, COUNTRY.worker, strict=False)
