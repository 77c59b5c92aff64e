"""Pages of a year of the group: the report with its downloads, its published versions and signatures, how to read it."""

from __future__ import annotations

from typing import Any

from litestar import Response, get, post

from core.db import Transaction, not_found
from core.group import pictures, said, store
from core.group.closes import Shown, complete_months, shown_year
from core.group.compare import compare
from core.group.consolidate import absent
from core.group.marked import marks_of
from core.group.marks import marks, relettered
from core.group.pages import Figure, sentences
from core.group.paper import discrepancies, report_pdf
from core.group.published import broken, publication, publications, publish_year
from core.group.role_words import ROLE_WORDS
from core.group.sheets import Cell, Sheet
from core.group.spreadsheet import json_bytes, report_csv, report_json, report_xlsx
from core.web.access import GROUP_ONLY
from core.web.charts import for_page
from core.web.forms import Form
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

WIDTH = 430
"""Pixels of a chart: two beside each other on a wide page, one on a phone."""
TYPES = {
    "pdf": "application/pdf", "csv": "text/csv", "json": "application/json",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}  # fmt: skip


def _year(uow: Transaction, year: str) -> tuple[str, list[str]]:
    """The year asked for, or the last known one; and all known years that the report can show."""
    complete = {month[:4] for month in complete_months(uow)}
    years = [one for one in store.years(uow) if one in complete or store.printed_report(uow, one) is not None]
    return (year if year in years else (years[-1] if years else "")), years


