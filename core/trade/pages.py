"""Between entities, for finance: what sisters sent, what became of what we sent, and what we owe them."""

from __future__ import annotations

from typing import Any

from anyio import to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from core.activities import activities_by_id, activities_of
from core.db import UnitOfWork, build, not_found
from core.expenses import expense_by_id
from core.expenses.model import Expense
from core.expenses.pages import STATES as NOTE_STATES
from core.ledger.store import first_open_month
from core.trade import (
    ClosingRate,
    Decline,
    OrderedPayment,
    TakeIn,
    arrive,
    decline,
    enter_rates,
    order_payments,
    take_in,
)
from core.trade import store as documents
from core.trade.actions import preview
from core.trade.closing import rates_lacking
from core.trade.model import Incoming
from core.trade.open_documents import left_of
from core.trade.reading import by_sister, owed_to_sisters, sent_listed, sister_names
from core.web.access import FINANCE_ONLY
from core.web.forms import Form
from core.web.page import Page
from core.web.paging import paged
from shared_tools.i18n import N_
from shared_tools.identifiers import spaced_iban
from shared_tools.refusal import Refusal

SENT_STATES = {
    "waits": (N_("has not arrived yet"), "late"), "arrived": (N_("arrived"), "wait"), "booked": (N_("booked there"), "good"),
    "declined": (N_("declined"), "late"),
}  # fmt: skip
SENT_SHOWN = 50


