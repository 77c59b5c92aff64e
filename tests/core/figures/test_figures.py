"""What an entity publishes of a month, and what the group takes in of it: signed, chained, nothing personal."""

from __future__ import annotations

import base64
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from world import FINANCE_PERSON, World, refused

from core.clients.store import client
from core.clock import SetClock
from core.db import Actor, GroupStore
from core.federation import SigningKey, open_envelope, seal
from core.federation.envelope import Envelope, TrustedKey
from core.federation.store import trusted_key
from core.figures import close_and_publish
from core.figures.store import published
from core.group.actions import Enrolment, enrol, receive
from core.group.consolidate import close, months_complete
from core.group.rates import Rate, set_rates
from core.group.store import figures_received
from core.ledger import is_closed, open_books
from core.people.store import person
from shared_tools.group import table
from shared_tools.group.figures import Figures, canonical, decode, digest

MONTHS = ("2026-09", "2026-10")


@pytest.fixture
def october(world: World, signing_key: SigningKey) -> World:
    world.month(signing_key)
    return world


def envelopes(world: World) -> list[bytes]:
    return [row["envelope"] for row in world.ask(published)]


def enrolment(code: str, currency: str, key: SigningKey) -> Enrolment:
    return Enrolment(
        entity=code,
        name=code,
        currency=currency,
        public_key=key.public,
        key=key.name,
        opening="2026-09",
        since="2026-10",
    )


@pytest.fixture
def group(place: Any, signing_key: SigningKey) -> GroupStore:
    store = place.group(date(2026, 11, 12))
    with store.work() as uow:
        enrol(uow, [enrolment("be", "EUR", signing_key)])
    return store


def take(group: GroupStore, raw: bytes) -> Figures:
    with group.work() as uow:
        return receive(uow, raw)


# --- publishing ---------------------------------------------------------------------------------------------------


def test_a_month_is_closed_by_finance_when_it_is_over_and_once(world: World, signing_key: SigningKey) -> None:
    world.invoice("1000.00")
    publish = lambda actor, month: world.do(close_and_publish, month, signing_key, actor=actor)  # noqa: E731
    with refused("not_allowed"):
        publish(Actor("x", "An adviser", frozenset({"adviser"})), "2026-10")
    world.at(date(2026, 10, 31), 23, 59)
    with refused("month_not_over", "month"):
        publish(FINANCE_PERSON, "2026-10")
    world.at(date(2026, 11, 1), 0, 1)
    for wrong in ("2026-13", "october", "2026-1", "2026-10-01", ""):
        with refused("not_a_month", "month"):
            publish(FINANCE_PERSON, wrong)
    publish(FINANCE_PERSON, "2026-10")
    assert world.ask(is_closed, "2026-10")
    with refused("closed_period"):
        publish(FINANCE_PERSON, "2026-10")
    assert len(world.ask(published)) == 1


def test_figures_are_the_ledger_s(october: World) -> None:
    figures = decode(october.ask(published)[0]["body"])
    assert {**figures.balances, **figures.movements} == october.balances("2026-10")
    assert sum(figures.balances.values()) + sum(figures.movements.values()) == 0
    counts = figures.counts
    assert (counts["invoices"], counts["credit_notes"], counts["members"], counts["workers"]) == (3, 1, 1, 1)
    assert (counts["days"], counts["contracts"], counts["wages_due"], counts["wages_on_promised_day"]) == (
        5,
        2,
        2,
        1,
    )


def test_figures_form_a_chain(world: World, signing_key: SigningKey) -> None:
    world.at(date(2026, 9, 1))
    world.invoice("10.00")
    world.at(date(2026, 11, 2))
    first = world.do(close_and_publish, "2026-09", signing_key)
    second = world.do(close_and_publish, "2026-10", signing_key)
    assert (first.number, first.previous, second.number, second.previous) == (1, "", 2, digest(first))
    assert second.balances == first.balances, "nothing happened in October"
    assert second.movements == {}


