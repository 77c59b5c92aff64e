"""An approved expense note → its entry."""

from __future__ import annotations

from datetime import date

from core.db import canonical
from core.expenses.model import Expense
from core.ledger import Entry, Posting


def approved(expense: Expense, day: date, currency: str) -> Entry:
    """The member is owed what they paid; the budget bears it without the VAT that comes back."""
    sides = (
        Posting("member_expenses", expense.net, activity=expense.activity),
        Posting("vat_recoverable", expense.vat),
        Posting("expenses_payable", -expense.gross, party=expense.person),
        Posting("member_budget", expense.net, activity=expense.activity),
        Posting("budget_movement", -expense.net, activity=expense.activity),
    )
    return Entry(
        cause=f"expense:{expense.id}", day=day, structure=expense.structure, kind="expense",
        document_type="expense", document_id=expense.id, text=f"{expense.description}, {expense.supplier}",
        currency=currency, document=canonical(expense), postings=tuple(side for side in sides if side.amount),
    )  # fmt: skip
