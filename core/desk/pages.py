"""The first page of a member and of staff, and an activity with everything that happens in it."""

from __future__ import annotations

from typing import Any

from litestar import Response, get

from core.activities import activities_by_id, activities_of
from core.activities.pages import OWN
from core.activities.store import flows, managers_of
from core.db import UnitOfWork, not_found
from core.desk import store
from core.desk.next import steps
from core.desk.worklist import HEADINGS, worklist
from core.ledger import budgets_of, movements_of
from core.members import members_by_person
from core.people import people_by_id
from core.web.access import SIGNED_IN
from core.web.page import Page

SHOWN_STEPS = 8
SHOWN_MOVEMENTS = 25


@get("/", opt={"access": SIGNED_IN}, sync_to_thread=True)
def first(page: Page) -> Response[str]:
    """What one came for: a member's money and promises, or the work that waits for staff."""
    return _worklist(page) if page.is_staff else _home(page)


def _home(page: Page) -> Response[str]:
    with page.read() as uow:
        activities = activities_of(uow, page.actor.id)
        ids = [activity.id for activity in activities]
        member = members_by_person(uow, [page.actor.id]).get(page.actor.id)
        coming = steps(uow, ids, page.actor.id, sees_all=False, worker=page.actor.id)
        return page.html(
            "desk/home.html", activities=activities, budgets=budgets_of(uow, ids), flows=flows(uow, ids),
            member=member, steps=coming[:SHOWN_STEPS], more=len(coming) > SHOWN_STEPS, today=uow.today,
            promised=_own_wage(coming), fund=uow.country.facts.services(uow.today).guarantee_fund,
        )  # fmt: skip


def _own_wage(coming: list[Any]) -> Any:
    return next((step for step in coming if step.kind == "wage" and step.own), None)


def _worklist(page: Page) -> Response[str]:
    with page.read() as uow:
        waiting = worklist(uow, "finance" in page.actor.roles)
        overdue = store.overdue_sum(uow, uow.today)[1]
        today = uow.today
    return page.html(
        "desk/worklist.html", waiting=waiting, headings=HEADINGS, overdue=overdue, today=today,
        count=sum(count for count, _ in waiting.values()),
    )  # fmt: skip


@get("/activities/{activity_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, activity_id: str, movements: str = "") -> Response[str]:
    """The budget, drawn to scale, its movements (``movements=all``: every one), and what comes next."""
    with page.read() as uow:
        activity = activities_by_id(uow, [activity_id]).get(activity_id)
        if activity is None:
            raise not_found("activity", activity_id)
        return page.html(
            "desk/activity.html", activity=activity, **_facts(page, uow, activity, movements == "all")
        )


def _facts(page: Page, uow: UnitOfWork, activity: Any, every: bool) -> dict[str, Any]:
    rows = movements_of(uow, activity.id, 100_000 if every else SHOWN_MOVEMENTS + 1)
    more, rows = (False, rows) if every else (len(rows) > SHOWN_MOVEMENTS, rows[:SHOWN_MOVEMENTS])
    left = budgets_of(uow, [activity.id]).get(activity.id, 0)
    coming = steps(uow, [activity.id], page.actor.id, sees_all=page.is_staff)
    people = people_by_id(uow, managers_of(uow, activity.id))
    return {
        "movements": _running(rows, left), "more_movements": more, "documents": store.documents_of(uow, rows),
        "left": left, "flow": flows(uow, [activity.id])[activity.id], "today": uow.today,
        "managers": [person.name for person in people.values()], "fee": uow.country.facts.fee(uow.today, activity.run_by),
        "steps": coming[:SHOWN_STEPS], "more": len(coming) > SHOWN_STEPS, "promised": _own_wage(coming),
        "fund": uow.country.facts.services(uow.today).guarantee_fund,
    }  # fmt: skip


def _running(movements: list[Any], left: int) -> list[tuple[Any, int]]:
    """Movements, newest first, each with what was left after it."""
    rows = []
    for movement in movements:
        rows.append((movement, left))
        left -= movement["amount"]
    return rows


HANDLERS = (first, show)
