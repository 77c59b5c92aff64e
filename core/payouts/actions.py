"""Paying what is due."""

from __future__ import annotations

from datetime import date

from core.db import UnitOfWork, new_id, row_of
from core.guarantee import advance_wages
from core.guarantee.model import Wage
from core.ledger import post
from core.payouts import postings, store
from core.payouts.model import Due, Held, Payout
from core.payouts.setoff_actions import take_off_unpaid
from core.people import people_by_id


def pay_due(uow: UnitOfWork, day: date | None = None) -> tuple[list[Payout], list[Held]]:
    """Pay wages promised by ``day`` (today) and approved expenses. Run twice, nothing is left to pay.

    A wage is paid less what is set off against it (core/payouts/setoff.py), never below nothing.
    Where a wage's client has not paid, the guarantee fund advances it. A person without an account is held, with the
    reason; the others are paid. The row, its entry and the advance are one transaction; who
    comes second waits for the first and finds nothing left, and the database refuses a second payout of one subject.
    """
    uow.alone("payouts")
    take_off_unpaid(uow)
    due = [*store.wages_due(uow, day or uow.today), *store.expenses_due(uow)]
    people = people_by_id(uow, [item.person for item in due])
    held = [
        Held(item, f"{people[item.person].name} has no IBAN") for item in due if not people[item.person].iban
    ]
    payable = [item for item in due if people[item.person].iban]
    payouts = [_payout(uow, item, people[item.person].iban) for item in payable]
    # First what looks at the clients' debts: a receipt locks them before it posts, and so do we.
    advance_wages(uow, [
        Wage(item.subject, item.activity, item.structure, item.invoice, item.amount)
        for item in payable if item.kind == "wage"
    ])  # fmt: skip
    uow.insert(store.payout, [row_of(item) for item in payouts])
    post(uow, [postings.paid(item, people[item.person].name, uow.country.currency) for item in payouts])
    uow.later("paid_out", [item.id for item in payouts])
    return payouts, held


def _payout(uow: UnitOfWork, item: Due, iban: str) -> Payout:
    return Payout(
        id=new_id(), kind=item.kind, subject=item.subject, person=item.person, structure=item.structure,
        amount=item.amount, iban=iban, promised=item.promised, day=uow.today,
    )  # fmt: skip
