"""Whatever a sister or the group sends: one door, by the kind of envelope. Its signature is its permission."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from core.db import UnitOfWork
from core.federation import open_envelope
from core.federation import store as federation
from core.federation.envelope import Envelope, parsed
from core.federation.keys import KeyChange, receive_proposal
from core.trade import store
from core.trade.actions import receive
from core.trade.closing import keep_rates
from core.trade.model import Answer, ClosingRate, Incoming
from shared_tools.refusal import Refusal

GROUP = "group"
T = TypeVar("T")

Arrived = Incoming | Answer | KeyChange | list[ClosingRate]


def arrive(uow: UnitOfWork, raw: bytes) -> Arrived:
    """Take an envelope in; the same one again changes nothing.

    Raises Refusal of open_envelope and of what its kind holds: ``wrong_kind``, ``not_a_document`` and the others of
    actions.receive, ``not_an_answer``, ``answered_otherwise``, ``not_the_group``, ``rate_frozen``.
    """
    kind = parsed(raw).kind
    if kind == "keys":
        return receive_proposal(uow, raw)
    if kind == "answer":
        return take_answer(uow, raw)
    if kind == "rates":
        return take_rates(uow, raw)
    return receive(uow, raw)


def take_answer(uow: UnitOfWork, raw: bytes) -> Answer:
    """Keep what a sister did with a document of ours."""
    envelope, answer = _read(uow, raw, Answer, "not_an_answer")
    if answer.buyer != envelope.sender or answer.seller != uow.country.code:
        raise Refusal(
            "not_an_answer", f"{envelope.sender} answers for {answer.buyer} to {answer.seller}.", field="buyer",
            way_out="Each answers in its own name, to whom has asked.",
        )  # fmt: skip
    row = {"sender": answer.buyer, "number": answer.number, "state": answer.state, "reason": answer.reason}
    if store.keep_answer(uow, {**row, "received_at": uow.now}) != row:
        raise Refusal(
            "answered_otherwise", f"{answer.buyer} has answered otherwise on {answer.number}.", field="state",
            way_out="Ask them which one holds.",
        )  # fmt: skip
    return answer


def take_rates(uow: UnitOfWork, raw: bytes) -> list[ClosingRate]:
    """Keep the rates the group froze: every sister then closes with the same ones."""
    envelope, rates = _read(uow, raw, list[ClosingRate], "not_rates")
    if envelope.sender != GROUP:
        raise Refusal("not_the_group", f"{envelope.sender} freezes no rates.", field="sender", way_out="Only the group's rates hold for all.")  # fmt: skip
    keep_rates(uow, rates)
    return rates


def _read(uow: UnitOfWork, raw: bytes, kind: type[T], otherwise: str) -> tuple[Envelope, T]:
    envelope, body = open_envelope(raw, federation.trusted_keys(uow, parsed(raw).sender), uow.today)
    try:
        return envelope, msgspec.json.decode(body, type=kind)
    except msgspec.DecodeError as error:
        raise Refusal(otherwise, f"{error}.", where=envelope.sender, way_out="Ask the sender for it again.") from None  # fmt: skip
