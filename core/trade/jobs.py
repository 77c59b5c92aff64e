"""After an invoice or credit note to a sister its data travels to her inbox; after a decision on hers, the answer."""

from __future__ import annotations

import re
from typing import Any, Literal

from core.db import Store, UnitOfWork, canonical
from core.federation import store as federation
from core.federation.envelope import seal
from core.federation.transport import send
from core.jobs import carries, on
from core.sales import invoice_by_id
from core.trade import store as documents
from core.trade.actions import answer_later, offer
from core.trade.model import Answer, Incoming
from shared_tools.refusal import Refusal


@on("invoice_issued")
def after_invoice(uow: UnitOfWork, key: str, invoice_id: Any) -> None:
    _to_be_offered(uow, invoice_id)


@on("credit_note_issued")
def after_credit_note(uow: UnitOfWork, key: str, invoice_id: Any) -> None:
    _to_be_offered(uow, invoice_id)


def _to_be_offered(uow: UnitOfWork, invoice_id: Any) -> None:
    """A row of its own: a sister out of reach holds up neither the client's letter nor the fund."""
    invoice = invoice_by_id(uow, invoice_id)
    if invoice and invoice.buyer.entity:
        uow.later("trade_offered", [invoice.id])


@carries("trade_offered")
def to_the_sister(store: Store, invoice_id: Any) -> None:
    """Raises Refusal ``no_address``, ``no_key``, ``not_received``: the row waits and says why."""
    with store.read() as uow:
        invoice = invoice_by_id(uow, invoice_id)
        if invoice is None:
            return
        sister = invoice.buyer.entity
        address, body = federation.address_of(uow, sister), offer(uow, invoice)
    _bring(store, sister, address, "trade", invoice.number, body)


@on("expense_approved")
def after_approval(uow: UnitOfWork, key: str, expense_id: Any) -> None:
    """A sister's document is booked: she is told."""
    found = documents.documents_of_notes(uow, [expense_id])
    answer_later(uow, list(documents.incoming_by_id(uow, found.values()).values()))


@carries("trade_answered")
def back_to_the_sister(store: Store, document_id: Any) -> None:
    """Raises Refusal ``no_address``, ``no_key``, ``not_received``: the row waits and says why."""
    with store.read() as uow:
        document = documents.incoming_by_id(uow, [document_id])[document_id]
        address, body = federation.address_of(uow, document.sender), canonical(_answer(uow, document))
    _bring(store, document.sender, address, "answer", document.number, body)


def _answer(uow: UnitOfWork, document: Incoming) -> Answer:
    declined = documents.declined(uow, [document.id])
    return Answer(
        buyer=uow.country.code, seller=document.sender, number=document.number,
        state="declined" if declined else "booked", reason=declined.get(document.id, ""),
    )  # fmt: skip


def _bring(
    store: Store, sister: str, address: str | None, kind: Literal["trade", "answer"], number: str, body: bytes
) -> None:
    if address is None:
        raise Refusal(
            "no_address", f"nobody has said where {sister} receives.", field="address",
            way_out=f"Enter it: smartcoop trade to HOME {sister} ADDRESS.",
        )  # fmt: skip
    if store.key is None:
        raise Refusal("no_key", "there is no signing key.", way_out="Restore it from the safe copy.")
    code = store.country.code
    name = re.sub(r"[^A-Za-z0-9]+", "-", number)
    send(address, f"{code}-{kind}-{name}", seal(store.key, kind, code, body))
