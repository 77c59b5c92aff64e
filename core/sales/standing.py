"""What sales tell other pages: what clients owe and when a reminder goes out; how an invoice stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from core.db import UnitOfWork
from core.sales import invoices_of, receivables
from core.web.coming import Coming, tells
from core.web.documents import Shown, shows
from core.web.page import Page
from shared_tools.i18n import N_


@tells
def owed(uow: UnitOfWork, page: Page, activities: Sequence[str], person: str) -> Iterable[Coming]:
    """Open invoices; the late ones say how late, the others when the first reminder would leave."""
    levels = uow.country.facts.reminders(uow.today)
    for row in receivables.owed(uow, activities):
        late = (uow.today - row["due"]).days
        if late > 0:
            note, state = row["number"], page.days_late(late)
        else:
            state, note = "", row["number"]
            if levels:
                reminder = page.day(row["due"] + timedelta(days=levels[0].after_days), "plain")
                note = page.words(
                    N_("{number}; unpaid, a reminder goes out on {day}"), number=note, day=reminder
                )
        yield Coming(
            row["due"],
            page.rich(N_("{client} owes {amount}"), client=row["buyer"]["name"], amount=page.strong(page.money(row["open"]))),
            note, f"/invoices/{row['invoice']}", state, "late" if state else "",
        )  # fmt: skip


def state_of(page: Page, row: Any, today: date) -> tuple[str, str]:
    """An invoice's state in words and its colour; ``row`` has kind, open, due and paid_on."""
    if row["kind"] == "credit_note":
        return page.words(N_("credit note")), ""
    if row["open"] is None:
        return "", ""
    if row["open"] <= 0 and row["paid_on"]:
        return page.words(N_("settled {day}"), day=page.day(row["paid_on"], "short")), "good"
    if row["due"] < today:
        return page.days_late((today - row["due"]).days), "late"
    return page.words(N_("due {day}"), day=page.day(row["due"], "short")), "wait"


@shows("invoice")
def invoices(uow: UnitOfWork, page: Page, ids: Sequence[str]) -> Mapping[str, Shown]:
    """Due, late or settled."""
    return {
        row["id"]: Shown(f"/invoices/{row['id']}", *state_of(page, row, uow.today))
        for row in invoices_of(uow, ids=ids, limit=len(ids))
    }
