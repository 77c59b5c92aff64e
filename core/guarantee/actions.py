"""Advancing wages whose clients have not paid, and taking advances back when they do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from core.db import UnitOfWork, new_id, row_of
from core.guarantee import postings, store
from core.guarantee.model import Advance, Return, Wage
from core.ledger import post
from core.sales import invoices_by_id
from core.sales.receivables import open_items, open_of_activity


def advance_wages(uow: UnitOfWork, wages: Sequence[Wage]) -> list[Advance]:
    """The fund stands in for each wage as far as its client still owes: on the invoice named, else on the activity's
    open invoices, the one due first at the front. An invoice is never advanced beyond what is open on it."""
    if not uow.country.facts.services(uow.today).guarantee_fund:
        return []
    candidates = {
        wage.payslip: [wage.invoice]
        if wage.invoice
        else [key for key, _ in open_of_activity(uow, wage.activity)]
        for wage in wages
    }
    wanted = {key for keys in candidates.values() for key in keys}
    free = open_items(uow, sorted(wanted))
    # A sister's debt stays where the group pairs it: the fund stands in for clients, not for the group's own houses.
    free |= {key: 0 for key, item in invoices_by_id(uow, wanted).items() if item.buyer.entity}
    for key, out in store.outstanding(uow, wanted).items():
        free[key] -= sum(left for _, left in out)
    advances: list[Advance] = []
    for wage in wages:
        needed = wage.net
        for key in candidates[wage.payslip]:
            amount = min(needed, max(free.get(key, 0), 0))
            if amount:
                free[key] -= amount
                needed -= amount
                advances.append(Advance(
                    id=new_id(), payslip=wage.payslip, invoice=key, structure=wage.structure, day=uow.today,
                    amount=amount,
                ))  # fmt: skip
    invoices = invoices_by_id(uow, [item.invoice for item in advances])
    uow.insert(store.advance, [row_of(item) for item in advances])
    post(uow, [
        postings.advanced(item, invoices[item.invoice].number, invoices[item.invoice].client, uow.country.currency)
        for item in advances
    ])  # fmt: skip
    return advances


def return_advances(uow: UnitOfWork, still_open: Mapping[str, int], cause: str) -> list[Return]:
    """After a payment or credit: an advance never exceeds what its invoice still has open, the rest returns."""
    returns: list[Return] = []
    for invoice, out in store.outstanding(uow, still_open).items():
        excess = sum(left for _, left in out) - max(still_open[invoice], 0)
        for advance, left in out:
            amount = min(left, excess)
            if amount > 0:
                excess -= amount
                returns.append(Return(
                    id=new_id(), advance=advance.id, invoice=invoice, structure=advance.structure, day=uow.today,
                    amount=amount, cause=cause,
                ))  # fmt: skip
    invoices = invoices_by_id(uow, [item.invoice for item in returns])
    uow.insert(store.advance_return, [row_of(item) for item in returns])
    post(uow, [
        postings.returned(item, invoices[item.invoice].number, invoices[item.invoice].client, uow.country.currency)
        for item in returns
    ])  # fmt: skip
    return returns
