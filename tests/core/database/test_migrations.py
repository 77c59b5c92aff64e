"""Alembic builds both databases from nothing, and the result is the tables in code, triggers included."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine

from core.db import metadata, open_engine
from core.migrate import pending, upgrade

TRIGGERS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname, pg_get_triggerdef(pg_trigger.oid) || prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid "
        "WHERE NOT tgisinternal"
    ),
}


@pytest.fixture
def nothing(place: Any, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Engine]:
    """An empty database, without a single table, beside the test's own."""
    if place.kind == "sqlite":
        engine = open_engine(f"sqlite:///{tmp_path / 'nothing.db'}")
        yield engine
        engine.dispose()
        return
    name = f"smartcoop_test_{uuid.uuid4().hex[:12]}"
    run = lambda sql: _outside(place.url, sql)  # noqa: E731
    run(f'CREATE DATABASE "{name}"')
    engine = open_engine(sa.make_url(place.url).set(database=name).render_as_string(hide_password=False))
    yield engine
    engine.dispose()
    run(f'DROP DATABASE "{name}" WITH (FORCE)')


def _outside(url: str, sql: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(sql)
    engine.dispose()


def triggers(connection: Connection, kind: str) -> dict[str, str]:
    return dict(connection.exec_driver_sql(TRIGGERS[kind]).tuples().all())


def test_migrations_build_the_tables_in_code(place: Any, nothing: Engine) -> None:
    assert pending(nothing)
    upgrade(nothing)
    assert not pending(nothing)
    with nothing.connect() as built, place.engine().connect() as created:
        differences = compare_metadata(MigrationContext.configure(built), metadata)
        assert differences == [], "core/migrations is stale: write a migration"
        assert triggers(built, place.kind) == triggers(created, place.kind)
        assert triggers(built, place.kind)


def test_upgrading_twice_changes_nothing(place: Any, nothing: Engine) -> None:
    upgrade(nothing)
    with nothing.connect() as connection:
        before = triggers(connection, place.kind)
    upgrade(nothing)
    with nothing.connect() as connection:
        assert triggers(connection, place.kind) == before
