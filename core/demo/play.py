"""Playing an entity's month day by day, through the real actions and nothing else.

Every row is taken in once (core.imports): stopped anywhere and begun again, the month ends the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import msgspec

from core import access, imports
from core.activities import NewActivity, open_activities
from core.bank import NewReceipt, record_receipts
from core.clients import NewClient, add_clients
from core.clock import SetClock, month_of
from core.contracts import NewContract, answer_declarations, engage, send_declarations
from core.contracts.store import declarations_due
from core.db import SYSTEM, Actor, Store, UnitOfWork
from core.demo import model
from core.expenses import NewExpense, approve_expenses, submit_expenses
from core.federation import SigningKey
from core.figures import close_and_publish
from core.figures.store import published
from core.jobs import drain
from core.ledger import open_books
from core.members import Joining, join
from core.payouts import pay_due
from core.payroll import make_slips
from core.people import NewPerson, register_people
from core.reminders import remind
from core.sales import (
    Credit,
    CreditLine,
    Draft,
    accept_quotes,
    credit_invoices,
    invoice_quotes,
    invoices_by_id,
    issue_invoices,
    open_items,
    send_quotes,
)
from shared_tools.money import major, minor
from shared_tools.refusal import Refusal

R = TypeVar("R", bound=msgspec.Struct)


class Played(msgspec.Struct):
    """What happened: the months published now or before, and work that waits for a person."""

    published: list[str]
    held: list[str]


def play(
    store: Store, key: SigningKey, script: model.Script, password: str, progress: Callable[[date], None]
) -> Played:
    """Play ``script`` in ``store``, whose clock is set from day to day, and close its months."""
    player = Player(store, key, script, password)
    player.play(progress)
    return player.close()


class Player:
    """One entity's month: the rows not taken in yet, by day."""

    def __init__(self, store: Store, key: SigningKey, script: model.Script, password: str) -> None:
        self.store, self.key, self.script, self.password = store, key, script, password
        self.zone = ZoneInfo(store.country.facts.zone)
        with store.read() as uow:
            self.ids = imports.ids_of(uow, "demo/")
        self.held: list[str] = []

    def play(self, progress: Callable[[date], None]) -> None:
        """The days; the months stay open."""
        month = self.script.month
        self.at(month.opening.day)
        self.once("opening", [month.opening], lambda row: "books", self._open_books)
        day = month.first
        while day <= month.last:
            self.at(day)
            self._morning(day)
            self._business(day)
            self._evening(day)
            progress(day)
            day += timedelta(days=1)

    def close(self) -> Played:
        """Close the months and publish them."""
        self.at(self.script.month.close_on)
        self._close()
        return Played([row["month"] for row in self._published()], self.held)

    # --- the day ---

    def at(self, day: date) -> None:
        self.store.clock = SetClock(datetime.combine(day, time(9), self.zone))

    def _morning(self, day: date) -> None:
        """Slips of the work that is over, wages and expenses due, reminders."""
        with self.store.work() as uow:
            made = make_slips(uow)
            _, waiting = pay_due(uow)
            remind(uow)
        self.held += (
            [f"{item.contract.number}: {item.refusal}" for item in made.held]
            if day == self.script.month.last
            else []
        )
        self.held += [item.reason for item in waiting] if day == self.script.month.last else []

    def _evening(self, day: date) -> None:
        """Notices that must reach the State before tomorrow's work; then what follows the commits."""
        with self.store.work() as uow:
            due = [notice.id for notice in declarations_due(uow, day + timedelta(days=1))]
            if due:
                send_declarations(uow, due)
                answer_declarations(uow, [(notice, "accepted", f"demo {notice[-6:]}") for notice in due])
        drain(self.store)

    def _business(self, day: date) -> None:
        script, ids = self.script, self.ids
        joining = [row for row in script.people if (row.joins or script.month.first) == day]
        self.once("person", joining, lambda row: row.key, self._register)
        self.once("member", [row for row in joining if row.joins], lambda row: row.key, self._join)
        if day == script.month.first:
            self.once("client", script.clients, lambda row: row.key, self._add_clients)
        self.once(
            "activity", [r for r in script.activities if r.opens == day], lambda row: row.key, self._open
        )
        self.once("quote", [r for r in script.quotes if r.sent == day], lambda row: row.key, self._quote)
        self.once(
            "accepted", [r for r in script.quotes if r.accepted == day], lambda row: row.key, self._accept
        )
        self.once("invoice", [r for r in script.quotes if r.invoiced == day], lambda row: row.key, lambda uow, rows: [
            invoice.id for invoice in invoice_quotes(uow, [ids[f"quote/{row.key}"] for row in rows])
        ])  # fmt: skip
        self.once("invoice", [r for r in script.invoices if r.day == day], lambda row: row.key, self._invoice)
        self.once("credit", [r for r in script.credits if r.day == day], lambda row: row.key, self._credit)
        for row in script.expenses:
            if row.submitted == day:
                self.once("expense", [row], lambda row: row.key, self._submit, self.actor(row.person))
            if row.approved == day:
                self.once("approved", [row], lambda row: row.key, self._approve, self.actor(row.approver))
        self.once(
            "contract", [r for r in script.contracts if r.agreed == day], lambda row: row.key, self._engage
        )
        self.once("payment", [r for r in script.payments if r.day == day], lambda row: row.key, self._receive)

    # --- rows into actions ---

    def once(
        self, kind: str, rows: Sequence[R], key: Callable[[R], str],
        action: Callable[[UnitOfWork, Sequence[R]], list[str]], actor: Actor = SYSTEM,
    ) -> None:  # fmt: skip
        """Run ``action`` on the rows not taken in yet and remember what each became, in one transaction."""
        fresh = [row for row in rows if f"{kind}/{key(row)}" not in self.ids]
        if not fresh:
            return
        with self.store.work(actor) as uow:
            try:
                results = action(uow, fresh)
            except Refusal as refusal:
                raise refusal.at(
                    f"{self.script.code}, {kind} {', '.join(key(row) for row in fresh)}"
                ) from None
            became = dict(zip((f"{kind}/{key(row)}" for row in fresh), results, strict=True))
            imports.remember(uow, "demo/", became)
        self.ids |= became

    def actor(self, key: str) -> Actor:
        row = next(person for person in self.script.people if person.key == key)
        return Actor(self.ids[f"person/{key}"], f"{row.given_name} {row.family_name}", frozenset(row.roles))

    def _open_books(self, uow: UnitOfWork, rows: Sequence[model.Opening]) -> list[str]:
        currency = uow.country.currency
        return [
            str(
                open_books(
                    uow, row.day, {role: minor(amount, currency) for role, amount in row.balances.items()}
                )
            )
            for row in rows
        ]

    def _register(self, uow: UnitOfWork, rows: Sequence[model.PersonRow]) -> list[str]:
        own = {"key", "joins", "category", "roles"}
        people = register_people(uow, [
            NewPerson(**{k: v for k, v in msgspec.structs.asdict(row).items() if k not in own}) for row in rows
        ])  # fmt: skip
        for row, person in zip(rows, people, strict=True):
            if row.roles:
                access.grant(uow, person.id, person.email, person.name, person.language, row.roles)
                access.set_password(uow, person.id, self.password)
        return [person.id for person in people]

    def _join(self, uow: UnitOfWork, rows: Sequence[model.PersonRow]) -> list[str]:
        joinings = [
            msgspec.convert({"person": self.ids[f"person/{row.key}"], "category": row.category}, Joining)
            for row in rows
        ]
        return [member.id for member in join(uow, joinings)]

    def _add_clients(self, uow: UnitOfWork, rows: Sequence[model.ClientRow]) -> list[str]:
        clients = [
            NewClient(**{k: v for k, v in msgspec.structs.asdict(row).items() if k != "key"}) for row in rows
        ]
        return [client.id for client in add_clients(uow, clients)]

    def _open(self, uow: UnitOfWork, rows: Sequence[model.ActivityRow]) -> list[str]:
        return [activity.id for activity in open_activities(uow, [
            NewActivity(
                name=row.name, managers=tuple(self.ids[f"person/{who}"] for who in row.managers),
                structure=row.structure, run_by=row.run_by, kind=row.kind,
            ) for row in rows
        ])]  # fmt: skip

    def _draft(self, row: model.QuoteRow | model.InvoiceRow) -> Draft:
        supply = row.supply_day if isinstance(row, model.InvoiceRow) else None
        return Draft(
            activity=self.ids[f"activity/{row.activity}"], client=self.ids[f"client/{row.client}"],
            lines=tuple(row.lines), supply_day=supply, buyer_reference=row.buyer_reference,
        )  # fmt: skip

    def _quote(self, uow: UnitOfWork, rows: Sequence[model.QuoteRow]) -> list[str]:
        return [quote.id for quote in send_quotes(uow, [self._draft(row) for row in rows])]

    def _accept(self, uow: UnitOfWork, rows: Sequence[model.QuoteRow]) -> list[str]:
        return [
            accept_quotes(uow, [self.ids[f"quote/{row.key}"]], row.accepted_by or "the client")[0].id
            for row in rows
        ]

    def _invoice(self, uow: UnitOfWork, rows: Sequence[model.InvoiceRow]) -> list[str]:
        return [invoice.id for invoice in issue_invoices(uow, [self._draft(row) for row in rows])]

    def _credit(self, uow: UnitOfWork, rows: Sequence[model.CreditRow]) -> list[str]:
        currency = uow.country.currency
        return [note.id for note in credit_invoices(uow, [
            Credit(
                invoice=self.ids[f"invoice/{row.invoice}"], reason=row.reason,
                lines=tuple(CreditLine(line.line, minor(line.net, currency)) for line in row.lines),
            ) for row in rows
        ])]  # fmt: skip

    def _submit(self, uow: UnitOfWork, rows: Sequence[model.ExpenseRow]) -> list[str]:
        return [expense.id for expense in submit_expenses(uow, [
            NewExpense(
                activity=self.ids[f"activity/{row.activity}"], person=self.ids[f"person/{row.person}"], day=row.day,
                supplier=row.supplier, description=row.description, gross=row.gross, vat=row.vat, receipt=row.receipt,
            ) for row in rows
        ])]  # fmt: skip

    def _approve(self, uow: UnitOfWork, rows: Sequence[model.ExpenseRow]) -> list[str]:
        return [e.id for e in approve_expenses(uow, [self.ids[f"expense/{row.key}"] for row in rows])]

    def _engage(self, uow: UnitOfWork, rows: Sequence[model.ContractRow]) -> list[str]:
        return [contract.id for contract in engage(uow, [
            msgspec.convert({
                "activity": self.ids[f"activity/{row.activity}"], "worker": self.ids[f"person/{row.worker}"],
                "contract_type": row.contract_type, "days": row.days, "pay": row.pay, "pay_is": row.pay_is,
                "minutes": row.minutes, "invoice": self.ids.get(f"invoice/{row.invoice}"), "terms": row.terms,
            }, NewContract) for row in rows
        ])]  # fmt: skip

    def _receive(self, uow: UnitOfWork, rows: Sequence[model.PaymentRow]) -> list[str]:
        wanted = {row.key: self.ids[f"invoice/{row.invoice}"] for row in rows}
        invoices, left = invoices_by_id(uow, wanted.values()), open_items(uow, list(wanted.values()))
        receipts: list[NewReceipt] = []
        for row in rows:
            invoice = invoices[wanted[row.key]]
            amount = row.amount or str(major(left[invoice.id], invoice.currency))
            receipts.append(NewReceipt(
                bank_key=f"demo/{row.key}", day=row.day, amount=amount, reference=invoice.reference,
                payer=invoice.buyer.name,
            ))  # fmt: skip
        return [receipt.id for receipt in record_receipts(uow, receipts)]

    # --- the close ---

    def _published(self) -> list[Any]:
        with self.store.read() as uow:
            return published(uow)

    def _close(self) -> None:
        done = {row["month"] for row in self._published()}
        for month in self.script.month.close:
            if month not in done:
                with self.store.work(self.actor(self.script.month.closer)) as uow:
                    close_and_publish(uow, month, self.key)
        drain(self.store)


def days(script: model.Script) -> Iterator[date]:
    """The days the script plays."""
    day = script.month.first
    while day <= script.month.last:
        yield day
        day += timedelta(days=1)


def last_month(script: model.Script) -> str:
    return month_of(script.month.last)
