"""Clients: whom one works with; and one of them, what they owe, and the next step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response, get

from core.access import Session
from core.activities import activities_of
from core.clients import clients_by_id
from core.clients.pages import KINDS
from core.db import UnitOfWork, not_found
from core.sales import invoices_of
from core.sales.near import clients_near, is_near
from core.sales.standing import state_of
from core.web.access import SIGNED_IN, own
from core.web.page import Page
from core.web.paging import paged


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
    with page.read() as uow:
        client = clients_by_id(uow, [client_id]).get(client_id)
        if client is None:
            raise not_found("client", client_id)
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        rows = invoices_of(uow, mine, client=client_id)
        states = {row["id"]: state_of(page, row, uow.today) for row in rows}
    owed = sum(row["open"] for row in rows if row["open"] and row["open"] > 0)
    return page.html("sales/client.html", client=client, rows=rows, states=states, owed=owed, kinds=KINDS)


HANDLERS = (index, show)
