"""What is open between us and sisters, document by document, as the ledger has it, and what is left to pay of a note."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

import msgspec
import sqlalchemy as sa

from core.db import UnitOfWork
from core.expenses.model import Expense
from core.expenses.store import expense
from core.ledger import store as ledger
from core.trade.store import incoming_document, incoming_taken, sister_payment

ROLES = ("ic_payable", "ic_receivable")


class OpenDocument(msgspec.Struct, frozen=True):
    """``amount`` in ``currency``, ``carried`` in ours: minor units, ledger signs. ``day`` is the document's."""

    structure: str
    role: str
    counterparty: str
    number: str
    currency: str
    day: date
    amount: int
    carried: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        return self.structure, self.counterparty, self.number, self.currency


def open_documents(
    uow: UnitOfWork,
    roles: Iterable[str] = ROLES,
    until: str = "9999-12",
    numbers: Iterable[str] | None = None,
) -> list[OpenDocument]:
    """Documents (``numbers`` of them) with anything on them at the end of the month ``until``, in our money or in theirs."""
    entry, posting, voucher = ledger.entry.c, ledger.posting.c, ledger.voucher.c
    key = entry.structure, posting.role, posting.counterparty, voucher.number, voucher.currency
    amount, carried = sa.func.sum(voucher.amount), sa.func.sum(posting.amount)
    same = sa.and_(posting.entry == voucher.entry, posting.line == voucher.line)
    statement = (
        sa.select(*key, sa.func.min(voucher.day).label("day"), amount.label("amount"), carried.label("carried"))
        .select_from(ledger.voucher.join(ledger.posting, same).join(ledger.entry, entry.id == voucher.entry))
        .where(posting.role.in_(list(roles)), entry.month <= until)
        .group_by(*key)
        .having(sa.or_(amount != 0, carried != 0))
        .order_by(*key)
    )  # fmt: skip
    if numbers is not None:
        statement = statement.where(voucher.number.in_(sorted(set(numbers))))
    return [
        OpenDocument(
            row["structure"], row["role"], row["counterparty"], row["number"], row["currency"], row["day"],
            int(row["amount"]), int(row["carried"]),
        )
        for row in uow.rows(statement)
    ]  # fmt: skip


class Left(msgspec.Struct, frozen=True):
    """Of a sister's invoice, in its currency: ``paid`` so far, and ``left`` once her credit notes on it are taken off."""

    paid: int
    left: int


def left_of(uow: UnitOfWork, notes: Iterable[Expense]) -> dict[str, Left]:
    """By note. Nothing is left of a credit note: it lowers the invoice it corrects."""
    notes = list(notes)
    statement = (
        sa.select(sister_payment.c.expense, sa.func.sum(sister_payment.c.amount).label("amount"))
        .where(sister_payment.c.expense.in_([note.id for note in notes]))
        .group_by(sister_payment.c.expense)
    )
    paid = {row["expense"]: int(row["amount"]) for row in uow.rows(statement)}
    credited = _credited(uow, {note.document_number for note in notes})
    found: dict[str, Left] = {}
    for note in notes:
        before = paid.get(note.id, 0)
        owed = note.document_gross + credited[note.counterparty, note.document_number]
        found[note.id] = Left(before, max(owed, 0) - before if note.document_gross > 0 else 0)
    return found


def _credited(uow: UnitOfWork, numbers: Iterable[str]) -> defaultdict[tuple[str, str], int]:
    """What approved credit notes take off the invoices ``numbers``, by sister and invoice: below zero."""
    statement = (
        sa.select(
            incoming_document.c.sender, incoming_document.c.credits,
            sa.func.sum(expense.c.document_gross).label("amount"),
        )
        .join(incoming_taken, incoming_taken.c.document == incoming_document.c.id)
        .join(expense, expense.c.id == incoming_taken.c.expense)
        .where(expense.c.state == "approved", incoming_document.c.credits.in_(sorted(numbers)))
        .group_by(incoming_document.c.sender, incoming_document.c.credits)
    )  # fmt: skip
    found: defaultdict[tuple[str, str], int] = defaultdict(int)
    for row in uow.rows(statement):
        found[row["sender"], row["credits"]] = int(row["amount"])
    return found
