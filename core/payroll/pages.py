"""Pay: the list of slips, and one slip with every line and its why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get

from core.access import Session
from core.activities import activities_by_id
from core.db import UnitOfWork, not_found
from core.ledger.store import entry_of
from core.payroll import payslip_by_id, payslips_of
from core.payroll.explain import ExplainedLine, explain
from core.payroll.printing import payslip_pdf
from core.payroll.store import corrections_of
from core.people import people_by_id
from core.web.access import SIGNED_IN, own
from core.web.documents import shown as documents
from core.web.page import Page
from core.web.paging import paged


def _owns(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    found = payslip_by_id(uow, str(parameters["payslip_id"]))
    return found is not None and found.worker == session.actor.id


OWN = own("payslip", _owns)


@get("/payslips", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page, start: int = 0) -> Response[str]:
    """Slips, newest first, with the promised day."""
    with page.read() as uow:
        shown = paged(lambda limit, offset: payslips_of(uow, page.own, limit=limit, offset=offset), start)
        people = people_by_id(uow, [slip.worker for slip in shown.rows])
        states = documents(uow, page, [("payslip", slip.id) for slip in shown.rows])
    return page.html("payroll/index.html", slips=shown.rows, shown=shown, people=people, states=states)


@get("/payslips/{payslip_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, payslip_id: str) -> Response[str]:
    """A wage: what you get and when, where the rest goes, and why."""
    assert page.house.country is not None
    with page.read() as uow:
        slip = payslip_by_id(uow, payslip_id)
        if slip is None:
            raise not_found("payslip", payslip_id)
        worker = people_by_id(uow, [slip.worker])[slip.worker]
        activity = activities_by_id(uow, [slip.activity])[slip.activity]
        state = documents(uow, page, [("payslip", slip.id)]).get(slip.id)
        entry = entry_of(uow, slip.id) if page.is_staff else None
        corrected = payslip_by_id(uow, slip.corrects) if slip.corrects else None
        corrections = corrections_of(uow, [slip.id]).get(slip.id, [])
    tax = sum(line.amount for line in slip.lines if line.bearer == "employee" and line.owed == "tax")
    own_part = slip.gross - slip.net - tax
    label = page.house.country.contract_type(slip.contract_type).label
    return page.html(
        "payroll/show.html", slip=slip, worker=worker, activity=activity, tax=tax, own_part=own_part, label=label,
        state=state, entry=entry, corrected=corrected, corrections=corrections,
        sections=_by_heading(explain(slip.lines, page.house.country, page.words)),
    )  # fmt: skip


@get("/payslips/{payslip_id:str}/payslip.pdf", opt={"access": OWN}, sync_to_thread=True)
def paper(page: Page, payslip_id: str, lang: str = "") -> Response[bytes]:
    """The slip as PDF/A-3b, in the worker's language or in ``lang``, one of the country's."""
    with page.read() as uow:
        content, number = payslip_pdf(uow, payslip_id, lang)
    return as_pdf(content, number)


def as_pdf(content: bytes, number: int) -> Response[bytes]:
    """Shown in the browser, and named when it is kept."""
    named = {"Content-Disposition": f'inline; filename="payslip-{number}.pdf"'}
    return Response(content, media_type="application/pdf", headers=named)


def _by_heading(lines: Sequence[ExplainedLine]) -> dict[str, list[ExplainedLine]]:
    found: dict[str, list[ExplainedLine]] = {}
    for line in lines:
        found.setdefault(line.heading, []).append(line)
    return found


HANDLERS = (index, show, paper)
