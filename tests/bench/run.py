"""What ``make bench`` runs: ratios measured in one run, so that they say the same on any machine.

The floor of a write is the driver itself: the same rows, read back from what the real action wrote, are written with
``executemany`` in one transaction into a copy of the database, with its indexes and keys but without its triggers:
what the database refuses is part of what the action gives. Exit 1 when a floor is
missed. ``--quick`` measures less often; names after it choose parts (``issue budget slips``).
"""

from __future__ import annotations

import gc
import os
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "core")]

import numpy as np  # noqa: E402
import psycopg  # noqa: E402
import sqlalchemy as sa  # noqa: E402
from world import World  # noqa: E402

from core import schema  # noqa: E402
from core.clock import SetClock  # noqa: E402
from core.contracts import Contract  # noqa: E402
from core.contracts.actions import work_of  # noqa: E402
from core.country import country, country_codes  # noqa: E402
from core.db import Store, new_id, open_engine  # noqa: E402
from core.demo.model import read_script  # noqa: E402
from core.ledger import budget_of  # noqa: E402
from core.sales import issue_invoices  # noqa: E402
from shared_tools.money import minor  # noqa: E402
from shared_tools.paysheet import Columns  # noqa: E402

POSTGRESQL = os.environ.get(
    "SMARTCOOP_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
QUICK = "--quick" in sys.argv
BATCH = 1000
BATCHES = 3 if QUICK else 7
SINGLES = 60 if QUICK else 200
POSTINGS = 100_000 if QUICK else 1_000_000
SLIPS = 131_072 if QUICK else 1_000_000
CHUNK = 65_536

# The rows an issued invoice is made of, in the order they are written, and the column that tells new ones.
WRITTEN = (
    ("invoice", "id"), ("invoice_line", "invoice"), ("receivable", "invoice"), ("posting", "entry"), ("entry", "id"),
    ("block", "id"), ("outbox", "id"),
)  # fmt: skip
KEPT = {"series": ("structure", "kind", "year"), "chain_head": ("id",), "balance": ("structure", "role", "month", "currency"), "budget": ("activity",)}  # fmt: skip


@dataclass
class Table:
    """What was measured: figure, floor, pass or FAIL."""

    rows: list[tuple[str, str, str, bool | None]] = field(default_factory=list)

    def add(self, what: str, figure: str, floor: str = "", good: bool | None = None) -> None:
        self.rows.append((what, figure, floor, good))
        print(self._line(self.rows[-1]), flush=True)

    @staticmethod
    def _line(row: tuple[str, str, str, bool | None]) -> str:
        what, figure, floor, good = row
        return f"{what:<58} {figure:>34}  {floor:<14} {'' if good is None else 'pass' if good else 'FAIL'}"

    @property
    def failed(self) -> bool:
        return any(good is False for *_, good in self.rows)


@contextmanager
def stopwatch() -> Iterator[Callable[[], float]]:
    gc.disable()
    began = time.perf_counter()
    try:
        yield lambda: time.perf_counter() - began
    finally:
        gc.enable()


# --- the two databases --------------------------------------------------------------------------------------------


class Sqlite:
    name = "SQLite"
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


# --- issuing ------------------------------------------------------------------------------------------------------


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
    world = World(Store(engine, country("be"), SetClock.at(date(2026, 10, 1), "Europe/Brussels")))
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
        return statistics.median(t for t, _ in pairs), statistics.median(r for _, r in pairs)

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


# --- reading a budget ---------------------------------------------------------------------------------------------


def budgets(table: Table, database: Any) -> None:
    engine = open_engine(database.url)
    schema.create(engine)
    store = Store(engine, country("be"), SetClock.at(date(2026, 10, 1), "Europe/Brussels"))
    took: dict[int, float] = {}
    for count in (100, POSTINGS):
        activity = new_id()
        with engine.begin() as connection:
            database.unguarded(connection)
            start = connection.exec_driver_sql("SELECT coalesce(max(entry), 0) FROM posting").scalar_one()
            connection.exec_driver_sql(
                "INSERT INTO posting (entry, line, role, account, amount, currency, activity, digest) "
                f"SELECT {start} + n / 8 + 1, n - n / 8 * 8 + 1, 'member_budget', '1', -100, 'EUR', "
                f"{database.id(activity)}, {database.empty} FROM {database.series(count)} AS numbers"
            )
            connection.exec_driver_sql(
                "INSERT INTO entry (id, cause, day, month, structure, kind, document_type, document_id, "
                "document_digest, text, currency, digest) "
                f"SELECT DISTINCT entry, 'bench:' || entry, {database.day}, '2026-10', 'x', 'x', 'x', "
                f"{database.id(activity)}, {database.empty}, 'x', 'EUR', {database.empty} FROM posting "
                f"WHERE entry > {start}"
            )
            connection.exec_driver_sql(
                f"INSERT INTO budget (activity, amount) VALUES ({database.id(activity)}, {100 * count})"
            )
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("ANALYZE")
        times = []
        for _ in range(300):
            with stopwatch() as elapsed:
                with store.read() as uow:
                    assert budget_of(uow, activity) == 100 * count
                times.append(elapsed())
        took[count] = statistics.median(times)
    ratio = took[POSTINGS] / took[100]
    table.add(
        f"{database.name}: a budget at 100 and at {POSTINGS:,} postings",
        f"{took[100] * 1e6:.0f} and {took[POSTINGS] * 1e6:.0f} us = {ratio:.2f}", "<= 1.5", ratio <= 1.5,
    )  # fmt: skip
    engine.dispose()


# --- payslips -----------------------------------------------------------------------------------------------------


def payslips(code: str) -> tuple[Any, Any, Any] | None:
    """A contract of the demonstration that has a payroll: its type, its work, the law's parameters."""
    home = country(code)
    if not (ROOT / "demo" / code / "month.toml").exists():
        return None
    script = read_script(ROOT / "demo" / code)
    for row in script.contracts:
        kind = home.contract_type(row.contract_type)
        if kind.pay is None:
            continue
        person = next(p for p in script.people if p.key == row.worker)
        pay = minor(row.pay, home.currency)
        contract = Contract(
            id="", number=1, activity="", worker="", structure="", contract_type=kind.code, days=tuple(row.days),
            minutes=row.minutes or 480 * len(row.days), pay=pay, pay_is="gross", cost=pay, invoice=None,
            terms=row.terms, state="agreed", agreed_on=row.days[0],
        )  # fmt: skip
        facts = SimpleNamespace(worker=person.worker, birth_date=person.birth_date)
        return kind, work_of(SimpleNamespace(country=home), contract, facts, pay), home.parameters  # type: ignore[arg-type]
    return None


def one_slip(table: Table, code: str) -> None:
    found = payslips(code)
    if found is None:
        table.add(f"{code}: one payslip", "no demonstration contract")
        return
    kind, work, parameters = found
    times = []
    for _ in range(220):
        with stopwatch() as elapsed:
            kind.sheet([work], parameters).slip()
            times.append(elapsed())
    took = statistics.median(times[20:]) * 1000
    table.add(f"{code}: one payslip, warm ({kind.code})", f"{took:.2f} ms", "<= 2 ms", took <= 2)
    told = subprocess.run(
        [sys.executable, __file__, "--million", code, *(["--quick"] if QUICK else [])],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ).stdout.split()  # fmt: skip
    quarter, whole, peak = float(told[0]), float(told[1]), float(told[2])
    growth = whole / quarter
    table.add(
        f"{code}: {SLIPS:,} payslips in chunks of {CHUNK:,}",
        f"{whole:.1f} s, {SLIPS / whole:,.0f}/s, peak {peak:.0f} MB", "<= 60 s", whole <= 60,
    )  # fmt: skip
    table.add(f"{code}: four times as many take", f"{growth:.2f} times as long", "<= 5", growth <= 5)


def peak_megabytes() -> float:
    """This program's own peak. Not ru_maxrss: Linux hands a child its parent's, so every country had the bench's."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel does not tell the peak of memory")


def million(code: str) -> None:
    """In a process of its own, so that the peak of memory is this country's."""
    found = payslips(code)
    assert found is not None
    kind, work, parameters = found
    law = parameters.on(parameters.era(kind.law_days(work)[0]))
    single = Columns.of([kind.inputs(work, law)])
    shape = single.repeat(min(CHUNK, SLIPS // 4))
    steps = np.arange(shape.n, dtype=np.int64)

    def chunk_at(start: int, size: int) -> Columns:
        """Wages that differ from slip to slip, from the contract's own to three times it: equal ones would be cheaper
        wherever a table is read once for each value."""
        gross = work.gross + (start + steps) * 7919 % (2 * work.gross)
        columns = shape.with_(gross=gross)
        return columns if size == shape.n else columns.take(slice(0, size))

    kind.pay(chunk_at(0, shape.n), law)  # warm: the first call's imports and tables are no part of the growth
    took = []
    for count in (
        *[SLIPS // 4] * 3,
        SLIPS,
    ):  # the quarter is short: its best of three, or its first pages are measured
        with stopwatch() as elapsed:
            for start in range(0, count, shape.n):
                columns = chunk_at(start, min(shape.n, count - start))
                sheet = kind.pay(columns, law)
                totals = sheet.net, sheet.cost
            took.append(elapsed())
    assert len(np.unique(columns.gross)) > columns.n // 2
    for row in (0, columns.n // 3, columns.n - 1):  # a row of the million is the slip it would be alone
        alone = kind.pay(columns.take(slice(row, row + 1)), law)
        assert (int(alone.net[0]), int(alone.cost[0])) == (int(totals[0][row]), int(totals[1][row]))
    print(min(took[:3]), took[3], peak_megabytes())


def main() -> int:
    if "--million" in sys.argv:
        million(sys.argv[sys.argv.index("--million") + 1])
        return 0
    chosen = [name for name in sys.argv[1:] if not name.startswith("-")] or ["issue", "budget", "slips"]
    table = Table()
    for kind in (Sqlite, Postgresql):
        for part, measure in (("issue", issuing), ("budget", budgets)):
            if part not in chosen:
                continue
            folder = Path(tempfile.mkdtemp(prefix="bench-"))
            try:
                database = kind(folder)
            except psycopg.OperationalError as error:
                table.add(f"{kind.name}: left out", str(error).splitlines()[0])
                break
            gc.collect()
            try:
                measure(table, database)
            finally:
                database.close()
                shutil.rmtree(folder)
    if "slips" in chosen:
        for code in country_codes():
            one_slip(table, code)
    print(f"\n{sum(good is False for *_, good in table.rows)} of {len(table.rows)} below their floor")
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main())
