"""JSON beside the pages: adding clients."""

from __future__ import annotations

from typing import Any

from litestar import Request, post

from core.clients import Client, NewClient, add_clients
from core.web.access import SIGNED_IN
from core.web.forms import check_token
from core.web.page import Page


@post("/api/clients", opt={"access": SIGNED_IN}, sync_to_thread=True)
def add(page: Page, data: list[NewClient], request: Request[Any, Any, Any]) -> list[Client]:
    """Add clients, all or none. The session's token comes in the header x-csrf-token."""
    check_token(page, request)
    with page.work() as uow:
        return add_clients(uow, data)


HANDLERS = (add,)
