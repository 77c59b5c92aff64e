"""The worker: drains the outbox and does the day's work, durably.

DBOS keeps which work has begun in a database of its own (SQLite beside the books, or the instance's PostgreSQL with as
many workers as one likes). Work is started under a name of its own (the outbox row, the day), so that it is begun once
however many workers see it, and a worker killed half-way is resumed by the next.
"""

from __future__ import annotations

import signal
import threading
from datetime import date
from pathlib import Path
from typing import Any

from dbos import DBOS, DBOSConfig, SetWorkflowID

from core import jobs, jobs_of_slices
from core.checks import run_checks
from core.daily import FIRST_HOUR, daily
from core.db import Store
from core.instance import Instance, open_instance
from core.sales import delivery

PAUSE_SECONDS = 1.0
ATTEMPTS = 6


class Worker:
    """One worker of one instance. ``stop`` ends ``run`` after the work in hand."""

    def __init__(self, opened: Instance) -> None:
        self.store: Store = opened.store
        self.stopping = threading.Event()
        jobs_of_slices.register()
        DBOS(config=_config(opened))
        store = self.store

        @DBOS.step(retries_allowed=True, max_attempts=ATTEMPTS, interval_seconds=1.0, backoff_rate=3.0)
        def perform(key: str) -> bool:
            return jobs.perform(store, key)

        @DBOS.workflow()
        def outbox_row(key: str) -> bool:
            return perform(key)

        @DBOS.step()
        def send(document: str, channel: str) -> str | None:
            return delivery.deliver(store, opened.channels, document, channel)

        @DBOS.workflow()
        def dispatch(what: str) -> str | None:
            document, _, channel = what.partition(" ")
            return send(document, channel)

        @DBOS.step()
        def tell() -> int:
            return opened.road.report(store) if opened.road else 0

        @DBOS.workflow()
        def authority(at: str) -> int:
            return tell()

        @DBOS.step(retries_allowed=True, max_attempts=ATTEMPTS, interval_seconds=1.0, backoff_rate=3.0)
        def day_work() -> dict[str, int]:
            return store.run(daily)

        @DBOS.step()
        def questions() -> list[str]:
            with store.read() as uow:
                return [name for name, rows in run_checks(uow).items() if rows]

        @DBOS.workflow()
        def day(on: str) -> dict[str, Any]:
            return {"on": on, **day_work(), "checks_failed": questions()}

        self._outbox_row, self._day, self._dispatch, self._authority = outbox_row, day, dispatch, authority

    def run(self) -> None:
        """Work until told to stop."""
        DBOS.launch()
        try:
            while not self.stopping.is_set():
                self.turn()
                self.stopping.wait(PAUSE_SECONDS)
        finally:
            DBOS.destroy()

    def turn(self) -> None:
        """Start whatever waits; what has been started before under the same name is not started again."""
        with self.store.read() as uow:
            today, hour = uow.today, uow.local_time.hour
            leaving, minute = delivery.due(uow), f"{uow.local_time:%Y-%m-%dT%H:%M}"
        if hour >= FIRST_HOUR:
            self._start(f"day-{today}", self._day, today)
        failed = jobs.failures(self.store)
        for key in jobs.waiting(self.store):
            # A row whose attempts are used up begins anew under another name: nothing is ever given up silently.
            self._start(f"outbox-{key}-{failed.get(key, 0) // ATTEMPTS}", self._outbox_row, key)

        if self.store.country.einvoice.authority is not None:
            self._start(f"authority-{minute}", self._authority, minute)
        for document, channel, attempts in leaving:
            self._start(f"dispatch-{document}-{channel}-{attempts}", self._dispatch, f"{document} {channel}")

    def _start(self, name: str, workflow: Any, argument: date | str) -> None:
        with SetWorkflowID(name):
            DBOS.start_workflow(workflow, str(argument))

    def stop(self, *_: Any) -> None:
        self.stopping.set()


def _config(opened: Instance) -> DBOSConfig:
    url = opened.store.engine.url
    own = url.render_as_string(hide_password=False) if url.get_backend_name() == "postgresql" else ""
    return {
        "name": f"smartcoop-{opened.code}",
        "system_database_url": own or f"sqlite:///{opened.home / 'work.db'}",
        "application_version": "1",
        "executor_id": "local",
        "log_level": "WARNING",
    }


def work(home: Path) -> None:
    """Run a worker of the instance in ``home`` until it is interrupted."""
    worker = Worker(open_instance(home))
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, worker.stop)
    worker.run()
