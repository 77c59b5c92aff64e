"""A share bought → its entry."""

from __future__ import annotations

from core.db import canonical
from core.ledger import Entry, Posting
from core.members.model import Member, Share


def share_bought(share: Share, member: Member, name: str, currency: str) -> Entry:
    """The price came to the bank and is the member's capital."""
    return Entry(
        cause=f"share:{share.id}", day=share.bought_on, structure=share.structure, kind="share",
        document_type="share", document_id=share.id, text=f"Share of member {member.number}, {name}",
        currency=currency, document=canonical(share),
        postings=(Posting("bank", share.price), Posting("share_capital", -share.price, party=member.person)),
    )  # fmt: skip
