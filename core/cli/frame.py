"""What all commands share: the console, JSON beside tables, a Refusal as one line."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from shared_tools.refusal import Refusal

# Into a pipe or a file a table keeps its full width: nobody wraps it by hand afterwards.
_WIDE = 400

console = Console(stderr=True)
out = Console(width=None if sys.stdout.isatty() else _WIDE)

as_json = click.option("--json", "json_", is_flag=True, help="Print JSON instead of a table.")
home_argument = click.argument("home", type=click.Path(path_type=Path, file_okay=False))


class Refusing(click.Group):
    """A group whose commands print a Refusal as one line and exit 1."""

    def __init__(self, name: str, help: str, commands: Sequence[click.Command]) -> None:
        super().__init__(name, commands=list(commands), help=help, no_args_is_help=True)

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            console.print(
                f"[red]refused[/] ({refusal.rule}): {escape(str(refusal))}", soft_wrap=True, highlight=False
            )
            sys.exit(1)


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    click.echo(msgspec.json.encode(value, order="sorted").decode())


def table(
    title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], right: Sequence[int] = ()
) -> None:
    """A table on standard output; ``right`` are the columns of figures."""
    sheet = Table(title=title, title_justify="left", title_style="bold", show_edge=False, pad_edge=False)
    for index, name in enumerate(columns):
        sheet.add_column(name, justify="right" if index in right else "left")
    for row in rows:
        sheet.add_row(*(escape(str(cell)) for cell in row))
    out.print(sheet)
