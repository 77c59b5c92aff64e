"""A refusal: the one exception a person may read.

It names the rule that was broken, the value that broke it and the way out. Pages show it beside the field,
the API turns it into Problem Details (RFC 9457), the command line prints it as one line.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Protocol


class Words(Protocol):
    """A translator, as ``shared_tools.i18n.Translator`` is one."""

    def __call__(self, message: str, **values: object) -> str: ...


class Refusal(Exception):
    """Something asked of us that a rule forbids.

    ``rule``    a stable code, ``snake_case``, that programs and translations may rely on
    ``message`` one English sentence that states the rule and the value
    ``way_out`` one English sentence that says what to do instead
    ``field``   the input it concerns, as the caller named it (``lines.2.price``), or ``None``
    ``where``   a file or record, when the input came from one
    ``values``  what fills the ``{names}`` of message and way out, which are message ids then, so that ``said`` can say
                them in any language
    """

    def __init__(
        self,
        rule: str,
        message: str,
        *,
        way_out: str = "",
        field: str | None = None,
        where: str | None = None,
        values: Mapping[str, str] | None = None,
    ) -> None:
        self.values = dict(values or {})
        self.ids = (message, way_out)
        self.message, self.way_out = self.said(_english)
        super().__init__(self.message)
        self.rule = rule
        self.field = field
        self.where = where

    def said(self, words: Words) -> tuple[str, str]:
        """Sentence and way out in the language of ``words``; English where it has no catalogue of them."""
        sentence, way_out = (words(text, **self.values) if text else "" for text in self.ids)
        return sentence, way_out

    def __reduce__(self) -> tuple[object, ...]:
        # A refusal crosses processes whole: the demonstration plays its entities in several.
        return _again, (type(self), self.rule, self.ids, self.values, self.field, self.where)

    def at(self, where: str) -> Refusal:
        """The same refusal, told where the input stands (a file, a row)."""
        where = f"{where}: {self.where}" if self.where else where
        return _again(type(self), self.rule, self.ids, self.values, self.field, where)

    def under(self, field: str) -> Refusal:
        """The same refusal for a field inside ``field``: ``price`` under ``lines.2`` is ``lines.2.price``."""
        inner = f"{field}.{self.field}" if self.field else field
        return _again(type(self), self.rule, self.ids, self.values, inner, self.where)

    def __str__(self) -> str:
        place = ": ".join(part for part in (self.where, self.field) if part)
        sentence = f"{place}: {self.message}" if place else self.message
        return f"{sentence} {self.way_out}".strip()


def _english(message: str, **values: object) -> str:
    return message.format(**values) if values else message


def _again(
    kind: type[Refusal], rule: str, ids: tuple[str, str], values: Mapping[str, str], field: str | None,
    where: str | None,
) -> Refusal:  # fmt: skip
    return kind(rule, ids[0], way_out=ids[1], field=field, where=where, values=values)


@contextmanager
def naming(field: str) -> Iterator[None]:
    """Refusals raised inside concern ``field`` of the caller's input."""
    try:
        yield
    except Refusal as refusal:
        raise refusal.under(field) from None
