"""After its months a demonstration lives on: its own time, its work done without a worker."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta
from pathlib import Path

from litestar.testing import TestClient

from core import instance, jobs
from core.app import build
from core.clock import local_date
from core.demo import living, run
from core.sales import Draft, Line, invoice_by_id, invoices_of, issue_invoices
from core.sales.delivery import dispatches_of

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


def test_what_is_issued_while_it_lives_reaches_its_client_s_mailbox_with_a_link(tmp_path: Path) -> None:
    run.play_entity("hu", DEMO, tmp_path)
    living.begin(tmp_path, run.last_day(DEMO))
    clock = living.clock_of(tmp_path)
    store = instance.open_instance(tmp_path / "hu", clock).store
    with store.work() as uow:
        known = invoice_by_id(uow, invoices_of(uow)[0]["id"])
        assert known
        lines = (Line(description="Work", unit_price="1000"),)
        [issued] = issue_invoices(uow, [Draft(activity=known.activity, client=known.client, lines=lines)])
    letter = tmp_path / "hu" / "mailbox" / "mail" / f"{issued.id}-mail.txt"
    with TestClient(build({"hu": tmp_path / "hu"}, alive=True, clock=clock)) as visitor:
        end = time.monotonic() + 30
        while not letter.exists():
            assert time.monotonic() < end, "it does not leave"
            time.sleep(0.1)
        [address] = re.findall(
            r"http://127\.0\.0\.1:8000/hu(/client/\S+)", letter.read_text(encoding="utf-8")
        )
        page = visitor.get(address)
        assert page.status_code == 200 and issued.number in page.text
    assert letter.with_name(f"{issued.id}-mail.{issued.number}.pdf").exists()
    with store.read() as uow:
        assert {row.state for row in dispatches_of(uow, issued.id) if row.channel == "mail"} == {"accepted"}
