"""Signing in: an address and a password are not told apart, five failures lock, a session ends."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa
from world import World, refused

from core.access import grant, session_of, set_password, sign_in, sign_out
from core.access.store import session
from core.clock import SetClock
from core.db import new_id

PASSWORD = "a whole sentence"


@pytest.fixture
def account(world: World) -> str:
    key = new_id()
    world.do(grant, key, "Anna@example.org", "Anna", "fr", ["member", "adviser"])
    world.do(set_password, key, PASSWORD)
    return key


def test_a_session_is_known_until_it_ends_or_is_left(world: World, account: str) -> None:
    token = world.do(sign_in, " anna@EXAMPLE.org", PASSWORD)
    assert token is not None
    found = world.ask(lambda uow: session_of(uow, token, uow.now))
    assert found is not None
    assert (found.actor.id, found.actor.roles) == (account, {"member", "adviser"})
    stored = world.ask(lambda uow: uow.rows(sa.select(session)))[0]["token_hash"]
    assert token.encode() not in stored, "a stolen backup opens no session"
    later = world.store.clock.now() + timedelta(hours=12)
    assert world.ask(lambda uow: session_of(uow, token, later)) is None
    world.do(sign_out, token)
    assert world.ask(lambda uow: session_of(uow, token, uow.now)) is None


def test_five_failures_lock_for_a_quarter_of_an_hour(world: World, account: str) -> None:
    assert [world.do(sign_in, "anna@example.org", "wrong") for _ in range(5)] == [None] * 5
    assert world.do(sign_in, "anna@example.org", PASSWORD) is None
    world.store.clock = SetClock(world.store.clock.now() + timedelta(minutes=15))
    assert world.do(sign_in, "anna@example.org", PASSWORD) is not None


def test_nobody_signs_in_without_an_account_or_a_password(world: World, account: str) -> None:
    world.do(grant, new_id(), "bob@example.org", "Bob", "en", ["member"])
    for address in ("bob@example.org", "nobody@example.org"):
        for password in ("", PASSWORD):
            assert world.do(sign_in, address, password) is None


def test_bad_grants_are_refused(world: World, account: str) -> None:
    with refused("unknown_role", "roles"):
        world.do(grant, account, "anna@example.org", "Anna", "fr", ["king"])
    with refused("weak_password", "password"):
        world.do(set_password, account, "short")
