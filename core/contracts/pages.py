"""Engagements: the list, the form whose fields the country declares, and what the budget buys before one agrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post

from core.access import Session
from core.activities import activities_of, manages
from core.contracts import contract_by_id, contracts_of, declarations_of, engage
from core.contracts.actions import Offer, offer
from core.contracts.typed import contract_of, days_offered, picked, term_fields
from core.db import UnitOfWork, not_found
from core.members.store import all_members
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
        shown = paged(
            lambda limit, offset: contracts_of(uow, mine, page.own, limit, offset, either=True), start
        )
        people = people_by_id(uow, [contract.worker for contract in shown.rows])
    return page.html(
        "contracts/index.html",
        contracts=shown.rows,
        shown=shown,
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
        activities = [(a.id, a.name) for a in activities_of(uow, page.own)]
        people = people_by_id(uow, [member.person for member in all_members(uow)])
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
    workers = sorted(((person.id, person.name) for person in people.values()), key=lambda pair: pair[1])
    return page.html(
        "contracts/form.html", status, form=form, activities=activities, workers=workers, kinds=kinds, invoices=invoices,
        terms=[(name, page.words(label), options, default) for name, label, options, default in term_fields(kind)],
        offer=shown, days=days, picked=picked(form),
    )  # fmt: skip


@post("/contracts", opt={"access": SIGNED_IN}, sync_to_thread=True)
def agree(page: Page, form: Form) -> Any:
    """Show what the budget buys, or agree on it."""
    assert page.house.country is not None
    country = page.house.country
    try:
        if form["step"] in ("kind", "days"):
            days_offered(form, country.calendar)  # its refusals
            return _form(page, form)
        contract = contract_of(form, country.contract_type(form["contract_type"]), country.calendar)
        if form["step"] != "agree":
            with page.read() as uow:
                check_own_activity(page, uow, contract.activity)
                return _form(page, form, shown=offer(uow, contract))
        with page.work() as uow:
            check_own_activity(page, uow, contract.activity)
            [agreed] = engage(uow, [contract])
    except Refusal as refusal:
        return _form(page, form.refused(refusal), 422)
    return page.to(f"/contracts/{agreed.id}")


@get("/contracts/{contract_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, contract_id: str) -> Response[str]:
    """What was agreed, and whether the State knows."""
    assert page.house.country is not None
    with page.read() as uow:
        contract = contract_by_id(uow, contract_id)
        if contract is None:
            raise not_found("contract", contract_id)
        worker = people_by_id(uow, [contract.worker])[contract.worker]
        notices = declarations_of(uow, [contract_id]).get(contract_id, [])
    names = {kind.code: kind.name for kind in page.house.country.declarations}
    return page.html(
        "contracts/show.html", contract=contract, worker=worker, notices=notices, names=names, states=STATES,
        declaration_states=DECLARATION_STATES, labels=_labels(page),
        pay_day=page.house.country.pay_day(contract.last_day).day,
    )  # fmt: skip


HANDLERS = (index, new, agree, show)
