"""Commands about what comes in from suppliers."""

from __future__ import annotations

from pathlib import Path

import click

from core import instance
from core.cli.frame import Refusing, home_argument, out
from core.expenses import read_invoice


@click.command()
@home_argument
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--activity", required=True, help="The activity that bought it (its id).")
@click.option("--person", required=True, help="Whose draft it is (the person's id).")
def read(home: Path, file: Path, activity: str, person: str) -> None:
    """Read a supplier's e-invoice FILE into an expense draft of the instance in HOME; the same one twice makes one."""
    opened = instance.open_instance(home)
    with opened.store.work() as uow:
        found = read_invoice(uow, file.read_bytes(), activity, person)
    again = "was read before" if found.again else "waits to be completed and handed in"
    out.print(f"{found.draft.number} of {found.draft.supplier}: {again}.")


COMMANDS = (Refusing("expenses", "Expense notes.", (read,)),)
