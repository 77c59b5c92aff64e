"""A client: who they are, what they owe, and the next step."""

from __future__ import annotations

from litestar import Response, get

from core.activities import activities_of
from core.clients import clients_by_id
from core.clients.pages import KINDS
from core.db import not_found
from core.sales import invoices_of
from core.sales.standing import state_of
from core.web.access import SIGNED_IN
from core.web.page import Page


@get("/clients/{client_id:str}", opt={"access": SIGNED_IN}, sync_to_thread=True)
def show(page: Page, client_id: str) -> Response[str]:
    """Clients are the entity's; a member sees the invoices of their own activities, staff all of them."""
    with page.read() as uow:
        client = clients_by_id(uow, [client_id]).get(client_id)
        if client is None:
            raise not_found("client", client_id)
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        rows = invoices_of(uow, mine, client=client_id)
        states = {row["id"]: state_of(page, row, uow.today) for row in rows}
    owed = sum(row["open"] for row in rows if row["open"] and row["open"] > 0)
    return page.html("sales/client.html", client=client, rows=rows, states=states, owed=owed, kinds=KINDS)


HANDLERS = (show,)
