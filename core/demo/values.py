"""What the rows of a month say, held against the rules before anything is created.

Whatever can be known without the books is asked here, by the rules the actions themselves use; so a wrong number in a
file is found with its file, row and field while nothing has been done yet.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path

import msgspec

from core.clients.actions import checked as checked_client
from core.clients.model import NewClient
from core.country import Country, country
from core.demo import model
from core.people.model import NewPerson
from core.people.rules import checked as checked_person
from core.sales.model import Line
from core.sales.rules import line_net
from shared_tools.money import minor
from shared_tools.refusal import Refusal, naming
from shared_tools.roles import ROLES


def read_checked(folder: Path) -> model.Script:
    """The month of ``demo/<cc>/``, every value checked. Raises Refusal naming file, row and field; nothing is done then."""
    script = model.read_script(folder)
    _Checker(script, folder, country(folder.name)).check()
    return script


class _Checker:
    def __init__(self, script: model.Script, folder: Path, country: Country) -> None:
        self.script, self.folder, self.country = script, folder, country
        self.month = script.month

    @contextmanager
    def _row(self, file: str, key: str) -> Iterator[None]:
        try:
            yield
        except Refusal as refusal:
            raise refusal.under(key).at(str(self.folder / f"{file}.toml")) from None

    def check(self) -> None:
        with self._row("month", "month"):
            self._check_month()
        for person in self.script.people:
            with self._row("person", person.key):
                self._played({"joins": person.joins})
                own = NewPerson.__struct_fields__
                checked_person(
                    NewPerson(**{k: v for k, v in msgspec.structs.asdict(person).items() if k in own}),
                    self.country, person.joins or self.month.first,
                )  # fmt: skip
        for client in self.script.clients:
            with self._row("client", client.key):
                own = NewClient.__struct_fields__
                checked_client(
                    NewClient(**{k: v for k, v in msgspec.structs.asdict(client).items() if k in own}), self.country
                )  # fmt: skip
        for activity in self.script.activities:
            with self._row("activity", activity.key):
                self._played({"opens": activity.opens})
                if activity.structure:
                    self.country.facts.structure(activity.structure, activity.opens)
        self._check_documents()
        for expense in self.script.expenses:
            with self._row("expense", expense.key):
                self._check_expense(expense)
        for contract in self.script.contracts:
            with self._row("contract", contract.key):
                self._check_contract(contract)
        for payment in self.script.payments:
            with self._row("payment", payment.key):
                self._played({"day": payment.day})
                if payment.amount:
                    self._positive("amount", payment.amount)

        for sister in self.script.sisters:
            with self._row("sister", sister.key):
                self._played({"day": sister.day})
                if sister.sister not in self.script.sister_codes:
                    raise Refusal("not_an_entity", f"{sister.sister!r} is no client's entity.", field="sister", way_out="Add her to client.toml.")  # fmt: skip

    def _check_month(self) -> None:
        month = self.month
        if month.last < month.first:
            raise _out_of_order("last", month.last, month.first)
        if month.close_on <= month.last:
            raise _out_of_order("close_on", month.close_on, month.last)
        if month.opening.day > month.first:
            raise _out_of_order("first", month.first, month.opening.day)
        for text in month.close:
            try:
                date.fromisoformat(f"{text}-01")
            except ValueError:
                raise Refusal("not_a_month", f"{text!r} is no month.", field="close", way_out="Write it as 2026-10.") from None  # fmt: skip
        total = 0
        for role, amount in month.opening.balances.items():
            with naming(f"opening.balances.{role}"):
                if role not in ROLES:
                    raise Refusal("unknown_role", f"{role!r} is no role of the ledger.", way_out="Roles are listed in shared_tools/roles.py.")  # fmt: skip
                total += minor(amount, self.country.currency)
        if total:
            raise Refusal(
                "unbalanced", "the opening balances do not add up to zero.", field="opening.balances",
                way_out="Debit is positive: correct one of them.",
            )  # fmt: skip

    def _check_documents(self) -> None:
        for quote in self.script.quotes:
            with self._row("quote", quote.key):
                self._played({"sent": quote.sent, "accepted": quote.accepted, "invoiced": quote.invoiced})
                self._in_order(
                    ("sent", quote.sent), ("accepted", quote.accepted), ("invoiced", quote.invoiced)
                )
                self._check_lines(quote.lines, quote.invoiced or quote.sent)
        for invoice in self.script.invoices:
            with self._row("invoice", invoice.key):
                self._played({"day": invoice.day})
                self._check_lines(invoice.lines, invoice.supply_day or invoice.day)
        for credit in self.script.credits:
            with self._row("credit", credit.key):
                self._played({"day": credit.day})
                for index, line in enumerate(credit.lines, 1):
                    self._positive(f"lines.{index}.net", line.net)

    def _check_lines(self, lines: Iterable[Line], day: date) -> None:
        for index, line in enumerate(lines, 1):
            with naming(f"lines.{index}"):
                line_net(line, self.country.currency)
                self.country.facts.vat(line.vat, day)

    def _check_expense(self, expense: model.ExpenseRow) -> None:
        self._played({"submitted": expense.submitted, "approved": expense.approved})
        self._in_order(("day", expense.day), ("submitted", expense.submitted), ("approved", expense.approved))
        gross = self._positive("gross", expense.gross)
        with naming("vat"):
            vat = minor(expense.vat, self.country.currency)
            if not 0 <= vat < gross:
                raise Refusal("vat_too_high", f"VAT of {expense.vat} does not fit {expense.gross}.", way_out="Copy the VAT from the receipt.")  # fmt: skip
        if expense.approver == expense.person:
            raise Refusal("own_expense", "nobody decides on their own expense note.", field="approver", way_out="Name a colleague.")  # fmt: skip

    def _check_contract(self, contract: model.ContractRow) -> None:
        self._played({"agreed": contract.agreed})
        self._positive("pay", contract.pay)
        if contract.pay_is not in ("gross", "cost"):
            raise Refusal("pay_is", f"{contract.pay_is!r} is not known.", field="pay_is", way_out="Write gross or cost.")  # fmt: skip
        if not contract.days:
            raise Refusal("no_days", "a contract covers at least one day.", field="days", way_out="Name the days of work.")  # fmt: skip
        if len(set(contract.days)) != len(contract.days):
            raise Refusal("days_twice", "a day is named twice.", field="days", way_out="Name each day once.")
        self._in_order(("agreed", contract.agreed), ("days", min(contract.days)))
        kind = self.country.contract_type(contract.contract_type)
        try:
            msgspec.convert(contract.terms, kind.terms, strict=False)
        except msgspec.ValidationError as error:
            raise Refusal(
                "terms", f"{error}.", field="terms", way_out="Correct what the contract says."
            ) from None

    def _positive(self, field: str, text: str) -> int:
        with naming(field):
            amount = minor(text, self.country.currency)
            if amount <= 0:
                raise Refusal("amount", f"{text} is not more than 0.", way_out="Enter an amount above 0.")
        return amount

    def _played(self, days: dict[str, date | None]) -> None:
        """A day before or after those played would never come, and its row be lost without a word."""
        for field, day in days.items():
            if day is not None and not self.month.first <= day <= self.month.last:
                raise Refusal(
                    "day_not_played", f"{day} is outside the days played, {self.month.first} to {self.month.last}.",
                    field=field, way_out="Correct the day, or first and last in month.toml.",
                )  # fmt: skip

    def _in_order(self, *days: tuple[str, date | None]) -> None:
        known = [(field, day) for field, day in days if day is not None]
        for (_, earlier), (field, later) in pairwise(known):
            if later < earlier:
                raise _out_of_order(field, later, earlier)


def _out_of_order(field: str, day: date, before: date) -> Refusal:
    return Refusal(
        "days_out_of_order",
        f"{day} is too early beside {before}.",
        field=field,
        way_out="Correct one of the two days.",
    )
