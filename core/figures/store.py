"""Figures published, and the counts that are read for them."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import sqlalchemy as sa

from core.contracts.store import contract
from core.db import Id, Instant, UnitOfWork, metadata
from core.ledger import store as ledger
from core.ledger.verify import Head
from core.members.store import member
from core.payouts import promises
from core.payroll.store import payslip
from core.reminders.store import reminder
from core.sales.store import invoice, receivable

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


def counts(uow: UnitOfWork, month: str, first: date, last: date) -> dict[str, Any]:
    """The month's counts. Persons are counted once, for each cut anew: sums of cuts are not persons."""

    def one(statement: sa.Select[Any]) -> int:
        return int(uow.execute(statement).scalar_one() or 0)

    def issued(kind: str) -> int:
        return one(
            sa.select(sa.func.count()).where(invoice.c.kind == kind, invoice.c.day.between(first, last))
        )

    def by(column: sa.Column[Any]) -> dict[str, dict[str, int]]:
        statement = (
            sa.select(
                column.label("cut"), sa.func.count(payslip.c.worker.distinct()).label("workers"),
                sa.func.sum(payslip.c.days).label("days"), sa.func.sum(payslip.c.gross).label("gross"),
            )
            .where(payslip.c.month == month).group_by(column).order_by(column)
        )  # fmt: skip
        return {
            r["cut"]: {"workers": r["workers"], "days": int(r["days"]), "gross": int(r["gross"])}
            for r in uow.rows(statement)
        }

    due, kept = promises(uow, first, last)
    paid = uow.rows(
        sa.select(invoice.c.day, receivable.c.paid_on)
        .join(receivable, receivable.c.invoice == invoice.c.id)
        .where(receivable.c.paid_on.between(first, last), invoice.c.kind == "invoice")
    )
    in_month = payslip.c.month == month
    return {
        "members": one(sa.select(sa.func.count()).where(member.c.joined_on <= last)),
        "workers": one(sa.select(sa.func.count(payslip.c.worker.distinct())).where(in_month)),
        "days": one(sa.select(sa.func.sum(payslip.c.days)).where(in_month)),
        "hours": one(sa.select(sa.func.sum(payslip.c.minutes)).where(in_month)) // 60,
        "invoices": issued("invoice"),
        "credit_notes": issued("credit_note"),
        "reminders": one(sa.select(sa.func.count()).where(reminder.c.day.between(first, last))),
        "contracts": one(sa.select(sa.func.count()).where(contract.c.agreed_on.between(first, last))),
        "wages_due": due,
        "wages_on_promised_day": kept,
        "payment_days_sum": sum((row["paid_on"] - row["day"]).days for row in paid),
        "payments": len(paid),
        "contract_types": by(payslip.c.contract_type),
        "structures": by(payslip.c.structure),
    }


def decode_body(row: sa.RowMapping) -> dict[str, Any]:
    return msgspec.json.decode(row["body"])
