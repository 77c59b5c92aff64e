"""A document's files for those who made it, and what its client asked."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from core.sales.delivery import settle
from core.sales.files import File, file_of, quote_paper
from core.sales.formats import PDF
from core.sales.links import answer_requests, revoke_links
from core.sales.pages import OWN_INVOICE, OWN_QUOTE
from core.sales.reports import mend
from core.web.access import STAFF_ONLY
from core.web.forms import Form
from core.web.page import Page


def sent(file: File) -> Response[bytes]:
    headers = {
        "content-disposition": f'inline; filename="{file.name}"', "cache-control": "private, no-store",
        "etag": f'"{file.digest}"',
    }  # fmt: skip
    return Response(file.content, media_type=file.media_type, headers=headers)


@get("/invoices/{invoice_id:str}/paper", opt={"access": OWN_INVOICE}, sync_to_thread=True)
def paper(page: Page, invoice_id: str) -> Response[bytes]:
    """The PDF the client receives."""
    with page.read() as uow:
        return sent(file_of(uow, invoice_id, PDF))


@get("/invoices/{invoice_id:str}/file", opt={"access": OWN_INVOICE}, sync_to_thread=True)
def file(page: Page, invoice_id: str, kind: str = "") -> Response[bytes]:
    """The e-invoice: in the client's own format, or the one asked for."""
    with page.read() as uow:
        return sent(file_of(uow, invoice_id, kind))


@get("/quotes/{quote_id:str}/paper", opt={"access": OWN_QUOTE}, sync_to_thread=True)
def offer(page: Page, quote_id: str) -> Response[bytes]:
    """The quote's PDF; the order confirmation's once it is accepted."""
    with page.read() as uow:
        return sent(quote_paper(uow, quote_id))


@post("/invoices/{invoice_id:str}/answer", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def answered(page: Page, form: Form, invoice_id: str) -> Any:
    """What the client asked about it has been answered."""
    with page.work() as uow:
        answer_requests(uow, invoice_id)
    return page.to(f"/invoices/{invoice_id}")


@post("/invoices/{invoice_id:str}/links-closed", opt={"access": OWN_INVOICE}, sync_to_thread=True)
def close_links(page: Page, form: Form, invoice_id: str) -> Any:
    """The links in the letters about it open nothing any more."""
    with page.work() as uow:
        revoke_links(uow, invoice_id)
    return page.to(f"/invoices/{invoice_id}")


@post("/invoices/{invoice_id:str}/dispatch", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def settled(page: Page, form: Form, invoice_id: str) -> Any:
    """A person's word on a document that was refused or lost sight of: it arrived, or it is sent again."""
    with page.work() as uow:
        settle(uow, invoice_id, form["channel"], form["step"] == "arrived")
    return page.to(f"/invoices/{invoice_id}")


@post("/invoices/{invoice_id:str}/report", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def reported(page: Page, form: Form, invoice_id: str) -> Any:
    """What the tax authority refused was put right: it is told again."""
    with page.work() as uow:
        mend(uow, invoice_id)
    return page.to(f"/invoices/{invoice_id}")


HANDLERS = (reported, paper, file, offer, answered, close_links, settled)
