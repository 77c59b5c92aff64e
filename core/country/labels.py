"""Readers' words for what a country asks of a worker and of a contract: its fields, their choices and their units.

A country gives one mapping for all its structs: ``"month_pay": money(N_("Pay agreed for a whole month"))`` names a
field, ``"commute.large": N_("no public transport")`` one of its choices. Message ids of the country's catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin, get_type_hints

import msgspec

Unit = Literal["", "money", "percent"]
"""How a field is written for people: minor units as an amount of money, a percentage with its sign."""


class Label(msgspec.Struct, frozen=True):
    """``words`` a message id; ``unit`` how the value reads."""

    words: str
    unit: Unit = ""


Labels = Mapping[str, Label | str]


def money(words: str) -> Label:
    """A field in minor units, typed and shown in major ones."""
    return Label(words, "money")


def percent(words: str) -> Label:
    """A field that holds a percentage as text."""
    return Label(words, "percent")


def label_of(labels: Labels, field: str) -> Label:
    """The field's label; its own name, made readable, where the country says nothing."""
    found = labels.get(field, field.replace("_", " ").capitalize())
    return found if isinstance(found, Label) else Label(found)


def choice_of(labels: Labels, field: str, choice: str) -> str:
    """The words of one choice of a field."""
    found = labels.get(f"{field}.{choice}")
    return found if isinstance(found, str) else choice.replace("_", " ") or "–"


def choices(hint: Any) -> tuple[str, ...]:
    """The values of a Literal, as text; of any other type none."""
    literals = [hint, *get_args(hint)]
    return tuple(str(value) for one in literals if get_origin(one) is Literal for value in get_args(one))


def asked(struct: type[msgspec.Struct]) -> Iterator[str]:
    """Every key that ``labels`` should have for ``struct``: its fields and the choices of each but the empty one."""
    for field, hint in get_type_hints(struct).items():
        if field in struct.__struct_fields__:
            yield field
            yield from (f"{field}.{choice}" for choice in choices(hint) if choice)
