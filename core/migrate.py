"""Bringing a database up to the program: Alembic, one chain for core."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Connection, Engine

from shared_tools.refusal import Refusal

_SCRIPTS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def upgrade(engine: Engine) -> None:
    """Run every migration that ``engine``'s database lacks, in one transaction.

    SQLite changes a table's constraints only by building it anew, which its foreign keys must let pass; whether they
    hold is asked before the commit. Raises Refusal ``broken_references``.
    """
    config = _config()
    sqlite = engine.dialect.name == "sqlite"
    with engine.connect() as connection:
        raw = connection.connection.driver_connection
        assert raw is not None
        if sqlite:
            raw.execute("PRAGMA foreign_keys=OFF")  # outside of a transaction, where alone it counts
        try:
            with connection.begin():
                config.attributes["connection"] = connection
                command.upgrade(config, "head")
                if sqlite:
                    _refuse_broken_references(connection)
        finally:
            if sqlite:
                raw.execute("PRAGMA foreign_keys=ON")


def _refuse_broken_references(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise Refusal(
            "broken_references", f"a row of {broken[0]} names a row of {broken[2]} that is not there.",
            way_out="Restore the backup of before the upgrade, and tell who wrote the migration.",
        )  # fmt: skip


def pending(engine: Engine) -> bool:
    """Whether the database lacks a migration the program has."""
    heads = set(ScriptDirectory.from_config(_config()).get_heads())
    with engine.connect().execution_options(read_only=True) as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) != heads
