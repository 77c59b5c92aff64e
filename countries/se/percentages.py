"""Percentages as the columns keep them: integers of a millionth, so that 22.5 % is 225 000."""

from __future__ import annotations

from fractions import Fraction

from shared_tools.money import major, percent
from shared_tools.refusal import Refusal

MILLION = 10**6


def of_rate(rate: Fraction) -> int:
    """An exact rate of the law in millionths. Raises ValueError for one that has more digits."""
    value = rate * MILLION
    if value.denominator != 1:
        raise ValueError(f"{rate} has more than four digits after the point of its percentage")
    return value.numerator


def millionths(text: str, field: str) -> int:
    """A percentage written as text → millionths. Raises Refusal ``not_a_percentage``."""
    try:
        value = percent(text) * MILLION
    except ValueError:
        value = None
    if value is None or value.denominator != 1 or not 0 <= value <= MILLION:
        raise Refusal(
            "not_a_percentage", f"{text!r} is no percentage from 0 to 100.", field=field,
            way_out='Write it as text with at most four digits after the point, for example "22.5".',
        )  # fmt: skip
    return int(value)


def percent_text(value: int) -> str:
    """Millionths → the percentage as short text: 225000 → "22.5"."""
    return f"{major(value, 'SEK') / 100:f}".rstrip("0").rstrip(".")
