"""The ledger: append-only double entry by role, chained by hash. Its face."""

from core.ledger.actions import close_month, open_books, post
from core.ledger.model import Entry, Posting, Voucher
from core.ledger.store import balances, budget_of, budgets_of, is_closed, movements_of
from core.ledger.verify import Break, also_verified, document_reader, head, verify

__all__ = [
    "Break",
    "Entry",
    "Posting",
    "Voucher",
    "also_verified",
    "balances",
    "budget_of",
    "budgets_of",
    "close_month",
    "document_reader",
    "head",
    "is_closed",
    "movements_of",
    "open_books",
    "post",
    "verify",
]  # fmt: skip
