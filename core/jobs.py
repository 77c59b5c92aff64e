"""Work after the commit: the outbox, what each topic does, and the durable worker that drains it.

A transaction leaves rows in ``outbox`` (UnitOfWork.later). A handler does one topic in a transaction of its own, in
which the row is marked done: killed at any moment, the work is done once or not yet. Handlers are safe to run twice.
A courier carries something to somebody else before that transaction, with no lock held however long the way takes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import sqlalchemy as sa

from core.db import Store, UnitOfWork, outbox
from shared_tools.refusal import Refusal

log = logging.getLogger(__name__)

Handler = Callable[[UnitOfWork, str, Any], None]
"""Called with the transaction, the outbox row's id and its payload."""

_handlers: dict[str, list[Handler]] = {}

Courier = Callable[[Store, Any], None]
"""Called with the store and the outbox row's payload, outside any transaction; what it brings may come twice."""

_couriers: dict[str, list[Courier]] = {}


def on(topic: str) -> Callable[[Handler], Handler]:
    """Register what happens after a commit that left ``topic``."""

    def register(handler: Handler) -> Handler:
        _handlers.setdefault(topic, []).append(handler)
        return handler

    return register


def carries(topic: str) -> Callable[[Courier], Courier]:
    """Register who carries what a commit of ``topic`` left to another house."""

    def register(courier: Courier) -> Courier:
        _couriers.setdefault(topic, []).append(courier)
        return courier

    return register


def waiting(store: Store, limit: int = 1000) -> list[str]:
    """Ids of outbox rows not done yet, oldest first."""
    statement = sa.select(outbox.c.id).where(outbox.c.done_at.is_(None)).order_by(outbox.c.id).limit(limit)
    with store.read() as uow:
        return list(uow.execute(statement).scalars())


def failures(store: Store) -> dict[str, int]:
    """How often each waiting row has failed; rows that never did are left out."""
    statement = sa.select(outbox.c.id, outbox.c.attempts).where(
        outbox.c.done_at.is_(None), outbox.c.attempts > 0
    )
    with store.read() as uow:
        return {row["id"]: row["attempts"] for row in uow.rows(statement)}


def perform(store: Store, key: str) -> bool:
    """Do one outbox row. False when another worker has done it. A failure is noted on the row and raised again."""
    try:
        _carry(store, key)
        with store.work() as uow:
            row = uow.one(sa.select(outbox).where(outbox.c.id == key).with_for_update())
            if row is None or row["done_at"] is not None:
                return False
            for handler in _handlers.get(row["topic"], ()):
                handler(uow, key, row["payload"])
            uow.execute(outbox.update().where(outbox.c.id == key).values(done_at=uow.now))
            return True
    except Exception as error:
        reason = str(error) if isinstance(error, Refusal) else f"{type(error).__name__}: {error}"
        with store.work() as uow:
            uow.execute(
                outbox.update()
                .where(outbox.c.id == key)
                .values(attempts=outbox.c.attempts + 1, last_error=reason)
            )
        raise


def _carry(store: Store, key: str) -> None:
    with store.read() as uow:
        row = uow.one(sa.select(outbox).where(outbox.c.id == key))
    if row is not None and row["done_at"] is None:
        for courier in _couriers.get(row["topic"], ()):
            courier(store, row["payload"])


def drain(store: Store) -> int:
    """Do everything that waits, one row a transaction; what fails stays for the next time. Returns how many were done."""
    done = 0
    for key in waiting(store, 1_000_000):
        try:
            done += perform(store, key)
        except Exception:
            # Noted on the row by perform. One letter that cannot be written must not hold up all the others.
            log.exception("outbox row %s failed", key)
    return done
