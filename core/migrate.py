"""Bringing a database up to the program: Alembic, one chain for core."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.engine import Engine

_SCRIPTS = Path(__file__).parent / "migrations"


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    return config


def upgrade(engine: Engine) -> None:
    """Run every migration that ``engine``'s database lacks, in one transaction."""
    config = _config()
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def pending(engine: Engine) -> bool:
    """Whether the database lacks a migration the program has."""
    heads = set(ScriptDirectory.from_config(_config()).get_heads())
    with engine.connect().execution_options(read_only=True) as connection:
        return set(MigrationContext.configure(connection).get_current_heads()) != heads
