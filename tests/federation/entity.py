"""One entity as a process: it does its months, publishes them, invoices its neighbour and books what that one sends.

``entity.py HOME PLAN``: until killed. Begun again, it goes on where its books say it is; nothing is kept beside them.
``entity.py --calm FOLDER PLAN``: all entities one after another in this process, by mailbox, with nobody disturbing.
"""

from __future__ import annotations

import logging
import sys
import threading
import time
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import sqlalchemy as sa

from core import instance, jobs, jobs_of_slices
from core.activities import NewActivity, open_activities
from core.activities.store import activity
from core.clients import NewClient, add_clients
from core.clients.store import client
from core.clock import SetClock
from core.db import UnitOfWork
from core.expenses import approve_expenses
from core.expenses.store import expense
from core.federation.store import set_peer
from core.figures import close_and_publish
from core.ledger import is_closed, open_books
from core.members import Joining, join
from core.people import NewPerson, register_people
from core.sales import Draft, Line, issue_invoices
from core.sales.store import invoice
from core.trade import ClosingRate, TakeIn, enter_rates, incoming_listed, receive, take_in
from shared_tools.refusal import Refusal

CLIENTS = {
    "be": "BE0203430576", "fr": "FR40303265045", "se": "SE556703748501", "de": "DE136695976", "at": "ATU13585627",
    "it": "IT00743110157", "es": "ESA28015865", "hu": "HU12892312", "nl": "NL853746011B01",
}  # fmt: skip
"""VAT numbers whose check digits hold."""


class House(msgspec.Struct):
    """What one entity is to do. ``prices`` of each month's invoices, major units; the last of a month is for ``next``.
    ``closing``: every month's closing rate by currency."""

    code: str
    next: str
    next_country: str
    next_vat_number: str
    previous: str
    rate: str
    group_at: str
    next_at: str
    port: int
    prices: dict[str, list[str]]
    closing: dict[str, str] = {}
    national_id: str = ""


class Plan(msgspec.Struct):
    """``months``: the first is the opening one, of which only balances are published."""

    months: list[str]
    houses: dict[str, House]


class Entity:
    """One entity's books and what it has still to do in them."""

    def __init__(self, home: Path, plan: Plan, mailbox: Path | None = None) -> None:
        self.clock = SetClock.at(date(2026, 1, 1), "Europe/Brussels")
        self.opened = instance.open_instance(home, self.clock)
        self.store = self.opened.store
        self.plan, self.mailbox = plan, mailbox
        self.house = plan.houses[self.opened.code]

    def at(self, month: str, day: int) -> None:
        year, number = (int(part) for part in month.split("-"))
        self.clock.instant = SetClock.at(date(year, number, day), self.store.country.facts.zone).instant

    def take(self, raw: bytes) -> None:
        with self.store.work() as uow:
            receive(uow, raw)

    def turn(self) -> bool:
        """Do what can be done now. True once every month is published and everything has arrived where it belongs."""
        for path in sorted(self.mailbox.glob("*-trade-*.json")) if self.mailbox else ():
            self.take(path.read_bytes())
        self._begin()
        closed = all(self._month(month) for month in self._open_months())
        jobs.drain(self.store)
        return closed and not jobs.waiting(self.store)

    def _begin(self) -> None:
        opening = self.plan.months[0]
        self.at(opening, 10)
        with self.store.work() as uow:
            if uow.one(sa.select(activity.c.id)) is None:
                _people_and_clients(uow, self.house)
                open_books(uow, uow.today, {"bank": 1_000_000, "reserves": -1_000_000})

    def _open_months(self) -> list[str]:
        with self.store.read() as uow:
            return [month for month in self.plan.months if not is_closed(uow, month)]

    def _month(self, month: str) -> bool:
        """Whether ``month`` could be closed; every step is a transaction, so that death finds it done or not begun."""
        if month != self.plan.months[0]:
            self.at(month, 10)
            while self.store.run(lambda uow: self._issue_next(uow, month)):
                pass
            self.store.run(lambda uow: self._book_arrived(uow, month))
            jobs.drain(self.store)
            with self.store.read() as uow:
                if not _booked(uow, month):
                    return False
        year, number = (int(part) for part in month.split("-"))
        self.at(f"{year}-{number + 1:02d}", 2)
        self.store.run(lambda uow: enter_rates(uow, [
            ClosingRate(currency=currency, month=month, closing=closing, source="a round number")
            for currency, closing in self.house.closing.items()
        ]))  # fmt: skip
        self.store.run(lambda uow: close_and_publish(uow, month, self.opened.key))
        return True

    def _issue_next(self, uow: UnitOfWork, month: str) -> bool:
        """The month's next invoice; the books say how many there are already."""
        days = sa.and_(invoice.c.day >= uow.today.replace(day=1), invoice.c.day <= uow.today)
        issued = uow.execute(sa.select(sa.func.count()).where(days)).scalar_one()
        prices = self.house.prices[month]
        if issued == len(prices):
            return False
        is_sister = issued == len(prices) - 1
        buyer = uow.one(sa.select(client.c.id).where((client.c.entity != "") == is_sister))
        own = uow.one(sa.select(activity.c.id))
        assert buyer and own
        line = Line(description="A day of Anna's drawing", unit_price=prices[issued])
        issue_invoices(uow, [Draft(activity=own["id"], client=buyer["id"], lines=(line,))])
        return True

    def _book_arrived(self, uow: UnitOfWork, month: str) -> None:
        """What the neighbour invoiced in this month becomes a note, and is approved."""
        own = uow.one(sa.select(activity.c.id))
        assert own
        for row in incoming_listed(uow):
            if row["expense"] is None and row["day"].isoformat()[:7] == month:
                rate = "" if row["currency"] == uow.country.currency else self.house.rate
                taken = TakeIn(
                    document=row["id"],
                    activity=own["id"],
                    rate=rate,
                    rate_source="a round number" if rate else "",
                )
                [note] = take_in(uow, [taken])
                approve_expenses(uow, [note.id])


