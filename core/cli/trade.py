"""Commands on trade between entities: where a sister receives, what has arrived by folder."""

from __future__ import annotations

from pathlib import Path

import click

from core import instance
from core.cli.frame import Refusing, as_json, home_argument, out, print_json, table
from core.db import SYSTEM
from core.trade import ClosingRate, TakeIn, arrive, enter_rates, incoming_listed, take_in
from core.trade.actions import introduce
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
        introduce(uow, entity, address)
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
                arrive(uow, raw)
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
                "declined" if row["declined"] else "a note" if row["expense"] else "waits for an activity", row["id"],
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
@click.option(
    "--vat", default="standard", help="Our VAT rate of such a service, where the charge is reversed."
)
def take(home: Path, document: str, activity: str, rate: str, rate_source: str, vat: str) -> None:
    """Make the document DOCUMENT (its id) a note of the activity ACTIVITY (its id), which somebody approves."""
    opened = instance.open_instance(home)
    wanted = TakeIn(document=document, activity=activity, rate=rate, rate_source=rate_source, vat=vat)
    with opened.store.work(SYSTEM) as uow:
        [expense] = take_in(uow, [wanted])
    out.print(
        f"Note {expense.number}: {major(expense.gross, opened.store.country.currency)}, waits for approval."
    )


@click.command()
@home_argument
@click.argument("currency")
@click.argument("month")
@click.argument("closing")
@click.argument("source")
def rate(home: Path, currency: str, month: str, closing: str, source: str) -> None:
    """Enter the closing rate of CURRENCY for MONTH (2026-10): CLOSING units for 1 EUR, read at SOURCE."""
    opened = instance.open_instance(home)
    with opened.store.work(SYSTEM) as uow:
        enter_rates(uow, [ClosingRate(currency=currency, month=month, closing=closing, source=source)])
    out.print(f"{opened.code} closes {month} at {closing} {currency} for 1 EUR.")


COMMANDS = (
    Refusing("trade", help="Trade with sister entities.", commands=[to, collect, incoming, take, rate]),
)
