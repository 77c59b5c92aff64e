"""Rates that differ from row to row: notified rates, rates by headcount, the reduced rates of artists."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

import msgspec
import numpy as np
from numpy.typing import NDArray

from shared_tools.dated import Law, Parameter
from shared_tools.money import half_up, percent
from shared_tools.paysheet import Column, Rate, Rates
from shared_tools.paysheet import half_up as column_half_up
from shared_tools.refusal import Refusal

MILLION = 10**6
RateOf = Callable[[str], Parameter]
"""A rate of law by its key: ``law.__getitem__``, or the reduced rates of artists."""

_HUNDREDTH_OF_A_PERCENT = 100  # millionths


def millionths(text: str, field: str) -> int:
    """``"1.10"`` (percent) → 11000. Raises Refusal ``not_a_rate`` for anything but 0 to 100 with 4 digits."""
    try:
        scaled = percent(text) * MILLION
    except (ValueError, ZeroDivisionError):
        scaled = Fraction(-1)
    if scaled.denominator != 1 or not 0 <= scaled <= MILLION:
        raise Refusal(
            "not_a_rate", f"{text!r} is not a percentage from 0 to 100 with at most four digits.", field=field,
            way_out='Write it as text, for example "1.10".',
        )  # fmt: skip
    return int(scaled)


def in_millionths(rate: Fraction) -> int:
    return half_up(rate.numerator * MILLION, rate.denominator)


def percent_text(numerator: int, denominator: int) -> str:
    """The rate in percent without needless zeros: ``(29000, 1000000)`` → ``"2.9"``."""
    scaled = Fraction(numerator * 100, denominator)
    digits = f"{half_up(scaled.numerator * 10**6, scaled.denominator):07d}"
    return f"{digits[:-6]}.{digits[-6:]}".rstrip("0").rstrip(".")


def per_row(column: Column) -> Rates:
    """A column of millionths as rates."""
    return Rates(column, MILLION)


def either(condition: NDArray[np.bool_], yes: Parameter, no: Parameter) -> tuple[Rate | Parameter, Parameter]:
    """The rate ``yes`` where ``condition`` holds, else ``no``; and whose source a line of it cites."""
    if condition.all():
        return yes, yes
    if not condition.any():
        return no, no
    numerators = np.where(condition, in_millionths(yes.value), in_millionths(no.value))
    weakest = max((yes, no), key=lambda p: ("verified", "confirmed", "believed", "unknown").index(p.mark))
    both = "; ".join(dict.fromkeys((yes.source, no.source)))
    return per_row(numerators), msgspec.structs.replace(weakest, source=both)


def reduced_rates(law: Law) -> RateOf:
    """The rates of an artist's own work: 70 % of the ordinary ones, rounded to 2 decimals of a percent."""
    factor = law["artist_rate_factor"]

    def rate(key: str) -> Parameter:
        ordinary = law[key]
        reduced = ordinary.value * factor.value * 10_000
        return msgspec.structs.replace(
            ordinary, value=Fraction(half_up(reduced.numerator, reduced.denominator), 10_000),
            source=f"{ordinary.source}; {factor.source}",
        )  # fmt: skip

    return rate


def reduced_column(column: Column, law: Law) -> Column:
    """Notified rates (millionths) of artists: 70 %, rounded to 2 decimals of a percent."""
    factor = law.rate("artist_rate_factor")
    unit = _HUNDREDTH_OF_A_PERCENT
    return column_half_up(column * factor.numerator, factor.denominator * unit) * unit
