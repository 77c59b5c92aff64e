"""Registering people."""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from core.db import UnitOfWork, new_id, row_of
from core.people import rules, store
from core.people.model import NewPerson, Person
from shared_tools.refusal import Refusal, naming


def register_people(uow: UnitOfWork, people: Sequence[NewPerson]) -> list[Person]:
    """Raises Refusal of rules.checked, or ``email_taken``."""
    registered: list[Person] = []
    for index, new in enumerate(people):
        with naming(f"people.{index}") if len(people) > 1 else naming("person"):
            new = rules.checked(new, uow.country, uow.today)
            registered.append(Person(id=new_id(), **row_of(new)))
    emails = [person.email for person in registered]
    taken = set(
        uow.execute(sa.select(store.person.c.email).where(store.person.c.email.in_(emails))).scalars()
    )
    taken |= {email for email in emails if emails.count(email) > 1}
    if taken:
        raise Refusal(
            "email_taken", f"{sorted(taken)[0]} is registered already.", field="email",
            way_out="Look the person up instead, or use another address.",
        )  # fmt: skip
    uow.insert(store.person, [{**row_of(person), "registered_at": uow.now} for person in registered])
    return registered
