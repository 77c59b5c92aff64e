"""Engine, unit of work and column types. One code path for SQLite and PostgreSQL.

A ``UnitOfWork`` is one transaction with its actor and its instant; an action does one verb in it. SQLite transactions
that write begin IMMEDIATE, so that two writers queue instead of failing half-way.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa
import uuid_utils
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.types import TypeDecorator

from core.clock import Clock, local_date
from core.country import Country, Identity, Particulars
from shared_tools.dated import Parameters
from shared_tools.refusal import Refusal

T = TypeVar("T")

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# --- column types -------------------------------------------------------------------------------------------------


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant. A naive one is refused: nobody knows which hour it means."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise TypeError(f"{value} has no time zone")
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Json(TypeDecorator[Any]):
    """Plain data as canonical JSON text (sorted keys): what is stored is what is hashed."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: sa.Dialect) -> str | None:
        return None if value is None else canonical(value).decode()

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> Any:
        return None if value is None else msgspec.json.decode(value)


Id = sa.Uuid(as_uuid=False)
Minor = sa.BigInteger
Day = sa.Date
BigId = sa.BigInteger().with_variant(sa.Integer, "sqlite")

_encoder = msgspec.json.Encoder(order="deterministic")


def canonical(value: Any) -> bytes:
    """The one byte form of ``value``: JSON with sorted keys and no spaces."""
    return _encoder.encode(value)


def new_id() -> str:
    """A UUIDv7: public, unguessable, and sorted by time."""
    return str(uuid_utils.uuid7())


def row_of(item: msgspec.Struct) -> dict[str, Any]:
    """A struct as a row: its fields are the columns."""
    return {name: getattr(item, name) for name in item.__struct_fields__}


def build(kind: type[T], row: sa.RowMapping | Mapping[str, Any]) -> T:
    """A row as a struct: columns the struct does not know are left out."""
    names = kind.__struct_fields__  # type: ignore[attr-defined]
    return kind(**{name: row[name] for name in names})


# --- engine -------------------------------------------------------------------------------------------------------


