"""Whom this instance sends to, and what has arrived there."""

from __future__ import annotations

import sqlalchemy as sa

from core.db import Instant, Transaction, metadata

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
