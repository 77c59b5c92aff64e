"""The list of activities, the form that opens one, its movements as a spreadsheet. Its page is the desk's: it joins many slices."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post

from core.access import Session
from core.activities import NewActivity, manages, open_activities
from core.activities.store import activities_page, left_in_all
from core.country.facts import FactSheet
from core.db import UnitOfWork
from core.ledger import budgets_of, movements_of
from core.members.store import all_members
from core.people import people_by_id
from core.web.access import SIGNED_IN, own
from core.web.forms import Form
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal


def _owns(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    return manages(uow, session.actor.id, str(parameters["activity_id"]))


OWN = own("activity", _owns)


@get("/activities", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page, search: str = "", page_number: int = 1) -> Response[str]:
    """Activities with what is left to spend in each."""
    with page.read() as uow:
        activities, pager = activities_page(uow, page.own, search.strip(), page_number)
        budgets = budgets_of(uow, [activity.id for activity in activities])
        total = left_in_all(uow, page.own)
    return page.html(
        "activities/index.html",
        activities=activities,
        budgets=budgets,
        total=total,
        search=search,
        pager=pager,
    )


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


HANDLERS = (index, new, open_one, spreadsheet)
