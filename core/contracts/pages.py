"""Engagements: the list, the form whose fields the country declares, and what the budget buys before one agrees."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from litestar import Response, get, post

from core.access import Session
from core.activities import activities_by_id, activities_of, manages
from core.activities.store import choices, managers_of_all
from core.contracts import (
    answer_declarations,
    contract_by_id,
    contracts_of,
    declarations_of,
    engage,
    send_declarations,
    typed,
)
from core.contracts.actions import Offer, offer
from core.contracts.store import contracts_page
from core.db import UnitOfWork, not_found
from core.people import people_by_id
from core.sales import invoices_of
from core.sales.pages import check_own_activity
from core.web.access import SIGNED_IN, STAFF_ONLY, own
from core.web.forms import Form
from core.web.page import Page
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
def index(page: Page, page_number: int = 1) -> Response[str]:
    """Engagements of one's activities, and one's own work."""
    with page.read() as uow:
        mine = None if page.own is None else [activity.id for activity in activities_of(uow, page.own)]
        contracts, pager = contracts_page(uow, mine, page.own, page_number)
        people = people_by_id(uow, [contract.worker for contract in contracts])
        notices = declarations_of(uow, [contract.id for contract in contracts])
    return page.html(
        "contracts/index.html", contracts=contracts, pager=pager, people=people, states=STATES, labels=_labels(page),
        notices=notices, declaration_states=DECLARATION_STATES,
    )  # fmt: skip


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
        today = uow.today
    kinds = [(kind.code, page.words(kind.label)) for kind in country.contract_types if kind.pay is not None]
    kind = country.contract_type(form["contract_type"] or kinds[0][0])
    oneself_first = sorted(people.values(), key=lambda person: (person.id != page.actor.id, person.name))
    first = typed.window(form, today)
    weeks, outside = typed.calendar(form, first, today, country.calendar)
    return page.html(
        "contracts/form.html", status, form=form, activities=activities,
        workers=[(person.id, person.name) for person in oneself_first], kinds=kinds, invoices=invoices,
        terms=typed.terms_of(kind), kind=kind, offer=shown, weeks=weeks, outside=outside, first=first,
        started=form["terms_of"] == kind.code,
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
    """Show the form otherwise (another kind, other weeks), show what the budget buys, or agree on it."""
    assert page.house.country is not None
    if form["step"] in ("kind", "earlier", "later"):
        return _form(page, form)
    try:
        kind = page.house.country.contract_type(form["contract_type"])
        if form["step"] != "agree":
            with page.read() as uow:
                check_own_activity(page, uow, form["activity"])
                return _form(page, form, shown=offer(uow, typed.contract_typed(uow, form, kind)))
        with page.work() as uow:
            check_own_activity(page, uow, form["activity"])
            [agreed] = engage(uow, [typed.contract_typed(uow, form, kind)])
    except Refusal as refusal:
        return _form(page, form.refused(refusal), 422)
    return page.to(f"/contracts/{agreed.id}")


@get("/contracts/{contract_id:str}", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, contract_id: str) -> Response[str]:
    """What was agreed, and whether the State knows."""
    return _show(page, contract_id, Form())


def _show(page: Page, contract_id: str, form: Form, status: int = 200) -> Response[str]:
    assert page.house.country is not None
    country = page.house.country
    with page.read() as uow:
        contract = contract_by_id(uow, contract_id)
        if contract is None:
            raise not_found("contract", contract_id)
        worker = people_by_id(uow, [contract.worker])[contract.worker]
        activity = activities_by_id(uow, [contract.activity])[contract.activity]
        notices = declarations_of(uow, [contract_id]).get(contract_id, [])
        fund = country.facts.services(uow.today).guarantee_fund
        today = uow.today
    kind = country.contract_type(contract.contract_type)
    said = {term.name: term for term in typed.terms_of(kind)}
    return page.html(
        "contracts/show.html", status, contract=contract, worker=worker, activity=activity, notices=notices,
        kinds={notice.code: notice for notice in country.declarations}, states=STATES, form=form, today=today,
        declaration_states=DECLARATION_STATES, labels=_labels(page), pay_day=country.pay_day(contract.last_day).day,
        fund=fund, terms=[(said[name], value) for name, value in contract.terms.items() if name in said and _differs(said[name], value)],
        hours=f"{contract.minutes // 60}" if contract.minutes % 60 == 0 else f"{contract.minutes // 60}:{contract.minutes % 60:02d}",
    )  # fmt: skip


def _differs(term: typed.Term, value: Any) -> bool:
    """Whether a contract says something else than the usual: only that is worth reading."""
    return (
        (value is True) != (term.default == "yes") if term.kind == "yes" else str(value or "") != term.default
    )


@post("/contracts/{contract_id:str}/declaration", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def declare(page: Page, form: Form, contract_id: str) -> Any:
    """Record that the notice left for the State."""
    try:
        with page.work() as uow:
            notices = declarations_of(uow, [contract_id]).get(contract_id, [])
            send_declarations(uow, [notice.id for notice in notices if notice.state == "due"] or [""])
    except Refusal as refusal:
        return _show(page, contract_id, form.refused(refusal), 422)
    return page.to(f"/contracts/{contract_id}")


@post("/contracts/{contract_id:str}/declaration-answer", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def answered(page: Page, form: Form, contract_id: str) -> Any:
    """Record what the State answered: its number, or why it refused."""
    state = form["state"]
    try:
        if state not in ("accepted", "refused", "unknown"):
            raise Refusal("declaration_state", "no answer is chosen.", field="state", way_out="Choose one.")
        with page.work() as uow:
            notices = declarations_of(uow, [contract_id]).get(contract_id, [])
            waiting = [notice for notice in notices if notice.state in ("sent", "unknown")]
            answer_declarations(uow, [(notice.id, state, form["answer"]) for notice in waiting])
    except Refusal as refusal:
        return _show(page, contract_id, form.refused(refusal), 422)
    return page.to(f"/contracts/{contract_id}")


HANDLERS = (index, new, agree, show, declare, answered)
