"""Words in the reader's language: the country's catalogue wins over core's; amounts and dates by Babel."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_currency, format_decimal

from core.country import Country
from shared_tools.i18n import Translator
from shared_tools.money import exponent, major

CORE = Path(__file__).parent
# English here is Europe's: 7 October, not October 7.
LOCALES = {"en": "en_GB"}
SKELETONS = {"short": "MMMd", "month": "yMMMM", "monthday": "MMMMd"}
WEEKDAYS = {"de": "EEEE, d. MMMM", "es": "EEEE, d 'de' MMMM", "hu": "MMMM d., EEEE"}


class Words(Translator):
    """Translates for one reader: ``words("You are paid {amount}", amount=words.money(49812, "EUR"))``."""

    def __init__(self, language: str, country: Country | None = None) -> None:
        super().__init__(language, [country.folder, CORE] if country else [CORE])
        self.locale = LOCALES.get(language, language)

    def money(self, amount: int, currency: str) -> str:
        """``€ 498.12`` as the language writes it, from minor units."""
        digits = exponent(currency)
        usual = Locale.parse(self.locale).currency_formats["standard"].pattern
        if self.language == "en":  # a code such as HUF would stick to its figure
            usual = usual.replace("¤#", "¤\N{NO-BREAK SPACE}#")
        pattern = usual if digits else re.sub(r"\.0+", "", usual)
        return format_currency(
            major(amount, currency),
            currency,
            format=pattern,
            locale=self.locale,
            currency_digits=bool(digits),
        )

    def amount(self, amount: int, currency: str) -> str:
        """The same without the currency: ``1,250.00``."""
        digits = exponent(currency)
        return format_decimal(
            major(amount, currency),
            format=f"#,##0.{'0' * digits}" if digits else "#,##0",
            locale=self.locale,
        )

    def number(self, text: str) -> str:
        """A decimal written with a point (``"1250.5"``) as the language writes it, with the digits it was given."""
        digits = len(text.partition(".")[2])
        return format_decimal(
            Decimal(text), format="#,##0" + ("." + "0" * digits if digits else ""), locale=self.locale
        )

    def percent(self, rate: str | Fraction) -> str:
        """An exact rate (``"21/100"``) as the language writes percent: ``21 %``; a third stays ``1/3``."""
        value = Fraction(rate) * 100
        if (value * 10**6).denominator != 1:
            return str(value / 100)
        number = Decimal(value.numerator) / Decimal(value.denominator)
        return format_decimal(number, format="#,##0.######", locale=self.locale) + "\N{NO-BREAK SPACE}%"

    def percent_of(self, text: str) -> str:
        """A percentage written as text (``"6.5"``): ``6.5 %``."""
        return self.percent(Fraction(text) / 100)

    def language_name(self, code: str) -> str:
        """``nl`` as the reader's language calls it."""
        return Locale.parse(code).get_display_name(self.locale) or code

    def day(self, day: date, form: str = "long") -> str:
        """``7 October 2026`` (long), ``7 Oct 2026`` (medium), and in each language's own order ``7 Oct`` (short),
        ``7 October`` (monthday), ``Wednesday 7 October`` (weekday), ``October 2026`` (month); else a pattern of Babel's."""
        if form in SKELETONS:
            return format_skeleton(SKELETONS[form], day, locale=self.locale)
        if form == "weekday":
            form = WEEKDAYS.get(self.language, "EEEE d MMMM")
        return format_date(day, form, locale=self.locale)
