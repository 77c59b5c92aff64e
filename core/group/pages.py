"""The group's pages: figures by entity, the way down from each, entities, rates, what is missing. And the inbox.

Every figure is a link to what it is made of (core.group.figure); a mark beside it says that it moved or can still move.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import msgspec
from litestar import Request, Response, get, post
from litestar.enums import MediaType

from core.db import Transaction, not_found
from core.federation.envelope import parsed
from core.federation.keys import receive_proposal
from core.group import pictures, said, store
from core.group.actions import receive
from core.group.closes import behind, complete_months, live_marks, received, shown_month, shown_year
from core.group.explained import SHOWN, Label, Part, closing, natural
from core.group.figure import COUNTS, counted, explain
from core.group.lacking import lacking
from core.group.marked import marks_of
from core.group.marks import Mark, Marks, as_json, relettered, rests_of, sentence
from core.group.role_words import CLASS_WORDS, METHODS, ROLE_WORDS, STEP_WORDS
from core.web.access import GROUP_ONLY, PUBLIC
from core.web.charts import for_page
from core.web.page import Page
from shared_tools.group import Close, report
from shared_tools.group import table as stages
from shared_tools.i18n import N_

CHART = (440, 190)
"""Pixels of a chart beside a table; on a phone it fills the width."""


class Figure(NamedTuple):
    """A figure on a page: its text, the name of its drill, the amount the drill begins with, letters of its marks."""

    text: str
    name: str = ""
    amount: int | None = None
    marks: str = ""


@get("/", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def first(page: Page) -> Any:
    """The group begins with its figures."""
    return page.to("/figures")


def sentences(page: Page, found: Marks) -> list[tuple[str, str]]:
    return [(mark.letter, sentence(mark, page.words, page.month)) for mark in found.all]


def money_figure(page: Page, cents: int, name: str, letters: tuple[str, ...] = ()) -> Figure:
    return Figure(page.amount(cents), name, cents, " ".join(letters))


# --- the figures --------------------------------------------------------------------------------------------------


@get("/figures", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def figures(page: Page, month: str = "") -> Response[str]:
    """By entity and in total, in EUR, with a chart; each figure leads down."""
    with page.read() as uow:
        closed = shown_month(uow, month)
        members = store.entities(uow)
        if closed is None:
            return page.html("group/empty.html", members=members, lacking=lacking(uow, page))
        found = live_marks(uow, closed.figures.month[:4])
        complete, signed, lacks = complete_months(uow), received(uow), behind(uow)
    names = {row["entity"]: said.entity_named(row["entity"], row["name"], page.words) for row in members}
    return page.html(
        "group/figures.html", rows=_rows(page, closed, found, names, signed, lacks), totals=_totals(page, closed, found),
        between=_between(page, closed, found), shown=[word for word, _ in SHOWN.values()], month=closed.figures.month,
        months=complete, chart=_chart(page, closed, names, found), roles=_all_roles(page, closed, found),
        notes=sentences(page, found.at(closed.figures.month)), for_page=for_page,
    )  # fmt: skip


def _rows(
    page: Page, closed: Close, found: Marks, names: Mapping[str, str], signed: Mapping[str, Any], lacks: Mapping[str, Any]
) -> list[tuple[str, str, list[Figure], str, str]]:  # fmt: skip
    """Code, name, figures, last month signed and how it stands."""
    month, year = closed.figures.month, closed.figures.month[:4]
    restated = {mark.entity for mark in found.all if mark.kind == "restated"}
    rows = []
    for code, cells in closed.figures.translated.items():
        own = [
            money_figure(
                page, sum(natural(role, cells.get(role, 0)) for role in roles), closing(year, 0, month, "line", line, code),
                found.on(year, [code], rests_of(roles[0]), month),
            )
            for line, (_, roles) in SHOWN.items()
        ]  # fmt: skip
        own += [_count(page, closed, what, code, found.on(year, [code], "count")) for what in COUNTS]
        last = max(signed.get(code, {}), default="")
        kind = "late" if code in restated else "wait" if code in lacks else "good"
        rows.append((code, names.get(code, code), own, page.words(N_("restated")) if code in restated else said.month_short(last, page.words), kind))  # fmt: skip
    return rows


def _count(page: Page, closed: Close, what: str, code: str, letters: tuple[str, ...]) -> Figure:
    codes = [code] if code else list(closed.figures.translated)
    value = sum(counted(closed, one, what) for one in codes)
    month = closed.figures.month
    name = closing(month[:4], 0, month, "count", what, *([code] if code else []))
    return Figure(page.words.number(str(value)), name, value, " ".join(letters))


def _totals(page: Page, closed: Close, found: Marks) -> list[Figure]:
    month, year = closed.figures.month, closed.figures.month[:4]
    sums = [
        money_figure(
            page, sum(natural(role, closed.figures.aggregated.get(role, 0)) for role in roles), closing(year, 0, month, "line", line),
            found.on(year, None, rests_of(roles[0]), month),
        )
        for line, (_, roles) in SHOWN.items()
    ]  # fmt: skip
    return [*sums, *(_count(page, closed, what, "", found.on(year, None, "count")) for what in COUNTS)]


def _between(page: Page, closed: Close, found: Marks) -> list[tuple[str, Figure]]:
    """What is taken out between entities, class by class: the volume, from the side that sells or claims."""
    month = closed.figures.month
    return [
        (page.words(CLASS_WORDS[klass]), money_figure(page, natural(role, cents), closing(month[:4], 0, month, "elimination", klass, role), found.on(month[:4], None, rests_of(role), month)))
        for klass, moves in closed.figures.eliminations.items()
        for role, cents in list(moves.items())[:1]
    ]  # fmt: skip


def _all_roles(page: Page, closed: Close, found: Marks) -> list[tuple[str, Figure, Figure | None, Figure]]:
    month = closed.figures.month
    rows = []
    for row in stages(closed):
        letters = found.on(month[:4], None, rests_of(row.role), month)
        out = sum(row.eliminations.values())
        add, whole = (closing(month[:4], 0, month, "role", stage, row.role) for stage in ("aggregated", "consolidated"))  # fmt: skip
        only = next(iter(row.eliminations), "")
        name = (
            closing(month[:4], 0, month, "elimination", only, row.role)
            if len(row.eliminations) == 1
            else whole
        )
        shown = natural(row.role, out)
        rows.append((
            ROLE_WORDS[row.role], money_figure(page, natural(row.role, row.aggregated), add, letters),
            Figure(page.amount(shown), name, shown if len(row.eliminations) == 1 else None, " ".join(letters)) if row.eliminations else None,
            money_figure(page, natural(row.role, row.consolidated), whole, letters),
        ))  # fmt: skip
    return rows


def _chart(page: Page, closed: Close, names: Mapping[str, str], found: Marks) -> pictures.Chart | None:
    month = closed.figures.month
    turnover = report.turnover_by_month(closed.translation, month[:4])
    chart = pictures.by_month(turnover, [(code, names.get(code, code)) for code in closed.figures.translated], page.words, CHART, closing(month[:4], 0, month))  # fmt: skip
    return chart and msgspec.structs.replace(chart, marks=" ".join(found.on(month[:4], month=month)))


# --- the way down -------------------------------------------------------------------------------------------------


@get("/why", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def why(page: Page, figure: str = "") -> Response[str]:
    """What one figure is made of."""
    return _why(page, figure)


@get("/api/why", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def why_json(page: Page, figure: str = "") -> dict[str, Any]:
    """The same as data; ``name`` of a part leads to the next step, ``marks`` say what moved beneath the figure."""
    with page.read() as uow:
        return why_data(uow, figure)


def why_data(uow: Transaction, name: str) -> dict[str, Any]:
    """``explain`` with the figure's marks."""
    found = explain(uow, name)
    return {**msgspec.to_builtins(found), "marks": as_json(relettered(marks_of(uow, name)))}


