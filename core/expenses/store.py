"""The expense table. The facts of a note never change; its state and who decided do."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from core.db import Day, Id, Instant, Minor, UnitOfWork, build, canonical, metadata
from core.expenses.model import Expense
from core.ledger import document_reader

expense = sa.Table(
    "expense",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("activity", Id, sa.ForeignKey("activity.id"), nullable=False, index=True),
    sa.Column("person", Id, sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("supplier", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("gross", Minor, nullable=False),
    sa.Column("vat", Minor, nullable=False),
    sa.Column("receipt", sa.Text, nullable=False),
    sa.Column("submitted_on", Day, nullable=False),
    sa.Column("counterparty", sa.Text, nullable=False, server_default=""),
    sa.Column("document_number", sa.Text, nullable=False, server_default=""),
    sa.Column("document_day", Day),
    sa.Column("document_currency", sa.Text, nullable=False, server_default=""),
    sa.Column("document_net", Minor, nullable=False, server_default="0"),
    sa.Column("document_gross", Minor, nullable=False, server_default="0"),
    sa.Column("reverse_vat", Minor, nullable=False, server_default="0"),
    sa.Column("reverse_vat_back", Minor, nullable=False, server_default="0"),
    sa.Column("submitted_by", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", Instant),
    sa.Column("reason", sa.Text),
)


def expense_rows(uow: UnitOfWork, ids: Sequence[str]) -> list[sa.RowMapping]:
    return uow.rows(sa.select(expense).where(expense.c.id.in_(list(ids))).with_for_update())


def expenses_by_id(uow: UnitOfWork, ids: Sequence[str]) -> list[sa.RowMapping]:
    """To be read only: nothing is locked."""
    return uow.rows(sa.select(expense).where(expense.c.id.in_(list(ids))))


def expense_by_id(uow: UnitOfWork, key: str) -> sa.RowMapping | None:
    return uow.one(sa.select(expense).where(expense.c.id == key))


def expenses_of(
    uow: UnitOfWork,
    activities: Sequence[str] | None = None,
    state: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> list[sa.RowMapping]:
    """Notes of ``activities`` in ``state`` (None: any): those that wait first, the newest at the front."""
    waits = sa.case((expense.c.state == "submitted", 0), else_=1)
    statement = sa.select(expense).order_by(waits, expense.c.number.desc())
    if activities is not None:
        statement = statement.where(expense.c.activity.in_(list(activities)))
    if state is not None:
        statement = statement.where(expense.c.state == state)
    if limit is not None:
        statement = statement.limit(limit).offset(offset)
    return uow.rows(statement)


@document_reader("expense")
def expense_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    rows = uow.rows(sa.select(expense).where(expense.c.id.in_(list(ids))))
    return {row["id"]: canonical(build(Expense, row)) for row in rows}
