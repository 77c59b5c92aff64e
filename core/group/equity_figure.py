"""The way down from how equity moved in the year: each movement by entity, then by role or month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

import numpy as np

from core.group.below import books_at
from core.group.explained import KNOWN, Explained, Label, Part, minus
from shared_tools.group.close import RESERVE, equity_by_entity
from shared_tools.group.translate import Position
from shared_tools.i18n import N_
from shared_tools.roles import ROLES

if TYPE_CHECKING:
    from core.group.figure import In

MOVED: Mapping[str, str] = {
    "opening": N_("At the beginning of the year"), "joined": N_("Brought by those who joined"), "result": N_("Result"),
    "capital": N_("Capital paid in or out"), "translation": N_("Exchange rates"), "left": N_("Taken along by those who left"),
}  # fmt: skip


def equity(of: In, field: str, code: str = "") -> Explained:
    """One movement of the year: by entity, or what of it an entity's roles brought. Equity has a plus."""
    cents = equity_by_entity(of.close.translation)[field]
    codes = [one.code for one in of.close.books.entities]
    labels, up = (Label("word", MOVED[field]),), of.name("total", "equity_movement")
    if not code:
        parts = [
            Part(Label("entity", one), -int(amount), of.name("equity", field, one))
            for one, amount in zip(codes, cents, strict=True) if amount
        ]  # fmt: skip
        return Explained(labels, -int(cents.sum()), "EUR", tuple(parts), up=up)
    row = codes.index(code)
    parts = [part for part in _of_entity(of, field, code, row) if part.amount]
    return Explained(
        (Label("entity", code), *labels), -int(cents[row]), "EUR", tuple(parts), up=of.name("equity", field)
    )


def _of_entity(of: In, field: str, code: str, row: int) -> Iterator[Part]:
    translation, books = of.close.translation, of.close.books
    if field in ("opening", "joined"):
        yield from _standing(of, code, row, translation.base, int(translation.base_planes[row]), -1)
    elif field == "left":
        yield from _standing(of, code, row, translation.now, int(books.end[row]), 1)
    elif field == "result":
        for role, cents in zip(
            books.columns[books.income], translation.year_income[row].tolist(), strict=True
        ):
            name = of.name("entity", code, role)
            # An income stands with a plus on its own, a cost too: it is taken away here.
            yield Part(Label("role", role), -cents, minus(name) if KNOWN[role].statement == "cost" else name)
    elif field == "capital":
        yield from _paid(of, code, row)
    else:
        yield _reserve(of, code, row, translation.now, int(books.end[row]), -1)
        yield _reserve(of, code, row, translation.base, int(translation.base_planes[row]), 1)


def _standing(of: In, code: str, row: int, at: Position, plane: int, sign: int) -> Iterator[Part]:
    """Equity as it stood in one month, role by role: its capital, the result of its year, its reserve."""
    books, month, address = of.close.books, of.close.translation.month_of(plane), of.addresses.get(code, "")
    for part, amounts in ((books.historic, at.historic), (books.income, at.income)):
        for role, cents in zip(books.columns[part], amounts[row].tolist(), strict=True):
            yield Part(Label("role", role), sign * cents, books=books_at(address, code, role, month))
    yield _reserve(of, code, row, at, plane, sign)


def _reserve(of: In, code: str, row: int, at: Position, plane: int, sign: int) -> Part:
    """No ledger holds it: it is what the rates did (docs/group.md)."""
    return Part(Label("role", RESERVE, of.close.translation.month_of(plane)), sign * int(at.reserve[row]))


def _paid(of: In, code: str, row: int) -> Iterator[Part]:
    """Capital paid in or out this year, month by month, at the average of the month."""
    translation, books = of.close.translation, of.close.books
    currency = books.entities[row].currency
    for plane, place in np.argwhere(translation.moved_local[row]).tolist():
        if plane < books.january:
            continue
        month, role = translation.month_of(plane), books.columns[books.historic][place]
        rate = books.rates.find(currency, month)
        yield Part(
            Label("month", month, "average"), -int(translation.moved[row, plane, place]), "",
            -int(translation.moved_local[row, plane, place]), currency, rate.average if rate else "",
            books_at(of.addresses.get(code, ""), code, role, month) if role in ROLES else "",
        )  # fmt: skip
