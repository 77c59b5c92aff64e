"""Published years: signed, numbered, never changed. A later version names the one it replaces; both stay readable.

A published year holds its figures, the consolidated close behind them, and by hash every entity's figure and every rate
it rests on. So whoever has the envelope's bytes can check it without this database.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from core.db import Transaction, not_found
from core.federation import SigningKey
from core.group import store
from core.group.annual import Annual, annual_of, basis
from core.group.consolidate import absent, close
from shared_tools.group import MonthRate, Rates, Restated, SignedGroupFigures, canonical
from shared_tools.money import exact
from shared_tools.refusal import Refusal


class PublishedYear(msgspec.Struct, frozen=True):
    """What is signed.

    ``number``    1, 2, 3 … over everything the group published; ``previous`` the hash of the number before
    ``version``   1, 2, 3 … of this year; ``replaces`` the hash of the version before, empty for the first
    ``published_at``  instant, ISO 8601, UTC
    ``group``     the close of the year's last month, with the versions and rates it rests on; None for a printed year
    ``printed``   hash of the printed report's file, empty for a year of signed figures
    """

    number: int
    year: str
    version: int
    previous: str
    replaces: str
    reason: str
    published_at: str
    annual: Annual
    group: SignedGroupFigures | None = None
    printed: str = ""


class Publication(msgspec.Struct, frozen=True):
    """A published year as it is kept: its content and the signature under it."""

    content: PublishedYear
    digest: str
    key: str
    public: str
    signature: str
    published_at: datetime
    published_by: str

    @property
    def label(self) -> str:
        until = f", interim to {self.content.annual.through}" if self.content.annual.is_interim else ""
        return f"{self.content.year} v{self.content.version}{until}"


def _message(body: bytes) -> bytes:
    """What the signature is under: the same form as the envelopes of entities."""
    return b"\x00".join((b"smartcoop", b"group_year", b"group", body))


def publish_year(
    uow: Transaction, year: str, key: SigningKey, reason: str = "", scope: Iterable[str] = (), *, interim: bool = False
) -> Publication:  # fmt: skip
    """Sign the figures of ``year`` as they stand now and keep them as its next version.

    A version after the first says why (``reason``). Publishing what has not changed is refused. A year that lacks months is
    published only as ``interim`` figures, up to its last complete month (docs/decisions/0011-interim-figures.md).
    Raises Refusal ``not_allowed``, ``year_incomplete``, ``reason_missing``, ``nothing_new``, and those of ``annual`` and
    ``close``.
    """
    uow.require("group")
    all_before, before = store.years_published(uow), store.years_published(uow, year)
    if before and not reason.strip():
        raise Refusal("reason_missing", f"version {len(before)} of {year} is out.", field="reason", way_out="Say in a sentence why there is a new version: it is printed with it.")  # fmt: skip
    of = basis(uow, year)
    made = annual_of(of, year, list(scope))
    if made.is_interim and not interim:
        lacking = "; ".join(f"{entity} {', '.join(found)}" for entity, found in absent(uow, year).items())
        raise Refusal(
            "year_incomplete", f"{year} lacks months: {lacking}.", field="interim",
            way_out="Ask for them, or publish interim figures: --interim, or the box on the page.",
        )  # fmt: skip
    group = None if made.is_printed else close(uow, of.through).to_sign()
    content = PublishedYear(
        number=len(all_before) + 1, year=year, version=len(before) + 1,
        previous=all_before[-1]["digest"] if all_before else "", replaces=before[-1]["digest"] if before else "",
        reason=reason.strip(), published_at=uow.now.isoformat(timespec="seconds"), annual=made, group=group, printed=_printed_hash(uow, year) if made.is_printed else "",
    )  # fmt: skip
    if before and _same(decode(before[-1]["body"]), content):
        raise Refusal("nothing_new", f"version {len(before)} of {year} says the same.", way_out="A new version is for figures that changed.")  # fmt: skip
    body = canonical(content)
    uow.insert(store.published_year, [{
        "number": content.number, "year": year, "version": content.version, "body": body,
        "digest": sha256(body).hexdigest(), "replaces": content.replaces, "previous": content.previous,
        "signature": base64.b64encode(key.sign(_message(body))).decode(), "key": key.name, "public": key.public,
        "reason": content.reason, "published_at": uow.now, "published_by": uow.actor.name,
    }])  # fmt: skip
    return _publication(store.years_published(uow, year)[-1])


def _printed_hash(uow: Transaction, year: str) -> str:
    printed = store.printed_text(uow, year)
    return sha256(printed.encode()).hexdigest()


def _same(one: PublishedYear, other: PublishedYear) -> bool:
    """Whether two versions rest on the same and say the same."""
    return canonical(one.annual) == canonical(other.annual) and _behind(one) == _behind(other)


def _behind(of: PublishedYear) -> bytes:
    """The close without the words of its rates' sources, which versions signed by an older program do not have."""
    if of.group is None:
        return b""
    plain = [msgspec.structs.replace(rate, source="") for rate in of.group.rates]
    return canonical(msgspec.structs.replace(of.group, rates=plain))


