"""People and their membership: one's own place in the cooperative, and for staff everybody's."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from core.db import not_found
from core.members import Joining, join, members_by_person
from core.members.store import shares_of
from core.people import people_by_id
from core.people.store import people_named
from core.web.access import SIGNED_IN, STAFF_ONLY
from core.web.forms import Form
from core.web.of_person import known
from core.web.page import Page
from shared_tools.money import minor
from shared_tools.refusal import Refusal

MOST = 200


@get("/cooperative", opt={"access": SIGNED_IN}, sync_to_thread=True)
def cooperative(page: Page) -> Response[str]:
    """One's membership and shares."""
    assert page.house.country is not None
    with page.read() as uow:
        member = members_by_person(uow, [page.actor.id]).get(page.actor.id)
        shares = shares_of(uow, member.id) if member else []
        form = page.house.country.facts.legal_form(uow.today).value
    return page.html("members/cooperative.html", member=member, shares=shares, form=form)


@get("/people", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def index(page: Page, name: str = "") -> Response[str]:
    """Whoever the entity knows, found by a part of the name or address."""
    with page.read() as uow:
        people = people_named(uow, name, MOST + 1)
        members = members_by_person(uow, [person.id for person in people])
    return page.html(
        "members/people.html", people=people[:MOST], members=members, name=name, more=len(people) > MOST
    )


@get("/people/{person_id:str}", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def show(page: Page, person_id: str) -> Response[str]:
    """What is known of a person, and what the payroll asks of them."""
    return _show(page, person_id, Form())


def _show(page: Page, person_id: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        person = people_by_id(uow, [person_id]).get(person_id)
        if person is None:
            raise not_found("person", person_id)
        member = members_by_person(uow, [person_id]).get(person_id)
        shares = shares_of(uow, member.id) if member else []
        others = known(uow, page, person_id)
        price = minor(uow.country.facts.share(uow.today).price, uow.country.currency)
    return page.html(
        "members/person.html",
        status,
        person=person,
        member=member,
        shares=shares,
        price=price,
        form=form,
        known=others,
    )


@post("/people/{person_id:str}/membership", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def become_member(page: Page, form: Form, person_id: str) -> Any:
    """The person buys a share where the entity sells them, and is a member from today."""
    try:
        with page.work() as uow:
            join(uow, [Joining(person=person_id)])
    except Refusal as refusal:
        return _show(page, person_id, form.refused(refusal), 422)
    return page.to(f"/people/{person_id}")


HANDLERS = (cooperative, index, show, become_member)
