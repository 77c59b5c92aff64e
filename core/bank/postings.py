"""A receipt → its entry."""

from __future__ import annotations

from core.bank.model import Receipt
from core.db import canonical
from core.ledger import Entry, Posting
from core.sales.model import Invoice
from core.sales.postings import owed


def received(item: Receipt, invoice: Invoice | None, currency: str) -> Entry:
    """What settles the invoice lowers the receivable; what is too much, or from an unknown payer, is owed back."""
    rest = item.amount - item.applied
    sides = (
        Posting("bank", item.amount),
        *([owed(invoice, -item.applied)] if invoice else []),
        Posting("client_prepayments" if item.client else "other_payables", -rest, party=item.client),
    )
    return Entry(
        cause=f"receipt:{item.bank_key}", day=item.day, structure=item.structure, kind="receipt",
        document_type="receipt", document_id=item.id, text=f"Payment of {invoice.number}" if invoice else f"Payment of {item.payer}",
        currency=currency, document=canonical(item), postings=tuple(side for side in sides if side.amount),
    )  # fmt: skip
