"""Commands on a year of the group: its report as a document, publishing it, its versions, where a figure comes from."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from core import instance
from core.cli.frame import as_json, home_argument, out, print_json, table
from core.db import Actor, Transaction
from core.group import closes, marks, said
from core.group.compare import compare
from core.group.figure import explain
from core.group.marked import marks_of
from core.group.paper import report_pdf
from core.group.published import broken, publications, publish_year
from core.group.rates import Correction, Rate, correct_rates, set_rates
from core.group.sheets import Cell
from core.group.spreadsheet import report_csv, report_json, report_xlsx
from core.words import Words
from shared_tools.money import major
from shared_tools.refusal import Refusal

_FILE = click.Path(path_type=Path, dir_okay=False)
_version = click.option(
    "--version", default=0, help="A published version (default: the figures as they are now)."
)
_language = click.option("--language", default="en", show_default=True, help="In which language.")


@click.command()
@click.argument("year")
@home_argument
@click.option("--scope", default="", help="Entities whose budgets are shown, comma-separated (default: all, or who printed it).")  # fmt: skip
@_version
@_language
@click.option("--pdf", "pdf_", type=_FILE, help="Write the report as a PDF.")
@click.option("--xlsx", type=_FILE, help="Write it as a spreadsheet, a sheet a table.")
@click.option("--csv", "csv_", type=_FILE, help="Write every figure to a CSV file.")
@as_json
def report(
    year: str, home: Path, scope: str, version: int, language: str, pdf_: Path | None, xlsx: Path | None,
    csv_: Path | None, json_: bool,
) -> None:  # fmt: skip
    """The annual report's tables of YEAR, beside the year before."""
    group = instance.open_group(home)
    with group.store.read() as uow:
        shown = closes.shown_year(uow, year, version, tuple(code for code in scope.split(",") if code))
        if pdf_:
            pdf_.write_bytes(report_pdf(uow, shown, language))
        if xlsx:
            xlsx.write_bytes(report_xlsx(uow, shown, language))
        if csv_:
            csv_.write_text(report_csv(shown, language), encoding="utf-8", newline="")
        if json_:
            print_json(report_json(uow, shown, language))
    if not (json_ or pdf_ or xlsx or csv_):
        _print(shown, Words(language))


def _print(shown: closes.Shown, words: Words) -> None:
    out.print(f"{said.title(shown, words)}. {said.covers(shown, words)}. {said.standing(shown, words)}")
    for sheet in shown.sheets:
        told = said.say(sheet, words)
        rows = [
            (row.label, *(f"{cell.text} {cell.marks}".strip() for cell in row.cells), *([""] * (0 if row.cells else len(told.heads))))
            for row in told.rows
        ]  # fmt: skip
        table(
            f"{told.number} {told.title}", ["", *told.heads], rows, right=tuple(range(1, len(told.heads) + 1))
        )
    for letter, sentence in said.sentences(shown, words):
        out.print(f"{letter}: {sentence}")
    if shown.annual.discrepancies:
        rows = [tuple(row.values()) for row in shown.annual.discrepancies]
        table("Where the printed report does not add up", ["table", "place", "printed", "its lines make", "difference"], rows, right=(2, 3, 4))  # fmt: skip


@click.command()
@click.argument("year")
@home_argument
@click.option("--reason", default="", help="Why there is a new version; needed from the second on.")
@click.option("--by", "name", default="smartcoop", help="Who publishes it: the name printed with it.")
@click.option("--scope", default="", help="Entities whose budgets are shown, comma-separated.")
@click.option(
    "--interim",
    is_flag=True,
    help="Publish a year that lacks months, up to its last complete one; its name says so.",
)
def publish(year: str, home: Path, reason: str, name: str, scope: str, interim: bool) -> None:
    """Sign the group's figures of YEAR as they stand now and keep them for good as its next version."""
    group = instance.open_group(home)
    actor = Actor("system", name, frozenset({"system"}))
    with group.store.work(actor) as uow:
        chosen = [code for code in scope.split(",") if code]
        made = publish_year(uow, year, group.key, reason, chosen, interim=interim)
    out.print(f"{made.label}, number {made.content.number}: {made.digest}, signed with {made.key}.")


@click.command()
@click.argument("year", required=False, default="")
@home_argument
@as_json
def versions(year: str, home: Path, json_: bool) -> None:
    """The published versions of YEAR, or of every year (""), each with its hash, its signature checked again."""
    group = instance.open_group(home)
    with group.store.read() as uow:
        found, wrong = publications(uow, year), dict(broken(uow))
        stale = {one.digest: marks.marks(uow, one.content).all for one in found}
    rows = [
        (
            one.content.year, one.content.version, one.content.annual.through, one.content.number, one.published_at.date().isoformat(), one.published_by,
            one.digest[:16], one.content.replaces[:16], wrong.get(one.content.number, "holds"),
            ", ".join(f"{mark.entity or mark.name} {mark.kind}" for mark in stale[one.digest]), one.content.reason,
        )
        for one in found
    ]  # fmt: skip
    heads = [
        "year",
        "version",
        "through",
        "number",
        "day",
        "by",
        "hash",
        "replaces",
        "signature",
        "stale",
        "reason",
    ]
    if json_:
        print_json([dict(zip(heads, row, strict=True)) for row in rows])
    else:
        table("Published years", heads, rows, right=(1, 3))
    if wrong:
        raise Refusal("broken_publication", f"{len(wrong)} of {len(rows)} do not hold.", way_out="Restore the database from its copy and compare.")  # fmt: skip


