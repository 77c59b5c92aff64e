"""The group's pages: figures by entity with a chart, and the way down; what was received; the report. And the inbox."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import msgspec
from litestar import Request, Response, get, post
from litestar.enums import MediaType

from core.db import not_found
from core.federation.envelope import parsed
from core.federation.keys import receive_proposal
from core.group import below, pairs, store
from core.group.actions import receive
from core.group.annual import annual
from core.group.consolidate import close, months_complete
from core.web.access import GROUP_ONLY, PUBLIC
from core.web.charts import stacked_bars
from core.web.forms import Form
from core.web.page import Page
from shared_tools.group import Close, by_month, by_stage
from shared_tools.group import table as stages
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal
from shared_tools.roles import GROUP_ROLES, ROLES

SHOWN = (
    ("turnover", N_("Turnover"), ("turnover_activities", "turnover_contracts")), ("fee", N_("Fee"), ("fee_income",)),
    ("wages", N_("Gross wages"), ("gross_wages",)), ("advanced", N_("Advanced by the fund"), ("guarantee_advance",)),
)  # fmt: skip
CLASSES = {
    "trade": N_("Claims and debts"), "loan": N_("Loans"), "service": N_("Services since January"),
    "interest": N_("Interest since January"),
}  # fmt: skip
STATES = {
    "agrees": N_("agrees"), "in transit": N_("in transit"), "missing": N_("missing"), "different": N_("differs"),
    "without document": N_("without a document"),
}  # fmt: skip
KNOWN = {**ROLES, **{role.name: role for role in GROUP_ROLES}}


@get("/", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def first(page: Page) -> Any:
    """The group begins with its figures."""
    return page.to("/figures")


def natural(role: str, cents: int) -> int:
    """Income, debts and equity with a plus, as a reader expects them."""
    return cents if KNOWN[role].statement in ("asset", "cost") else -cents


def _closed(page: Page, month: str) -> tuple[Close | None, list[str], list[Any]]:
    with page.read() as uow:
        complete, members = months_complete(uow), store.entities(uow)
        chosen = month if month in complete else (complete[-1] if complete else "")
        return (close(uow, chosen) if chosen else None), complete, members


@get("/figures", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def figures(page: Page, month: str = "") -> Response[str]:
    """By entity and in total, in EUR, with a chart; each figure leads down."""
    closed, months, members = _closed(page, month)
    if closed is None:
        return page.html("group/empty.html", members=members)
    translated = closed.figures.translated
    names = {row["entity"]: row["name"] for row in members}
    rows = [
        (
            code,
            names.get(code, code),
            [sum(natural(r, translated[code].get(r, 0)) for r in roles) for _, _, roles in SHOWN],
        )
        for code in translated
    ]
    totals = [sum(row[2][i] for row in rows) for i in range(len(SHOWN))]
    with page.read() as uow:
        counts = {f.entity: f.counts for f in store.newest_of_month(uow, closed.figures.month)}
    return page.html(
        "group/figures.html", rows=rows, totals=totals, shown=[label for _, label, _ in SHOWN], month=closed.figures.month,
        months=months, counts=counts, chart=_chart(closed, names), all_roles=stages(closed), natural=natural,
        names=names,
        chart_keys=[(names.get(code, code), "", f"k{i}") for i, code in enumerate(translated)],
    )  # fmt: skip


def _chart(closed: Close, names: dict[str, str]) -> str:
    """Turnover by month in thousand EUR. Drawn numbers need no exactness; the table beside has it."""
    rows = []
    order = [names.get(code, code) for code in closed.figures.translated]
    for rank, code in enumerate(closed.figures.translated):
        by: dict[str, int] = {}
        for role in ("turnover_activities", "turnover_contracts"):
            for step in by_month(closed, code, role):
                by[step.month] = by.get(step.month, 0) - step.cents
        rows += [
            {
                "month": month,
                "thousands": float(Fraction(cents, 100_000)),
                "entity": names.get(code, code),
                "rank": rank,
            }
            for month, cents in by.items()
        ]
    return stacked_bars(rows, "month", "thousands", "entity", order)


@get("/figures/{role:str}", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def role_stages(page: Page, role: str, month: str = "") -> Response[str]:
    """One role through the close: entities, total, eliminations, consolidated."""
    closed, _, members = _closed(page, month)
    if closed is None or role not in KNOWN:
        raise not_found("role", role)
    names = {row["entity"]: row["name"] for row in members}
    return page.html(
        "group/role.html",
        row=by_stage(closed, role),
        role=role,
        month=closed.figures.month,
        names=names,
        natural=natural,
    )


@get("/figures/{role:str}/{entity:str}", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def role_months(page: Page, role: str, entity: str, month: str = "") -> Response[str]:
    """One entity's role month by month: local amount, rate, cents. The entity's own books answer from there."""
    closed, _, members = _closed(page, month)
    if closed is None or role not in KNOWN or entity not in closed.figures.translated:
        raise not_found("figure", f"{entity} {role}")
    steps = by_month(closed, entity, role)
    row = next(row for row in members if row["entity"] == entity)
    return page.html(
        "group/months.html", steps=steps, role=role, entity=row, month=closed.figures.month, natural=natural,
        total=closed.figures.translated[entity].get(role, 0),
    )  # fmt: skip


@get("/figures/{role:str}/{entity:str}/books", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def books(
    page: Page, role: str, entity: str, month: str = "", account: str = "", entry: int = 0, start: int = 0
) -> Response[str]:
    """What stands below one month of an entity's role, asked of the entity itself: accounts, entries, both sides."""
    with page.read() as uow:
        row = next((row for row in store.entities(uow) if row["entity"] == entity), None)
        now = uow.now
    if row is None or role not in ROLES or not below.is_reachable(row["address"]):
        raise not_found("figure", f"{entity} {role}")
    level = "document" if entry else "entry" if account else "account"
    question = below.about(
        entity, now, level, role=role, month=month, account=account, entry=entry, start=start
    )
    return page.html(
        "group/books.html", told=below.ask(row["address"], page.house.key, question), asked=question, entity=row, role=role,
        month=month, natural=natural,
    )  # fmt: skip


