"""The list of activities; an activity with its budget, its movements and what comes next."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post

from core.access import Session
from core.activities import NewActivity, activities_by_id, activities_of, manages, open_activities
from core.activities.store import flows, managers_of
from core.country.facts import FactSheet
from core.db import UnitOfWork, not_found
from core.ledger import budgets_of, movements_of
from core.ledger.store import movement_count
from core.members.store import all_members
from core.people import people_by_id
from core.web.access import SIGNED_IN, own
from core.web.coming import coming
from core.web.documents import shown, told
from core.web.forms import Form
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

FEW, NEXT = 12, 8
"""How many movements and days to come an activity's page shows."""


def _owns(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    return manages(uow, session.actor.id, str(parameters["activity_id"]))


OWN = own("activity", _owns)


@get("/activities", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page) -> Response[str]:
    """Activities with what is left to spend in each."""
    with page.read() as uow:
        activities = activities_of(uow, page.own)
        budgets = budgets_of(uow, [activity.id for activity in activities])
    return page.html(
        "activities/index.html", activities=activities, budgets=budgets, total=sum(budgets.values())
    )


@get("/activities/{activity_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, activity_id: str) -> Response[str]:
    """The budget, drawn to scale, its latest movements and what comes next."""
    return _show(page, activity_id, few=True)


@get("/activities/{activity_id:str}/movements", opt={"access": OWN}, sync_to_thread=True)
def movements(page: Page, activity_id: str) -> Response[str]:
    """Every movement of the budget."""
    return _show(page, activity_id, few=False)


def _show(page: Page, activity_id: str, few: bool) -> Response[str]:
    with page.read() as uow:
        activity = activities_by_id(uow, [activity_id]).get(activity_id)
        if activity is None:
            raise not_found("activity", activity_id)
        movements = movements_of(uow, activity_id, limit=FEW if few else 10_000)
        documents = shown(uow, page, [(row["document_type"], row["document_id"]) for row in movements])
        count = movement_count(uow, activity_id)
        ahead = coming(uow, page, [activity_id], page.own or "")
        people = people_by_id(uow, managers_of(uow, activity_id))
        left = budgets_of(uow, [activity_id]).get(activity_id, 0)
        spent = flows(uow, [activity_id])[activity_id]
        fee = uow.country.facts.fee(uow.today, activity.run_by)
    return page.html(
        "activities/show.html", activity=activity, movements=_running(movements, left), left=left, flow=spent,
        managers=[person.name for person in people.values()], fee=fee, few=few, count=count, documents=documents, told=lambda row: told(page, row),
        coming=ahead[:NEXT],
    )  # fmt: skip


def _running(movements: list[Any], left: int) -> list[tuple[Any, int]]:
    """Movements, newest first, each with what was left after it."""
    rows = []
    for movement in movements:
        rows.append((movement, left))
        left -= movement["amount"]
    return rows


@get("/activities/{activity_id:str}/movements.csv", opt={"access": OWN}, sync_to_thread=True)
def spreadsheet(page: Page, activity_id: str) -> Response[str]:
    """Every movement as a spreadsheet reads it."""
    with page.read() as uow:
        movements = movements_of(uow, activity_id, limit=100_000)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["day", "what", "kind", "amount", "entry"])
    for movement in reversed(movements):
        writer.writerow(
            [
                movement["day"],
                movement["text"],
                movement["kind"],
                page.plain(movement["amount"]),
                movement["id"],
            ]
        )
    return Response(
        text.getvalue(), media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="movements.csv"'},
    )  # fmt: skip


@get("/activities/new", opt={"access": SIGNED_IN}, sync_to_thread=True)
def new(page: Page) -> Response[str]:
    """The form that opens an activity."""
    return _new(page, Form())


def _new(page: Page, form: Form, status: int = 200) -> Response[str]:
    assert page.house.country is not None
    facts: FactSheet = page.house.country.facts
    with page.read() as uow:
        structures = [(s.code, s.name) for s in facts.structures(uow.today)]
        services = facts.services(uow.today)
        managers = people_by_id(uow, [m.person for m in all_members(uow)]) if page.is_staff else {}
    who = [("person", page.words(N_("A person")))]
    if services.legal_persons:
        who.append(("organisation", page.words(N_("An organisation"))))
    people = sorted(((person.id, person.name) for person in managers.values()), key=lambda pair: pair[1])
    return page.html("activities/new.html", status, form=form, structures=structures, who=who, people=people)


@post("/activities", opt={"access": SIGNED_IN}, sync_to_thread=True)
def open_one(page: Page, form: Form) -> Any:
    """Open an activity; a member becomes its manager."""
    manager = form["manager"] if page.is_staff else page.actor.id
    run_by = "organisation" if form["run_by"] == "organisation" else "person"
    try:
        with page.work() as uow:
            [opened] = open_activities(uow, [
                NewActivity(name=form["name"], managers=(manager,) if manager else (), structure=form["structure"], run_by=run_by)
            ])  # fmt: skip
    except Refusal as refusal:
        return _new(page, form.refused(refusal), 422)
    return page.to(f"/activities/{opened.id}")


HANDLERS = (index, new, open_one, show, movements, spreadsheet)
