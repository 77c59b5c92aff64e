"""Commands on one instance's books: init, upgrade, verify, checks, doctor."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from core import instance
from core.checks import run_checks
from core.cli.frame import as_json, console, home_argument, out, print_json, table
from core.figures import published_heads
from core.ledger import head, verify


@click.command()
@click.argument("country")
@home_argument
@click.option("--database", default="", help="An SQLAlchemy URL; without it, SQLite in the folder.")
def init(country: str, home: Path, database: str) -> None:
    """Create an instance of COUNTRY (or "group") in the folder HOME."""
    instance.create(home, country, database)
    out.print(f"{home} is ready. Next: smartcoop serve {home}")


@click.command()
@home_argument
def upgrade(home: Path) -> None:
    """Bring the database of HOME up to this program."""
    instance.upgrade_home(home)
    out.print(f"{home} is up to date.")


@click.command("verify")
@home_argument
@as_json
def verify_(home: Path, json_: bool) -> None:
    """Read the whole ledger of HOME again; name each row that is not what was posted."""
    opened = instance.open_instance(home)
    with opened.store.read() as uow:
        breaks, end = verify(uow, published_heads(uow)), head(uow)
    if json_:
        print_json({"entries": end.entry, "head": end.digest, "breaks": breaks})
    elif breaks:
        table("Touched rows", ["table", "row", "what is wrong"], breaks)
    else:
        out.print(f"{end.entry} entries are what was posted; the chain ends in {end.digest[:16]}.")
    sys.exit(1 if breaks else 0)


@click.command()
@home_argument
@as_json
def checks(home: Path, json_: bool) -> None:
    """Ask the questions whose answer must be no rows."""
    opened = instance.open_instance(home)
    with opened.store.read() as uow:
        answers = run_checks(uow)
    failed = {name: rows for name, rows in answers.items() if rows}
    if json_:
        print_json({"asked": len(answers), "failed": failed})
    else:
        for name, rows in failed.items():
            console.print(f"[red]{name}[/]: {len(rows)} rows, for example {rows[0]}")
        out.print(f"{len(answers)} questions, {len(failed)} with an answer.")
    sys.exit(1 if failed else 0)


@click.command()
@home_argument
def doctor(home: Path) -> None:
    """Say what this instance runs on and whether it is well."""
    opened = instance.open_instance(home)
    engine = opened.store.engine
    with opened.store.read() as uow:
        end = head(uow)
        answers = run_checks(uow)
    rows = [
        ("country", f"{opened.code}, {opened.store.country.facts.brand}"),
        ("database", engine.url.render_as_string(hide_password=True)),
        ("schema", "up to date"),
        ("signing key", opened.key.name),
        ("ledger", f"{end.entry} entries in {end.block} blocks"),
        ("checks", f"{sum(1 for rows in answers.values() if rows)} of {len(answers)} fail"),
    ]
    table(str(home), ["what", "is"], rows)


COMMANDS = (init, upgrade, verify_, checks, doctor)
