"""Documents received from sisters, which note each became, and what was paid of them. Rows are never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from core.db import Day, Id, Instant, Minor, UnitOfWork, build, canonical, metadata
from core.ledger import document_reader
from core.trade.model import Incoming, SisterPayment

incoming_document = sa.Table(
    "incoming_document",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("sender", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("due", Day, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("net", Minor, nullable=False),
    sa.Column("vat", Minor, nullable=False),
    sa.Column("gross", Minor, nullable=False),
    sa.Column("reference", sa.Text, nullable=False),
    sa.Column("credits", sa.Text, nullable=False),
    sa.Column("activity", sa.Text, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("envelope", sa.LargeBinary, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    # What makes a second booking of one document impossible, however often it comes.
    sa.UniqueConstraint("sender", "number"),
)

incoming_taken = sa.Table(
    "incoming_taken",
    metadata,
    sa.Column("document", Id, sa.ForeignKey("incoming_document.id"), primary_key=True),
    sa.Column("expense", Id, sa.ForeignKey("expense.id"), nullable=False),
    sa.Column("rate", sa.Text, nullable=False),
    sa.Column("rate_source", sa.Text, nullable=False),
    sa.Column("taken_at", Instant, nullable=False),
    sa.Column("taken_by", sa.Text, nullable=False),
    sa.UniqueConstraint("expense"),
)

sister_payment = sa.Table(
    "sister_payment",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("expense", Id, sa.ForeignKey("expense.id"), nullable=False, index=True),
    sa.Column("counterparty", sa.Text, nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("bank_key", sa.Text, nullable=False, unique=True),
    sa.Column("day", Day, nullable=False),
    sa.Column("amount", Minor, nullable=False),
    sa.Column("settled", Minor, nullable=False),
    sa.Column("paid", Minor, nullable=False),
)

IMMUTABLE = ("incoming_document", "incoming_taken", "sister_payment")


def known(uow: UnitOfWork, sender: str, number: str) -> sa.RowMapping | None:
    here = incoming_document.c
    return uow.one(sa.select(incoming_document).where(here.sender == sender, here.number == number))


def insert(uow: UnitOfWork, row: dict[str, object]) -> None:
    """Add a document; one of the same sender and number that came at the same moment wins."""
    uow.insert_or_ignore(incoming_document, row)


def incoming_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Incoming]:
    rows = uow.rows(sa.select(incoming_document).where(incoming_document.c.id.in_(sorted(set(ids)))))
    return {row["id"]: build(Incoming, row) for row in rows}


def expense_taken(uow: UnitOfWork, documents: Iterable[str]) -> dict[str, str]:
    """Document → the note it became."""
    wanted = incoming_taken.c.document.in_(sorted(set(documents)))
    statement = sa.select(incoming_taken.c.document, incoming_taken.c.expense).where(wanted)
    return {row["document"]: row["expense"] for row in uow.rows(statement)}


def take(uow: UnitOfWork, rows: Sequence[dict[str, object]]) -> None:
    uow.insert(incoming_taken, rows)


def incoming_listed(uow: UnitOfWork, limit: int = 200, offset: int = 0) -> list[sa.RowMapping]:
    """Documents received with the note each became (``expense`` None: it waits), those that wait first."""
    taken = incoming_taken.c.expense
    statement = (
        sa.select(*(incoming_document.c[name] for name in Incoming.__struct_fields__), taken)
        .outerjoin(incoming_taken, incoming_taken.c.document == incoming_document.c.id)
        .order_by(
            sa.case((taken.is_(None), 0), else_=1), incoming_document.c.day.desc(), incoming_document.c.id
        )
    )
    return uow.rows(statement.limit(limit).offset(offset))


def payments_of(uow: UnitOfWork, expenses: Iterable[str]) -> list[SisterPayment]:
    statement = sa.select(sister_payment).where(sister_payment.c.expense.in_(sorted(set(expenses))))
    return [build(SisterPayment, row) for row in uow.rows(statement.order_by(sister_payment.c.id))]


def known_payments(uow: UnitOfWork, keys: Iterable[str]) -> set[str]:
    wanted = sister_payment.c.bank_key.in_(sorted(set(keys)))
    return set(uow.execute(sa.select(sister_payment.c.bank_key).where(wanted)).scalars())


@document_reader("sister_payment")
def payment_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    rows = uow.rows(sa.select(sister_payment).where(sister_payment.c.id.in_(list(ids))))
    return {row["id"]: canonical(build(SisterPayment, row)) for row in rows}
