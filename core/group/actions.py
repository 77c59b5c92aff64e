"""Enrolling entities, receiving their figures, taking in what was printed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import msgspec

from core.db import GroupStore, Transaction
from core.db import canonical as canonical_bytes
from core.federation import SigningKey, open_envelope, seal
from core.federation import store as federation
from core.federation.envelope import parsed
from core.federation.keys import wrong_kind
from core.group import store
from core.trade import ClosingRate
from shared_tools.group import history
from shared_tools.group.figures import Figures, canonical, decode, digest
from shared_tools.refusal import Refusal


class Enrolment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An entity that joins: first month ``since``, its opening balances those of ``opening`` (YYYY-MM)."""

    entity: str
    name: str
    currency: str
    public_key: str
    key: str
    opening: str
    since: str
    method: str = "combined"
    method_reason: str = "sister entity: one member, one vote; nobody controls it"
    address: str = ""


def enrol(uow: Transaction, enrolments: Iterable[Enrolment]) -> None:
    """Add entities with the keys they sign with; one already there is left as it is."""
    for new in enrolments:
        uow.insert_or_ignore(store.group_entity, {
            "entity": new.entity, "name": new.name, "currency": new.currency, "method": new.method,
            "method_reason": new.method_reason, "opening": new.opening, "since": new.since, "until": None,
            "address": new.address,
        })  # fmt: skip
        federation.trust(uow, new.entity, new.key, new.public_key, date(2000, 1, 1))


def receive(uow: Transaction, raw: bytes) -> Figures:
    """Take in an envelope of figures; the same one again changes nothing.

    Raises Refusal of open_envelope, and ``wrong_kind``, ``not_figures``, ``not_canonical``, ``foreign_figures``, ``gap``, ``forked``, ``wrong_version``,
    ``wrong_replaced``, ``wrong_currency``.
    """
    envelope, body = open_envelope(raw, federation.trusted_keys(uow, parsed(raw).sender), uow.today)
    if envelope.kind != "figures":
        raise wrong_kind(envelope.kind)
    try:
        figures = decode(body)
    except msgspec.DecodeError as error:
        raise Refusal(
            "not_figures", f"{error}.", where=envelope.sender, way_out="Ask the sender for it again."
        ) from None
    try:
        if canonical(figures) != body:
            raise Refusal(
                "not_canonical", "these bytes say more, or say it otherwise, than this program writes.",
                way_out="Upgrade the group's program to the entity's, then send them again.",
            )  # fmt: skip
        known = store.received(uow, figures.entity, figures.number)
        if known is not None and known["body"] == body:
            return figures
        _check_chain(uow, envelope.sender, figures, known is not None)
    except Refusal as refusal:
        raise refusal.at(f"{envelope.sender} {figures.month} number {figures.number}") from None
    uow.insert(store.received_figures, [{
        "entity": figures.entity, "number": figures.number, "month": figures.month, "version": figures.version,
        "digest": digest(figures), "body": body, "envelope": raw, "key": envelope.key, "received_at": uow.now,
    }])  # fmt: skip
    return figures


def _check_chain(uow: Transaction, sender: str, figures: Figures, taken: bool) -> None:
    """Number, predecessor and replaced version must continue what was received before."""
    if figures.entity != sender:
        raise Refusal(
            "foreign_figures",
            f"{sender} signed figures of {figures.entity}.",
            way_out="Nobody signs for another.",
        )
    if taken:
        raise Refusal("forked", "another content has this number already.", way_out="Compare both with the entity; one of its copies is wrong.")  # fmt: skip
    last = store.last_received(uow, figures.entity)
    expected = (last["number"] if last else 0) + 1
    if figures.number != expected:
        raise Refusal("gap", f"number {expected} comes first.", way_out="Send the figures that are missing.")
    if figures.previous != (last["digest"] if last else ""):
        raise Refusal(
            "forked", "it does not continue the figures received before.", way_out="Compare the histories."
        )
    versions = store.versions_of(uow, figures.entity, figures.month)
    if figures.version != len(versions) + 1:
        raise Refusal("wrong_version", f"version {len(versions) + 1} of {figures.month} comes next.", way_out="Send the versions in order.")  # fmt: skip
    if figures.replaces != (versions[-1]["digest"] if versions else ""):
        raise Refusal(
            "wrong_replaced", "it replaces a version that is not here.", way_out="Compare the histories."
        )
    enrolled = next((row for row in store.entities(uow) if row["entity"] == figures.entity), None)
    if enrolled and enrolled["currency"] != figures.currency:
        raise Refusal("wrong_currency", f"{figures.entity} keeps {enrolled['currency']}, not {figures.currency}.", way_out="Enrol the entity anew.")  # fmt: skip


def closing_rates_letter(uow: Transaction, key: SigningKey) -> bytes:
    """The envelope that tells entities every closing rate frozen here, corrected ones by their newest version: with it
    they close their months alike."""
    newest: dict[tuple[str, str], ClosingRate] = {}
    for rate in store.rates_frozen(uow):  # of a month its newest version first
        told = ClosingRate(currency=rate.currency, month=rate.month, closing=rate.closing, source=rate.source)
        newest.setdefault((rate.currency, rate.month), told)
    return seal(key, "rates", "group", canonical_bytes([*newest.values()]))


def take_in_printed(uow: Transaction, text: str) -> str:
    """Keep a printed report as opening books; returns its year. The same one again changes nothing.

    Raises Refusal ``not_a_printed_report``, ``printed_twice``.
    """
    printed = history.parse(text)
    known = store.printed_report(uow, printed.year)
    if known is None or known.year != printed.year:
        uow.insert(store.printed_file, [{"year": printed.year, "body": text, "taken_in_at": uow.now}])
    elif known != printed:
        raise Refusal("printed_twice", f"another report of {printed.year} is here already.", way_out="What was printed does not change: compare both files.")  # fmt: skip
    return printed.year


def collect_from(store: GroupStore, mailbox: Path) -> int:
    """Take in every envelope of a mailbox folder, each in a transaction of its own; returns how many lie there.

    Raises Refusal naming the file that cannot be taken in; those before it are in.
    """
    paths = sorted(mailbox.glob("*.json"))
    for path in paths:
        try:
            with store.work() as uow:
                receive(uow, path.read_bytes())
        except Refusal as refusal:
            raise refusal.at(str(path)) from None
    return len(paths)
