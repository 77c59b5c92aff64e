"""Engagements: the list, the form whose fields the country declares, and what the budget buys before one agrees."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, get_args

import msgspec
from litestar import Response, get, post

from core.access import Session
from core.activities import activities_of, manages
from core.contracts import NewContract, contract_by_id, contracts_of, declarations_of, engage
from core.contracts.actions import Offer, offer
from core.country import ContractType
from core.db import UnitOfWork, not_found
from core.members.store import all_members
from core.people import people_by_id
from core.sales import invoices_of
from core.sales.pages import check_own_activity
from core.web.access import SIGNED_IN, own
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
def index(page: Page) -> Response[str]:
    """Engagements of one's activities, and one's own work."""
    with page.read() as uow:
        if page.own is None:
            contracts = contracts_of(uow)
        else:
            mine = contracts_of(uow, [activity.id for activity in activities_of(uow, page.own)])
            contracts = list({c.id: c for c in [*mine, *contracts_of(uow, worker=page.own)]}.values())
        people = people_by_id(uow, [contract.worker for contract in contracts])
    return page.html(
        "contracts/index.html", contracts=contracts, people=people, states=STATES, labels=_labels(page)
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
    kind = country.contract_type(form["contract_type"] or kinds[0][0])
    workers = sorted(((person.id, person.name) for person in people.values()), key=lambda pair: pair[1])
    return page.html(
        "contracts/form.html", status, form=form, activities=activities, workers=workers, kinds=kinds, invoices=invoices,
        terms=list(_term_fields(kind)), kind=kind, offer=shown,
    )  # fmt: skip


def _term_fields(kind: ContractType) -> Sequence[tuple[str, str, list[tuple[str, str]] | None, str]]:
    """What the contract type asks besides: (name, words, choices or None, default), from the country's own struct."""
    fields = []
    for field in msgspec.structs.fields(kind.terms):
        default = "" if field.default in (msgspec.NODEFAULT, None) else str(field.default)
        choices = [str(value) for value in get_args(field.type) if isinstance(value, str)] or None
        if field.type is bool:
            choices, default = ["False", "True"], default or "False"
        options = [(choice, choice.replace("_", " ")) for choice in choices] if choices else None
        fields.append((field.name, field.name.replace("_", " ").capitalize(), options, default))
    return fields


@post("/contracts", opt={"access": SIGNED_IN}, sync_to_thread=True)
def agree(page: Page, form: Form) -> Any:
    """Show what the budget buys, or agree on it."""
    assert page.house.country is not None
    if form["step"] == "kind":
        return _form(page, form)
    try:
        contract = _typed(form, page.house.country.contract_type(form["contract_type"]))
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


def _typed(form: Form, kind: ContractType) -> NewContract:
    """Raises Refusal ``not_a_day`` and what msgspec refuses of the terms."""
    days: list[date] = []
    for text in form["days"].replace(",", " ").split():
        try:
            days.append(date.fromisoformat(text))
        except ValueError:
            raise Refusal("not_a_day", f"{text!r} is no day.", field="days", way_out="Write days as 2026-10-31, apart by spaces.") from None  # fmt: skip
    terms = {
        name: value
        for name, _, _, default in _term_fields(kind)
        if (value := form[f"terms.{name}"]) and value != default
    }
    try:
        minutes = int(60 * int(form["hours"] or 0))
    except ValueError:
        raise Refusal("not_a_number", f"{form['hours']!r} is no number of hours.", field="hours", way_out="Enter whole hours.") from None  # fmt: skip
    return NewContract(
        activity=form["activity"], worker=form["worker"], contract_type=kind.code, days=tuple(days),
        pay=form["pay"].replace(",", "."), pay_is="gross" if form["pay_is"] == "gross" else "cost", minutes=minutes,
        invoice=form["invoice"] or None, terms=terms,
    )  # fmt: skip


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
