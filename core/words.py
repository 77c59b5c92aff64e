"""Words in the reader's language: the country's catalogue wins over core's; amounts and dates by Babel."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from babel.dates import format_date
from babel.numbers import format_currency, format_decimal

from core.country import Country
from shared_tools.i18n import Translator
from shared_tools.money import exponent, major

CORE = Path(__file__).parent


class Words(Translator):
    """Translates for one reader: ``words("You are paid {amount}", amount=words.money(49812, "EUR"))``."""

    def __init__(self, language: str, country: Country | None = None) -> None:
        super().__init__(language, [country.folder, CORE] if country else [CORE])

    def money(self, amount: int, currency: str) -> str:
        """``€ 498.12`` as the language writes it, from minor units."""
        digits = exponent(currency)
        pattern = None if digits else "¤ #,##0"
        return format_currency(
            major(amount, currency),
            currency,
            format=pattern,
            locale=self.language,
            currency_digits=bool(digits),
        )

    def amount(self, amount: int, currency: str) -> str:
        """The same without the currency: ``1,250.00``."""
        digits = exponent(currency)
        return format_decimal(
            major(amount, currency),
            format=f"#,##0.{'0' * digits}" if digits else "#,##0",
            locale=self.language,
        )

    def percent(self, rate: str | Fraction) -> str:
        """An exact rate (``"21/100"``) as the language writes percent: ``21 %``; a third stays ``1/3``."""
        value = Fraction(rate) * 100
        if (value * 10**6).denominator != 1:
            return str(value / 100)
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return format_decimal(number, format="#,##0.######", locale=self.language) + "\N{NO-BREAK SPACE}%"

    def percent_of(self, text: str) -> str:
        """A percentage written as text (``"6.5"``): ``6.5 %``."""
        return self.percent(Fraction(text) / 100)

    def day(self, day: date, form: str = "long") -> str:
        """``7 October 2026`` (long), ``7 Oct 2026`` (medium), or a pattern of Babel's (``d MMM``)."""
        return format_date(day, form, locale=self.language)
