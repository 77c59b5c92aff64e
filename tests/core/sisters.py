"""Two entities that trade, with a key each, and the group over both."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from world import FINANCE, World

from core.db import Actor, GroupStore
from core.federation import SigningKey
from core.figures import close_and_publish
from core.figures.store import published
from core.group.actions import Enrolment, enrol, receive
from core.group.consolidate import close
from core.group.pairs import Pair, pairs
from core.group.rates import Rate, set_rates
from core.trade import ClosingRate, enter_rates

GROUP = Actor("ilse", "Ilse Van Dam", frozenset({"group"}))


class Two:
    """A seller and a buyer with a key each, and the group over both."""

    def __init__(self, places: Callable[[str], Any], folder: Path, seller: str, buyer: str) -> None:
        self.keys = {code: SigningKey.create(folder / f"{code}.pem") for code in (seller, buyer)}
        self.worlds = {code: World(places("sqlite").store(code)) for code in (seller, buyer)}
        self.seller, self.buyer = self.worlds.values()
        for code, world in self.worlds.items():
            world.store.key = self.keys[code]
            for other, key in self.keys.items():
                if other != code:
                    world.trust(other, key)
        self.group: GroupStore = places("sqlite").group(date(2026, 12, 5))
        with self.group.work() as uow:
            enrol(uow, [
                Enrolment(
                    entity=code, name=code, currency=world.store.country.currency, public_key=self.keys[code].public,
                    key=self.keys[code].name, opening="2026-09", since="2026-10",
                )
                for code, world in self.worlds.items()
            ])  # fmt: skip
            set_rates(uow, [
                Rate(currency="HUF", month=month, closing="400", average="390", source="round numbers")
                for month in ("2026-09", "2026-10", "2026-11")
            ])  # fmt: skip

    def rates(self, month: str, closing: str = "400") -> None:
        """The buyer's finance enters what the group froze."""
        rate = ClosingRate(currency="HUF", month=month, closing=closing, source="round numbers")
        self.buyer.do(enter_rates, [rate], actor=FINANCE)

    def publish(self, month: str) -> None:
        year, number = (int(part) for part in month.split("-"))
        for code, world in self.worlds.items():
            world.at(date(year, number + 1, 2))
            if month == "2026-10":
                world.do(close_and_publish, "2026-09", self.keys[code])
            world.do(close_and_publish, month, self.keys[code])
            with self.group.work() as uow:
                for row in world.ask(published):
                    receive(uow, row["envelope"])

    def pairs(self, month: str) -> dict[str, Pair]:
        with self.group.read() as uow:
            return {pair.klass: pair for pair in pairs(uow, month)}

    def between(self, month: str) -> dict[str, tuple[int, int, int]]:
        """By class: difference, what documents show, exchange; cents."""
        with self.group.read() as uow:
            closed = close(uow, month)
        return {pair.klass: (pair.difference, pair.unmatched, pair.exchange) for pair in closed.figures.pairs}

    def consolidated(self, month: str) -> dict[str, int]:
        with self.group.read() as uow:
            return close(uow, month).figures.consolidated


def sold(two: Two, price: str = "1000.00", **facts: Any) -> Any:
    return two.seller.invoice(price, client=two.seller.sister(two.buyer.code), **facts)


def funded(world: World, amount: str = "5000.00") -> Any:
    activity = world.activity()
    world.invoice(amount, activity=activity)
    return activity
