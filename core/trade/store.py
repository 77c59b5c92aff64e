"""Documents received from sisters, which note each became, and what was paid of them. Rows are never changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from core.db import Day, Id, Instant, Minor, UnitOfWork, build, canonical, metadata
from core.expenses.store import expense
from core.ledger import document_reader
from core.trade.model import ClosingRate, Incoming, Revaluation, SisterPayment

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
    sa.Column("reverse_base", Minor, nullable=False, server_default="0"),
    sa.Column("iban", sa.Text, nullable=False, server_default=""),
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

incoming_declined = sa.Table(
    "incoming_declined",
    metadata,
    sa.Column("document", Id, sa.ForeignKey("incoming_document.id"), primary_key=True),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("declined_at", Instant, nullable=False),
    sa.Column("declined_by", sa.Text, nullable=False),
)

sister_answer = sa.Table(
    "sister_answer",
    metadata,
    sa.Column("sender", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
)

closing_rate = sa.Table(
    "closing_rate",
    metadata,
    sa.Column("currency", sa.String(3), primary_key=True),
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("closing", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("entered_at", Instant, nullable=False),
    sa.Column("entered_by", sa.Text, nullable=False),
)

revaluation = sa.Table(
    "revaluation",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("counterparty", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("document_amount", Minor, nullable=False),
    sa.Column("booked", Minor, nullable=False),
    sa.Column("closing", Minor, nullable=False),
    sa.Column("rate", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.UniqueConstraint(
        "month", "structure", "role", "counterparty", "number", "currency", name="uq_revaluation_document"
    ),
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
    sa.Column("iban", sa.Text, nullable=False, server_default=""),
)

IMMUTABLE = (
    "incoming_document", "incoming_taken", "incoming_declined", "sister_payment", "sister_answer", "closing_rate",
    "revaluation",
)  # fmt: skip


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


def insert_declined(uow: UnitOfWork, rows: Sequence[dict[str, object]]) -> None:
    uow.insert(incoming_declined, rows)


def declined(uow: UnitOfWork, documents: Iterable[str]) -> dict[str, str]:
    """Document → why it was declined."""
    wanted = incoming_declined.c.document.in_(sorted(set(documents)))
    return {row["document"]: row["reason"] for row in uow.rows(sa.select(incoming_declined).where(wanted))}


def decided(uow: UnitOfWork, sender: str) -> list[Incoming]:
    """Documents of ``sender`` that are booked or declined."""
    statement = (
        sa.select(incoming_document)
        .outerjoin(incoming_taken, incoming_taken.c.document == incoming_document.c.id)
        .outerjoin(expense, expense.c.id == incoming_taken.c.expense)
        .outerjoin(incoming_declined, incoming_declined.c.document == incoming_document.c.id)
        .where(
            incoming_document.c.sender == sender,
            sa.or_(expense.c.state == "approved", incoming_declined.c.document.is_not(None)),
        )
    )
    return [build(Incoming, row) for row in uow.rows(statement)]


def note_states(uow: UnitOfWork, documents: Iterable[str]) -> dict[str, str]:
    """Document → how the note stands that it became."""
    statement = (
        sa.select(incoming_taken.c.document, expense.c.state)
        .join(expense, expense.c.id == incoming_taken.c.expense)
        .where(incoming_taken.c.document.in_(sorted(set(documents))))
    )
    return {row["document"]: row["state"] for row in uow.rows(statement)}


def documents_of_notes(uow: UnitOfWork, expenses: Iterable[str]) -> dict[str, str]:
    """Note → the document it was made of; members' notes are left out."""
    statement = sa.select(incoming_taken).where(incoming_taken.c.expense.in_(sorted(set(expenses))))
    return {row["expense"]: row["document"] for row in uow.rows(statement)}


