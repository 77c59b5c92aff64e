"""Quotes, invoices, credit notes. Computed once, stored, numbered at issue, never changed."""

from core.sales.actions import (
    credit_invoices,
    credit_preview,
    invoice_quotes,
    issue_invoices,
    preview,
    send_quotes,
)
from core.sales.model import Credit, CreditLine, Draft, Invoice, Line, Quote
from core.sales.quotes import accept_quotes, decline_quotes, reopen_quotes
from core.sales.receivables import open_items, settle
from core.sales.store import invoice_by_id, invoices_by_id, invoices_of, quote_by_id, quotes_of

__all__ = [
    "Credit", "CreditLine", "Draft", "Invoice", "Line", "Quote", "accept_quotes", "credit_invoices", "credit_preview", "decline_quotes", "invoice_by_id",
    "invoice_quotes", "invoices_by_id", "invoices_of", "issue_invoices", "open_items", "preview", "quote_by_id", "quotes_of", "reopen_quotes", "send_quotes", "settle",
]  # fmt: skip
