"""Tables of accounts, their roles and sessions. Tokens are stored as hashes: a stolen backup opens no session.

An account is a person's way in; in the group's database, which knows no people, it stands for itself.
"""

from __future__ import annotations

from datetime import datetime
from hashlib import sha256

import sqlalchemy as sa

from core.access.model import Session
from core.db import Actor, Id, Instant, Json, Transaction, metadata

account = sa.Table(
    "account",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("email", sa.Text, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("roles", Json, nullable=False),
    sa.Column("password_hash", sa.Text, nullable=False, server_default=""),
    sa.Column("failures", sa.Integer, nullable=False, server_default="0"),
    sa.Column("locked_until", Instant),
)

session = sa.Table(
    "session",
    metadata,
    sa.Column("token_hash", sa.LargeBinary(32), primary_key=True),
    sa.Column("account", Id, sa.ForeignKey("account.id"), nullable=False, index=True),
    sa.Column("csrf", sa.Text, nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("expires_at", Instant, nullable=False),
)


def token_hash(token: str) -> bytes:
    return sha256(token.encode()).digest()


def account_by_email(uow: Transaction, email: str) -> sa.RowMapping | None:
    return uow.one(sa.select(account).where(account.c.email == email.strip().lower()))


def accounts(uow: Transaction) -> list[sa.RowMapping]:
    return uow.rows(sa.select(account).order_by(account.c.email))


def session_of(uow: Transaction, token: str, now: datetime) -> Session | None:
    """Whose session ``token`` is, unless it has expired."""
    row = uow.one(
        sa.select(session, account.c.name, account.c.email, account.c.roles, account.c.id.label("account_id"))
        .join(account, account.c.id == session.c.account)
        .where(session.c.token_hash == token_hash(token), session.c.expires_at > now)
    )
    if row is None:
        return None
    actor = Actor(row["account_id"], row["name"], frozenset(row["roles"]))
    return Session(actor, row["email"], row["language"], row["csrf"], row["expires_at"])
