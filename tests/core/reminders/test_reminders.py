"""D: one reminder a level, never for what is paid, never everything at once."""

from __future__ import annotations

from datetime import date, timedelta

import sqlalchemy as sa
from world import World

from core.mail.store import letter
from core.reminders import reminders_of

DUE = date(2026, 10, 31)
LEVELS = {1: 5, 2: 24, 3: 45}  # Belgium's, by the fact sheet


def after(days: int) -> date:
    return DUE + timedelta(days=days)


def letters(world: World, word: str) -> list[str]:
    found = world.ask(lambda uow: uow.rows(sa.select(letter).where(letter.c.subject.contains(word))))
    return [row["body"] for row in found]


def test_d8_due_today_is_not_overdue_and_each_level_comes_on_its_day(world: World) -> None:
    invoice = world.invoice("1000.00")
    assert invoice.due == DUE
    sent: dict[int, int] = {}
    for day in range(60):
        world.at(after(day))
        for row in world.remind():
            sent[row["level"]] = day
    assert sent == LEVELS


def test_d3_run_ninety_six_times_a_day_one_reminder(world: World) -> None:
    invoice = world.invoice("1000.00")
    world.at(after(5))
    assert [len(world.remind()) for _ in range(96)] == [1] + [0] * 95
    world.after()
    assert len(world.ask(reminders_of, [invoice.id])) == 1
    assert len(letters(world, "Reminder")) == 1


def test_d4_after_weeks_without_a_run_the_levels_keep_their_distance(world: World) -> None:
    world.invoice("1000.00")
    sent = {}
    for day in range(60, 110):
        world.at(after(day))
        for row in world.remind():
            sent[row["level"]] = day
    assert sent == {1: 60, 2: 79, 3: 100}, (
        "19 days between 1 and 2, 21 between 2 and 3, as if nothing was missed"
    )


def test_d1_paid_between_choosing_and_sending_no_letter(world: World) -> None:
    invoice = world.invoice("1000.00")
    world.after()
    world.at(after(5))
    assert len(world.remind()) == 1
    world.receipt("1210.00", invoice.reference)
    world.after()
    assert letters(world, "Reminder") == []
    world.at(after(50))
    assert world.remind() == []


def test_d2_a_part_payment_leaves_the_remainder_to_be_reminded_of(world: World) -> None:
    invoice = world.invoice("1000.00", client=world.client(language="en"))
    world.at(after(5))
    world.receipt("1000.00", invoice.reference)
    (row,) = world.remind()
    assert row["open"] == 21000
    world.after()
    (body,) = letters(world, "Reminder")
    assert "210.00" in body
    assert invoice.reference in body


def test_what_is_credited_is_not_reminded_of(world: World) -> None:
    world.credit(world.invoice("1000.00"))
    world.at(after(50))
    assert world.remind() == []
