"""Commands on trade between entities: where a sister receives, what has arrived by folder."""

from __future__ import annotations

from pathlib import Path

import click

from core import instance
from core.cli.frame import Refusing, as_json, home_argument, out, print_json, table
from core.db import SYSTEM
from core.federation.envelope import parsed
from core.federation.keys import receive_proposal
from core.federation.store import set_peer
from core.trade import TakeIn, incoming_listed, receive, take_in
from shared_tools.money import major
from shared_tools.refusal import Refusal


@click.command()
@home_argument
@click.argument("entity")
@click.argument("address")
def to(home: Path, entity: str, address: str) -> None:
    """Send HOME's documents for ENTITY to ADDRESS from now on: its inbox over http, or a mailbox folder."""
    opened = instance.open_instance(home)
    with opened.store.work() as uow:
        set_peer(uow, entity, address)
    out.print(f"{opened.code} sends to {entity} at {address}.")


@click.command()
@home_argument
@click.argument("mailbox", type=click.Path(path_type=Path, file_okay=False, exists=True))
def collect(home: Path, mailbox: Path) -> None:
    """Take every envelope of the folder MAILBOX into HOME; what is in already changes nothing."""
    opened = instance.open_instance(home)
    paths = sorted(mailbox.glob("*.json"))
    for path in paths:
        raw = path.read_bytes()
        try:
            with opened.store.work() as uow:
                if parsed(raw).kind == "keys":
                    receive_proposal(uow, raw)
                else:
                    receive(uow, raw)
        except Refusal as refusal:
            raise refusal.at(str(path)) from None
    out.print(f"{len(paths)} envelopes are in.")


@click.command()
@home_argument
@as_json
def incoming(home: Path, json_: bool) -> None:
    """Documents of sister entities that HOME received, those that wait for an activity first."""
    opened = instance.open_instance(home)
    with opened.store.read() as uow:
        rows = incoming_listed(uow)
    if json_:
        print_json([dict(row) for row in rows])
        return
    table(
        "Documents of sister entities", ["from", "number", "day", "amount", "", "is", "id"],
        [
            (
                row["sender"], row["number"], row["day"], major(row["gross"], row["currency"]), row["currency"],
                "a note" if row["expense"] else "waits for an activity", row["id"],
            )
            for row in rows
        ],
        right=(3,),
    )  # fmt: skip


@click.command()
@home_argument
@click.argument("document")
@click.argument("activity")
@click.option(
    "--rate", default="", help="Units of our currency for 1 of the document's; none where both are one."
)
@click.option("--rate-source", default="", help="Where the rate was read.")
def take(home: Path, document: str, activity: str, rate: str, rate_source: str) -> None:
    """Make the document DOCUMENT (its id) a note of the activity ACTIVITY (its id), which somebody approves."""
    opened = instance.open_instance(home)
    wanted = TakeIn(document=document, activity=activity, rate=rate, rate_source=rate_source)
    with opened.store.work(SYSTEM) as uow:
        [expense] = take_in(uow, [wanted])
    out.print(
        f"Note {expense.number}: {major(expense.gross, opened.store.country.currency)}, waits for approval."
    )


COMMANDS = (Refusing("trade", help="Trade with sister entities.", commands=[to, collect, incoming, take]),)
