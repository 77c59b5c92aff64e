"""Issuing invoices against the driver alone, writing the same rows.

The floor of a write is the driver itself: the same rows, read back from what the real action wrote, are written with
``executemany`` in one transaction into a copy of the database, with its indexes and keys but without its triggers: what
the database refuses is part of what the action gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from conftest import identity
from measure import QUICK, Table, stopwatch
from world import World

from core import schema
from core.clock import SetClock
from core.country import country
from core.db import Store, open_engine
from core.sales import issue_invoices

BATCH = 1000
BATCHES = 3 if QUICK else 7
SINGLES = 60 if QUICK else 200

# The rows an issued invoice is made of, in the order they are written, and the column that tells new ones.
WRITTEN = (
    ("invoice", "id"), ("invoice_line", "invoice"), ("receivable", "invoice"), ("posting", "entry"), ("entry", "id"),
    ("block", "id"), ("outbox", "id"),
)  # fmt: skip
KEPT = {"series": ("structure", "kind", "year"), "chain_head": ("id",), "balance": ("structure", "role", "month", "currency"), "budget": ("activity",)}  # fmt: skip


class Copyist:
    """Writes with the driver alone what the real action wrote."""

    def __init__(self, database: Any) -> None:
        self.database = database
        self.inserts: dict[str, str] = {}
        for table, _ in WRITTEN:
            columns = database.columns(table)
            marks = ", ".join([database.mark] * len(columns))
            self.inserts[table] = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"
        self.upserts: dict[str, str] = {}
        for table, key in KEPT.items():
            columns = database.columns(table)
            values = [name for name in columns if name not in key]
            self.upserts[table] = (
                f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join([database.mark] * len(columns))}) "
                f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {', '.join(f'{v} = excluded.{v}' for v in values)}"
            )
        self.ends = {table: self._end(table, key) for table, key in WRITTEN}

    def _end(self, table: str, key: str) -> Any:
        rows = self.database.read(f"SELECT {key} FROM {table} ORDER BY {key} DESC LIMIT 1")
        return rows[0][0] if rows else None

    def written(self) -> tuple[dict[str, list[tuple[Any, ...]]], dict[str, list[tuple[Any, ...]]]]:
        """The rows written since the last call, and the sums as they are now."""
        new: dict[str, list[tuple[Any, ...]]] = {}
        for table, key in WRITTEN:
            after = f" WHERE {key} > '{self.ends[table]}'" if self.ends[table] is not None else ""
            names = ", ".join(self.database.columns(table))
            new[table] = self.database.read(f"SELECT {names} FROM {table}{after} ORDER BY {key}")
            self.ends[table] = self._end(table, key)
        kept = {t: self.database.read(f"SELECT {', '.join(self.database.columns(t))} FROM {t}") for t in KEPT}
        return new, kept

    def write(
        self, new: dict[str, list[tuple[Any, ...]]], kept: dict[str, list[tuple[Any, ...]]]
    ) -> float:  # fmt: skip
        cursor = self.database.raw.cursor()
        with stopwatch() as elapsed:
            cursor.execute(self.database.begin)
            for table, rows in new.items():
                cursor.executemany(self.inserts[table], rows)
            for table, rows in kept.items():
                cursor.executemany(self.upserts[table], rows)
            cursor.execute("COMMIT")
            return elapsed()


def issuing(table: Table, database: Any) -> None:
    engine = open_engine(database.url)
    schema.create(engine)
    world = World(
        Store(engine, country("be"), SetClock.at(date(2026, 10, 1), "Europe/Brussels"), identity("be"))
    )
    member = world.member()
    activities = [world.activity(member) for _ in range(20)]
    clients = [world.client() for _ in range(20)]
    drafts = [
        world.draft(
            activities[i % 20], clients[i * 7 % 20], f"{100 + i}.00", "12.50", buyer_reference=f"PO {i}"
        )
        for i in range(BATCH)
    ]
    world.do(issue_invoices, drafts)  # warm, and no table empty
    engine.dispose()  # PostgreSQL copies a database nobody looks at
    database.copy()
    copyist = Copyist(database)
    copyist.written()

    def real(batch: Sequence[Any]) -> float:
        with stopwatch() as elapsed:
            with world.store.work() as uow:
                issue_invoices(uow, batch)
            return elapsed()

    def both(batch: Sequence[Any], times: int) -> tuple[float, float]:
        pairs = []
        for _ in range(times):
            took = real(batch)
            pairs.append((took, copyist.write(*copyist.written())))
        return min(t for t, _ in pairs), min(r for _, r in pairs)

    took, raw = both(drafts, BATCHES)
    share = raw / took
    table.add(
        f"{database.name}: invoices in batches of {BATCH:,}",
        f"{BATCH / took:,.0f}/s, raw {BATCH / raw:,.0f}/s = 1/{1 / share:.1f}", ">= 1/12", share >= 1 / 12,
    )  # fmt: skip
    took, raw = both(drafts[:1], SINGLES)
    share = raw / took
    table.add(
        f"{database.name}: one invoice, one commit",
        f"{took * 1000:.1f} ms, raw {raw * 1000:.1f} ms = 1/{1 / share:.1f}", ">= 1/3", share >= 1 / 3,
    )  # fmt: skip
    world.assert_sound()
    engine.dispose()
