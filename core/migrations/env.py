"""Alembic's entry: runs on the connection that core.migrate hands over."""

from typing import Any, Literal

from alembic import context
from sqlalchemy.types import TypeDecorator

from core.db import metadata


def render_item(kind: str, item: Any, _autogen: Any) -> str | Literal[False]:
    """A new migration names plain SQLAlchemy types: it must still read the same when our own types have changed."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_item=render_item)
with context.begin_transaction():
    context.run_migrations()
