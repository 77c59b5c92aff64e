"""The client table."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.clients.model import Client
from core.db import Id, Instant, UnitOfWork, build, metadata

client = sa.Table(
    "client",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False),
    sa.Column("vat_number", sa.Text, nullable=False),
    sa.Column("street", sa.Text, nullable=False),
    sa.Column("postal_code", sa.Text, nullable=False),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("term_days", sa.Integer, nullable=False),
    sa.Column("added_at", Instant, nullable=False),
    sa.Column("entity", sa.Text, nullable=False, server_default=""),
    sa.Column("added_by", sa.Text, nullable=False, server_default=""),
)


_BY_ID = sa.select(client).where(client.c.id.in_(sa.bindparam("ids", expanding=True)))


def clients_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Client]:
    wanted = sorted(set(ids))
    found: dict[str, Client] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        for row in uow.rows(_BY_ID, {"ids": chunk}):
            found[row["id"]] = build(Client, row)
    return found
