"""Submitting an expense note, and somebody else's decision on it."""

from __future__ import annotations

from collections.abc import Sequence

from core.activities import activities_by_id
from core.contracts import free_budgets
from core.db import UnitOfWork, build, new_id, not_found, row_of
from core.expenses import postings, store
from core.expenses.model import Expense, NewExpense
from core.expenses.rules import amounts
from core.ledger import post
from core.people import people_by_id
from shared_tools.refusal import Refusal, naming


def submit_expenses(uow: UnitOfWork, expenses: Sequence[NewExpense]) -> list[Expense]:
    """Raises Refusal ``amount``, ``vat_too_high``, ``future_day``, ``receipt_missing``, ``not_found``."""
    activities = activities_by_id(uow, [new.activity for new in expenses])
    people = people_by_id(uow, [new.person for new in expenses])
    number = uow.draw("expense", len(expenses)) - 1
    submitted: list[Expense] = []
    for index, new in enumerate(expenses):
        with naming(f"expenses.{index}") if len(expenses) > 1 else naming("expense"):
            if new.activity not in activities:
                raise not_found("activity", new.activity)
            if new.person not in people:
                raise not_found("person", new.person)
            gross, vat = amounts(new.gross, new.vat, uow.country.currency)
            if new.day > uow.today:
                raise Refusal(
                    "future_day", f"{new.day} is not past.", field="day", way_out="Enter the receipt's day."
                )
            if not new.receipt.strip():
                raise Refusal(
                    "receipt_missing", "an expense has its receipt.", field="receipt", way_out="Attach it."
                )
            number += 1
            submitted.append(Expense(
                id=new_id(), number=number, activity=new.activity, person=new.person,
                structure=activities[new.activity].structure, day=new.day, supplier=new.supplier.strip(),
                description=new.description.strip(), gross=gross, vat=vat, receipt=new.receipt, submitted_on=uow.today,
            ))  # fmt: skip
    _insert(uow, submitted)
    return submitted


def enter_documents(uow: UnitOfWork, expenses: Sequence[Expense]) -> None:
    """Enter what sister entities invoiced (core.trade makes it of their documents) as notes that wait for approval."""
    _insert(uow, expenses)


def _insert(uow: UnitOfWork, expenses: Sequence[Expense]) -> None:
    uow.insert(store.expense, [
        {**row_of(expense), "state": "submitted", "submitted_by": uow.actor.id} for expense in expenses
    ])  # fmt: skip


def approve_expenses(uow: UnitOfWork, ids: Sequence[str]) -> list[Expense]:
    """Book submitted notes against their budgets; they are owed to the member from then on.

    Raises Refusal ``own_expense`` (somebody else approves), ``expense_state``, ``budget_exceeded``.
    """
    uow.require("adviser", "finance")
    approved = _decide(uow, ids, "approved")
    budgets = free_budgets(uow, [expense.activity for expense in approved])
    for expense in approved:
        left = budgets[expense.activity] - expense.net
        if left < 0:
            raise Refusal(
                "budget_exceeded", f"note {expense.number} asks for more than the activity has left that is not promised yet.", field="gross",
                way_out="Wait until an invoice is issued, or refuse the note with that reason.",
            )  # fmt: skip
        budgets[expense.activity] = left
    post(uow, [postings.approved(expense, uow.today, uow.country.currency) for expense in approved])
    uow.later("expense_approved", [expense.id for expense in approved])
    return approved


def refuse_expenses(uow: UnitOfWork, ids: Sequence[str], reason: str) -> list[Expense]:
    """Raises Refusal ``reason_missing``, ``own_expense``, ``expense_state``."""
    uow.require("adviser", "finance")
    if not reason.strip():
        raise Refusal("reason_missing", "a refusal says why.", field="reason", way_out="Enter the reason.")
    return _decide(uow, ids, "refused", reason)


def _decide(uow: UnitOfWork, ids: Sequence[str], state: str, reason: str = "") -> list[Expense]:
    rows = {row["id"]: row for row in store.expense_rows(uow, ids)}
    for key in ids:
        row = rows.get(key)
        if row is None:
            raise not_found("expense", key)
        if row["state"] != "submitted":
            raise Refusal("expense_state", f"note {row['number']} is already {row['state']}.", way_out="Look at who decided.")  # fmt: skip
        if uow.actor.id in (row["submitted_by"], row["person"]) and "system" not in uow.actor.roles:
            raise Refusal(
                "own_expense", "nobody decides on their own expense note.", way_out="Ask a colleague."
            )
    uow.execute(
        store.expense.update()
        .where(store.expense.c.id.in_(list(ids)))
        .values(state=state, decided_by=uow.actor.id, decided_at=uow.now, reason=reason or None)
    )
    return [build(Expense, rows[key]) for key in ids]
