"""An advance and its return → entries.

The wage itself leaves by the bank like any other. What the fund's entry says is who bears the wait: that part of the
client's debt is now the fund's to collect, in an account of its own, until the client pays.
"""

from __future__ import annotations

from core.db import canonical
from core.guarantee.model import Advance, Return
from core.ledger import Entry, Posting


def advanced(item: Advance, number: str, client: str, currency: str) -> Entry:
    return Entry(
        cause=f"advance:{item.id}", day=item.day, structure=item.structure, kind="advance", document_type="advance",
        document_id=item.id, text=f"Guarantee fund advances the wage for {number}", currency=currency,
        document=canonical(item),
        postings=(
            Posting("guarantee_advance", item.amount, party=client),
            Posting("client_receivables", -item.amount, party=client),
        ),
    )  # fmt: skip


def returned(item: Return, number: str, client: str, currency: str) -> Entry:
    return Entry(
        cause=f"advance_return:{item.id}", day=item.day, structure=item.structure, kind="advance_return",
        document_type="advance_return", document_id=item.id, text=f"The advance for {number} returns to the fund",
        currency=currency, document=canonical(item),
        postings=(
            Posting("client_receivables", item.amount, party=client),
            Posting("guarantee_advance", -item.amount, party=client),
        ),
    )  # fmt: skip
