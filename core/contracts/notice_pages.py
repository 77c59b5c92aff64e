"""What staff do with the notices of a contract: each step on its page, and the notice as the country writes it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from litestar import MediaType, Response, get, post

from core.contracts import (
    answer_declarations,
    declarations_of,
    message,
    override_declarations,
    send_declarations,
)
from core.contracts.model import Declaration
from core.contracts.notices import ask_again, complete_declarations, renew_declarations
from core.contracts.pages import shown
from core.db import UnitOfWork
from core.web.access import STAFF_ONLY
from core.web.forms import Form
from core.web.page import Page
from shared_tools.refusal import Refusal

Step = Callable[[UnitOfWork, list[Declaration], Form], Any]


def _chosen(uow: UnitOfWork, contract_id: str, form: Form, *states: str) -> list[Declaration]:
    """The notice the form names; without a name, each of the contract in one of ``states``."""
    notices = declarations_of(uow, [contract_id]).get(contract_id, [])
    if form["notice"]:
        return [notice for notice in notices if notice.id == form["notice"]]
    return [notice for notice in notices if notice.state in states]


def _done(page: Page, contract_id: str, form: Form, states: tuple[str, ...], step: Step) -> Any:
    try:
        with page.work() as uow:
            notices = _chosen(uow, contract_id, form, *states)
            if not notices:
                raise Refusal("declaration_state", "no notice waits for this.", way_out="Look at its state.")
            step(uow, notices, form)
    except Refusal as refusal:
        return shown(page, contract_id, form.refused(refusal), 422)
    return page.to(f"/contracts/{contract_id}")


def _ids(notices: list[Declaration]) -> list[str]:
    return [notice.id for notice in notices]


@post("/contracts/{contract_id:str}/declaration", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def declare(page: Page, form: Form, contract_id: str) -> Any:
    """Record that the notice left for the State."""
    return _done(
        page, contract_id, form, ("due",), lambda uow, notices, _: send_declarations(uow, _ids(notices))
    )


@post("/contracts/{contract_id:str}/declaration-answer", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def answered(page: Page, form: Form, contract_id: str) -> Any:
    """Record what the State answered: its number, or why it refused."""

    def record(uow: UnitOfWork, notices: list[Declaration], form: Form) -> None:
        state: Any = form["state"]
        answer_declarations(uow, [(notice.id, state, form["answer"]) for notice in notices])

    return _done(page, contract_id, form, ("sent", "unknown"), record)


@post("/contracts/{contract_id:str}/declaration-again", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def again(page: Page, form: Form, contract_id: str) -> Any:
    """Record that a notice without an answer was asked again, the same; or make another for one that was refused."""

    def record(uow: UnitOfWork, notices: list[Declaration], form: Form) -> None:
        (ask_again if notices[0].state in ("sent", "unknown") else renew_declarations)(uow, _ids(notices))

    return _done(page, contract_id, form, ("unknown",), record)


@post("/contracts/{contract_id:str}/declaration-override", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def overridden(page: Page, form: Form, contract_id: str) -> Any:
    """Say why the work is paid though the State was not told in time."""
    return _done(
        page, contract_id, form, ("due", "sent", "unknown", "refused", "accepted"),
        lambda uow, notices, form: override_declarations(uow, _ids(notices), form["reason"]),
    )  # fmt: skip


@post("/contracts/{contract_id:str}/declaration-facts", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def completed(page: Page, form: Form, contract_id: str) -> Any:
    """Add a fact the notice needs and core does not know."""
    return _done(
        page, contract_id, form, ("due",),
        lambda uow, notices, form: complete_declarations(
            uow, [(notice.id, {form["path"]: form["fact"]}) for notice in notices]
        ),
    )  # fmt: skip


@get("/api/notices/{notice_id:str}/message", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def download(page: Page, notice_id: str) -> Response[bytes]:
    """The notice as the country writes it: the same bytes each time after it was sent."""
    with page.read() as uow:
        written = message(uow, notice_id)
    kind = "application/xml" if written.startswith(b"<?xml") else MediaType.TEXT
    name = f"notice-{notice_id}.{'xml' if written.startswith(b'<?xml') else 'txt'}"
    return Response(
        written, media_type=kind, headers={"content-disposition": f'attachment; filename="{name}"'}
    )


HANDLERS = (declare, answered, again, overridden, completed, download)
