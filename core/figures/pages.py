"""Months for finance: which are closed and published, what an open one still lacks, and its close."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from core.bank.store import unmatched
from core.clock import month_of
from core.contracts.store import agreed_in, declarations_due
from core.db import UnitOfWork, not_found
from core.expenses import expenses_of
from core.figures import close_and_publish, published
from core.figures.actions import days_of
from core.ledger.store import first_open_month, is_closed, months
from core.trade.closing import rates_lacking
from core.trade.store import waiting_count
from core.web.access import FINANCE_ONLY
from core.web.forms import Form
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal


@get("/months", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def index(page: Page) -> Response[str]:
    """Every month with entries, the newest first."""
    with page.read() as uow:
        found = months(uow)
        closed = {month for month in found if is_closed(uow, month)}
        out = {row["month"]: row for row in published(uow)}
        today = month_of(uow.today)
    return page.html("figures/months.html", months=found[::-1], closed=closed, out=out, today=today)


@get("/months/{month:str}", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def show(page: Page, month: str) -> Response[str]:
    """What a month still lacks, and what closing it means."""
    return _show(page, month, Form())


def _show(page: Page, month: str, form: Form, status: int = 200) -> Response[str]:
    try:
        days_of(month)
    except Refusal:
        raise not_found("month", month) from None
    with page.read() as uow:
        closed = is_closed(uow, month)
        earlier = first_open_month(uow)
        lacks = [] if closed else _lacks(uow, page, month)
        over = month < month_of(uow.today)
        out = published(uow, month)
    return page.html(
        "figures/month.html", status, month=month, closed=closed, lacks=lacks, over=over, out=out, form=form,
        earlier=earlier if earlier and earlier < month else "",
    )  # fmt: skip


def _lacks(uow: UnitOfWork, page: Page, month: str) -> list[tuple[str, str]]:
    """What would be dated in ``month`` and is not booked yet: (sentence, where to see it)."""
    first, last = days_of(month)
    found = (
        (N_("Expense notes that wait for a decision: {count}"), sum(row["day"] <= last for row in expenses_of(uow, state="submitted")), "/expenses"),
        (N_("Engagements with work of this month and no payslip: {count}"), len(agreed_in(uow, first, last)), "/contracts"),
        (N_("Notices to the State not sent: {count}"), len(declarations_due(uow, last)), "/"),
        (N_("Documents of sisters that no activity bears yet: {count}"), waiting_count(uow, last), "/between"),
        (N_("Closing rates without which it cannot close: {count}"), len(rates_lacking(uow, month)), "/between"),
        (N_("Receipts of the bank that belong to no invoice: {count}"), sum(item.day <= last for item in unmatched(uow)), "/receipts"),
    )  # fmt: skip
    return [(page.words(sentence, count=count), path) for sentence, count, path in found if count]


@post("/months/{month:str}/closing", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def close(page: Page, form: Form, month: str) -> Any:
    """Close it for good, sign its figures and send them to the group."""
    try:
        with page.work() as uow:
            close_and_publish(uow, month, page.house.key)
    except Refusal as refusal:
        return _show(page, month, form.refused(refusal), 422)
    return page.to(f"/months/{month}")


HANDLERS = (index, show, close)
