"""Commands on figures: an entity closes and publishes a month, the group collects and consolidates."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from core import instance
from core.cli import group_year
from core.cli.frame import Refusing, as_json, home_argument, out, print_json, table
from core.db import SYSTEM
from core.federation.store import set_peer
from core.federation.transport import lay, send
from core.figures import close_and_publish
from core.figures.store import published
from core.group import marks
from core.group.actions import closing_rates_letter, collect_from, take_in_printed
from core.group.consolidate import close, months_complete
from core.group.explained import closing
from core.words import Words
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
        stale = marks.marks(uow, None, [closed.figures.month[:4]])
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
        print_json(group_json(closed, stale))
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
    for mark in stale.all:
        out.print(marks.sentence(mark, Words("en"), str))


@click.command("take-in")
@home_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def take_in(home: Path, file: Path) -> None:
    """Keep a printed annual report (FILE) as opening books of the group in HOME."""
    group = instance.open_group(home)
    with group.store.work() as uow:
        year = take_in_printed(uow, file.read_text(encoding="utf-8"))
    out.print(f"The printed report of {year} is in.")


@click.command("send-rates")
@home_argument
@click.argument("addresses", nargs=-1, required=True)
def send_rates(home: Path, addresses: tuple[str, ...]) -> None:
    """Send the closing rates frozen in the group's HOME to ADDRESSES: entities' inboxes over http, or mailbox folders."""
    group = instance.open_group(home)
    with group.store.read() as uow:
        letter = closing_rates_letter(uow, group.key)
    for address in addresses:
        send(address, f"{instance.GROUP}-rates", letter)
    out.print(f"The rates are with {len(addresses)} entities.")


def group_json(closed: Any, found: marks.Marks) -> dict[str, Any]:
    """The whole close as one JSON document: stages by role, totals, roll-forward, versions, rates and stale marks.

    ``figures`` name where the way down of each amount begins (smartcoop group why).
    """
    signed = closed.to_sign()
    month = closed.figures.month

    def name(*parts: str) -> str:
        return closing(month[:4], 0, month, *parts)

    return {
        "month": month,
        "currency": closed.figures.presentation,
        "table": [
            {
                **msgspec.to_builtins(row),
                "figure": name("role", "consolidated", row.role),
                "marks": found.on(month[:4], None, marks.rests_of(row.role), month),
                "figures": {
                    "aggregated": name("role", "aggregated", row.role),
                    "consolidated": name("role", "consolidated", row.role),
                    **{code: name("entity", code, row.role) for code in row.entities},
                    **{klass: name("elimination", klass, row.role) for klass in row.eliminations},
                },
            }
            for row in stages(closed)
        ],
        "totals": closed.figures.totals,
        "figures": {
            **{total: name("total", total) for total in closed.figures.totals.__struct_fields__},
            "equity_movement": name("total", "equity_movement"),
        },
        "pairs": [
            {
                **msgspec.to_builtins(pair),
                "figures": {
                    side: name("pair", pair.klass, pair.giver, pair.taker, side)
                    for side in ("from", "to", "difference", "unmatched", "exchange")
                },
            }
            for pair in closed.figures.pairs
        ],
        "roll_forward": closed.figures.roll_forward,
        "equity_movement": closed.figures.equity_movement,
        "versions": signed.versions,
        "rates": signed.rates,
        "marks": marks.as_json(found),
    }


def _cell(cents: int) -> str:
    return f"{major(cents, 'EUR'):,}" if cents else "-"


COMMANDS = (
    Refusing("figures", help="An entity's figures for the group.", commands=[publish, to]),
    Refusing(
        "group",
        help="The group's figures.",
        commands=[collect, consolidate, take_in, send_rates, *group_year.COMMANDS],
    ),
)
