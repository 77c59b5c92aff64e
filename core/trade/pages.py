"""An entity's inbox: what sisters and the group send it. Its signature is an envelope's permission."""

from __future__ import annotations

from typing import Any

from litestar import post
from litestar.enums import MediaType

from core.federation.keys import KeyChange
from core.trade import arrive
from core.trade.model import Answer, Incoming
from core.web.access import PUBLIC
from core.web.page import Page


@post("/inbox", opt={"access": PUBLIC}, sync_to_thread=True, media_type=MediaType.JSON)
def inbox(page: Page, body: bytes) -> dict[str, Any]:
    """Takes a sister's document, her answer on one of ours, the group's rates, or a key somebody will sign with."""
    with page.house.store.work() as uow:
        taken = arrive(uow, body)
    if isinstance(taken, KeyChange):
        return {"entity": taken.entity, "since": taken.since}
    if isinstance(taken, Answer):
        return {"sender": taken.buyer, "number": taken.number}
    if isinstance(taken, Incoming):
        return {"sender": taken.sender, "number": taken.number}
    return {"rates": len(taken)}


HANDLERS = (inbox,)
