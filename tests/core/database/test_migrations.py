"""Alembic builds both databases from nothing, and the result is the tables in code, triggers included."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy.engine import Connection, Engine

from core.db import metadata, open_engine
from core.migrate import _config, pending, upgrade

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


def _upgrade_to(engine: Engine, revision: str) -> None:
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _value(column: sa.Column[Any], key: str) -> Any:
    """Something of the column's type: every id is the same one, so that every reference holds."""
    if column.foreign_keys or (column.primary_key and not isinstance(column.type, sa.Integer)):
        return key
    kinds: list[tuple[type, Any]] = [
        (sa.Integer, 1), (sa.Boolean, False), (sa.Date, date(2026, 10, 5)), (sa.DateTime, datetime(2026, 10, 5)),  # noqa: DTZ001
        (sa.Uuid, key), (sa.CHAR, key),
    ]  # fmt: skip
    found = next((value for kind, value in kinds if isinstance(column.type, kind)), "2026-10")
    return found[: column.type.length] if isinstance(column.type, sa.String) and found == "2026-10" else found


def test_slips_made_before_there_were_corrections_stay_as_they_are(nothing: Engine) -> None:
    """A slip, and the advance that names it, come through the upgrade; a second slip of the month is still refused."""
    _upgrade_to(nothing, "0002")
    tables = sa.MetaData()
    tables.reflect(nothing)
    wanted = {tables.tables["advance"]}
    while (parents := {f.column.table for t in wanted for f in t.foreign_keys} - wanted) - wanted:
        wanted |= parents
    key = uuid.uuid4().hex if nothing.dialect.name == "sqlite" else str(uuid.uuid4())
    with nothing.begin() as connection:
        if (
            nothing.dialect.name == "sqlite"
        ):  # written from the tables of today, it names a column of tomorrow
            connection.exec_driver_sql("DROP TRIGGER payslip_no_replace")
        for table in tables.sorted_tables:
            if table in wanted:
                connection.execute(table.insert(), {c.name: _value(c, key) for c in table.columns})
        before = dict(connection.execute(sa.select(tables.tables["payslip"])).mappings().one())
    upgrade(nothing)
    now = sa.MetaData()
    now.reflect(nothing)
    slip = now.tables["payslip"]
    with nothing.begin() as connection:
        row = connection.execute(sa.select(slip)).mappings().one()
        assert dict(row) == {**before, "corrects": None, "correction": 0}
        assert connection.execute(sa.select(now.tables["advance"])).mappings().one()["payslip"] == row["id"]
    other = {
        **row,
        "id": type(row["id"])(int=1) if isinstance(row["id"], uuid.UUID) else "1" * 32,
        "number": 2,
    }
    for changed, refused in (({}, True), ({"correction": 1, "corrects": row["id"]}, False)):
        try:
            with nothing.begin() as connection:
                connection.execute(slip.insert(), {**other, **changed})
            assert not refused
        except sa.exc.DBAPIError as error:
            assert refused, error
    with pytest.raises(sa.exc.DBAPIError, match="never changed"), nothing.begin() as connection:
        connection.execute(slip.delete())


def test_invoices_read_before_there_were_drafts_are_drafts_handed_in(nothing: Engine) -> None:
    _upgrade_to(nothing, "0007")
    tables = sa.MetaData()
    tables.reflect(nothing)
    wanted = {tables.tables["supplier_invoice"]}
    while (parents := {f.column.table for t in wanted for f in t.foreign_keys} - wanted) - wanted:
        wanted |= parents
    key = uuid.uuid4().hex if nothing.dialect.name == "sqlite" else str(uuid.uuid4())
    with nothing.begin() as connection:
        for table in tables.sorted_tables:
            if table in wanted:
                filled = {c.name: _value(c, key) for c in table.columns}
                if table.name == "supplier_invoice":
                    filled |= {
                        "content": b"<Invoice/>",
                        "day": date(2026, 10, 5),
                        "seller": "BE0403170701",
                        "number": "17",
                    }
                connection.execute(table.insert(), filled)
    upgrade(nothing)
    now = sa.MetaData()
    now.reflect(nothing)
    assert "supplier_invoice" not in now.tables
    with nothing.connect() as connection:
        [row] = connection.execute(sa.select(now.tables["expense_draft"])).mappings()
        note = connection.execute(sa.select(now.tables["expense"])).mappings().one()
    assert (row["expense"], row["gross"], row["activity"]) == (note["id"], note["gross"], note["activity"])
    assert (row["seller"], row["number"], row["content"]) == ("BE0403170701", "17", b"<Invoice/>")
    assert row["discarded_at"] is None
