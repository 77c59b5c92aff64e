"""Figures published, and the amounts between entities that are read for them."""

from __future__ import annotations

from typing import Any

import msgspec
import sqlalchemy as sa

from core.db import Id, Instant, UnitOfWork, metadata
from core.ledger import store as ledger
from core.ledger.verify import Head

published_figures = sa.Table(
    "published_figures",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("envelope", sa.LargeBinary, nullable=False),
    sa.Column("head_entry", sa.BigInteger, nullable=False),
    sa.Column("head_block", sa.BigInteger, nullable=False),
    sa.Column("head_digest", sa.String(64), nullable=False),
    sa.Column("published_at", Instant, nullable=False),
    sa.Column("published_by", Id),
    sa.UniqueConstraint("month", "version"),
)

IMMUTABLE = ("published_figures",)


def published(uow: UnitOfWork, month: str | None = None) -> list[sa.RowMapping]:
    """What went out, oldest first."""
    statement = sa.select(published_figures).order_by(published_figures.c.number)
    if month:
        statement = statement.where(published_figures.c.month == month)
    return uow.rows(statement)


def published_heads(uow: UnitOfWork) -> list[Head]:
    """The chain's ends as they left the house: where ``verify`` must still find them."""
    return [Head(row["head_entry"], row["head_block"], row["head_digest"]) for row in published(uow)]


def intra_lines(uow: UnitOfWork, until: str, month: str) -> list[sa.RowMapping]:
    """Amounts by role and sister entity: balances to the month's end, movements of the month."""
    in_month = sa.case((ledger.entry.c.month == month, ledger.posting.c.amount), else_=0)
    return uow.rows(
        sa.select(
            ledger.posting.c.role, ledger.posting.c.counterparty, ledger.posting.c.currency,
            sa.func.sum(ledger.posting.c.amount).label("balance"), sa.func.sum(in_month).label("movement"),
        )
        .join(ledger.entry, ledger.entry.c.id == ledger.posting.c.entry)
        .where(ledger.posting.c.counterparty.is_not(None), ledger.entry.c.month <= until)
        .group_by(ledger.posting.c.role, ledger.posting.c.counterparty, ledger.posting.c.currency)
        .order_by(ledger.posting.c.role, ledger.posting.c.counterparty)
    )  # fmt: skip


def decode_body(row: sa.RowMapping) -> dict[str, Any]:
    return msgspec.json.decode(row["body"])
