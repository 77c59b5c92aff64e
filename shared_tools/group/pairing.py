"""Documents between two entities, laid side by side: what agrees, is in transit, is missing or differs.

Elimination says by how much two houses differ (eliminate.py); here stands on which document. Both sides name a
document by the number on it. Amounts are minor units of the document's currency in ledger signs, so that what agrees
adds up to nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, Literal

import msgspec

from shared_tools.group.checks import PAIR_CLASSES, Roles
from shared_tools.group.figures import Figures, Key
from shared_tools.group.perimeter import Perimeter

State = Literal["agrees", "in transit", "missing", "different", "without document"]

WITHOUT: Final = "without document"


class Paired(msgspec.Struct, frozen=True, order=True):
    """One document of one class and direction, as ``giver`` (claims, sells) and ``taker`` (owes, buys) have it.

    ``giver_day`` and ``taker_day`` are the day each reads on it, "" where that side has no such document. ``number`` is
    "" for what a side's lines hold beyond its documents.
    """

    klass: str
    giver: str
    taker: str
    number: str
    currency: str
    giver_day: str
    taker_day: str
    giver_amount: int
    taker_amount: int
    state: State

    @property
    def difference(self) -> int:
        return self.giver_amount + self.taker_amount


class _Side:
    """What one house has of a document: all of it, and what moved in the month looked at."""

    def __init__(self) -> None:
        self.day = ""
        self.amount = 0
        self.moved: list[int] = []

    def add(self, day: str, amount: int, now: bool) -> None:
        self.day = min(self.day, day) if self.day else day
        self.amount += amount
        self.moved += [amount] if now else []


_Place = tuple[str, str, str, str, str]
"""Class, giver, taker, number, currency."""


def paired(
    perimeter: Perimeter, chosen: Mapping[Key, Figures], month: str, roles: Roles | None = None
) -> list[Paired]:
    """Every document with something on it at the end of ``month``: claims and debts still open, income of the year.

    ``chosen`` holds one version of each month. A claim that both sides have settled is told no more.
    """
    roles = roles or Roles()
    sides: defaultdict[_Place, tuple[_Side, _Side]] = defaultdict(lambda: (_Side(), _Side()))
    beyond: defaultdict[tuple[str, str, str, str], int] = defaultdict(int)  # lines less documents
    for figure in chosen.values():
        if figure.entity not in perimeter.by_code or figure.month > month:
            continue
        for line in figure.intra:
            # A balance is told anew each month, income once.
            if _read(line.role, figure.month, month, roles, told_anew=True):
                key = figure.entity, line.role, line.counterparty, line.document_currency
                beyond[key] += line.document_amount
        for one in figure.documents:
            if _read(one.role, figure.month, month, roles, told_anew=False):
                beyond[figure.entity, one.role, one.counterparty, one.document_currency] -= (
                    one.document_amount
                )
                place, side = _place(
                    figure.entity, one.role, one.counterparty, one.document_currency, roles, one.number
                )
                sides[place][side].add(one.day, one.document_amount, figure.month == month)
    for (entity, role, counterparty, currency), amount in beyond.items():
        if amount and role in roles.class_of:
            place, side = _place(entity, role, counterparty, currency, roles)
            sides[place][side].add("", amount, False)
    found = [
        Paired(*place, giver.day, taker.day, giver.amount, taker.amount, _state(place, giver, taker))
        for place, (giver, taker) in sides.items()
        if giver.amount or taker.amount
    ]
    return sorted(found, key=lambda one: (PAIR_CLASSES.index(one.klass), one))


def _read(role: str, of: str, month: str, roles: Roles, told_anew: bool) -> bool:
    if roles.by_name[role].in_balance_sheet:
        return of == month or not told_anew
    return of[:4] == month[:4]


def _place(
    entity: str, role: str, counterparty: str, currency: str, roles: Roles, number: str = ""
) -> tuple[_Place, int]:
    """Where an amount stands, and on which side: 0 who claims or sells, 1 who owes or buys."""
    side = 0 if roles.by_name[role].statement in ("asset", "revenue") else 1
    giver, taker = (entity, counterparty) if side == 0 else (counterparty, entity)
    return (roles.class_of[role], giver, taker, number, currency), side


def _state(place: _Place, giver: _Side, taker: _Side) -> State:
    """Only what one side brought this month can be under way; what is older should have arrived."""
    difference = giver.amount + taker.amount
    if not difference:
        return "agrees"
    if not place[3]:
        return WITHOUT
    if difference in (*giver.moved, *taker.moved, sum(giver.moved), sum(taker.moved)):
        return "in transit"
    return "different" if giver.day and taker.day else "missing"
