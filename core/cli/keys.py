"""Commands on keys: what an instance signs with, whom it trusts, going over to a new key."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from core import instance, rotation
from core.cli.frame import Refusing, as_json, console, home_argument, out, print_json, table
from core.federation import keys
from core.federation import store as federation
from core.federation.transport import lay, send
from core.instance import GroupInstance, Instance
from shared_tools.refusal import Refusal

Opened = Instance | GroupInstance


def opened_any(home: Path) -> tuple[Opened, str]:
    """The instance in ``home``, an entity's or the group's, and its code."""
    if instance.settings_of(home).country == instance.GROUP:
        return instance.open_group(home), instance.GROUP
    opened = instance.open_instance(home)
    return opened, opened.code


@click.command()
@home_argument
@as_json
def show(home: Path, json_: bool) -> None:
    """The key HOME signs with, the one it has proposed, those it trusts and those that wait to be accepted."""
    opened, code = opened_any(home)
    upcoming = rotation.next_key(home)
    with opened.store.read() as uow:
        today, trusted, proposed = uow.today, federation.all_trusted(uow), federation.proposals(uow)
    rows: list[tuple[str, str, str, date | str, date | str]] = [(code, opened.key.name, "signs", "", "")]
    if upcoming:
        rows.append((code, upcoming.name, "proposed by us", "", ""))
    for key in trusted:
        state = (
            "not yet" if today < key.since else "expired" if key.until and key.until < today else "trusted"
        )
        rows.append((key.entity, key.key, state, key.since, key.until or ""))
    rows += [(row["entity"], row["key"], "waits to be accepted", row["since"], "") for row in proposed]
    if json_:
        print_json(
            [dict(zip(("entity", "key", "state", "since", "until"), row, strict=True)) for row in rows]
        )
        return
    table(f"Keys of {home}", ["entity", "key", "is", "from", "until"], rows)
    out.print(f"public key, to be compared by another way: {opened.key.public}")


@click.command()
@home_argument
@click.option(
    "--overlap", default=rotation.OVERLAP_DAYS, show_default=True, help="Days on which both keys hold."
)
@click.option(
    "--to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Mailbox folder for the proposal.",
)
@click.option(
    "--finish", is_flag=True, help="Sign with the proposed key from now on: once the others have accepted it."
)
def rotate(home: Path, overlap: int, folder: Path | None, finish: bool) -> None:
    """Propose a new key of HOME to everybody it sends to; with --finish, go over to it."""
    opened, code = opened_any(home)
    if finish:
        new = rotation.finish(opened)
        out.print(f"{code} signs with {new.name}. Restart what runs; what waits to be sent is signed anew.")
        return
    envelope = rotation.begin(opened, code, overlap)
    name = f"{code}-keys"
    with opened.store.read() as uow:
        addresses = federation.peers(uow)
    if folder:
        lay(folder, name, envelope)
    for peer, address in addresses.items():
        try:
            send(address, name, envelope)
        except (Refusal, OSError) as error:
            console.print(f"[yellow]{peer} does not have it yet[/]: {error}", highlight=False)
    new_key = rotation.next_key(home)
    assert new_key is not None
    out.print(
        f"{code} proposes {new_key.name}. Each receiver compares this name with you and runs: "
        f"smartcoop keys accept HOME {code} {new_key.name}. Then: smartcoop keys rotate {home} --finish"
    )


@click.command()
@home_argument
@click.argument("entity")
@click.argument("key")
def accept(home: Path, entity: str, key: str) -> None:
    """Trust KEY of ENTITY in HOME: the name of a proposed key, or a whole public key compared by another way."""
    opened, _ = opened_any(home)
    with opened.store.work() as uow:
        if len(key) == 64:
            name = keys.trust(uow, entity, key, uow.today)
        else:
            keys.accept(uow, entity, key)
            name = key
    out.print(f"{home} trusts {name} of {entity}.")


COMMANDS = (
    Refusing("keys", help="What an instance signs with and whom it trusts.", commands=[show, rotate, accept]),
)
