"""What a client opens without an account: a link to one document, for a time, revocable.

The token is 32 random bytes and only its hash is stored, like a session's: nobody can make one, and a stolen backup
opens nothing. It reaches the client in the letter; the page shows documents of that one client and of nobody else.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable
from datetime import timedelta
from typing import Literal

import msgspec
import sqlalchemy as sa

from core.access.store import token_hash
from core.db import Id, Instant, UnitOfWork, build, metadata, new_id
from shared_tools.refusal import Refusal

DAYS = 400
"""How long a link opens: a year's end accounts are made with it still open."""
MOST_REQUESTS = 5
MOST_LETTERS = 2000
_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")

client_link = sa.Table(
    "client_link",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("token_hash", sa.LargeBinary(32), nullable=False, unique=True),
    sa.Column("client", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("document_type", sa.Text, nullable=False),
    sa.Column("document", Id, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
    sa.Column("revoked_at", Instant),
    sa.Index("ix_client_link_document", "document"),
)

client_request = sa.Table(
    "client_request",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("client", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("document", Id, sa.ForeignKey("invoice.id"), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("asked_at", Instant, nullable=False),
    sa.Column("answered_at", Instant),
    sa.Column("answered_by", sa.Text),
    sa.Index("ix_client_request_document", "document"),
)

DocumentType = Literal["invoice", "quote"]


class Link(msgspec.Struct, frozen=True):
    id: str
    client: str
    document_type: DocumentType
    document: str


def new_link(uow: UnitOfWork, client: str, document_type: DocumentType, document: str) -> str:
    """A token that opens ``document`` to ``client``."""
    token = secrets.token_urlsafe(32)
    uow.insert(client_link, [{
        "id": new_id(), "token_hash": token_hash(token), "client": client, "document_type": document_type,
        "document": document, "created_at": uow.now, "expires_at": uow.now + timedelta(days=DAYS),
    }])  # fmt: skip
    return token


def link_of(uow: UnitOfWork, token: str) -> Link | None:
    """What ``token`` opens, unless it has expired or was revoked."""
    if not _TOKEN.fullmatch(token):
        return None
    row = uow.one(
        sa.select(client_link).where(
            client_link.c.token_hash == token_hash(token), client_link.c.expires_at > uow.now,
            client_link.c.revoked_at.is_(None),
        )
    )  # fmt: skip
    return build(Link, row) if row else None


def revoke_links(uow: UnitOfWork, document: str) -> int:
    """Close every link to ``document``; how many were open."""
    statement = (
        client_link.update()
        .where(client_link.c.document == document, client_link.c.revoked_at.is_(None))
        .values(revoked_at=uow.now)
    )
    return uow.execute(statement).rowcount


# --- corrections asked for ----------------------------------------------------------------------------------------


def ask_for_correction(uow: UnitOfWork, client: str, document: str, text: str) -> None:
    """Leave what the client says is wrong for customer service. Raises Refusal ``text_missing``, ``asked_often``."""
    text = text.strip()[:MOST_LETTERS]
    if not text:
        raise Refusal("text_missing", "nothing is written.", field="text", way_out="Write what is wrong.")
    if len(requests_of(uow, [document])) >= MOST_REQUESTS:
        raise Refusal(
            "asked_often", f"{MOST_REQUESTS} requests about this document are waiting.", field="text",
            way_out="Wait for the answer, or call us.",
        )  # fmt: skip
    uow.insert(client_request, [
        {"id": new_id(), "client": client, "document": document, "text": text, "asked_at": uow.now}
    ])  # fmt: skip


def requests_of(
    uow: UnitOfWork, documents: Iterable[str] | None = None, limit: int = 100
) -> list[sa.RowMapping]:
    """What clients ask and nobody has answered, the oldest first; None: about any document."""
    statement = (
        sa.select(client_request)
        .where(client_request.c.answered_at.is_(None))
        .order_by(client_request.c.id)
        .limit(limit)
    )
    if documents is not None:
        statement = statement.where(client_request.c.document.in_(list(documents)))
    return uow.rows(statement)


def answer_requests(uow: UnitOfWork, document: str) -> None:
    """Everything asked about ``document`` so far is answered."""
    uow.execute(
        client_request.update()
        .where(client_request.c.document == document, client_request.c.answered_at.is_(None))
        .values(answered_at=uow.now, answered_by=uow.actor.id)
    )
