"""Tables of contracts, the days they cover and their declarations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import sqlalchemy as sa

from core.activities.store import activity
from core.contracts.model import Contract, Declaration, DeclarationEvent
from core.db import Day, Id, Instant, Json, Minor, UnitOfWork, build, metadata
from core.ledger.store import budget

contract = sa.Table(
    "contract",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("activity", Id, sa.ForeignKey("activity.id"), nullable=False, index=True),
    sa.Column("worker", Id, sa.ForeignKey("person.id"), nullable=False, index=True),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("contract_type", sa.Text, nullable=False),
    sa.Column("days", Json, nullable=False),
    sa.Column("minutes", sa.Integer, nullable=False),
    sa.Column("pay", Minor, nullable=False),
    sa.Column("pay_is", sa.Text, nullable=False),
    sa.Column("cost", Minor, nullable=False),
    sa.Column("invoice", Id, sa.ForeignKey("invoice.id")),
    sa.Column("terms", Json, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("agreed_on", Day, nullable=False),
    sa.Column("first_day", Day, nullable=False, index=True),
    sa.Column("last_day", Day, nullable=False),
)

# One row a day of work: the database itself refuses the same worker twice in one activity on one day.
work_day = sa.Table(
    "work_day",
    metadata,
    sa.Column("worker", Id, primary_key=True),
    sa.Column("day", Day, primary_key=True),
    sa.Column("activity", Id, primary_key=True),
    sa.Column("contract", Id, sa.ForeignKey("contract.id"), nullable=False, index=True),
)

declaration = sa.Table(
    "declaration",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("contract", Id, sa.ForeignKey("contract.id"), nullable=False, index=True),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("due_day", Day, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("answer", sa.Text, nullable=False, server_default=""),
    sa.Column("sent_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("given", Json, nullable=False, server_default="{}"),
    sa.Column("override_reason", sa.Text),
)

declaration_event = sa.Table(
    "declaration_event",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("declaration", Id, sa.ForeignKey("declaration.id"), nullable=False, index=True),
    sa.Column("at", Instant, nullable=False),
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("what", sa.Text, nullable=False),
    sa.Column("words", sa.Text, nullable=False, server_default=""),
)

IMMUTABLE = ("declaration_event",)


def _contract(row: sa.RowMapping) -> Contract:
    facts = {name: row[name] for name in Contract.__struct_fields__}
    facts["days"] = tuple(date.fromisoformat(day) for day in facts["days"])
    return Contract(**facts)


def contracts_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Contract]:
    wanted = sorted(set(ids))
    found: dict[str, Contract] = {}
    for start in range(0, len(wanted), 500):
        chunk = wanted[start : start + 500]
        found |= {
            row["id"]: _contract(row) for row in uow.rows(sa.select(contract).where(contract.c.id.in_(chunk)))
        }
    return found


def contract_by_id(uow: UnitOfWork, key: str) -> Contract | None:
    return contracts_by_id(uow, [key]).get(key)


def contracts_of(
    uow: UnitOfWork,
    activities: Sequence[str] | None = None,
    worker: str | None = None,
    limit: int | None = None,
    offset: int = 0,
    either: bool = False,
) -> list[Contract]:
    """Contracts of ``activities`` (None: any) and of ``worker`` (None: any), newest first; ``either`` of the two suffices."""
    statement = sa.select(contract).order_by(contract.c.number.desc())
    asked: list[sa.ColumnElement[bool]] = []
    if activities is not None:
        asked.append(contract.c.activity.in_(list(activities)))
    if worker is not None:
        asked.append(contract.c.worker == worker)
    if asked:
        statement = statement.where(sa.or_(*asked) if either else sa.and_(*asked))
    if limit is not None:
        statement = statement.limit(limit).offset(offset)
    return [_contract(row) for row in uow.rows(statement)]


def begun_before(uow: UnitOfWork, day: date) -> list[Contract]:
    """Agreed contracts that began before ``day`` and still await a payslip, oldest work first.

    They stay locked until commit: two pay runs queue, and the second finds the work of the first done.
    """
    statement = (
        sa.select(contract)
        .where(contract.c.state == "agreed", contract.c.first_day < day)
        .order_by(contract.c.last_day, contract.c.number)
        .with_for_update()
    )
    return [_contract(row) for row in uow.rows(statement)]


def over_before(uow: UnitOfWork, day: date) -> list[Contract]:
    """Agreed contracts whose last day was before ``day`` and that still await a payslip; nothing is locked."""
    statement = sa.select(contract).where(contract.c.state == "agreed", contract.c.last_day < day)
    return [_contract(row) for row in uow.rows(statement.order_by(contract.c.last_day, contract.c.number))]


def agreed_in(uow: UnitOfWork, first: date, last: date) -> list[Contract]:
    """Agreed contracts with a day of work from ``first`` to ``last`` that still await a payslip."""
    statement = sa.select(contract).where(
        contract.c.state == "agreed", contract.c.first_day <= last, contract.c.last_day >= first
    )
    found = [_contract(row) for row in uow.rows(statement)]
    return [item for item in found if any(first <= day <= last for day in item.days)]


def free_budgets(uow: UnitOfWork, activities: Iterable[str]) -> dict[str, int]:
    """What each activity has left after what its agreed contracts will still cost, minor units.

    The activities stay locked until commit: two promises of one budget queue. One statement reads both sides, so that
    a payslip booked meanwhile is seen in both or in neither.
    """
    wanted = sorted(set(activities))
    locked = sa.select(activity.c.id).where(activity.c.id.in_(wanted)).order_by(activity.c.id)
    uow.execute(locked.with_for_update(key_share=True)).all()
    promised = (
        sa.select(contract.c.activity, sa.func.sum(contract.c.cost).label("cost"))
        .where(contract.c.state == "agreed", contract.c.activity.in_(wanted))
        .group_by(contract.c.activity)
        .subquery()
    )
    statement = (
        sa.select(
            activity.c.id, sa.func.coalesce(budget.c.amount, 0).label("left"),
            sa.func.coalesce(promised.c.cost, 0).label("promised"),
        )
        .outerjoin(budget, budget.c.activity == activity.c.id)
        .outerjoin(promised, promised.c.activity == activity.c.id)
        .where(activity.c.id.in_(wanted))
    )  # fmt: skip
    return {row["id"]: int(row["left"]) - int(row["promised"]) for row in uow.rows(statement)}


def days_taken(uow: UnitOfWork, worker: str, activity: str, days: Sequence[date]) -> list[date]:
    statement = sa.select(work_day.c.day).where(
        work_day.c.worker == worker, work_day.c.activity == activity, work_day.c.day.in_(list(days))
    )
    return sorted(uow.execute(statement).scalars())


def declarations_of(uow: UnitOfWork, contracts: Iterable[str]) -> dict[str, list[Declaration]]:
    """Notices by contract, in the order they were made."""
    wanted = sorted(set(contracts))
    found: dict[str, list[Declaration]] = {}
    for start in range(0, len(wanted), 500):
        statement = sa.select(declaration).where(declaration.c.contract.in_(wanted[start : start + 500]))
        for row in uow.rows(statement.order_by(declaration.c.id)):
            found.setdefault(row["contract"], []).append(build(Declaration, row))
    return found


def declarations_by_id(uow: UnitOfWork, ids: Iterable[str], *, lock: bool = False) -> dict[str, Declaration]:
    """``lock``: the notices stay locked until commit, so that two people recording an answer queue."""
    statement = sa.select(declaration).where(declaration.c.id.in_(sorted(set(ids))))
    statement = statement.order_by(declaration.c.id)
    rows = uow.rows(statement.with_for_update() if lock else statement)
    return {row["id"]: build(Declaration, row) for row in rows}


def declaration_events(uow: UnitOfWork, ids: Iterable[str]) -> list[DeclarationEvent]:
    """What happened to the notices, oldest first."""
    statement = sa.select(declaration_event).where(declaration_event.c.declaration.in_(sorted(set(ids))))
    return [build(DeclarationEvent, row) for row in uow.rows(statement.order_by(declaration_event.c.id))]


def declarations_due(uow: UnitOfWork, day: date) -> list[Declaration]:
    """Notices still unsent that must leave by ``day``."""
    statement = sa.select(declaration).where(declaration.c.state == "due", declaration.c.due_day <= day)
    return [
        build(Declaration, row)
        for row in uow.rows(statement.order_by(declaration.c.due_day, declaration.c.id))
    ]


def declarations_unsettled(uow: UnitOfWork) -> list[Declaration]:
    """Notices whose answer nobody knows, and refused ones that no other has followed, of work not paid yet."""
    later = declaration.alias("later")
    followed = sa.exists().where(
        later.c.contract == declaration.c.contract,
        later.c.kind == declaration.c.kind,
        later.c.due_day == declaration.c.due_day,
        later.c.id > declaration.c.id,
    )
    statement = (
        sa.select(declaration)
        .join(contract, contract.c.id == declaration.c.contract)
        .where(
            contract.c.state == "agreed",
            sa.or_(declaration.c.state == "unknown", sa.and_(declaration.c.state == "refused", ~followed)),
        )
        .order_by(declaration.c.due_day, declaration.c.id)
    )
    return [build(Declaration, row) for row in uow.rows(statement)]
