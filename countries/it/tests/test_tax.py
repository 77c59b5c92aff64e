"""The tax of a period against the text of the law, computed once more in plain fractions, and at its edges."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import floor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.it.surtax import municipal_schedule, regional_schedule, schedule, surtax
from countries.it.tax import Period, reckon
from shared_tools.refusal import Refusal


def period(income, *, days=365, month=False, total=None, **facts) -> Period:
    def column(value):
        return np.array([value])

    span = 365 if month else 12 * days
    return Period(
        income=column(income), wage=column(income), total=column(income if total is None else total),
        span=column(span), wage_span=column(span), parts=column(12 if month else 1),
        fixed_term=column(facts.get("fixed_term", False)), spouse=column(facts.get("spouse", False)),
        children=column(facts.get("children", 0)), half_shares=column(facts.get("half_shares", 2)),
        family_months=column(facts.get("family_months", 12)), cut_further_ratio=column(False),
        deductions_claimed=column(True), integration_claimed=column(True), wedge_cut_claimed=column(True),
    )  # fmt: skip


def cents(euro: Fraction | int) -> int:
    return floor(euro * 100 + Fraction(1, 2))


def cut(ratio: Fraction) -> Fraction:
    return Fraction(floor(ratio * 10_000), 10_000)


def by_hand(income: int, days: int, fixed_term: bool, spouse: bool) -> dict[str, int]:
    """Dossier section 2.3, steps 1 to 7, in euro as fractions."""
    i = r = Fraction(income, 100)
    part = Fraction(days, 365)
    gross = cents(
        min(i, 28_000) * Fraction(23, 100)
        + max(min(i, 50_000) - 28_000, 0) * Fraction(33, 100)
        + max(i - 50_000, 0) * Fraction(43, 100)
    )
    if r <= 15_000:
        work = max(cents(1_955 * part), 138_000 if fixed_term else 69_000)
    elif r <= 28_000:
        work = cents((1_910 + 1_190 * cut((28_000 - r) / 13_000)) * part)
    else:
        work = cents(1_910 * cut((50_000 - r) / 22_000) * part) if r <= 50_000 else 0
    bonus = 6_500 if 25_000 < r <= 35_000 else 0
    further = 0
    if 20_000 < r <= 40_000:
        further = cents(1_000 * min(1, (40_000 - r) / 8_000) * part)
    married = 0
    if spouse and 0 < r <= 15_000 and cut(r / 15_000) > 0:
        married = cents(800 - 110 * cut(r / 15_000))
    elif spouse and 15_000 < r <= 40_000:
        more = [
            (29_000, 29_200, 10),
            (29_200, 34_700, 20),
            (34_700, 35_000, 30),
            (35_000, 35_100, 20),
            (35_100, 35_200, 10),
        ]
        married = cents(690 + sum(Fraction(m) for above, to, m in more if above < r <= to))
    elif spouse and 40_000 < r <= 80_000:
        married = cents(690 * cut((80_000 - r) / 40_000))
    tax_free = 0
    if r <= 20_000:
        scaled = i / part
        rate = 71 if scaled <= 8_500 else 53 if scaled <= 15_000 else 48
        tax_free = cents(i * Fraction(rate, 1_000))
    integration = 0
    if r <= 15_000:
        integration = cents(1_200 * part) if gross > work - 7_500 * part else 0
    elif r <= 28_000:
        integration = max(0, min(cents(1_200 * part), work + married - gross))
    net = max(0, gross - work - bonus - further - married)
    return {"gross": gross, "work": work, "bonus": bonus, "further": further, "spouse": married,
            "tax_free": tax_free, "integration": integration, "net": net}  # fmt: skip


@given(
    st.one_of(st.integers(1, 6_000_000), st.integers(1, 600).map(lambda n: n * 10_000)),
    st.integers(1, 365),
    st.booleans(),
    st.booleans(),
)
@settings(max_examples=200, deadline=None)
def test_a_year_as_the_dossier_writes_it(italy, income, days, fixed_term, spouse):
    law = italy.parameters.on(date(2026, 6, 1))
    found = reckon(period(income, days=days, fixed_term=fixed_term, spouse=spouse), law)
    expected = by_hand(income, days, fixed_term, spouse)
    assert {name: int(getattr(found, name)[0]) for name in expected} == expected


@pytest.mark.parametrize(
    ("total", "work", "bonus", "further", "tax_free"),
    [
        (850_000, 195_500, 0, 0, 60_350),
        (850_001, 195_500, 0, 0, 45_050),
        (1_500_000, 195_500, 0, 0, 79_500),
        (1_500_001, 309_988, 0, 0, 72_000),
        (2_000_000, 264_221, 0, 0, 96_000),
        (2_000_001, 264_221, 0, 100_000, 0),
        (2_500_000, 218_453, 0, 100_000, 0),
        (2_500_001, 218_453, 6_500, 100_000, 0),
        (2_800_000, 191_000, 6_500, 100_000, 0),
        (3_200_000, 156_257, 6_500, 100_000, 0),
        (3_500_000, 130_224, 6_500, 62_500, 0),
        (3_500_001, 130_224, 0, 62_500, 0),
        (4_000_000, 86_810, 0, 0, 0),
        (5_000_000, 0, 0, 0, 0),
    ],
)
def test_the_edges_of_the_deductions(law, total, work, bonus, further, tax_free):
    found = reckon(period(total), law)
    got = (found.work, found.bonus, found.further, found.tax_free)
    assert tuple(int(x[0]) for x in got) == (work, bonus, further, tax_free)


def test_the_integration_begins_where_tax_exceeds_the_deduction_less_75(law):
    # 1,880.00 / 23 % = 8,173.91: at 1,880.00 of tax nothing, above it 1,200.
    at, above = (reckon(period(income), law) for income in (817_391, 817_396))
    assert (int(at.gross[0]), int(at.integration[0])) == (188_000, 0)
    assert (int(above.gross[0]), int(above.integration[0])) == (188_001, 120_000)


def test_above_15000_the_integration_is_what_the_deductions_lose(law):
    # 3,473.70 of tax at 15,103.05; 3,090.48 for work and 690.00 for the spouse: 306.78 lost.
    found = reckon(period(1_510_305, spouse=True), law)
    lost = int(found.work[0] + found.spouse[0] - found.gross[0])
    assert int(found.integration[0]) == lost == 30_678
    assert int(found.net[0]) == 0


def test_a_month_is_a_twelfth(law):
    month, year = reckon(period(200_000, month=True, total=2_400_000), law), reckon(period(2_400_000), law)
    for name in ("gross", "work", "further"):
        assert abs(12 * int(getattr(month, name)[0]) - int(getattr(year, name)[0])) <= 6


def test_no_days_no_deductions(law):
    found = reckon(replace(period(100_000), span=np.array([0]), wage_span=np.array([0])), law)
    assert (int(found.work[0]), int(found.tax_free[0])) == (0, 0)


# --- surtax -------------------------------------------------------------------------------------------------------


def test_every_region_has_a_schedule(law):
    for region in (
        "",
        "Lombardia",
        "Emilia-Romagna",
        "Friuli Venezia Giulia",
        "Valle d'Aosta",
        "bolzano",
        "trento",
    ):
        assert schedule(regional_schedule(region, law)).brackets


def test_schedules_of_several_places_in_one_sheet(law):
    texts = np.array(["", regional_schedule("lombardia", law), municipal_schedule("f205", "", law)])
    income = np.array([2_270_250, 2_270_250, 2_300_001])
    assert surtax(texts, income).tolist() == [0, 30_620, 18_400]


def test_deduction_exemption_and_flat_rate(law):
    lazio, aosta = (schedule(regional_schedule(name, law)) for name in ("lazio", "valle_d_aosta"))
    income = np.array([1_500_000, 2_800_000, 2_800_001, 3_500_001])
    assert lazio.tax(income).tolist() == [25_950, 48_440, 42_440, 71_750]
    assert aosta.tax(income).tolist() == [0, 34_440, 34_440, 43_050]
    flat = schedule("flat; 0 1.0; 28000 2.0")
    assert flat.tax(income).tolist() == [15_000, 28_000, 56_000, 70_000]


def test_rates_typed_from_the_ministrys_list(law):
    text = municipal_schedule("L219", "0 0.6; 15000 0.8; exempt 12000", law)
    assert schedule(text).tax(np.array([1_200_000, 2_000_000])).tolist() == [0, 13_000]
    assert municipal_schedule("", "", law) == ""


@pytest.mark.parametrize(
    ("find", "rule"),
    [
        (lambda law: regional_schedule("Bavaria", law), "unknown_region"),
        (lambda law: municipal_schedule("L219", "", law), "unknown_municipality"),
        (lambda law: municipal_schedule("L219", "0.8 %", law), "not_a_surtax"),
        (lambda law: municipal_schedule("L219", "0 0,8", law), "not_a_surtax"),
    ],
)
def test_what_no_schedule_is(law, find, rule):
    with pytest.raises(Refusal) as refusal:
        find(law)
    assert refusal.value.rule == rule
    assert refusal.value.way_out
