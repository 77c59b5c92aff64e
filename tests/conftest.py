"""A store for each test, on every database this machine reaches.

SQLite is always there. PostgreSQL is used where SMARTCOOP_TEST_POSTGRESQL (a superuser's URL) answers; where it does
not, the last lines of the run say so. Tables are built once a worker: SQLite copies the file, PostgreSQL empties the
tables with its triggers asleep, because rows of the books refuse to be deleted.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import Engine
from world import World

from core import jobs_of_slices, schema
from core.clock import SetClock
from core.country import Identity, country
from core.country.strictly import read_strictly
from core.db import GroupStore, Store, metadata, open_engine
from core.federation import SigningKey
from core.instance import OwnFacts
from shared_tools import money
from shared_tools.dated import Parameters

POSTGRESQL = os.environ.get(
    "SMARTCOOP_TEST_POSTGRESQL", "postgresql+psycopg://postgres@127.0.0.1:5432/postgres"
)
FIRST_DAY = date(2026, 10, 1)

jobs_of_slices.register()


@cache
def identity(code: str) -> Identity:
    """The own facts that the demonstration gives the entity of ``code``; none for a plug-in's."""
    path = Path(__file__).parents[1] / "demo" / code / "identity.toml"
    if not path.exists():
        return Identity()
    own = read_strictly(path, OwnFacts)
    return Identity(structures=own.structures, look=own.look)


@cache
def why_no_postgresql() -> str:
    """Empty where PostgreSQL answers."""
    engine = sa.create_engine(POSTGRESQL, connect_args={"connect_timeout": 3})
    try:
        with engine.connect() as connection:
            superuser = connection.exec_driver_sql("SHOW is_superuser").scalar_one()
    except (sa.exc.OperationalError, ModuleNotFoundError) as error:
        return str(error).splitlines()[0]
    finally:
        engine.dispose()
    return "" if superuser == "on" else "the user is no superuser"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if why_no_postgresql():
        terminalreporter.write_line(
            f"left out: PostgreSQL ({why_no_postgresql()}). Set SMARTCOOP_TEST_POSTGRESQL to a superuser's URL."
        )


def _administer(statement: str) -> None:
    engine = sa.create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "books.db"
    engine = open_engine(f"sqlite:///{path}")
    schema.create(engine)
    engine.dispose()  # the last connection to close writes the log into the file
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """A database of this worker's own, dropped at the end."""
    name = f"smartcoop_test_{uuid.uuid4().hex[:12]}"
    _administer(f'CREATE DATABASE "{name}"')
    url = sa.make_url(POSTGRESQL).set(database=name).render_as_string(hide_password=False)
    engine = open_engine(url)
    schema.create(engine)
    engine.dispose()
    yield url
    _administer(f'DROP DATABASE "{name}" WITH (FORCE)')


def _empty(engine: Engine) -> None:
    with engine.begin() as connection:
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(";".join(f'DELETE FROM "{name}"' for name in metadata.tables))


@dataclass
class Place:
    """Where a test's books are: one database, opened as often as the test likes."""

    kind: str
    url: str
    engines: list[Engine] = field(default_factory=list)

    def engine(self) -> Engine:
        self.engines.append(open_engine(self.url))
        return self.engines[-1]

    def store(self, code: str = "be", day: date = FIRST_DAY) -> Store:
        """The books of ``code``, at nine in the morning of ``day`` there."""
        home = country(code)
        return Store(self.engine(), home, SetClock.at(day, home.facts.zone), identity(code))

    def group(self, day: date = FIRST_DAY) -> GroupStore:
        return GroupStore(self.engine(), SetClock.at(day, GroupStore.zone))

    def unguarded(self, engine: Engine, *statements: str) -> None:
        """Raw SQL as somebody would run it who has put the triggers to sleep."""
        with engine.begin() as connection:
            if self.kind == "postgresql":
                connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
            else:
                connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
                for name in connection.exec_driver_sql(
                    "SELECT name FROM sqlite_master WHERE type = 'trigger'"
                ).scalars().all():  # fmt: skip
                    connection.exec_driver_sql(f"DROP TRIGGER {name}")
            for statement in statements:
                connection.exec_driver_sql(statement)


DATABASES = [
    "sqlite",
    pytest.param("postgresql", marks=pytest.mark.skipif(bool(why_no_postgresql()), reason="no PostgreSQL")),
]


@pytest.fixture
def places(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[str], Place]]:
    """An empty database of a kind: for tests that want both in one."""
    made: list[Place] = []

    def place(kind: str) -> Place:
        if kind == "sqlite":
            path = tmp_path / f"books-{len(made)}.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            made.append(Place(kind, f"sqlite:///{path}"))
        else:
            made.append(Place(kind, request.getfixturevalue("postgresql_url")))
            _empty(made[-1].engine())
        return made[-1]

    yield place
    for one in made:
        for engine in one.engines:
            engine.dispose()


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, places: Callable[[str], Place]) -> Place:
    return places(request.param)


@pytest.fixture
def store(place: Place) -> Store:
    """Belgium's books, empty."""
    return place.store("be")


@pytest.fixture
def world(store: Store) -> World:
    """Belgium, with real actions to play."""
    return World(store)


@pytest.fixture
def hungary(place: Place) -> World:
    """Hungary: whole forints, pay on the 10th."""
    return World(place.store("hu"))


@pytest.fixture
def rewrite(tmp_path: Path) -> Callable[..., None]:
    """Add tables to the country's numbers of law, as its authors would: ``rewrite(world, "key unit value from known")``."""

    def add(world: World, *tables: str) -> None:
        home = world.store.country
        text = Path(home.parameters.where).read_text(encoding="utf-8")
        for table in tables:
            key, unit, value, since, known, *end = table.split()
            text += f'\n[[parameter]]\nkey = "{key}"\nunit = "{unit}"\nvalue = "{value}"\nfrom = {since}\nknown = {known}\n'
            text += "".join(f"to = {day}\n" for day in end)
            text += f'source = "a later act"\nchecked = {known}\nmark = "verified"\n'
        path = tmp_path / f"payroll-{len(text)}.toml"
        path.write_text(text, encoding="utf-8")
        parameters = Parameters.read(path, money.exponent(home.currency))
        world.store.country = replace(home, parameters=parameters)

    return add


@pytest.fixture(scope="session")
def signing_key(tmp_path_factory: pytest.TempPathFactory) -> SigningKey:
    return SigningKey.create(tmp_path_factory.mktemp("key") / "key.pem")
