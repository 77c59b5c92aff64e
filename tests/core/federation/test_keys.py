"""Keys: proposed by one side, accepted by the other, both good for a while; everything else is refused by name."""

from __future__ import annotations

import base64
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import CliRunner
from world import World, refused

from core import instance, rotation
from core.cli import cli
from core.clock import SetClock
from core.db import GroupStore, canonical
from core.federation import SigningKey, seal
from core.federation import store as federation
from core.federation.keys import KeyChange, accept, propose, receive_proposal, trust
from core.figures import close_and_publish
from core.figures.jobs import signed_now
from core.figures.store import published
from core.group.actions import Enrolment, enrol, receive
from core.group.store import figures_received

TODAY = date(2026, 11, 12)
LATER = TODAY + timedelta(days=30)


@pytest.fixture
def group(place: Any, signing_key: SigningKey) -> GroupStore:
    store = place.group(TODAY)
    with store.work() as uow:
        enrol(uow, [Enrolment(
            entity="be", name="be", currency="EUR", public_key=signing_key.public, key=signing_key.name,
            opening="2026-09", since="2026-10",
        )])  # fmt: skip
    return store


@pytest.fixture
def new(tmp_path: Path) -> SigningKey:
    return SigningKey.create(tmp_path / "new.pem")


def do(group: GroupStore, action: Any, *arguments: Any) -> Any:
    with group.work() as uow:
        return action(uow, *arguments)


def figures(world: World, key: SigningKey) -> bytes:
    world.at(date(2026, 11, 2))
    world.do(close_and_publish, "2026-10", key)
    return world.ask(published)[0]["body"]


def test_a_new_key_signs_once_both_sides_have_agreed_and_the_old_one_for_a_while(
    group: GroupStore, world: World, signing_key: SigningKey, new: SigningKey
) -> None:
    body = figures(world, signing_key)
    signed = seal(new, "figures", "be", body)
    with refused("unknown_key", "key"):
        do(group, receive, signed)
    change = propose(signing_key, new, "be", TODAY, LATER)
    for _ in range(2):
        do(group, receive_proposal, change)
    with refused("unknown_key", "key"):
        do(group, receive, signed)  # proposed is not accepted
    for _ in range(2):
        do(group, accept, "be", new.name)
    do(group, receive, signed)
    do(group, receive, seal(signing_key, "figures", "be", body))  # the same figures, signed with the old key
    with group.read() as uow:
        assert len(figures_received(uow)) == 1
    group.clock = SetClock.at(LATER, "Europe/Brussels")
    do(group, receive, seal(signing_key, "figures", "be", body))
    group.clock = SetClock.at(LATER + timedelta(days=1), "Europe/Brussels")
    with refused("expired_key", "key"):
        do(group, receive, seal(signing_key, "figures", "be", body))
    do(group, receive, signed)


def test_what_waits_to_be_sent_is_signed_anew(world: World, signing_key: SigningKey, new: SigningKey) -> None:
    body = figures(world, signing_key)
    [row] = world.ask(published)
    assert signed_now(signing_key, "be", body, row["envelope"]) == row["envelope"]
    assert signed_now(new, "be", body, row["envelope"]) == seal(new, "figures", "be", body)


def changed(old: SigningKey, new: SigningKey, by: SigningKey | None = None, **facts: Any) -> bytes:
    """A proposal with something wrong, proven by ``by``."""
    change = KeyChange(**{
        "entity": "be", "replaces": old.name, "public": new.public, "since": TODAY, "old_until": LATER, **facts,
    })  # fmt: skip
    proof = base64.b64encode((by or new).sign(change.proven())).decode()
    return seal(old, "keys", "be", canonical(msgspec.structs.replace(change, proof=proof)))


