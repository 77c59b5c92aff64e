"""A refusal: the one exception a person may read.

It names the rule that was broken, the value that broke it and the way out. Pages show it beside the field,
the API turns it into Problem Details (RFC 9457), the command line prints it as one line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


class Refusal(Exception):
    """Something asked of us that a rule forbids.

    ``rule``    a stable code, ``snake_case``, that programs and translations may rely on
    ``message`` one English sentence that states the rule and the value
    ``way_out`` one English sentence that says what to do instead
    ``field``   the input it concerns, as the caller named it (``lines.2.price``), or ``None``
    ``where``   a file or record, when the input came from one
    """

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        way_out: str = "",
        field: str | None = None,
        where: str | None = None,
    ) -> None:
        super().__init__(message)
        self.rule = rule
        self.message = message
        self.way_out = way_out
        self.field = field
        self.where = where

    def __reduce__(self) -> tuple[object, ...]:
        # A refusal crosses processes whole: the demonstration plays its entities in several.
        return _again, (type(self), self.rule, self.message, self.way_out, self.field, self.where)

    def at(self, where: str) -> Refusal:
        """The same refusal, told where the input stands (a file, a row)."""
        return type(self)(
            self.rule,
            self.message,
            way_out=self.way_out,
            field=self.field,
            where=f"{where}: {self.where}" if self.where else where,
        )

    def under(self, field: str) -> Refusal:
        """The same refusal for a field inside ``field``: ``price`` under ``lines.2`` is ``lines.2.price``."""
        inner = f"{field}.{self.field}" if self.field else field
        return type(self)(self.rule, self.message, way_out=self.way_out, field=inner, where=self.where)

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.where, self.field) if part)
        sentence = f"{place}: {self.message}" if place else self.message
        return f"{sentence} {self.way_out}".strip()


def _again(
    kind: type[Refusal], rule: str, message: str, way_out: str, field: str | None, where: str | None
) -> Refusal:
    return kind(rule, message, way_out=way_out, field=field, where=where)


@contextmanager
def naming(field: str) -> Iterator[None]:
    """Refusals raised inside concern ``field`` of the caller's input."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.under(field) from None
