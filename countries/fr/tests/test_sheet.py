from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction
from time import perf_counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.fr import COUNTRY
from countries.fr.ceilings import day_mask
from countries.fr.ordinary import Ordinary, ordinary
from countries.fr.reduction import Formula, coefficient
from countries.fr.spectacle import Engagement, artist, technician
from shared_tools.money import half_up, times
from shared_tools.paysheet import Columns, Rates, Sheet

LAW = COUNTRY.parameters.on(date(2026, 7, 1))
DAY = date(2026, 7, 1)
FULL = 45_500

rates = st.integers(0, 500).map(lambda hundredths: hundredths * 100)
ordinary_rows = st.builds(
    Ordinary, gross=st.integers(1, 3_000_000), month_days=st.just(31), calendar_days=st.integers(1, 31),
    ceiling_units=st.integers(3_000, FULL), smic_units=st.integers(300, FULL), headcount=st.sampled_from([5, 11, 49, 50, 300]),
    accident_rate=rates, mobility_rate=rates, executive=st.booleans(), alsace_moselle=st.booleans(),
    fixed_term=st.booleans(), end_of_contract_pay=st.booleans(), holiday_pay=st.booleans(),
    health_employer=st.integers(0, 9_000), health_employee=st.just(0), tax_rate=st.none() | rates,
    tax_region=st.sampled_from(["metropole", "guyane_mayotte"]), tax_short_contract=st.booleans(), pay_day=st.just(DAY),
)  # fmt: skip
engagements = st.builds(
    Engagement, gross=st.integers(1, 2_000_000), hours=st.integers(0, 40_000), engagement_days=st.integers(1, 20),
    days_worked=st.integers(1, 20), month_days=st.just(31), calendar_days=st.integers(1, 31), ceiling_units=st.just(FULL),
    headcount=st.sampled_from([5, 11, 50]), accident_rate=rates, mobility_rate=rates, provident_rate=rates,
    leave_fund_rate=st.just(155_000), executive=st.booleans(), short_usage=st.booleans(),
    deduction=st.sampled_from(["", "drama", "music"]), tax_rate=st.none(), pay_day=st.just(DAY),
    deducted_before=st.integers(0, 800_000),
)  # fmt: skip


def _check(sheet: Sheet) -> None:
    """Printed lines add up to printed totals, and each is base × rate rounded once."""
    for row in range(len(sheet.gross)):
        slip = sheet.slip(row)
        assert slip.net == slip.gross - sum(line.amount for line in slip.lines if line.bearer == "employee")
        assert slip.cost == slip.gross + sum(line.amount for line in slip.lines if line.bearer == "employer")
        assert slip.net == slip.figures["net_before_tax"] - int(sheet.amount("withholding")[row])
        for line in slip.lines:
            if line.base is not None and line.rate is not None:
                assert line.amount == times(line.base, Fraction(line.rate)), line.code
            assert line.source


@settings(max_examples=60, deadline=None)
@given(st.lists(ordinary_rows, min_size=1, max_size=5))
def test_ordinary_slips_add_up_and_rows_do_not_touch(rows: list[Ordinary]) -> None:
    together = ordinary(Columns.of(rows), LAW)
    _check(together)
    for number, row in enumerate(rows):
        assert ordinary(Columns.of([row]), LAW).slip().figures == together.slip(number).figures
        assert ordinary(Columns.of([row]), LAW).slip().net == together.slip(number).net
        assert ordinary(Columns.of([row]), LAW).slip().cost == together.slip(number).cost


@settings(max_examples=60, deadline=None)
@given(st.lists(engagements, min_size=1, max_size=5), st.sampled_from([artist, technician]))
def test_slips_of_entertainment_add_up_and_rows_do_not_touch(rows: list[Engagement], pay) -> None:  # type: ignore[no-untyped-def]
    together = pay(Columns.of(rows), LAW)
    _check(together)
    for number, row in enumerate(rows):
        alone = pay(Columns.of([row]), LAW).slip()
        assert (alone.net, alone.cost) == (together.slip(number).net, together.slip(number).cost)


