"""The group's tables: who belongs to it, what it received, at which rates, what was said of differences."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

import sqlalchemy as sa

from core.db import Day, Id, Instant, Minor, Transaction, metadata
from shared_tools.group.figures import Figures, decode, newest
from shared_tools.group.history import Printed, parse
from shared_tools.group.rates import MonthRate

group_entity = sa.Table(
    "group_entity",
    metadata,
    sa.Column("entity", sa.Text, primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("method", sa.Text, nullable=False),
    sa.Column("method_reason", sa.Text, nullable=False),
    sa.Column("opening", sa.String(7), nullable=False),
    sa.Column("since", sa.String(7), nullable=False),
    sa.Column("until", sa.String(7)),
    sa.Column("address", sa.Text, nullable=False),
)

received_figures = sa.Table(
    "received_figures",
    metadata,
    sa.Column("entity", sa.Text, primary_key=True),
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("month", sa.String(7), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("envelope", sa.LargeBinary, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("received_at", Instant, nullable=False),
    sa.UniqueConstraint("entity", "month", "version"),
)

rate = sa.Table(
    "rate",
    metadata,
    sa.Column("currency", sa.String(3), primary_key=True),
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("closing", sa.Text, nullable=False),
    sa.Column("average", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("frozen_on", Day, nullable=False),
)

# Versions 2, 3 … of a frozen rate; version 1 stays in ``rate``.
rate_correction = sa.Table(
    "rate_correction",
    metadata,
    sa.Column("currency", sa.String(3), primary_key=True),
    sa.Column("month", sa.String(7), primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("closing", sa.Text, nullable=False),
    sa.Column("average", sa.Text, nullable=False),
    sa.Column("source", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("corrected_on", Day, nullable=False),
    sa.Column("corrected_at", Instant, nullable=False),
    sa.Column("corrected_by", sa.Text, nullable=False),
)

printed_file = sa.Table(
    "printed_file",
    metadata,
    sa.Column("year", sa.String(4), primary_key=True),
    sa.Column("body", sa.Text, nullable=False),
    sa.Column("taken_in_at", Instant, nullable=False),
)

# A difference between two entities that somebody has explained: this one, of this amount. Another is unexplained again.
pair_explanation = sa.Table(
    "pair_explanation",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("class", sa.Text, nullable=False),
    sa.Column("giver", sa.Text, nullable=False),
    sa.Column("taker", sa.Text, nullable=False),
    sa.Column("number", sa.Text, nullable=False),
    sa.Column("currency", sa.String(3), nullable=False),
    sa.Column("difference", Minor, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("sentence", sa.Text, nullable=False),
    sa.Column("explained_at", Instant, nullable=False),
    sa.Column("explained_by", sa.Text, nullable=False),
    sa.UniqueConstraint("class", "giver", "taker", "number", "currency", "difference"),
)

published_year = sa.Table(
    "published_year",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("year", sa.String(4), nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("body", sa.LargeBinary, nullable=False),
    sa.Column("digest", sa.String(64), nullable=False),
    sa.Column("replaces", sa.String(64), nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("signature", sa.Text, nullable=False),
    sa.Column("key", sa.Text, nullable=False),
    sa.Column("public", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("published_at", Instant, nullable=False),
    sa.Column("published_by", sa.Text, nullable=False),
    sa.UniqueConstraint("year", "version"),
)

IMMUTABLE = (
    "received_figures",
    "rate",
    "rate_correction",
    "printed_file",
    "pair_explanation",
    "published_year",
)


def entities(uow: Transaction) -> list[sa.RowMapping]:
    return uow.rows(sa.select(group_entity).order_by(group_entity.c.entity))


def last_received(uow: Transaction, entity: str) -> sa.RowMapping | None:
    statement = sa.select(received_figures).where(received_figures.c.entity == entity)
    return uow.one(statement.order_by(received_figures.c.number.desc()).limit(1))


def versions_of(uow: Transaction, entity: str, month: str) -> list[sa.RowMapping]:
    statement = sa.select(received_figures).where(
        received_figures.c.entity == entity, received_figures.c.month == month
    )
    return uow.rows(statement.order_by(received_figures.c.version))


def received(uow: Transaction, entity: str, number: int) -> sa.RowMapping | None:
    return uow.one(
        sa.select(received_figures).where(
            received_figures.c.entity == entity, received_figures.c.number == number
        )
    )


def figures_received(uow: Transaction) -> list[Figures]:
    """Everything received, by entity and number."""
    rows = uow.rows(
        sa.select(received_figures).order_by(received_figures.c.entity, received_figures.c.number)
    )
    return [decode(row["body"]) for row in rows]


class FrozenRate(NamedTuple):
    """One version of a rate as it was frozen: units of ``currency`` for 1 EUR in ``month``. ``by`` and ``reason`` are of a correction."""

    currency: str
    month: str
    version: int
    closing: str
    average: str
    source: str
    day: date
    reason: str = ""
    by: str = ""


def rates_frozen(uow: Transaction) -> list[FrozenRate]:
    """Every version of every rate, the newest month first and of a month its newest version."""
    first = [
        FrozenRate(row["currency"], row["month"], 1, row["closing"], row["average"], row["source"], row["frozen_on"])
        for row in uow.rows(sa.select(rate))
    ]  # fmt: skip
    later = [
        FrozenRate(
            row["currency"], row["month"], row["version"], row["closing"], row["average"], row["source"],
            row["corrected_on"], row["reason"], row["corrected_by"],
        )
        for row in uow.rows(sa.select(rate_correction))
    ]  # fmt: skip
    by_version = sorted([*first, *later], key=lambda one: (one.currency, -one.version))
    return sorted(by_version, key=lambda one: one.month, reverse=True)


def month_rates(uow: Transaction) -> list[MonthRate]:
    """The same for a close, which takes the newest version of each month."""
    return [
        MonthRate(one.currency, one.month, one.closing, one.average, source=one.source, version=one.version)
        for one in rates_frozen(uow)
    ]


def printed_report(uow: Transaction, year: str) -> Printed | None:
    """The printed report that covers ``year``: the first one of that year or later."""
    body = printed_text(uow, year)
    return parse(body) if body else None


def printed_text(uow: Transaction, year: str) -> str:
    """The file of that printed report as it was taken in; "" for none."""
    statement = (
        sa.select(printed_file.c.body)
        .where(printed_file.c.year >= year)
        .order_by(printed_file.c.year)
        .limit(1)
    )
    row = uow.one(statement)
    return row["body"] if row else ""


def months_received(uow: Transaction) -> dict[str, dict[str, sa.RowMapping]]:
    """Entity → month → its newest version: number, version, digest, key and instant, without the figures."""
    columns = received_figures.c
    statement = sa.select(
        columns.entity, columns.month, columns.version, columns.number, columns.digest, columns.key, columns.received_at
    ).order_by(columns.entity, columns.number)  # fmt: skip
    found: dict[str, dict[str, sa.RowMapping]] = {}
    for row in uow.rows(statement):
        found.setdefault(row["entity"], {})[row["month"]] = row
    return found


def state(uow: Transaction) -> tuple[object, ...]:
    """What everything computed depends on: equal states give equal figures. Rows are only ever added to these tables."""
    columns = received_figures.c
    statement = sa.select(
        sa.func.count(), sa.func.max(columns.digest), sa.func.min(columns.digest), sa.func.max(columns.received_at)
    ).select_from(received_figures)  # fmt: skip
    return (
        tuple(uow.execute(statement).one()),
        uow.execute(sa.select(sa.func.count()).select_from(rate)).scalar_one(),
        uow.execute(sa.select(sa.func.count()).select_from(rate_correction)).scalar_one(),
        uow.execute(sa.select(sa.func.count()).select_from(printed_file)).scalar_one(),
        tuple(tuple(row.values()) for row in entities(uow)),
    )


def numbers_published(uow: Transaction) -> list[int]:
    """Numbers of the published years."""
    return list(uow.execute(sa.select(published_year.c.number)).scalars())


def arrivals(uow: Transaction) -> list[datetime]:
    """When the newest figure, printed report and correction of a rate came in; empty while there are none."""
    newest_ones = (
        sa.func.max(received_figures.c.received_at), sa.func.max(printed_file.c.taken_in_at),
        sa.func.max(rate_correction.c.corrected_at),
    )  # fmt: skip
    return [found for one in newest_ones if (found := uow.execute(sa.select(one)).scalar_one())]


def years_published(uow: Transaction, year: str = "") -> list[sa.RowMapping]:
    """Every version of every published year, or of ``year``, the oldest first."""
    statement = sa.select(published_year).order_by(published_year.c.number)
    return uow.rows(statement.where(published_year.c.year == year) if year else statement)


def newest_of_month(uow: Transaction, month: str) -> list[Figures]:
    """The newest version of each entity's figures of ``month``."""
    return [figure for key, figure in newest(figures_received(uow)).items() if key[1] == month]


def years(uow: Transaction) -> list[str]:
    """Years of which something is known, oldest first: printed reports and signed figures."""
    printed = uow.execute(sa.select(printed_file.c.year)).scalars()
    signed = uow.execute(sa.select(received_figures.c.month)).scalars()
    return sorted({*printed, *(month[:4] for month in signed)})
