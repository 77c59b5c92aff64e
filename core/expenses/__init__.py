"""Expense notes: what a member paid for the activity, with its receipt."""

from core.expenses.actions import approve_expenses, enter_documents, refuse_expenses, submit_expenses
from core.expenses.model import Expense, NewExpense
from core.expenses.reading import draft_from, read_invoice
from core.expenses.store import expense_by_id, expenses_of

__all__ = [
    "Expense", "NewExpense", "approve_expenses", "draft_from", "enter_documents", "expense_by_id", "expenses_of",
    "read_invoice", "refuse_expenses", "submit_expenses",
]  # fmt: skip
