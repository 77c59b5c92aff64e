"""Quotes: the list, the form, and what becomes of one: agreed to, lost, opened again, copied, invoiced."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from litestar import Response, get, post

from core.activities import activities_by_id, activities_of
from core.clients import clients_by_id
from core.db import UnitOfWork, not_found
from core.sales import (
    accept_quotes,
    decline_quotes,
    invoice_quotes,
    quote_by_id,
    quotes_of,
    reopen_quotes,
    send_quotes,
)
from core.sales.pages import OWN_QUOTE, check_own, form_page
from core.sales.typed import draft_of, lines_typed, typed_of
from core.sales.units import UNITS
from core.web.access import SIGNED_IN
from core.web.forms import Form
from core.web.page import Page
from core.web.paging import paged
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

QUOTE_STATES = {
    "sent": N_("sent"),
    "accepted": N_("accepted"),
    "invoiced": N_("invoiced"),
    "declined": N_("declined"),
}


@get("/quotes", opt={"access": SIGNED_IN}, sync_to_thread=True)
def quotes(page: Page, start: int = 0) -> Response[str]:
    """Quotes and what became of them."""
    with page.read() as uow:
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        shown = paged(lambda limit, offset: quotes_of(uow, mine, limit, offset), start)
        clients = clients_by_id(uow, [row.client for row in shown.rows])
    return page.html("sales/quotes.html", rows=shown.rows, shown=shown, clients=clients, states=QUOTE_STATES)


@get("/quotes/new", opt={"access": SIGNED_IN}, sync_to_thread=True)
def new_quote(page: Page, activity: str = "", client: str = "") -> Response[str]:
    """The empty form."""
    return form_page(page, Form({"activity": activity, "client": client}), "quote")


@post("/quotes", opt={"access": SIGNED_IN}, sync_to_thread=True)
def send(page: Page, form: Form) -> Any:
    """Add or take away a line, or send the quote."""
    if changed := lines_typed(form):
        return form_page(page, changed, "quote")
    try:
        draft = draft_of(form)
        with page.work() as uow:
            check_own(page, uow, draft)
            [quote] = send_quotes(uow, [draft])
    except Refusal as refusal:
        return form_page(page, form.refused(refusal), "quote", status=422)
    return page.to(f"/quotes/{quote.id}")


@get("/quotes/{quote_id:str}", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def show_quote(page: Page, quote_id: str) -> Response[str]:
    """What was offered, and the next step."""
    return _show_quote(page, quote_id, Form())


def _show_quote(page: Page, quote_id: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        quote = quote_by_id(uow, quote_id)
        if quote is None:
            raise not_found("quote", quote_id)
        client = clients_by_id(uow, [quote.client])[quote.client]
        activity = activities_by_id(uow, [quote.activity])[quote.activity]
        zone = ZoneInfo(uow.country.facts.zone)

    def local(at: datetime) -> date:
        return at.astimezone(zone).date()

    return page.html(
        "sales/quote.html",
        status,
        quote=quote,
        client=client,
        activity=activity,
        states=QUOTE_STATES,
        units=UNITS,
        form=form,
        local=local,
    )


def _done(page: Page, form: Form, quote_id: str, verb: Callable[[UnitOfWork], Sequence[Any]]) -> Any:
    """``verb`` in a transaction, then the quote again; refused, the quote with what was typed."""
    try:
        with page.work() as uow:
            verb(uow)
    except Refusal as refusal:
        return _show_quote(page, quote_id, form.refused(refusal), 422)
    return page.to(f"/quotes/{quote_id}")


@post("/quotes/{quote_id:str}/acceptance", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def accept(page: Page, form: Form, quote_id: str) -> Any:
    """Record that the client agreed, and who said so."""
    return _done(page, form, quote_id, lambda uow: accept_quotes(uow, [quote_id], form["accepted_by"]))


@post("/quotes/{quote_id:str}/loss", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def lose(page: Page, form: Form, quote_id: str) -> Any:
    """Note that nothing comes of it, and why."""
    return _done(page, form, quote_id, lambda uow: decline_quotes(uow, [quote_id], form["reason"]))


@post("/quotes/{quote_id:str}/reopening", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def reopen(page: Page, form: Form, quote_id: str) -> Any:
    """Undo what was noted on the client's word, or that it was lost."""
    return _done(page, form, quote_id, lambda uow: reopen_quotes(uow, [quote_id]))


@get("/quotes/{quote_id:str}/copy", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def copy(page: Page, quote_id: str) -> Response[str]:
    """The form with what was offered: a new quote, to be changed and sent."""
    with page.read() as uow:
        quote = quote_by_id(uow, quote_id)
    if quote is None:
        raise not_found("quote", quote_id)
    return form_page(page, Form(typed_of(quote.draft)), "quote")


@post("/quotes/{quote_id:str}/invoice", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def invoice_it(page: Page, form: Form, quote_id: str) -> Any:
    """Issue the invoice of an accepted quote."""
    try:
        with page.work() as uow:
            [invoice] = invoice_quotes(uow, [quote_id])
    except Refusal as refusal:
        return _show_quote(page, quote_id, form.refused(refusal), 422)
    return page.to(f"/invoices/{invoice.id}")


HANDLERS = (quotes, new_quote, send, show_quote, accept, lose, reopen, copy, invoice_it)
