"""A payout → its entry."""

from __future__ import annotations

from core.db import canonical
from core.ledger import Entry, Posting
from core.payouts.model import Payout

_OWED = {"wage": "net_wages_payable", "expense": "expenses_payable"}


def paid(item: Payout, person: str, currency: str) -> Entry:
    """What was owed to the person left the bank."""
    return Entry(
        cause=f"payout:{item.kind}:{item.subject}", day=item.day, structure=item.structure, kind="payout",
        document_type="payout", document_id=item.id, text=f"Paid to {person}", currency=currency,
        document=canonical(item),
        postings=(
            Posting(_OWED[item.kind], item.amount, party=item.person),
            Posting("bank", -item.amount),
        ),
    )  # fmt: skip
