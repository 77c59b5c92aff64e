"""Money that comes in: receipts matched to invoices by their reference."""

from core.bank.actions import record_receipts
from core.bank.model import NewReceipt, Receipt
from core.bank.store import receipts_of

__all__ = ["NewReceipt", "Receipt", "receipts_of", "record_receipts"]
