"""The activity table and who manages what."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.activities.model import Activity
from core.db import Day, Id, UnitOfWork, build, metadata
from core.ledger import store as ledger

activity = sa.Table(
    "activity",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("run_by", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("opened_on", Day, nullable=False),
)

activity_manager = sa.Table(
    "activity_manager",
    metadata,
    sa.Column("activity", Id, sa.ForeignKey("activity.id"), primary_key=True),
    sa.Column("person", Id, sa.ForeignKey("person.id"), primary_key=True, index=True),
)


_BY_ID = sa.select(activity).where(activity.c.id.in_(sa.bindparam("ids", expanding=True)))


def activities_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Activity]:
    wanted = sorted(set(ids))
    found: dict[str, Activity] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        for row in uow.rows(_BY_ID, {"ids": chunk}):
            found[row["id"]] = build(Activity, row)
    return found


def activities_of(uow: UnitOfWork, person: str | None = None) -> list[Activity]:
    """The activities ``person`` manages, or all of them for None, by number."""
    statement = sa.select(activity).order_by(activity.c.number)
    if person is not None:
        statement = statement.join(activity_manager, activity_manager.c.activity == activity.c.id).where(
            activity_manager.c.person == person
        )
    return [build(Activity, row) for row in uow.rows(statement)]


def choices(uow: UnitOfWork, person: str | None, chosen: str) -> list[tuple[str, str]]:
    """Activities to choose from in a form: one's own; for staff the one they came from, else the first hundred."""
    if person is not None:
        return [(one.id, one.name) for one in activities_of(uow, person)]
    if chosen:
        return [(one.id, one.name) for one in activities_by_id(uow, [chosen]).values()]
    rows = uow.rows(
        sa.select(activity.c.id, activity.c.name).order_by(activity.c.name, activity.c.id).limit(100)
    )
    return [(row["id"], row["name"]) for row in rows]


def managers_of_all(uow: UnitOfWork, activities: Iterable[str]) -> list[str]:
    """Everybody who manages one of ``activities``."""
    wanted = sorted(set(activities))
    statement = sa.select(activity_manager.c.person).distinct()
    return list(uow.execute(statement.where(activity_manager.c.activity.in_(wanted))).scalars())


def managers_of(uow: UnitOfWork, activity_id: str) -> list[str]:
    found = uow.execute(
        sa.select(activity_manager.c.person).where(activity_manager.c.activity == activity_id)
    )
    return list(found.scalars())


def manages(uow: UnitOfWork, person: str, activity_id: str) -> bool:
    return person in managers_of(uow, activity_id)


_FLOW = {
    "turnover_activities": ("invoiced", -1), "turnover_contracts": ("invoiced", -1), "fee_charged": ("fee", 1),
    "member_expenses": ("expenses", 1), "gross_wages": ("wages", 1), "employer_charges": ("wages", 1),
    "copyright_concessions": ("wages", 1),
}  # fmt: skip


def flows(uow: UnitOfWork, activities: Iterable[str]) -> dict[str, dict[str, int]]:
    """What came into each budget and where it went, minor units: invoiced, fee, expenses, wages."""
    wanted = sorted(set(activities))
    posting = ledger.posting
    statement = (
        sa.select(posting.c.activity, posting.c.role, sa.func.sum(posting.c.amount).label("amount"))
        .where(posting.c.activity.in_(wanted), posting.c.role.in_(_FLOW))
        .group_by(posting.c.activity, posting.c.role)
    )
    names = ["invoiced", "fee", "expenses", "wages"]
    found: dict[str, dict[str, int]] = {key: dict.fromkeys(names, 0) for key in wanted}
    for row in uow.rows(statement):
        name, sign = _FLOW[row["role"]]
        found[row["activity"]][name] += sign * int(row["amount"])
    return found
