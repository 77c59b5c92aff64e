"""Commands on figures: an entity closes and publishes a month, the group collects and consolidates."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import click

from core import instance
from core.cli.frame import Refusing, as_json, home_argument, out, print_json, table
from core.db import SYSTEM
from core.federation.store import set_peer
from core.federation.transport import lay
from core.figures import close_and_publish
from core.figures.store import published
from core.group.actions import collect_from, take_in_printed
from core.group.annual import Annual, annual, flat_rows
from core.group.consolidate import close, months_complete
from shared_tools.group import by_month
from shared_tools.group import table as stages
from shared_tools.money import major
from shared_tools.refusal import Refusal


@click.command()
@home_argument
@click.argument("month")
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Mailbox folder for the envelope.",
)
def publish(home: Path, month: str, folder: Path | None) -> None:
    """Close MONTH (2026-10) of HOME and sign its figures; a month already published is only sent again."""
    opened = instance.open_instance(home)
    with opened.store.read() as uow:
        known = published(uow, month)
    if not known:
        with opened.store.work(SYSTEM) as uow:
            close_and_publish(uow, month, opened.key)
            known = published(uow, month)
    if folder:
        for row in known:
            lay(folder, f"{opened.code}-figures-{row['number']:06d}", row["envelope"])
    out.print(f"{opened.code} {month}: version {known[-1]['version']}, {known[-1]['digest'][:16]}")


@click.command()
@home_argument
@click.argument("address")
def to(home: Path, address: str) -> None:
    """Send the figures of HOME to ADDRESS from now on: the group's http address, or a mailbox folder."""
    opened = instance.open_instance(home)
    with opened.store.work() as uow:
        set_peer(uow, instance.GROUP, address)
    out.print(f"{opened.code} sends its figures to {address}.")


@click.command()
@home_argument
@click.argument("mailbox", type=click.Path(path_type=Path, file_okay=False, exists=True))
def collect(home: Path, mailbox: Path) -> None:
    """Take every envelope of the folder MAILBOX into the group's HOME, in order."""
    group = instance.open_group(home)
    taken = collect_from(group.store, mailbox)
    out.print(f"{taken} envelopes are in.")


@click.command()
@home_argument
@click.option("--month", default="", help="Up to which month (default: the last complete one).")
@click.option("--entity", default="", help="With --role: the months behind one amount.")
@click.option("--role", default="", help="With --entity: the months behind one amount.")
@as_json
def consolidate(home: Path, month: str, entity: str, role: str, json_: bool) -> None:
    """One table by entity and in total, in EUR, from what the entities signed."""
    group = instance.open_group(home)
    with group.store.read() as uow:
        complete = months_complete(uow)
        if not month and not complete:
            raise Refusal("no_complete_month", "not every entity has published yet.", way_out="Collect their figures first.")  # fmt: skip
        closed = close(uow, month or complete[-1])
    if entity and role:
        steps = by_month(closed, entity, role)
        if json_:
            print_json(steps)
        else:
            table(
                f"{entity} {role}", ["month", "at", "local", "rate", "EUR"],
                [(s.month, s.what, s.local, s.rate or "-", major(s.cents, "EUR")) for s in steps], right=(2, 3, 4),
            )  # fmt: skip
        return
    rows = stages(closed)
    codes = list(closed.figures.translated)
    if json_:
        print_json(group_json(closed))
        return
    table(
        f"January to {closed.figures.month}, EUR, ledger signs", ["role", *codes, "total", "eliminated", "consolidated"],
        [
            (
                row.role, *(_cell(row.entities.get(code, 0)) for code in codes), _cell(row.aggregated),
                _cell(sum(row.eliminations.values())), _cell(row.consolidated),
            )
            for row in rows
        ],
        right=tuple(range(1, len(codes) + 4)),
    )  # fmt: skip


@click.command("take-in")
@home_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def take_in(home: Path, file: Path) -> None:
    """Keep a printed annual report (FILE) as opening books of the group in HOME."""
    group = instance.open_group(home)
    with group.store.work() as uow:
        year = take_in_printed(uow, file.read_text(encoding="utf-8"))
    out.print(f"The printed report of {year} is in.")


@click.command()
@click.argument("year")
@home_argument
@click.option("--scope", default="", help="Entities whose budgets are shown, comma-separated (default: all).")
@click.option(
    "--csv", "csv_", type=click.Path(path_type=Path, dir_okay=False), help="Write every figure to a CSV file."
)
@as_json
def report(year: str, home: Path, scope: str, csv_: Path | None, json_: bool) -> None:
    """The annual report's tables of YEAR, beside the year before."""
    group = instance.open_group(home)
    with group.store.read() as uow:
        made = annual(uow, year, [code for code in scope.split(",") if code])
    if csv_:
        with csv_.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerows([("table", "row", "column", "value"), *flat_rows(made.tables)])
    if json_:
        print_json(made)
        return
    _print_report(made)


def _print_report(made: Annual) -> None:
    tables, before = made.tables, str(int(made.year) - 1)
    for name in ("I.6 members", "I.6 structure"):
        now, then = tables[made.year][name], tables.get(before, {}).get(name, {})
        table(
            f"{name}, {', '.join(made.scope)}, EUR ({made.source})", ["", made.year, before],
            [(line, f"{amount:,}", f"{then[line]:,}" if line in then else "") for line, amount in now.items() if line != "percent"],
            right=(1, 2),
        )  # fmt: skip
    table("II.1 Invoiced, EUR", ["year", "contracts", "activities", "total"], [(y, *(f"{n:,}" for n in row)) for y, *row in tables["II.1"]], right=(1, 2, 3))  # fmt: skip
    table("VI.2 Entities", ["", "turnover, thousand EUR", "users"], [(c, f"{r['turnover_thousands']:,}", r["users"]) for c, r in tables["VI.2"].items()], right=(1, 2))  # fmt: skip
    for name in ("I.5", "I.5 structures"):
        if name in tables:
            table(name, ["", "workers", "days", "gross"], [(c, f"{r.get('workers', 0):,}", f"{r.get('days', 0):,}", f"{major(r['gross'], 'EUR'):,}" if "gross" in r else "") for c, r in tables[name].items()], right=(1, 2, 3))  # fmt: skip
    if made.discrepancies:
        table("Where the printed report does not add up", ["table", "place", "printed", "its lines make", "difference"], [tuple(d.values()) for d in made.discrepancies], right=(2, 3, 4))  # fmt: skip


def group_json(closed: Any) -> dict[str, Any]:
    """The whole close as one JSON document: stages by role, totals, roll-forward, versions and rates."""
    signed = closed.to_sign()
    return {
        "month": closed.figures.month,
        "currency": closed.figures.presentation,
        "table": stages(closed),
        "totals": closed.figures.totals,
        "pairs": closed.figures.pairs,
        "roll_forward": closed.figures.roll_forward,
        "equity_movement": closed.figures.equity_movement,
        "versions": signed.versions,
        "rates": signed.rates,
    }


def _cell(cents: int) -> str:
    return f"{major(cents, 'EUR'):,}" if cents else "-"


COMMANDS = (
    Refusing("figures", help="An entity's figures for the group.", commands=[publish, to]),
    Refusing("group", help="The group's figures.", commands=[collect, consolidate, report, take_in]),
)
