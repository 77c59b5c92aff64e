"""Between entities: both sides of each pair with the way down, and document by document what differs, until explained."""

from __future__ import annotations

from typing import Any, NamedTuple

import msgspec
from litestar import Response, get, post

from core.group import pairs, store
from core.group.closes import complete_months, live_marks, shown_month
from core.group.explained import closing
from core.group.marks import Marks
from core.group.pages import Figure, money_figure, sentences
from core.group.role_words import CLASS_WORDS
from core.web.access import GROUP_ONLY
from core.web.forms import Form
from core.web.page import Page
from shared_tools.group import Close, Paired
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

STATES = {
    "agrees": N_("agrees"), "in transit": N_("in transit"), "missing": N_("missing"), "different": N_("differs"),
    "without document": N_("without a document"),
}  # fmt: skip


@get("/pairs", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def between(page: Page, month: str = "") -> Response[str]:
    """What entities owe and sold each other: both sides, the difference, and the documents that differ."""
    return _between(page, month, Form())


@post("/pairs/explanation", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def explain(page: Page, form: Form) -> Any:
    """Say why a document differs. It holds for this amount only."""
    try:
        try:
            new = msgspec.convert(
                {name: form[name] for name in pairs.Explanation.__struct_fields__ if name != "name"} | {"name": page.actor.name},
                pairs.Explanation, strict=False,
            )  # fmt: skip
        except msgspec.ValidationError as error:
            raise Refusal(
                "not_a_number", f"{error}.", field="difference", way_out="Load the page again."
            ) from None
        with page.work() as uow:
            pairs.explain(uow, form["month"], new)
    except Refusal as refusal:
        return _between(page, form["month"], form.refused(refusal), 422)
    return page.to(f"/pairs?month={form['month']}")


def _between(page: Page, month: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        closed = shown_month(uow, month)
        chosen = closed.figures.month if closed else ""
        names = {row["entity"]: row["name"] for row in store.entities(uow)}
        found = live_marks(uow, chosen[:4]) if closed else Marks()
        documents = pairs.pairs(uow, chosen) if closed else []
        complete = complete_months(uow)
    inside = {code for pair in (closed.figures.pairs if closed else ()) for code in (pair.giver, pair.taker)}
    return page.html(
        "group/pairs.html", status, rows=_sides(page, closed, found, names) if closed else [], month=chosen,
        months=complete, notes=sentences(page, found.at(chosen, inside)), documents=[_told(page, chosen, pair, found) for pair in documents], names=names, form=form, classes=CLASS_WORDS,
        states=STATES,
    )  # fmt: skip


def _sides(
    page: Page, closed: Close, found: Marks, names: dict[str, str]
) -> list[tuple[str, str, str, list[Figure], Any]]:
    """Class, both names, and the five figures of each pair: what each side booked, the difference and its two parts."""
    month = closed.figures.month
    rows = []
    for pair in closed.figures.pairs:
        letters = found.on(
            month[:4],
            [pair.giver, pair.taker],
            "closing" if pair.klass in ("trade", "loan") else "income",
            month,
        )
        figures = [
            money_figure(page, amount, closing(month[:4], 0, month, "pair", pair.klass, pair.giver, pair.taker, side), letters)
            for side, amount in (
                ("from", pair.from_amount), ("to", pair.to_amount), ("difference", pair.difference),
                ("unmatched", pair.unmatched), ("exchange", pair.exchange),
            )
        ]  # fmt: skip
        rows.append((page.words(CLASS_WORDS[pair.klass]), names.get(pair.giver, pair.giver), names.get(pair.taker, pair.taker), figures, pair))  # fmt: skip
    return rows


class Document(NamedTuple):
    """A document on the page: what both have of it, each with its way down, and who has explained the difference."""

    paired: Paired
    waits: bool
    sentence: str
    name: str
    giver: Figure
    taker: Figure
    difference: Figure


def _told(page: Page, month: str, pair: pairs.Pair, found: Marks) -> dict[str, Any]:
    letters = " ".join(found.on(month[:4], [pair.giver, pair.taker], "count"))

    def figure(one: Paired, side: str, amount: int) -> Figure:
        name = closing(
            month[:4], 0, month, "document", one.klass, one.giver, one.taker, one.currency, side, one.number
        )
        return Figure(page.amount(amount, one.currency), name, amount, letters)

    return {"klass": pair.klass, "giver": pair.giver, "taker": pair.taker, "lines": [
        Document(
            one, line.waits, line.sentence, line.name, figure(one, "giver", one.giver_amount),
            figure(one, "taker", one.taker_amount), figure(one, "difference", one.difference),
        )
        for line in pair.lines for one in [line.paired]
    ]}  # fmt: skip


HANDLERS = (between, explain)
