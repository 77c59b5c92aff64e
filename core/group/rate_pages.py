"""Rates: each with its source and the day it was frozen, and what a correction would make stale."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from core.db import Transaction
from core.group import store
from core.group.published import publications
from core.group.rates import Correction, Rate, correct_rates, set_rates
from core.web.access import GROUP_ONLY
from core.web.forms import Form
from core.web.page import Page
from shared_tools.refusal import Refusal


@get("/rates", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def rates(page: Page) -> Response[str]:
    """Every version of every rate, the newest first."""
    with page.read() as uow:
        rows = store.rates_frozen(uow)
    newest = {(row.currency, row.month): row.version for row in reversed(rows)}
    newest |= {(row.currency, row.month): max(row.version, newest[row.currency, row.month]) for row in rows}
    return page.html("group/rates.html", rows=rows, newest=newest)


@get("/rates/new", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def new_rate(page: Page, currency: str = "", month: str = "") -> Response[str]:
    """Freezing a rate, or what correcting one means, before it is done."""
    return _new(page, Form({"currency": currency, "month": month}))


def _new(page: Page, form: Form, status: int = 200) -> Response[str]:
    asked = form["currency"].upper(), form["month"]
    with page.read() as uow:
        versions = [row for row in store.rates_frozen(uow) if (row.currency, row.month) == asked]
        resting = _resting(uow, *asked) if versions else []
    return page.html("group/new_rate.html", status, form=form, versions=versions, resting=resting)


def _resting(uow: Transaction, currency: str, month: str) -> list[str]:
    """The newest published versions of years that name this rate."""
    newest = {one.content.year: one for one in publications(uow)}
    return [
        one.label
        for _, one in sorted(newest.items())
        if one.content.group
        and any((rate.currency, rate.month) == (currency, month) for rate in one.content.group.rates)
    ]


@post("/rates", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def freeze(page: Page, form: Form) -> Any:
    """Freeze a rate; one that is frozen already gets its next version, with the reason."""
    typed = {
        "currency": form["currency"].upper(), "month": form["month"], "source": form["source"],
        **{name: form[name].replace(",", ".") for name in ("closing", "average")},
    }  # fmt: skip
    try:
        with page.work() as uow:
            if any(
                (row.currency, row.month) == (typed["currency"], typed["month"])
                for row in store.rates_frozen(uow)
            ):
                correct_rates(uow, [Correction(**typed, reason=form["reason"])])
            else:
                set_rates(uow, [Rate(**typed)])
    except Refusal as refusal:
        return _new(page, form.refused(refusal), 422)
    return page.to("/rates")


HANDLERS = (rates, new_rate, freeze)