def test_nothing_personal_is_in_the_bytes(october: World) -> None:
    october.person(national_id="85073003328")
    (envelope,) = envelopes(october)
    body = base64.b64decode(msgspec.json.decode(envelope, type=Envelope).body)
    columns = [c for c in (*person.columns, *client.columns) if c.name in (
        "given_name", "family_name", "email", "national_id", "iban", "street", "id", "name", "vat_number",
    )]  # fmt: skip
    tried = 0
    for column in columns:
        for value in october.ask(lambda uow, c: uow.execute(sa.select(c)).scalars().all(), column):
            if value:
                tried += 1
                assert value.encode() not in body + envelope, value
    assert tried > 10
    assert FINANCE_PERSON.name.encode() not in body + envelope


# --- receiving ----------------------------------------------------------------------------------------------------


def test_an_envelope_is_taken_in_once(october: World, group: GroupStore) -> None:
    (raw,) = envelopes(october)
    assert take(group, raw) == take(group, raw) == decode(october.ask(published)[0]["body"])
    with group.read() as uow:
        assert len(figures_received(uow)) == 1
        assert months_complete(uow) == ["2026-10"]


def resealed(october: World, key: SigningKey, sender: str = "be", **changes: Any) -> bytes:
    figures = msgspec.structs.replace(decode(october.ask(published)[0]["body"]), **changes)
    return seal(key, "figures", sender, canonical(figures))


@pytest.mark.parametrize(
    ("rule", "changes"),
    [
        ("foreign_figures", {"entity": "fr"}),
        ("gap", {"number": 2}),
        ("forked", {"previous": "0" * 64}),
        ("wrong_version", {"version": 2}),
        ("wrong_replaced", {"replaces": "0" * 64}),
        ("wrong_currency", {"currency": "SEK"}),
    ],
)
def test_figures_that_do_not_continue_the_chain_are_refused(
    october: World, group: GroupStore, signing_key: SigningKey, rule: str, changes: dict[str, Any]
) -> None:
    with refused(rule):
        take(group, resealed(october, signing_key, **changes))
    take(group, envelopes(october)[0])
    if rule != "foreign_figures":
        with refused("forked"):
            take(group, resealed(october, signing_key, movements={}))


