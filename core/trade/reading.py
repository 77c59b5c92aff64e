"""What pages and JSON show of trade between entities: what we sent and what became of it, what we owe and may pay."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
import sqlalchemy as sa

from core.clients.store import client
from core.db import UnitOfWork, build, outbox
from core.expenses.model import Expense
from core.expenses.store import expense
from core.ledger import store as ledger
from core.sales import invoices_by_id
from core.trade import store
from core.trade.model import Incoming
from core.trade.open_documents import Left, left_of, open_documents

SentState = Literal["waits", "arrived", "booked", "declined"]


class Sent(msgspec.Struct, frozen=True):
    """Our document at a sister's. ``reason``: why it waits here, or why she declined it. Minor units."""

    invoice: str
    sister: str
    number: str
    kind: str
    day: date
    gross: int
    currency: str
    state: SentState
    reason: str = ""


class Owed(msgspec.Struct, frozen=True):
    """A sister's invoice, booked and not wholly paid: ``left.left`` of it in ``note.document_currency``."""

    note: Expense
    document: Incoming
    left: Left


def sister_names(uow: UnitOfWork) -> dict[str, str]:
    """Code → the name she has among our clients; the code in capitals for one who only sent something."""
    senders = uow.execute(sa.select(store.incoming_document.c.sender).distinct()).scalars()
    clients = uow.rows(
        sa.select(client.c.entity, client.c.name).where(client.c.entity != "").order_by(client.c.id)
    )
    return {code: code.upper() for code in senders} | {row["entity"]: row["name"] for row in clients}


def sent_listed(uow: UnitOfWork, limit: int = 200, offset: int = 0) -> list[Sent]:
    """Invoices and credit notes to sisters, the newest first."""
    entry, posting = ledger.entry.c, ledger.posting.c
    statement = (
        sa.select(entry.document_id, posting.counterparty)
        .join(ledger.posting, posting.entry == entry.id)
        .where(
            posting.role == "ic_receivable", posting.counterparty.is_not(None), entry.document_type == "invoice",
            entry.kind.in_(["invoice", "credit_note"]),
        )
        .order_by(entry.id.desc()).limit(limit).offset(offset)
    )  # fmt: skip
    rows = uow.rows(statement)
    invoices = invoices_by_id(uow, [row["document_id"] for row in rows])
    answers = store.answers_to(uow, [item.number for item in invoices.values()])
    carried = _carried(uow, list(invoices))
    found: list[Sent] = []
    for row in rows:
        item = invoices[row["document_id"]]
        answer = answers.get((row["counterparty"], item.number))
        waits = carried.get(item.id, "")
        state: SentState = answer["state"] if answer else "arrived" if waits is None else "waits"
        found.append(Sent(
            item.id, row["counterparty"], item.number, item.kind, item.day, item.gross, item.currency, state,
            answer["reason"] if answer else waits or "",
        ))  # fmt: skip
    return found


def _carried(uow: UnitOfWork, invoices: list[str]) -> dict[str, str | None]:
    """Document → None once the sister has it, else what went wrong last ("" for nothing yet)."""
    statement = sa.select(outbox.c.payload, outbox.c.done_at, outbox.c.last_error).where(
        outbox.c.topic == "trade_offered", outbox.c.payload.in_(invoices)
    )
    return {
        row["payload"]: None if row["done_at"] else row["last_error"] or "" for row in uow.rows(statement)
    }


def owed_to_sisters(uow: UnitOfWork) -> list[Owed]:
    """What can be paid, by sister, the earliest due first."""
    debts = {
        (item.counterparty, item.number) for item in open_documents(uow, ["ic_payable"]) if item.amount < 0
    }
    rows = uow.rows(
        sa.select(expense).where(
            expense.c.state == "approved",
            expense.c.document_number.in_(sorted(number for _, number in debts)),
        )
    )
    notes = [build(Expense, row) for row in rows if (row["counterparty"], row["document_number"]) in debts]
    documents = store.documents_of_notes(uow, [note.id for note in notes])
    incoming, left = store.incoming_by_id(uow, documents.values()), left_of(uow, notes)
    found = [
        Owed(note, incoming[documents[note.id]], left[note.id]) for note in notes if left[note.id].left > 0
    ]
    return sorted(found, key=lambda one: (one.note.counterparty, one.document.due, one.document.number))


def by_sister(owed: list[Owed]) -> dict[tuple[str, str], list[Owed]]:
    """By sister and currency."""
    found: dict[tuple[str, str], list[Owed]] = {}
    for one in owed:
        found.setdefault((one.note.counterparty, one.note.document_currency), []).append(one)
    return found
