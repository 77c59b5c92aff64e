"""Exchange rates of the group: units of a currency for 1 EUR, from the ECB's daily reference rates.

A month's *closing* rate is the last fixing on or before its last calendar day, its *average* the mean of its fixings
to 6 decimals, halves up (group.md 3; IAS 21.22, 21.39-40). A rate is a divisor and stays one: no inverse is ever
rounded. A rate once used is frozen with its source and day; a correction is a new version.
"""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from typing import Literal, NamedTuple

import msgspec

from shared_tools import money
from shared_tools.group import months
from shared_tools.refusal import Refusal

AVERAGE_DECIMALS = 6
Kind = Literal["closing", "average"]


class MonthRate(msgspec.Struct, frozen=True):
    """The two frozen rates of a currency and month, as text; an empty text is a rate nobody has.

    ``fixings`` counts the days behind the average, ``closing_day`` is the day of the closing rate.
    """

    currency: str
    month: str
    closing: str = ""
    average: str = ""
    closing_day: str = ""
    fixings: int = 0
    source: str = ""
    version: int = 1


class Fixing(NamedTuple):
    """One day's rate: the text as published, kept because it is what an auditor will look up."""

    day: str
    rate: str


def decimals(value: Fraction, digits: int) -> str:
    """``value`` (not negative) written with ``digits`` decimals, halves up."""
    scaled = money.rounded(value * 10**digits)
    return f"{scaled // 10**digits}.{scaled % 10**digits:0{digits}d}"


def mean(rates: Sequence[str]) -> str:
    """Arithmetic mean to 6 decimals, halves up."""
    return decimals(sum(map(money.exact, rates), Fraction(0)) / len(rates), AVERAGE_DECIMALS)


def exchanged(amount: int, rate: Fraction, kept: int, wanted: int) -> int:
    """``amount`` (minor units of ``kept`` digits) ÷ ``rate``, in minor units of ``wanted`` digits.

    Nearest unit, halves away from zero, rounded once.
    """
    return money.rounded(Fraction(amount * 10**wanted, 10**kept) / rate)


def _positive(text: str, what: str) -> Fraction:
    rate = money.exact(text)
    if rate <= 0:
        raise Refusal(
            "rate_not_positive", f"The rate {text} is not above zero.", where=what,
            way_out="A rate says how many units of the currency make 1 EUR.",
        )  # fmt: skip
    return rate


class Fixings:
    """The daily rates of some currencies. A day without a rate of a currency simply has none."""

    def __init__(self, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
        """``rows``: ISO day, then one text per currency of ``columns``, None or empty where not fixed."""
        self._days: dict[str, list[str]] = {currency: [] for currency in columns}
        self._rates: dict[str, list[str]] = {currency: [] for currency in columns}
        for day, *rates in sorted(rows, key=lambda row: row[0] or ""):
            for currency, rate in zip(columns, rates, strict=True):
                if rate and day:
                    _positive(rate, f"{currency} {day}")
                    self._days[currency].append(day)
                    self._rates[currency].append(rate)

    def on(self, currency: str, day: str) -> Fixing:
        """The fixing of ``day``, else the last before. Raises Refusal ``missing_rate``."""
        days = self._days.get(currency, [])
        position = bisect.bisect_right(days, day)
        if not position:
            raise Refusal(
                "missing_rate", f"There is no rate of {currency} on or before {day}.",
                way_out="Load the reference rates of the days before; no rate is ever guessed.",
            )  # fmt: skip
        return Fixing(days[position - 1], self._rates[currency][position - 1])

    def month(self, currency: str, month: str, source: str = "ECB", version: int = 1) -> MonthRate:
        """The month's two rates, frozen. Raises Refusal ``missing_rate``."""
        closing = self.on(currency, months.last_day(month).isoformat())
        days = self._days[currency]
        inside = self._rates[currency][
            bisect.bisect_left(days, f"{month}-01") : bisect.bisect_right(days, closing.day)
        ]
        if not inside:
            raise Refusal(
                "missing_rate", f"There is no rate of {currency} in {month}, so it has no average.",
                way_out="Load the reference rates of that month; no rate is ever guessed.",
            )  # fmt: skip
        return MonthRate(
            currency, month, closing.rate, mean(inside), closing.day, len(inside), source, version
        )


class Rates:
    """The frozen rates a close uses, newest version of each month."""

    def __init__(self, frozen: Iterable[MonthRate]) -> None:
        self._months: dict[tuple[str, str], MonthRate] = {}
        for rate in frozen:
            key = rate.currency, rate.month
            if key not in self._months or rate.version > self._months[key].version:
                self._months[key] = rate

    @classmethod
    def of(cls, written: Mapping[str, Mapping[str, Mapping[str, str | None] | None]]) -> Rates:
        """From currency → month → ``closing`` and ``average``."""
        return cls(
            MonthRate(currency, month, (pair or {}).get("closing") or "", (pair or {}).get("average") or "")
            for currency, by_month in written.items()
            for month, pair in (by_month or {}).items()
        )

    def find(self, currency: str, month: str) -> MonthRate | None:
        return self._months.get((currency, month))

    def has(self, kind: Kind, currency: str, month: str) -> bool:
        rate = self.find(currency, month)
        return rate is not None and bool(rate.closing if kind == "closing" else rate.average)

    def rate(self, kind: Kind, currency: str, month: str) -> Fraction:
        """Units of ``currency`` for 1 EUR. Raises Refusal ``missing_rate``: never 0, never 1."""
        found = self.find(currency, month)
        text = "" if found is None else found.closing if kind == "closing" else found.average
        if not text:
            raise Refusal(
                "missing_rate", f"There is no {kind} rate of {currency} for {month}.", where=f"{currency} {month}",
                way_out="Freeze that month's rates first; no rate is ever guessed.",
            )  # fmt: skip
        return _positive(text, f"{currency} {month}")
