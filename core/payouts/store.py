"""The payout table: one row for each thing paid, never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from core.clock import local_date
from core.db import Day, Id, Minor, UnitOfWork, build, canonical, metadata
from core.expenses.store import expense
from core.ledger import document_reader
from core.payouts.model import Due, Payout
from core.payouts.setoff_store import taken_off
from core.payroll.store import payslip

payout = sa.Table(
    "payout",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("subject", Id, nullable=False),
    sa.Column("person", Id, sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("amount", Minor, nullable=False),
    sa.Column("iban", sa.Text, nullable=False),
    sa.Column("promised", Day, nullable=False),
    sa.Column("day", Day, nullable=False, index=True),
    # What makes a second payment of one wage impossible, whoever tries and however often.
    sa.UniqueConstraint("kind", "subject"),
)

IMMUTABLE = ("payout",)


def wages_due(uow: UnitOfWork, day: date) -> list[Due]:
    """Wages promised for ``day`` or before that are not paid, the oldest promise first; ``amount`` after set-offs."""
    return _wages(uow, payslip.c.pay_day <= day)


def wages_coming(uow: UnitOfWork, activities: Sequence[str], worker: str = "") -> list[Due]:
    """Wages not paid yet of ``activities`` and of ``worker``, whatever their day, the earliest promise first."""
    return _wages(uow, sa.or_(payslip.c.activity.in_(list(activities)), payslip.c.worker == (worker or None)))


UNPAID = ~sa.exists().where(payout.c.kind == "wage", payout.c.subject == payslip.c.id)


def _wages(uow: UnitOfWork, concerned: sa.ColumnElement[bool]) -> list[Due]:
    """A wage that is set off whole is no transfer."""
    left = (payslip.c.net - taken_off()).label("left")
    statement = (
        sa.select(payslip, left)
        .where(concerned, payslip.c.net > 0, UNPAID)
        .order_by(payslip.c.pay_day, payslip.c.number)
    )
    return [
        Due(
            "wage", r["id"], r["worker"], r["structure"], r["activity"], r["invoice"], r["left"], r["pay_day"]
        )
        for r in uow.rows(statement)
        if r["left"] > 0
    ]


def expenses_due(uow: UnitOfWork) -> list[Due]:
    """Approved expenses of members that are not paid back yet; the promise is the day of approval.

    What a sister entity invoiced is paid to it (core.trade), not to the person whose activity bears it.
    """
    paid = sa.exists().where(payout.c.kind == "expense", payout.c.subject == expense.c.id)
    owed = sa.and_(expense.c.state == "approved", expense.c.counterparty == "")
    statement = sa.select(expense).where(owed, ~paid).order_by(expense.c.number)
    return [
        Due(
            "expense",
            r["id"],
            r["person"],
            r["structure"],
            r["activity"],
            None,
            r["gross"],
            local_date(r["decided_at"], uow.zone),
        )
        for r in uow.rows(statement)
    ]


def payouts_of(
    uow: UnitOfWork, person: str | None = None, subjects: Iterable[str] | None = None
) -> list[Payout]:
    statement = sa.select(payout).order_by(payout.c.day.desc(), payout.c.id.desc())
    if person is not None:
        statement = statement.where(payout.c.person == person)
    if subjects is not None:
        statement = statement.where(payout.c.subject.in_(sorted(set(subjects))))
    return [build(Payout, row) for row in uow.rows(statement)]


def promises(uow: UnitOfWork, first: date, last: date) -> tuple[int, int]:
    """Wages promised for a day between ``first`` and ``last``: how many, and how many were paid by their day.

    One that was set off whole has nothing to be paid.
    """
    kept = sa.case((payout.c.day <= payslip.c.pay_day, 1), else_=0)
    statement = (
        sa.select(sa.func.count().label("due"), sa.func.coalesce(sa.func.sum(kept), 0).label("kept"))
        .select_from(payslip)
        .outerjoin(payout, (payout.c.subject == payslip.c.id) & (payout.c.kind == "wage"))
        .where(payslip.c.pay_day.between(first, last), payslip.c.net > 0, payslip.c.net > taken_off())
    )
    row = uow.one(statement)
    return (row["due"], int(row["kept"])) if row else (0, 0)


@document_reader("payout")
def payout_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    rows = uow.rows(sa.select(payout).where(payout.c.id.in_(list(ids))))
    return {row["id"]: canonical(build(Payout, row)) for row in rows}
