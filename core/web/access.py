"""Who may see what: every route states its rule, one guard enforces them all.

A rule is public, or asks for one of some roles, or for ownership: a member sees what is theirs, staff see the entity.
What somebody may not see does not exist for them (404), so that an address guessed tells nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from anyio import to_thread
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, NotFoundException, PermissionDeniedException
from litestar.handlers.base import BaseRouteHandler

from core.access import Session, session_of
from core.db import Transaction
from core.web.house import House

Owns = Callable[[Any, Session, Mapping[str, Any]], bool]
"""Whether the session's person owns what the path's parameters name; asked in a reading transaction."""

_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
STAFF = frozenset({"adviser", "finance"})


@dataclass(frozen=True)
class Rule:
    """``name`` is what the access test compares with; ``roles`` any of which suffices; ``owns`` for those outside them."""

    name: str
    roles: frozenset[str] = frozenset()
    owns: Owns | None = None
    public: bool = False


PUBLIC = Rule("public", public=True)
SIGNED_REQUEST = Rule("signed request", public=True)
"""Open to the guard, because no session opens it: the handler asks for a signature and refuses (401) without."""
SIGNED_IN = Rule("signed in", frozenset({"member", "adviser", "finance", "group"}))
STAFF_ONLY = Rule("staff", STAFF)
FINANCE_ONLY = Rule("finance", frozenset({"finance"}))
GROUP_ONLY = Rule("group", frozenset({"group"}))


def own(what: str, owns: Owns) -> Rule:
    """Staff, and the member to whom it belongs."""
    return Rule(f"own {what}", STAFF, owns)


def allows(rule: Rule, session: Session | None, uow: Transaction, parameters: Mapping[str, Any]) -> bool:
    if rule.public:
        return True
    if session is None:
        return False
    if session.actor.roles & rule.roles:
        return True
    return rule.owns is not None and "member" in session.actor.roles and rule.owns(uow, session, parameters)


async def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
    """Find the session, ask the route's rule, refuse what came from another site.

    Raises NotAuthorizedException without a session, PermissionDeniedException for a role, NotFoundException for what
    is not one's own.
    """
    house: House = handler.opt["house"]
    rule: Rule = handler.opt["access"]
    for name, value in connection.path_params.items():
        if name.endswith("_id") and not _ID.fullmatch(str(value)):
            raise NotFoundException  # PostgreSQL would not even compare it
    _refuse_other_sites(connection)
    token = connection.cookies.get(house.cookie, "")

    def ask() -> tuple[Session | None, bool]:
        with house.store.read() as uow:
            session = session_of(uow, token, uow.now) if token else None
            return session, allows(rule, session, uow, connection.path_params)

    session, allowed = await to_thread.run_sync(ask)
    connection.state["session"] = session
    if allowed:
        return
    if session is None:
        raise NotAuthorizedException("sign in first")
    if rule.owns is not None:
        raise NotFoundException
    raise PermissionDeniedException(f"this is for {', '.join(sorted(rule.roles))}")


def _refuse_other_sites(connection: ASGIConnection[Any, Any, Any, Any]) -> None:
    """A form posted from another site carries that site's Origin; our own carry ours."""
    if connection.scope.get("method") in ("GET", "HEAD", "OPTIONS"):
        return
    origin = connection.headers.get("origin", "")
    if origin and urlsplit(origin).netloc != connection.headers.get("host", ""):
        raise PermissionDeniedException("this came from another site")
