"""What the database itself refuses, in SQLite and in PostgreSQL alike.

Posted rows cannot be updated or deleted; an entry seals its postings, which must balance in one currency; nothing is
dated in a closed month; a month once closed stays closed. ``install`` runs after the tables are created.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import sqlalchemy as sa

from core.db import metadata
from shared_tools.roles import MEMBERS_SIDE, ROLES

IMMUTABLE = ("entry", "posting", "block", "period")

_UNBALANCED = "the postings of an entry balance in its one currency"
_CLOSED = "nothing is dated in a closed period"
_SEALED = "an entry takes no posting after it is sealed"
_MEMBERS = "the members' income and its uses are equal in every entry"
_ROLE = "a posting has a role of the ledger"


def _quoted(names: Iterable[str]) -> str:
    return ", ".join(f"'{name}'" for name in names)


# The questions of rules.py to the postings of one entry, asked when the entry arrives.
_ASKED = (
    (
        "count(*) < 2 OR sum(amount) <> 0 OR count(CASE WHEN currency <> NEW.currency THEN 1 END) > 0",
        _UNBALANCED,
    ),
    (f"sum(CASE WHEN role IN ({_quoted(MEMBERS_SIDE)}) THEN amount ELSE 0 END) <> 0", _MEMBERS),
    (f"count(CASE WHEN role NOT IN ({_quoted(ROLES)}) THEN 1 END) > 0", _ROLE),
)
# A closed month closes all before it: balances at its end hold theirs.
_IN_CLOSED = "EXISTS (SELECT 1 FROM period WHERE month >= NEW.month)"


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
            if table != "posting":  # sealed by its entry: nothing is inserted beside a posted row
                yield _sqlite_no_replace(table)
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


def _sqlite_no_replace(name: str) -> str:
    """INSERT OR REPLACE deletes the row in its way without asking the delete trigger; so its key is asked for first."""
    table = metadata.tables[name]
    keys = [list(table.primary_key.columns)] + [
        list(constraint.columns)
        for constraint in table.constraints
        if isinstance(constraint, sa.UniqueConstraint)
    ]
    taken = " OR ".join(
        f"EXISTS (SELECT 1 FROM {name} WHERE {' AND '.join(f'{c.name} = NEW.{c.name}' for c in key)})"
        for key in sorted(keys, key=lambda key: [c.name for c in key])
    )
    return (
        f"CREATE TRIGGER {name}_no_replace BEFORE INSERT ON {name} WHEN {taken} "
        f"BEGIN SELECT RAISE(ABORT, 'rows of {name} are never changed: this key is taken'); END"
    )


def _sqlite_seal() -> Iterator[str]:
    yield (
        "CREATE TRIGGER posting_sealed BEFORE INSERT ON posting "
        "WHEN EXISTS (SELECT 1 FROM entry WHERE id = NEW.entry) "
        f"BEGIN SELECT RAISE(ABORT, '{_SEALED}'); END"
    )
    columns = ", ".join(f"{question} AS asked_{n}" for n, (question, _) in enumerate(_ASKED, 1))
    raised = " ".join(
        f"WHEN asked_{n} THEN RAISE(ABORT, '{_escaped(message)}')" for n, (_, message) in enumerate(_ASKED, 1)
    )
    yield (  # one reading of the postings answers all questions
        "CREATE TRIGGER entry_sealing BEFORE INSERT ON entry "
        f"BEGIN SELECT CASE {raised} END FROM (SELECT {columns} FROM posting WHERE entry = NEW.id); END"
    )
    yield (
        "CREATE TRIGGER entry_open BEFORE INSERT ON entry "
        f"WHEN NEW.month <> strftime('%Y-%m', NEW.day) OR {_IN_CLOSED} "
        f"BEGIN SELECT RAISE(ABORT, '{_CLOSED}'); END"
    )


def _escaped(text: str) -> str:
    return text.replace("'", "''")


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
    columns = ", ".join(
        f"coalesce({question}, false) AS asked_{n}" for n, (question, _) in enumerate(_ASKED, 1)
    )
    raised = " ".join(
        f"IF answers.asked_{n} THEN RAISE EXCEPTION '{_escaped(message)}'; END IF;"
        for n, (_, message) in enumerate(_ASKED, 1)
    )
    yield (
        "CREATE OR REPLACE FUNCTION entry_sealing() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "DECLARE answers record; BEGIN "
        f"SELECT {columns} INTO answers FROM posting WHERE entry = NEW.id; {raised} "
        f"IF NEW.month <> to_char(NEW.day, 'YYYY-MM') OR {_IN_CLOSED} THEN "
        f"RAISE EXCEPTION '{_CLOSED}'; END IF; RETURN NEW; END $$"
    )
    yield "CREATE TRIGGER entry_sealing BEFORE INSERT ON entry FOR EACH ROW EXECUTE FUNCTION entry_sealing()"
