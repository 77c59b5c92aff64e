"""The client's side: one's documents by the link in the letter, without an account.

Every page asks the token first; what it does not open is not there. Nothing here shows the cooperative's fee, the
member's budget or another client.
"""

from __future__ import annotations

import base64
from typing import Any

from litestar import Response, get, post

from core.clients import Client, clients_by_id
from core.db import UnitOfWork, not_found
from core.sales import accept_quotes, decline_quotes, paper, receivables, store
from core.sales.files import File, document_for, file_of, offer_of, quote_paper
from core.sales.formats import PDF, format_for
from core.sales.links import Link, ask_for_correction, link_of, requests_of
from core.sales.model import Invoice
from core.sales.units import UNITS
from core.web.access import PUBLIC
from core.web.forms import Form
from core.web.page import Page
from shared_tools.refusal import Refusal

# With no referrer at all a browser sends forms with the origin "null", and ours would be refused as another site's.
PRIVATE = {"cache-control": "private, no-store", "referrer-policy": "same-origin", "x-robots-tag": "noindex"}


def _opened(uow: UnitOfWork, token: str) -> Link:
    """Raises Refusal ``link_closed`` for a token that opens nothing (any more)."""
    link = link_of(uow, token)
    if link is None:
        raise Refusal(
            "link_closed", "this link opens nothing (any more).", way_out="Take the link of the newest letter, or ask us."
        )  # fmt: skip
    return link


def _reader(page: Page, client: Client) -> Page:
    """The page in the client's language, whoever looks at it; nobody is signed in on it.

    No other language is offered: what one agrees to is the text that was read."""
    language = client.language if client.language in page.house.languages else page.language
    return Page(page.house, None, page.path, language, choice=False)


def _own_invoice(uow: UnitOfWork, link: Link, invoice_id: str) -> Invoice:
    """Raises Refusal ``not_found`` for a document of anybody else."""
    found = store.invoice_by_id(uow, invoice_id)
    if found is None or found.client != link.client:
        raise not_found("document", invoice_id)
    return found


def _sent(file: File) -> Response[bytes]:
    headers = {**PRIVATE, "content-disposition": f'attachment; filename="{file.name}"'}
    return Response(file.content, media_type=file.media_type, headers=headers)


@get("/client/{token:str}", opt={"access": PUBLIC}, sync_to_thread=True)
def show(page: Page, token: str) -> Response[str]:
    """The document the letter was about."""
    return _show(page, token, Form())


@get("/client/{token:str}/documents/{document_id:str}", opt={"access": PUBLIC}, sync_to_thread=True)
def another(page: Page, token: str, document_id: str) -> Response[str]:
    """Another document of the same client."""
    return _show(page, token, Form(), document_id)


def _show(page: Page, token: str, form: Form, document_id: str = "", status: int = 200) -> Response[str]:
    with page.read() as uow:
        link = _opened(uow, token)
        client = clients_by_id(uow, [link.client])[link.client]
        mine = _reader(page, client)
        form = Form(form.typed, form.refusal, mine.words)
        due = receivables.due_of_client(uow, link.client)
        shared = {
            "form": form, "token": token, "client": client, "due": due, "owed": sum(row["open"] for row in due),
            "units": UNITS, "today": uow.today, "csrf_of": page.session.csrf if page.session else "",
        }  # fmt: skip
        if link.document_type == "quote" and not document_id:
            offer = offer_of(uow, link.document)
            answer = mine.html(
                "sales/client_quote.html", status, offer=offer, invoice=offer.invoice,
                seller=uow.particulars(offer.invoice.structure), **shared,
            )  # fmt: skip
        else:
            invoice = _own_invoice(uow, link, document_id or link.document)
            document = document_for(uow, invoice)
            words = mine.words
            payment = paper.payment(invoice.kind, document, words)
            answer = mine.html(
                "sales/client_invoice.html", status, invoice=invoice, payment=payment, code=_picture(payment),
                open_amount=store.open_amount(uow, invoice.id), seller=uow.particulars(invoice.structure),
                xml=format_for(invoice.buyer, uow.country, invoice.day).code != PDF, notes=paper.notes(invoice.kind, document),
                asked=requests_of(uow, [invoice.id]), **shared,
            )  # fmt: skip
    answer.headers.update(PRIVATE)
    return answer


