"""After the commit that issued a document: it is queued to leave, and its report to the tax authority is made."""

from __future__ import annotations

from typing import Any

from core.db import UnitOfWork
from core.jobs import on
from core.sales.delivery import queue_invoice, queue_quote
from core.sales.reports import report_invoice


@on("invoice_issued")
@on("credit_note_issued")
def invoice_leaves(uow: UnitOfWork, key: str, invoice_id: Any) -> None:
    queue_invoice(uow, invoice_id)
    report_invoice(uow, invoice_id)


@on("quote_sent")
def quote_leaves(uow: UnitOfWork, key: str, quote_id: Any) -> None:
    queue_quote(uow, quote_id)
