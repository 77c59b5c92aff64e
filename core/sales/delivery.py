"""What leaves by which channel, and what became of it: one row a document and channel, sent once.

queued → unknown → sent → accepted, or refused with its reason. A row is unknown from before its file leaves until an
answer is noted: killed in between, it is asked about under the same key, never sent blindly a second time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec
import sqlalchemy as sa

from core.clients import clients_by_id
from core.db import Id, Instant, Store, UnitOfWork, build, metadata, not_found
from core.sales import store
from core.sales.channels import Channel, NotSent, Parcel, Receipt, Unknown
from core.sales.files import document_for, file_of, keep_file, quote_paper
from core.sales.formats import PDF, format_for, format_of
from core.sales.links import Signs, link_for
from core.words import Words
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

State = Literal["queued", "unknown", "sent", "accepted", "refused"]
STATES = {
    "queued": (N_("waits to be sent"), "wait"), "unknown": (N_("nobody knows yet whether it arrived"), "late"),
    "sent": (N_("sent"), "good"), "accepted": (N_("arrived"), "good"), "refused": (N_("refused"), "late"),
}  # fmt: skip
CHANNELS = {"mail": N_("By mail"), "access_point": N_("As an e-invoice")}
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(hours=6)

dispatch = sa.Table(
    "dispatch",
    metadata,
    sa.Column("document", Id, primary_key=True),
    sa.Column("channel", sa.Text, primary_key=True),
    sa.Column("document_type", sa.Text, nullable=False),
    sa.Column("client", Id, sa.ForeignKey("client.id"), nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("state", sa.Text, nullable=False),
    sa.Column("receipt", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("attempts", sa.Integer, nullable=False),
    sa.Column("queued_at", Instant, nullable=False),
    sa.Column("changed_at", Instant, nullable=False),
    sa.Column("next_at", Instant),
    sa.Index("ix_dispatch_next_at", "next_at"),
)


class Dispatch(msgspec.Struct, frozen=True, kw_only=True):
    document: str
    channel: str
    document_type: str
    client: str
    format: str
    state: State
    receipt: str
    reason: str
    attempts: int
    queued_at: datetime
    changed_at: datetime
    next_at: datetime | None

    @property
    def key(self) -> str:
        """The same for every attempt, and of no other document."""
        return f"{self.document}-{self.channel.replace('_', '-')}"


def queue_invoice(uow: UnitOfWork, invoice_id: str) -> None:
    """An invoice or credit note leaves by its client's format, and by mail for the client's people. Twice is once."""
    invoice = store.invoice_by_id(uow, invoice_id)
    if invoice is None:
        return
    form = format_for(invoice.buyer, uow.country, invoice.day)
    if form.channel == "access_point":
        _queue(uow, invoice_id, "access_point", "invoice", invoice.client, form.code)
    _queue(uow, invoice_id, "mail", "invoice", invoice.client, PDF if form.channel != "mail" else form.code)


def queue_quote(uow: UnitOfWork, quote_id: str) -> None:
    quote = store.quote_by_id(uow, quote_id)
    if quote is not None:
        _queue(uow, quote_id, "mail", "quote", quote.client, PDF)


def _queue(uow: UnitOfWork, document: str, channel: str, document_type: str, client: str, form: str) -> None:
    uow.insert_or_ignore(dispatch, {
        "document": document, "channel": channel, "document_type": document_type, "client": client, "format": form,
        "state": "queued", "receipt": "", "reason": "", "attempts": 0, "queued_at": uow.now, "changed_at": uow.now,
        "next_at": uow.now,
    })  # fmt: skip


def dispatches_of(uow: UnitOfWork, document: str) -> list[Dispatch]:
    rows = uow.rows(sa.select(dispatch).where(dispatch.c.document == document).order_by(dispatch.c.channel))
    return [build(Dispatch, row) for row in rows]


def due(uow: UnitOfWork, limit: int = 500) -> list[tuple[str, str, int]]:
    """Document, channel and attempts of what is to be sent or asked about now, the oldest first."""
    statement = (
        sa.select(dispatch.c.document, dispatch.c.channel, dispatch.c.attempts)
        .where(dispatch.c.next_at <= uow.now)
        .order_by(dispatch.c.next_at, dispatch.c.document)
        .limit(limit)
    )
    return [(row["document"], row["channel"], row["attempts"]) for row in uow.rows(statement)]


def not_delivered(uow: UnitOfWork, limit: int = 50) -> list[Dispatch]:
    """What a person has to look at: refused, or unknown and not to be asked."""
    waits = sa.or_(
        dispatch.c.state == "refused", sa.and_(dispatch.c.state == "unknown", dispatch.c.next_at.is_(None))
    )
    rows = uow.rows(sa.select(dispatch).where(waits).order_by(dispatch.c.queued_at).limit(limit))
    return [build(Dispatch, row) for row in rows]


# --- sending ------------------------------------------------------------------------------------------------------


def deliver_due(opened: Store, channels: Mapping[str, Channel]) -> int:
    """Send and ask whatever is due; how many rows were tried."""
    with opened.read() as uow:
        waiting = due(uow)
    for document, channel, _ in waiting:
        deliver(opened, channels, document, channel)
    return len(waiting)


def deliver(opened: Store, channels: Mapping[str, Channel], document: str, channel: str) -> State | None:
    """One attempt. None where another worker has it, or nothing is due. Never holds a transaction while it waits."""
    by = channels[channel]
    begun = opened.run(lambda uow: _begin(uow, document, channel, by.asks, opened.key))
    if begun is None:
        return None
    row, parcel = begun
    if parcel is None:
        return "refused"
    try:
        known = by.ask(row.key) if row.state in ("unknown", "sent") else None
        receipt = known or (by.send(parcel) if row.state != "sent" else None)
        if receipt is None:
            return row.state
    except NotSent as error:
        return _note(opened, row, row.state, reason=str(error), asks=by.asks)
    except Unknown as error:
        return _note(
            opened, row, "unknown" if row.state != "sent" else "sent", reason=str(error), asks=by.asks
        )
    return _note(
        opened, row, receipt.state, receipt.reason, receipt.id, asks=by.asks and receipt.state == "sent"
    )


def _begin(
    uow: UnitOfWork, document: str, channel: str, asks: bool, key: Signs | None
) -> tuple[Dispatch, Parcel | None] | None:
    """Note that an attempt begins, before anything leaves; and what leaves. A parcel that cannot be made is refused."""
    found = uow.one(
        sa.select(dispatch)
        .where(dispatch.c.document == document, dispatch.c.channel == channel)
        .with_for_update()
    )
    if found is None or found["next_at"] is None or found["next_at"] > uow.now:
        return None
    row = build(Dispatch, found)
    if row.state == "unknown" and not asks:
        _change(uow, row, next_at=None)
        return None
    try:
        parcel = _parcel(uow, row, key)
    except Refusal as refusal:
        _change(uow, row, state="refused", reason=str(refusal), next_at=None)
        return row, None
    wait = min(FIRST_WAIT * 2 ** min(row.attempts, 12), LONGEST_WAIT)
    state = "sent" if row.state == "sent" else "unknown"
    _change(uow, row, state=state, attempts=row.attempts + 1, next_at=uow.now + wait)
    return row, parcel


def _note(
    opened: Store, row: Dispatch, state: State, reason: str = "", receipt: str = "", asks: bool = False
) -> State:
    """What became of the attempt. What is sure, or can neither be asked nor sent again, is not due any more."""

    def note(uow: UnitOfWork) -> None:
        changed: dict[str, Any] = {"state": state, "reason": reason[:1000]}
        if receipt:
            changed["receipt"] = receipt
        if state in ("accepted", "refused") or (state in ("sent", "unknown") and not asks):
            changed["next_at"] = None
        _change(uow, row, **changed)

    opened.run(note)
    return state


def _change(uow: UnitOfWork, row: Dispatch, **values: Any) -> None:
    uow.execute(
        dispatch.update()
        .where(dispatch.c.document == row.document, dispatch.c.channel == row.channel)
        .values(changed_at=uow.now, **values)
    )


def settle(uow: UnitOfWork, document: str, channel: str, arrived: bool) -> None:
    """A person's word: it arrived, or it is to be sent again. Raises Refusal ``not_found``, ``dispatch_state``."""
    row = next((d for d in dispatches_of(uow, document) if d.channel == channel), None)
    if row is None:
        raise not_found("dispatch", f"{document} {channel}")
    if row.state not in ("refused", "unknown"):
        raise Refusal(
            "dispatch_state", f"it is {row.state} already.", field="channel", way_out="Nothing is to be done."
        )
    if arrived:
        _change(uow, row, state="accepted", next_at=None, reason="")
    else:
        _change(uow, row, state="queued", next_at=uow.now)


