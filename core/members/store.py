"""The member and share tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from core.db import Day, Id, Minor, UnitOfWork, build, canonical, metadata
from core.ledger import document_reader
from core.members.model import Member, Share

member = sa.Table(
    "member",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("person", Id, sa.ForeignKey("person.id"), nullable=False, unique=True),
    sa.Column("number", sa.Integer, nullable=False, unique=True),
    sa.Column("category", sa.String(1), nullable=False),
    sa.Column("joined_on", Day, nullable=False),
)

share = sa.Table(
    "share",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("member", Id, sa.ForeignKey("member.id"), nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("bought_on", Day, nullable=False),
    sa.Column("price", Minor, nullable=False),
)

IMMUTABLE = ("share",)


def members_by_person(uow: UnitOfWork, people: Iterable[str]) -> dict[str, Member]:
    wanted = sorted(set(people))
    return {
        row["person"]: build(Member, row)
        for row in uow.rows(sa.select(member).where(member.c.person.in_(wanted)))
    }


@document_reader("share")
def share_documents(uow: UnitOfWork, ids: Sequence[str]) -> dict[str, bytes]:
    return {
        row["id"]: canonical(build(Share, row))
        for row in uow.rows(sa.select(share).where(share.c.id.in_(ids)))
    }


def all_members(uow: UnitOfWork) -> list[Member]:
    return [build(Member, row) for row in uow.rows(sa.select(member).order_by(member.c.number))]


def shares_of(uow: UnitOfWork, member_id: str) -> list[Share]:
    """Shares of a member, oldest first."""
    rows = uow.rows(
        sa.select(share).where(share.c.member == member_id).order_by(share.c.bought_on, share.c.id)
    )
    return [build(Share, row) for row in rows]


def member_by_number(uow: UnitOfWork, number: int) -> Member | None:
    row = uow.one(sa.select(member).where(member.c.number == number))
    return build(Member, row) if row else None
