"""Work after the commit: done once, noted when it fails, tried again; it holds up nothing else."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import sqlalchemy as sa
from world import World, count_rows

from core import jobs
from core.db import UnitOfWork, outbox
from core.mail.store import letter

KNOWN = jobs._handlers


def reminded(world: World) -> None:
    """An invoice two weeks late: all that waits is the letter of its first reminder."""
    invoice = world.invoice("1000.00")
    world.after()
    world.at(invoice.due + timedelta(days=14))
    assert len(world.remind()) == 1


def test_s1_a_row_is_done_once_though_four_workers_take_it(world: World) -> None:
    reminded(world)
    (key,) = jobs.waiting(world.store)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: jobs.perform(world.store, key), range(4)))
    assert sorted(done) == [False, False, False, True]
    assert world.ask(count_rows, letter) == 1
    assert jobs.waiting(world.store) == []


def test_s1_a_letter_is_written_once_though_its_row_comes_back(world: World) -> None:
    reminded(world)
    world.after()
    world.do(lambda uow: uow.execute(outbox.update().values(done_at=None)))
    assert world.after() == 2, "the invoice's row and the reminder's"
    assert world.ask(count_rows, letter) == 1


def test_a_failure_is_noted_and_the_rows_behind_it_are_done(world: World) -> None:
    """N3 too: what fails after the commit neither burns nor frees a number."""
    failing = True

    def handler(uow: UnitOfWork, key: str, payload: object) -> None:
        if failing:
            raise KeyError("the post office is closed")

    KNOWN["test_topic"] = [handler]
    try:
        world.do(lambda uow: uow.later("test_topic", [1]))
        invoice = world.invoice("1000.00")
        assert world.after() == 1, "the invoice's row, behind the one that failed"
        world.after()
        (row,) = world.ask(lambda uow: uow.rows(sa.select(outbox).where(outbox.c.topic == "test_topic")))
        assert (row["attempts"], row["done_at"]) == (2, None)
        assert "post office" in row["last_error"]
        failing = False
        assert world.after() == 1
    finally:
        del KNOWN["test_topic"]
    assert invoice.sequence == 1
    assert world.invoice("10.00").sequence == 2


def test_what_a_handler_did_before_it_failed_is_undone(world: World) -> None:
    def handler(uow: UnitOfWork, key: str, payload: object) -> None:
        uow.draw("test_counter", 1)
        raise ValueError

    KNOWN["test_topic"] = [handler]
    try:
        world.do(lambda uow: uow.later("test_topic", [1]))
        world.after()
    finally:
        del KNOWN["test_topic"]
    assert world.do(lambda uow: uow.draw("test_counter", 1)) == 1


def test_what_is_rolled_back_leaves_no_work(world: World) -> None:
    class Undone(Exception):
        pass

    def undone(uow: UnitOfWork) -> None:
        uow.later("invoice_issued", ["x"])
        raise Undone

    with pytest.raises(Undone):
        world.do(undone)
    assert jobs.waiting(world.store) == []
