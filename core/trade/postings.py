"""A payment to a sister entity, and what is open with one at the month's end → their entries."""

from __future__ import annotations

from datetime import date

from core.db import canonical
from core.expenses.model import Expense
from core.expenses.postings import voucher
from core.ledger import Entry, Posting, Voucher
from core.trade.model import Revaluation, SisterPayment


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


def revalued(item: Revaluation, day: date, currency: str) -> Entry:
    """The document is worth more or less of our money than it stood at; of its own money nothing moves."""
    difference = item.closing - item.booked
    nothing = Voucher(item.number, item.day, item.currency, 0)
    return Entry(
        cause=f"revaluation:{item.id}", day=day, structure=item.structure, kind="revaluation",
        document_type="revaluation", document_id=item.id, text=f"Closing rate, {item.number} with {item.counterparty}",
        currency=currency, document=canonical(item),
        postings=(
            Posting(item.role, difference, counterparty=item.counterparty, voucher=nothing),
            Posting("fx_difference", -difference),
        ),
    )  # fmt: skip
