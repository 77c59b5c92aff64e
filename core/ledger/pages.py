"""The books for finance: balances by role, and the way down to account, entry and document; closing a month."""

from __future__ import annotations

from collections.abc import Mapping

from litestar import Response, get

from core.clock import month_of
from core.country.chart import Account
from core.db import not_found
from core.ledger import balances, store
from core.web.access import FINANCE_ONLY, STAFF_ONLY
from core.web.documents import told
from core.web.page import Page
from core.web.paging import paged
from shared_tools.roles import ROLES

DOCUMENTS = {"invoice": "/invoices/", "payslip": "/payslips/", "expense": "/expenses/"}


def _accounts(page: Page) -> Mapping[str, Account]:
    """The national account of each role, whose name a bookkeeper of the country knows."""
    assert page.house.country is not None
    return page.house.country.chart.by_role


@get("/ledger", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def index(page: Page, month: str = "") -> Response[str]:
    """Balances at the end of a month and what moved in it, by role."""
    with page.read() as uow:
        months = store.months(uow)
        month = month if month in months else (months[-1] if months else month_of(uow.today))
        at_end, moved = balances(uow, month), balances(uow, month, since=month)
        closed = set(store.closed_months(uow, months))
    rows = [
        (role, at_end.get(role, 0), moved.get(role, 0))
        for role in ROLES
        if at_end.get(role) or moved.get(role)
    ]
    return page.html(
        "ledger/index.html", rows=rows, accounts=_accounts(page), month=month, months=months, closed=closed
    )


@get("/ledger/{role:str}/{month:str}", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def role_accounts(page: Page, role: str, month: str, account: str = "", start: int = 0) -> Response[str]:
    """A role's month by national account, and the entries of one account."""
    if role not in ROLES:
        raise not_found("role", role)
    with page.read() as uow:
        accounts = store.account_rows(uow, role, month)
        chosen = next(
            (row for row in accounts if row["account"] == account), accounts[0] if accounts else None
        )
        key = chosen["account"] if chosen else ""
        shown = paged(lambda limit, offset: store.entry_rows(uow, role, month, key, limit, offset), start)
    return page.html(
        "ledger/role.html", role=role, names=_accounts(page), month=month, accounts=accounts, chosen=chosen, shown=shown,
        told=lambda row: told(page, row),
    )  # fmt: skip


@get("/ledger/entries/{number:int}", opt={"access": STAFF_ONLY}, sync_to_thread=True)
def entry(page: Page, number: int) -> Response[str]:
    """One entry with both its sides, and the document behind it."""
    with page.read() as uow:
        head, postings = store.entry_with_postings(uow, number)
    if head is None:
        raise not_found("entry", str(number))
    return page.html(
        "ledger/entry.html", names=_accounts(page), head=head, postings=postings, documents=DOCUMENTS
    )


HANDLERS = (index, role_accounts, entry)
