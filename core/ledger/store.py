"""The ledger's tables and queries. Rows of entry, posting and block are never updated or deleted (triggers.py)."""

from __future__ import annotations

from collections.abc import Iterable

import sqlalchemy as sa

from core.db import BigId, Day, Id, Instant, Minor, UnitOfWork, metadata

period = sa.Table(
    "period",
    metadata,
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("closed_at", Instant, nullable=False),
)

block = sa.Table(
    "block",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=False),
    sa.Column("first_entry", sa.BigInteger, nullable=False),
    sa.Column("last_entry", sa.BigInteger, nullable=False),
    sa.Column("hash_version", sa.Integer, nullable=False),
    sa.Column("previous", sa.LargeBinary(32), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Column("posted_at", Instant, nullable=False),
)

entry = sa.Table(
    "entry",
    metadata,
    sa.Column("id", BigId, primary_key=True, autoincrement=False),
    sa.Column("cause", sa.Text, nullable=False, unique=True),
    sa.Column("day", Day, nullable=False),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("structure", sa.Text, nullable=False),
    sa.Column("kind", sa.Text, nullable=False),
    sa.Column("document_type", sa.Text, nullable=False),
    sa.Column("document_id", Id, nullable=False),
    sa.Column("document_digest", sa.LargeBinary(32), nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Index("ix_entry_document", "document_id"),
    sa.Index("ix_entry_month", "month"),
)

# A posting is written before its entry: the entry's arrival seals its postings, which is when the database checks
# that they balance. Hence the deferred reference: a posting whose entry never came is refused at commit.
posting = sa.Table(
    "posting",
    metadata,
    sa.Column(
        "entry",
        sa.BigInteger,
        sa.ForeignKey("entry.id", deferrable=True, initially="DEFERRED"),
        primary_key=True,
    ),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("account", sa.Text, nullable=False),
    sa.Column("amount", Minor, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("activity", Id),
    sa.Column("party", Id),
    sa.Column("counterparty", sa.Text),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
    sa.Index("ix_posting_activity", "activity", "entry"),
    sa.Index("ix_posting_role", "role", "entry"),
)

# What both sister entities read on the document behind a posting: written with its entry, never changed.
voucher = sa.Table(
    "voucher",
    metadata,
    sa.Column("entry", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("line", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("day", Day, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("amount", Minor, nullable=False),
    sa.ForeignKeyConstraint(["entry", "line"], ["posting.entry", "posting.line"]),
)

IMMUTABLE = ("voucher",)

chain_head = sa.Table(
    "chain_head",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("last_entry", sa.BigInteger, nullable=False),
    sa.Column("last_block", sa.BigInteger, nullable=False),
    sa.Column("digest", sa.LargeBinary(32), nullable=False),
)

balance = sa.Table(
    "balance",
    metadata,
    sa.Column("structure", sa.Text, primary_key=True),
    sa.Column("role", sa.Text, primary_key=True),
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("currency", sa.String(3), primary_key=True),
    sa.Column("amount", Minor, nullable=False),
)

budget = sa.Table(
    "budget",
    metadata,
    sa.Column("activity", Id, primary_key=True),
    sa.Column("amount", Minor, nullable=False),
)


# Every posting asks these: built once.
_HEAD = sa.select(chain_head).with_for_update()
_LAST_CLOSED = sa.select(sa.func.max(period.c.month))
_KNOWN_CAUSES = sa.select(entry.c.cause).where(entry.c.cause.in_(sa.bindparam("causes", expanding=True)))
_MOVE_HEAD = chain_head.update().values(
    last_entry=sa.bindparam("entry"), last_block=sa.bindparam("block"), digest=sa.bindparam("head_digest")
)


def move_head(uow: UnitOfWork, last_entry: int, last_block: int, digest: bytes) -> None:
    uow.execute(_MOVE_HEAD, {"entry": last_entry, "block": last_block, "head_digest": digest})


def lock_head(uow: UnitOfWork) -> sa.RowMapping:
    """The chain's head, locked until commit: entries are numbered and chained one transaction after another."""
    head = uow.one(_HEAD)
    if head is None:
        # The very first entries of two transactions at once: one makes the row, the other waits for it.
        uow.insert_or_ignore(chain_head, {"id": 1, "last_entry": 0, "last_block": 0, "digest": bytes(32)})
        head = uow.one(_HEAD)
    assert head is not None
    return head


def closed_months(uow: UnitOfWork, months: Iterable[str]) -> list[str]:
    """Which of ``months`` take no entry any more: balances at the end of a closed month hold all months before it."""
    last = uow.execute(_LAST_CLOSED).scalar_one()
    return sorted(month for month in set(months) if last is not None and month <= last)


def first_open_month(uow: UnitOfWork) -> str | None:
    """The first month with entries that is not closed."""
    last = uow.execute(_LAST_CLOSED).scalar_one()
    return uow.execute(sa.select(sa.func.min(entry.c.month)).where(entry.c.month > (last or ""))).scalar_one()


def is_closed(uow: UnitOfWork, month: str) -> bool:
    return bool(closed_months(uow, [month]))


def known_causes(uow: UnitOfWork, causes: Iterable[str]) -> set[str]:
    causes = list(causes)
    found: set[str] = set()
    for start in range(0, len(causes), 500):
        chunk = causes[start : start + 500]
        found |= set(uow.execute(_KNOWN_CAUSES, {"causes": chunk}).scalars())
    return found


def budget_of(uow: UnitOfWork, activity: str) -> int:
    """What is left to spend, minor units: one row, whatever the number of postings."""
    return budgets_of(uow, [activity]).get(activity, 0)


def budgets_of(uow: UnitOfWork, activities: Iterable[str]) -> dict[str, int]:
    found = uow.rows(sa.select(budget).where(budget.c.activity.in_(sorted(set(activities)))))
    return {row["activity"]: row["amount"] for row in found}


def balances(uow: UnitOfWork, until: str, since: str | None = None) -> dict[str, int]:
    """Amount by role of the months from ``since`` (None: the beginning) to ``until``, minor units, debit +."""
    statement = (
        sa.select(balance.c.role, sa.func.sum(balance.c.amount).label("amount"))
        .where(balance.c.month <= until)
        .group_by(balance.c.role)
        .order_by(balance.c.role)
    )
    if since:
        statement = statement.where(balance.c.month >= since)
    return {row["role"]: int(row["amount"]) for row in uow.rows(statement)}


def account_rows(uow: UnitOfWork, role: str, month: str) -> list[sa.RowMapping]:
    """Movement by national account of ``role`` in ``month``: the drill's step from role to account."""
    return uow.rows(
        sa.select(
            posting.c.account, sa.func.sum(posting.c.amount).label("amount"), sa.func.count().label("lines")
        )
        .join(entry, entry.c.id == posting.c.entry)
        .where(posting.c.role == role, entry.c.month == month)
        .group_by(posting.c.account)
        .order_by(posting.c.account)
    )


def accounts_to(uow: UnitOfWork, role: str, month: str) -> list[sa.RowMapping]:
    """By national account of ``role``: what stood there before ``month`` (``before``) and what moved in it (``moved``)."""
    here = entry.c.month == month
    before, moved = (
        sa.func.sum(sa.case((here, then), else_=otherwise)).label(name)
        for name, then, otherwise in (("before", 0, posting.c.amount), ("moved", posting.c.amount, 0))
    )
    return uow.rows(
        sa.select(posting.c.account, before, moved)
        .join(entry, entry.c.id == posting.c.entry)
        .where(posting.c.role == role, entry.c.month <= month)
        .group_by(posting.c.account)
        .order_by(posting.c.account)
    )


def entry_rows(
    uow: UnitOfWork, role: str, month: str, account: str, limit: int = 100, offset: int = 0
) -> list[sa.RowMapping]:
    """Entries with their amount on ``account``: the drill's step from account to entry and document."""
    return uow.rows(
        sa.select(
            entry.c.id, entry.c.day, entry.c.text, entry.c.kind, entry.c.document_type, entry.c.document_id,
            sa.func.sum(posting.c.amount).label("amount"),
        )
        .join(posting, entry.c.id == posting.c.entry)
        .where(posting.c.role == role, entry.c.month == month, posting.c.account == account)
        .group_by(entry.c.id, entry.c.day, entry.c.text, entry.c.kind, entry.c.document_type, entry.c.document_id)
        .order_by(entry.c.id)
        .limit(limit)
        .offset(offset)
    )  # fmt: skip


def entry_with_postings(uow: UnitOfWork, number: int) -> tuple[sa.RowMapping | None, list[sa.RowMapping]]:
    head = uow.one(sa.select(entry).where(entry.c.id == number))
    return head, uow.rows(sa.select(posting).where(posting.c.entry == number).order_by(posting.c.line))


def movements_of(uow: UnitOfWork, activity: str, limit: int = 200) -> list[sa.RowMapping]:
    """The budget movements of ``activity``, newest first; ``amount`` as the member reads it (income +)."""
    return uow.rows(
        sa.select(
            entry.c.id, entry.c.day, entry.c.text, entry.c.kind, entry.c.document_type, entry.c.document_id,
            (-posting.c.amount).label("amount"),
        )
        .join(posting, entry.c.id == posting.c.entry)
        .where(posting.c.activity == activity, posting.c.role == "member_budget")
        .order_by(entry.c.day.desc(), entry.c.id.desc(), posting.c.line.desc())
        .limit(limit)
    )  # fmt: skip


def entry_of(uow: UnitOfWork, document_id: str) -> int | None:
    """The number of the entry that booked a document."""
    statement = sa.select(entry.c.id).where(entry.c.document_id == document_id).order_by(entry.c.id)
    return uow.execute(statement).scalars().first()


def movement_count(uow: UnitOfWork, activity: str) -> int:
    return uow.execute(
        sa.select(sa.func.count()).where(posting.c.activity == activity, posting.c.role == "member_budget")
    ).scalar_one()


def rebuilt_balances(uow: UnitOfWork) -> list[sa.RowMapping]:
    """Balances added up anew from the postings, for the nightly check."""
    return uow.rows(
        sa.select(
            entry.c.structure, posting.c.role, entry.c.month, posting.c.currency,
            sa.func.sum(posting.c.amount).label("amount"),
        )
        .join(posting, entry.c.id == posting.c.entry)
        .group_by(entry.c.structure, posting.c.role, entry.c.month, posting.c.currency)
    )  # fmt: skip


def rebuilt_budgets(uow: UnitOfWork) -> list[sa.RowMapping]:
    return uow.rows(
        sa.select(posting.c.activity, (-sa.func.sum(posting.c.amount)).label("amount"))
        .where(posting.c.role == "member_budget")
        .group_by(posting.c.activity)
    )


def months(uow: UnitOfWork) -> list[str]:
    """Months with entries, oldest first."""
    return list(uow.execute(sa.select(balance.c.month).distinct().order_by(balance.c.month)).scalars())
