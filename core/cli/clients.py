"""Commands about clients and what they receive."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click

from core import instance
from core.cli.frame import Refusing, home_argument, out
from core.clients import record_vat_answer
from core.sales.delivery import deliver_due


@click.command("vat-answer")
@home_argument
@click.argument("client")
@click.option("--valid/--not-valid", required=True, help="What VIES answered.")
@click.option("--day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="The day it answered.")
@click.option("--consultation", default="", help="The consultation number: the proof.")
def vat_answer(home: Path, client: str, valid: bool, day: datetime, consultation: str) -> None:
    """Keep what VIES answered about the VAT number of CLIENT (its id) of the instance in HOME."""
    opened = instance.open_instance(home)
    with opened.store.work() as uow:
        kept = record_vat_answer(uow, client, day.date(), valid, consultation)
    out.print(f"{kept.vat_number} was {'valid' if kept.valid else 'not valid'} on {kept.asked_on}.")


@click.command()
@home_argument
def deliver(home: Path) -> None:
    """Send the documents and reports of the instance in HOME that wait, and ask about those nobody knows of."""
    opened = instance.open_instance(home)
    tried = deliver_due(opened.store, opened.channels)
    told = opened.road.report(opened.store) if opened.road else 0
    out.print(f"{tried} documents were sent or asked about, and {told} reports to the authority.")


clients = Refusing("clients", "What is known of clients.", (vat_answer,))
COMMANDS = (clients, deliver)
