"""Rounding and rates, value by value."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_tools import money
from shared_tools.group import Fixings, MonthRate, Rates
from shared_tools.group.rates import exchanged
from shared_tools.group.translate import to_cents
from shared_tools.refusal import Refusal

FACTORS = st.integers(1, 10**12)


@given(st.lists(st.integers(-(2**62), 2**62), max_size=20), FACTORS, FACTORS)
def test_each_value_is_rounded_on_its_own_halves_away_from_zero(
    amounts: list[int], times: int, by: int
) -> None:
    cents = to_cents(np.array(amounts, np.int64), np.array([times], object), np.array([by], object))
    assert cents.tolist() == [money.rounded(Fraction(amount * times, by)) for amount in amounts]


@given(
    st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=20),
    st.integers(1, 10**8),
    st.integers(1, 10**9),
)
def test_machine_integers_round_alike(amounts: list[int], times: int, by: int) -> None:
    cents = to_cents(np.array(amounts, np.int64), np.array([times], np.int64), np.array([by], np.int64))
    assert cents.tolist() == [money.rounded(Fraction(amount * times, by)) for amount in amounts]


def test_halves() -> None:
    cents = to_cents(np.array([1, -1, 3, -3, 2]), np.array([1]), np.array([2]))
    assert cents.tolist() == [1, -1, 2, -2, 1]
    assert exchanged(66681, Fraction("11.472"), 2, 2) == 5813
    assert exchanged(-66681, Fraction("11.472"), 2, 2) == -5813


@given(st.integers(-(10**18), 10**18))
def test_debit_and_credit_mirror(amount: int) -> None:
    rate = Fraction("403.938571")
    assert exchanged(amount, rate, 0, 2) == -exchanged(-amount, rate, 0, 2)


FIXINGS = Fixings(
    ["SEK", "HUF"],
    [
        ["2025-05-30", "10.8735", "403.6"],
        ["2025-05-29", "10.8695", None],
        ["2025-04-30", "10.9715", "404.08"],
    ],
)


def test_a_month_ends_with_its_last_fixing() -> None:
    may = FIXINGS.month("SEK", "2025-05")
    assert (may.closing, may.closing_day, may.average, may.fixings) == (
        "10.8735",
        "2025-05-30",
        "10.871500",
        2,
    )
    assert FIXINGS.month("HUF", "2025-05").fixings == 1


def test_a_day_without_fixing_takes_the_last_before() -> None:
    assert FIXINGS.on("SEK", "2025-06-01") == ("2025-05-30", "10.8735")
    assert FIXINGS.on("HUF", "2025-05-29") == ("2025-04-30", "404.08")


@pytest.mark.parametrize(("currency", "month"), [("SEK", "2025-03"), ("SEK", "2025-06"), ("NOK", "2025-05")])
def test_no_rate_is_ever_guessed(currency: str, month: str) -> None:
    with pytest.raises(Refusal) as refused:
        FIXINGS.month(currency, month)
    assert refused.value.rule == "missing_rate"
    with pytest.raises(Refusal):
        Rates([]).rate("average", currency, month)


def test_a_rate_below_zero_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        Fixings(["SEK"], [["2025-05-30", "-1"]])
    assert refused.value.rule == "rate_not_positive"


def test_a_corrected_rate_replaces_the_frozen_one_by_version() -> None:
    old, new = MonthRate("SEK", "2025-05", "10", "10"), MonthRate("SEK", "2025-05", "11", "11", version=2)
    assert Rates([new, old]).rate("closing", "SEK", "2025-05") == 11
