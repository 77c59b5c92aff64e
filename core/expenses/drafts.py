"""Expense drafts: what a supplier's e-invoice says, until somebody completes it and hands it in, or discards it.

A draft has no number and is in no book. A supplier's invoice makes one, whatever becomes of it (failure mode V12); one
discarded can be taken back, and so can one whose note was refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from core.activities import activities_by_id
from core.db import Day, Id, Instant, Minor, UnitOfWork, build, metadata, not_found
from core.expenses.actions import submit_expenses
from core.expenses.model import Completed, DraftState, Expense, ExpenseDraft, NewExpense
from core.expenses.rules import amounts
from core.expenses.store import expense
from core.people import people_by_id
from shared_tools.einvoice.written import amount_text
from shared_tools.money import exponent
from shared_tools.refusal import Refusal

expense_draft = sa.Table(
    "expense_draft",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("seller", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("activity", Id, sa.ForeignKey("activity.id"), nullable=False, index=True),
    sa.Column("person", Id, sa.ForeignKey("person.id"), nullable=False),
    sa.Column("supplier", sa.Text, nullable=False),
    sa.Column("description", sa.Text, nullable=False),
    sa.Column("gross", Minor, nullable=False),
    sa.Column("vat", Minor, nullable=False),
    sa.Column("receipt", sa.Text, nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("read_at", Instant, nullable=False),
    sa.Column("read_by", sa.Text, nullable=False),
    sa.Column("expense", Id, sa.ForeignKey("expense.id")),
    sa.Column("discarded_at", Instant),
    sa.UniqueConstraint("seller", "number", "day"),
)

_SHOWN = tuple(
    column
    for column in expense_draft.c
    if column.name in {*ExpenseDraft.__struct_fields__, "discarded_at"} - {"state"}
)
"""Without the file, which only its reader asks for."""


def _drafts(uow: UnitOfWork, where: sa.ColumnElement[bool], lock: bool = False) -> list[ExpenseDraft]:
    statement = (
        sa.select(*_SHOWN, expense.c.state.label("note"))
        .outerjoin(expense, expense.c.id == expense_draft.c.expense)
        .where(where)
        .order_by(expense_draft.c.read_at.desc(), expense_draft.c.id)
    )
    rows = uow.rows(statement.with_for_update(of=expense_draft) if lock else statement)
    return [build(ExpenseDraft, {**row, "state": _state(row)}) for row in rows]


def _state(row: Any) -> DraftState:
    if row["discarded_at"]:
        return "discarded"
    return "handed_in" if row["note"] in ("submitted", "approved") else "open"


def draft_by_id(uow: UnitOfWork, key: str) -> ExpenseDraft | None:
    return next(iter(_drafts(uow, expense_draft.c.id == key)), None)


def draft_of_expense(uow: UnitOfWork, key: str) -> ExpenseDraft | None:
    """The draft that became the note ``key``; None for a note typed by hand."""
    return next(iter(_drafts(uow, expense_draft.c.expense == key)), None)


def open_drafts(
    uow: UnitOfWork, activities: Sequence[str] | None = None, limit: int = 50
) -> list[ExpenseDraft]:
    """Drafts of ``activities`` (None: of the entity) that wait to be handed in, the newest first."""
    waits = sa.and_(
        expense_draft.c.discarded_at.is_(None), sa.or_(expense_draft.c.expense.is_(None), expense.c.state == "refused")
    )  # fmt: skip
    if activities is not None:
        waits = sa.and_(waits, expense_draft.c.activity.in_(list(activities)))
    return _drafts(uow, waits)[:limit]


def file_of_draft(uow: UnitOfWork, key: str) -> tuple[str, bytes]:
    """Name and content of the e-invoice as it came. Raises Refusal ``not_found``."""
    row = uow.one(
        sa.select(expense_draft.c.receipt, expense_draft.c.content).where(expense_draft.c.id == key)
    )
    if row is None:
        raise not_found("expense_draft", key)
    return row["receipt"], bytes(row["content"])


# --- what is done with one ----------------------------------------------------------------------------------------


def change_draft(uow: UnitOfWork, key: str, completed: Completed) -> ExpenseDraft:
    """Keep what was completed, to be handed in another day.

    Raises Refusal ``not_found``, ``draft_state``, ``amount``, ``vat_too_high`` or of reading the amounts.
    """
    draft = _still_open(uow, key)
    if completed.activity not in activities_by_id(uow, [completed.activity]):
        raise not_found("activity", completed.activity)
    if completed.person not in people_by_id(uow, [completed.person]):
        raise not_found("person", completed.person)
    gross, vat = amounts(completed.gross, completed.vat, uow.country.currency)
    _set(uow, draft, activity=completed.activity, person=completed.person, gross=gross, vat=vat,
         description=completed.description.strip() or draft.description)  # fmt: skip
    found = draft_by_id(uow, key)
    assert found is not None
    return found


def hand_in_draft(uow: UnitOfWork, key: str, completed: Completed) -> Expense:
    """The draft as completed becomes a note that waits for approval. Raises Refusal as ``change_draft`` and handing in."""
    draft, digits = change_draft(uow, key, completed), exponent(uow.country.currency)
    [note] = submit_expenses(uow, [NewExpense(
        activity=draft.activity, person=draft.person, day=draft.day, supplier=draft.supplier,
        description=draft.description, gross=amount_text(draft.gross, digits), vat=amount_text(draft.vat, digits),
        receipt=draft.receipt,
    )])  # fmt: skip
    _set(uow, draft, expense=note.id)
    return note


def discard_draft(uow: UnitOfWork, key: str) -> None:
    """Raises Refusal ``not_found``, ``draft_state``."""
    _set(uow, _still_open(uow, key), discarded_at=uow.now)


def take_back_draft(uow: UnitOfWork, key: str) -> None:
    """A draft discarded is open again; one that is open stays so. Raises Refusal ``not_found``, ``draft_state``."""
    draft = _locked(uow, key)
    if draft.state == "discarded":
        _set(uow, draft, discarded_at=None)
    else:
        _still_open(uow, key)


def _locked(uow: UnitOfWork, key: str) -> ExpenseDraft:
    found = _drafts(uow, expense_draft.c.id == key, lock=True)
    if not found:
        raise not_found("expense_draft", key)
    return found[0]


def _still_open(uow: UnitOfWork, key: str) -> ExpenseDraft:
    draft = _locked(uow, key)
    if draft.state == "handed_in":
        raise Refusal("draft_state", f"{draft.number} of {draft.supplier} is handed in already.", way_out="Look at its note.")  # fmt: skip
    if draft.state == "discarded":
        raise Refusal("draft_state", f"{draft.number} of {draft.supplier} was discarded.", way_out="Take it back first.")  # fmt: skip
    return draft


def _set(uow: UnitOfWork, draft: ExpenseDraft, **values: Any) -> None:
    uow.execute(expense_draft.update().where(expense_draft.c.id == draft.id).values(**values))