def open_engine(url: str) -> Engine:
    """An engine for ``url``. SQLite gets WAL, foreign keys and full durability; writers wait up to 60 seconds."""
    if not url.startswith("sqlite"):
        return sa.create_engine(url, pool_size=10, max_overflow=20)
    engine = sa.create_engine(url, connect_args={"timeout": 60})

    @event.listens_for(engine, "connect")
    def prepare(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # BEGIN is ours to write, see below
        for pragma in ("journal_mode=WAL", "foreign_keys=ON", "synchronous=FULL", "cache_size=-65536"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = not connection.get_execution_options().get("read_only", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


counter = sa.Table(
    "counter",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("last", sa.Integer, nullable=False),
)


# --- unit of work -------------------------------------------------------------------------------------------------


class Actor(msgspec.Struct, frozen=True):
    """Who acts, with the roles they hold and the language they are told in: a person, or the program itself."""

    id: str
    name: str
    roles: frozenset[str] = frozenset()
    language: str = "en"

    @property
    def is_staff(self) -> bool:
        return bool(self.roles & {"adviser", "finance", "system"})


SYSTEM = Actor("system", "smartcoop", frozenset({"system"}))

outbox = sa.Table(
    "outbox",
    metadata,
    sa.Column("id", Id, primary_key=True),
    sa.Column("topic", sa.Text, nullable=False),
    sa.Column("payload", Json, nullable=False),
    sa.Column("created_at", Instant, nullable=False),
    sa.Column("done_at", Instant),
    sa.Column("attempts", sa.Integer, nullable=False, server_default="0"),
    sa.Column("last_error", sa.Text),
    sa.Index("ix_outbox_waiting", "done_at", "id"),
)


# Statements are built once: for a single invoice, building them anew each time cost more than running them.
@cache
def _insert(table: sa.Table) -> sa.Insert:
    return table.insert()


def _dialect_insert(dialect: str, table: sa.Table) -> sqlite.Insert | postgresql.Insert:
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _insert_adding(dialect: str, table: sa.Table, keys: tuple[str, ...], amount: str) -> sa.Insert:
    statement = _dialect_insert(dialect, table)
    added = table.c[amount] + statement.excluded[amount]
    return statement.on_conflict_do_update(index_elements=list(keys), set_={amount: added})


@dataclass
class Transaction:
    """One transaction: the connection, who acts and when. What the group works in; an entity's knows its country too."""

    connection: Connection
    actor: Actor
    now: datetime
    zone: str

    @property
    def today(self) -> date:
        """The legal date in the house's own zone."""
        return local_date(self.now, self.zone)

    @property
    def local_time(self) -> datetime:
        """The instant on the house's own clock."""
        return self.now.astimezone(ZoneInfo(self.zone))

    def execute(self, statement: sa.Executable, rows: Any = None) -> sa.CursorResult[Any]:
        return self.connection.execute(statement, rows)

    def rows(self, statement: sa.Executable, values: Mapping[str, Any] | None = None) -> list[sa.RowMapping]:
        """What ``statement`` finds; ``values`` for its bind parameters."""
        return list(self.connection.execute(statement, values).mappings())

    def one(self, statement: sa.Executable, values: Mapping[str, Any] | None = None) -> sa.RowMapping | None:
        return self.connection.execute(statement, values).mappings().first()

    def insert(self, table: sa.Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert ``rows`` in one round; nothing for no rows."""
        if rows:
            self.connection.execute(_insert(table), list(rows))

    def draw(self, name: str, count: int) -> int:
        """The first of ``count`` numbers of the running series ``name``, which stays locked until commit."""
        self.insert_or_ignore(counter, {"name": name, "last": 0})
        statement = counter.update().where(counter.c.name == name).values(last=counter.c.last + count)
        last = self.connection.execute(statement.returning(counter.c.last)).scalar_one()
        return last - count + 1

    def alone(self, work: str) -> None:
        """One transaction at a time does ``work``: others wait here until it has committed, and see what it did."""
        self.draw(f"alone:{work}", 1)

    def insert_or_ignore(self, table: sa.Table, row: Mapping[str, Any]) -> None:
        """Insert ``row`` unless its key exists already."""
        statement = _dialect_insert(self.connection.dialect.name, table)
        self.connection.execute(statement.values(**row).on_conflict_do_nothing())

    def upsert_add(
        self, table: sa.Table, keys: Sequence[str], amount: str, rows: Iterable[Mapping[str, Any]]
    ) -> None:
        """Add each row's ``amount`` to the row with its ``keys``, creating it where there is none."""
        rows = list(rows)
        if not rows:
            return
        statement = _insert_adding(self.connection.dialect.name, table, tuple(keys), amount)
        self.connection.execute(statement, rows)

    def require(self, *roles: str) -> None:
        """Raises Refusal ``not_allowed`` unless the actor holds one of ``roles`` (the program itself may do all)."""
        if not self.actor.roles & {*roles, "system"}:
            raise Refusal(
                "not_allowed",
                f"this is for {' or '.join(roles)}.",
                way_out="Ask somebody who holds that role.",
            )

    def later(self, topic: str, payloads: Sequence[Any]) -> None:
        """Leave work for after the commit: one outbox row a payload, safe to be done twice."""
        self.insert(
            outbox,
            [
                {"id": new_id(), "topic": topic, "payload": p, "created_at": self.now, "attempts": 0}
                for p in payloads
            ],
        )


@dataclass
class UnitOfWork(Transaction):
    """A transaction of an entity."""

    country: Country
    identity: Identity

    def particulars(self, structure: str) -> Particulars:
        """The entity's own facts of ``structure``; name and country from the fact sheet where nothing else is said.

        Raises Refusal ``unknown_structure`` for a structure the country does not have today.
        """
        named = self.country.facts.structure(structure, self.today)
        own = self.identity.structures.get(structure, Particulars())
        return msgspec.structs.replace(
            own, name=own.name or named.name, country=own.country or self.country.code.upper()
        )

    @property
    def parameters(self) -> Parameters:
        """The country's numbers of law as one reckons with them today: a correction known from tomorrow on waits."""
        return self.country.parameters.as_known(self.today)


W = TypeVar("W", bound=Transaction)


RETRY_SECONDS = 0.02


class Database(Generic[W]):
    """One instance's database and clock: where transactions begin."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        self.engine = engine
        self.clock = clock

    def _transaction(self, connection: Connection, actor: Actor) -> W:
        raise NotImplementedError

    @contextmanager
    def work(self, actor: Actor = SYSTEM) -> Iterator[W]:
        """A transaction that writes; committed at the end, rolled back whole on any error."""
        with self.engine.begin() as connection:
            yield self._transaction(connection, actor)

    @contextmanager
    def read(self, actor: Actor = SYSTEM) -> Iterator[W]:
        """A transaction that only reads."""
        with self.engine.connect().execution_options(read_only=True) as connection, connection.begin():
            yield self._transaction(connection, actor)

    def run(self, action: Callable[[W], T], actor: Actor = SYSTEM, attempts: int = 5) -> T:
        """``action`` in a transaction, begun again when the database chose it as a deadlock's victim."""
        for attempt in range(1, attempts + 1):
            try:
                with self.work(actor) as uow:
                    return action(uow)
            except OperationalError:
                if attempt == attempts:
                    raise
                # Begun again at once, the victim may take its lock before the one it stood in the way of has woken, and
                # both meet in the same deadlock again. Waits of unequal length let the other through.
                time.sleep(RETRY_SECONDS * attempt * (1 + random.random()))
        raise AssertionError("unreachable")


class Store(Database[UnitOfWork]):
    """An entity's database with its country and its own facts; ``key`` is what its instance signs with, where it has one."""

    def __init__(
        self,
        engine: Engine,
        country: Country,
        clock: Clock,
        identity: Identity | None = None,
        key: Any = None,
    ) -> None:
        super().__init__(engine, clock)
        self.country = country
        self.identity = identity or Identity()
        self.key = key

    def _transaction(self, connection: Connection, actor: Actor) -> UnitOfWork:
        zone = self.country.facts.zone
        return UnitOfWork(connection, actor, self.clock.now(), zone, self.country, self.identity)


class GroupStore(Database[Transaction]):
    """The group's database."""

    zone = "Europe/Brussels"

    def _transaction(self, connection: Connection, actor: Actor) -> Transaction:
        return Transaction(connection, actor, self.clock.now(), self.zone)


def not_found(what: str, key: str) -> Refusal:
    return Refusal("not_found", f"there is no {what} {key!r}.", way_out="Check the link or the number.")
