"""Clients: whom one works with; and one of them, what they owe, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from litestar import Response, get, post

from core.access import Session
from core.activities import activities_of
from core.clients import clients_by_id, record_vat_answer, vat_answers_of
from core.clients.pages import KINDS
from core.db import UnitOfWork, not_found
from core.sales import invoices_of
from core.sales.near import clients_near, is_near
from core.sales.standing import state_of
from core.web.access import SIGNED_IN, own
from core.web.forms import Form
from core.web.page import Page
from core.web.paging import paged
from shared_tools.refusal import Refusal


def _owns(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    return is_near(uow, session.actor.id, str(parameters["client_id"]))


OWN = own("client", _owns)


@get("/clients", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page, search: str = "", start: int = 0) -> Response[str]:
    """A member's own clients; all of the entity's for staff."""
    search = search.strip()
    with page.read() as uow:
        shown = paged(lambda limit, offset: clients_near(uow, page.own, search, limit, offset), start)
    return page.html("sales/clients.html", clients=shown.rows, shown=shown, kinds=KINDS, search=search)


@get("/clients/{client_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, client_id: str) -> Response[str]:
    """Who they are; a member sees the invoices of their own activities, staff all of them."""
    return _show(page, client_id, Form())


def _show(page: Page, client_id: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        client = clients_by_id(uow, [client_id]).get(client_id)
        if client is None:
            raise not_found("client", client_id)
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        rows = invoices_of(uow, mine, client=client_id)
        states = {row["id"]: state_of(page, row, uow.today) for row in rows}
        answers, today = vat_answers_of(uow, client_id), uow.today
    owed = sum(row["open"] for row in rows if row["open"] and row["open"] > 0)
    abroad = client.vat_number and client.country != page.house.code.upper()
    return page.html(
        "sales/client.html", status, client=client, rows=rows, states=states, owed=owed, kinds=KINDS, answers=answers,
        abroad=abroad, form=form, today=today,
    )  # fmt: skip


@post("/clients/{client_id:str}/vat-answer", opt={"access": OWN}, sync_to_thread=True)
def answer(page: Page, form: Form, client_id: str) -> Any:
    """Keep what VIES answered about the client's VAT number."""
    try:
        try:
            asked_on = date.fromisoformat(form["asked_on"])
        except ValueError:
            raise Refusal("not_a_day", f"{form['asked_on']!r} is no day.", field="asked_on", way_out="Write it as 2026-10-31.") from None  # fmt: skip
        with page.work() as uow:
            record_vat_answer(uow, client_id, asked_on, form["valid"] == "yes", form["consultation"])
    except Refusal as refusal:
        return _show(page, client_id, form.refused(refusal), 422)
    return page.to(f"/clients/{client_id}")


HANDLERS = (index, show, answer)
