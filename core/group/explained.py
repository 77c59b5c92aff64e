"""What the way down from a figure is told in: an amount, what it is called, its parts and their names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal
from urllib.parse import urlencode

import msgspec

from shared_tools.i18n import N_
from shared_tools.roles import GROUP_ROLES, ROLES

KNOWN = {**ROLES, **{role.name: role for role in GROUP_ROLES}}

Kind = Literal["role", "entity", "month", "line", "class", "word", "text", "type"]
Formula = Literal["sum", "growth", "share", "average", "counted", "printed"]

SHOWN: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "turnover": (N_("Turnover"), ("turnover_activities", "turnover_contracts")),
    "fee": (N_("Fee"), ("fee_income",)),
    "wages": (N_("Gross wages"), ("gross_wages",)),
    "advanced": (N_("Advanced by the fund"), ("guarantee_advance",)),
}
"""The columns of the overview: word and roles."""


class Label(msgspec.Struct, frozen=True):
    """What something is called; ``kind`` says how it is put into words."""

    kind: Kind
    text: str
    more: str = ""


class Part(msgspec.Struct, frozen=True):
    """A line of the step. ``amount`` in the unit of the whole; ``name``: its own drill, "" at the end.

    ``local`` minor units of ``currency``, ``rate`` units for 1 EUR: the last step's. ``books``: where the entity's books are.
    """

    label: Label
    amount: int
    name: str = ""
    local: int | None = None
    currency: str = ""
    rate: str = ""
    books: str = ""


class Explained(msgspec.Struct, frozen=True):
    """A figure and its parts. ``unit``: "EUR" (cents), another currency (its minor units), "" a count, "%".

    ``formula``: "sum": the parts add up to ``amount``. "growth", "share", "average": made from two parts by that rule.
    "counted": the entity counted it, "printed": a report printed it; there is nothing below.
    """

    labels: tuple[Label, ...]
    amount: int
    unit: str
    parts: tuple[Part, ...]
    formula: Formula = "sum"
    note: str = ""
    up: str = ""


def sign_of(role: str) -> int:
    """Income, debts and equity with a plus, as a reader expects them."""
    return 1 if KNOWN[role].statement in ("asset", "cost") else -1


def natural(role: str, cents: int) -> int:
    return sign_of(role) * cents


def minus(name: str) -> str:
    """The name of the same figure taken away; the figure's own for one that is taken away already."""
    return name.removeprefix("minus/") if name.startswith("minus/") else f"minus/{name}"


def negated(of: Explained) -> Explained:
    return msgspec.structs.replace(of, amount=-of.amount, parts=tuple(
        msgspec.structs.replace(
            part, amount=-part.amount, name=part.name and minus(part.name),
            local=None if part.local is None else -part.local,
        ) for part in of.parts
    ))  # fmt: skip


def why_path(name: str) -> str:
    """Where the way down of a figure is read."""
    return f"/why?{urlencode({'figure': name})}"


def closing(year: str, version: int, month: str, *parts: str) -> str:
    """The name of a figure of a close."""
    return "/".join(("close", year, str(version), month, *parts))
