"""Tables of set-offs and of those undone. Rows are never changed: what stands is made and not undone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from core.db import Day, Id, Minor, UnitOfWork, build, canonical, metadata
from core.ledger import document_reader
from core.payouts.setoff import SetOff, Undone
from core.payroll.store import payslip

set_off = sa.Table(
    "set_off",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("claim", Id, sa.ForeignKey("payslip.id"), nullable=False, index=True),
    sa.Column("wage", Id, sa.ForeignKey("payslip.id"), nullable=False, index=True),
    sa.Column("person", Id, sa.ForeignKey("person.id"), nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("amount", Minor, nullable=False),
    sa.Column("basis", sa.Text, nullable=False),
    sa.Column("consented_on", Day),
    sa.Column("consent", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("made_by", sa.Text, nullable=False),
)

# One row at most: what is undone twice is undone once.
set_off_undone = sa.Table(
    "set_off_undone",
    metadata,
    sa.Column("set_off", Id, sa.ForeignKey("set_off.id"), primary_key=True),
    sa.Column("day", Day, nullable=False),
    sa.Column("undone_by", sa.Text, nullable=False),
)

IMMUTABLE = ("set_off", "set_off_undone")

STANDS = ~sa.exists().where(set_off_undone.c.set_off == set_off.c.id)


def taken_off() -> sa.ScalarSelect[int]:
    """For a statement over payslips: how much of its wage is set off, minor units."""
    total = sa.func.coalesce(sa.func.sum(set_off.c.amount), 0)
    return (
        sa.select(sa.cast(total, Minor)).where(set_off.c.wage == payslip.c.id, STANDS)
        .correlate(payslip).scalar_subquery()
    )  # fmt: skip


def set_offs_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, SetOff]:
    rows = uow.rows(sa.select(set_off).where(set_off.c.id.in_(sorted(set(ids)))))
    return {row["id"]: build(SetOff, row) for row in rows}


def set_offs_of(
    uow: UnitOfWork, *, claims: Iterable[str] = (), wages: Iterable[str] = ()
) -> list[tuple[SetOff, Undone | None]]:
    """Set-offs of ``claims`` and against ``wages``, the first made first, each with its undoing."""
    concerned = sa.or_(set_off.c.claim.in_(sorted(set(claims))), set_off.c.wage.in_(sorted(set(wages))))
    found = [
        build(SetOff, row) for row in uow.rows(sa.select(set_off).where(concerned).order_by(set_off.c.id))
    ]
    table = set_off_undone
    undone = {
        row["set_off"]: build(Undone, row)
        for row in uow.rows(sa.select(table).where(table.c.set_off.in_([item.id for item in found])))
    }
    return [(item, undone.get(item.id)) for item in found]


@document_reader("set_off")
def set_off_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    return {key: canonical(item) for key, item in set_offs_by_id(uow, ids).items()}


@document_reader("set_off_undone")
def undone_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    rows = uow.rows(sa.select(set_off_undone).where(set_off_undone.c.set_off.in_(list(ids))))
    return {row["set_off"]: canonical(build(Undone, row)) for row in rows}
