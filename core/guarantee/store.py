"""Tables of advances and their returns. Rows are never changed: what is outstanding is their difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from core.db import Day, Id, Minor, UnitOfWork, build, canonical, metadata
from core.guarantee.model import Advance, Return
from core.ledger import document_reader

advance = sa.Table(
    "advance",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("payslip", Id, sa.ForeignKey("payslip.id"), nullable=False, index=True),
    sa.Column("invoice", Id, sa.ForeignKey("invoice.id"), nullable=False, index=True),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("amount", Minor, nullable=False),
    sa.UniqueConstraint("payslip", "invoice"),
)

advance_return = sa.Table(
    "advance_return",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("advance", Id, sa.ForeignKey("advance.id"), nullable=False, index=True),
    sa.Column("invoice", Id, sa.ForeignKey("invoice.id"), nullable=False, index=True),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("amount", Minor, nullable=False),
    sa.Column("cause", sa.Text, nullable=False),
)

IMMUTABLE = ("advance", "advance_return")


def outstanding(uow: UnitOfWork, invoices: Iterable[str]) -> dict[str, list[tuple[Advance, int]]]:
    """Advances with what is still out, by invoice, oldest first."""
    wanted = sorted(set(invoices))
    back = (
        sa.select(advance_return.c.advance, sa.func.sum(advance_return.c.amount).label("amount"))
        .where(advance_return.c.invoice.in_(wanted))
        .group_by(advance_return.c.advance)
        .subquery()
    )
    statement = (
        sa.select(advance, sa.func.coalesce(back.c.amount, 0).label("returned"))
        .outerjoin(back, back.c.advance == advance.c.id)
        .where(advance.c.invoice.in_(wanted))
        .order_by(advance.c.day, advance.c.id)
    )
    found: dict[str, list[tuple[Advance, int]]] = {}
    for row in uow.rows(statement):
        left = row["amount"] - int(row["returned"])  # PostgreSQL adds up into a Decimal
        if left:
            found.setdefault(row["invoice"], []).append((build(Advance, row), left))
    return found


def advances_of(uow: UnitOfWork, payslips: Iterable[str]) -> list[Advance]:
    statement = sa.select(advance).where(advance.c.payslip.in_(sorted(set(payslips))))
    return [build(Advance, row) for row in uow.rows(statement.order_by(advance.c.day))]


@document_reader("advance")
def advance_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    return {
        r["id"]: canonical(build(Advance, r))
        for r in uow.rows(sa.select(advance).where(advance.c.id.in_(list(ids))))
    }


@document_reader("advance_return")
def return_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    table = advance_return
    return {
        r["id"]: canonical(build(Return, r))
        for r in uow.rows(sa.select(table).where(table.c.id.in_(list(ids))))
    }
