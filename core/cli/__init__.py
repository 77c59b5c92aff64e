"""The command line: ``smartcoop``. One clear line for what is refused, exit codes scripts can trust.

0 done · 1 something was refused or differs · 2 the command was not understood
"""

from __future__ import annotations

import sys

from core.cli.frame import Refusing, console
from shared_tools.refusal import Refusal


def main() -> None:
    """The entry point: assembles the commands and turns a Refusal into one line."""
    try:
        cli()
    except Refusal as refusal:
        console.print(f"[red]refused[/] ({refusal.rule}): {refusal}", soft_wrap=True, highlight=False)
        sys.exit(1)


from core.cli import (  # noqa: E402 - commands register on ``cli``
    books,
    clients,
    expenses,
    facts,
    figures,
    keys,
    pay,
    payroll,
    run,
    trade,
)

cli = Refusing(
    "smartcoop", help="The platform of a European freelancers' cooperative.",
    commands=[*books.COMMANDS, *facts.COMMANDS, *payroll.COMMANDS, *pay.COMMANDS, *clients.COMMANDS, *expenses.COMMANDS,
        *figures.COMMANDS, *keys.COMMANDS, *trade.COMMANDS, *run.COMMANDS],
)  # fmt: skip
