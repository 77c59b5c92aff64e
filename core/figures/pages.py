"""Closing a month: what is still missing, what closing does, and what was published."""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa
from litestar import Response, get, post

from core.bank.store import receipt
from core.checks import run_checks
from core.contracts.store import contract, declaration
from core.db import UnitOfWork
from core.expenses.store import expense
from core.figures.actions import close_and_publish, days_of_month
from core.figures.store import published
from core.ledger import store as ledger
from core.payouts.store import wages_due
from core.web.access import FINANCE_ONLY
from core.web.forms import Form
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

MISSING = {
    "slips": (N_("contracts whose work is over have no payslip"), "/contracts"),
    "wages": (N_("wages promised by then are not paid"), "/payslips"),
    "expenses": (N_("expense notes wait for approval"), "/expenses"),
    "declarations": (N_("notices to the State are not sent"), "/contracts"),
    "receipts": (N_("payments nobody could match"), "/receipts"),
    "checks": (N_("questions to the books have a wrong answer"), "/ledger"),
}


def missing(uow: UnitOfWork, last: date) -> dict[str, int]:
    """What the month that ends on ``last`` still lacks, by kind; nothing of it forbids closing."""
    counts = {
        "slips": _count(uow, contract, contract.c.state == "agreed", contract.c.last_day <= last),
        "wages": len(wages_due(uow, last)),
        "expenses": _count(uow, expense, expense.c.state == "submitted", expense.c.day <= last),
        "declarations": _count(uow, declaration, declaration.c.state == "due", declaration.c.due_day <= last),
        "receipts": _count(uow, receipt, receipt.c.invoice.is_(None), receipt.c.day <= last),
        "checks": sum(1 for rows in run_checks(uow).values() if rows),
    }
    return {kind: count for kind, count in counts.items() if count}


def _count(uow: UnitOfWork, table: sa.Table, *where: sa.ColumnElement[bool]) -> int:
    return uow.execute(sa.select(sa.func.count()).select_from(table).where(*where)).scalar_one()


@get("/closing", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def index(page: Page) -> Response[str]:
    """The next month to close with what it lacks, and the months published."""
    return _index(page, Form())


def _index(page: Page, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        month = ledger.first_open_month(uow) or ""
        first, last = days_of_month(month) if month else (uow.today, uow.today)
        lacks = missing(uow, last) if month else {}
        rows = list(reversed(published(uow)))
        over = bool(month) and uow.today > last
    return page.html(
        "figures/closing.html", status, form=form, month=month, first=first, last=last, over=over, lacks=lacks,
        words=MISSING, rows=rows, month_day=lambda text: days_of_month(text)[0],
    )  # fmt: skip


@post("/closings", opt={"access": FINANCE_ONLY}, sync_to_thread=True)
def close(page: Page, form: Form) -> Any:
    """Say once more what closing does; then close, sign and publish."""
    try:
        first, last = days_of_month(form["month"])
        if form["step"] != "close":
            with page.read() as uow:
                lacks = missing(uow, last)
            return page.html(
                "figures/confirm.html", month=form["month"], first=first, lacks=lacks, words=MISSING
            )
        assert page.house.key is not None
        with page.work() as uow:
            close_and_publish(uow, form["month"], page.house.key)
    except Refusal as refusal:
        return _index(page, form.refused(refusal), 422)
    return page.to("/closing")


HANDLERS = (index, close)
