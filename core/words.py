"""Words in the reader's language: the country's catalogue wins over core's; amounts and dates by Babel."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_interval, format_skeleton
from babel.numbers import format_currency, format_decimal, parse_pattern

from core.country import Country
from shared_tools.einvoice.objections import LOCALE as EINVOICE
from shared_tools.i18n import Translator
from shared_tools.money import exponent, major

CORE = Path(__file__).parent
_LETTERS_TOUCH = re.compile(r"(?<=[A-Z]{3})(?=\d)")
# Read once each, for they are few and Babel would read them anew for every amount.
_locale = cache(Locale.parse)
_pattern = cache(parse_pattern)
_SKELETONS = {"short": "MMMd", "plain": "MMMMd"}


@lru_cache(1024)
def _percent(rate: str | Fraction, locale: str) -> str:
    value = Fraction(rate) * 100
    if (value * 10**6).denominator != 1:
        return str(value / 100)
    number = Decimal(value.numerator) / Decimal(value.denominator)
    return format_decimal(number, format="#,##0.######", locale=locale) + "\N{NO-BREAK SPACE}%"


class Words(Translator):
    """Translates for one reader: ``words("You are paid {amount}", amount=words.money(49812, "EUR"))``."""

    def __init__(self, language: str, country: Country | None = None) -> None:
        super().__init__(language, [country.folder, CORE, EINVOICE] if country else [CORE, EINVOICE])
        # English as Europe writes it: 7 October 2026, not October 7, 2026.
        self.locale = "en_IE" if language == "en" else language

    def money(self, amount: int, currency: str) -> str:
        """``€ 498.12`` as the language writes it, from minor units."""
        digits, locale = exponent(currency), _locale(self.locale)
        pattern = locale.currency_formats["standard"]
        if not digits:
            # A currency kept whole shows no digits, and stands where the language puts its currency.
            pattern = _pattern(pattern.pattern.replace(".00", ""))
        written = format_currency(
            major(amount, currency),
            currency,
            format=pattern,
            locale=locale,
            currency_digits=bool(digits),
        )
        return _LETTERS_TOUCH.sub("\N{NO-BREAK SPACE}", written)

    def amount(self, amount: int, currency: str) -> str:
        """The same without the currency: ``1,250.00``."""
        digits = exponent(currency)
        return format_decimal(
            major(amount, currency),
            format=_pattern(f"#,##0.{'0' * digits}" if digits else "#,##0"),
            locale=_locale(self.locale),
        )

    def number(self, text: str, digits: int = 0) -> str:
        """A decimal written with a point as the language writes it, with at least ``digits`` and at most four decimals."""
        pattern = _pattern(f"#,##0.{'0' * digits}{'#' * (4 - digits)}")
        return format_decimal(Decimal(text), format=pattern, locale=_locale(self.locale))

    def period(self, first: date, last: date, form: str = "long") -> str:
        """``28–30 September 2026`` (long), ``28–30 Sep`` (short)."""
        if first == last:
            return self.day(first, form)
        return format_interval(first, last, "MMMd" if form == "short" else "yMMMMd", locale=self.locale)

    def percent(self, rate: str | Fraction) -> str:
        """An exact rate (``"21/100"``) as the language writes percent: ``21 %``; a third stays ``1/3``."""
        return _percent(rate, self.locale)

    def percent_of(self, text: str) -> str:
        """A percentage written as text (``"6.5"``): ``6.5 %``."""
        return self.percent(Fraction(text) / 100)

    def day(self, day: date, form: str = "long") -> str:
        """``7 October 2026`` (long), ``7 Oct 2026`` (medium), ``Wednesday 7 October 2026`` (full).

        Without the year, each language in its own order: ``7 Oct`` (short), ``7 October`` (plain).
        """
        if form in _SKELETONS:
            return format_skeleton(_SKELETONS[form], day, locale=_locale(self.locale))
        return format_date(day, form, locale=_locale(self.locale))
