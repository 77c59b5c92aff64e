"""The expense table. The facts of a note never change; its state and who decided do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.db import Day, Id, Instant, Minor, UnitOfWork, build, canonical, metadata
from core.expenses.model import Expense
from core.ledger import document_reader
from core.paging import Pager, paged

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
    sa.Column("submitted_by", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("decided_by", sa.Text),
    sa.Column("decided_at", Instant),
    sa.Column("reason", sa.Text),
)


def expense_rows(uow: UnitOfWork, ids: Sequence[str]) -> list[sa.RowMapping]:
    return uow.rows(sa.select(expense).where(expense.c.id.in_(list(ids))).with_for_update())


def expense_by_id(uow: UnitOfWork, key: str) -> sa.RowMapping | None:
    return uow.one(sa.select(expense).where(expense.c.id == key))


def expenses_of(
    uow: UnitOfWork, activities: Sequence[str] | None = None, state: str | None = None
) -> list[sa.RowMapping]:
    return uow.rows(_notes(activities, state))


def _notes(
    activities: Sequence[str] | None, state: str | None, person: str | None = None
) -> sa.Select[*tuple[Any, ...]]:
    """Notes of ``activities`` or by ``person``, newest first."""
    statement = sa.select(expense).order_by(expense.c.number.desc())
    if activities is not None:
        mine = expense.c.activity.in_(list(activities))
        statement = statement.where(sa.or_(mine, expense.c.person == person) if person else mine)
    if state is not None:
        statement = statement.where(expense.c.state == state)
    return statement


def expenses_page(
    uow: UnitOfWork, activities: Sequence[str] | None, person: str | None, asked: int
) -> tuple[list[sa.RowMapping], Pager]:
    """A page of notes, those that wait for a decision first."""
    waits = sa.case((expense.c.state == "submitted", 0), else_=1)
    statement = _notes(activities, None, person).order_by(None).order_by(waits, expense.c.number.desc())
    return paged(uow, statement, asked)


@document_reader("expense")
def expense_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    rows = uow.rows(sa.select(expense).where(expense.c.id.in_(list(ids))))
    return {row["id"]: canonical(build(Expense, row)) for row in rows}
