"""The person table."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.db import Day, Id, Instant, Json, UnitOfWork, build, metadata
from core.people.model import Person

person = sa.Table(
    "person",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("given_name", sa.Text, nullable=False),
    sa.Column("family_name", sa.Text, nullable=False),
    sa.Column("email", sa.Text, nullable=False, unique=True),
    sa.Column("language", sa.Text, nullable=False),
    sa.Column("country", sa.String(2), nullable=False),
    sa.Column("birth_date", Day),
    sa.Column("national_id", sa.Text, nullable=False),
    sa.Column("iban", sa.Text, nullable=False),
    sa.Column("street", sa.Text, nullable=False),
    sa.Column("postal_code", sa.Text, nullable=False),
    sa.Column("city", sa.Text, nullable=False),
    sa.Column("worker", Json, nullable=False),
    sa.Column("registered_at", Instant, nullable=False),
)


def people_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Person]:
    wanted = sorted(set(ids))
    found: dict[str, Person] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        for row in uow.rows(sa.select(person).where(person.c.id.in_(chunk))):
            found[row["id"]] = build(Person, row)
    return found


def person_by_email(uow: UnitOfWork, email: str) -> Person | None:
    row = uow.one(sa.select(person).where(person.c.email == email.strip().lower()))
    return build(Person, row) if row else None


def people_named(uow: UnitOfWork, part: str, limit: int) -> list[Person]:
    """People whose name or address contains ``part`` (all for ""), by family name."""
    statement = sa.select(person).order_by(person.c.family_name, person.c.given_name).limit(limit)
    if part.strip():
        name = person.c.given_name + " " + person.c.family_name
        wanted = part.strip()
        statement = statement.where(
            sa.or_(name.icontains(wanted, autoescape=True), person.c.email.icontains(wanted, autoescape=True))
        )
    return [build(Person, row) for row in uow.rows(statement)]
