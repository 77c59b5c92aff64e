"""An instance: a folder with its settings, its key and (by default) its database.

instance.toml   country, database, how documents leave, and the entity's own facts: its structures' addresses and
                numbers, its look
key.pem         the private key it signs with
books.db        the SQLite database, unless instance.toml names a PostgreSQL one
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from sqlalchemy.engine import Engine

from core import schema as _schema  # noqa: F401 - every table must be known before a store opens
from core.clock import Clock, SystemClock
from core.country import Country, Identity, Look, Particulars, country
from core.country.strictly import read_strictly
from core.db import GroupStore, Store, open_engine
from core.federation import SigningKey
from core.migrate import pending, upgrade
from core.sales.authority_lines import AuthoritySettings, Road, road_of
from core.sales.channels import Channel, DeliverySettings, channels_of
from core.sales.signing import SigningSettings, certificate_of
from shared_tools.pdf import picture_of
from shared_tools.refusal import Refusal

GROUP = "group"


class OwnFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an entity says of itself: core/country/particulars.py."""

    structures: dict[str, Particulars] = {}
    look: Look = Look()


class Settings(OwnFacts, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """instance.toml. ``database`` is an SQLAlchemy URL; empty: ``books.db`` in the folder.

    ``drill`` names those (``group``, a sister) who may ask for accounts, entries and documents over HTTP: nobody unless
    they are named here and their key was accepted. ``drill_names`` lets the answers carry the entries' texts, in which
    names of persons stand.
    """

    country: str
    database: str = ""
    drill: tuple[str, ...] = ()
    drill_names: bool = False
    delivery: DeliverySettings = DeliverySettings()
    authority: AuthoritySettings = AuthoritySettings()
    signing: SigningSettings = SigningSettings()


@dataclass(frozen=True)
class Instance:
    """An entity's instance, opened."""

    home: Path
    store: Store
    key: SigningKey
    settings: Settings
    channels: Mapping[str, Channel] = field(default_factory=dict)
    road: Road | None = None

    @property
    def code(self) -> str:
        return self.store.country.code


@dataclass(frozen=True)
class GroupInstance:
    """The group's instance, opened."""

    home: Path
    store: GroupStore
    key: SigningKey


def create(home: Path, code: str, database: str = "", own_facts: str = "") -> None:
    """A new instance of ``code`` (a country, or "group") in ``home``. One that exists is upgraded and kept.

    ``own_facts``: the tables ``[structures.…]`` and ``[look]`` of a new one, as TOML.
    Raises Refusal ``unknown_country``, ``other_country``.
    """
    if code != GROUP:
        country(code)
    path = home / "instance.toml"
    if path.exists():
        settings = read_strictly(path, Settings)
        if settings.country != code:
            raise Refusal("other_country", f"this folder holds {settings.country!r}.", where=str(home), way_out="Choose another folder.")  # fmt: skip
    else:
        home.mkdir(parents=True, exist_ok=True)
        SigningKey.create(home / "key.pem")
        path.write_text(f'country = "{code}"\ndatabase = "{database}"\n\n{own_facts}', encoding="utf-8")
        settings = read_strictly(path, Settings)
    upgrade(_engine(home, settings))


def upgrade_home(home: Path) -> None:
    """Bring the database of ``home`` up to the program. Raises Refusal ``no_instance``."""
    settings = settings_of(home)
    upgrade(_engine(home, settings))


def settings_of(home: Path) -> Settings:
    """instance.toml of ``home``. Raises Refusal ``no_instance`` or that it is malformed."""
    if not (home / "instance.toml").exists():
        raise Refusal(
            "no_instance",
            "there is no instance here.",
            where=str(home),
            way_out="Create one: smartcoop init CC.",
        )
    return read_strictly(home / "instance.toml", Settings)


def _engine(home: Path, settings: Settings) -> Engine:
    return open_engine(settings.database or f"sqlite:///{home / 'books.db'}")


def _opened(home: Path) -> tuple[Settings, Engine]:
    settings = settings_of(home)
    engine = _engine(home, settings)
    if pending(engine):
        raise Refusal("not_upgraded", "the database is older than the program.", where=str(home), way_out="Run: smartcoop upgrade.")  # fmt: skip
    return settings, engine


def open_instance(home: Path, clock: Clock | None = None) -> Instance:
    """Raises Refusal ``no_instance``, ``not_upgraded``, ``broken_plugin``, ``no_key`` or of its own facts."""
    settings, engine = _opened(home)
    of_country = country(settings.country)
    key = SigningKey.read(home / "key.pem")
    identity = identity_of(home, settings, of_country)
    store = Store(engine, of_country, clock or SystemClock(), identity, key)
    return Instance(home, store, key, settings, *_ways_out(home, settings))


def _ways_out(home: Path, settings: Settings) -> tuple[Mapping[str, Channel], Road]:
    try:
        return channels_of(home, settings.delivery), road_of(home, settings.authority)
    except OSError as error:
        raise Refusal(
            "no_secret", f"{error.filename!r} cannot be read.", where=str(home / "instance.toml"), field="delivery, authority",
            way_out="Put the file with the password or token beside instance.toml.",
        ) from None  # fmt: skip


def open_group(home: Path, clock: Clock | None = None) -> GroupInstance:
    """Raises Refusal ``no_instance``, ``not_upgraded``, ``no_key``."""
    _, engine = _opened(home)
    return GroupInstance(home, GroupStore(engine, clock or SystemClock()), SigningKey.read(home / "key.pem"))


def identity_of(home: Path, settings: Settings, of_country: Country) -> Identity:
    """The entity's own facts, checked. Raises Refusal ``unknown_structure``, ``no_logo``, ``certificate_unreadable``."""
    known = [structure.code for structure in of_country.facts.sheet.structure]
    for code in settings.structures:
        if code not in known:
            raise Refusal(
                "unknown_structure", f"{code!r} is no structure of {of_country.code}.", where=str(home / "instance.toml"),
                field=f"structures.{code}", way_out=f"Use one of {', '.join(known)}.",
            )  # fmt: skip
    logo = ""
    if settings.look.logo:
        path = home / settings.look.logo
        logo = picture_of(path.read_bytes()) if path.is_file() else ""
        if not logo:
            raise Refusal(
                "no_logo", f"{settings.look.logo!r} is no SVG, PNG or JPEG picture here.", where=str(home), field="look.logo",
                way_out="Put the picture beside instance.toml, or leave the logo out.",
            )  # fmt: skip
    return Identity(
        structures=settings.structures, look=settings.look, logo=logo,
        public_address=settings.delivery.public_address, certificate=certificate_of(home, settings.signing),
        authority=settings.authority.url,
    )  # fmt: skip
