"""What clients still owe, invoice by invoice. The sum of open amounts is the ledger's receivables plus advances."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import sqlalchemy as sa

from core.db import UnitOfWork
from core.sales import store
from core.sales.model import Invoice
from core.sales.rules import asked
from core.sales.store import receivable


def begin(uow: UnitOfWork, invoices: Sequence[Invoice]) -> None:
    """Invoices issued are owed in full."""
    uow.insert(receivable, [
        {"invoice": i.id, "client": i.client, "activity": i.activity, "due": i.due, "open": asked(i, uow.country), "paid_on": None}
        for i in invoices
    ])  # fmt: skip


def settle(uow: UnitOfWork, amounts: Mapping[str, int], day: date) -> None:
    """Lower what is open by ``amounts`` (by invoice, minor units); an invoice with nothing left is paid on ``day``."""
    for invoice, amount in sorted(amounts.items()):
        left = receivable.c.open - amount
        uow.execute(
            receivable.update()
            .where(receivable.c.invoice == invoice)
            .values(open=left, paid_on=sa.case((left <= 0, day), else_=None))
        )


def open_items(uow: UnitOfWork, invoices: Sequence[str]) -> dict[str, int]:
    """Open amount by invoice, locked until commit: two payments of one invoice queue."""
    statement = (
        sa.select(receivable.c.invoice, receivable.c.open)
        .where(receivable.c.invoice.in_(sorted(set(invoices))))
        .order_by(receivable.c.invoice)
        .with_for_update()
    )
    return {row["invoice"]: row["open"] for row in uow.rows(statement)}


def open_amounts(uow: UnitOfWork, invoices: Sequence[str]) -> dict[str, int]:
    """Open amount by invoice, to be read only: nothing is locked."""
    wanted = sorted(set(invoices))
    statement = sa.select(receivable.c.invoice, receivable.c.open).where(receivable.c.invoice.in_(wanted))
    return {row["invoice"]: row["open"] for row in uow.rows(statement)}


def owed(uow: UnitOfWork, activities: Sequence[str], limit: int = 20) -> list[sa.RowMapping]:
    """What clients owe on invoices of ``activities``, due first at the front: number, buyer, due, open."""
    return uow.rows(
        sa.select(
            receivable.c.invoice,
            receivable.c.due,
            receivable.c.open,
            store.invoice.c.number,
            store.invoice.c.buyer,
        )
        .join(store.invoice, store.invoice.c.id == receivable.c.invoice)
        .where(receivable.c.open > 0, receivable.c.activity.in_(list(activities)))
        .order_by(receivable.c.due, receivable.c.invoice)
        .limit(limit)
    )


def due_of_client(uow: UnitOfWork, client: str, limit: int = 200) -> list[sa.RowMapping]:
    """What one client still owes the entity, due first at the front: invoice, number, day, due, open."""
    return uow.rows(
        sa.select(
            receivable.c.invoice, receivable.c.due, receivable.c.open, store.invoice.c.number, store.invoice.c.day
        )
        .join(store.invoice, store.invoice.c.id == receivable.c.invoice)
        .where(store.invoice.c.client == client, receivable.c.open > 0)
        .order_by(receivable.c.due, receivable.c.invoice)
        .limit(limit)
    )  # fmt: skip


def owed_in_all(uow: UnitOfWork, activities: Sequence[str] | None) -> int:
    """What clients owe on all invoices of ``activities`` (None: the whole entity), minor units."""
    statement = sa.select(sa.func.coalesce(sa.func.sum(receivable.c.open), 0)).where(receivable.c.open > 0)
    if activities is not None:
        statement = statement.where(receivable.c.activity.in_(list(activities)))
    return int(uow.execute(statement).scalar_one())


def open_of_activity(uow: UnitOfWork, activity: str) -> list[tuple[str, int]]:
    """Invoices of ``activity`` with something open, the one due first at the front."""
    statement = (
        sa.select(receivable.c.invoice, receivable.c.open)
        .where(receivable.c.activity == activity, receivable.c.open > 0)
        .order_by(receivable.c.due, receivable.c.invoice)
    )
    return [(row["invoice"], row["open"]) for row in uow.rows(statement)]


def overdue(uow: UnitOfWork, day: date) -> list[sa.RowMapping]:
    """Receivables due before ``day`` with something open. Due today is not overdue (failure mode D8)."""
    return uow.rows(
        sa.select(receivable).where(receivable.c.open > 0, receivable.c.due < day).order_by(receivable.c.due)
    )
