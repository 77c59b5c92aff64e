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


_VOUCHERS = ledger.voucher.join(
    ledger.posting,
    sa.and_(ledger.posting.c.entry == ledger.voucher.c.entry, ledger.posting.c.line == ledger.voucher.c.line),
).join(ledger.entry, ledger.entry.c.id == ledger.voucher.c.entry)


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
    """Amounts by role, sister entity and the documents' currency: balances to the month's end, movements of the month."""
    here = ledger.entry.c.month == month
    in_month, in_month_seen = (
        sa.case((here, column), else_=0) for column in (ledger.posting.c.amount, ledger.voucher.c.amount)
    )
    key = ledger.posting.c.role, ledger.posting.c.counterparty, ledger.voucher.c.currency
    return uow.rows(
        sa.select(
            *key, sa.func.sum(ledger.posting.c.amount).label("balance"), sa.func.sum(in_month).label("movement"),
            sa.func.sum(ledger.voucher.c.amount).label("balance_seen"), sa.func.sum(in_month_seen).label("movement_seen"),
        )
        .select_from(_VOUCHERS)
        .where(ledger.entry.c.month <= until)
        .group_by(*key)
        .order_by(*key)
    )  # fmt: skip


def trade_documents(uow: UnitOfWork, month: str) -> list[sa.RowMapping]:
    """What each document between entities moved in ``month``, by role and sister entity; up and down (claimed and paid)
    each on its own, so that a payment under way can be told from an amount that differs."""
    seen = ledger.voucher.c
    up = sa.case((seen.amount > 0, 1), else_=0)
    key = ledger.posting.c.role, ledger.posting.c.counterparty, seen.number, seen.day, seen.currency
    return uow.rows(
        sa.select(
            *key, sa.func.sum(ledger.posting.c.amount).label("amount"), sa.func.sum(seen.amount).label("seen_amount")
        )
        .select_from(_VOUCHERS)
        .where(ledger.entry.c.month == month)
        .group_by(*key, up)
        .order_by(*key, up)
    )  # fmt: skip


def decode_body(row: sa.RowMapping) -> dict[str, Any]:
    return msgspec.json.decode(row["body"])
