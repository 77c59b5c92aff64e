"""Sending the reminders that are due."""

from __future__ import annotations

from typing import Any

from core.db import UnitOfWork
from core.reminders import store
from core.sales.receivables import overdue


def remind(uow: UnitOfWork) -> list[dict[str, Any]]:
    """The next level of each overdue invoice whose days have passed: one at a time, never one twice.

    After days without a run an invoice gets its next level only, and the one after it no sooner than the days that lie
    between the two levels (D3, D4): a client is never sent everything at once.
    """
    uow.alone("reminders")
    levels = {level.level: level.after_days for level in uow.country.facts.reminders(uow.today)}
    late = overdue(uow, uow.today)
    sent = store.last_sent(uow, [row["invoice"] for row in late])
    rows: list[dict[str, Any]] = []
    for row in late:
        last, day = sent.get(row["invoice"], (0, row["due"]))
        after = levels.get(last + 1)
        if after is None or (uow.today - row["due"]).days < after:
            continue
        if (uow.today - day).days >= after - levels.get(last, 0):
            rows.append({"invoice": row["invoice"], "level": last + 1, "day": uow.today, "open": row["open"]})
    uow.insert(store.reminder, rows)
    uow.later("reminder_due", [{"invoice": row["invoice"], "level": row["level"]} for row in rows])
    return rows