@get("/between", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def index(page: Page, start: int = 0) -> Response[str]:
    """What waits, what is owed, what was sent."""
    return _index(page, Form(), start)


def _index(page: Page, form: Form, start: int = 0, status: int = 200) -> Response[str]:
    with page.read() as uow:
        received = paged(lambda limit, offset: documents.incoming_listed(uow, limit, offset), start)
        sent, owed, names = sent_listed(uow, SENT_SHOWN), by_sister(owed_to_sisters(uow)), sister_names(uow)
        month = first_open_month(uow) or ""
        lacking = rates_lacking(uow, month) if month else []
    return page.html(
        "trade/index.html", status, received=received, sent=sent, owed=owed, names=names, form=form, month=month,
        lacking=lacking, notes=NOTE_STATES, sent_states=SENT_STATES,
    )  # fmt: skip


# --- a document received ---


@get("/between/received/{document_id:str}", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def show(page: Page, document_id: str, request: Request[Any, Any, Any]) -> Response[str]:
    """The document; with an activity chosen, the entry it will be."""
    return _show(page, document_id, Form(dict(request.query_params), words=page.words))


def _show(page: Page, document_id: str, form: Form, status: int = 200) -> Response[str]:
    assert page.house.country is not None
    with page.read() as uow:
        document = documents.incoming_by_id(uow, [document_id]).get(document_id)
        if document is None:
            raise not_found("document", document_id)
        note = _note(uow, document_id)
        declined = documents.declined(uow, [document_id]).get(document_id, "")
        waits = note is None and not declined
        left = left_of(uow, [build(Expense, note)])[note["id"]] if note is not None else None
        bearer = activities_by_id(uow, [note["activity"]])[note["activity"]] if note is not None else None
        tried = None
        if waits and form["activity"] and form.refusal is None:
            try:
                tried = preview(uow, _wanted(document_id, form))
            except Refusal as refusal:
                form, status = form.refused(refusal), 422
        names, facts = sister_names(uow), uow.country.facts
        activities = [("", "–"), *((one.id, one.name) for one in activities_of(uow))] if waits else []
    rates = [
        (rate.code, f"{page.words(rate.label)} {page.words.percent_of(rate.percent)}")
        for code in facts.vat_codes
        if (rate := facts.vat_or_none(code, document.day)) is not None and rate.category == "S"
    ]
    return page.html(
        "trade/document.html", status, document=document, note=note, declined=declined, waits=waits, left=left, form=form,
        bearer=bearer, tried=tried, names=names, activities=activities, rates=rates, states=NOTE_STATES,
        accounts=page.house.country.chart.by_role,
    )  # fmt: skip


def _note(uow: UnitOfWork, document_id: str) -> Any:
    expense = documents.expense_taken(uow, [document_id]).get(document_id)
    return expense_by_id(uow, expense) if expense else None


def _wanted(document_id: str, form: Form) -> TakeIn:
    return TakeIn(
        document=document_id, activity=form["activity"], rate=form["rate"].replace(",", "."),
        rate_source=form["rate_source"], vat=form["vat"] or "standard",
    )  # fmt: skip


@post("/between/received/{document_id:str}/note", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def take(page: Page, form: Form, document_id: str) -> Any:
    """Make it a note of the activity; a colleague approves it."""
    try:
        with page.work() as uow:
            take_in(uow, [_wanted(document_id, form)])
    except Refusal as refusal:
        return _show(page, document_id, form.refused(refusal), 422)
    return page.to(f"/between/received/{document_id}")


@post("/between/received/{document_id:str}/refusal", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def refuse(page: Page, form: Form, document_id: str) -> Any:
    """Decline it, saying why; the sister reads it."""
    try:
        with page.work() as uow:
            decline(uow, [Decline(document=document_id, reason=form["reason"])])
    except Refusal as refusal:
        return _show(page, document_id, form.refused(refusal), 422)
    return page.to(f"/between/received/{document_id}")


# --- paying ---


@get("/between/payments/{expense_id:str}", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def payment(page: Page, expense_id: str) -> Response[str]:
    """What is left of a note, to whom it goes, and what was paid before."""
    return _payment(page, expense_id, Form())


def _payment(page: Page, expense_id: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        row = expense_by_id(uow, expense_id)
        document = documents.documents_of_notes(uow, [expense_id]).get(expense_id)
        if row is None or document is None:
            raise not_found("expense", expense_id)
        note = build(Expense, row)
        incoming = documents.incoming_by_id(uow, [document])[document]
        left, earlier = left_of(uow, [note])[expense_id], documents.payments_of(uow, [expense_id])
        names = sister_names(uow)
    foreign = note.document_currency != page.currency
    return page.html(
        "trade/payment.html", status, note=note, document=incoming, left=left, earlier=earlier, names=names, form=form,
        iban=spaced_iban(incoming.iban), foreign=foreign, payable=row["state"] == "approved" and left.left > 0,
    )  # fmt: skip


@post("/between/payments/{expense_id:str}", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def pay(page: Page, form: Form, expense_id: str) -> Any:
    """Order the transfer. Sent twice, it is one."""
    before = form["before"]
    order = OrderedPayment(
        expense=expense_id, amount=form["amount"].replace(",", "."), paid=form["paid"].replace(",", "."),
        before=int(before) if before.isdecimal() else 0,
    )  # fmt: skip
    try:
        with page.work() as uow:
            order_payments(uow, [order])
    except Refusal as refusal:
        return _payment(page, expense_id, form.refused(refusal), 422)
    return page.to(f"/between/payments/{expense_id}")


# --- what comes in as a file or is typed ---


@post("/between/envelope", opt={"access": FINANCE_ONLY})
async def upload(page: Page, form: Form, request: Request[Any, Any, Any]) -> Any:
    """Take in an envelope that came as a file: as if it had come by itself."""
    file = (await request.form()).get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""

    def read() -> Any:
        try:
            with page.work() as uow:
                taken = arrive(uow, content)
        except Refusal as refusal:
            return _index(page, form.refused(refusal), status=422)
        return page.to(f"/between/received/{taken.id}" if isinstance(taken, Incoming) else "/between")

    return await to_thread.run_sync(read)


@post("/between/rates", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def rates(page: Page, form: Form) -> Any:
    """Enter a closing rate with its source, where the group's has not come."""
    new = ClosingRate(
        currency=form["currency"], month=form["month"], closing=form["closing"].replace(",", "."), source=form["source"]
    )  # fmt: skip
    try:
        with page.work() as uow:
            enter_rates(uow, [new])
    except Refusal as refusal:
        return _index(page, form.refused(refusal), status=422)
    return page.to("/between")


HANDLERS = (index, show, take, refuse, payment, pay, upload, rates)
