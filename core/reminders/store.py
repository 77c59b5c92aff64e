"""The reminder table: a level of an invoice is sent once."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import sqlalchemy as sa

from core.db import Day, Id, Minor, UnitOfWork, metadata

reminder = sa.Table(
    "reminder",
    metadata,
    sa.Column("invoice", Id, sa.ForeignKey("invoice.id"), primary_key=True),
    sa.Column("level", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("day", Day, nullable=False, index=True),
    sa.Column("open", Minor, nullable=False),
)


def reminders_of(uow: UnitOfWork, invoices: Iterable[str]) -> list[sa.RowMapping]:
    statement = sa.select(reminder).where(reminder.c.invoice.in_(sorted(set(invoices))))
    return uow.rows(statement.order_by(reminder.c.invoice, reminder.c.level))


def last_sent(uow: UnitOfWork, invoices: Iterable[str]) -> dict[str, tuple[int, date]]:
    """The last level sent of each invoice, and its day."""
    return {row["invoice"]: (row["level"], row["day"]) for row in reminders_of(uow, invoices)}