@get("/report", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def report(page: Page, year: str = "", version: int = 0) -> Response[str]:
    """The annual report's tables for a year that is known, live or as published."""
    with page.read() as uow:
        chosen, years = _year(uow, year)
        shown = shown_year(uow, chosen, version) if chosen else None
        published = publications(uow, chosen) if chosen else []
    if shown is None:
        return page.html("group/report.html", shown=None, years=years, year="")
    return page.html(
        "group/report.html", shown=shown, years=years, year=chosen, version=version, published=published,
        covers=said.covers(shown, page.words), standing=said.standing(shown, page.words),
        sheets=[_laid_out(page, sheet) for sheet in shown.sheets], charts=pictures.pictures(shown, page.words, WIDTH),
        notes=said.sentences(shown, page.words), discrepancies=_discrepancies(page, shown), for_page=for_page,
        title=said.title(shown, page.words), headline=said.headline(shown, page.words), query=f"?version={version}&language={page.language}",
    )  # fmt: skip


def _laid_out(
    page: Page, sheet: Sheet
) -> tuple[said.SaidSheet, list[tuple[str, str, list[Figure]]], list[bool]]:
    """A sheet for the page: its words, its rows of figures, and which columns a phone leaves out."""
    told = said.say(sheet, page.words)
    rows = [
        (row.label, row.kind, [Figure(cell.text, cell.why, cell.amount, cell.marks) for cell in row.cells])
        for row in told.rows
    ]
    known = said.columns_known(sheet)
    narrow = [sheet.columns[n][0].split()[-1] not in ("now", "total") for n in known]
    if sheet.key.startswith("I.5"):
        narrow = [sheet.columns[n][0] not in ("workers now", "days now") for n in known]
    return told, rows, narrow


def _discrepancies(page: Page, shown: Shown) -> list[tuple[Any, ...]]:
    """Table, place, and the three figures with their way down."""
    return [
        (table, place, *(Figure(text, f"printed/{shown.annual.year}/{n}/{what}") for text, what in zip(figures, ("printed", "lines", "difference"), strict=True)))
        for n, (table, place, *figures) in enumerate(discrepancies(shown, page.words))
    ]  # fmt: skip


@get("/report/{year:str}/{kind:str}", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def download(page: Page, year: str, kind: str, version: int = 0, language: str = "") -> Response[bytes]:
    """The report as a file: pdf, xlsx, csv or json, in any language of the group."""
    if kind not in TYPES:
        raise not_found("form", kind)
    language = language if language in page.house.languages else page.language
    with page.read() as uow:
        shown = shown_year(uow, year, version)
        content = _file(uow, shown, kind, language, page.house.name)
    until = f"-interim-{shown.annual.through}" if shown.annual.is_interim else ""
    name = f"report-{year}{until}{f'-v{version}' if version else ''}-{language}.{kind}"
    return Response(content, media_type=TYPES[kind], headers={"content-disposition": f'attachment; filename="{name}"'})  # fmt: skip


def _file(uow: Transaction, shown: Shown, kind: str, language: str, house: str) -> bytes:
    if kind == "pdf":
        return report_pdf(uow, shown, language, house)
    if kind == "xlsx":
        return report_xlsx(uow, shown, language)
    if kind == "csv":
        return report_csv(shown, language).encode()
    return json_bytes(report_json(uow, shown, language))


# --- versions -----------------------------------------------------------------------------------------------------


@get("/versions", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def versions(page: Page) -> Response[str]:
    """Every published version, its signature checked again, and whether it still holds."""
    with page.read() as uow:
        found, wrong = publications(uow), dict(broken(uow))
        rows = [
            (one, wrong.get(one.content.number, ""), [mark.name for mark in marks(uow, one.content).all])
            for one in reversed(found)
        ]
        newest = {one.content.year: one.content.version for one in found}
        interim = {one.digest: said.interim(one.content.annual, page.words) for one in found}
    return page.html("group/versions.html", rows=rows, newest=newest, interim=interim)


@get("/versions/new", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def new_version(page: Page, year: str = "") -> Response[str]:
    """What publishing means, before it is done."""
    return _new(page, year, Form())


def _new(page: Page, year: str, form: Form, status: int = 200) -> Response[str]:
    with page.read() as uow:
        chosen, years = _year(uow, year)
        shown = shown_year(uow, chosen) if chosen else None
        last = publication(uow, chosen) if chosen else None
        lacks = absent(uow, chosen) if shown and shown.annual.is_interim else {}
        names = {row["entity"]: row["name"] for row in store.entities(uow)}
    return page.html(
        "group/new_version.html", status, form=form, year=chosen, years=years, shown=shown, last=last,
        covers=said.covers(shown, page.words) if shown else "", headline=said.headline(shown, page.words) if shown else [],
        notes=said.sentences(shown, page.words) if shown else [], title=said.title(shown, page.words) if shown else "",
        lacks=[(names[code], ", ".join(map(page.month, months))) for code, months in lacks.items()],
        interim=said.interim(shown.annual, page.words) if shown else "",
    )  # fmt: skip


@post("/versions/new", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def publish(page: Page, form: Form) -> Any:
    """Sign the figures as they stand and keep them for good."""
    try:
        with page.work() as uow:
            publish_year(uow, form["year"], page.house.key, form["reason"], interim=form["interim"] == "1")
    except Refusal as refusal:
        return _new(page, form["year"], form.refused(refusal), 422)
    return page.to("/versions")


@get("/versions/{year:str}/compare", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def compared(page: Page, year: str, first: int = 0, second: int = 0) -> Response[str]:
    """Two versions side by side: the lines that changed, and the months that explain it."""
    with page.read() as uow:
        count = len(publications(uow, year))
        if count < 2:
            raise not_found("second version of", year)
        second = second or count
        first = first or max(second - 1, 1)
        before, after = shown_year(uow, year, first), shown_year(uow, year, second)
        found = compare(before, after)
        beneath = {
            name: marks_of(uow, name) for line in found.changed for name in (*line.names, line.why) if name
        }
        names = {row["entity"]: row["name"] for row in store.entities(uow)}
    titles = {
        sheet.key: (sheet, {row.key: row for row in sheet.rows}) for sheet in (*before.sheets, *after.sheets)
    }

    notes = relettered(mark for marked in beneath.values() for mark in marked)

    def letters(name: str) -> str:
        return " ".join(notes.letters_of(beneath.get(name, ())))

    def told(line: Any) -> tuple[Any, ...]:
        table, row, column = line.place
        cells = [
            Figure(said.figure(cell, page.words), name if cell.value is not None else "", cell.amount, letters(name))
            for value, name in ((line.before, line.names[0]), (line.after, line.names[1]), (line.difference, line.why))
            for cell in [Cell(value, line.unit, line.currency)]
        ]  # fmt: skip
        if not table:
            return (page.words(N_("Consolidated")), page.words(ROLE_WORDS[line.label]), *cells)
        sheet, rows = titles[table]
        heads = {
            key: f"{page.words(label) if label else ''} {more}".strip() for key, label, more in sheet.columns
        }
        where = said.row_named(sheet, rows[row], page.words) if row in rows else line.label
        if line.entity and table.startswith("I.5"):
            where = f"{said.entity_named(line.entity, names.get(line.entity, ''), page.words)}: {where}"
        return (f"{table.split()[0]} {page.words(sheet.title)}", f"{where}, {heads[column]}", *cells)

    return page.html(
        "group/compare.html", interim=[(shown.version, said.interim(shown.annual, page.words)) for shown in (before, after)], year=year, first=first, second=second, count=count, lines=[told(line) for line in found.changed],
        same=len(found.lines) - len(found.changed), months=found.months, rates=found.rates, notes=sentences(page, notes), names=names,
        reason=after.publication.content.reason if after.publication else "",
    )  # fmt: skip


@get("/reading", opt={"access": GROUP_ONLY}, sync_to_thread=True)
def reading(page: Page) -> Response[str]:
    """How to read these figures, and what they do not do."""
    return page.html("group/reading.html", method=said.METHOD, limits=said.LIMITS)


HANDLERS = (report, download, versions, new_version, publish, compared, reading)
