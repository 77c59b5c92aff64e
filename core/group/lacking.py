"""What is missing for the group's next close: signatures, rates, agreement between entities, a publication."""

from __future__ import annotations

from typing import NamedTuple

from core.db import Transaction
from core.group import store
from core.group.closes import behind, complete_months, received, shown_month
from core.group.consolidate import absent, perimeter
from core.group.explained import closing, why_path
from core.group.marks import marks
from core.group.published import publication
from core.web.page import Page
from core.web.refusals import said as refused
from shared_tools.group import months
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal


class Lack(NamedTuple):
    """One thing: what, a note, where to see it, and the colour of its state."""

    text: str
    note: str
    path: str
    kind: str = "wait"


def lacking(uow: Transaction, page: Page) -> list[Lack]:
    """Everything the next close waits for, the most urgent first; empty when nothing is missing."""
    return [*_signatures(uow, page), *_rates(uow, page), *_close(uow, page), *_unpublished(uow, page)]


def _signatures(uow: Transaction, page: Page) -> list[Lack]:
    names = {row["entity"]: row["name"] for row in store.entities(uow)}
    if not names:
        return [Lack(page.words(N_("No entity is enrolled.")), page.words(N_("Enrol the first one with its key.")), "/entities", "late")]  # fmt: skip
    return [
        Lack(
            page.words(N_("{entity} has not signed {month}."), entity=names[code], month=page.month(month)),
            page.words(N_("Its sisters have; ask it to close the month.")), f"/entities/{code}", "late",
        )
        for code, lacks in behind(uow).items() for month in lacks
    ]  # fmt: skip


def _rates(uow: Transaction, page: Page) -> list[Lack]:
    """Months that foreign entities have signed and of which a rate is not frozen."""
    known, signed = {(one.currency, one.month) for one in store.rates_frozen(uow)}, received(uow)
    needed = {
        (one.currency, month)
        for one in perimeter(uow).entities
        if one.currency != "EUR"
        for month in signed.get(one.code, {})
        if one.counts_in(months.number(month)) or month == one.opening
    }
    return [
        Lack(page.words(N_("There is no rate of {currency} for {month}."), currency=currency, month=page.month(month)), page.words(N_("Freeze that month’s rates with their source; none is ever guessed.")), f"/rates/new?currency={currency}&month={month}", "late")
        for currency, month in sorted(needed) if (currency, month) not in known
    ]  # fmt: skip


def _close(uow: Transaction, page: Page) -> list[Lack]:
    """What the close itself says: why it is refused, or which sisters do not agree."""
    try:
        closed = shown_month(uow)
    except Refusal as refusal:
        return [
            Lack(page.words(N_("The close is refused.")), refused(refusal, page.words), "/entities", "late")
        ]
    if closed is None:
        return [Lack(page.words(N_("No month is complete yet: not every entity has signed its figures.")), "", "/entities")]  # fmt: skip
    names = {row["entity"]: row["name"] for row in store.entities(uow)}
    return [
        Lack(
            page.words(N_("{giver} and {taker} do not agree: {amount}."), giver=names[pair.giver], taker=names[pair.taker], amount=page.money(abs(pair.unmatched), "EUR")),
            page.words(N_("A document is on its way, missing, or differs.")),
            why_path(closing(closed.figures.month[:4], 0, closed.figures.month, "pair", pair.klass, pair.giver, pair.taker, "unmatched")),
        )
        for pair in closed.figures.pairs if pair.unmatched
    ]  # fmt: skip


def _unpublished(uow: Transaction, page: Page) -> list[Lack]:
    """Years of complete months that were never published, or not since something moved."""
    found: list[Lack] = []
    for year in sorted({month[:4] for month in complete_months(uow)}):
        last = publication(uow, year)
        path = f"/versions/new?year={year}"
        if last is None and absent(uow, year):
            continue
        if last is None:
            found.append(Lack(page.words(N_("{year} has not been published."), year=year), "", path))
        elif any(mark.kind in ("restated", "rate") for mark in marks(uow, last.content).all):
            found.append(
                Lack(page.words(N_("{year} has moved since it was published."), year=year), "", path)
            )
        elif last.content.annual.through < max(m for m in complete_months(uow) if m[:4] == year):
            found.append(Lack(page.words(N_("{year} has more complete months than its published version."), year=year), "", path))  # fmt: skip
    return found
