"""A sister's document: offering ours, receiving hers, saying which activity bears it or that none does."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from core.activities import activities_by_id
from core.activities.store import managers_of
from core.db import UnitOfWork, build, canonical, new_id, not_found
from core.expenses import enter_documents
from core.expenses.model import Expense
from core.expenses.postings import approved
from core.federation import open_envelope
from core.federation import store as federation
from core.federation.envelope import parsed
from core.federation.keys import wrong_kind
from core.ledger import Entry
from core.sales.model import Invoice
from core.sales.store import invoices_by_id
from core.trade import rules, store
from core.trade.model import Decline, Incoming, Offered, TakeIn
from shared_tools.money import percent
from shared_tools.refusal import Refusal, naming

_DECIDING = "sisters' documents"
"""Taken in by one and declined by another at once, a document would be both."""


def offer(uow: UnitOfWork, invoice: Invoice) -> bytes:
    """The body of the envelope that tells a sister of ``invoice``: the same bytes whenever it is asked for, as long as
    our account is the same."""
    corrected = invoices_by_id(uow, [invoice.credits]) if invoice.credits else {}
    credits = corrected[invoice.credits].number if invoice.credits else ""
    account = uow.particulars(invoice.structure).iban
    return canonical(rules.offered(invoice, uow.country.code, credits, account))


def receive(uow: UnitOfWork, raw: bytes) -> Incoming:
    """Take in an envelope of internal trade; the same document again changes nothing.

    Where it quotes an activity of ours and is in our money, it is a note that waits for approval at once.
    Raises Refusal of open_envelope, and ``wrong_kind``, ``not_a_document``, ``document_differs`` or of rules.check.
    """
    envelope, body = open_envelope(raw, federation.trusted_keys(uow, parsed(raw).sender), uow.today)
    if envelope.kind != "trade":
        raise wrong_kind(envelope.kind)
    try:
        document = msgspec.json.decode(body, type=Offered)
    except msgspec.DecodeError as error:
        raise Refusal(
            "not_a_document", f"{error}.", where=envelope.sender, way_out="Ask the sender for it again."
        ) from None
    try:
        rules.check(document, envelope.sender, uow.country.code)
        found = store.known(uow, document.seller, document.number)
        if found is None:
            facts = {
                name: getattr(document, name)
                for name in Incoming.__struct_fields__
                if name not in ("id", "sender")
            }
            store.insert(uow, {
                **facts, "id": new_id(), "sender": document.seller, "body": body, "envelope": raw, "received_at": uow.now,
            })  # fmt: skip
            found = store.known(uow, document.seller, document.number)
            assert found is not None
        if not rules.same(document, msgspec.json.decode(found["body"], type=Offered)):
            raise Refusal(
                "document_differs", "another content has this number already.", field="number",
                way_out="A correction is a credit note and a new invoice, each with its own number.",
            )  # fmt: skip
    except Refusal as refusal:
        raise refusal.at(f"{document.seller} {document.number}") from None
    item = build(Incoming, found)
    if item.currency == uow.country.currency and activities_by_id(
        uow, [item.activity] if item.activity else []
    ):
        _take_in(uow, [TakeIn(document=item.id, activity=item.activity)])
    return item


def take_in(uow: UnitOfWork, wanted: Sequence[TakeIn]) -> list[Expense]:
    """Make documents received notes of an activity, which somebody approves like any other.

    Raises Refusal ``not_allowed``, ``not_found``, ``taken_in`` or of rules.rate_of.
    """
    uow.require("adviser", "finance")
    uow.alone(_DECIDING)
    _refuse_settled(uow, [one.document for one in wanted])
    return _take_in(uow, wanted)


def decline(uow: UnitOfWork, declined: Sequence[Decline]) -> None:
    """Say that nobody here bears a document; the sister reads why. What an adviser refused as a note can be declined.

    Raises Refusal ``not_allowed``, ``not_found``, ``taken_in``, ``declined``, ``reason_missing``.
    """
    uow.require("finance")
    uow.alone(_DECIDING)
    known = store.incoming_by_id(uow, [one.document for one in declined])
    _refuse_settled(uow, list(known), refused_notes_too=False)
    for one in declined:
        with naming("document"):
            if one.document not in known:
                raise not_found("document", one.document)
            if not one.reason.strip():
                raise Refusal("reason_missing", "a refusal says why.", field="reason", way_out="Enter the reason: the sister reads it.")  # fmt: skip
    store.insert_declined(uow, [
        {"document": one.document, "reason": one.reason.strip(), "declined_at": uow.now, "declined_by": uow.actor.id}
        for one in declined
    ])  # fmt: skip
    answer_later(uow, list(known.values()))


def _refuse_settled(uow: UnitOfWork, documents: Sequence[str], refused_notes_too: bool = True) -> None:
    """Raises Refusal where a document is declined, or a note already (one refused as a note counts where asked)."""
    if store.declined(uow, documents):
        raise Refusal("declined", "this document was declined.", field="document", way_out="Ask the sister for a credit note and a new invoice.")  # fmt: skip
    for state in store.note_states(uow, documents).values():
        if state != "refused" or refused_notes_too:
            raise Refusal("taken_in", "this document is a note already.", field="document", way_out="Look at the note.")  # fmt: skip


def preview(uow: UnitOfWork, wanted: TakeIn) -> tuple[Expense, Entry]:
    """The note ``wanted`` would become, its number 0, and the entry that its approval today would post. Nothing is kept.

    Raises Refusal ``not_found`` or of rules.rate_of, and of the country's VAT rates.
    """
    [expense] = _notes(uow, [wanted], 0)
    return expense, approved(expense, uow.today, uow.country.currency)


def _take_in(uow: UnitOfWork, wanted: Sequence[TakeIn]) -> list[Expense]:
    taken = store.expense_taken(uow, [one.document for one in wanted])
    wanted = [one for one in wanted if one.document not in taken]
    made = _notes(uow, wanted, uow.draw("expense", len(wanted)) if wanted else 0)
    enter_documents(uow, made)
    store.take(uow, [
        {
            "document": one.document, "expense": expense.id, "rate": one.rate, "rate_source": one.rate_source,
            "taken_at": uow.now, "taken_by": uow.actor.id,
        }
        for one, expense in zip(wanted, made, strict=True)
    ])  # fmt: skip
    return made


def _notes(uow: UnitOfWork, wanted: Sequence[TakeIn], number: int) -> list[Expense]:
    """The notes that ``wanted`` becomes, numbered from ``number`` on."""
    documents = store.incoming_by_id(uow, [one.document for one in wanted])
    activities = activities_by_id(uow, [one.activity for one in wanted if one.activity])
    facts, currency = uow.country.facts, uow.country.currency
    made: list[Expense] = []
    for index, one in enumerate(wanted):
        with naming(f"documents.{index}") if len(wanted) > 1 else naming("document"):
            if one.document not in documents:
                raise not_found("document", one.document)
            document = documents[one.document]
            if not one.activity:
                raise Refusal("activity_missing", "an activity bears it.", field="activity", way_out="Choose one.")  # fmt: skip
            if one.activity not in activities:
                raise not_found("activity", one.activity)
            activity = activities[one.activity]
            rate = rules.rate_of(document, currency, one.rate, one.rate_source)
            vat = facts.vat(one.vat, document.day).percent if document.reverse_base else "0"
            made.append(rules.expense_of(
                document, rate, one.rate, number + index, new_id(), activity.id, managers_of(uow, activity.id)[0],
                activity.structure, currency, uow.today, percent(vat),
                deducted=facts.structure(activity.structure, document.day).vat == "taxed",
            ))  # fmt: skip
    return made


def answer_later(uow: UnitOfWork, documents: Sequence[Incoming]) -> None:
    """Leave the answer to each document for its sender; where nobody has said where the sender receives, none is due."""
    reachable = federation.peers(uow)
    uow.later("trade_answered", [item.id for item in documents if item.sender in reachable])


def introduce(uow: UnitOfWork, entity: str, address: str) -> None:
    """Say where ``entity`` receives. Was it unknown until now, she is told of all her documents decided meanwhile."""
    new = federation.address_of(uow, entity) is None
    federation.set_peer(uow, entity, address)
    if new:
        answer_later(uow, store.decided(uow, entity))