def _reference(pay: int, hours: int, tdelta: str, factor: Fraction) -> int:
    """C in ten-thousandths by the formula as printed, with 60 digits."""
    with localcontext(prec=60):
        smic = Decimal(1202) * hours / 300
        if pay >= 3 * smic:
            return 0
        bracket = (3 * smic / pay - 1) / 2
        unrounded = Decimal("0.02") + Decimal(tdelta) * bracket ** Decimal("1.75")
        unrounded = unrounded * factor.numerator / factor.denominator
        rounded = unrounded.quantize(Decimal("0.0001"), ROUND_HALF_UP)
        return int(min(rounded, Decimal("0.02") + Decimal(tdelta)) * 10_000)


@settings(max_examples=300, deadline=None)
@given(
    st.integers(1, 700_000), st.integers(1, 60_000), st.sampled_from(["0.3781", "0.3821"]),
    st.sampled_from([Fraction(1), Fraction(10, 9)]),
)  # fmt: skip
def test_the_coefficient_is_the_formula(pay: int, hours: int, tdelta: str, factor: Fraction) -> None:
    formula = Formula(Fraction("0.02"), Fraction(tdelta), Fraction("1.75"), Fraction(3), factor)
    smic = np.array([1202 * hours])
    assert int(coefficient(np.array([pay]), smic, formula)[0]) == _reference(pay, hours, tdelta, factor)


def test_the_coefficient_at_every_cent_around_its_steps() -> None:
    formula = Formula(Fraction("0.02"), Fraction("0.3781"), Fraction("1.75"), Fraction(3), Fraction(1))
    pay = np.concatenate(
        [np.arange(182_000, 183_000), np.arange(249_500, 250_500), np.arange(546_500, 547_000)]
    )
    got = coefficient(pay, np.full(len(pay), 1202 * FULL), formula)
    assert got.tolist() == [_reference(int(p), FULL, "0.3781", Fraction(1)) for p in pay]


@pytest.mark.parametrize(
    ("gross", "net_before_tax", "tax", "cost"),
    [
        (186_702, 147_793, 0, 195_787), (250_000, 197_899, 5_946, 312_940),
        (350_000, 277_059, 21_527, 476_896), (600_000, 476_491, 77_987, 855_277),
    ],
)  # fmt: skip
def test_the_sanity_figures_of_the_dossier(gross: int, net_before_tax: int, tax: int, cost: int) -> None:
    row = Ordinary(
        gross=gross, month_days=31, calendar_days=31, ceiling_units=FULL, smic_units=FULL, headcount=20,
        accident_rate=11_000, pay_day=DAY,
    )  # fmt: skip
    sheet = ordinary(Columns.of([row]), LAW)
    figures = [int(sheet.amount(code)[0]) for code in ("net_before_tax", "withholding")]
    assert [*figures, int(sheet.cost[0])] == [net_before_tax, tax, cost]


def test_no_float_comes_near_a_slip() -> None:
    row = Ordinary(
        gross=250_000, month_days=31, calendar_days=31, ceiling_units=FULL, smic_units=FULL, headcount=20,
        accident_rate=11_000, pay_day=DAY,
    )  # fmt: skip
    sheet = ordinary(Columns.of([row]).repeat(3), LAW)
    for line in sheet.lines:
        assert line.amount.dtype == np.int64
        assert line.base is None or line.base.dtype == np.int64
        assert not isinstance(line.rate, Rates) or line.rate.numerators.dtype == np.int64
    assert all(column.dtype == np.int64 for column in sheet.figures.values())


def test_a_warm_slip_is_quick() -> None:
    row = Columns.of([
        Ordinary(
            gross=250_000, month_days=31, calendar_days=31, ceiling_units=FULL, smic_units=FULL, headcount=20,
            accident_rate=11_000, pay_day=DAY,
        )
    ])  # fmt: skip
    ordinary(row, LAW)
    times_taken = []
    for _ in range(20):
        start = perf_counter()
        ordinary(row, LAW)
        times_taken.append(perf_counter() - start)
    # 2 ms on an idle core; a busy machine gets some patience.
    assert min(times_taken) < 0.004


def test_day_masks_are_days_of_the_month() -> None:
    assert day_mask(date(2026, 7, 1), date(2026, 7, 31)).bit_count() == 31
    assert day_mask(date(2026, 7, 3), date(2026, 7, 4)) == 0b1100
    assert half_up(400_500 * 1, 31) == 12_919
