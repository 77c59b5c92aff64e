"""Expense notes: the list, the form, and somebody else's decision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response, get, post

from core.access import Session
from core.activities import activities_by_id, activities_of, manages
from core.db import UnitOfWork, not_found
from core.expenses import (
    NewExpense,
    approve_expenses,
    draft_of_expense,
    expense_by_id,
    expenses_of,
    open_drafts,
    refuse_expenses,
    submit_expenses,
)
from core.people import people_by_id
from core.sales.pages import check_own_activity
from core.web.access import SIGNED_IN, STAFF_ONLY, own
from core.web.forms import Form
from core.web.page import Page
from core.web.paging import paged
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

STATES = {"submitted": N_("waits for approval"), "approved": N_("approved"), "refused": N_("refused")}


def _owns(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    found = expense_by_id(uow, str(parameters["expense_id"]))
    return found is not None and (
        found["person"] == session.actor.id or manages(uow, session.actor.id, found["activity"])
    )


OWN = own("expense", _owns)


@get("/expenses", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page, start: int = 0) -> Response[str]:
    """Notes of one's activities; for staff those that wait stand first."""
    with page.read() as uow:
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        shown = paged(lambda limit, offset: expenses_of(uow, mine, limit=limit, offset=offset), start)
        drafts = [] if start else open_drafts(uow, mine)
        people = people_by_id(
            uow, [*(row["person"] for row in shown.rows), *(draft.person for draft in drafts)]
        )
    return page.html(
        "expenses/index.html", rows=shown.rows, shown=shown, people=people, states=STATES, drafts=drafts
    )


@get("/expenses/new", opt={"access": SIGNED_IN}, sync_to_thread=True)
def new(page: Page, activity: str = "") -> Response[str]:
    """The form."""
    return form_page(page, Form({"activity": activity} if activity else {}))


def form_page(page: Page, form: Form, status: int = 200) -> Response[str]:
    """The form to claim an expense by hand, and the one that reads an e-invoice."""
    with page.read() as uow:
        activities = [(a.id, a.name) for a in activities_of(uow, page.own)]
    return page.html("expenses/form.html", status, form=form, activities=activities)


@post("/expenses", opt={"access": SIGNED_IN}, sync_to_thread=True)
def submit(page: Page, form: Form) -> Any:
    """Hand a note in; somebody else approves it."""
    try:
        try:
            day = date.fromisoformat(form["day"])
        except ValueError:
            raise Refusal("not_a_day", f"{form['day']!r} is no day.", field="day", way_out="Enter the receipt's day.") from None  # fmt: skip
        with page.work() as uow:
            check_own_activity(page, uow, form["activity"])
            [expense] = submit_expenses(uow, [
                NewExpense(
                    activity=form["activity"], person=page.actor.id, day=day, supplier=form["supplier"],
                    description=form["description"], gross=form["gross"].replace(",", "."),
                    vat=form["vat"].replace(",", ".") or "0", receipt=form["receipt"],
                )
            ])  # fmt: skip
    except Refusal as refusal:
        return form_page(page, form.refused(refusal), 422)
    return page.to(f"/expenses/{expense.id}")


@get("/expenses/{expense_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, expense_id: str) -> Response[str]:
    """The note and what was decided."""
    return _show(page, expense_id, Form())


def _show(page: Page, expense_id: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        row = expense_by_id(uow, expense_id)
        if row is None:
            raise not_found("expense", expense_id)
        person = people_by_id(uow, [row["person"]])[row["person"]]
        activity = activities_by_id(uow, [row["activity"]])[row["activity"]]
        draft = draft_of_expense(uow, expense_id)
    decides = page.is_staff and row["state"] == "submitted" and row["person"] != page.actor.id
    return page.html(
        "expenses/show.html",
        status,
        row=row,
        person=person,
        activity=activity,
        states=STATES,
        decides=decides,
        form=form,
        draft=draft,
    )


@post("/expenses/{expense_id:str}/approval", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def approve(page: Page, form: Form, expense_id: str) -> Any:
    """Approve it: booked, and owed to the member."""
    try:
        with page.work() as uow:
            approve_expenses(uow, [expense_id])
    except Refusal as refusal:
        return _show(page, expense_id, form.refused(refusal), 422)
    return page.to(f"/expenses/{expense_id}")


@post("/expenses/{expense_id:str}/refusal", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def refuse(page: Page, form: Form, expense_id: str) -> Any:
    """Refuse it, saying why."""
    try:
        with page.work() as uow:
            refuse_expenses(uow, [expense_id], form["reason"])
    except Refusal as refusal:
        return _show(page, expense_id, form.refused(refusal), 422)
    return page.to(f"/expenses/{expense_id}")


HANDLERS = (index, new, submit, show, approve, refuse)
