"""Who belongs to the group, from when until when, by which method and at what share.

A sister is ``combined``: added in full, its capital stays its own members' equity. A subsidiary is ``full``: the same,
with its capital set off against the holder's participation (Directive 2013/34/EU art. 24; IFRS 10 B86).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property
from typing import Literal

import msgspec

from shared_tools import money
from shared_tools.group import months
from shared_tools.refusal import Refusal

Method = Literal["combined", "full", "equity", "outside"]


class Entity(msgspec.Struct, frozen=True):
    """An entity's place in the group. Months are ``YYYY-MM``.

    ``since``    first month whose income counts (``from`` in files)
    ``until``    last month inside, or None
    ``opening``  the month before ``since``: its closing balance sheet is what joins
    ``opening_historic``  cents of equity roles at the opening, for a group with a past; others at the closing rate
    ``reason``, ``decided``  why this method, and the day it was decided
    """

    code: str
    currency: str
    method: Method
    since: str = msgspec.field(name="from")
    until: str | None = None
    opening: str = ""
    opening_historic: dict[str, int] = {}
    reason: str = ""
    decided: str = ""

    @property
    def first(self) -> int:
        return months.number(self.since)

    @property
    def last(self) -> int | None:
        return None if self.until is None else months.number(self.until)

    @property
    def consolidated(self) -> bool:
        return self.method in ("combined", "full")

    def is_inside(self, month: int) -> bool:
        """Whether it is a sister in that month; a counterparty that is not is an outsider."""
        return self.consolidated and self.first <= month and (self.last is None or month <= self.last)

    def end(self, month: int) -> int:
        """The last month of its figures that the close of ``month`` reads."""
        return month if self.last is None else min(month, self.last)

    def counts_in(self, month: int) -> bool:
        """Whether the close of ``month`` needs its figures: it is inside, or it left during that year."""
        if not self.consolidated or self.first > month:
            return False
        return self.last is None or self.last >= months.january(month) - 1


class Participation(msgspec.Struct, frozen=True):
    """Capital of ``held`` in the hands of ``holder``. ``share`` as exact text ("0.6"), ``cost`` in cents."""

    holder: str
    held: str
    share: str
    cost: int


class Perimeter(msgspec.Struct, frozen=True, dict=True):
    """The group as decided. ``exponents``: minor-unit digits of every currency that books or documents use.

    Raises Refusal ``method_not_supported``, ``opening_not_month_before``, ``entity_twice``, ``share_out_of_range``,
    ``unknown_holding``.
    """

    entities: tuple[Entity, ...]
    presentation: str = "EUR"
    exponents: dict[str, int] = msgspec.field(default_factory=lambda: dict(money.EXPONENTS))
    participations: tuple[Participation, ...] = ()

    def __post_init__(self) -> None:
        for entity in self.entities:
            if entity.method == "equity":
                raise Refusal(
                    "method_not_supported", f"{entity.code} has method 'equity', which is not computed yet.",
                    way_out="Record it as 'outside' and add its line by hand, or as 'combined' or 'full'.",
                )  # fmt: skip
            if entity.opening and months.number(entity.opening) != entity.first - 1:
                raise Refusal(
                    "opening_not_month_before",
                    f"{entity.code} joins in {entity.since} but opens with {entity.opening}.",
                    way_out=f"Open it with {months.name(entity.first - 1)}.",
                )  # fmt: skip
        codes = [entity.code for entity in self.entities]
        if len(codes) != len(self.by_code):
            twice = next(code for code in codes if codes.count(code) > 1)
            raise Refusal(
                "entity_twice", f"{twice} is in the perimeter twice.", way_out="Give each entity one line."
            )
        for holding in self.participations:
            if not {holding.holder, holding.held} <= self.by_code.keys():
                raise Refusal(
                    "unknown_holding", f"{holding.holder} holds {holding.held}, but the perimeter lacks one of them.",
                    way_out="Add it to the perimeter, 'outside' if it is not consolidated.",
                )  # fmt: skip
        for held in {holding.held for holding in self.participations}:
            total = share(line for line in self.participations if line.held == held)
            if not 0 <= total <= 1:
                raise Refusal(
                    "share_out_of_range", f"The shares held in {held} add up to {total}.",
                    way_out="Shares in one entity lie between 0 and 1, all holders together.",
                )  # fmt: skip

    @cached_property
    def by_code(self) -> dict[str, Entity]:
        return {entity.code: entity for entity in self.entities}

    def holdings(self, held: str, month: int) -> list[Participation]:
        """What entities inside the group in that month hold of ``held``."""
        return [
            line
            for line in self.participations
            if line.held == held and self.by_code[line.holder].is_inside(month)
        ]

    def digits(self, currency: str) -> int:
        """Minor-unit digits of ``currency``. Raises Refusal ``unknown_currency``."""
        if currency not in self.exponents:
            raise Refusal(
                "unknown_currency", f"The perimeter does not say how many digits {currency} has.", where=currency,
                way_out="Add the currency to its exponents.",
            )  # fmt: skip
        return self.exponents[currency]


def share(holdings: Iterable[Participation]) -> Fraction:
    """The part held, all holders together."""
    return sum((money.exact(line.share) for line in holdings), Fraction(0))
