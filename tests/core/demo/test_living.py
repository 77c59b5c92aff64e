"""After its months a demonstration lives on: its own time, its work done without a worker."""

from __future__ import annotations

import time
from datetime import date, timedelta
from pathlib import Path

from litestar.testing import TestClient

from core import instance, jobs
from core.app import build
from core.clock import local_date
from core.demo import living, run

DEMO = Path(__file__).parents[3] / "demo"


def test_its_clock_begins_the_morning_after_and_never_goes_back(tmp_path: Path) -> None:
    assert living.clock_of(tmp_path) is None
    last = run.last_day(DEMO)
    living.begin(tmp_path, last)
    clock = living.clock_of(tmp_path)
    assert clock is not None
    assert local_date(clock.now(), "Europe/Brussels") == last + timedelta(days=1)
    living.begin(tmp_path, date(2020, 1, 1))
    again = living.clock_of(tmp_path)
    assert again is not None and again.now() - clock.now() < timedelta(minutes=1)


def test_work_that_waits_is_done_while_it_serves(tmp_path: Path) -> None:
    run.play_entity("hu", DEMO, tmp_path)
    living.begin(tmp_path, run.last_day(DEMO))
    store = instance.open_instance(tmp_path / "hu").store
    with store.work() as uow:
        uow.later("quote_sent", [])
        uow.later("nobody_listens", [1, 2, 3])
    assert jobs.waiting(store)
    with TestClient(build({"hu": tmp_path / "hu"}, alive=True, clock=living.clock_of(tmp_path))):
        end = time.monotonic() + 20
        while jobs.waiting(store):
            assert time.monotonic() < end, "the work is not done"
            time.sleep(0.1)
