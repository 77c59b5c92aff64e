"""JSON beside the pages, and the door by which envelopes come in. Amounts in minor units."""

from __future__ import annotations

from typing import Any

from litestar import Request, get, post
from litestar.enums import MediaType

from core.expenses.model import Expense
from core.federation.keys import KeyChange
from core.trade import (  # fmt: skip
    ClosingRate,
    Decline,
    OrderedPayment,
    SisterPayment,
    TakeIn,
    arrive,
    decline,
    enter_rates,
    incoming_listed,
    order_payments,
    take_in,
)
from core.trade.model import Answer, Incoming
from core.trade.reading import Owed, Sent, owed_to_sisters, sent_listed
from core.web.access import FINANCE_ONLY, PUBLIC
from core.web.forms import check_token
from core.web.page import Page


@post("/inbox", opt={"access": PUBLIC}, sync_to_thread=True, media_type=MediaType.JSON)
def inbox(page: Page, body: bytes) -> dict[str, Any]:
    """Takes a sister's document, her answer on one of ours, the group's rates, or a key somebody will sign with.

    Open to all, for the envelope's signature is its permission; the same one again changes nothing.
    """
    with page.house.store.work() as uow:
        taken = arrive(uow, body)
    if isinstance(taken, KeyChange):
        return {"entity": taken.entity, "since": taken.since}
    if isinstance(taken, Answer):
        return {"sender": taken.buyer, "number": taken.number}
    if isinstance(taken, Incoming):
        return {"sender": taken.sender, "number": taken.number}
    return {"rates": len(taken)}


@get("/api/between/received", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def received(page: Page) -> list[dict[str, Any]]:
    """The newest 200 documents of sisters, those that wait first: ``expense`` the note one became, ``declined`` why not."""
    with page.read() as uow:
        return [dict(row) for row in incoming_listed(uow)]


@get("/api/between/sent", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def sent(page: Page) -> list[Sent]:
    """The newest 200 documents to sisters and what became of them."""
    with page.read() as uow:
        return sent_listed(uow)


@get("/api/between/owed", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def owed(page: Page) -> list[Owed]:
    """What is booked of sisters and not wholly paid."""
    with page.read() as uow:
        return owed_to_sisters(uow)


@post("/api/between/notes", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def take(page: Page, data: list[TakeIn], request: Request[Any, Any, Any]) -> list[Expense]:
    """Make documents notes of activities, all or none."""
    check_token(page, request)
    with page.work() as uow:
        return take_in(uow, data)


@post("/api/between/refusals", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def refuse(page: Page, data: list[Decline], request: Request[Any, Any, Any]) -> list[Decline]:
    """Decline documents, all or none; their senders read why."""
    check_token(page, request)
    with page.work() as uow:
        decline(uow, data)
    return data


@post("/api/between/payments", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def pay(page: Page, data: list[OrderedPayment], request: Request[Any, Any, Any]) -> list[SisterPayment]:
    """Order transfers, all or none; what was ordered before is left out of the answer."""
    check_token(page, request)
    with page.work() as uow:
        return order_payments(uow, data)


@post("/api/between/rates", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def rates(page: Page, data: list[ClosingRate], request: Request[Any, Any, Any]) -> list[ClosingRate]:
    """Enter closing rates, all or none."""
    check_token(page, request)
    with page.work() as uow:
        enter_rates(uow, data)
    return data


HANDLERS = (inbox, received, sent, owed, take, refuse, pay, rates)
