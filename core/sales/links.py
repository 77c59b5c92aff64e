"""What a client opens without an account: a link to one document, for a time, revocable.

The token is made of the link's id and the instance's private key, and only its hash is stored: nobody else can make one,
and a stolen database opens nothing. A letter tried again so carries the same link as the first time. It reaches the client
in the letter; the page shows documents of that one client and of nobody else.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from typing import Literal, Protocol

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


class Signs(Protocol):
    """The instance's key: the same signature of the same message, and of nobody else."""

    def sign(self, message: bytes) -> bytes: ...


def _token(key: Signs, link_id: str) -> str:
    # A kind of message that no envelope has (core/federation/envelope.py): no signature that leaves the house is a token.
    signature = key.sign(b"\x00".join((b"smartcoop", b"client-link", link_id.encode())))
    return urlsafe_b64encode(sha256(signature).digest()).rstrip(b"=").decode()


def link_for(uow: UnitOfWork, key: Signs, client: str, document_type: DocumentType, document: str) -> str:
    """The token that opens ``document`` to ``client``: the one its letter carries already, or a new one.

    One link of a document is open at most: where none that ``key`` made is, every other is closed. The caller holds the
    document's row of ``dispatch``, so that two attempts queue.
    """
    opens = sa.select(client_link).where(
        client_link.c.document == document, client_link.c.client == client, client_link.c.expires_at > uow.now,
        client_link.c.revoked_at.is_(None),
    )  # fmt: skip
    for row in uow.rows(opens):
        token = _token(key, row["id"])
        if token_hash(token) == row["token_hash"]:
            return token
    revoke_links(uow, document)
    made = new_id()
    token = _token(key, made)
    uow.insert(client_link, [{
        "id": made, "token_hash": token_hash(token), "client": client, "document_type": document_type,
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
