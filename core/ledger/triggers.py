"""What the database itself refuses, in SQLite and in PostgreSQL alike.

Posted rows cannot be updated or deleted; an entry seals its postings, which must balance in one currency; nothing is
dated in a closed month; a month once closed stays closed. ``install`` runs after the tables are created.
"""

from __future__ import annotations

from collections.abc import Iterator

IMMUTABLE = ("entry", "posting", "block", "period")

_UNBALANCED = "the postings of an entry balance in its one currency"
_CLOSED = "nothing is dated in a closed period"
_SEALED = "an entry takes no posting after it is sealed"


def statements(dialect: str, immutable: tuple[str, ...] = IMMUTABLE) -> Iterator[str]:
    """The DDL for ``dialect`` ("sqlite" or "postgresql")."""
    yield from freeze(dialect, immutable)
    yield from (_sqlite_seal() if dialect == "sqlite" else _postgresql_seal())


def freeze(dialect: str, tables: tuple[str, ...]) -> Iterator[str]:
    """DDL that refuses UPDATE and DELETE (and TRUNCATE where it exists) on ``tables``."""
    if dialect == "sqlite":
        for table in tables:
            for verb in ("update", "delete"):
                yield (
                    f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, 'rows of {table} are never changed: post a correction'); END"
                )
        return
    yield (
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION USING MESSAGE = "
        "'rows of ' || TG_TABLE_NAME || ' are never changed: post a correction'; END $$"
    )
    for table in tables:
        yield (
            f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        yield (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def _sqlite_seal() -> Iterator[str]:
    yield (
        "CREATE TRIGGER posting_sealed BEFORE INSERT ON posting "
        "WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry) "
        f"BEGIN SELECT RAISE(ABORT, '{_SEALED}'); END"
    )
    yield (
        "CREATE TRIGGER entry_balanced BEFORE INSERT ON entry "
        "WHEN (SELECT count(*) < 2 OR sum(amount) <> 0 OR max(currency <> NEW.currency) "
        "FROM posting WHERE entry = NEW.id) "
        f"BEGIN SELECT RAISE(ABORT, '{_UNBALANCED}'); END"
    )
    yield (
        "CREATE TRIGGER entry_open BEFORE INSERT ON entry "
        "WHEN NEW.month <> strftime('%Y-%m', NEW.day) OR EXISTS (SELECT 1 FROM period WHERE month = NEW.month) "
        f"BEGIN SELECT RAISE(ABORT, '{_CLOSED}'); END"
    )


def _postgresql_seal() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION posting_sealed() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry) THEN "
        f"RAISE EXCEPTION '{_SEALED}'; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE TRIGGER posting_sealed BEFORE INSERT ON posting "
        "FOR EACH ROW EXECUTE FUNCTION posting_sealed()"
    )
    yield (
        "CREATE OR REPLACE FUNCTION entry_sealing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "IF (SELECT count(*) < 2 OR sum(amount) <> 0 OR bool_or(currency <> NEW.currency) "
        "FROM posting WHERE entry = NEW.id) THEN "
        f"RAISE EXCEPTION '{_UNBALANCED}'; END IF; "
        "IF NEW.month <> to_char(NEW.day, 'YYYY-MM') OR EXISTS (SELECT 1 FROM period WHERE month = NEW.month) THEN "
        f"RAISE EXCEPTION '{_CLOSED}'; END IF; RETURN NEW; END $$"
    )
    yield "CREATE TRIGGER entry_sealing BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_sealing()"