@click.command("compare")
@click.argument("year")
@home_argument
@click.option("--from", "first", default=0, help="A version (default: the one before the newest).")
@click.option("--to", "second", default=0, help="A version (default: the newest).")
@click.option("--all", "all_", is_flag=True, help="Lines that did not change too.")
@as_json
def compare_(year: str, home: Path, first: int, second: int, all_: bool, json_: bool) -> None:
    """Two published versions of YEAR, line by line."""
    group = instance.open_group(home)
    with group.store.read() as uow:
        one, other = chosen(uow, year, first, second)
        found = compare(closes.shown_year(uow, year, one), closes.shown_year(uow, year, other))
    lines = found.lines if all_ else found.changed
    if json_:
        print_json(
            {
                "year": year,
                "from": one,
                "to": other,
                "lines": lines,
                "months": found.months,
                "rates": found.rates,
            }
        )
        return
    words = Words("en")
    rows = [
        (*line.place, *(_value(line.unit, line.currency, value, words) for value in (line.before, line.after, line.difference)))
        for line in lines
    ]  # fmt: skip
    table(f"{year}: version {one} and version {other}", ["table", "row", "column", f"v{one}", f"v{other}", "difference"], rows, right=(3, 4, 5))  # fmt: skip
    table("Months that changed", ["entity", "month", "version before", "version after"], found.months, right=(2, 3))  # fmt: skip
    if found.rates:
        table("Rates that changed", ["currency", "month", "version before", "version after"], found.rates, right=(2, 3))  # fmt: skip


def chosen(uow: Transaction, year: str, first: int, second: int) -> tuple[int, int]:
    """The two versions to compare: the newest and the one before it unless said. Raises Refusal ``nothing_to_compare``."""
    count = len(publications(uow, year))
    if count < 2:
        raise Refusal("nothing_to_compare", f"{year} has {count} published versions.", way_out="Publish a second one first.")  # fmt: skip
    second = second or count
    return first or (second - 1 or 1), second


def _value(unit: str, currency: str, value: int | None, words: Words) -> str:
    cell = Cell(value, unit, currency)  # type: ignore[arg-type]
    return said.figure(cell, words)


@click.command()
@click.argument("figure")
@home_argument
@as_json
def why(figure: str, home: Path, json_: bool) -> None:
    """What FIGURE is made of, one step down; the names are in the report's JSON and CSV."""
    group = instance.open_group(home)
    with group.store.read() as uow:
        found = explain(uow, figure)
        marked = marks.as_json(marks.relettered(marks_of(uow, figure)))
    if json_:
        print_json({**msgspec.to_builtins(found), "marks": marked})
        return
    shown = (lambda amount: f"{major(amount, found.unit):,}") if found.unit not in ("", "%") else str
    rows = [
        (part.label.text, part.label.more, "" if part.local is None else part.local, part.rate, shown(part.amount), part.name)
        for part in found.parts
    ]  # fmt: skip
    title = f"{', '.join(label.text for label in found.labels)}: {shown(found.amount) if found.unit != '%' else found.amount} {found.unit}"
    table(title, ["", "at", "local", "rate", "amount", "figure"], rows, right=(2, 3, 4))
    for mark in marked:
        out.print(f"{mark['letter']}: {mark['sentence']}")


@click.command()
@click.argument("currency")
@click.argument("month")
@home_argument
@click.option(
    "--closing", required=True, help="Units for 1 EUR: the last fixing on or before the month's last day."
)
@click.option("--average", required=True, help="The mean of the month's fixings, six decimals.")
@click.option("--source", required=True, help="Who published it, and where.")
@click.option(
    "--reason", default="", help="Why a frozen rate is corrected; without it only a new one is frozen."
)
@click.option("--by", "name", default="smartcoop", help="Who corrects it: the name kept with it.")
def rate(
    currency: str, month: str, home: Path, closing: str, average: str, source: str, reason: str, name: str
) -> None:
    """Freeze the rate of CURRENCY for MONTH (2026-10), or with a reason correct it: what rests on it is stale until published."""
    group = instance.open_group(home)
    typed = {
        "currency": currency.upper(),
        "month": month,
        "closing": closing,
        "average": average,
        "source": source,
    }
    with group.store.work(Actor("system", name, frozenset({"system"}))) as uow:
        if reason:
            correct_rates(uow, [Correction(**typed, reason=reason)])
        else:
            set_rates(uow, [Rate(**typed)])
    out.print(f"{typed['currency']} {month} is frozen.")


COMMANDS = (rate, report, publish, versions, compare_, why)
