"""What makes an entry acceptable. The database asks the same questions again (triggers.py)."""

from __future__ import annotations

from core.ledger.model import Entry
from shared_tools.refusal import Refusal
from shared_tools.roles import MEMBERS_SIDE, ROLES

_MEMBERS_SIDE = frozenset(MEMBERS_SIDE)


def check(entry: Entry, currency: str) -> None:
    """Raises Refusal: ``empty_entry``, ``currency_mix`` (the books are kept in ``currency``), ``unknown_role``,
    ``unbalanced``, ``members_side``, ``budget_without_activity``, ``voucher_missing``; TypeError for an amount that is no int."""
    if entry.currency != currency:
        raise _refused(
            entry, "currency_mix", f"{entry.currency} is booked in books of {currency}",
            f"Convert it to {currency} first, with a rate and its day.",
        )  # fmt: skip
    if len(entry.postings) < 2:
        raise _refused(entry, "empty_entry", "an entry has at least two postings", "Book both sides.")
    total = members = 0
    for posting in entry.postings:
        if posting.role not in ROLES:
            raise _refused(
                entry, "unknown_role", f"{posting.role!r} is no role", "Use a role of shared_tools/roles.py."
            )
        if posting.role == "member_budget" and posting.activity is None:
            raise _refused(
                entry,
                "budget_without_activity",
                "a budget posting names no activity",
                "Name whose budget moves.",
            )
        if (posting.counterparty is None) != (posting.voucher is None):
            raise _refused(
                entry, "voucher_missing", "a posting with a sister entity names the document both hold",
                "Name its number, day, currency and amount.",
            )  # fmt: skip
        if type(posting.amount) is not int:
            raise TypeError(f"{entry.cause}: {posting.amount!r} is no whole number of minor units")
        total += posting.amount
        if posting.role in _MEMBERS_SIDE:
            members += posting.amount
    if total:
        raise _refused(entry, "unbalanced", f"debits exceed credits by {total}", "Book the missing side.")
    if members:
        raise _refused(
            entry,
            "members_side",
            f"the members' income and its uses differ by {members}",
            "Move the budget as well.",
        )


def _refused(entry: Entry, rule: str, message: str, way_out: str) -> Refusal:
    return Refusal(rule, f"{message}.", way_out=way_out, where=entry.cause)
