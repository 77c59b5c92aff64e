"""Expense notes: what a member paid for the activity, with its receipt; and drafts read from suppliers' e-invoices."""

from core.expenses.actions import approve_expenses, enter_documents, refuse_expenses, submit_expenses
from core.expenses.drafts import (
    change_draft,
    discard_draft,
    draft_by_id,
    draft_of_expense,
    hand_in_draft,
    open_drafts,
    take_back_draft,
)
from core.expenses.model import Completed, Expense, ExpenseDraft, NewExpense
from core.expenses.reading import read_invoice
from core.expenses.store import expense_by_id, expenses_of

__all__ = [
    "Completed", "Expense", "ExpenseDraft", "NewExpense", "approve_expenses", "change_draft", "discard_draft",
    "draft_by_id", "draft_of_expense", "enter_documents", "expense_by_id", "expenses_of", "hand_in_draft",
    "open_drafts", "read_invoice", "refuse_expenses", "submit_expenses", "take_back_draft",
]  # fmt: skip
