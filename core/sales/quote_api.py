"""JSON beside the quotes' pages, from the same structs. What changes something wants the header x-csrf-token."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, get, post

from core.activities import activities_of
from core.sales import (
    Draft,
    Invoice,
    Quote,
    accept_quotes,
    decline_quotes,
    invoice_quotes,
    quote_by_id,
    quotes_of,
    reopen_quotes,
    send_quotes,
)
from core.sales.pages import OWN_QUOTE, check_own
from core.web.access import SIGNED_IN
from core.web.forms import check_token
from core.web.page import Page
from shared_tools.refusal import Refusal

Asked = Request[Any, Any, Any]


class Acceptance(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``accepted_by`` who agreed at the client."""

    accepted_by: str


class Loss(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``reason`` why nothing comes of it; must be said of a quote the client had agreed to."""

    reason: str = ""


@get("/api/quotes", opt={"access": SIGNED_IN}, sync_to_thread=True)
def quotes(page: Page) -> list[Quote]:
    """The newest 200, amounts in minor units."""
    with page.read() as uow:
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        return quotes_of(uow, mine, 200)


@get("/api/quotes/{quote_id:str}", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def quote(page: Page, quote_id: str) -> Quote:
    """One quote, whole: its draft can be sent anew with POST /api/quotes."""
    with page.read() as uow:
        found = quote_by_id(uow, quote_id)
    if found is None:
        raise Refusal("not_found", f"there is no quote {quote_id!r}.", way_out="Check the id.")
    return found


@post("/api/quotes", opt={"access": SIGNED_IN}, sync_to_thread=True)
def send(page: Page, data: list[Draft], request: Asked) -> list[Quote]:
    """Send quotes, all or none."""
    check_token(page, request)
    with page.work() as uow:
        for draft in data:
            check_own(page, uow, draft)
        return send_quotes(uow, data)


@post("/api/quotes/{quote_id:str}/acceptance", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def accept(page: Page, quote_id: str, data: Acceptance, request: Asked) -> Quote:
    """The client agreed, by word or letter."""
    check_token(page, request)
    with page.work() as uow:
        return accept_quotes(uow, [quote_id], data.accepted_by)[0]


@post("/api/quotes/{quote_id:str}/loss", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def lose(page: Page, quote_id: str, data: Loss, request: Asked) -> Quote:
    """Nothing comes of it."""
    check_token(page, request)
    with page.work() as uow:
        return decline_quotes(uow, [quote_id], data.reason)[0]


@post("/api/quotes/{quote_id:str}/reopening", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def reopen(page: Page, quote_id: str, request: Asked) -> Quote:
    """Undo an acceptance noted on the client's word, or a loss."""
    check_token(page, request)
    with page.work() as uow:
        return reopen_quotes(uow, [quote_id])[0]


@post("/api/quotes/{quote_id:str}/invoice", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def invoice_it(page: Page, quote_id: str, request: Asked) -> Invoice:
    """Issue the invoice of an accepted quote."""
    check_token(page, request)
    with page.work() as uow:
        return invoice_quotes(uow, [quote_id])[0]


HANDLERS = (quotes, quote, send, accept, lose, reopen, invoice_it)
