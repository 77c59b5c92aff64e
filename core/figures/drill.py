"""Below a published figure: accounts, entries and documents, told over HTTP to those whom the entity lets in.

A question is signed by who asks and answered by the entity itself; each level adds up to the one above, to the cent.
Texts of entries, in which names stand, are left out unless the entity says otherwise.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Literal

import msgspec
import sqlalchemy as sa

from core.db import UnitOfWork, not_found
from core.expenses.store import expense
from core.federation import open_envelope
from core.federation import store as federation
from core.federation.envelope import parsed
from core.federation.keys import wrong_kind
from core.figures.actions import days_of
from core.ledger import balances
from core.ledger import store as ledger
from core.payroll.store import payslip
from core.sales.store import invoice
from shared_tools.money import exponent
from shared_tools.refusal import Refusal
from shared_tools.roles import ROLES

FRESH = timedelta(minutes=5)
"""A question is answered this long after it was signed: who overhears it cannot ask it again tomorrow."""
PAGE = 500

EARLIER_YEARS = "result of earlier years"
"""The line of ``retained_earnings`` that no account holds: years are closed in the figures, not in the books."""


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is asked of ``entity``, signed at ``at``. ``level`` account: of ``role`` in ``month``; entry: of ``account``
    besides, from the row ``start`` on; document: of the entry ``entry``."""

    entity: str
    at: datetime
    level: Literal["account", "entry", "document"]
    role: str = ""
    month: str = ""
    account: str = ""
    entry: int = 0
    start: int = 0


class Row(msgspec.Struct, frozen=True, omit_defaults=True):
    """An account, an entry, or one side of an entry. Minor units, ledger signs.

    ``before`` is what stood on an account when the month began, part of ``amount`` where the role is a balance.
    """

    amount: int
    account: str = ""
    before: int = 0
    entry: int = 0
    day: str = ""
    kind: str = ""
    document_type: str = ""
    document_number: str = ""
    role: str = ""
    counterparty: str = ""
    text: str = ""


class Answer(msgspec.Struct, frozen=True):
    """``before`` and all rows of all pages add up to ``total``; ``next_start`` is where the next page begins."""

    entity: str
    level: str
    currency: str
    exponent: int
    total: int
    before: int
    rows: tuple[Row, ...]
    next_start: int | None = None


def asked(uow: UnitOfWork, raw: bytes, allowed: Collection[str]) -> Question:
    """The question in a signed envelope. Raises Refusal of open_envelope, and ``wrong_kind``, ``not_a_question``,
    ``asked_of_another``, ``stale_question``, ``not_let_in``."""
    envelope, body = open_envelope(raw, federation.trusted_keys(uow, parsed(raw).sender), uow.today)
    if envelope.kind != "drill":
        raise wrong_kind(envelope.kind)
    try:
        question = msgspec.json.decode(body, type=Question)
    except msgspec.DecodeError as error:
        raise Refusal("not_a_question", f"{error}.", way_out="Ask with the same version of the program.") from None  # fmt: skip
    if question.entity != uow.country.code:
        raise Refusal("asked_of_another", f"this was asked of {question.entity}.", field="entity", way_out="Ask each entity itself.")  # fmt: skip
    if question.at.tzinfo is None or abs(uow.now - question.at) > FRESH:
        raise Refusal("stale_question", f"it was signed at {question.at}.", field="at", way_out="Ask anew; compare both clocks if it is refused again.")  # fmt: skip
    if envelope.sender not in allowed:
        raise Refusal(
            "not_let_in", f"{envelope.sender} may not look into these books.", field="drill",
            way_out="Ask the entity's finance to name you in its setting.",
        )  # fmt: skip
    return question


def answer(uow: UnitOfWork, question: Question, with_names: bool = False) -> Answer:
    """Raises Refusal ``not_found`` (role, account or entry), ``not_a_month``."""
    if question.level == "document":
        return _document(uow, question, with_names)
    if question.role not in ROLES:
        raise not_found("role", question.role)
    days_of(question.month)
    if question.level == "account":
        return _accounts(uow, question)
    return _entries(uow, question, with_names)


def _told(
    uow: UnitOfWork,
    question: Question,
    total: int,
    before: int,
    rows: list[Row],
    following: int | None = None,
) -> Answer:
    currency = uow.country.currency
    return Answer(
        uow.country.code, question.level, currency, exponent(currency), total, before, tuple(rows), following
    )


def _accounts(uow: UnitOfWork, question: Question) -> Answer:
    is_balance = ROLES[question.role].in_balance_sheet
    rows = [
        Row(moved + before, row["account"], before)
        for row in ledger.accounts_to(uow, question.role, question.month)
        for moved, before in [(int(row["moved"]), int(row["before"]) if is_balance else 0)]
        if moved or before
    ]
    if question.role == "retained_earnings":
        earlier = balances(uow, f"{int(question.month[:4]) - 1}-12")
        result = sum(amount for role, amount in earlier.items() if not ROLES[role].in_balance_sheet)
        rows += [Row(result, kind=EARLIER_YEARS)] if result else []
    return _told(uow, question, sum(row.amount for row in rows), 0, rows)


def _entries(uow: UnitOfWork, question: Question, with_names: bool) -> Answer:
    accounts = {row["account"]: row for row in ledger.accounts_to(uow, question.role, question.month)}
    if question.account not in accounts:
        raise not_found("account", question.account)
    of = accounts[question.account]
    before = int(of["before"]) if ROLES[question.role].in_balance_sheet else 0
    start = max(question.start, 0)
    found = ledger.entry_rows(uow, question.role, question.month, question.account, PAGE + 1, start)
    shown = found[:PAGE]
    numbers = _numbers(uow, [(row["document_type"], row["document_id"]) for row in shown])
    rows = [
        Row(
            int(row["amount"]), entry=row["id"], day=row["day"].isoformat(), kind=row["kind"],
            document_type=row["document_type"], document_number=numbers.get(row["document_id"], ""),
            text=row["text"] if with_names else "",
        )
        for row in shown
    ]  # fmt: skip
    following = start + PAGE if len(found) > PAGE else None
    return _told(uow, question, before + int(of["moved"]), before, rows, following)


def _document(uow: UnitOfWork, question: Question, with_names: bool) -> Answer:
    head, postings = ledger.entry_with_postings(uow, question.entry)
    if head is None:
        raise not_found("entry", str(question.entry))
    numbers = _numbers(uow, [(head["document_type"], head["document_id"])])
    rows = [
        Row(
            side["amount"], side["account"], entry=head["id"], day=head["day"].isoformat(), kind=head["kind"],
            document_type=head["document_type"], document_number=numbers.get(head["document_id"], ""),
            role=side["role"], counterparty=side["counterparty"] or "", text=head["text"] if with_names else "",
        )
        for side in postings
    ]  # fmt: skip
    return _told(uow, question, 0, 0, rows)


_NUMBERED = {"invoice": invoice.c.number, "expense": expense.c.number, "payslip": payslip.c.number}


def _numbers(uow: UnitOfWork, documents: list[tuple[str, str]]) -> dict[str, str]:
    """The number on each document that has one, by id."""
    found: dict[str, str] = {}
    for kind, column in _NUMBERED.items():
        ids = sorted({key for of, key in documents if of == kind})
        if ids:
            rows = uow.rows(sa.select(column.table.c.id, column).where(column.table.c.id.in_(ids)))
            found |= {row["id"]: str(row["number"]) for row in rows}
    return found