@get("/figures/{role:str}", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def role_stages(page: Page, role: str, month: str = "") -> Response[str]:
    """One role through the close: entities, total, eliminations, consolidated."""
    return _why(page, _named(page, month, "role", "consolidated", role))


@get("/figures/{role:str}/{entity:str}", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def role_months(page: Page, role: str, entity: str, month: str = "") -> Response[str]:
    """One entity's role month by month: local amount, rate, cents. The entity's own books answer from there."""
    return _why(page, _named(page, month, "entity", entity, role))


def _named(page: Page, month: str, *what: str) -> str:
    with page.read() as uow:
        closed = shown_month(uow, month)
    if closed is None or what[-1] not in ROLE_WORDS:
        raise not_found("figure", what[-1])
    return closing(closed.figures.month[:4], 0, closed.figures.month, *what)


def _why(page: Page, name: str) -> Response[str]:
    with page.read() as uow:
        found = explain(uow, name)
        own = marks_of(uow, name)
        period = _period(uow, page, name.removeprefix("minus/"))
        beneath = {one.name: marks_of(uow, one.name) for one in found.parts if one.name}
        names = {row["entity"]: row["name"] for row in store.entities(uow)}

    notes = relettered([*own, *(mark for one in beneath.values() for mark in one)])

    def letters(marked: Iterable[Mark]) -> str:
        return " ".join(notes.letters_of(marked))

    def label(one: Label) -> str:
        return label_said(page, one, names)

    def part(one: Part) -> dict[str, Any]:
        unit = "" if found.formula == "average" and one is found.parts[-1] else found.unit
        return {
            "label": label(one.label), "step": page.words(STEP_WORDS[one.label.more]) if one.label.more in STEP_WORDS else "",
            "figure": Figure(_amount(page, one.amount, "EUR" if unit == "%" and found.formula != "sum" else unit), one.name, one.amount, letters(beneath.get(one.name, ()))),
            "local": "" if one.local is None or one.currency == "EUR" else page.amount(one.local, one.currency), "currency": one.currency,
            "rate": page.words.number(one.rate) if one.rate else "", "books": one.books,
        }  # fmt: skip

    parts = [part(one) for one in found.parts]
    return page.html(
        "group/why.html", found=found, labels=[label(one) for one in found.labels], parts=parts,
        whole=_amount(page, found.amount, found.unit), foreign=any(one["local"] for one in parts), up=found.up,
        year=name.removeprefix("minus/").split("/")[1], note=page.words(found.note) if found.note else "",
        letters=letters(own), period=period, notes=sentences(page, notes),
    )  # fmt: skip


def _period(uow: Transaction, page: Page, name: str) -> str:
    """Of which report or period a figure is, so that an interim one says so; "" for a difference of two."""
    first, *rest = name.split("/")
    if first == "report":
        return said.title(shown_year(uow, rest[0], int(rest[1])), page.words)
    return page.words(N_("January to {month}"), month=page.month(rest[2])) if first == "close" else ""


def _amount(page: Page, amount: int, unit: str) -> str:
    if unit == "%":
        return f"{page.words.number(str(amount))}\N{NO-BREAK SPACE}%".replace("-", "−")
    return page.amount(amount, unit) if unit else page.words.number(str(amount)).replace("-", "−")


def label_said(page: Page, label: Label, names: Mapping[str, str]) -> str:
    """A label of the drill in the reader's words."""
    if label.kind == "role":
        return page.words(ROLE_WORDS[label.text])
    if label.kind == "entity":
        return said.entity_named(label.text, names.get(label.text, ""), page.words)
    if label.kind == "month":
        return page.month(label.text)
    if label.kind == "class":
        return page.words(CLASS_WORDS[label.text])
    if label.kind == "type":
        return page.words(N_("Persons, once each")) if label.text == "total" else said.type_named(label.more, label.text, page.words)  # fmt: skip
    return label.text if label.kind == "text" else page.words(label.text)


# --- entities, what is missing ----------------------------------------------------------------------


@get("/entities", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def entities(page: Page) -> Response[str]:
    """Who belongs to the group, what they published and under which key."""
    with page.read() as uow:
        members, signed, lacks = store.entities(uow), received(uow), behind(uow)
    last = {code: max(by_month.values(), key=lambda row: row["number"]) for code, by_month in signed.items()}
    return page.html("group/entities.html", members=members, last=last, lacks=lacks, methods=METHODS)


@get("/entities/{entity:str}", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def entity(page: Page, entity: str, month: str = "") -> Response[str]:
    """One entity: what it signed, month by month, and its figures in the group's euro."""
    with page.read() as uow:
        row = next((one for one in store.entities(uow) if one["entity"] == entity), None)
        if row is None:
            raise not_found("entity", entity)
        closed, signed = shown_month(uow, month), received(uow).get(entity, {})
        found = live_marks(uow, closed.figures.month[:4]) if closed else Marks()
        versions = {one: store.versions_of(uow, entity, one) for one in signed}
    cells = closed.figures.translated.get(entity, {}) if closed else {}
    year = closed.figures.month[:4] if closed else ""

    def one(role: str) -> Figure:
        assert closed is not None
        return money_figure(page, natural(role, cells[role]), closing(year, 0, closed.figures.month, "entity", entity, role), found.on(year, [entity], rests_of(role), closed.figures.month))  # fmt: skip

    uses = [(page.words(ROLE_WORDS[role]), cells.get(role, 0), f"c{place}") for place, (_, (role,)) in enumerate(report.MEMBERS_COSTS, 1)]  # fmt: skip
    turnover = sum(natural(role, cells.get(role, 0)) for role in report.TURNOVER)
    return page.html(
        "group/entity.html", row=row, methods=METHODS, month=closed.figures.month if closed else "", versions=versions,
        roles=[(ROLE_WORDS[role], one(role)) for role in ROLE_WORDS if role in cells],
        uses=[use for use in uses if use[1]],
        used=[(word, one(role), f"c{place}") for place, (_, (role,)) in enumerate(report.MEMBERS_COSTS, 1) if cells.get(role) for word in [ROLE_WORDS[role]]],
        turnover=money_figure(page, turnover, closing(year, 0, closed.figures.month, "line", "turnover", entity), found.on(year, [entity], "income", closed.figures.month)) if closed and cells else None,
        notes=sentences(page, found.at(closed.figures.month, [entity])) if closed else [],
    )  # fmt: skip


@get("/missing", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def missing(page: Page) -> Response[str]:
    """What the next close still waits for."""
    with page.read() as uow:
        found, complete = lacking(uow, page), complete_months(uow)
    return page.html("group/missing.html", items=found, month=complete[-1] if complete else "")


@post("/inbox", opt={"access": PUBLIC}, sync_to_thread=True, media_type=MediaType.JSON)
def inbox(page: Page, body: bytes, request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Takes figures from an entity, or the key it will sign with. Its signature is its permission; the same one again
    changes nothing."""
    with page.house.store.work() as uow:
        if parsed(body).kind == "keys":
            change = receive_proposal(uow, body)
            return {"entity": change.entity, "since": change.since}
        taken = receive(uow, body)
    return {"entity": taken.entity, "month": taken.month, "number": taken.number, "version": taken.version}


HANDLERS = (first, figures, why, why_json, role_stages, role_months, entities, entity, missing, inbox)
