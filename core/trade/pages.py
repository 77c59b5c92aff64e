"""An entity's inbox: what sisters and the group send it. Its signature is an envelope's permission."""

from __future__ import annotations

from typing import Any

from litestar import post
from litestar.enums import MediaType

from core.federation.envelope import parsed
from core.federation.keys import receive_proposal
from core.trade.actions import receive
from core.web.access import PUBLIC
from core.web.page import Page


@post("/inbox", opt={"access": PUBLIC}, sync_to_thread=True, media_type=MediaType.JSON)
def inbox(page: Page, body: bytes) -> dict[str, Any]:
    """Takes a sister's document, or a key somebody will sign with; the same one again changes nothing."""
    with page.house.store.work() as uow:
        if parsed(body).kind == "keys":
            change = receive_proposal(uow, body)
            return {"entity": change.entity, "since": change.since}
        taken = receive(uow, body)
    return {"sender": taken.sender, "number": taken.number}


HANDLERS = (inbox,)