def test_a_proposal_that_is_not_what_it_should_be_is_refused(
    group: GroupStore, signing_key: SigningKey, new: SigningKey, tmp_path: Path
) -> None:
    stranger = SigningKey.create(tmp_path / "stranger.pem")
    good = propose(signing_key, new, "be", TODAY, LATER)
    cases = {
        "unknown_key": propose(stranger, new, "be", TODAY, LATER),
        "foreign_key_change": changed(signing_key, new, entity="fr"),
        "key_not_proven": changed(signing_key, new, by=stranger),
        "not_a_key": changed(signing_key, new, public="ab"),
        "not_a_key_change": seal(signing_key, "keys", "be", b'{"entity": "be"}'),
        "wrong_kind": seal(signing_key, "figures", "be", b"{}"),
        "overlap": changed(signing_key, new, old_until=TODAY - timedelta(days=1)),
        "damaged_envelope": good[:-1],
        "forged": good.replace(b'"keys"', b'"trade"', 1),
    }
    for rule, raw in cases.items():
        with refused(rule):
            do(group, receive_proposal, raw)
    with refused("foreign_key_change", "entity"):
        do(group, receive_proposal, changed(signing_key, new, replaces=stranger.name))
    with refused("not_proposed", "key"):
        do(group, accept, "be", new.name)
    do(group, receive_proposal, good)
    with refused("proposed_otherwise", "since"):
        do(group, receive_proposal, propose(signing_key, new, "be", TODAY, LATER + timedelta(days=1)))
    with refused("overlap", "old_until"):
        propose(signing_key, new, "be", TODAY, TODAY - timedelta(days=1))


def test_a_proposal_of_another_house_says_nothing_of_this_one(
    group: GroupStore, signing_key: SigningKey, new: SigningKey
) -> None:
    """The same key under two names: a change signed for one is none for the other."""
    do(group, trust, "fr", signing_key.public, date(2000, 1, 1))
    do(group, receive_proposal, propose(signing_key, new, "fr", TODAY, LATER))
    do(group, accept, "fr", new.name)
    with group.read() as uow:
        assert [key.until for key in federation.trusted_keys(uow, "be")] == [None]
        assert sorted(key.until or date.max for key in federation.trusted_keys(uow, "fr")) == [
            LATER,
            date.max,
        ]


def test_an_earlier_end_of_a_key_stays(group: GroupStore, signing_key: SigningKey, new: SigningKey) -> None:
    """Who has ended a stolen key is not overruled by what was signed with it."""
    do(group, federation.end, "be", signing_key.name, TODAY)
    do(group, receive_proposal, propose(signing_key, new, "be", TODAY, LATER))
    do(group, accept, "be", new.name)
    with group.read() as uow:
        ends = {key.key: key.until for key in federation.trusted_keys(uow, "be")}
    assert ends == {signing_key.name: TODAY, new.name: None}


def test_the_commands_walk_from_one_key_to_the_next(tmp_path: Path) -> None:
    be, group, box = tmp_path / "be", tmp_path / "group", tmp_path / "box"

    def run(*arguments: object, code: int = 0) -> str:
        answer = CliRunner().invoke(cli, [str(one) for one in arguments])
        assert answer.exit_code == code, answer.output
        return answer.output

    instance.create(be, "be")
    instance.create(group, "group")
    old = instance.open_instance(be).key
    run("keys", "accept", group, "be", old.public)
    run("keys", "rotate", be, "--finish", code=1)
    for _ in range(2):
        run("keys", "rotate", be, "--to", box)
    new = rotation.next_key(be)
    assert new is not None and new.name != old.name
    [proposal] = box.glob("*.json")
    opened = instance.open_group(group)
    with opened.store.work() as uow:
        receive_proposal(uow, proposal.read_bytes())
    assert "waits to be accepted" in run("keys", "show", group, "--json")
    run("keys", "accept", group, "be", new.name)
    run("keys", "accept", group, "be", "0" * 64, code=1)
    shown = {row["key"]: row for row in msgspec.json.decode(run("keys", "show", group, "--json"))}
    assert shown[new.name]["state"] == "trusted" and shown[old.name]["until"]
    run("keys", "rotate", be, "--finish")
    assert instance.open_instance(be).key.name == new.name
    assert (be / "key.pem").stat().st_mode & 0o077 == 0, "nobody else reads it"


@pytest.mark.parametrize(
    "public", ["00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f", "ab", "zz" * 32, ""]
)
def test_a_key_that_binds_nobody_is_no_key(group: GroupStore, public: str) -> None:
    with refused("not_a_key", "key"):
        do(group, trust, "be", public, TODAY)
