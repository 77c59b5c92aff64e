"""Reading an activity's budget: as quick at a million postings as at a hundred."""

from __future__ import annotations

from datetime import date
from typing import Any

from measure import QUICK, Table, stopwatch

from core import schema
from core.clock import SetClock
from core.country import country
from core.db import Store, new_id, open_engine
from core.ledger import budget_of

POSTINGS = 100_000 if QUICK else 1_000_000


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
            with stopwatch(database.clock) as elapsed:
                with store.read() as uow:
                    assert budget_of(uow, activity) == 100 * count
                times.append(elapsed())
        took[count] = min(times)
    ratio = took[POSTINGS] / took[100]
    table.add(
        f"{database.name}: a budget at 100 and at {POSTINGS:,} postings",
        f"{took[100] * 1e6:.0f} and {took[POSTINGS] * 1e6:.0f} us = {ratio:.2f}", "<= 1.5", ratio <= 1.5,
    )  # fmt: skip
    engine.dispose()
