"""The report in a reader's language: sheets, charts and sentences put into words and figures put into digits."""

from __future__ import annotations

from datetime import date

import msgspec
from babel import Locale
from babel.dates import format_skeleton

from core.country import country, country_codes
from core.group.annual import Annual
from core.group.closes import Shown
from core.group.marks import sentence
from core.group.sheets import Cell, Row, Sheet, type_label
from core.group.store import FrozenRate
from core.words import Words
from shared_tools.group import report
from shared_tools.i18n import N_

NOTHING = "–"


class SaidCell(msgspec.Struct, frozen=True):
    """``text`` with the letters of its ``marks``; ``why`` names its drill, which begins with ``amount`` (see Cell.amount)."""

    text: str
    marks: str = ""
    why: str = ""
    amount: int | None = None


class SaidRow(msgspec.Struct, frozen=True):
    label: str
    cells: list[SaidCell]
    kind: str = ""


class SaidSheet(msgspec.Struct, frozen=True):
    """``number``: the table's in the report, ``I.5``. Columns of which nothing is known are left out and said in ``note``."""

    key: str
    number: str
    title: str
    heads: list[str]
    rows: list[SaidRow]
    note: str


def figure(cell: Cell, words: Words) -> str:
    """A cell's value as the language writes it."""
    if cell.value is None:
        return NOTHING
    if cell.unit == "minor":
        return words.amount(cell.value, cell.currency).replace("-", "−")
    written = words.number(str(abs(cell.value)))
    signed = f"−{written}" if cell.value < 0 else written
    return f"{signed}\N{NO-BREAK SPACE}%" if cell.unit == "percent" else signed


def said_cell(cell: Cell, words: Words) -> SaidCell:
    if cell.value is None:
        return SaidCell(NOTHING)
    return SaidCell(figure(cell, words), " ".join(cell.marks), cell.why, cell.amount)


def entity_named(code: str, name: str, words: Words) -> str:
    """An entity's own name; of one that has none, its country's in the reader's language."""
    if name and name != code:
        return name
    return Locale.parse(words.locale).territories.get(code.upper(), code)


def month_named(month: str, words: Words) -> str:
    """``October 2026``."""
    return format_skeleton("yMMMM", date.fromisoformat(f"{month}-01"), locale=words.locale)


def month_short(month: str, words: Words) -> str:
    """``Oct``; "" for no month."""
    return format_skeleton("MMM", date.fromisoformat(f"{month}-01"), locale=words.locale) if month else ""


def type_named(entity: str, code: str, words: Words) -> str:
    """A contract type in the reader's language, from its country's catalogue."""
    label, of = type_label(entity, code)
    return Words(words.language, country(of))(label) if of else words(label)


def structure_named(entity: str, code: str, words: Words) -> str:
    """A legal structure's own name."""
    if entity in country_codes():
        for structure in country(entity).facts.sheet.structure:
            if structure.code == code:
                return structure.name
    return code


def row_named(sheet: Sheet, row: Row, words: Words) -> str:
    if row.entity and (row.kind == "band" or sheet.key == "VI.2"):
        return entity_named(row.entity, row.label, words)
    if row.entity and not row.kind:
        named = structure_named if sheet.key == "I.5 structures" else type_named
        return named(row.entity, row.label, words)
    return words(row.label)


def columns_known(sheet: Sheet) -> list[int]:
    """Columns of which at least one figure is known; all where none is."""
    every = range(len(sheet.columns))
    known = [n for n in every if any(row.cells[n].value is not None for row in sheet.rows if row.cells)]
    return known or list(every)


def say(sheet: Sheet, words: Words, *, whole: bool = False) -> SaidSheet:
    """``sheet`` in words; ``whole`` keeps columns of which nothing is known."""
    shown = list(range(len(sheet.columns))) if whole else columns_known(sheet)
    heads = [f"{words(label) if label else ''} {more}".strip() for _, label, more in sheet.columns]
    known = {sheet.columns[n][2] for n in shown}
    unknown = sorted({more for _, _, more in sheet.columns if more and more not in known})
    notes = [words(sheet.note)] if sheet.note else []
    notes += [words(N_("Nothing is known of {year}."), year=year) for year in unknown]
    if not any(cell.value is not None for row in sheet.rows for cell in row.cells):
        notes.append(words(N_("Nobody counted anything here in this year.")))
    return SaidSheet(
        sheet.key, sheet.key.split()[0], words(sheet.title), [heads[n] for n in shown],
        [
            SaidRow(
                row_named(sheet, row, words),
                [said_cell(row.cells[n], words) for n in shown] if row.cells else [],
                row.kind,
            )
            for row in sheet.rows
        ],
        " ".join(notes),
    )  # fmt: skip