def incoming_listed(uow: UnitOfWork, limit: int = 200, offset: int = 0) -> list[sa.RowMapping]:
    """Documents received with the note each became and its state (``expense`` None: none), and why one was declined
    (``declined`` None: it was not); those that wait first."""
    taken, reason = incoming_taken.c.expense, incoming_declined.c.reason.label("declined")
    waits = sa.and_(taken.is_(None), incoming_declined.c.reason.is_(None))
    statement = (
        sa.select(*(incoming_document.c[name] for name in Incoming.__struct_fields__), taken, expense.c.state, reason)
        .outerjoin(incoming_taken, incoming_taken.c.document == incoming_document.c.id)
        .outerjoin(expense, expense.c.id == incoming_taken.c.expense)
        .outerjoin(incoming_declined, incoming_declined.c.document == incoming_document.c.id)
        .order_by(sa.case((waits, 0), else_=1), incoming_document.c.day.desc(), incoming_document.c.id)
    )  # fmt: skip
    return uow.rows(statement.limit(limit).offset(offset))


def waiting_count(uow: UnitOfWork, last: date) -> int:
    """How many documents of ``last`` or before are neither notes nor declined."""
    here = incoming_document.c
    settled = sa.or_(
        here.id.in_(sa.select(incoming_taken.c.document)),
        here.id.in_(sa.select(incoming_declined.c.document)),
    )
    return uow.execute(sa.select(sa.func.count()).where(here.day <= last, ~settled)).scalar_one()


def payments_of(uow: UnitOfWork, expenses: Iterable[str]) -> list[SisterPayment]:
    statement = sa.select(sister_payment).where(sister_payment.c.expense.in_(sorted(set(expenses))))
    return [build(SisterPayment, row) for row in uow.rows(statement.order_by(sister_payment.c.id))]


def ibans_of(uow: UnitOfWork, expenses: Iterable[str]) -> dict[str, str]:
    """Note → the account its sister named on the document."""
    statement = (
        sa.select(incoming_taken.c.expense, incoming_document.c.iban)
        .join(incoming_document, incoming_document.c.id == incoming_taken.c.document)
        .where(incoming_taken.c.expense.in_(sorted(set(expenses))))
    )
    return {row["expense"]: row["iban"] for row in uow.rows(statement)}


def known_payments(uow: UnitOfWork, keys: Iterable[str]) -> set[str]:
    wanted = sister_payment.c.bank_key.in_(sorted(set(keys)))
    return set(uow.execute(sa.select(sister_payment.c.bank_key).where(wanted)).scalars())


def keep_answer(uow: UnitOfWork, row: dict[str, object]) -> dict[str, object]:
    """Keep ``row`` unless the document is answered already; what the kept answer says."""
    here = sister_answer.c
    statement = sa.select(here.sender, here.number, here.state, here.reason).where(
        here.sender == row["sender"], here.number == row["number"]
    )
    return dict(_kept(uow, sister_answer, statement, row))


def _kept(
    uow: UnitOfWork, table: sa.Table, statement: sa.Executable, row: dict[str, object]
) -> sa.RowMapping:
    """What ``statement`` finds of a frozen table, ``row`` having been added where it found nothing."""
    found = uow.one(statement)
    if found is None:
        uow.insert_or_ignore(table, row)  # another transaction may have been quicker
        found = uow.one(statement)
    assert found is not None
    return found


def answers_to(uow: UnitOfWork, numbers: Iterable[str]) -> dict[tuple[str, str], sa.RowMapping]:
    """By sister and number of our document."""
    rows = uow.rows(sa.select(sister_answer).where(sister_answer.c.number.in_(sorted(set(numbers)))))
    return {(row["sender"], row["number"]): row for row in rows}


def keep_rate(uow: UnitOfWork, row: dict[str, object]) -> str:
    """Keep ``row`` unless that month's rate is here already; the rate that holds."""
    here = closing_rate.c
    statement = sa.select(here.closing).where(here.currency == row["currency"], here.month == row["month"])
    return _kept(uow, closing_rate, statement, row)["closing"]


def closing_rates(uow: UnitOfWork, month: str) -> dict[str, ClosingRate]:
    """By currency."""
    rows = uow.rows(sa.select(closing_rate).where(closing_rate.c.month == month))
    return {row["currency"]: build(ClosingRate, row) for row in rows}


@document_reader("sister_payment")
def payment_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    rows = uow.rows(sa.select(sister_payment).where(sister_payment.c.id.in_(list(ids))))
    return {row["id"]: canonical(build(SisterPayment, row)) for row in rows}


@document_reader("revaluation")
def revaluation_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    rows = uow.rows(sa.select(revaluation).where(revaluation.c.id.in_(list(ids))))
    return {row["id"]: canonical(build(Revaluation, row)) for row in rows}
