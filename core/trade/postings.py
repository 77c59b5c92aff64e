"""A payment to a sister entity → its entry."""

from __future__ import annotations

from core.db import canonical
from core.expenses.model import Expense
from core.expenses.postings import voucher
from core.ledger import Entry, Posting
from core.trade.model import SisterPayment


def paid(item: SisterPayment, expense: Expense, currency: str) -> Entry:
    """What was owed to the sister left the bank; the day's rate against the booked one is an exchange difference
    (IAS 21.28)."""
    sides = (
        Posting(
            "ic_payable", item.settled, counterparty=item.counterparty, voucher=voucher(expense, item.amount)
        ),
        Posting("fx_difference", item.paid - item.settled),
        Posting("bank", -item.paid),
    )
    return Entry(
        cause=f"sister_payment:{item.bank_key}", day=item.day, structure=item.structure, kind="sister_payment",
        document_type="sister_payment", document_id=item.id, text=f"Paid {expense.document_number} of {item.counterparty}",
        currency=currency, document=canonical(item), postings=tuple(side for side in sides if side.amount),
    )  # fmt: skip
