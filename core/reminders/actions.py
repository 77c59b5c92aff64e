"""Sending the reminders that are due."""

from __future__ import annotations

from typing import Any

from core.db import UnitOfWork
from core.reminders import store
from core.sales.receivables import overdue


def remind(uow: UnitOfWork) -> list[dict[str, Any]]:
    """The next level of each overdue invoice whose days have passed: one at a time, never one twice.

    After days without a run an invoice gets its next level only; the levels missed follow on later days (D3, D4).
    """
    levels = uow.country.facts.reminders(uow.today)
    late = overdue(uow, uow.today)
    sent = store.last_levels(uow, [row["invoice"] for row in late])
    rows: list[dict[str, Any]] = []
    for row in late:
        following = [level for level in levels if level.level == sent.get(row["invoice"], 0) + 1]
        if following and (uow.today - row["due"]).days >= following[0].after_days:
            rows.append({
                "invoice": row["invoice"], "level": following[0].level, "day": uow.today, "open": row["open"],
            })  # fmt: skip
    uow.insert(store.reminder, rows)
    uow.later("reminder_due", [{"invoice": row["invoice"], "level": row["level"]} for row in rows])
    return rows
