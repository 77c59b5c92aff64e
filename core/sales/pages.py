"""Invoices: the list, the form whose lines can be added, a last look before issuing, credit notes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post

from core.access import Session
from core.activities import activities_by_id, activities_of, manages
from core.activities.store import choices
from core.clients import clients_by_id
from core.db import UnitOfWork, not_found
from core.ledger.store import entry_of
from core.sales import (
    Credit,
    Draft,
    Invoice,
    credit_invoices,
    credit_preview,
    invoice_by_id,
    invoices_of,
    issue_invoices,
    preview,
    quote_by_id,
    store,
)
from core.sales.delivery import CHANNELS, STATES, dispatches_of
from core.sales.formats import PDF, Found, format_for
from core.sales.links import requests_of
from core.sales.near import clients_near, clients_of_activities, is_near
from core.sales.preflight import findings
from core.sales.receivables import owed_in_all
from core.sales.reports import STATES as TOLD_STATES
from core.sales.reports import submissions_of
from core.sales.standing import state_of
from core.sales.typed import credit_lines_of, draft_of, lines_typed
from core.sales.units import UNITS
from core.web.access import SIGNED_IN, own
from core.web.forms import Form
from core.web.page import Page
from core.web.paging import paged
from shared_tools.refusal import Refusal


def _owns_invoice(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    found = invoice_by_id(uow, str(parameters["invoice_id"]))
    return found is not None and manages(uow, session.actor.id, found.activity)


def _owns_quote(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    found = quote_by_id(uow, str(parameters["quote_id"]))
    return found is not None and manages(uow, session.actor.id, found.activity)


OWN_INVOICE, OWN_QUOTE = own("invoice", _owns_invoice), own("quote", _owns_quote)


def check_own_activity(page: Page, uow: UnitOfWork, activity: str) -> None:
    """A form names its activity in its body: it must be one's own like any in a path."""
    if page.own is not None and not manages(uow, page.own, activity):
        raise not_found("activity", activity)


def check_own(page: Page, uow: UnitOfWork, draft: Draft) -> None:
    """Activity and client of a draft are one's own."""
    check_own_activity(page, uow, draft.activity)
    if page.own is not None and not is_near(uow, page.own, draft.client):
        raise not_found("client", draft.client)


# --- invoices -----------------------------------------------------------------------------------------------------


@get("/invoices", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page, start: int = 0) -> Response[str]:
    """Invoices with their state in words."""
    with page.read() as uow:
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        shown = paged(lambda limit, offset: invoices_of(uow, mine, limit, offset=offset), start)
        states = {row["id"]: state_of(page, row, uow.today) for row in shown.rows}
        owed = owed_in_all(uow, mine)
    return page.html("sales/invoices.html", rows=shown.rows, shown=shown, states=states, owed=owed)


@get("/invoices/new", opt={"access": SIGNED_IN}, sync_to_thread=True)
def new(page: Page, activity: str = "", client: str = "") -> Response[str]:
    """The empty form."""
    return form_page(page, Form({"activity": activity, "client": client}), "invoice")


def form_page(page: Page, form: Form, what: str, status: int = 200) -> Response[str]:
    """The form of an invoice or quote, with what was typed."""
    assert page.house.country is not None
    with page.read() as uow:
        activities = choices(uow, page.own, form["activity"])
        clients = _clients(page, uow, [key for key, _ in activities], form["client"])
        facts = page.house.country.facts
        rates = [
            (code, f"{page.words.percent_of(rate.percent)} {page.words(rate.label)}")
            for code in facts.vat_codes
            if (rate := facts.vat_or_none(code, uow.today)) is not None
        ]
    units = [(code, page.words(label)) for code, label in UNITS.items()]
    return page.html(
        "sales/form.html", status, form=form, what=what, activities=activities, clients=clients, rates=rates,
        units=units, lines=form.rows("lines", at_least=1),
    )  # fmt: skip


def _clients(page: Page, uow: UnitOfWork, activities: list[str], chosen: str) -> list[tuple[str, str]]:
    """Whom one may choose: one's own clients; for staff those of the activities shown, and the one they came from."""
    near = clients_near(uow, page.own) if page.own else clients_of_activities(uow, activities)
    found = {client.id: client for client in near}
    if page.is_staff and chosen:
        found |= clients_by_id(uow, [chosen])
    return [(client.id, f"{client.name}, {client.country}") for client in found.values()]