@get("/pairs", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def between(page: Page, month: str = "") -> Response[str]:
    """Trade between entities: what is not the same in both houses, document by document, until somebody explains it."""
    return _between(page, month, Form())


def _between(page: Page, month: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        complete = months_complete(uow)
        chosen = month if month in complete else (complete[-1] if complete else "")
        found = pairs.pairs(uow, chosen) if chosen else []
        names = {row["entity"]: row["name"] for row in store.entities(uow)}
    return page.html(
        "group/pairs.html", status, found=found, month=chosen, months=complete, names=names, form=form,
        classes=CLASSES, states=STATES,
    )  # fmt: skip


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


@get("/entities", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def entities(page: Page) -> Response[str]:
    """Who belongs to the group, what they published and under which key."""
    with page.read() as uow:
        members = store.entities(uow)
        published = {row["entity"]: store.last_received(uow, row["entity"]) for row in members}
        rates = store.rates(uow)
    return page.html("group/entities.html", members=members, published=published, rates=rates)


@get("/report", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def report(page: Page, year: str = "") -> Response[str]:
    """The annual report's tables for a year that is known."""
    with page.read() as uow:
        years = store.years(uow)
        chosen = year if year in years else (years[-1] if years else "")
        made = annual(uow, chosen, []) if chosen else None
    return page.html("group/report.html", made=made, years=years)


@post("/inbox", opt={"access": PUBLIC}, sync_to_thread=True, media_type=MediaType.JSON)
def inbox(page: Page, body: bytes, request: Request[Any, Any, Any]) -> dict[str, Any]:
    """Takes figures from an entity, or the key it will sign with. Its signature is its permission; the same one again changes nothing."""
    with page.house.store.work() as uow:
        if parsed(body).kind == "keys":
            change = receive_proposal(uow, body)
            return {"entity": change.entity, "since": change.since}
        taken = receive(uow, body)
    return {"entity": taken.entity, "month": taken.month, "number": taken.number, "version": taken.version}


HANDLERS = (first, figures, role_stages, role_months, books, between, explain, entities, report, inbox)
