"""Exact money: integers in minor units with a currency, rates as exact fractions, named rounding.

No float is accepted anywhere: ``exact`` refuses one. Rounding is always named, because the law names it
(half up for most payroll lines, down for German wage tax, whole forint in Hungary).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final

import msgspec

from shared_tools.refusal import Refusal

# Minor-unit digits of the currencies the entities keep books in or invoice in. The forint is kept whole:
# ISO 4217 still lists two digits, but the fillér left circulation in 1999 and every Hungarian amount of law is whole.
EXPONENTS: Final[dict[str, int]] = {
    "CHF": 2, "CZK": 2, "DKK": 2, "EUR": 2, "GBP": 2, "HUF": 0, "NOK": 2, "PLN": 2, "RON": 2, "SEK": 2, "USD": 2,
}  # fmt: skip

Rounding = Callable[[int, int], int]


def half_up(numerator: int, denominator: int) -> int:
    """Nearest integer to ``numerator / denominator``; a half goes away from zero. ``denominator`` > 0."""
    if numerator >= 0:
        return (2 * numerator + denominator) // (2 * denominator)
    return -((-2 * numerator + denominator) // (2 * denominator))


def half_even(numerator: int, denominator: int) -> int:
    """Nearest integer; a half goes to the even neighbour. ``denominator`` > 0."""
    quotient, rest = divmod(numerator, denominator)
    if 2 * rest > denominator or (2 * rest == denominator and quotient % 2):
        return quotient + 1
    return quotient


def down(numerator: int, denominator: int) -> int:
    """Toward zero: the digits after the last kept one are cut. ``denominator`` > 0."""
    return numerator // denominator if numerator >= 0 else -(-numerator // denominator)


def up(numerator: int, denominator: int) -> int:
    """Away from zero. ``denominator`` > 0."""
    return -(-numerator // denominator) if numerator >= 0 else numerator // denominator


def exact(value: int | str | Decimal | Fraction) -> Fraction:
    """The exact fraction that ``value`` writes. A float is refused: it never was the number one meant."""
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a float; write amounts and rates as text or integers")
    return Fraction(value)


def rounded(value: Fraction, rounding: Rounding = half_up) -> int:
    return rounding(value.numerator, value.denominator)


def times(amount: int, rate: Fraction, rounding: Rounding = half_up) -> int:
    """``amount`` (minor units) × ``rate``, rounded once to the minor unit."""
    return rounding(amount * rate.numerator, rate.denominator)


def percent(text: str | int | Decimal) -> Fraction:
    """``"13.07"`` → 1307/10000."""
    return exact(text) / 100


def exponent(currency: str) -> int:
    """Digits after the decimal sign in ``currency``. Raises Refusal ``unknown_currency``."""
    try:
        return EXPONENTS[currency]
    except KeyError:
        raise Refusal(
            "unknown_currency",
            f"{currency!r} is not a currency this program keeps.",
            way_out=f"Use one of {', '.join(sorted(EXPONENTS))}.",
        ) from None


_DECIMAL = re.compile(r"[+-]?[0-9]{1,15}(\.[0-9]+)?")


def minor(text: str | int, currency: str) -> int:
    """Minor units of an amount written in major units with a point: ``minor("12.50", "EUR") == 1250``.

    Raises Refusal ``not_an_amount`` or ``over_precise`` (more digits than the currency has).
    """
    written = str(text).strip()
    digits = exponent(currency)
    if not _DECIMAL.fullmatch(written):
        raise Refusal(
            "not_an_amount",
            f"{written!r} is not an amount.",
            way_out="Write digits with a point before the cents, for example 1250.00.",
        )
    value = Fraction(written) * 10**digits
    if value.denominator != 1:
        raise Refusal(
            "over_precise",
            f"{written} {currency} has more digits than {currency} keeps ({digits}).",
            way_out="Round it to the smallest coin first.",
        )
    return int(value)


def major(amount: int, currency: str) -> Decimal:
    """The decimal a person reads: ``major(1250, "EUR") == Decimal("12.50")``."""
    return Decimal(amount).scaleb(-exponent(currency))


def split(amount: int, weights: Sequence[int | Fraction]) -> list[int]:
    """``amount`` shared by ``weights`` without losing a minor unit (largest remainder, ties to the earlier)."""
    total = sum(weights)
    if not weights or total <= 0 or min(weights) < 0:
        raise ValueError("split needs weights that are not negative and add up to more than 0")
    shares = [Fraction(amount) * weight / total for weight in weights]
    parts = [share.numerator // share.denominator for share in shares]
    rest = amount - sum(parts)
    by_remainder = sorted(range(len(shares)), key=lambda i: (parts[i] - shares[i], i))
    for i in by_remainder[:rest]:
        parts[i] += 1
    return parts


class Money(msgspec.Struct, frozen=True, order=True):
    """An amount in minor units of ``currency``. Adding two currencies is refused."""

    amount: int
    currency: str

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise Refusal(
                "currency_mix",
                f"{self.currency} and {other.currency} cannot be added.",
                way_out="Convert one of them first, with a rate and its day.",
            )

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount + other.amount, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.amount - other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)

    def __str__(self) -> str:
        return f"{major(self.amount, self.currency)} {self.currency}"
