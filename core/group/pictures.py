"""The report's charts in a reader's language, each with the figures behind it, and where the members' income went."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from core.group.closes import Shown
from core.group.said import (
    SaidCell,
    entity_named,
    figure,
    month_named,
    month_short,
    row_named,
    said_cell,
    type_named,
    year_marks,
)
from core.web import charts
from core.words import Words
from shared_tools.group import report
from shared_tools.i18n import N_


class Chart(msgspec.Struct, frozen=True):
    """``keys``: (word, place among the colours); ``marks``: letters of all it rests on; ``behind``: what is drawn, in words
    and figures."""

    title: str
    svg: str
    keys: list[tuple[str, int]] = []
    marks: str = ""
    behind: list[tuple[str, SaidCell]] = []


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