def decode(body: bytes) -> PublishedYear:
    """A published year from the bytes that were signed."""
    return msgspec.json.decode(body, type=PublishedYear)


def _publication(row: Any) -> Publication:
    return Publication(
        decode(row["body"]), row["digest"], row["key"], row["public"], row["signature"], row["published_at"],
        row["published_by"],
    )  # fmt: skip


def publication(uow: Transaction, year: str, version: int = 0) -> Publication | None:
    """A version of ``year``, the newest for 0; None where nothing was published.

    Raises Refusal ``not_found`` for a version that does not exist.
    """
    rows = store.years_published(uow, year)
    if version and version not in {row["version"] for row in rows}:
        raise not_found("version", f"{year} v{version}")
    found = [row for row in rows if version in (0, row["version"])]
    return _publication(found[-1]) if found else None


def publications(uow: Transaction, year: str = "") -> list[Publication]:
    """Every version of every year, or of ``year``, the oldest first."""
    return [_publication(row) for row in store.years_published(uow, year)]


# --- checking -----------------------------------------------------------------------------------------------------


def broken(uow: Transaction) -> list[tuple[int, str]]:
    """Published years whose bytes, signature or chain do not hold: (number, what). Must be empty."""
    found: list[tuple[int, str]] = []
    previous, newest = "", {}
    for row in store.years_published(uow):
        content = decode(row["body"])
        if sha256(row["body"]).hexdigest() != row["digest"]:
            found.append((row["number"], "hash"))
        if not signature_holds(row["body"], row["signature"], row["public"]):
            found.append((row["number"], "signature"))
        if content.previous != previous or content.replaces != newest.get(content.year, ""):
            found.append((row["number"], "chain"))
        if (content.number, content.year, content.version) != (row["number"], row["year"], row["version"]):
            found.append((row["number"], "place"))
        previous = newest[content.year] = row["digest"]
    return found


def signature_holds(body: bytes, signature: str, public: str) -> bool:
    """Whether ``signature`` (base64) under ``body`` is that of the key ``public`` (hexadecimal)."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            base64.b64decode(signature), _message(body)
        )
    except (InvalidSignature, ValueError):
        return False
    return True


# --- what became of what it rests on ------------------------------------------------------------------------------


def restated_since(uow: Transaction, published: PublishedYear) -> list[Restated]:
    """Months that have a newer version than the one ``published`` names."""
    received = store.months_received(uow)
    return [
        Restated(entity, month, version, now["version"])
        for entity, month, version, _ in (published.group.versions if published.group else [])
        if (now := received.get(entity, {}).get(month)) and now["version"] > version
    ]


class Corrected(msgspec.Struct, frozen=True):
    """A rate that was corrected: the version figures rest on, and the one that holds now."""

    used: MonthRate
    now: MonthRate

    @property
    def closing(self) -> bool:
        return exact(self.used.closing) != exact(self.now.closing)

    @property
    def average(self) -> bool:
        return exact(self.used.average) != exact(self.now.average)


def corrected_since(uow: Transaction, published: PublishedYear) -> list[Corrected]:
    """Rates that have a newer version than the one ``published`` names."""
    now = Rates(store.month_rates(uow))
    return [
        Corrected(used, newer)
        for used in (published.group.rates if published.group else [])
        if (newer := now.find(used.currency, used.month)) and newer.version > used.version
    ]


def rates_named(uow: Transaction, published: PublishedYear) -> list[MonthRate]:
    """The rates a version rests on: those it names, and whatever it did not need as it stands now."""
    named = list(published.group.rates) if published.group else []
    keys = {(one.currency, one.month) for one in named}
    return [*named, *(one for one in store.month_rates(uow) if (one.currency, one.month) not in keys)]
