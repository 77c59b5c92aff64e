"""A small world to test in: each method plays one real action with what the test leaves unsaid filled in."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from core import jobs
from core.activities import Activity, NewActivity, open_activities
from core.bank import NewReceipt, Receipt, record_receipts
from core.checks import run_checks
from core.clients import Client, NewClient, add_clients, record_vat_answer
from core.clock import SetClock
from core.contracts import (
    Contract,
    NewContract,
    answer_declarations,
    declarations_of,
    engage,
    override_declarations,
    send_declarations,
)
from core.db import SYSTEM, Actor, Store, UnitOfWork
from core.expenses import Expense, NewExpense, approve_expenses, submit_expenses
from core.federation import SigningKey, keys, seal
from core.figures import close_and_publish, published_heads
from core.ledger import Break, balances, budget_of, verify
from core.members import Joining, Member, join
from core.payouts import Payout, pay_due
from core.payouts.model import Held
from core.payroll import Payslip, make_slips
from core.payroll.actions import Made
from core.people import NewPerson, Person, register_people
from core.reminders import remind
from core.sales import Credit, CreditLine, Draft, Invoice, Line, credit_invoices, issue_invoices
from core.sales.files import keep_file
from core.trade import NewSisterPayment, SisterPayment, TakeIn, pay_sisters, receive, take_in
from core.trade.actions import offer
from shared_tools.refusal import Refusal

T = TypeVar("T")

IBANS = {
    "fr": "FR1420041010050500013M02606",
    "be": "BE68539007547034",
    "hu": "HU42117730161111101800000000",
    "es": "ES9121000418450200051332",
    "it": "IT60X0542811101000000123456",
}
VAT_NUMBERS = {"be": "BE0403170701", "fr": "FR40303265045", "hu": "HU12892312", "se": "SE556188840401"}
CLIENTS = {
    "be": "BE0203430576", "fr": "FR40303265045", "se": "SE556703748501", "de": "DE136695976", "at": "ATU13585627",
    "it": "IT00743110157", "es": "ESA28015865", "hu": "HU12892312",
}  # fmt: skip
"""VAT numbers of real companies, whose check digits hold."""
ADVISER = Actor("adviser", "An adviser", frozenset({"adviser"}))
FINANCE = Actor("finance", "A bookkeeper", frozenset({"finance"}))
FINANCE_PERSON = Actor("01a20dfa-4fee-7298-8c0f-f6d14398e632", "Marc Janssens", frozenset({"finance"}))


class World:
    """One entity, its clock, and somebody for every part."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.code = store.country.code
        self._count = count(1)

    # --- time and transactions ---

    def at(self, day: date, hour: int = 9, minute: int = 0) -> None:
        """Put the clock to ``hour`` o'clock of ``day`` where the entity is."""
        zone = ZoneInfo(self.store.country.facts.zone)
        self.store.clock = SetClock(datetime.combine(day, time(hour, minute), zone))

    @property
    def today(self) -> date:
        with self.store.read() as uow:
            return uow.today

    def do(self, action: Callable[..., T], *arguments: Any, actor: Actor = SYSTEM, **named: Any) -> T:
        """``action`` in a transaction of its own."""
        with self.store.work(actor) as uow:
            return action(uow, *arguments, **named)

    def ask(self, question: Callable[..., T], *arguments: Any) -> T:
        with self.store.read() as uow:
            return question(uow, *arguments)

    def after(self) -> int:
        """Do what follows the commits."""
        return jobs.drain(self.store)

    # --- who and what ---

    def person(self, *, worker: Mapping[str, Any] | None = None, **facts: Any) -> Person:
        number = next(self._count)
        new = NewPerson(**{
            "given_name": "Anna", "family_name": f"Peeters-{number}", "email": f"anna.{number}@example.org",
            "language": self.store.country.languages[0], "country": self.code.upper(), "birth_date": date(1985, 3, 14),
            "iban": IBANS.get(self.code, ""), "worker": dict(worker or {}), **facts,
        })  # fmt: skip
        return self.do(register_people, [new])[0]

    def member(self, **facts: Any) -> Member:
        return self.do(join, [Joining(person=self.person(**facts).id)])[0]

    def activity(self, manager: Member | None = None, **facts: Any) -> Activity:
        manager = manager or self.member()
        new = NewActivity(**{"name": "Anna Draws", "managers": (manager.person,), **facts})
        return self.do(open_activities, [new])[0]

    def client(self, **facts: Any) -> Client:
        """A client whose form nothing is missing for; a business at home has a VAT number."""
        at_home = facts.get("country", self.code.upper()) == self.code.upper()
        if at_home and facts.get("kind", "business") != "consumer":
            facts = {"vat_number": CLIENTS.get(self.code, ""), **facts}
        new = NewClient(**{
            "name": f"Client {next(self._count)}", "kind": "business", "country": self.code.upper(),
            "email": "client@example.org", "street": "Rue Haute 1", "postal_code": "10001", "city": "Ville", **facts,
        })  # fmt: skip
        return self.do(add_clients, [new])[0]

    # --- money in ---

    def draft(
        self, activity: Activity, client: Client, *prices: str, lines: Sequence[Line] = (), **facts: Any
    ) -> Draft:
        lines = (*lines, *(Line(description="Drawing", unit_price=price) for price in prices))
        return Draft(activity=activity.id, client=client.id, lines=tuple(lines), **facts)

    def invoice(
        self, *prices: str, activity: Activity | None = None, client: Client | None = None,
        lines: Sequence[Line] = (), day: date | None = None, **facts: Any,
    ) -> Invoice:  # fmt: skip
        draft = self.draft(
            activity or self.activity(), client or self.client(), *prices, lines=lines, **facts
        )
        return self.do(issue_invoices, [draft], day)[0]

    def credit(
        self, invoice: Invoice, *lines: tuple[int, int], reason: str = "agreed with the client"
    ) -> Invoice:
        parts = tuple(CreditLine(line, net) for line, net in lines)
        return self.do(credit_invoices, [Credit(invoice=invoice.id, reason=reason, lines=parts)])[0]

    def receipt(
        self, amount: str, reference: str = "", *, key: str = "", day: date | None = None
    ) -> Receipt | None:
        """None when the bank's key is known already."""
        new = NewReceipt(
            bank_key=key or f"statement/{next(self._count)}", day=day or self.today, amount=amount,
            reference=reference, payer="Somebody",
        )  # fmt: skip
        return next(iter(self.do(record_receipts, [new])), None)

    # --- money out ---

    def expense(self, activity: Activity, person: str, gross: str, vat: str = "0", **facts: Any) -> Expense:
        new = NewExpense(**{
            "activity": activity.id, "person": person, "day": self.today, "supplier": "Paper shop",
            "description": "Paper", "gross": gross, "vat": vat, "receipt": "receipt.pdf", **facts,
        })  # fmt: skip
        return self.do(submit_expenses, [new])[0]

    def approved(self, activity: Activity, person: str, gross: str, vat: str = "0") -> Expense:
        expense = self.expense(activity, person, gross, vat)
        return self.do(approve_expenses, [expense.id], actor=ADVISER)[0]

    def contract(
        self, activity: Activity | str, worker: str, *days: date, pay: str, pay_is: str = "cost",
        contract_type: str = "employee", actor: Actor = SYSTEM, declared: bool = True, **facts: Any,
    ) -> Contract:  # fmt: skip
        """Agreed, and the State has been told, unless ``declared`` is False."""
        new = NewContract(
            activity=activity if isinstance(activity, str) else activity.id, worker=worker, contract_type=contract_type, days=days, pay=pay,
            pay_is=pay_is, **facts,  # type: ignore[arg-type]
        )  # fmt: skip
        agreed = self.do(engage, [new], actor=actor)[0]
        if declared:
            self.declare(agreed)
        return agreed

    def declare(self, *contracts: Contract) -> None:
        """Every notice of ``contracts`` sent and accepted; where its day is past, an adviser says why that is all right."""
        found = self.ask(declarations_of, [contract.id for contract in contracts])
        notices = [notice for of_contract in found.values() for notice in of_contract]
        self.do(send_declarations, [notice.id for notice in notices])
        self.do(answer_declarations, [(notice.id, "accepted", f"no. {notice.id[-6:]}") for notice in notices])
        late = [notice.id for notice in notices if notice.due_day < self.today]
        self.do(override_declarations, late, "the client told us late", actor=ADVISER)

    def slips(self) -> tuple[Payslip, ...]:
        made = self.made()
        assert not made.held, made.held
        return made.slips

    def made(self) -> Made:
        return self.do(make_slips)

    def pay(self) -> tuple[list[Payout], list[Held]]:
        return self.do(pay_due)

    def remind(self) -> list[dict[str, Any]]:
        return self.do(remind)

    def month(self, key: SigningKey) -> None:
        """October 2026 with something of everything: each frozen table of an entity gets its rows, and is closed."""
        self.at(date(2026, 10, 1))
        anna = self.member()
        activity = self.activity(anna)
        paid = self.invoice("1000.00", "250.00", activity=activity)
        unpaid = self.invoice("700.00", activity=activity)
        self.credit(self.invoice("300.00", activity=activity), (1, 10000))
        abroad = self.client(country="DE", vat_number="DE136695976")
        self.do(keep_file, paid.id, "pdf")
        self.do(record_vat_answer, abroad.id, self.today, True, "WAPIAAAAX1")
        self.approved(activity, anna.person, "80.00", "13.88")
        self.contract(activity, anna.person, *days(date(2026, 10, 5), 3), pay="600.00", invoice=paid.id)
        self.contract(activity, anna.person, *days(date(2026, 10, 12), 2), pay="400.00", invoice=unpaid.id)
        self.at(date(2026, 10, 20))
        self.slips()
        self.pay()
        self.receipt("1512.50", paid.reference)
        self.receipt("99.00", "no such reference")
        self.after()
        self.at(date(2026, 11, 10))
        self.remind()
        self.after()
        self.do(close_and_publish, "2026-10", key, actor=FINANCE_PERSON)

    # --- trade between entities ---

    def sister(self, entity: str, vat_number: str = "", **facts: Any) -> Client:
        """A client that is the entity of that code."""
        vat_number = vat_number or VAT_NUMBERS.get(entity, "")
        return self.client(
            name=f"Smart {entity}", country=entity.upper(), entity=entity, vat_number=vat_number, **facts
        )

    def trust(self, entity: str, key: SigningKey) -> None:
        self.do(keys.trust, entity, key.public, date(2000, 1, 1))

    def offered(self, invoice: Invoice, key: SigningKey) -> bytes:
        """The envelope that tells the sister of ``invoice``."""
        return seal(key, "trade", self.code, self.do(offer, invoice))

    def arrived(self, raw: bytes, activity: Activity, rate: str = "") -> Expense:
        """A sister's document received, borne by ``activity`` and approved."""
        item = self.do(receive, raw)
        taken = TakeIn(document=item.id, activity=activity.id, rate=rate, rate_source="ECB" if rate else "")
        [expense] = self.do(take_in, [taken], actor=ADVISER)
        return self.do(approve_expenses, [expense.id], actor=FINANCE)[0]

    def paid_sister(self, expense: Expense, amount: str, paid: str = "") -> list[SisterPayment]:
        new = NewSisterPayment(
            expense=expense.id, bank_key=f"out/{next(self._count)}", day=self.today, amount=amount, paid=paid or amount
        )  # fmt: skip
        return self.do(pay_sisters, [new], actor=FINANCE)

    # --- questions ---

    def budget(self, activity: Activity) -> int:
        return self.ask(budget_of, activity.id)

    def balances(self, until: str = "9999-12") -> dict[str, int]:
        """By role, roles at zero left out."""
        return {role: amount for role, amount in self.ask(balances, until).items() if amount}

    def breaks(self) -> list[Break]:
        return self.ask(lambda uow: verify(uow, published_heads(uow)))

    def failed_checks(self) -> dict[str, list[dict[str, Any]]]:
        return {name: rows for name, rows in self.ask(run_checks).items() if rows}

    def assert_sound(self) -> None:
        """Every check empty, every row what was posted."""
        assert self.failed_checks() == {}
        assert self.breaks() == []


def days(first: date, number: int) -> tuple[date, ...]:
    return tuple(first + timedelta(days=i) for i in range(number))


@contextmanager
def refused(rule: str, field: str | None = None) -> Iterator[None]:
    """What is done inside is refused by ``rule`` (and names ``field``)."""
    with pytest.raises(Refusal) as caught:
        yield
    assert caught.value.rule == rule, f"{caught.value.rule}: {caught.value}"
    assert caught.value.way_out, "a refusal says what to do instead"
    if field is not None:
        assert caught.value.field is not None and caught.value.field.endswith(field), caught.value.field


def count_rows(uow: UnitOfWork, table: sa.Table) -> int:
    return uow.execute(sa.select(sa.func.count()).select_from(table)).scalar_one()


def race(
    store: Store, action: Callable[[UnitOfWork, int], T], count: int, attempts: int = 5
) -> list[T | Exception]:
    """``action`` in ``count`` threads at once, each in a transaction of its own; what each gave or raised."""
    gate = threading.Barrier(min(count, 32))

    def one(number: int) -> T | Exception:
        if number < gate.parties:
            gate.wait()
        try:
            return store.run(lambda uow: action(uow, number), attempts=attempts)
        except Exception as error:
            return error

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))
