"""The imported table: outside key → what it became. Written in the transaction that takes the thing in."""

from __future__ import annotations

from collections.abc import Mapping

import sqlalchemy as sa

from core.db import Instant, Transaction, metadata

imported = sa.Table(
    "imported",
    metadata,
    sa.Column("key", sa.Text, primary_key=True),
    sa.Column("id", sa.Text, nullable=False),
    sa.Column("imported_at", Instant, nullable=False),
)


def ids_of(uow: Transaction, prefix: str) -> dict[str, str]:
    """What was taken in under keys that begin with ``prefix``, by the rest of the key."""
    rows = uow.rows(
        sa.select(imported.c.key, imported.c.id).where(imported.c.key.startswith(prefix, autoescape=True))
    )
    return {row["key"].removeprefix(prefix): row["id"] for row in rows}


def remember(uow: Transaction, prefix: str, ids: Mapping[str, str]) -> None:
    """Raises IntegrityError when a key is taken in a second time: the transaction is then undone whole."""
    uow.insert(
        imported, [{"key": prefix + key, "id": value, "imported_at": uow.now} for key, value in ids.items()]
    )
