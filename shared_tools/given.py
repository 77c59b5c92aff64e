"""The inputs of a worked case as somebody else wrote them: numbers as numbers or text, a lack as null or left out.

A file of cases comes from outside. What it holds becomes an exact value of the asked form, or a Refusal names the input.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any, overload

from shared_tools.refusal import Refusal

MOST = 10**10
"""No amount in minor units and no count of a case is beyond this."""

MOST_NUMBER = 1000
"""No rate in percent or per mille, no hours of a month, no count of children in tenths is beyond this."""

MOST_DIGITS = 20
"""No law writes more digits than this before or after the point."""

_FLAGS = {"true": True, "false": False, "1": True, "0": False}


class Given:
    """The inputs ``words``, asked one by one. Null and an empty text say the same as leaving an input out.

    Every question raises Refusal ``input_missing`` for an input that has neither a value nor a default, and one that
    names the form (``not_whole``, ``not_a_number``, ``not_a_flag``, ``not_a_day``, ``unknown_choice``, ``not_a_list``).
    """

    def __init__(self, words: Any, at: str = "", around: Given | None = None) -> None:
        """``at`` is where the inputs stand in the case; what they leave out is asked of those ``around`` them."""
        if not isinstance(words, Mapping):
            raise Refusal(
                "not_inputs",
                f"{words!r} is no table of inputs.",
                field=at or "inputs",
                way_out='Write {"name": value, …}.',
            )
        self.words: Mapping[str, Any] = words
        self._at = at
        self._around = around

    def has(self, name: str) -> bool:
        return self._written(name) not in (None, "")

    def says_words(self, name: str) -> bool:
        """Whether ``name`` is said in words for people, not as a number: "12 x this month"."""
        return isinstance(self._written(name), str) and self.has(name) and self._decimal(name) is None

    def but(self, changed: Mapping[str, Any]) -> Given:
        """The same inputs with ``changed`` in place of what they say."""
        return Given({**self.words, **changed}, self._at, self._around)

    def with_defaults(self, **default: Any) -> Given:
        """The same inputs with ``default`` for what they leave out."""
        return self.but({name: value for name, value in default.items() if not self.has(name)})

    def needs(self, *names: str) -> None:
        """Raises Refusal ``input_missing`` where none of ``names`` is said."""
        if not any(self.has(name) for name in names):
            self._left_out(names[0], ..., " or ".join(names))

    def field(self, name: str) -> str:
        """Where ``name`` stands in the case: ``children.0.birth_year``."""
        at = self._owner(name)._at
        return f"{at}.{name}" if at else name

    def _written(self, name: str) -> Any:
        return self._owner(name).words.get(name)

    def _owner(self, name: str) -> Given:
        around = self._around
        left_out = self.words.get(name) in (None, "")
        return around if around is not None and left_out and around.has(name) else self

    @overload
    def whole(self, name: str, default: int = ..., *, least: int = 0, most: int = MOST) -> int: ...
    @overload
    def whole(self, name: str, default: None, *, least: int = 0, most: int = MOST) -> int | None: ...
    def whole(self, name: str, default: Any = ..., *, least: int = 0, most: int = MOST) -> Any:
        """An amount in minor units, or a count, from ``least`` to ``most``. ``180000``, ``"180000"``, ``180000.0``."""
        if not self.has(name):
            return self._left_out(name, default)
        value = self._exact(name)
        if value is None or value.denominator != 1 or not least <= value <= most:
            raise Refusal(
                "not_whole", f"{self._written(name)!r} is no whole number from {least} to {most}.", field=self.field(name),
                way_out="Amounts are in minor units, without a point.",
            )  # fmt: skip
        return int(value)

    @overload
    def number(
        self, name: str, default: str = ..., *, most: int = MOST_NUMBER, digits: int = MOST_DIGITS
    ) -> str: ...
    @overload
    def number(
        self, name: str, default: None, *, most: int = MOST_NUMBER, digits: int = MOST_DIGITS
    ) -> str | None: ...
    def number(
        self, name: str, default: Any = ..., *, most: int = MOST_NUMBER, digits: int = MOST_DIGITS
    ) -> Any:
        """A decimal from 0 to ``most`` as its shortest text: ``"1.60"``, ``1.6`` → ``"1.6"``. A rate, hours, a factor.

        ``digits`` after the point are read, further ones refused.
        """
        if not self.has(name):
            return self._left_out(name, default)
        value = self._decimal(name)
        text = _shortest(value) if value is not None and 0 <= value <= most else None
        if text is None or len(text.partition(".")[2]) > digits:
            exactly = "" if digits == MOST_DIGITS else f" of at most {digits} digits after the point"
            raise Refusal(
                "not_a_number", f"{self._written(name)!r} is no number from 0 to {most}{exactly}.", field=self.field(name),
                way_out='Write digits and a point, for example "1.10".',
            )  # fmt: skip
        return text

    def fraction(self, name: str, default: str = "0") -> Fraction:
        return Fraction(self.number(name, default))

    def flag(self, name: str, default: bool = False) -> bool:
        if not self.has(name):
            return default
        value = _FLAGS.get(str(self._written(name)).lower())
        if value is None:
            raise Refusal(
                "not_a_flag",
                f"{self._written(name)!r} is neither true nor false.",
                field=self.field(name),
                way_out="Write true or false.",
            )
        return value

    def text(self, name: str) -> str:
        """Words for people, whatever they are; a whole number, as ``90.0``, is one without a point."""
        written = self._written(name)
        if isinstance(written, float) and written.is_integer():
            return str(int(written))
        return str(written) if self.has(name) else ""

    def choice(self, name: str, choices: Collection[str], default: str) -> str:
        """One of ``choices``; ``default`` need not be among them."""
        if not self.has(name):
            return default
        value = self._written(name)
        if not isinstance(value, str) or value not in choices:
            raise Refusal(
                "unknown_choice",
                f"{value!r} is not known here.",
                field=self.field(name),
                way_out=f"Use one of {', '.join(choices)}.",
            )
        return value

    def day(self, name: str) -> date:
        """A day in ISO 8601."""
        if not self.has(name):
            return self._left_out(name, ...)
        try:
            return date.fromisoformat(str(self._written(name)))
        except ValueError:
            raise Refusal(
                "not_a_day",
                f"{self._written(name)!r} is no day.",
                field=self.field(name),
                way_out="Write it as 2026-11-24.",
            ) from None

    def table(self, name: str, *, inherits: bool = False) -> Given:
        """The inputs within an input. ``inherits``: what they leave out is asked of those around them."""
        if not self.has(name):
            self._left_out(name, ...)
        return Given(self._written(name), self.field(name), self if inherits else None)

    def rows(self, name: str, *, inherits: bool = False) -> list[Given]:
        """The tables of a list (``months.3.gross``, from 0), none where it is left out. ``inherits`` as in ``table``."""
        around = self if inherits else None
        return [Given(row, at, around) for at, row in self._listed(name)]

    def tuples(self, name: str, *places: str) -> list[Given]:
        """The lists of a list as tables: what stands in each place is asked by the name it has in ``places``.

        Raises Refusal ``not_a_list`` where a row has more or fewer places.
        """
        found: list[Given] = []
        for at, row in self._listed(name):
            if not isinstance(row, list | tuple) or len(row) != len(places):
                raise Refusal(
                    "not_a_list", f"{row!r} is no list of {', '.join(places)}.", field=at,
                    way_out=f"Write [{', '.join(places)}], null for what there is not.",
                )  # fmt: skip
            found.append(Given(dict(zip(places, row, strict=True)), at))
        return found

    def _listed(self, name: str) -> list[tuple[str, Any]]:
        """Each item of a list and where it stands."""
        written = self._written(name) if self.has(name) else []
        if not isinstance(written, list | tuple):
            raise Refusal(
                "not_a_list", f"{written!r} is no list of inputs.", field=self.field(name),
                way_out='Write [{"name": value}, …].',
            )  # fmt: skip
        at = self.field(name)
        return [(f"{at}.{position}", row) for position, row in enumerate(written)]

    def _left_out(self, name: str, default: Any, words: str = "this") -> Any:
        if default is ...:
            raise Refusal(
                "input_missing", f"the case does not say {words}, and nothing can stand in for it.",
                field=self.field(name), way_out="Add the input.",
            )  # fmt: skip
        return default

    def _exact(self, name: str) -> Fraction | None:
        value = self._decimal(name)
        return None if value is None else Fraction(value)

    def _decimal(self, name: str) -> Decimal | None:
        """What the file wrote: JSON reads ``2.9`` as a float, whose shortest text is ``2.9`` again."""
        value = self._written(name)
        if isinstance(value, bool) or not isinstance(value, int | float | str | Decimal):
            return None
        text = str(value)
        # Python also reads 1_0 and digits of other scripts; people who write them mean something else.
        if "_" in text or not text.isascii():
            return None
        try:
            found = Decimal(text)
        except InvalidOperation:
            return None
        # "1e999999" would be a number of a million of them.
        digits = found.as_tuple().exponent
        written_out = isinstance(digits, int) and digits >= -MOST_DIGITS and found.adjusted() < MOST_DIGITS
        return found if written_out else None


def _shortest(value: Decimal) -> str:
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text
