"""A supplier's e-invoice on the page: read into a draft, completed and handed in, discarded and taken back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anyio import to_thread
from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile

from core.access import Session
from core.activities import activities_by_id, activities_of, manages
from core.activities.store import managers_of
from core.db import UnitOfWork, not_found
from core.expenses import (
    Completed,
    ExpenseDraft,
    change_draft,
    discard_draft,
    draft_by_id,
    hand_in_draft,
    read_invoice,
    take_back_draft,
)
from core.expenses.drafts import file_of_draft
from core.expenses.pages import form_page
from core.people import people_by_id
from core.sales.pages import check_own_activity
from core.web.access import SIGNED_IN, own
from core.web.forms import Form
from core.web.page import Page
from shared_tools.refusal import Refusal

_MEDIA = {"pdf": "application/pdf", "xml": "application/xml", "p7m": "application/pkcs7-mime"}


def _is_own(uow: UnitOfWork, person: str, draft: ExpenseDraft) -> bool:
    return draft.person == person or manages(uow, person, draft.activity)


def _owns(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    found = draft_by_id(uow, str(parameters["draft_id"]))
    return found is not None and _is_own(uow, session.actor.id, found)


OWN = own("expense draft", _owns)


@post("/expenses/e-invoice", opt={"access": SIGNED_IN})
async def upload(page: Page, form: Form, request: Request[Any, Any, Any]) -> Any:
    """Read a supplier's e-invoice into a draft; the same one again shows the draft it made, or what became of it."""
    file = (await request.form()).get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""

    def read() -> Any:
        try:
            if not content:
                raise Refusal(
                    "file_missing", "no file is chosen.", field="file", way_out="Choose the e-invoice."
                )
            with page.work() as uow:
                check_own_activity(page, uow, form["activity"])
                draft = read_invoice(
                    uow, content, form["activity"], _whose(page, uow, form["activity"])
                ).draft
                if page.own is not None and not _is_own(uow, page.own, draft):
                    raise Refusal(
                        "read_by_another", f"{draft.number} of {draft.supplier} was read for another activity already.",
                        field="file", way_out="Ask customer service which activity bears it.",
                    )  # fmt: skip
        except Refusal as refusal:
            return form_page(page, form.refused(refusal), 422)
        return page.to(f"/expenses/drafts/{draft.id}")

    return await to_thread.run_sync(read)


def _whose(page: Page, uow: UnitOfWork, activity: str) -> str:
    """Whose expense it becomes: one's own, or, where staff read it, that of who manages the activity."""
    managers = managers_of(uow, activity)
    return page.actor.id if page.own or page.actor.id in managers or not managers else managers[0]


@get("/expenses/drafts/{draft_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, draft_id: str) -> Response[str]:
    """What was read, to be completed."""
    return _show(page, draft_id, Form())


def _show(page: Page, draft_id: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        draft = draft_by_id(uow, draft_id)
        if draft is None:
            raise not_found("expense_draft", draft_id)
        activities = {a.id: a.name for a in activities_of(uow, page.own)}
        activities |= {key: a.name for key, a in activities_by_id(uow, [draft.activity]).items()}
        people = people_by_id(uow, {draft.person, *managers_of(uow, form.get("activity", draft.activity))})
    return page.html(
        "expenses/draft.html", status, draft=draft, form=form, activities=list(activities.items()),
        people=[(key, person.name) for key, person in people.items()],
    )  # fmt: skip


@post("/expenses/drafts/{draft_id:str}", opt={"access": OWN}, sync_to_thread=True)
def complete(page: Page, form: Form, draft_id: str) -> Any:
    """Hand it in, or keep what was completed for another day."""
    try:
        with page.work() as uow:
            draft = draft_by_id(uow, draft_id)
            if draft is None:
                raise not_found("expense_draft", draft_id)
            if form["activity"] != draft.activity:
                check_own_activity(page, uow, form["activity"])
            completed = Completed(
                activity=form["activity"], person=form["person"] if page.is_staff else draft.person,
                description=form["description"], gross=form["gross"].replace(",", "."),
                vat=form["vat"].replace(",", ".") or "0",
            )  # fmt: skip
            if form["step"] == "keep":
                change_draft(uow, draft_id, completed)
                return page.to("/expenses")
            note = hand_in_draft(uow, draft_id, completed)
    except Refusal as refusal:
        return _show(page, draft_id, form.refused(refusal), 422)
    return page.to(f"/expenses/{note.id}")


@post("/expenses/drafts/{draft_id:str}/discarding", opt={"access": OWN}, sync_to_thread=True)
def discard(page: Page, form: Form, draft_id: str) -> Any:
    """Discard it; the page then shows how to take it back."""
    try:
        with page.work() as uow:
            discard_draft(uow, draft_id)
    except Refusal as refusal:
        return _show(page, draft_id, form.refused(refusal), 422)
    return page.to(f"/expenses/drafts/{draft_id}")


@post("/expenses/drafts/{draft_id:str}/return", opt={"access": OWN}, sync_to_thread=True)
def take_back(page: Page, form: Form, draft_id: str) -> Any:
    """Undo the discarding."""
    try:
        with page.work() as uow:
            take_back_draft(uow, draft_id)
    except Refusal as refusal:
        return _show(page, draft_id, form.refused(refusal), 422)
    return page.to(f"/expenses/drafts/{draft_id}")


@get("/expenses/drafts/{draft_id:str}/file", opt={"access": OWN}, sync_to_thread=True)
def file(page: Page, draft_id: str) -> Response[bytes]:
    """The e-invoice as it came: somebody else's file, so it is saved and never opened in the page's place."""
    with page.read() as uow:
        name, content = file_of_draft(uow, draft_id)
    safe = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "-" for c in name)
    headers = {"content-disposition": f'attachment; filename="{safe}"', "cache-control": "private, no-store"}
    return Response(content, media_type=_MEDIA[name.rpartition(".")[2]], headers=headers)


HANDLERS = (upload, show, complete, discard, take_back, file)
