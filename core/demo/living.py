"""A demonstration goes on living: its clock runs on from the day its months end, and its work gets done.

What a worker of its own does for an entity in earnest (core/worker.py, durable), one thread does here for all.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from core import jobs
from core.clock import Clock, ShiftedClock
from core.daily import FIRST_HOUR, daily
from core.db import Store
from core.demo import between
from core.instance import Instance
from core.sales.delivery import deliver_due

log = logging.getLogger(__name__)

CLOCK = "clock"
"""The file in the demonstration's folder that says by how many seconds its clock differs from the real one."""

ZONE = ZoneInfo("Europe/Brussels")
PAUSE_SECONDS = 2.0


def begin(data: Path, last: date) -> None:
    """Let the time of ``data`` begin the morning after ``last``; once begun it runs on and never back."""
    path = data / CLOCK
    if not path.exists():
        clock = ShiftedClock.beginning_at(datetime.combine(last + timedelta(days=1), time(8), ZONE))
        path.write_text(f"{clock.ahead.total_seconds():.0f}\n", encoding="utf-8")


def clock_of(data: Path) -> Clock | None:
    """The demonstration's own clock; None where none was begun."""
    path = data / CLOCK
    return ShiftedClock(timedelta(seconds=int(path.read_text()))) if path.exists() else None


def _received(store: Store, folder: Path | None, seen: set[str]) -> None:
    """What sisters laid in its mailbox."""
    if folder is not None:
        between.collect(store, folder, seen)


def _leaves(entity: Instance) -> None:
    """What was issued meanwhile goes to its client, and is told to the authority where there is one."""
    deliver_due(entity.store, entity.channels)
    if entity.road:
        entity.road.report(entity.store)


def turn(store: Store) -> None:
    """What waits, and the day's work if it is time."""
    jobs.drain(store)
    with store.read() as uow:
        early = uow.local_time.hour < FIRST_HOUR
    if not early:
        store.run(daily)


def kept_alive(
    entities: Sequence[Instance], mailboxes: Mapping[str, Path] | None = None
) -> Callable[[Any], AbstractAsyncContextManager[None]]:
    """A lifespan during which the work of ``entities`` is done as it comes, the day's work once a day. ``mailboxes``: where
    what sisters send is laid, by entity."""

    def work(stopping: threading.Event) -> None:
        worked: dict[int, date] = {}
        seen: set[str] = set()
        while not stopping.is_set():
            for index, entity in enumerate(entities):
                store = entity.store
                with store.read() as uow:
                    today = uow.today
                try:
                    _received(store, (mailboxes or {}).get(store.country.code), seen)
                    if worked.get(index) == today:
                        jobs.drain(store)
                    else:
                        turn(store)
                        worked[index] = today
                    _leaves(entity)
                except Exception:
                    # One entity's trouble is not the others'; it is tried again at the next turn.
                    log.exception("the work of %s failed", store.country.code)
            stopping.wait(PAUSE_SECONDS)

    @asynccontextmanager
    async def lifespan(_app: Any) -> AsyncIterator[None]:
        stopping = threading.Event()
        thread = threading.Thread(target=work, args=(stopping,), name="the demonstration's work", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stopping.set()
            thread.join(timeout=10)

    return lifespan
