"""JSON beside the pages, from the same structs: invoices and activities."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post

from core.activities import Activity, activities_of
from core.sales import Draft, Invoice, invoice_by_id, invoices_of, issue_invoices
from core.sales.pages import OWN_INVOICE, check_own
from core.web.access import SIGNED_IN
from core.web.forms import check_token
from core.web.page import Page
from shared_tools.refusal import Refusal


@get("/api/activities", opt={"access": SIGNED_IN}, sync_to_thread=True)
def activities(page: Page) -> list[Activity]:
    """The activities one manages; all of them for staff."""
    with page.read() as uow:
        return activities_of(uow, page.own)


@get("/api/invoices", opt={"access": SIGNED_IN}, sync_to_thread=True)
def invoices(page: Page) -> list[dict[str, Any]]:
    """The newest 200 with what is open, amounts in minor units."""
    with page.read() as uow:
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        return [dict(row) for row in invoices_of(uow, mine)]


@get("/api/invoices/{invoice_id:str}", opt={"access": OWN_INVOICE}, sync_to_thread=True)
def invoice(page: Page, invoice_id: str) -> Invoice:
    """One document, whole."""
    with page.read() as uow:
        found = invoice_by_id(uow, invoice_id)
    if found is None:
        raise Refusal("not_found", f"there is no invoice {invoice_id!r}.", way_out="Check the id.")
    return found


@post("/api/invoices", opt={"access": SIGNED_IN}, sync_to_thread=True)
def issue(page: Page, data: list[Draft], request: Request[Any, Any, Any]) -> list[Invoice]:
    """Issue invoices, all or none. The session's token comes in the header x-csrf-token."""
    check_token(page, request)
    with page.work() as uow:
        for draft in data:
            check_own(page, uow, draft)
        return issue_invoices(uow, data)


HANDLERS = (activities, invoices, invoice, issue)
