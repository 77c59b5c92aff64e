"""The two databases a bench writes into, each with a copy of itself for the driver alone."""

from __future__ import annotations

import os
import sqlite3
import time
import uuid
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from measure import processor

from core import schema

POSTGRESQL = os.environ.get(
    "SMARTCOOP_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)


class Sqlite:
    name = "SQLite"
    clock = staticmethod(processor)
    empty, day = "x''", "'2026-10-01'"

    def __init__(self, folder: Path) -> None:
        self.path = folder / "books.db"
        self.url = f"sqlite:///{self.path}"

    def copy(self) -> None:
        """Another database that holds what this one holds, for the raw writer."""
        with sqlite3.connect(self.path) as source, sqlite3.connect(self.path.with_name("raw.db")) as target:
            source.backup(target)
        self.raw = sqlite3.connect(self.path.with_name("raw.db"), isolation_level=None)
        for (name,) in self.raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            self.raw.execute(f"DROP TRIGGER {name}")
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "cache_size=-65536"):
            self.raw.execute(f"PRAGMA {pragma}")
        self.begin, self.mark = "BEGIN IMMEDIATE", "?"

    def read(self, sql: str) -> list[tuple[Any, ...]]:
        with sqlite3.connect(self.path) as connection:
            return connection.execute(sql).fetchall()

    def columns(self, table: str) -> list[str]:
        return [row[1] for row in self.raw.execute(f"PRAGMA table_info({table})")]

    def unguarded(self, connection: sa.Connection) -> None:
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")

    def id(self, key: str) -> str:
        return f"'{key.replace('-', '')}'"

    def series(self, count: int) -> str:
        return f"(WITH RECURSIVE n(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < {count}) SELECT n FROM n)"

    def close(self) -> None:
        if hasattr(self, "raw"):
            self.raw.close()


class Postgresql:
    name = "PostgreSQL"
    clock = staticmethod(time.perf_counter)
    """It works in another process, whose time only the clock on the wall tells."""
    empty, day = "''::bytea", "DATE '2026-10-01'"

    def __init__(self, folder: Path) -> None:
        self.database = f"smartcoop_bench_{uuid.uuid4().hex[:8]}"
        self._administer(f"CREATE DATABASE {self.database}")
        self.url = sa.make_url(POSTGRESQL).set(database=self.database).render_as_string(hide_password=False)

    def _administer(self, sql: str) -> None:
        with psycopg.connect(self._plain("postgres"), autocommit=True) as connection:
            connection.execute(sql)  # type: ignore[arg-type]

    def _plain(self, database: str) -> str:
        url = sa.make_url(POSTGRESQL).set(drivername="postgresql", database=database)
        return url.render_as_string(hide_password=False)

    def copy(self) -> None:
        self._administer(f"CREATE DATABASE {self.database}_raw TEMPLATE {self.database}")
        self.raw = psycopg.connect(self._plain(f"{self.database}_raw"), autocommit=True)
        for table in schema.FROZEN:
            self.raw.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")  # type: ignore[arg-type]
        self.begin, self.mark = "BEGIN", "%s"

    def read(self, sql: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self._plain(self.database)) as connection:
            return connection.execute(sql).fetchall()  # type: ignore[arg-type]

    def columns(self, table: str) -> list[str]:
        rows = self.raw.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name = %s ORDER BY ordinal_position",
            [table],
        )
        return [row[0] for row in rows]

    def unguarded(self, connection: sa.Connection) -> None:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")

    def id(self, key: str) -> str:
        return f"'{key}'::uuid"

    def series(self, count: int) -> str:
        return f"(SELECT n FROM generate_series(1, {count}) n)"

    def close(self) -> None:
        if hasattr(self, "raw"):
            self.raw.close()
        for name in (f"{self.database}_raw", self.database):
            self._administer(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
