"""The durable worker, killed in the middle of its work and begun again: each row is done, each letter written once."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from core import instance, jobs
from core.db import Store, outbox
from core.demo import run
from core.mail.store import letter

ROOT = Path(__file__).parents[3]


def until(true: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "the worker does not get on"
        time.sleep(0.05)


def letters(store: Store) -> int:
    with store.read() as uow:
        return uow.execute(sa.select(sa.func.count()).select_from(letter)).scalar_one()


def worker(home: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "core", "worker", str(home)],
        cwd=ROOT,
        env=os.environ,
        stdout=subprocess.DEVNULL,
    )


def test_a_worker_killed_half_way_leaves_nothing_undone_and_nothing_twice(tmp_path: Path) -> None:
    run.play_entity("hu", ROOT / "demo", tmp_path)
    store = instance.open_instance(tmp_path / "hu").store
    written = letters(store)
    with store.work() as uow:
        uow.execute(outbox.update().values(done_at=None))
    waiting = len(jobs.waiting(store))
    assert waiting > 40

    first = worker(tmp_path / "hu")
    until(lambda: len(jobs.waiting(store)) < waiting)
    first.send_signal(signal.SIGKILL)
    first.wait()

    second = worker(tmp_path / "hu")
    until(lambda: not jobs.waiting(store))
    second.send_signal(signal.SIGTERM)
    assert second.wait(timeout=30) == 0
    # The day's own work may have written new letters; none of the old ones came twice.
    with store.read() as uow:
        rows = uow.execute(sa.select(sa.func.count()).select_from(outbox)).scalar_one()
    assert written <= letters(store) <= rows
