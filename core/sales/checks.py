"""Questions to sales whose answer must be no rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from core.db import UnitOfWork
from core.sales.reports import broken_chains
from core.sales.store import GAPS, OUT_OF_ORDER

CHECKS: Final[Mapping[str, str | Callable[[UnitOfWork], list[Any]]]] = {
    "the chain of reports to the authority holds": broken_chains,
    "every number series is gapless": GAPS,
    "numbers follow the date": OUT_OF_ORDER,
    "every invoice is booked": (
        "SELECT invoice.number FROM invoice LEFT JOIN entry ON entry.document_id = invoice.id WHERE entry.id IS NULL"
    ),
    "an invoice is the sum of its lines": (
        "SELECT invoice.number, invoice.net, sum(line.net) AS lines FROM invoice JOIN invoice_line line "
        "ON line.invoice = invoice.id GROUP BY invoice.id, invoice.number, invoice.net HAVING sum(line.net) <> invoice.net"
    ),
    "what clients owe is in the ledger": (
        "SELECT open_items.amount AS open_items, ledger.amount AS ledger FROM "
        "(SELECT coalesce(sum(open), 0) AS amount FROM receivable) open_items, "
        "(SELECT coalesce(sum(amount), 0) AS amount FROM posting "
        "WHERE role IN ('client_receivables', 'ic_receivable', 'guarantee_advance') "
        "AND entry NOT IN (SELECT id FROM entry WHERE kind IN ('opening', 'revaluation'))) ledger "
        "WHERE open_items.amount <> ledger.amount"
    ),
    "credit notes never exceed their invoice": (
        "SELECT invoice.number, invoice.gross, sum(note.gross) AS returned FROM invoice JOIN invoice note "
        "ON note.credits = invoice.id GROUP BY invoice.id, invoice.number, invoice.gross "
        "HAVING sum(note.gross) > invoice.gross"
    ),
}
