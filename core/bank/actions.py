"""Recording what the bank received."""

from __future__ import annotations

from collections.abc import Sequence

from core.bank import postings, store
from core.bank.model import NewReceipt, Receipt
from core.db import UnitOfWork, new_id, row_of
from core.guarantee import return_advances
from core.ledger import post
from core.sales import invoices_by_id, open_items, settle
from shared_tools.money import minor
from shared_tools.refusal import Refusal, naming


def record_receipts(uow: UnitOfWork, receipts: Sequence[NewReceipt]) -> list[Receipt]:
    """Book receipts against the invoices their references name; advances of the fund come back as far as they are paid.

    A movement known by its ``bank_key`` is passed over, so the same statement may be read twice.
    Raises Refusal ``amount``, ``future_day``.
    """
    known = store.known_keys(uow, [new.bank_key for new in receipts])
    fresh = {new.bank_key: new for new in receipts if new.bank_key not in known}
    invoices = store.invoices_by_reference(uow, [new.reference.strip() for new in fresh.values()])
    left = open_items(uow, [row["id"] for row in invoices.values()])
    main = uow.country.facts.structures(uow.today)[0].code
    recorded: list[Receipt] = []
    paid = invoices_by_id(uow, [row["id"] for row in invoices.values()])
    touched: set[str] = set()
    for new in fresh.values():
        with naming(f"receipt {new.bank_key}"):
            amount = minor(new.amount, uow.country.currency)
            if amount <= 0:
                raise Refusal("amount", f"{new.amount} is no receipt.", field="amount", way_out="Enter money that came in.")  # fmt: skip
            if new.day > uow.today:
                raise Refusal(
                    "future_day", f"{new.day} is not past.", field="day", way_out="Enter the booking day."
                )
        row = invoices.get(new.reference.strip())
        applied = min(amount, max(left[row["id"]], 0)) if row else 0
        if row:
            left[row["id"]] -= applied
            touched.add(row["id"])
        recorded.append(Receipt(
            id=new_id(), bank_key=new.bank_key, day=new.day, amount=amount, reference=new.reference, payer=new.payer,
            structure=row["structure"] if row else main, invoice=row["id"] if row else None,
            client=row["client"] if row else None, applied=applied,
        ))  # fmt: skip
    uow.insert(store.receipt, [row_of(item) for item in recorded])
    for item in recorded:
        if item.invoice and item.applied:
            settle(uow, {item.invoice: item.applied}, item.day)
    post(
        uow,
        [postings.received(item, paid.get(item.invoice or ""), uow.country.currency) for item in recorded],
    )
    return_advances(uow, {key: left[key] for key in touched}, "receipt")
    return recorded
