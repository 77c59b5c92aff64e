"""Closed months and published figures read again: against their own hashes, their chain, and the books they were made of."""

from __future__ import annotations

import base64
from collections.abc import Iterator

import msgspec
import sqlalchemy as sa

from core.db import UnitOfWork
from core.federation.envelope import parsed
from core.figures import store
from core.figures.actions import at_end, days_of, documents_of, lines_of
from core.ledger import Break, also_verified, balances
from core.ledger import store as ledger
from shared_tools.group.chain import verify_chain
from shared_tools.group.figures import Figures, decode, digest, newest
from shared_tools.refusal import Refusal
from shared_tools.roles import ROLES

TABLE = "published_figures"


@also_verified
def published_breaks(uow: UnitOfWork) -> Iterator[Break]:
    """Every row of ``period`` and ``published_figures`` that is not what was closed and published."""
    figures: list[Figures] = []
    for row in store.published(uow):
        found = _read(row)
        if isinstance(found, Break):
            yield found
        else:
            figures.append(found)
    try:
        verify_chain(figures)
    except Refusal as refusal:
        yield Break(TABLE, refusal.where or "", f"the chain of figures is broken: {refusal.message}")
    for figure in newest(figures).values():
        yield from _against_books(uow, figure)
    yield from _periods(uow, {figure.month for figure in figures})


def _read(row: sa.RowMapping) -> Figures | Break:
    """The figures of a row, once the row says of them what they say themselves."""
    name = str(row["number"])
    try:
        figure = decode(row["body"])
        sealed = base64.b64decode(parsed(row["envelope"]).body)
    except (msgspec.DecodeError, ValueError, Refusal):
        return Break(TABLE, name, "it cannot be read")
    said = row["number"], row["month"], row["version"], row["digest"]
    if said != (figure.number, figure.month, figure.version, digest(figure)):
        return Break(TABLE, name, "its row is not what its figures say")
    if row["head_digest"] != figure.ledger_head:
        return Break(TABLE, name, "it names another end of the ledger")
    if sealed != row["body"]:
        return Break(TABLE, name, "the envelope that was signed holds other figures")
    return figure


def _against_books(uow: UnitOfWork, figure: Figures) -> Iterator[Break]:
    """The newest figures of a month are what its closed books add up to."""
    month = figure.month
    moved = {
        role: amount
        for role, amount in balances(uow, month, since=month).items()
        if amount and not ROLES[role].in_balance_sheet
    }
    stands = {role: amount for role, amount in at_end(uow, month).items() if amount}
    for what, told, books in (
        ("balances", figure.balances, stands), ("movements", figure.movements, moved),
        ("amounts with sisters", sorted(figure.intra), sorted(lines_of(uow, month))),
        ("documents of sisters", sorted(figure.documents), sorted(documents_of(uow, month))),
    ):  # fmt: skip
        if told != books:
            yield Break(TABLE, str(figure.number), f"its {what} are not those of the books of {month}")


def _periods(uow: UnitOfWork, published: set[str]) -> Iterator[Break]:
    closed = set(uow.execute(sa.select(ledger.period.c.month)).scalars())
    for month in sorted(published - closed):
        yield Break("period", month, "its figures were published, and it is not closed")
    for month in sorted(closed):
        try:
            days_of(month)
        except Refusal:
            yield Break("period", month, "it is no month")
    # Months closed before anything was published are those of books taken over; between and after, each has figures.
    if published:
        for month in sorted(month for month in closed - published if month > min(published)):
            yield Break("period", month, "it is closed, and no figures of it were published")
