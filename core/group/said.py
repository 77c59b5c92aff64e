"""The report in a reader's language: sheets, charts and sentences put into words and figures put into digits."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from fractions import Fraction

import msgspec
from babel import Locale
from babel.dates import format_skeleton

from core.country import country, country_codes
from core.group.annual import Annual
from core.group.closes import Shown
from core.group.marks import sentence
from core.group.sheets import Cell, Row, Sheet, type_label
from core.group.store import FrozenRate
from core.web import charts
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


class Chart(msgspec.Struct, frozen=True):
    """``keys``: (word, place among the colours); ``marks``: letters of all it rests on; ``behind``: what is drawn, in words
    and figures."""

    title: str
    svg: str
    keys: list[tuple[str, int]] = []
    marks: str = ""
    behind: list[tuple[str, SaidCell]] = []


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


# --- charts -------------------------------------------------------------------------------------------------------


def _thousands(cents: int) -> float:
    """For drawing only."""
    return float(Fraction(cents, 100_000))


def pictures(shown: Shown, words: Words, width: int = 600) -> list[Chart]:
    """By month, by country, by type of contract, year on year: those for which something is known. ``width`` in pixels."""
    drawn = (_by_month, _by_country, _by_type, _by_year, _beside)
    counted = " ".join(shown.marks.on(shown.annual.year, rests="count"))
    return [
        msgspec.structs.replace(chart, marks=counted if draw is _by_type else year_marks(shown))
        for draw in drawn
        if (chart := draw(shown, words, width))
    ]


def year_marks(shown: Shown) -> str:
    """Letters beside what rests on everybody's whole year: charts, and the figures of a cover."""
    return " ".join(shown.marks.on(shown.annual.year))


def _behind(shown: Shown, words: Words, table: str, columns: Sequence[str]) -> list[tuple[str, SaidCell]]:
    """The figures of some columns of a table, line by line, each with what it is called."""
    found: list[tuple[str, SaidCell]] = []
    for sheet in (one for one in shown.sheets if one.key == table):
        heads = {key: (place, f"{words(label) if label else ''} {more}".strip()) for place, (key, label, more) in enumerate(sheet.columns)}  # fmt: skip
        of = ""
        for row in sheet.rows:
            named = row_named(sheet, row, words)
            of = named if row.kind == "band" else of
            where = f"{of}: {named}" if of else named
            found += [
                (f"{where}, {heads[column][1]}", said_cell(row.cells[heads[column][0]], words))
                for column in columns if row.cells and row.cells[heads[column][0]].value is not None
            ]  # fmt: skip
    return found


