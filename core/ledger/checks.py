"""Questions to the ledger whose answer must be no rows."""

from __future__ import annotations

from typing import Any, Final

import sqlalchemy as sa

from core.db import UnitOfWork
from core.ledger import store


def _kept_balances(uow: UnitOfWork) -> list[dict[str, Any]]:
    key = ("structure", "role", "month", "currency")
    kept = {tuple(row[k] for k in key): row["amount"] for row in uow.rows(sa.select(store.balance))}
    anew = {tuple(row[k] for k in key): int(row["amount"]) for row in store.rebuilt_balances(uow)}
    return [
        {"balance": "/".join(k), "kept": kept.get(k, 0), "postings": anew.get(k, 0)}
        for k in sorted(kept.keys() | anew.keys())
        if kept.get(k, 0) != anew.get(k, 0)
    ]


def _kept_budgets(uow: UnitOfWork) -> list[dict[str, Any]]:
    kept = {row["activity"]: row["amount"] for row in uow.rows(sa.select(store.budget))}
    anew = {row["activity"]: int(row["amount"]) for row in store.rebuilt_budgets(uow)}
    return [
        {"activity": k, "kept": kept.get(k, 0), "postings": anew.get(k, 0)}
        for k in sorted(kept.keys() | anew.keys())
        if kept.get(k, 0) != anew.get(k, 0)
    ]


CHECKS: Final = {
    "every entry balances": (
        "SELECT entry, sum(amount) AS difference FROM posting GROUP BY entry, currency HAVING sum(amount) <> 0"
    ),
    "what is with a sister entity has the document both hold": (
        "SELECT posting.entry, posting.line FROM posting LEFT JOIN voucher "
        "ON voucher.entry = posting.entry AND voucher.line = posting.line "
        "WHERE (posting.counterparty IS NULL) <> (voucher.entry IS NULL)"
    ),
    "kept balances are the sum of their postings": _kept_balances,
    "kept budgets are the sum of their postings": _kept_budgets,
    "entry numbers have no gap": (
        "SELECT count(*) AS entries, max(id) AS last FROM entry HAVING count(*) <> coalesce(max(id), 0)"
    ),
}
