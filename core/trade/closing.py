"""The end of a month between sisters: what is open in another currency stands at the closing rate (IAS 21.23, group.md 2).

The new value is carried, not reversed: a payment of the next month is measured against it (IAS 21.28).
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from datetime import date
from fractions import Fraction

import msgspec

from core.db import UnitOfWork, new_id, row_of
from core.ledger import post
from core.trade import postings, rules, store
from core.trade.model import ClosingRate, Revaluation
from core.trade.open_documents import open_documents
from shared_tools import money
from shared_tools.refusal import Refusal


def enter_rates(uow: UnitOfWork, rates: Iterable[ClosingRate]) -> None:
    """Enter closing rates by hand, where the group's have not come. Raises Refusal ``not_allowed`` or as keep_rates."""
    uow.require("finance")
    keep_rates(uow, rates)


def keep_rates(uow: UnitOfWork, rates: Iterable[ClosingRate]) -> None:
    """Freeze closing rates; one already here must be the same. Raises Refusal ``rate``, ``rate_source_missing``,
    ``not_a_month``, ``rate_frozen``, and of a currency nobody knows."""
    for new in rates:
        money.exponent(new.currency)
        try:
            date.fromisoformat(f"{new.month}-01")
            if money.exact(new.closing) <= 0:
                raise ValueError
        except (ValueError, ZeroDivisionError):
            raise Refusal("rate", f"{new.closing!r} is no rate of {new.month!r}.", field="closing", way_out="Write units for 1 EUR with a point, and the month as 2026-10.") from None  # fmt: skip
        if not new.source.strip():
            raise Refusal("rate_source_missing", "a rate says where it was read.", field="source", way_out="Name the source, for example the ECB.")  # fmt: skip
        row = {**msgspec.structs.asdict(new), "entered_at": uow.now, "entered_by": uow.actor.id}
        frozen = store.keep_rate(uow, row)
        if money.exact(frozen) != money.exact(new.closing):
            raise Refusal(
                "rate_frozen", f"{new.currency} closed {new.month} at {frozen}.", field="closing",
                way_out="A rate once used stays; tell the group where they differ.",
            )  # fmt: skip


def revalue(uow: UnitOfWork, month: str) -> list[Revaluation]:
    """Bring what is open with sisters in another currency to the closing rate of ``month``, the difference to
    ``fx_difference``; done again, nothing is left to bring. Belongs into the transaction that closes the month.

    Raises Refusal ``closing_rate_missing``: no rate is guessed, and none is 1.
    """
    ours = uow.country.currency
    foreign = [item for item in open_documents(uow, until=month) if item.currency != ours]
    if not foreign:
        return []
    known = store.closing_rates(uow, month)
    made: list[Revaluation] = []
    for item in foreign:
        rate = Fraction(1)
        if item.amount:
            rate = _per_euro(known, ours, month) / _per_euro(known, item.currency, month)
        closing = rules.closing_value(item.amount, item.currency, ours, rate)
        if closing != item.carried:
            made.append(Revaluation(
                id=new_id(), month=month, structure=item.structure, role=item.role, counterparty=item.counterparty,
                number=item.number, day=item.day, currency=item.currency, document_amount=item.amount,
                booked=item.carried, closing=closing, rate=str(rate) if item.amount else "",
                source="; ".join(dict.fromkeys(
                    known[currency].source for currency in (ours, item.currency) if currency in known
                )),
            ))  # fmt: skip
    uow.insert(store.revaluation, [row_of(item) for item in made])
    last = date(int(month[:4]), int(month[5:]), monthrange(int(month[:4]), int(month[5:]))[1])
    post(uow, [postings.revalued(item, last, ours) for item in made])
    return made


def rates_lacking(uow: UnitOfWork, month: str) -> list[str]:
    """The currencies whose closing rate the close of ``month`` would miss."""
    ours = uow.country.currency
    foreign = {
        item.currency for item in open_documents(uow, until=month) if item.currency != ours and item.amount
    }
    wanted = {*foreign, ours} - {"EUR"} if foreign else set()
    return sorted(wanted - set(store.closing_rates(uow, month)))


def _per_euro(known: dict[str, ClosingRate], currency: str, month: str) -> Fraction:
    if currency == "EUR":
        return Fraction(1)
    if currency not in known:
        raise Refusal(
            "closing_rate_missing", f"there is no closing rate of {currency} for {month}.", field="month",
            way_out="Take in the group's rates, or enter it with its source under Between entities.",
        )  # fmt: skip
    return money.exact(known[currency].closing)