def flow(shown: Shown, words: Words) -> list[tuple[str, str, int]]:
    """Where the members' income went: word, share in words, thousandths. What is below zero is not drawn."""
    sheet = next(one for one in shown.sheets if one.key == "I.6 members")
    inside = {row.key: row for row in sheet.rows}
    whole = inside["costs_total"].cells[0].value or 0
    return [
        (words(inside[name].label), figure(inside[name].cells[3], words), amount * 1000 // whole)
        for name, _ in report.MEMBERS_COSTS
        if (amount := inside[name].cells[0].value or 0) > 0
    ]


def by_month(
    turnover: dict[str, dict[str, int]], names: Sequence[tuple[str, str]], words: Words, size: tuple[int, int],
    place: str = "",
) -> Chart | None:  # fmt: skip
    """Turnover by month, stacked by entity; ``names`` in the order of the colours. ``place``: the close whose figures these
    are, ``close/2026/0/2026-10``."""
    behind = [
        (
            f"{name}, {month_named(month, words)}",
            SaidCell(words.amount(cents, "EUR").replace("-", "−"), why=f"{place}/turnover/{code}/{month}", amount=cents),
        )
        for code, name in names for month, cents in sorted(turnover.get(code, {}).items()) if cents
    ]  # fmt: skip
    turnover, names = _largest(turnover, names, words)
    months = sorted({month for code, _ in names for month, cents in turnover.get(code, {}).items() if cents})
    if not months:
        return None
    short = {month: month_short(month, words) for month in months}  # fmt: skip
    rows = [
        {"month": short[month], "value": _thousands(cents), "entity": name, "rank": rank}
        for rank, (code, name) in enumerate(names)
        for month, cents in turnover.get(code, {}).items()
        if cents
    ]
    svg = charts.stacked_bars(rows, "month", "value", "entity", [name for _, name in names], language=words.locale, labels=list(short.values()), size=size)  # fmt: skip
    return Chart(words(N_("Turnover by month, thousand EUR")), svg, [(name, rank) for rank, (_, name) in enumerate(names)], behind=behind)  # fmt: skip


def _largest(
    turnover: dict[str, dict[str, int]], names: Sequence[tuple[str, str]], words: Words
) -> tuple[dict[str, dict[str, int]], Sequence[tuple[str, str]]]:
    """As many as there are colours: the largest in their order, all others together."""
    if len(names) <= len(charts.SERIES):
        return turnover, names
    sizes = sorted(((-sum(turnover.get(code, {}).values()), code) for code, _ in names))
    kept = {code for _, code in sizes[: len(charts.SERIES) - 1]}
    others: dict[str, int] = {}
    for code, _ in names:
        for month, cents in turnover.get(code, {}).items() if code not in kept else ():
            others[month] = others.get(month, 0) + cents
    shown = {**{code: turnover.get(code, {}) for code in kept}, "": others}
    return shown, [*(pair for pair in names if pair[0] in kept), ("", words(N_("The others")))]


def _by_month(shown: Shown, words: Words, width: int) -> Chart | None:
    made = shown.annual
    if made.is_printed:
        return None  # a printed report has no months
    names = [(code, entity_named(code, made.names[code], words)) for code in made.turnover]
    place = f"close/{made.year}/{shown.version}/{made.through}"
    return by_month(made.turnover, names, words, (width, 190), place)


def _by_country(shown: Shown, words: Words, width: int) -> Chart | None:
    made = shown.annual
    amounts = {code: -sum(cents.get(role, 0) for role in report.TURNOVER) for code, cents in made.cents[made.year].items()}  # fmt: skip
    rows = [
        {
            "name": entity_named(code, made.names[code], words), "value": _thousands(cents),
            "text": words.number(str(report.printed([cents], 1000 * report.EURO)[1])),
        }
        for code, cents in sorted(amounts.items(), key=lambda pair: (-pair[1], pair[0])) if cents
    ]  # fmt: skip
    if not rows:
        return None
    return Chart(words(N_("Turnover by entity, thousand EUR")), charts.ranked_bars(rows, "name", "value", "text", language=words.locale, width=width), behind=_behind(shown, words, "VI.2", ("turnover_thousands now",)))  # fmt: skip


def _by_type(shown: Shown, words: Words, width: int) -> Chart | None:
    made = shown.annual
    lines = [
        (line.get("days", 0), code, kind)
        for code in made.scope
        for kind, line in made.counts.get(code, {}).get(made.year, {}).get("types", {}).items()
    ]
    rows = [
        {
            "name": f"{entity_named(code, made.names[code], words)}: {type_named(code, kind, words)}"
            if len(made.scope) > 1
            else type_named(code, kind, words),
            "value": days, "text": words.number(str(days)),
        }
        for days, code, kind in sorted(lines, key=lambda line: (-line[0], line[1:])) if days
    ]  # fmt: skip
    if not rows:
        return None
    return Chart(words(N_("Days worked by type of contract")), charts.ranked_bars(rows[:16], "name", "value", "text", language=words.locale, width=width), behind=_behind(shown, words, "I.5", ("days now",)))  # fmt: skip


def _by_year(shown: Shown, words: Words, width: int) -> Chart | None:
    years = shown.annual.tables["II.1"]
    if len(years) < 2:
        return None
    names = [words(N_("Contracts")), words(N_("Activities"))]
    rows = [
        {"year": year, "value": float(Fraction(amount, 1_000_000)), "what": names[place], "rank": place}
        for year, *amounts in years
        for place, amount in enumerate(amounts[:2])
    ]
    svg = charts.stacked_bars(rows, "year", "value", "what", names, language=words.locale, size=(width, 190))
    return Chart(words(N_("Invoiced year by year, million EUR")), svg, [(name, place) for place, name in enumerate(names)], behind=_behind(shown, words, "II.1", ("contracts", "activities")))  # fmt: skip


def _beside(shown: Shown, words: Words, width: int) -> Chart | None:
    made = shown.annual
    sheet = next(one for one in shown.sheets if one.key == "I.6 members")
    lines = [row for row in sheet.rows if not row.kind and row.cells[1].value is not None]
    if not lines:
        return None
    rows = [
        {"name": words(row.label), "value": float(Fraction(cell.value or 0, 1_000_000)), "year": year}
        for row in lines
        for year, cell in zip((made.year, made.before), row.cells, strict=False)
    ]
    svg = charts.paired_bars(
        rows, "name", "value", "year", [made.year, made.before], language=words.locale, width=width
    )
    return Chart(words(N_("The members’ budget beside the year before, million EUR")), svg, [(made.year, 0), (made.before, 1)], behind=_behind(shown, words, "I.6 members", ("now", "before")))  # fmt: skip
