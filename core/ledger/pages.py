"""The books for finance: balances by role, and the way down to account, entry and document; closing a month."""

from __future__ import annotations

import re
from datetime import date

from litestar import Response, get

from core.clock import month_of
from core.db import not_found
from core.ledger import balances, store
from core.ledger.names import ROLE_NAMES, STATEMENTS
from core.web.access import FINANCE_ONLY, STAFF_ONLY
from core.web.page import Page
from shared_tools.roles import ROLES

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
DOCUMENTS = {"invoice": "/invoices/", "payslip": "/payslips/", "expense": "/expenses/"}


@get("/ledger", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def index(page: Page, month: str = "") -> Response[str]:
    """Balances at the end of a month and what moved in it, by role."""
    with page.read() as uow:
        months = store.months(uow)
        month = month if month in months else (months[-1] if months else month_of(uow.today))
        at_end, moved = balances(uow, month), balances(uow, month, since=month)
        closed = set(store.closed_months(uow, months))
    sections = [
        (
            STATEMENTS[statement],
            [
                (name, at_end.get(name, 0), moved.get(name, 0))
                for name, role in ROLES.items()
                if role.statement == statement and (at_end.get(name) or moved.get(name))
            ],
        )
        for statement in STATEMENTS
    ]
    return page.html(
        "ledger/index.html", sections=[section for section in sections if section[1]], month=month, months=months,
        closed=closed, names=ROLE_NAMES, first=_first_day, totals=(sum(at_end.values()), sum(moved.values())),
    )  # fmt: skip


def _first_day(month: str) -> date:
    return date(int(month[:4]), int(month[5:]), 1)


@get("/ledger/{role:str}/{month:str}", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def role_accounts(
    page: Page, role: str, month: str, account: str = "", page_number: int = 1
) -> Response[str]:
    """A role's month by national account, and the entries of one account."""
    if role not in ROLES or not _MONTH.fullmatch(month):
        raise not_found("role", role)
    with page.read() as uow:
        accounts = store.account_rows(uow, role, month)
        chosen = next(
            (row for row in accounts if row["account"] == account), accounts[0] if accounts else None
        )
        entries, pager = store.entries_page(
            uow, role, month, chosen["account"] if chosen else "", page_number
        )
    return page.html(
        "ledger/role.html", role=role, month=month, first=_first_day(month), accounts=accounts, chosen=chosen,
        entries=entries, pager=pager, total=sum(int(row["amount"]) for row in accounts), names=ROLE_NAMES,
    )  # fmt: skip


@get("/ledger/entries/{number:int}", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def entry(page: Page, number: int) -> Response[str]:
    """One entry with both its sides, and the document behind it."""
    with page.read() as uow:
        head, postings = store.entry_with_postings(uow, number)
    if head is None:
        raise not_found("entry", str(number))
    return page.html("ledger/entry.html", head=head, postings=postings, documents=DOCUMENTS, names=ROLE_NAMES)


HANDLERS = (index, role_accounts, entry)
