"""Granting roles, signing in and out."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import timedelta
from functools import cache

import argon2

from core.access import store
from core.access.model import ROLES
from core.db import Transaction
from shared_tools.refusal import Refusal

SESSION_HOURS = 12
FAILURES_BEFORE_LOCK = 5
LOCK_MINUTES = 15


@cache
def _hasher() -> argon2.PasswordHasher:
    return argon2.PasswordHasher()


@cache
def _decoy() -> str:
    """A hash to check against when no account has the address, so that both answers take as long."""
    return _hasher().hash(secrets.token_urlsafe())


def grant(uow: Transaction, account: str, email: str, name: str, language: str, roles: Iterable[str]) -> None:
    """Give ``account`` (a person's id, or one of its own at the group) its roles. Raises Refusal ``unknown_role``."""
    roles = sorted(set(roles))
    for role in roles:
        if role not in ROLES:
            raise Refusal(
                "unknown_role", f"{role!r} is no role.", field="roles", way_out=f"Use {', '.join(ROLES)}."
            )
    changed = uow.execute(
        store.account.update()
        .where(store.account.c.id == account)
        .values(roles=roles, name=name, language=language)
    ).rowcount
    if not changed:
        uow.insert(store.account, [
            {"id": account, "email": email.strip().lower(), "name": name, "language": language, "roles": roles}
        ])  # fmt: skip


def set_password(uow: Transaction, account: str, password: str) -> None:
    """Raises Refusal ``weak_password``: at least 10 characters."""
    if len(password) < 10:
        raise Refusal(
            "weak_password",
            "a password has at least 10 characters.",
            field="password",
            way_out="Take a sentence.",
        )
    uow.execute(
        store.account.update()
        .where(store.account.c.id == account)
        .values(password_hash=_hasher().hash(password))
    )


def sign_in(uow: Transaction, email: str, password: str) -> str | None:
    """A session token, or None: address and password are not told apart. Locks an account after five failures.

    The caller commits in either case, since failures are counted.
    """
    row = store.account_by_email(uow, email)
    if row is not None and row["locked_until"] and row["locked_until"] > uow.now:
        return None
    known = row["password_hash"] if row is not None and row["password_hash"] else _decoy()
    try:
        _hasher().verify(known, password)
        matches = row is not None
    except argon2.exceptions.VerificationError:
        matches = False
    if row is None:
        return None
    table = store.account
    if not matches:
        failures = row["failures"] + 1
        locked = uow.now + timedelta(minutes=LOCK_MINUTES) if failures >= FAILURES_BEFORE_LOCK else None
        values = {"failures": 0 if locked else failures, "locked_until": locked}
        uow.execute(table.update().where(table.c.id == row["id"]).values(**values))
        return None
    uow.execute(table.update().where(table.c.id == row["id"]).values(failures=0, locked_until=None))
    token = secrets.token_urlsafe(32)
    uow.insert(store.session, [{
        "token_hash": store.token_hash(token), "account": row["id"], "csrf": secrets.token_urlsafe(24),
        "language": row["language"], "created_at": uow.now, "expires_at": uow.now + timedelta(hours=SESSION_HOURS),
    }])  # fmt: skip
    return token


def sign_out(uow: Transaction, token: str) -> None:
    uow.execute(store.session.delete().where(store.session.c.token_hash == store.token_hash(token)))


def choose_language(uow: Transaction, token: str, language: str) -> None:
    uow.execute(
        store.session.update()
        .where(store.session.c.token_hash == store.token_hash(token))
        .values(language=language)
    )
