"""Sisters trading in the demonstration: each has played its days and closes once it has what the others sent.

Documents lie in the folder ``to-<cc>`` as they would in any mailbox; what ``sister.toml`` says nothing of stays on its way.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from core.db import Store, UnitOfWork
from core.demo import model
from core.demo.play import Played, Player
from core.expenses import approve_expenses
from core.federation import keys
from core.federation.store import peers
from core.group.rates import Rate
from core.jobs import drain
from core.trade import (
    ClosingRate,
    NewSisterPayment,
    TakeIn,
    arrive,
    enter_rates,
    incoming_listed,
    pay_sisters,
    take_in,
)
from core.trade.actions import introduce
from shared_tools.refusal import Refusal


def mailbox(data: Path, code: str) -> Path:
    """Where ``code`` receives."""
    return data / f"to-{code}"


def introduce_sisters(store: Store, data: Path, codes: Sequence[str]) -> None:
    """Say where ``codes`` receive."""
    with store.work() as uow:
        known = peers(uow)
        for code in codes:
            if code not in known:
                introduce(uow, code, str(mailbox(data, code)))


def trust(store: Store, public_keys: dict[str, str], script: model.Script) -> None:
    """The keys of the sisters, from the first day on."""
    with store.work() as uow:
        for code, public in public_keys.items():
            keys.trust(uow, code, public, script.month.opening.day)


def collect(store: Store, folder: Path, seen: set[str]) -> None:
    """Take in every envelope of ``folder`` not in ``seen`` yet. Raises Refusal naming the file, once: it is seen then."""
    for path in sorted(folder.glob("*.json")) if folder.exists() else ():
        if str(path) not in seen:
            seen.add(str(path))
            try:
                with store.work() as uow:
                    arrive(uow, path.read_bytes())
            except Refusal as refusal:
                raise refusal.at(str(path)) from None


def finish(player: Player, data: Path, rates: Sequence[Rate]) -> Played:
    """Take in what arrived, do with it what the script says, close the months."""
    script = player.script
    player.at(script.month.last)
    collect(player.store, mailbox(data, script.code), set())
    with player.store.work() as uow:
        enter_rates(uow, [
            ClosingRate(currency=rate.currency, month=rate.month, closing=rate.closing, source=rate.source) for rate in rates
        ])  # fmt: skip
    for row in sorted(script.sisters, key=lambda row: (row.day, row.key)):
        player.at(row.day)
        activity = player.ids[f"activity/{row.activity}"]
        player.once(
            "sister",
            [row],
            lambda row: row.key,
            lambda uow, rows, activity=activity: [_take(uow, rows[0], activity)],
        )
        note = player.ids[f"sister/{row.key}"]
        player.once(
            "sister-approved", [row], lambda row: row.key,
            lambda uow, _, note=note: [expense.id for expense in approve_expenses(uow, [note])], player.actor(row.approver),
        )  # fmt: skip
        if row.paid:
            player.once(
                "sister-paid",
                [row],
                lambda row: row.key,
                lambda uow, rows, note=note: [_pay(uow, rows[0], note)],
            )
    drain(player.store)
    return player.close()


def _take(uow: UnitOfWork, row: model.SisterRow, activity: str) -> str:
    sent = sorted((one["number"], one["id"]) for one in incoming_listed(uow) if one["sender"] == row.sister)
    if len(sent) < row.nth:
        raise Refusal("not_sent", f"{row.sister} sent {len(sent)} documents.", field="nth", way_out="Add the invoice to her files.")  # fmt: skip
    _, document = sent[row.nth - 1]
    wanted = TakeIn(document=document, activity=activity, rate=row.rate, rate_source=row.rate_source)
    return take_in(uow, [wanted])[0].id


def _pay(uow: UnitOfWork, row: model.SisterRow, note: str) -> str:
    new = NewSisterPayment(
        expense=note, bank_key=f"demo/{row.key}", day=row.day, amount=row.paid, paid=row.takes or row.paid
    )  # fmt: skip
    return pay_sisters(uow, [new])[0].id
