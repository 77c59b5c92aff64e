"""The first page of each: a member's day, the staff's worklist."""

from __future__ import annotations

from litestar import Response, get

from core.activities import activities_of
from core.activities.store import flows
from core.home.waiting import worklist
from core.ledger import budgets_of
from core.web.access import SIGNED_IN
from core.web.coming import coming
from core.web.page import Page

NEXT = 12


@get("/", opt={"access": SIGNED_IN}, sync_to_thread=True)
def first(page: Page) -> Response[str]:
    """What is left and what is promised; for staff, what waits for somebody."""
    with page.read() as uow:
        if page.is_staff:
            kinds = worklist(uow, page)
            return page.html(
                "home/worklist.html", kinds=kinds, today=uow.today, count=sum(len(k.items) for k in kinds)
            )
        activities = activities_of(uow, page.actor.id)
        ids = [activity.id for activity in activities]
        budgets = budgets_of(uow, ids)
        return page.html(
            "home/member.html", activities=activities, budgets=budgets, flows=flows(uow, ids), total=sum(budgets.values()), today=uow.today,
            coming=coming(uow, page, ids, page.actor.id)[:NEXT],
        )  # fmt: skip


HANDLERS = (first,)