def _booked(uow: UnitOfWork, month: str) -> bool:
    found = uow.rows(
        sa.select(expense.c.document_day).where(expense.c.counterparty != "", expense.c.state == "approved")
    )
    return any(row["document_day"].isoformat()[:7] == month for row in found)


def _people_and_clients(uow: UnitOfWork, house: House) -> None:
    [person] = register_people(uow, [NewPerson(
        given_name="Annabella", family_name=f"Vandenpersoon-{house.code}", email=f"annabella.{house.code}@example.org",
        language=uow.country.languages[0], country=house.code.upper(), birth_date=date(1985, 7, 30),
        iban="BE71096123456769", national_id=house.national_id, worker={},
    )])  # fmt: skip
    join(uow, [Joining(person=person.id)])
    open_activities(uow, [NewActivity(name="Annabella Draws", managers=(person.id,))])
    add_clients(uow, [
        NewClient(
            name=f"Klantenhuis {house.code}", kind="business", country=house.code.upper(), vat_number=CLIENTS[house.code],
            street="Veldstraat 17", postal_code="10001", city="Klantstad", email=f"klant.{house.code}@example.org",
        ),
        NewClient(
            name=f"Smart {house.next}", kind="business", country=house.next_country, entity=house.next,
            vat_number=house.next_vat_number, street="Zusterlaan 1", postal_code="10001", city="Zusterstad",
        ),
    ])  # fmt: skip
    set_peer(uow, "group", house.group_at)
    set_peer(uow, house.next, house.next_at)


def _inbox(entity: Entity, port: int) -> ThreadingHTTPServer:
    class Inbox(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            try:
                entity.take(body)
                status, told = 201, b"{}"
            except Refusal as refusal:
                status, told = 422, msgspec.json.encode({"detail": str(refusal)})
            self.send_response(status)
            self.send_header("content-length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *_: Any) -> None:
            pass

    return ThreadingHTTPServer(("127.0.0.1", port), Inbox)


def live(home: Path, plan: Plan) -> None:
    entity = Entity(home, plan)
    threading.Thread(target=_inbox(entity, entity.house.port).serve_forever, daemon=True).start()
    while True:
        if entity.turn():
            (home / "done").touch()
        time.sleep(0.1)


def calm(folder: Path, plan: Plan) -> None:
    entities = [Entity(folder / code, plan, folder / f"to-{code}") for code in plan.houses]
    for _ in range(100):
        done = [entity.turn() for entity in entities]  # each has its turn, whoever is done
        if all(done):
            return
    raise AssertionError("undisturbed, and yet it does not end")


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    jobs_of_slices.register()
    *flags, where, plan_file = sys.argv[1:]
    read = msgspec.json.decode(Path(plan_file).read_bytes(), type=Plan)
    (calm if flags else live)(Path(where), read)