@post("/invoices", opt={"access": SIGNED_IN}, sync_to_thread=True)
def issue(page: Page, form: Form) -> Any:
    """Add or take away a line, show what will be issued, or issue it."""
    if changed := lines_typed(form):
        return form_page(page, changed, "invoice")
    try:
        draft = draft_of(form)
        if form["step"] != "issue":
            with page.read() as uow:
                check_own(page, uow, draft)
                shown = preview(uow, draft)
                return _last_look(page, form, draft, shown, findings(uow, shown, page.words))
        with page.work() as uow:
            check_own(page, uow, draft)
            [invoice] = issue_invoices(uow, [draft])
    except Refusal as refusal:
        return form_page(page, form.refused(refusal), "invoice", status=422)
    return page.to(f"/invoices/{invoice.id}")


def _last_look(page: Page, form: Form, draft: Draft, invoice: Invoice, found: list[Found]) -> Response[str]:
    return page.html("sales/preview.html", found=found, form=form, draft=draft, invoice=invoice, units=UNITS)


@get("/invoices/{invoice_id:str}", opt={"access": OWN_INVOICE}, sync_to_thread=True)
def show(page: Page, invoice_id: str) -> Response[str]:
    """The document: lines, VAT, fee, what is open, what corrects it."""
    return _show(page, invoice_id, Form())


def _show(page: Page, invoice_id: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        invoice = invoice_by_id(uow, invoice_id)
        if invoice is None:
            raise not_found("invoice", invoice_id)
        activity = activities_by_id(uow, [invoice.activity])[invoice.activity]
        notes = store.credit_notes_of(uow, [invoice_id]).get(invoice_id, [])
        corrected = invoice_by_id(uow, invoice.credits) if invoice.credits else None
        open_amount = store.open_amount(uow, invoice_id)
        entry = entry_of(uow, invoice_id) if page.is_staff else None
        asked, dispatches = requests_of(uow, [invoice_id]), dispatches_of(uow, invoice_id)
        told = submissions_of(uow, invoice_id)
        chosen = format_for(invoice.buyer, uow.country, invoice.day)
        today = uow.today
    left = {
        line.line: line.net - sum(c.net for note in notes for c in note.lines if c.line == line.line)
        for line in invoice.lines
    }
    return page.html(
        "sales/invoice.html", status, invoice=invoice, activity=activity, notes=notes, corrected=corrected, form=form,
        open_amount=open_amount, left=left, today=today, units=UNITS, entry=entry,
        asked=asked, form_name="" if chosen.code == PDF else chosen.name, dispatches=dispatches, told=told, told_states=TOLD_STATES, dispatch_states=STATES, channels=CHANNELS,
    )  # fmt: skip


@post("/invoices/{invoice_id:str}/credit-note", opt={"access": OWN_INVOICE}, sync_to_thread=True)
def credit(page: Page, form: Form, invoice_id: str) -> Any:
    """Give back a part, or all that is left when no amount is typed."""
    try:
        lines = credit_lines_of(form, page.currency)
        credit = Credit(invoice=invoice_id, reason=form["reason"], lines=lines)
        if form["step"] != "issue":
            return _credit_look(page, form, credit)
        with page.work() as uow:
            [note] = credit_invoices(uow, [credit])
    except Refusal as refusal:
        return _show(page, invoice_id, form.refused(refusal), 422)
    return page.to(f"/invoices/{note.id}")


def _credit_look(page: Page, form: Form, credit: Credit) -> Response[str]:
    """The credit note as it would be, and what it does. Raises Refusal as issuing it would."""
    with page.read() as uow:
        invoice = invoice_by_id(uow, credit.invoice)
        if invoice is None:
            raise not_found("invoice", credit.invoice)
        note, corrects = credit_preview(uow, credit)
        found = findings(uow, note, page.words, corrects)
    return page.html(
        "sales/credit_preview.html", found=found, form=form, note=note, invoice=invoice, units=UNITS
    )


HANDLERS = (index, new, issue, show, credit)
