"""What becomes of a quote: agreed to, lost, opened again. Sending one and invoicing it are in actions.py.

sent → accepted → invoiced; sent or accepted → declined. What we noted ourselves (the client's word on the telephone, a
quote given up) is undone by reopening; what the client did with their own link is not ours to undo.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from core.db import UnitOfWork, not_found
from core.sales import store
from core.sales.model import Quote
from shared_tools.refusal import Refusal


def accept_quotes(uow: UnitOfWork, ids: Sequence[str], accepted_by: str, digest: str = "") -> list[Quote]:
    """Record that the client agreed, to the text of ``digest`` where they read it themselves (core/sales/files.py).

    Raises Refusal ``not_found``, ``quote_state``, ``name_missing``.
    """
    if not accepted_by.strip():
        raise Refusal("name_missing", "nobody is named.", field="accepted_by", way_out="Type who agreed.")
    for quote in _locked(uow, ids):
        if quote.state != "sent":
            raise Refusal("quote_state", f"quote {quote.number} is {quote.state}.", field="quote", way_out="Send a new quote.")  # fmt: skip
    return _set(uow, ids, state="accepted", accepted_by=accepted_by.strip(), accepted_at=uow.now,
                accepted_digest=digest or None)  # fmt: skip


def decline_quotes(
    uow: UnitOfWork, ids: Sequence[str], reason: str = "", declined_by: str | None = None
) -> list[Quote]:
    """Nothing comes of them. ``declined_by`` who refused with the client's own link, None where we note it ourselves.

    Raises Refusal ``not_found``, ``quote_state``; ``reason_missing`` for a quote the client had agreed to.
    """
    for quote in _locked(uow, ids):
        if quote.state not in (("sent",) if declined_by is not None else ("sent", "accepted")):
            raise Refusal("quote_state", f"quote {quote.number} is {quote.state}.", field="quote", way_out="Look at its state.")  # fmt: skip
        if quote.state == "accepted" and not reason.strip():
            raise Refusal("reason_missing", f"the client had agreed to quote {quote.number}.", field="reason", way_out="Say why nothing comes of it.")  # fmt: skip
    return _set(uow, ids, state="declined", declined_at=uow.now, declined_reason=reason.strip()[:500],
                declined_by=declined_by.strip() if declined_by is not None else None)  # fmt: skip


def reopen_quotes(uow: UnitOfWork, ids: Sequence[str]) -> list[Quote]:
    """Undo what we noted: a lost quote is again what it was, one agreed to on the client's word is sent again.

    Raises Refusal ``not_found``; ``quote_refused`` and ``quote_agreed`` for what the client did themselves: an offer
    refused has lapsed and only a new one can be agreed to [believed]; ``quote_state`` for any other.
    """
    opened: list[Quote] = []
    for quote in _locked(uow, ids):
        if quote.state == "declined" and quote.declined_by is not None:
            raise Refusal("quote_refused", f"the client refused quote {quote.number}.", field="quote", way_out="Copy it into a new quote.")  # fmt: skip
        if quote.state == "declined":
            state = "accepted" if quote.accepted_at else "sent"
            opened += _set(uow, [quote.id], state=state, declined_at=None, declined_reason=None)
        elif quote.state == "accepted" and quote.accepted_digest:
            raise Refusal("quote_agreed", f"the client agreed to quote {quote.number} by the link.", field="quote", way_out="Invoice it, or say why nothing comes of it.")  # fmt: skip
        elif quote.state == "accepted":
            opened += _set(uow, [quote.id], state="sent", accepted_by=None, accepted_at=None)
        else:
            raise Refusal("quote_state", f"quote {quote.number} is {quote.state}.", field="quote", way_out="Nothing is to be undone.")  # fmt: skip
    return opened


def _locked(uow: UnitOfWork, ids: Sequence[str]) -> list[Quote]:
    found = store.quotes_locked(uow, ids)
    for key in ids:
        if key not in found:
            raise not_found("quote", key)
    return [found[key] for key in ids]


def _set(uow: UnitOfWork, ids: Sequence[str], **values: Any) -> list[Quote]:
    uow.execute(store.quote.update().where(store.quote.c.id.in_(list(ids))).values(**values))
    found = store.quotes_locked(uow, ids)
    return [found[key] for key in ids]
