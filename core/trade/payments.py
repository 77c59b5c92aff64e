"""Paying sisters: booking what left the bank, and ordering a transfer. One thing is paid once, whatever is killed when."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from core.db import UnitOfWork, build, new_id, not_found, row_of
from core.expenses.model import Expense
from core.expenses.store import expense_rows
from core.ledger import post
from core.trade import postings, rules, store
from core.trade.model import NewSisterPayment, OrderedPayment, SisterPayment
from core.trade.open_documents import OpenDocument, left_of, open_documents
from shared_tools.money import major, minor
from shared_tools.refusal import Refusal, naming


def pay_sisters(uow: UnitOfWork, payments: Sequence[NewSisterPayment]) -> list[SisterPayment]:
    """Book what left the bank for sisters' documents; a movement known by its ``bank_key`` is passed over.

    Raises Refusal ``not_allowed``, ``not_found``, ``not_a_sister_s``, ``expense_state``, ``amount``, ``paid_twice``,
    ``future_day``.
    """
    uow.require("finance")
    uow.alone("payouts")
    return _paid(uow, [(new, "") for new in payments])


def order_payments(uow: UnitOfWork, orders: Sequence[OrderedPayment]) -> list[SisterPayment]:
    """Order transfers to the accounts sisters named, booked today as payouts to members are. The same order again
    (the same note, the same ``before``) changes nothing.

    Raises Refusal as pay_sisters, and ``no_iban`` (the sister named no account), ``paid_missing``, ``paid_meanwhile``.
    """
    uow.require("finance")
    uow.alone("payouts")
    rows = {row["id"]: row for row in expense_rows(uow, [new.expense for new in orders])}
    notes = {key: build(Expense, row) for key, row in rows.items()}
    ibans = store.ibans_of(uow, rows)
    left = left_of(uow, notes.values())
    fresh: list[tuple[NewSisterPayment, str]] = []
    known = store.known_payments(uow, [_order_key(new) for new in orders])
    for new in orders:
        with naming("payment"):
            if new.expense not in notes:
                raise not_found("expense", new.expense)
            if _order_key(new) in known:
                continue
            note, foreign = notes[new.expense], notes[new.expense].document_currency != uow.country.currency
            _check_payable(uow, note, rows[new.expense]["state"], uow.today)
            if left[note.id].paid != new.before:
                raise Refusal("paid_meanwhile", f"{note.document_number} was paid in part meanwhile.", field="amount", way_out="Load the page again.")  # fmt: skip
            if foreign and not new.paid:
                raise Refusal("paid_missing", f"{note.document_number} is in {note.document_currency}.", field="paid", way_out=f"Enter how many {uow.country.currency} the bank takes.")  # fmt: skip
            if not ibans.get(note.id):
                raise Refusal("no_iban", f"{note.counterparty} named no account on {note.document_number}.", field="amount", way_out="Pay it at the bank and book the movement.")  # fmt: skip
            fresh.append((
                NewSisterPayment(
                    expense=note.id, bank_key=_order_key(new), day=uow.today, amount=new.amount,
                    paid=new.paid if foreign else new.amount,
                ),
                ibans[note.id],
            ))  # fmt: skip
    return _paid(uow, fresh)


def _order_key(new: OrderedPayment) -> str:
    """What makes a second transfer of one decision impossible: the key is unique among movements of the bank."""
    return f"order:{new.expense}:{new.before}"


def _paid(uow: UnitOfWork, payments: Sequence[tuple[NewSisterPayment, str]]) -> list[SisterPayment]:
    known = store.known_payments(uow, [new.bank_key for new, _ in payments])
    fresh = list({new.bank_key: (new, iban) for new, iban in payments if new.bank_key not in known}.values())
    rows = {row["id"]: row for row in expense_rows(uow, [new.expense for new, _ in fresh])}
    notes = {key: build(Expense, row) for key, row in rows.items()}
    left = {key: one.left for key, one in left_of(uow, notes.values()).items()}
    debts = {
        item.key: item for item in open_documents(uow, ["ic_payable"], numbers=[n.document_number for n in notes.values()])
    }  # fmt: skip
    made: list[SisterPayment] = []
    for new, iban in fresh:
        with naming(f"payment {new.bank_key}"):
            if new.expense not in notes:
                raise not_found("expense", new.expense)
            note = notes[new.expense]
            _check_payable(uow, note, rows[new.expense]["state"], new.day)
            with naming("amount"):
                amount = minor(new.amount, note.document_currency)
            with naming("paid"):
                paid = minor(new.paid, uow.country.currency)
            if amount <= 0 or paid <= 0:
                raise Refusal("amount", f"{new.amount} is no payment.", field="amount", way_out="Enter what left the bank.")  # fmt: skip
            if amount > left[note.id]:
                raise Refusal(
                    "paid_twice", f"{note.document_number} has {major(left[note.id], note.document_currency)} left to pay.",
                    field="amount", way_out="Look at its earlier payments.",
                )  # fmt: skip
        key = note.structure, note.counterparty, note.document_number, note.document_currency
        debt = debts[key]
        settled = rules.settled(-debt.carried, -debt.amount, amount)
        left[note.id] -= amount
        debts[key] = OpenDocument(*key[:1], debt.role, *key[1:], debt.day, debt.amount + amount, debt.carried + settled)  # fmt: skip
        made.append(SisterPayment(
            id=new_id(), expense=note.id, counterparty=note.counterparty, structure=note.structure,
            bank_key=new.bank_key, day=new.day, amount=amount, settled=settled, paid=paid, iban=iban,
        ))  # fmt: skip
    uow.insert(store.sister_payment, [row_of(item) for item in made])
    post(uow, [postings.paid(item, notes[item.expense], uow.country.currency) for item in made])
    return made


def _check_payable(uow: UnitOfWork, note: Expense, state: str, day: date) -> None:
    if not note.counterparty:
        raise Refusal("not_a_sister_s", f"note {note.number} is a member's.", field="expense", way_out="Members are paid by the pay run.")  # fmt: skip
    if state != "approved":
        raise Refusal("expense_state", f"note {note.number} is {state}.", field="expense", way_out="Have it approved first.")  # fmt: skip
    if day > uow.today:
        raise Refusal("future_day", f"{day} is not past.", field="day", way_out="Enter the booking day.")
