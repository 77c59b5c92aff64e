"""People and their membership: one's own place in the cooperative, and for staff everybody's."""

from __future__ import annotations

from litestar import Response, get

from core.db import not_found
from core.members import members_by_person
from core.members.store import shares_of
from core.people import people_by_id
from core.people.store import people_named
from core.web.access import SIGNED_IN, STAFF_ONLY
from core.web.page import Page

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
    with page.read() as uow:
        person = people_by_id(uow, [person_id]).get(person_id)
        if person is None:
            raise not_found("person", person_id)
        member = members_by_person(uow, [person_id]).get(person_id)
        shares = shares_of(uow, member.id) if member else []
    return page.html("members/person.html", person=person, member=member, shares=shares)


HANDLERS = (cooperative, index, show)
