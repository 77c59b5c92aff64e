"""What was paid too much: the list, one claim with what is set off against it, and for staff the next step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from litestar import Response, get, post

from core.db import UnitOfWork
from core.payouts import NewSetOff, claim_store, set_off, setoff_store, undo_set_offs
from core.payouts.setoff import Claim
from core.payouts.setoff_actions import room_of
from core.payroll import payslips_by_id
from core.payroll.explain import MARKS
from core.payroll.pages import OWN
from core.people import people_by_id
from core.web.access import SIGNED_IN, STAFF_ONLY
from core.web.coming import Coming, tells
from core.web.forms import Form
from core.web.of_person import Known, knows
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal


@get("/claims", opt={"access": SIGNED_IN}, sync_to_thread=True)
def index(page: Page) -> Response[str]:
    """Everybody's for staff, one's own else: what is open first."""
    with page.read() as uow:
        found = sorted(
            claim_store.claims(uow, worker=page.own), key=lambda claim: (not claim.open, -claim.number)
        )
        people = people_by_id(uow, [claim.worker for claim in found])
        slips = payslips_by_id(uow, [claim.slip for claim in found])
    return page.html("payouts/claims.html", claims=found, people=people, slips=slips)


@get("/payslips/{payslip_id:str}/claim", opt={"access": OWN}, sync_to_thread=True)
def show(page: Page, payslip_id: str) -> Any:
    """What is owed back by this slip, and what became of it; a slip that owes nothing back is shown itself."""
    return _shown(page, payslip_id, Form())


def _shown(page: Page, payslip_id: str, form: Form, status: int = 200) -> Any:
    assert page.house.country is not None
    with page.read() as uow:
        [claim] = claim_store.claims(uow, ids=[payslip_id]) or [None]
        if claim is None:
            return page.to(f"/payslips/{payslip_id}")
        made = setoff_store.set_offs_of(uow, claims=[claim.slip])
        slips = payslips_by_id(uow, [claim.slip, claim.corrects, *(item.wage for item, _ in made)])
        waiting = (
            [(wage, room_of(uow, wage, claim)) for wage in claim_store.wages_for(uow, claim)]
            if claim.open
            else []
        )
        worker = people_by_id(uow, [claim.worker])[claim.worker]
        paid = claim_store.paid(uow, [item.wage for item, _ in made])
    return page.html(
        "payouts/claim.html", status, claim=claim, worker=worker, slips=slips, made=made, paid=paid, form=form,
        waiting=waiting, law=page.house.country.set_off, marks=MARKS,
        options=[(wage.slip, _wage(page, wage, most)) for wage, most in waiting if most],
    )  # fmt: skip


def _wage(page: Page, wage: Any, most: int) -> str:
    return page.words(
        N_("payslip {number}, {amount} on {day}: at most {most}"), number=wage.number, amount=page.money(wage.left),
        day=page.day(wage.pay_day, "short"), most=page.money(most),
    )  # fmt: skip


@post("/payslips/{payslip_id:str}/set-off", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def take(page: Page, form: Form, payslip_id: str) -> Any:
    """Set an amount off against a wage that waits, with the worker's consent and the reason."""
    try:
        new = NewSetOff(
            claim=payslip_id, wage=form["wage"], amount=form["amount"].replace(",", "."),
            consented_on=_day(form["consented_on"]), consent=form["consent"], reason=form["reason"],
        )  # fmt: skip
        with page.work() as uow:
            set_off(uow, [new])
    except Refusal as refusal:
        return _shown(page, payslip_id, form.refused(refusal), 422)
    return page.to(f"/payslips/{payslip_id}/claim")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Refusal("not_a_day", f"{text!r} is no day.", field="consented_on", way_out="Write it as 2026-10-31.") from None  # fmt: skip


@post("/payslips/{payslip_id:str}/set-off-undone", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def undo(page: Page, form: Form, payslip_id: str) -> Any:
    """Take a set-off back before its wage is paid."""
    try:
        with page.work() as uow:
            undo_set_offs(uow, [form["set_off"]])
    except Refusal as refusal:
        return _shown(page, payslip_id, form.refused(refusal), 422)
    return page.to(f"/payslips/{payslip_id}/claim")


def _stands(page: Page, claim: Claim) -> str:
    if claim.open == claim.amount:
        return page.money(claim.open)
    return page.words(N_("{left} of {amount}"), left=page.money(claim.open), amount=page.money(claim.amount))


@knows
def of_person(uow: UnitOfWork, page: Page, person: str) -> Iterable[Known]:
    """What they owe back of wages, for staff."""
    for claim in claim_store.claims(uow, worker=person, open_only=True):
        yield Known(
            page.words(N_("Paid too much")), _stands(page, claim), f"/payslips/{claim.slip}/claim",
            page.words(N_("owed back")), "wait",
        )  # fmt: skip


@tells
def of_worker(uow: UnitOfWork, page: Page, activities: Sequence[str], person: str) -> Iterable[Coming]:
    """One's own: that something is owed back, and that nothing of it is taken silently."""
    if not person:
        return
    for claim in claim_store.claims(uow, worker=person, open_only=True):
        yield Coming(
            uow.today, page.rich(N_("You were paid {amount} too much"), amount=page.strong(_stands(page, claim))),
            page.words(N_("Nothing of it is taken from a wage before you have consented.")),
            f"/payslips/{claim.slip}/claim", page.words(N_("owed back")), "wait",
        )  # fmt: skip


HANDLERS = (index, show, take, undo)