def _picture(payment: Any) -> str:
    if not payment or not payment["code"]:
        return ""
    return "data:image/svg+xml;base64," + base64.b64encode(payment["code"].encode()).decode()


@get("/client/{token:str}/paper", opt={"access": PUBLIC}, sync_to_thread=True)
def quote_file(page: Page, token: str) -> Response[bytes]:
    """The quote as PDF."""
    with page.read() as uow:
        link = _opened(uow, token)
        if link.document_type != "quote":
            return _sent(file_of(uow, link.document, PDF))
        return _sent(quote_paper(uow, link.document))


@get(
    "/client/{token:str}/documents/{document_id:str}/{what:str}", opt={"access": PUBLIC}, sync_to_thread=True
)
def download(page: Page, token: str, document_id: str, what: str) -> Response[bytes]:
    """An invoice as PDF (``paper``) or as the file its law wants (``file``)."""
    if what not in ("paper", "file"):
        raise not_found("file", what)
    with page.read() as uow:
        invoice = _own_invoice(uow, _opened(uow, token), document_id)
        return _sent(file_of(uow, invoice.id, PDF if what == "paper" else ""))


@post("/client/{token:str}/acceptance", opt={"access": PUBLIC}, sync_to_thread=True)
def accept(page: Page, form: Form, token: str) -> Any:
    """The client agrees: the name typed, the time, and the digest of the text they read."""
    try:
        with page.work() as uow:
            link = _opened(uow, token)
            if link.document_type != "quote":
                raise not_found("quote", link.document)
            offer = offer_of(uow, link.document)
            if form["digest"] != offer.digest:
                raise Refusal(
                    "text_changed", "the quote reads otherwise than when you opened it.", field="accepted_by",
                    way_out="Read it again below, then agree.",
                )  # fmt: skip
            accept_quotes(uow, [link.document], form["accepted_by"], offer.digest)
    except Refusal as refusal:
        if refusal.rule in ("not_found", "link_closed"):
            raise
        return _show(page, token, form.refused(refusal), status=422)
    return page.to(f"/client/{token}")


@post("/client/{token:str}/refusal", opt={"access": PUBLIC}, sync_to_thread=True)
def refuse(page: Page, form: Form, token: str) -> Any:
    """The client does not agree: the name typed, and why if they say so."""
    try:
        with page.work() as uow:
            link = _opened(uow, token)
            if link.document_type != "quote":
                raise not_found("quote", link.document)
            if not form["declined_by"]:
                raise Refusal(
                    "name_missing", "nobody is named.", field="declined_by", way_out="Type your name."
                )
            decline_quotes(uow, [link.document], form["reason"], form["declined_by"])
    except Refusal as refusal:
        if refusal.rule == "not_found":
            raise
        return _show(page, token, form.refused(refusal), status=422)
    return page.to(f"/client/{token}")


@post(
    "/client/{token:str}/documents/{document_id:str}/correction", opt={"access": PUBLIC}, sync_to_thread=True
)
def ask(page: Page, form: Form, token: str, document_id: str) -> Any:
    """Say what is wrong: it waits for customer service."""
    try:
        with page.work() as uow:
            link = _opened(uow, token)
            invoice = _own_invoice(uow, link, document_id)
            ask_for_correction(uow, link.client, invoice.id, form["text"])
    except Refusal as refusal:
        if refusal.rule in ("not_found", "link_closed"):
            raise
        return _show(page, token, form.refused(refusal), document_id, 422)
    return page.to(f"/client/{token}/documents/{document_id}")


HANDLERS = (show, another, quote_file, download, accept, refuse, ask)
