"""After a credit note: what the fund advanced beyond what is still owed comes back."""

from __future__ import annotations

from typing import Any

from core.db import UnitOfWork
from core.guarantee.actions import return_advances
from core.jobs import on
from core.sales import invoice_by_id, open_items


@on("credit_note_issued")
def after_credit(uow: UnitOfWork, key: str, note_id: Any) -> None:
    note = invoice_by_id(uow, note_id)
    if note and note.credits:
        return_advances(uow, open_items(uow, [note.credits]), f"credit_note:{note.id}")
