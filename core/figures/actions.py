"""Closing a month and publishing its figures."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from core.clock import month_of
from core.db import UnitOfWork
from core.federation import SigningKey, seal
from core.figures import store
from core.figures.counts import counts
from core.ledger import balances, close_month, head, is_closed
from core.trade import revalue
from shared_tools.group.figures import Figures, IntraLine, TradeDocument, canonical, digest
from shared_tools.money import exponent
from shared_tools.refusal import Refusal
from shared_tools.roles import ROLES


def close_and_publish(uow: UnitOfWork, month: str, key: SigningKey) -> Figures:
    """Bring what is open with sisters to the closing rate, close ``month``, sign its figures and keep them as published.

    Raises Refusal ``closed_period``, ``earlier_open``, ``month_not_over``, ``not_a_month``, ``not_allowed``,
    ``closing_rate_missing``.
    """
    uow.require("finance")
    first, last = days_of(month)
    if uow.today <= last:
        raise Refusal(
            "month_not_over", f"{month} is not over.", field="month", way_out=f"Close it after {last}."
        )
    if not is_closed(uow, month):  # close_month says it better than a revaluation dated in it would
        revalue(uow, month)
    close_month(uow, month)
    figures = figures_of(uow, month, first, last)
    body, end = canonical(figures), head(uow)
    uow.insert(store.published_figures, [{
        "number": figures.number, "month": month, "version": figures.version, "body": body,
        "digest": digest(figures), "envelope": seal(key, "figures", uow.country.code, body),
        "head_entry": end.entry, "head_block": end.block, "head_digest": end.digest, "published_at": uow.now,
        "published_by": None if uow.actor.id == "system" else uow.actor.id,
    }])  # fmt: skip
    uow.later("figures_published", [figures.number])
    return figures


def figures_of(uow: UnitOfWork, month: str, first: date, last: date) -> Figures:
    """The month as the group reads it: balances at its end, movements in it, counts. Minor units, debit positive."""
    before = store.published(uow)
    same = [row for row in before if row["month"] == month]
    stands, in_month = at_end(uow, month), balances(uow, month, since=month)
    currency = uow.country.currency
    return Figures(
        entity=uow.country.code, month=month, currency=currency, exponent=exponent(currency),
        balances={role: amount for role, amount in stands.items() if amount},
        movements={role: amount for role, amount in in_month.items() if not ROLES[role].in_balance_sheet and amount},
        intra=lines_of(uow, month), documents=documents_of(uow, month),
        counts=counts(uow, month, first, last), version=len(same) + 1, number=len(before) + 1,
        previous=before[-1]["digest"] if before else "", replaces=same[-1]["digest"] if same else "",
        ledger_head=head(uow).digest,
    )  # fmt: skip


def lines_of(uow: UnitOfWork, month: str) -> tuple[IntraLine, ...]:
    """Amounts by role and sister entity: balances at the end of ``month``, movements in it."""
    return tuple(
        IntraLine(row["role"], row["counterparty"], amount, row["currency"], seen)
        for row in store.intra_lines(uow, month, month)
        for kind in ["balance" if ROLES[row["role"]].in_balance_sheet else "movement"]
        for amount, seen in [(int(row[kind]), int(row[f"{kind}_seen"]))]
        if amount or seen
    )


def documents_of(uow: UnitOfWork, month: str) -> tuple[TradeDocument, ...]:
    """What each document between entities moved in ``month``."""
    return tuple(
        TradeDocument(
            row["role"], row["counterparty"], row["number"], row["day"].isoformat(), int(row["amount"]), row["currency"],
            int(row["seen_amount"]),
        )
        for row in store.trade_documents(uow, month)
    )  # fmt: skip


def at_end(uow: UnitOfWork, month: str) -> dict[str, int]:
    """Balance sheet roles at the end of ``month``. Retained earnings hold the result of every year before this one."""
    at_end = balances(uow, month)
    earlier = balances(uow, f"{int(month[:4]) - 1}-12")
    result = sum(amount for role, amount in earlier.items() if not ROLES[role].in_balance_sheet)
    sheet = {role: amount for role, amount in at_end.items() if ROLES[role].in_balance_sheet}
    if result:
        sheet["retained_earnings"] = sheet.get("retained_earnings", 0) + result
    return sheet


def days_of(month: str) -> tuple[date, date]:
    try:
        year, number = (int(part) for part in month.split("-"))
        first = date(year, number, 1)
        if month_of(first) != month:  # "2026-1" would be a month of its own
            raise ValueError
        return first, date(year, number, monthrange(year, number)[1])
    except ValueError:
        raise Refusal(
            "not_a_month", f"{month!r} is no month.", field="month", way_out="Write it as 2026-10."
        ) from None
