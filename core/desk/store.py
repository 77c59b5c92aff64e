"""Questions over many slices: wages promised, work to come, money owed, and what waits for staff. Only reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import sqlalchemy as sa

from core.activities.store import activity
from core.contracts.store import contract, declaration
from core.db import UnitOfWork
from core.expenses.store import expense
from core.payouts.store import payout
from core.payroll.store import payslip
from core.people.store import person
from core.sales.store import invoice, receivable

_unpaid = ~sa.exists().where(payout.c.kind == "wage", payout.c.subject == payslip.c.id)


def _of(
    activities: Sequence[str] | None, worker: str | None, table: sa.Table
) -> Sequence[sa.ColumnElement[bool]]:
    """Of these activities or of this worker; of the whole entity where both are None."""
    if activities is None and worker is None:
        return ()
    return (sa.or_(table.c.activity.in_(list(activities or ())), table.c.worker == worker),)


def wages_promised(
    uow: UnitOfWork, activities: Sequence[str] | None, worker: str | None, limit: int = 50
) -> list[sa.RowMapping]:
    """Payslips that are not paid yet, by their day, with the client who was to pay for them."""
    return uow.rows(
        sa.select(
            payslip.c.id, payslip.c.worker, payslip.c.net, payslip.c.pay_day, payslip.c.last_day, payslip.c.invoice,
            person.c.given_name, person.c.family_name, person.c.iban, invoice.c.buyer, receivable.c.open,
        )
        .join(person, person.c.id == payslip.c.worker)
        .outerjoin(invoice, invoice.c.id == payslip.c.invoice)
        .outerjoin(receivable, receivable.c.invoice == payslip.c.invoice)
        .where(_unpaid, payslip.c.net > 0, *_of(activities, worker, payslip))
        .order_by(payslip.c.pay_day, payslip.c.number)
        .limit(limit)
    )  # fmt: skip


def work_ahead(
    uow: UnitOfWork, day: date, activities: Sequence[str] | None, worker: str | None, limit: int = 50
) -> list[sa.RowMapping]:
    """Contracts agreed whose last day is ``day`` or later, with the state of their declaration."""
    return uow.rows(
        sa.select(
            contract.c.id, contract.c.worker, contract.c.first_day, contract.c.last_day, contract.c.days,
            person.c.given_name, person.c.family_name, declaration.c.state, declaration.c.answer,
        )
        .join(person, person.c.id == contract.c.worker)
        .outerjoin(declaration, declaration.c.contract == contract.c.id)
        .where(contract.c.state == "agreed", contract.c.last_day >= day, *_of(activities, worker, contract))
        .order_by(contract.c.first_day, contract.c.number)
        .limit(limit)
    )  # fmt: skip


def owed(uow: UnitOfWork, activities: Sequence[str] | None, limit: int = 50) -> list[sa.RowMapping]:
    """Invoices with something open, the one due first at the front."""
    statement = (
        sa.select(invoice.c.id, invoice.c.number, invoice.c.buyer, receivable.c.due, receivable.c.open)
        .join(invoice, invoice.c.id == receivable.c.invoice)
        .where(receivable.c.open > 0)
        .order_by(receivable.c.due, invoice.c.number)
        .limit(limit)
    )
    if activities is not None:
        statement = statement.where(receivable.c.activity.in_(list(activities)))
    return uow.rows(statement)


def overdue_sum(uow: UnitOfWork, day: date) -> tuple[int, int]:
    """How many invoices are overdue on ``day``, and for how much."""
    row = uow.one(
        sa.select(sa.func.count().label("count"), sa.func.coalesce(sa.func.sum(receivable.c.open), 0).label("open"))
        .where(receivable.c.open > 0, receivable.c.due < day)
    )  # fmt: skip
    return (row["count"], int(row["open"])) if row else (0, 0)


def unslipped(uow: UnitOfWork, day: date, limit: int = 50) -> list[sa.RowMapping]:
    """Contracts whose work was over before ``day`` and that have no payslip: the pay run held them, or has not run."""
    return uow.rows(
        sa.select(
            contract.c.id, contract.c.number, contract.c.last_day, contract.c.pay, person.c.given_name,
            person.c.family_name, activity.c.name,
        )
        .join(person, person.c.id == contract.c.worker)
        .join(activity, activity.c.id == contract.c.activity)
        .where(contract.c.state == "agreed", contract.c.last_day < day)
        .order_by(contract.c.last_day, contract.c.number)
        .limit(limit)
    )  # fmt: skip


def unanswered(uow: UnitOfWork, day: date, limit: int = 50) -> list[sa.RowMapping]:
    """Notices to the State that somebody must look at: to be sent by ``day``, refused, or without an answer."""
    return uow.rows(
        sa.select(
            declaration.c.kind, declaration.c.due_day, declaration.c.state, contract.c.id, contract.c.first_day,
            person.c.given_name, person.c.family_name,
        )
        .join(contract, contract.c.id == declaration.c.contract)
        .join(person, person.c.id == contract.c.worker)
        .where(
            sa.or_(
                sa.and_(declaration.c.state == "due", declaration.c.due_day <= day),
                declaration.c.state.in_(["refused", "unknown"]),
            )
        )
        .order_by(declaration.c.due_day, declaration.c.id)
        .limit(limit)
    )  # fmt: skip


def documents_of(uow: UnitOfWork, movements: Sequence[sa.RowMapping]) -> dict[str, sa.RowMapping]:
    """The documents behind budget movements, by id, with what tells their state."""
    ids: dict[str, list[str]] = {}
    for row in movements:
        ids.setdefault(row["document_type"], []).append(row["document_id"])
    paid = sa.select(payout.c.subject, payout.c.day.label("paid_on")).subquery()
    statements = {
        "invoice": sa.select(
            invoice.c.id, invoice.c.kind, invoice.c.number, invoice.c.buyer, invoice.c.net, invoice.c.fee,
            invoice.c.fee_percent, invoice.c.due, receivable.c.open, receivable.c.paid_on,
        ).outerjoin(receivable, receivable.c.invoice == invoice.c.id),
        "payslip": sa.select(
            payslip.c.id, payslip.c.worker, payslip.c.days, payslip.c.first_day, payslip.c.last_day, payslip.c.pay_day,
            person.c.given_name, person.c.family_name, paid.c.paid_on,
        )
        .join(person, person.c.id == payslip.c.worker)
        .outerjoin(paid, paid.c.subject == payslip.c.id),
        "expense": sa.select(expense, paid.c.paid_on).outerjoin(paid, paid.c.subject == expense.c.id),
    }  # fmt: skip
    tables = {"invoice": invoice, "payslip": payslip, "expense": expense}
    found: dict[str, sa.RowMapping] = {}
    for kind, statement in statements.items():
        wanted = ids.get(kind, [])
        for start in range(0, len(wanted), 500):
            where = tables[kind].c.id.in_(wanted[start : start + 500])
            found |= {row["id"]: row for row in uow.rows(statement.where(where))}
    return found