# --- what is in it ------------------------------------------------------------------------------------------------

_LETTERS = {
    "invoice": (N_("Invoice {number}"), N_("You find our invoice of {amount} enclosed; please pay it by {day} with reference {reference}.")),
    "credit_note": (N_("Credit note {number}"), N_("You find our credit note of {amount} enclosed.")),
    "quote": (N_("Quote {number}"), N_("You find our quote of {amount} without VAT enclosed.")),
}  # fmt: skip
_LINK = N_("You can also read it here: {address}")
_AGREE = N_("You can read it and agree to it here: {address}")


def _parcel(uow: UnitOfWork, row: Dispatch, key: Signs | None) -> Parcel:
    """A letter carries its link where the instance has a key to make one and an address to find it at.

    Raises Refusal ``no_address`` where the client has none for this channel, or of what the document lacks."""
    client = clients_by_id(uow, [row.client])[row.client]
    words = Words(client.language, uow.country)
    kind, values, files = row.document_type, {}, ()
    if row.document_type == "quote":
        quote = store.quote_by_id(uow, row.document)
        assert quote is not None
        files = (quote_paper(uow, row.document),)
        values = {"number": quote.number, "amount": words.money(quote.net, uow.country.currency)}
        recipient, sender = client.email, ""
    else:
        invoice = store.invoice_by_id(uow, row.document)
        assert invoice is not None
        document = document_for(uow, invoice)
        kind = invoice.kind
        values = {
            "number": invoice.number, "amount": words.money(invoice.gross, invoice.currency),
            "day": words.day(invoice.due), "reference": invoice.reference,
        }  # fmt: skip
        # A PDF with the invoice inside is the paper as well: it goes alone.
        alone = row.channel == "access_point" or format_of(row.format).extension == "pdf"
        codes = [row.format] if alone else [PDF, row.format]
        files = tuple(keep_file(uow, row.document, code) for code in codes)
        buys, sells = document.buyer.electronic_address, document.seller.electronic_address
        recipient, sender = client.email, f"{sells.scheme}:{sells.value}" if sells else ""
        if row.channel == "access_point":
            recipient = f"{buys.scheme}:{buys.value}" if buys else ""
            if not recipient and not format_of(row.format).addressed:
                recipient = (
                    document.buyer.vat_id or document.buyer.name
                )  # a portal or the SdI finds it in the file
    if not recipient:
        missing = "e-mail address" if row.channel == "mail" else "electronic address"
        raise Refusal(
            "no_address", f"{client.name} has no {missing}.", field="client",
            way_out="Print the PDF and post it, or add the client with its address and issue anew.",
        )  # fmt: skip
    subject, body = _LETTERS[kind]
    text = words(body, **values)
    if row.channel == "mail" and uow.identity.public_address and key:
        token = link_for(uow, key, row.client, "quote" if kind == "quote" else "invoice", row.document)
        address = f"{uow.identity.public_address.rstrip('/')}/client/{token}"
        text += "\n\n" + words(_AGREE if kind == "quote" else _LINK, address=address)
    return Parcel(
        key=row.key,
        recipient=recipient,
        subject=words(subject, **values),
        body=text,
        files=files,
        sender=sender,
    )


__all__ = ["CHANNELS", "STATES", "Dispatch", "Receipt", "deliver", "deliver_due", "dispatches_of", "due", "file_of",
           "not_delivered", "queue_invoice", "queue_quote", "settle"]  # fmt: skip
