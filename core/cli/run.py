"""Commands that run things: demo, serve, worker."""

from __future__ import annotations

import os
import time
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from core.cli.figures import _cell
from core.cli.frame import console, home_argument, out, table
from core.demo import living, run
from core.group.consolidate import close, months_complete
from shared_tools.group import table as stages
from shared_tools.money import major
from shared_tools.roles import ROLES


@click.command()
@click.option(
    "--from",
    "source",
    default="demo",
    type=click.Path(path_type=Path, file_okay=False),
    help="The demonstration files.",
)
@click.option(
    "--data",
    default="demo-data",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where the instances live.",
)
@click.option("--serve/--no-serve", default=True, help="Serve everything at the end.")
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=0, help="Entities played at a time (default: one a core).")
def demo(source: Path, data: Path, serve: bool, port: int, workers: int) -> None:
    """One month of business in every entity, then the group's figures, then everything at one address."""
    began = time.monotonic()
    codes = run.scripts(source)
    with Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), console=console
    ) as progress:
        task = progress.add_task("playing a month of business", total=len(codes))
        results = run.play_all(
            source, data, workers or os.cpu_count() or 2, lambda told: progress.advance(task), port
        )
    _tell(results)
    group = run.collect(source, data, results)
    with group.store.read() as uow:
        closed = close(uow, months_complete(uow)[-1])
    shown = (
        "turnover_activities",
        "turnover_contracts",
        "fee_income",
        "gross_wages",
        "employer_charges",
        "guarantee_advance",
    )
    rows = {row.role: row for row in stages(closed)}
    codes = list(closed.figures.translated)
    table(
        f"The group to {closed.figures.month}, EUR", ["role", *codes, "total"],
        [
            (role, *(_cell(sign * rows[role].entities.get(code, 0)) for code in codes), _cell(sign * rows[role].aggregated))
            for role in shown if role in rows
            for sign in (-1 if ROLES[role].statement == "revenue" else 1,)
        ],
        right=tuple(range(1, len(codes) + 2)),
    )  # fmt: skip
    out.print(f"Done in {time.monotonic() - began:.1f} s. The instances are in {data}.")
    living.begin(data, run.last_day(source))
    if serve:
        out.print(f"\nOpen http://127.0.0.1:{port}/ ; it says who to sign in as. Stop with Ctrl-C.")
        _serve(data, port, demo=True)


def _tell(results: list[run.Told]) -> None:
    rows = []
    for told in results:
        count, at = told.counts, told.balances
        money = [
            f"{major(amount, told.currency):,}"
            for amount in (
                -at.get("turnover_activities", 0) - at.get("turnover_contracts", 0), -at.get("fee_income", 0),
                at.get("gross_wages", 0), at.get("guarantee_advance", 0),
            )
        ]  # fmt: skip
        on_time = f"{count['wages_on_promised_day']} of {count['wages_due']}"
        rows.append(
            (told.code, told.currency, count["members"], count["invoices"], count["credit_notes"], *money,
             count["workers"], on_time, count["reminders"], told.entries, f"{told.seconds:.1f} s")
        )  # fmt: skip
    table(
        "What happened",
        ["", "money", "members", "invoices", "credits", "turnover", "fee", "wages", "advanced", "workers",
         "paid on the day", "reminders", "entries", "took"],
        rows, right=(2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13),
    )  # fmt: skip
    for told in results:
        for reason in told.held:
            console.print(f"[yellow]{told.code} waits for a person[/]: {reason}", highlight=False)


@click.command()
@home_argument
@click.option("--port", default=8000, show_default=True)
def serve(home: Path, port: int) -> None:
    """Serve the instance in HOME."""
    _serve(home, port, demo=False)


def _serve(data: Path, port: int, demo: bool) -> None:
    from granian.constants import Interfaces
    from granian.server import Server

    os.environ["SMARTCOOP_DATA"] = str(data.resolve())
    os.environ["SMARTCOOP_DEMO"] = "1" if demo else ""
    Server(
        "core.app:application", factory=True, address="127.0.0.1", port=port, interface=Interfaces.ASGI
    ).serve()


@click.command()
@home_argument
def worker(home: Path) -> None:
    """Do what follows the commits and the work of each day, for the instance in HOME."""
    from core.worker import work

    work(home)


COMMANDS = (demo, serve, worker)
