"""Whom this instance sends to and what has arrived there; whose keys it trusts, and which are proposed to it."""

from __future__ import annotations

from datetime import date

import sqlalchemy as sa

from core.db import Day, Instant, Transaction, build, metadata
from core.federation.envelope import TrustedKey

peer = sa.Table(
    "peer",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("address", sa.Text, nullable=False),
)

delivery = sa.Table(
    "delivery",
    metadata,
    sa.Column("peer", sa.Text, primary_key=True),
    sa.Column("kind", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("delivered_at", Instant, nullable=False),
)


trusted_key = sa.Table(
    "trusted_key",
    metadata,
    sa.Column("entity", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("public", sa.Text, nullable=False),
    sa.Column("since", Day, nullable=False),
    sa.Column("until", Day),
)

key_proposal = sa.Table(
    "key_proposal",
    metadata,
    sa.Column("entity", sa.Text, primary_key=True),
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("public", sa.Text, nullable=False),
    sa.Column("replaces", sa.Text, nullable=False),
    sa.Column("since", Day, nullable=False),
    sa.Column("old_until", Day, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.Column("accepted_at", Instant),
)


def trusted_keys(uow: Transaction, entity: str) -> list[TrustedKey]:
    rows = uow.rows(sa.select(trusted_key).where(trusted_key.c.entity == entity))
    return [build(TrustedKey, row) for row in rows]


def set_peer(uow: Transaction, name: str, address: str) -> None:
    """Where ``name`` receives: an http(s) address, or a mailbox folder."""
    changed = uow.execute(peer.update().where(peer.c.name == name).values(address=address)).rowcount
    if not changed:
        uow.insert(peer, [{"name": name, "address": address}])


def address_of(uow: Transaction, name: str) -> str | None:
    row = uow.one(sa.select(peer.c.address).where(peer.c.name == name))
    return row["address"] if row else None


def last_delivered(uow: Transaction, name: str, kind: str) -> int:
    """The highest number that ``name`` has; 0 for none. Numbers are delivered in order."""
    statement = sa.select(sa.func.coalesce(sa.func.max(delivery.c.number), 0))
    return uow.execute(statement.where(delivery.c.peer == name, delivery.c.kind == kind)).scalar_one()


def delivered(uow: Transaction, name: str, kind: str, number: int) -> None:
    uow.insert_or_ignore(delivery, {"peer": name, "kind": kind, "number": number, "delivered_at": uow.now})


def all_trusted(uow: Transaction) -> list[TrustedKey]:
    statement = sa.select(trusted_key).order_by(trusted_key.c.entity, trusted_key.c.since, trusted_key.c.key)
    return [build(TrustedKey, row) for row in uow.rows(statement)]


def trust(uow: Transaction, entity: str, key: str, public: str, since: date) -> None:
    """Add a key; one already known is left as it is."""
    row = {"entity": entity, "key": key, "public": public, "since": since, "until": None}
    uow.insert_or_ignore(trusted_key, row)


def end(uow: Transaction, entity: str, key: str, until: date) -> None:
    """``key`` signs until ``until`` at the latest; an earlier end stays."""
    later = sa.or_(trusted_key.c.until.is_(None), trusted_key.c.until > until)
    this = sa.and_(trusted_key.c.entity == entity, trusted_key.c.key == key)
    uow.execute(trusted_key.update().where(this, later).values(until=until))


def proposal(uow: Transaction, entity: str, key: str) -> sa.RowMapping | None:
    statement = sa.select(key_proposal).where(key_proposal.c.entity == entity, key_proposal.c.key == key)
    return uow.one(statement)


def proposals(uow: Transaction) -> list[sa.RowMapping]:
    """What waits to be accepted, oldest first."""
    statement = sa.select(key_proposal).where(key_proposal.c.accepted_at.is_(None))
    return uow.rows(statement.order_by(key_proposal.c.received_at))


def accepted(uow: Transaction, entity: str, key: str) -> None:
    this = sa.and_(key_proposal.c.entity == entity, key_proposal.c.key == key)
    uow.execute(key_proposal.update().where(this).values(accepted_at=uow.now))


def peers(uow: Transaction) -> dict[str, str]:
    """Name → address of everybody this instance sends to."""
    return {row["name"]: row["address"] for row in uow.rows(sa.select(peer).order_by(peer.c.name))}
