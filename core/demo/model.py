"""The files under ``demo/<cc>/``: read strictly, every deviation refused with file, field and way out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from core.activities.model import ActivityKind, RunBy
from core.clients.model import ClientKind
from core.country.strictly import read_strictly
from core.sales.model import Line
from shared_tools.refusal import Refusal

T = TypeVar("T")


class _Row(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    pass


class PersonRow(_Row, frozen=True, kw_only=True):
    key: str
    given_name: str
    family_name: str
    email: str
    language: str
    country: str
    birth_date: date | None = None
    national_id: str = ""
    iban: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    worker: dict[str, Any] = {}
    joins: date | None = None
    category: str = "A"
    roles: list[str] = []


class ClientRow(_Row, frozen=True, kw_only=True):
    key: str
    name: str
    kind: ClientKind
    country: str
    language: str
    email: str = ""
    vat_number: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    term_days: int = 0
    legal_id: str = ""
    electronic_address: str = ""
    country_data: dict[str, str] = {}
    entity: str = ""


class ActivityRow(_Row, frozen=True, kw_only=True):
    key: str
    name: str
    managers: list[str]
    opens: date
    structure: str = ""
    run_by: RunBy = "person"
    kind: ActivityKind = "activity"


class QuoteRow(_Row, frozen=True, kw_only=True):
    """``invoiced`` with no ``accepted`` is refused: a quote is agreed first."""

    key: str
    activity: str
    client: str
    sent: date
    lines: list[Line]
    buyer_reference: str = ""
    accepted: date | None = None
    accepted_by: str = ""
    invoiced: date | None = None


class InvoiceRow(_Row, frozen=True, kw_only=True):
    key: str
    activity: str
    client: str
    day: date
    lines: list[Line]
    buyer_reference: str = ""
    supply_day: date | None = None


class CreditLineRow(_Row, frozen=True, kw_only=True):
    line: int
    net: str


class CreditRow(_Row, frozen=True, kw_only=True):
    """No lines: everything left of the invoice."""

    key: str
    invoice: str
    day: date
    reason: str
    lines: list[CreditLineRow] = []


class ExpenseRow(_Row, frozen=True, kw_only=True):
    key: str
    activity: str
    person: str
    submitted: date
    day: date
    supplier: str
    description: str
    gross: str
    receipt: str
    vat: str = "0"
    approved: date | None = None
    approver: str = ""


class ContractRow(_Row, frozen=True, kw_only=True):
    key: str
    activity: str
    worker: str
    contract_type: str
    agreed: date
    days: list[date]
    pay: str
    pay_is: str = "cost"
    minutes: int = 0
    invoice: str = ""
    terms: dict[str, Any] = {}


class PaymentRow(_Row, frozen=True, kw_only=True):
    """``amount`` empty: all that is open that day."""

    key: str
    invoice: str
    day: date
    amount: str = ""


class SisterRow(_Row, frozen=True, kw_only=True):
    """What becomes of the ``nth`` document of ``sister``: taken in, approved and, where ``paid`` says how much (major units
    of the document's currency), paid on ``day``. ``takes``: what the bank takes, where the currency is not ours."""

    key: str
    sister: str
    nth: int
    day: date
    activity: str
    approver: str
    rate: str = ""
    rate_source: str = ""
    paid: str = ""
    takes: str = ""


class Opening(_Row, frozen=True, kw_only=True):
    """Balances the books begin with, major units by role, debit +."""

    day: date
    balances: dict[str, str]


class Month(_Row, frozen=True, kw_only=True):
    """The days played and the months closed on ``close_on`` by ``closer``."""

    first: date
    last: date
    close: list[str]
    close_on: date
    closer: str
    opening: Opening


class Script(msgspec.Struct, frozen=True):
    """One entity's month, all files together."""

    code: str
    month: Month
    people: list[PersonRow]
    clients: list[ClientRow]
    activities: list[ActivityRow]
    quotes: list[QuoteRow]
    invoices: list[InvoiceRow]
    credits: list[CreditRow]
    expenses: list[ExpenseRow]
    contracts: list[ContractRow]
    payments: list[PaymentRow]
    sisters: list[SisterRow]

    @property
    def sister_codes(self) -> list[str]:
        """The entities it trades with."""
        return sorted({row.entity for row in self.clients if row.entity})


def _rows(folder: Path, name: str, kind: type[T]) -> list[T]:
    """``<name>s.toml``: a list of tables called ``[[name]]`` with distinct keys."""
    path = folder / f"{name}.toml"
    file = msgspec.defstruct("File", [("row", list[kind])], forbid_unknown_fields=True, rename={"row": name})
    rows = read_strictly(path, file).row  # type: ignore[attr-defined]
    keys = [row.key for row in rows]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice:
        raise Refusal(
            "key_twice",
            f"two rows are called {twice!r}.",
            where=str(path),
            field="key",
            way_out="Rename one.",
        )
    return rows


def read_script(folder: Path) -> Script:
    """The month of ``demo/<cc>/``. Raises Refusal naming file, row and field; nothing has been done then."""
    script = Script(
        folder.name, read_strictly(folder / "month.toml", Month), _rows(folder, "person", PersonRow),
        _rows(folder, "client", ClientRow), _rows(folder, "activity", ActivityRow), _rows(folder, "quote", QuoteRow),
        _rows(folder, "invoice", InvoiceRow), _rows(folder, "credit", CreditRow),
        _rows(folder, "expense", ExpenseRow), _rows(folder, "contract", ContractRow),
        _rows(folder, "payment", PaymentRow),
        _rows(folder, "sister", SisterRow) if (folder / "sister.toml").exists() else [],
    )  # fmt: skip
    _check_links(script, folder)
    return script


def _check_links(script: Script, folder: Path) -> None:
    """Every key a row names exists."""
    people, clients = {row.key for row in script.people}, {row.key for row in script.clients}
    activities = {row.key for row in script.activities}
    invoices = {row.key for row in script.invoices} | {row.key for row in script.quotes if row.invoiced}

    def known(file: str, row: str, field: str, wanted: Iterable[str], keys: set[str]) -> None:
        for key in wanted:
            if key and key not in keys:
                raise Refusal(
                    "unknown_key", f"row {row!r} names {key!r}, which is nowhere.", where=str(folder / f"{file}.toml"),
                    field=field, way_out=f"Use one of {', '.join(sorted(keys)[:8])} …",
                )  # fmt: skip

    for row in script.activities:
        known("activity", row.key, "managers", row.managers, people)
    for row in [*script.quotes, *script.invoices]:
        file = "quote" if isinstance(row, QuoteRow) else "invoice"
        known(file, row.key, "activity", [row.activity], activities)
        known(file, row.key, "client", [row.client], clients)
    for row in script.quotes:
        if row.invoiced and not row.accepted:
            raise Refusal("not_accepted", f"row {row.key!r} is invoiced but never accepted.", where=str(folder / "quote.toml"), field="accepted", way_out="Give the day it was accepted.")  # fmt: skip
    for row in script.credits:
        known("credit", row.key, "invoice", [row.invoice], invoices)
    for row in script.payments:
        known("payment", row.key, "invoice", [row.invoice], invoices)
    for row in script.expenses:
        known("expense", row.key, "activity", [row.activity], activities)
        known("expense", row.key, "person", [row.person, row.approver], people)
    for row in script.contracts:
        known("contract", row.key, "activity", [row.activity], activities)
        known("contract", row.key, "worker", [row.worker], people)
        known("contract", row.key, "invoice", [row.invoice], invoices)
    for row in script.sisters:
        known("sister", row.key, "activity", [row.activity], activities)
        known("sister", row.key, "approver", [row.approver], people)
    known("month", "month", "closer", [script.month.closer], people)
