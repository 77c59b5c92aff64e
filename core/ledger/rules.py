"""What makes an entry acceptable. The database asks the same questions again (triggers.py)."""

from __future__ import annotations

from core.ledger.model import Entry
from shared_tools.refusal import Refusal
from shared_tools.roles import MEMBERS_SIDE, ROLES

_MEMBERS_SIDE = frozenset(MEMBERS_SIDE)


def check(entry: Entry) -> None:
    """Raises Refusal: ``empty_entry``, ``unknown_role``, ``unbalanced``, ``members_side``, ``budget_without_activity``."""
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