def sentences(shown: Shown, words: Words) -> list[tuple[str, str]]:
    """Each mark's letter and what it means."""
    return [
        (mark.letter, sentence(mark, words, lambda month: month_named(month, words)))
        for mark in shown.marks.all
    ]


def title(shown: Shown, words: Words) -> str:
    """What the report is called. Interim figures say so in their name, wherever it stands."""
    made = shown.annual
    if made.is_interim:
        return words(N_("Interim report, January to {month}"), month=month_named(made.through, words))
    return words(N_("Annual report {year}"), year=made.year)


def interim(annual: Annual, words: Words) -> str:
    """A name's addition: "" for a whole year."""
    return (
        words(N_("interim, January to {month}"), month=month_named(annual.through, words))
        if annual.is_interim
        else ""
    )


def covers(shown: Shown, words: Words) -> str:
    """What period the figures are of: the whole year, or as much of it as every entity has signed."""
    made = shown.annual
    if not made.is_interim:
        return words(N_("January to December {year}"), year=made.year)
    return words(N_("January to {month}: the year is not over"), month=month_named(made.through, words))


def standing(shown: Shown, words: Words) -> str:
    """Whether it is published, as which version, when and by whom."""
    if shown.publication is None:
        if shown.annual.is_printed:
            return words(N_("As a report printed it before there were signed figures; not published here."))
        return words(N_("A draft from the figures as they stand now: it has not been published."))
    content = shown.publication.content
    told = words(
        N_("Version {version}, number {number}, published on {day} by {name}"), version=content.version,
        number=content.number, day=words.day(shown.publication.published_at.date()), name=shown.publication.published_by,
    )  # fmt: skip
    return f"{told}. {content.reason}" if content.reason else f"{told}."


def rate_source(row: FrozenRate, words: Words) -> str:
    """Who published a rate; of a correction also which version it is, who made it and why."""
    if row.version == 1:
        return row.source
    return words(N_("{source}; version {version} by {name}: {reason}"), source=row.source, version=row.version, name=row.by, reason=row.reason)  # fmt: skip


METHOD = (
    N_("These are the figures of cooperatives that work together. Each keeps its own books, closes its own months and signs its own figures; nobody else can change them."),
    N_("The tables add these figures up. What one entity sold to another is still in such a sum; in the group’s consolidated figures it is taken out, and what was taken out is shown as a line."),
    N_("Amounts in other currencies become euro month by month: what was earned and spent at the average rate of the month, what is owned and owed at its last rate. The rates are frozen with their source and their day."),
    N_("Every amount is rounded once, to the cent. Whole euro are rounded so that lines add up to their total. No cent is moved to make something fit."),
    N_("People are counted by their own entity, each once. Somebody with two kinds of contract stands in two lines, so a total of people is never made by adding lines."),
    N_("What was published never changes. A correction is a new version that names the one it replaces; both stay readable and can be compared line by line."),
)  # fmt: skip
LIMITS = (
    N_("A consolidation shows one enterprise under one management. These entities each decide for themselves, so this is a sum of what sisters did: combined figures, not the consolidated accounts of the law."),
    N_("Entities in which another only has influence (the equity method) are not computed; they are left out or added by hand."),
    N_("When an entity leaves, its net assets leave with it without profit or loss. The sale of a subsidiary is not computed."),
    N_("Nothing here replaces the annual accounts of an entity, which its own auditor signs; cash flow and notes are not part of it."),
)  # fmt: skip


def year_marks(shown: Shown) -> str:
    """Letters beside what rests on everybody's whole year: charts, and the figures of a cover."""
    return " ".join(shown.marks.on(shown.annual.year))


class Headline(msgspec.Struct, frozen=True):
    """A figure of the cover: what it is, the figure with its marks, and the name of its drill with what that begins with."""

    label: str
    text: str
    marks: str
    why: str
    amount: int


def headline(shown: Shown, words: Words) -> list[Headline]:
    """What the cover says large: turnover of all entities, people, entities."""
    made = shown.annual
    cents = report.added(made.cents[made.year], made.names)
    turnover = -sum(cents.get(role, 0) for role in report.TURNOVER)
    users = sum(made.counts.get(code, {}).get(made.year, {}).get("users") or 0 for code in made.names)
    entities = sum(1 for code in made.names if made.cents[made.year].get(code))

    def one(label: str, what: str, text: str, amount: int) -> Headline:
        letters = " ".join(shown.marks.on(made.year, None, "income" if what == "turnover" else "count"))
        return Headline(words(label), text, letters, f"report/{made.year}/{shown.version}/all/{what}", amount)  # fmt: skip

    return [
        one(N_("Turnover of all entities"), "turnover", words.money(turnover, "EUR"), turnover),
        one(N_("Users, counted by each entity"), "users", words.number(str(users)), users),
        one(N_("Entities"), "entities", words.number(str(entities)), entities),
    ]
