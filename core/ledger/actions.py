"""Posting and closing: the only ways into the ledger."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from core.clock import month_of
from core.db import UnitOfWork, canonical, new_id, row_of
from core.ledger import hashing, rules, store
from core.ledger.model import Entry, Posting
from shared_tools.refusal import Refusal
from shared_tools.roles import ROLES

_BETWEEN = ("trade", "loan")
"""Classes of balances that two sisters have with each other, document by document (group.md 4)."""


def post(uow: UnitOfWork, entries: Sequence[Entry]) -> list[int]:
    """Book ``entries`` as one block, in their order, and return their numbers.

    Raises Refusal ``unbalanced`` and its kin (rules.check), ``closed_period``, ``posted_twice``.
    """
    if not entries:
        return []
    for item in entries:
        rules.check(item, uow.country.currency)
    # Asked once it is our turn: what another transaction closed or booked meanwhile is seen and refused in words.
    head = store.lock_head(uow)
    _refuse_closed(uow, entries)
    _refuse_known(uow, entries)
    account_of = uow.country.chart.account
    first = head["last_entry"] + 1
    entry_rows: list[dict[str, Any]] = []
    posting_rows: list[dict[str, Any]] = []
    voucher_rows: list[dict[str, Any]] = []
    balance_moves: dict[tuple[str, str, str, str], int] = defaultdict(int)
    budget_moves: dict[str, int] = defaultdict(int)
    for number, item in enumerate(entries, first):
        month = month_of(item.day)
        digests = []
        for line, side in enumerate(item.postings, 1):
            account = account_of(side.role)
            digest = hashing.posting_digest(
                number, line, side.role, account, side.amount, item.currency,
                side.activity, side.party, side.counterparty,
            )  # fmt: skip
            digests.append(digest)
            posting_rows.append({
                "entry": number, "line": line, "role": side.role, "account": account, "amount": side.amount,
                "currency": item.currency, "activity": side.activity, "party": side.party,
                "counterparty": side.counterparty, "digest": digest,
            })  # fmt: skip
            if side.voucher is not None:
                voucher_rows.append({"entry": number, "line": line, **row_of(side.voucher)})
            balance_moves[item.structure, side.role, month, item.currency] += side.amount
            if side.role == "member_budget" and side.activity:
                budget_moves[side.activity] -= side.amount
        document = hashing.document_digest(item.document)
        entry_rows.append({
            "id": number, "cause": item.cause, "day": item.day, "month": month, "structure": item.structure,
            "kind": item.kind, "document_type": item.document_type, "document_id": item.document_id,
            "document_digest": document, "text": item.text, "currency": item.currency,
            "digest": hashing.entry_digest(
                number, item.cause, item.day, month, item.structure, item.kind, item.document_type,
                item.document_id, document, item.text, item.currency, digests,
            ),
        })  # fmt: skip
    last = first + len(entries) - 1
    number = head["last_block"] + 1
    digest = hashing.block_digest(
        hashing.VERSION, number, first, last, uow.now, head["digest"], [row["digest"] for row in entry_rows]
    )

    uow.insert(store.posting, posting_rows)
    uow.insert(store.entry, entry_rows)
    uow.insert(store.voucher, voucher_rows)
    uow.insert(store.block, [{
        "id": number, "first_entry": first, "last_entry": last, "hash_version": hashing.VERSION,
        "previous": head["digest"], "digest": digest, "posted_at": uow.now,
    }])  # fmt: skip
    store.move_head(uow, last, number, digest)
    # Sorted, so that two transactions touch shared rows in one order and cannot wait for each other.
    uow.upsert_add(store.balance, ("structure", "role", "month", "currency"), "amount", [
        {"structure": key[0], "role": key[1], "month": key[2], "currency": key[3], "amount": amount}
        for key, amount in sorted(balance_moves.items()) if amount
    ])  # fmt: skip
    uow.upsert_add(store.budget, ("activity",), "amount", [
        {"activity": activity, "amount": amount} for activity, amount in sorted(budget_moves.items())
    ])  # fmt: skip
    return list(range(first, last + 1))


def open_books(
    uow: UnitOfWork,
    day: date,
    balances: Mapping[str, int],
    structure: str = "",
    between: Sequence[Posting] = (),
) -> int:
    """The balances an entity's books begin with (minor units by role, debit +); returns the entry's number.

    ``between``: what is open with sister entities, each with its counterparty and the document both hold.
    Raises Refusal ``unbalanced``, ``not_a_balance`` (income and costs begin at zero), ``counterparty_missing``,
    ``not_between`` (a role sisters have no dealings in), ``own_entity``, ``other_side`` (the document's amount has
    another sign than what is booked), ``unknown_role``, ``voucher_missing``.
    """
    for role in [*balances, *(side.role for side in between)]:
        if role in ROLES and not ROLES[role].in_balance_sheet:
            raise Refusal("not_a_balance", f"{role} is income or cost.", field=role, way_out="Open with its result in equity.")  # fmt: skip
    _check_between(uow.country.code, balances, between)
    structure = structure or uow.country.facts.structures(day)[0].code
    return post(uow, [Entry(
        cause=f"opening:{structure}", day=day, structure=structure, kind="opening", document_type="opening",
        document_id=new_id(), text="Opening balances", currency=uow.country.currency,
        document=canonical({"balances": balances, "between": between} if between else balances),
        postings=(*(Posting(role, amount) for role, amount in balances.items() if amount), *between),
    )])[0]  # fmt: skip


def _check_between(here: str, balances: Mapping[str, int], between: Sequence[Posting]) -> None:
    for role, amount in balances.items():
        if amount and role in ROLES and ROLES[role].klass in _BETWEEN:
            raise Refusal("counterparty_missing", f"{role} is with a sister entity.", field=role, way_out="Open it by sister and document.")  # fmt: skip
    for side in between:
        if side.role in ROLES and ROLES[side.role].klass not in _BETWEEN:
            raise Refusal("not_between", f"{side.role} is with no sister entity.", field=side.role, way_out="Open it with the other balances.")  # fmt: skip
        if not side.counterparty:
            raise Refusal("counterparty_missing", f"{side.role} is with a sister entity.", field=side.role, way_out="Name the sister.")  # fmt: skip
        if side.counterparty == here:
            raise Refusal("own_entity", "nobody is a sister of oneself.", field=side.role, way_out="Name the other entity.")  # fmt: skip
        if side.voucher is not None and side.voucher.amount * side.amount <= 0:
            raise Refusal("other_side", f"{side.voucher.number} stands on the other side.", field=side.role, way_out="Give both amounts the same sign.")  # fmt: skip


def close_month(uow: UnitOfWork, month: str) -> None:
    """Close ``month`` and all before it for good: no entry can be dated in them any more.

    Raises Refusal ``closed_period``, ``earlier_open`` (an earlier month has entries and is not closed yet).
    """
    store.lock_head(uow)  # no entry is under way while the month closes
    if store.is_closed(uow, month):
        raise Refusal(
            "closed_period", f"{month} is already closed.", field="month",
            way_out="Correct it with an entry in an open month; the group hears of it as a restatement.",
        )  # fmt: skip
    earlier = store.first_open_month(uow)
    if earlier is not None and earlier < month:
        raise Refusal("earlier_open", f"{earlier} is not closed yet.", field="month", way_out=f"Close {earlier} first.")  # fmt: skip
    uow.insert(store.period, [{"month": month, "closed_at": uow.now}])


def _refuse_closed(uow: UnitOfWork, entries: Sequence[Entry]) -> None:
    closed = store.closed_months(uow, {month_of(item.day) for item in entries})
    if closed:
        raise Refusal(
            "closed_period", f"{closed[0]} is closed; nothing can be dated in it.", field="day",
            way_out="Date the document in an open month.",
        )  # fmt: skip


def _refuse_known(uow: UnitOfWork, entries: Sequence[Entry]) -> None:
    causes = [item.cause for item in entries]
    again = store.known_causes(uow, causes) or (
        {c for c in causes if causes.count(c) > 1} if len(set(causes)) < len(causes) else set()
    )
    if again:
        raise Refusal(
            "posted_twice", f"{sorted(again)[0]} is already booked.",
            way_out="Look at the entry it has; a correction is a document of its own.",
        )  # fmt: skip