def test_what_was_touched_on_the_way_is_refused(
    october: World, group: GroupStore, signing_key: SigningKey, tmp_path: Any
) -> None:
    (raw,) = envelopes(october)
    stranger = SigningKey.create(tmp_path / "key.pem")
    body = base64.b64decode(msgspec.json.decode(raw, type=Envelope).body)
    forged = msgspec.json.decode(seal(stranger, "figures", "be", body), type=Envelope)
    with refused("unknown_key", "key"):
        take(group, msgspec.json.encode(forged))
    with refused("forged", "signature"):
        take(group, msgspec.json.encode(msgspec.structs.replace(forged, key=signing_key.name)))
    with refused("unknown_key", "key"):
        take(group, resealed(october, signing_key, sender="fr"))
    changed = base64.b64encode(body.replace(b'"bank":', b'"Bank":')).decode()
    with refused("forged", "signature"):
        take(
            group,
            msgspec.json.encode(
                msgspec.structs.replace(msgspec.json.decode(raw, type=Envelope), body=changed)
            ),
        )
    for damaged in (
        raw[:-1],
        raw[: len(raw) // 2],
        b"",
        b"\xff\xfe",
        b"{}",
        b"[]",
        raw.replace(b'"body"', b'"bodi"'),
    ):
        with refused("damaged_envelope"):
            take(group, damaged)
    with refused("not_figures"):
        take(group, seal(signing_key, "figures", "be", b'{"entity": 5}'))
    with group.read() as uow:
        assert figures_received(uow) == []


def test_every_flipped_byte_is_refused(october: World, signing_key: SigningKey) -> None:
    (raw,) = envelopes(october)
    trusted = [TrustedKey("be", signing_key.name, signing_key.public, date(2000, 1, 1))]
    _, body = open_envelope(raw, trusted, date(2026, 11, 12))
    for place in range(0, len(raw), 7):
        flipped = raw[:place] + bytes([raw[place] ^ 1]) + raw[place + 1 :]
        with pytest.raises(Exception) as caught:
            assert open_envelope(flipped, trusted, date(2026, 11, 12))[1] != body
            pytest.fail(f"byte {place} changed and nothing was said")
        assert getattr(caught.value, "rule", "") in {"damaged_envelope", "unknown_key", "forged"}, (
            caught.value
        )


def test_a_key_signs_in_its_days_only(october: World, group: GroupStore) -> None:
    (raw,) = envelopes(october)
    for values in ({"until": date(2026, 11, 11)}, {"until": None, "since": date(2026, 11, 13)}):
        with group.work() as uow:
            uow.execute(trusted_key.update().values(**values))
        with refused("expired_key", "key"):
            take(group, raw)
    with group.work() as uow:
        uow.execute(trusted_key.update().values(since=date(2026, 11, 12), until=date(2026, 11, 12)))
    take(group, raw)


def test_a_frozen_rate_stays(group: GroupStore) -> None:
    rate = Rate(currency="SEK", month="2026-10", closing="11.1", average="11.2", source="ECB")
    with group.work() as uow:
        set_rates(uow, [rate])
        set_rates(uow, [rate])
        with refused("rate_frozen"):
            set_rates(uow, [msgspec.structs.replace(rate, closing="11.11")])
        with refused("rate"):
            set_rates(uow, [msgspec.structs.replace(rate, currency="HUF", average="0")])


def test_the_group_s_table_adds_up_to_the_ledgers(
    places: Callable[[str], Any], signing_key: SigningKey, tmp_path: Any
) -> None:
    """Euros to the cent; forints by the month's rates: closing for the balance sheet, average for the movements."""
    other = SigningKey.create(tmp_path / "key.pem")
    worlds = {"be": World(places("sqlite").store("be")), "hu": World(places("sqlite").store("hu"))}
    keys = {"be": signing_key, "hu": other}
    group = places("sqlite").group(date(2026, 11, 12))
    with group.work() as uow:
        enrol(uow, [enrolment("be", "EUR", signing_key), enrolment("hu", "HUF", other)])
        set_rates(uow, [
            Rate(currency="HUF", month=month, closing="400", average="390", source="a round number") for month in MONTHS
        ])  # fmt: skip
    for code, world in worlds.items():
        world.at(date(2026, 9, 30))
        world.do(_opening)
        world.at(date(2026, 10, 1))
        world.invoice("390000" if code == "hu" else "1000.00")
        world.store.clock = SetClock.at(date(2026, 11, 10), "Europe/Brussels")
        for month in MONTHS:
            world.do(close_and_publish, month, keys[code])
        for raw in envelopes(world):
            take(group, raw)
    with group.read() as uow:
        closed = close(uow, "2026-10")
    rows = {row.role: row for row in table(closed)}
    be, hu = worlds["be"].balances(), worlds["hu"].balances()
    assert rows["turnover_activities"].entities == {"be": be["turnover_activities"], "hu": -100000}
    assert hu["turnover_activities"] == -390000
    assert rows["client_receivables"].entities == {
        "be": be["client_receivables"],
        "hu": hu["client_receivables"] // 4,
    }
    assert hu["client_receivables"] % 4 == 0, "so that the line above needs no rounding"
    assert rows["fee_income"].entities["be"] == be["fee_income"] == -6500
    for row in rows.values():
        assert row.aggregated == sum(row.entities.values())


def _opening(uow: Any) -> None:
    open_books(uow, uow.today, {"bank": 400000, "reserves": -400000})
