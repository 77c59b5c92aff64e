"""Engagements: the list, the form whose fields the country declares, and what the budget buys before one agrees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from litestar import Response, get, post

from core.access import Session
from core.activities import activities_by_id, activities_of, manages
from core.activities.store import choices, managers_of_all
from core.contracts import NewContract, contract_by_id, contracts_of, declarations_of, engage
from core.contracts.actions import Offer, offer
from core.contracts.rules import day_of, told_in_time
from core.contracts.store import declaration_events
from core.contracts.terms import said_terms, term_fields
from core.contracts.typed import contract_of, days_offered, picked, worker_of
from core.db import UnitOfWork, not_found
from core.people import people_by_id
from core.sales import invoices_of
from core.sales.pages import check_own_activity
from core.web.access import SIGNED_IN, own
from core.web.forms import Form
from core.web.page import Page
from core.web.paging import paged
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

STATES = {"agreed": N_("agreed"), "slipped": N_("payslip made"), "cancelled": N_("cancelled")}
DECLARATION_STATES = {
    "due": N_("not sent yet"), "sent": N_("sent"), "accepted": N_("accepted"), "refused": N_("refused"),
    "unknown": N_("no answer yet"),
}  # fmt: skip


EVENTS = {
    **DECLARATION_STATES, "made": N_("made after a refusal"), "asked_again": N_("asked again under the same key"),
    "completed": N_("facts added"), "overridden": N_("paid all the same"),
}  # fmt: skip


def _owns(uow: UnitOfWork, session: Session, parameters: Mapping[str, Any]) -> bool:
    found = contract_by_id(uow, str(parameters["contract_id"]))
    return found is not None and (
        found.worker == session.actor.id or manages(uow, session.actor.id, found.activity)
    )


OWN = own("contract", _owns)


@get("/contracts", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page, start: int = 0) -> Response[str]:
    """Engagements of one's activities, and one's own work."""
    with page.read() as uow:
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        part = paged(
            lambda limit, offset: contracts_of(uow, mine, page.own, limit, offset, either=True), start
        )
        people = people_by_id(uow, [contract.worker for contract in part.rows])
    return page.html(
        "contracts/index.html",
        contracts=part.rows,
        shown=part,
        people=people,
        states=STATES,
        labels=_labels(page),
    )


def _labels(page: Page) -> dict[str, str]:
    assert page.house.country is not None
    return {kind.code: page.words(kind.label) for kind in page.house.country.contract_types}


@get("/contracts/new", opt={"access": SIGNED_IN}, sync_to_thread=True)
def new(page: Page, activity: str = "") -> Response[str]:
    """The form; who, what kind, which days, how much."""
    return _form(page, Form({"activity": activity} if activity else {}))


def _form(page: Page, form: Form, status: int = 200, shown: Offer | None = None) -> Response[str]:
    assert page.house.country is not None
    country = page.house.country
    with page.read() as uow:
        activities = choices(uow, page.own, form["activity"])
        people = people_by_id(uow, _near(uow, page, form["activity"]))
        invoices = [
            (row["id"], f"{row['number']}, {row['buyer']['name']}")
            for row in invoices_of(uow, [key for key, _ in activities])
            if row["kind"] == "invoice" and row["open"] and row["open"] > 0
        ]
    kinds = [(kind.code, page.words(kind.label)) for kind in country.contract_types if kind.pay is not None]
    known = dict(kinds)
    kind = (
        country.contract_type(form["contract_type"])
        if form["contract_type"] in known
        else country.contract_types[0]
    )
    try:
        days = days_offered(form, country.calendar)
    except Refusal:
        days = []
    oneself_first = sorted(people.values(), key=lambda person: (person.id != page.actor.id, person.name))
    workers = [(person.id, person.name) for person in oneself_first]
    return page.html(
        "contracts/form.html", status, form=form, activities=activities, workers=workers, kinds=kinds, invoices=invoices,
        terms=term_fields(kind, country),
        offer=shown, days=days, picked=picked(form),
    )  # fmt: skip


def _near(uow: UnitOfWork, page: Page, activity: str) -> list[str]:
    """Whom one may choose without typing: oneself, who manages with one and who worked for one before."""
    if page.own is None:
        near = [activity] if activity else []
        return [*(c.worker for c in contracts_of(uow, near)), *managers_of_all(uow, near)]
    mine = [one.id for one in activities_of(uow, page.own)]
    return [page.own, *(c.worker for c in contracts_of(uow, mine)), *managers_of_all(uow, mine)]


@post("/contracts", opt={"access": SIGNED_IN}, sync_to_thread=True)
def agree(page: Page, form: Form) -> Any:
    """Show what the budget buys, or agree on it."""
    assert page.house.country is not None
    country = page.house.country
    try:
        if form["step"] in ("kind", "days"):
            days_offered(form, country.calendar)  # its refusals
            return _form(page, form)
        contract = contract_of(form, country.contract_type(form["contract_type"]), country)
        if form["step"] != "agree":
            with page.read() as uow:
                check_own_activity(page, uow, contract.activity)
                return _form(page, form, shown=offer(uow, _with_worker(uow, form, contract)))
        with page.work() as uow:
            check_own_activity(page, uow, contract.activity)
            [agreed] = engage(uow, [_with_worker(uow, form, contract)])
    except Refusal as refusal:
        return _form(page, form.refused(refusal), 422)
    return page.to(f"/contracts/{agreed.id}")


def _with_worker(uow: UnitOfWork, form: Form, contract: NewContract) -> NewContract:
    return msgspec.structs.replace(contract, worker=worker_of(uow, form))


@get("/contracts/{contract_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, contract_id: str) -> Response[str]:
    """What was agreed, and whether the State knows."""
    return shown(page, contract_id, Form())


def shown(page: Page, contract_id: str, form: Form, status: int = 200) -> Response[str]:
    """The page of a contract; ``form`` holds what somebody of the staff typed about a notice."""
    assert page.house.country is not None
    country = page.house.country
    with page.read() as uow:
        contract = contract_by_id(uow, contract_id)
        if contract is None:
            raise not_found("contract", contract_id)
        worker = people_by_id(uow, [contract.worker])[contract.worker]
        activity = activities_by_id(uow, [contract.activity])[contract.activity]
        notices = declarations_of(uow, [contract_id]).get(contract_id, [])
        events = declaration_events(uow, [notice.id for notice in notices])
        fund, today = country.facts.services(uow.today).guarantee_fund, uow.today
    begun = contract.first_day <= today and contract.state == "agreed"
    late = {
        notice.id
        for notice in notices
        if ((begun and notice.due_day <= today) or notice.due_day < today)
        and not notice.override_reason
        and not told_in_time(notice, country)
    }
    kind = country.contract_type(contract.contract_type)
    return page.html(
        "contracts/show.html", status, contract=contract, worker=worker, activity=activity, notices=notices,
        kinds={kind.code: kind for kind in country.declarations}, states=STATES, form=form, today=today,
        declaration_states=DECLARATION_STATES, labels=_labels(page), pay_day=country.pay_day(contract.last_day).day,
        fund=fund, terms=said_terms(contract.terms, kind, country, page.words), late=late, steps=EVENTS, newest={notice.id for notice in {(n.kind, n.due_day): n for n in notices}.values()},
        of_day={notice.id: day_of(notice, country) for notice in notices if country.declaration(notice.kind).each == "day"},
        moment=lambda at: _moment(page, at.astimezone(ZoneInfo(country.facts.zone))),
        events={notice.id: [event for event in events if event.declaration == notice.id] for notice in notices},
    )  # fmt: skip


def _moment(page: Page, at: datetime) -> str:
    return f"{page.day(at.date(), 'short')} {at:%H:%M}"


HANDLERS = (index, new, agree, show)
