"""Clients: whom one works with, what they still owe, and the form that adds one. Here because a client's page is its invoices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

import msgspec
from litestar import Response, get, post

from core.access import Session
from core.activities import activities_of
from core.clients import NewClient, add_clients, clients_by_id
from core.clients.model import ClientKind
from core.db import UnitOfWork, not_found
from core.sales import store
from core.web.access import SIGNED_IN, own
from core.web.forms import Form
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

KINDS = {"business": N_("A business"), "consumer": N_("A private person"), "authority": N_("An authority")}


def _owns(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    return is_near(uow, session.actor.id, str(parameters["client_id"]))


def is_near(uow: UnitOfWork, person: str, client: str) -> bool:
    """Whether ``client`` is one of those whom ``person`` added, or whom their activities quoted or invoiced."""
    activities = [activity.id for activity in activities_of(uow, person)]
    return store.is_near(uow, client, person, activities)


OWN = own("client", _owns)


@get("/clients", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page, search: str = "", page_number: int = 1) -> Response[str]:
    """A member's own clients; all of the entity's for staff."""
    with page.read() as uow:
        mine = [activity.id for activity in activities_of(uow, page.own)] if page.own else []
        clients, pager = store.clients_page(uow, page.own, mine, search.strip(), page_number)
    return page.html("sales/clients.html", clients=clients, kinds=KINDS, search=search, pager=pager)


@get("/clients/new", opt={"access": SIGNED_IN}, sync_to_thread=True)
def new(page: Page) -> Response[str]:
    """The form."""
    return _new(page, Form())


def _new(page: Page, form: Form, status: int = 200) -> Response[str]:
    kinds = [(code, page.words(label)) for code, label in KINDS.items()]
    return page.html("sales/client_form.html", status, form=form, kinds=kinds, home=page.house.code.upper())


@post("/clients", opt={"access": SIGNED_IN}, sync_to_thread=True)
def add(page: Page, form: Form) -> Any:
    """Add a client, its VAT number checked."""
    written = {
        name: form[name] for name in NewClient.__struct_fields__ if name in form and name != "term_days"
    }
    written["kind"] = form["kind"] if form["kind"] in get_args(ClientKind) else "business"
    written["country"] = form["country"].upper()
    try:
        try:
            client = msgspec.convert(
                {**written, "term_days": form["term_days"] or 0}, NewClient, strict=False
            )
        except msgspec.ValidationError as error:
            raise Refusal("not_a_number", f"{error}.", field="term_days", way_out="Enter days.") from None
        with page.work() as uow:
            [added] = add_clients(uow, [client])
    except Refusal as refusal:
        return _new(page, form.refused(refusal), 422)
    return page.to(f"/clients/{added.id}")


@get("/clients/{client_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, client_id: str, page_number: int = 1) -> Response[str]:
    """What the client owes, their facts, and their invoices."""
    with page.read() as uow:
        client = clients_by_id(uow, [client_id]).get(client_id)
        if client is None:
            raise not_found("client", client_id)
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        rows, pager = store.invoices_page(uow, mine, page_number, client=client_id)
        owed, late = store.owed_on(uow, mine, client_id)
        term = client.term_days or uow.country.facts.client_term(uow.today)
        today = uow.today
    return page.html(
        "sales/client.html", client=client, rows=rows, pager=pager, owed=owed, late=late, kinds=KINDS, term=term,
        today=today,
    )  # fmt: skip


HANDLERS = (index, new, add, show)
