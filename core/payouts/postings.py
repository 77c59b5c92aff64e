"""A payout, a set-off and its undoing → their entries."""

from __future__ import annotations

from core.db import canonical
from core.ledger import Entry, Posting
from core.payouts.model import Payout
from core.payouts.setoff import SetOff, Undone

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


def set_off(item: SetOff, person: str, wage: int, claim: int, currency: str) -> Entry:
    """Part of a wage settles what the worker owed back; ``wage`` and ``claim`` are the slips' numbers."""
    return Entry(
        cause=f"set_off:{item.id}", day=item.day, structure=item.structure, kind="set_off", document_type="set_off",
        document_id=item.id, text=f"Set off against payslip {wage}, {person}, paid too much on {claim}",
        currency=currency, document=canonical(item),
        postings=(
            Posting("net_wages_payable", item.amount, party=item.person),
            Posting("other_receivables", -item.amount, party=item.person),
        ),
    )  # fmt: skip


def undone(item: Undone, of: SetOff, person: str, currency: str) -> Entry:
    """The wage is owed whole again, and so is the claim."""
    return Entry(
        cause=f"set_off_undone:{of.id}", day=item.day, structure=of.structure, kind="set_off_undone",
        document_type="set_off_undone", document_id=of.id, text=f"Set-off undone, {person}", currency=currency,
        document=canonical(item),
        postings=(
            Posting("other_receivables", of.amount, party=of.person),
            Posting("net_wages_payable", -of.amount, party=of.person),
        ),
    )  # fmt: skip
