"""Receiving a sister's document, saying which activity bears it, paying it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from core.activities import activities_by_id
from core.activities.store import managers_of
from core.db import UnitOfWork, build, canonical, new_id, not_found, row_of
from core.expenses import enter_documents
from core.expenses.model import Expense
from core.expenses.store import expense_rows
from core.federation import open_envelope
from core.federation import store as federation
from core.federation.envelope import parsed
from core.federation.keys import wrong_kind
from core.ledger import post
from core.sales.model import Invoice
from core.sales.store import invoices_by_id
from core.trade import postings, rules, store
from core.trade.model import Incoming, NewSisterPayment, Offered, SisterPayment, TakeIn
from shared_tools.money import major, minor
from shared_tools.refusal import Refusal, naming


def offer(uow: UnitOfWork, invoice: Invoice) -> bytes:
    """The body of the envelope that tells a sister of ``invoice``: the same bytes whenever it is asked for."""
    corrected = invoices_by_id(uow, [invoice.credits]) if invoice.credits else {}
    credits = corrected[invoice.credits].number if invoice.credits else ""
    return canonical(rules.offered(invoice, uow.country.code, credits))


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
        if found["body"] != body:
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
    taken = store.expense_taken(uow, [one.document for one in wanted])
    if taken:
        raise Refusal("taken_in", "this document is a note already.", field="document", way_out="Look at the note.")  # fmt: skip
    return _take_in(uow, wanted)


def _take_in(uow: UnitOfWork, wanted: Sequence[TakeIn]) -> list[Expense]:
    taken = store.expense_taken(uow, [one.document for one in wanted])
    wanted = [one for one in wanted if one.document not in taken]
    documents = store.incoming_by_id(uow, [one.document for one in wanted])
    activities = activities_by_id(uow, [one.activity for one in wanted])
    currency = uow.country.currency
    number = uow.draw("expense", len(wanted)) if wanted else 0
    made: list[Expense] = []
    for index, one in enumerate(wanted):
        with naming(f"documents.{index}") if len(wanted) > 1 else naming("document"):
            if one.document not in documents:
                raise not_found("document", one.document)
            if one.activity not in activities:
                raise not_found("activity", one.activity)
            document, activity = documents[one.document], activities[one.activity]
            rate = rules.rate_of(document, currency, one.rate, one.rate_source)
            made.append(rules.expense_of(
                document, rate, one.rate, number + index, new_id(), activity.id, managers_of(uow, activity.id)[0],
                activity.structure, currency, uow.today,
            ))  # fmt: skip
    enter_documents(uow, made)
    store.take(uow, [
        {
            "document": one.document, "expense": expense.id, "rate": one.rate, "rate_source": one.rate_source,
            "taken_at": uow.now, "taken_by": uow.actor.id,
        }
        for one, expense in zip(wanted, made, strict=True)
    ])  # fmt: skip
    return made


def pay_sisters(uow: UnitOfWork, payments: Sequence[NewSisterPayment]) -> list[SisterPayment]:
    """Book what left the bank for sisters' documents; a movement known by its ``bank_key`` is passed over.

    Raises Refusal ``not_allowed``, ``not_found``, ``not_a_sister_s``, ``expense_state``, ``amount``, ``paid_twice``,
    ``future_day``.
    """
    uow.require("finance")
    known = store.known_payments(uow, [new.bank_key for new in payments])
    fresh = list({new.bank_key: new for new in payments if new.bank_key not in known}.values())
    rows = {row["id"]: row for row in expense_rows(uow, [new.expense for new in fresh])}
    before: dict[str, tuple[int, int]] = {}
    for item in store.payments_of(uow, rows):
        paid, booked = before.get(item.expense, (0, 0))
        before[item.expense] = paid + item.amount, booked + item.settled
    made: list[SisterPayment] = []
    for new in fresh:
        with naming(f"payment {new.bank_key}"):
            if new.expense not in rows:
                raise not_found("expense", new.expense)
            expense = build(Expense, rows[new.expense])
            _check_payable(uow, expense, rows[new.expense]["state"], new)
            amount, paid = minor(new.amount, expense.document_currency), minor(new.paid, uow.country.currency)
            already, booked = before.get(expense.id, (0, 0))
            left = expense.document_gross - already
            if amount <= 0 or paid <= 0:
                raise Refusal("amount", f"{new.amount} is no payment.", field="amount", way_out="Enter what left the bank.")  # fmt: skip
            if amount > left:
                raise Refusal(
                    "paid_twice", f"{expense.document_number} has {major(left, expense.document_currency)} left to pay.",
                    field="amount", way_out="Look at its earlier payments.",
                )  # fmt: skip
        settled = rules.settled(expense, already, booked, amount)
        before[expense.id] = already + amount, booked + settled
        made.append(SisterPayment(
            id=new_id(), expense=expense.id, counterparty=expense.counterparty, structure=expense.structure,
            bank_key=new.bank_key, day=new.day, amount=amount, settled=settled, paid=paid,
        ))  # fmt: skip
    uow.insert(store.sister_payment, [row_of(item) for item in made])
    post(uow, [
        postings.paid(item, build(Expense, rows[item.expense]), uow.country.currency) for item in made
    ])  # fmt: skip
    return made


def _check_payable(uow: UnitOfWork, expense: Expense, state: str, new: NewSisterPayment) -> None:
    if not expense.counterparty:
        raise Refusal("not_a_sister_s", f"note {expense.number} is a member's.", field="expense", way_out="Members are paid by the pay run.")  # fmt: skip
    if state != "approved":
        raise Refusal("expense_state", f"note {expense.number} is {state}.", field="expense", way_out="Have it approved first.")  # fmt: skip
    if new.day > uow.today:
        raise Refusal("future_day", f"{new.day} is not past.", field="day", way_out="Enter the booking day.")
