"""One's membership; and for staff the people the entity knows."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from core.db import UnitOfWork, not_found
from core.members import Joining, join, members_by_person
from core.members.store import all_shares, shares_of
from core.people import people_by_id
from core.people.store import people_page
from core.web.access import SIGNED_IN, STAFF_ONLY
from core.web.forms import Form
from core.web.page import Page
from shared_tools.refusal import Refusal


@get("/cooperative", opt={"access": SIGNED_IN}, sync_to_thread=True)
def cooperative(page: Page) -> Response[str]:
    """One's membership: number, shares, and the cooperative one owns a part of."""
    assert page.house.country is not None
    facts = page.house.country.facts
    with page.read() as uow:
        member = members_by_person(uow, [page.actor.id]).get(page.actor.id)
        shares = shares_of(uow, member.id) if member else []
        members, capital = all_shares(uow)
        legal_form, term = facts.legal_form(uow.today), facts.payment_term(uow.today)
        fee, services = facts.fee(uow.today, "person"), facts.services(uow.today)
    return page.html(
        "members/cooperative.html", member=member, shares=shares, members=members, capital=capital, facts=facts,
        legal_form=legal_form, term=term, fee=fee, services=services,
    )  # fmt: skip


@get("/people", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def index(page: Page, search: str = "", page_number: int = 1) -> Response[str]:
    """People by name, with their member number."""
    with page.read() as uow:
        rows, pager = people_page(uow, search.strip(), page_number)
        members = members_by_person(uow, [row["id"] for row in rows])
    return page.html("members/people.html", rows=rows, pager=pager, members=members, search=search)


@get("/people/{person_id:str}", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def show(page: Page, person_id: str) -> Response[str]:
    """What is known of a person."""
    return _show(page, person_id, Form())


def _show(page: Page, person_id: str, form: Form, status: int = 200) -> Response[str]:
    assert page.house.country is not None
    with page.read() as uow:
        person = people_by_id(uow, [person_id]).get(person_id)
        if person is None:
            raise not_found("person", person_id)
        member = members_by_person(uow, [person_id]).get(person_id)
        shares = shares_of(uow, member.id) if member else []
        price = _price(uow)
    return page.html(
        "members/person.html", status, person=person, member=member, shares=shares, price=price, form=form
    )


def _price(uow: UnitOfWork) -> str:
    return uow.country.facts.share(uow.today).price


@post("/people/{person_id:str}/membership", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def become_member(page: Page, form: Form, person_id: str) -> Any:
    """The person buys a share and is a member from today."""
    try:
        with page.work() as uow:
            join(uow, [Joining(person=person_id)])
    except Refusal as refusal:
        return _show(page, person_id, form.refused(refusal), 422)
    return page.to(f"/people/{person_id}")


HANDLERS = (cooperative, index, show, become_member)
