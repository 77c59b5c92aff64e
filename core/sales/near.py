"""Whose client somebody is: a member's are those they added and those their activities quoted or invoiced.

Clients are the entity's, and some are private persons: a member is not shown those of others.
"""

from __future__ import annotations

from collections.abc import Sequence

import sqlalchemy as sa

from core.activities import activities_of
from core.clients.model import Client
from core.clients.store import client
from core.db import UnitOfWork, build
from core.sales.store import invoice, quote


def _near(person: str, activities: Sequence[str]) -> sa.ColumnElement[bool]:
    return sa.or_(
        client.c.added_by == person,
        sa.exists().where(invoice.c.client == client.c.id, invoice.c.activity.in_(activities)),
        sa.exists().where(quote.c.client == client.c.id, quote.c.activity.in_(activities)),
    )


def _own(uow: UnitOfWork, person: str) -> sa.ColumnElement[bool]:
    return _near(person, [activity.id for activity in activities_of(uow, person)])


def is_near(uow: UnitOfWork, person: str, key: str) -> bool:
    """Whether the client ``key`` is one of ``person``'s."""
    return uow.one(sa.select(client.c.id).where(client.c.id == key, _own(uow, person))) is not None


def clients_near(
    uow: UnitOfWork, person: str | None, search: str = "", limit: int = 500, offset: int = 0
) -> list[Client]:
    """The clients of ``person`` (None: of the entity) by name, those whose name, city or VAT number holds ``search``."""
    statement = sa.select(client).order_by(client.c.name, client.c.id).limit(limit).offset(offset)
    if person is not None:
        statement = statement.where(_own(uow, person))
    if search:
        columns = (client.c.name, client.c.city, client.c.vat_number)
        statement = statement.where(
            sa.or_(*(column.icontains(search, autoescape=True) for column in columns))
        )
    return [build(Client, row) for row in uow.rows(statement)]


def clients_of_activities(uow: UnitOfWork, activities: Sequence[str]) -> list[Client]:
    """Whom ``activities`` quoted or invoiced: what staff choose from in a form."""
    statement = sa.select(client).where(_near("", list(activities))).order_by(client.c.name, client.c.id)
    return [build(Client, row) for row in uow.rows(statement)]
