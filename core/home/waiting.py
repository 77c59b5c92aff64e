"""What waits for somebody of the staff, kind by kind, the oldest first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from core.bank.store import unmatched
from core.clients import clients_by_id
from core.clock import month_of
from core.contracts import check_declared, contracts_by_id, declarations_of
from core.contracts.model import Declaration
from core.contracts.pages import DECLARATION_STATES
from core.contracts.store import declarations_due, declarations_unsettled, over_before
from core.db import UnitOfWork
from core.expenses import expenses_of
from core.ledger.store import first_open_month
from core.payouts import claim_store
from core.payouts.store import wages_due
from core.people import people_by_id
from core.reminders.store import last_sent
from core.sales.delivery import STATES, not_delivered
from core.sales.links import requests_of
from core.sales.store import invoices_by_id, overdue_invoices
from core.trade import incoming_listed
from core.trade.reading import sister_names
from core.web.page import Page
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

DAYS_AHEAD = 3
"""A notice to the State is shown this many days before it must have left."""
MOST = 50


class Item(NamedTuple):
    """One line of the worklist; ``kind`` colours ``state``; ``amount`` minor units or None."""

    what: str
    about: str
    amount: int | None
    state: str
    kind: str
    path: str


class Kind(NamedTuple):
    title: str
    items: list[Item]


def worklist(uow: UnitOfWork, page: Page) -> list[Kind]:
    """Kinds of work with something in them."""
    kinds = (
        (N_("Wages promised and not paid"), _wages(uow, page)),
        (N_("Paid too much, to be settled"), _overpaid(uow, page)),
        (N_("Work over, no payslip yet"), _unslipped(uow, page)),
        (N_("Notices to the State to send"), _notices(uow, page)),
        (N_("Notices the State refused or never answered"), _unsettled(uow, page)),
        (N_("Expenses to approve"), _expenses(uow, page)),
        (N_("Documents of sisters that no activity bears yet"), _sisters(uow, page)),
        (N_("Money received, nobody knows for what"), _receipts(uow, page)),
        (N_("Documents that did not arrive"), _lost(uow, page)),
        (N_("Corrections clients ask for"), _corrections(uow, page)),
        (N_("Invoices overdue"), _overdue(uow, page)),
        (N_("Months to close"), _months(uow, page)),
    )
    return [Kind(page.words(title), items) for title, found in kinds if (items := _first(found))]


def _first(found: Iterable[Item]) -> list[Item]:
    return [item for item, _ in zip(found, range(MOST), strict=False)]


def _wages(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    due = wages_due(uow, uow.today)
    people = people_by_id(uow, [item.person for item in due])
    for item in due:
        person = people[item.person]
        reason = "" if person.iban else page.words(N_("no bank account known"))
        state = page.words(N_("promised for {day}"), day=page.day(item.promised, "short"))
        yield Item(person.name, reason, item.amount, state, "late", f"/payslips/{item.subject}")


def _overpaid(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    """Claims on people who have a wage waiting: that is when something can be done."""
    claims = claim_store.claims(uow, open_only=True)
    people = people_by_id(uow, [claim.worker for claim in claims])
    for claim in claims:
        if not claim_store.wages_for(uow, claim):
            continue
        about = page.words(N_("payslip {number}"), number=claim.number)
        state = page.words(N_("a wage waits: ask for consent"))
        yield Item(
            people[claim.worker].name, about, claim.open, state, "wait", f"/payslips/{claim.slip}/claim"
        )


def _unslipped(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    contracts = over_before(uow, uow.today)
    people = people_by_id(uow, [contract.worker for contract in contracts])
    notices = declarations_of(uow, [contract.id for contract in contracts])
    for contract in contracts:
        state, kind = page.words(N_("over since {day}"), day=page.day(contract.last_day, "short")), "wait"
        try:
            check_declared(notices.get(contract.id, []), uow.country)
        except Refusal:
            state, kind = page.words(N_("not declared in time: say why it is paid")), "late"
        about = page.words(N_("contract {number}"), number=contract.number)
        yield Item(
            people[contract.worker].name, about, contract.cost, state, kind, f"/contracts/{contract.id}"
        )


def _notices(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    for notice, item in _of_notices(uow, declarations_due(uow, uow.today + timedelta(days=DAYS_AHEAD))):
        late = notice.due_day < uow.today
        state = (
            page.words(N_("late since {day}"), day=page.day(notice.due_day, "short"))
            if late
            else page.words(N_("due by {day}"), day=page.day(notice.due_day, "short"))
        )
        yield item._replace(state=state, kind="late" if late else "wait")


def _unsettled(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    for notice, item in _of_notices(uow, declarations_unsettled(uow)):
        yield item._replace(state=page.words(DECLARATION_STATES[notice.state]), kind="late")


def _of_notices(uow: UnitOfWork, notices: list[Declaration]) -> Iterator[tuple[Declaration, Item]]:
    contracts = contracts_by_id(uow, [notice.contract for notice in notices])
    people = people_by_id(uow, [contract.worker for contract in contracts.values()])
    names = {kind.code: kind.name for kind in uow.country.declarations}
    for notice in notices:
        name = people[contracts[notice.contract].worker].name
        yield notice, Item(name, names[notice.kind], None, "", "", f"/contracts/{notice.contract}")


def _expenses(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    rows = sorted(expenses_of(uow, state="submitted"), key=lambda row: row["number"])
    people = people_by_id(uow, [row["person"] for row in rows])
    for row in rows:
        about = f"{people[row['person']].name}, {row['supplier']}"
        if row["person"] == page.actor.id:
            state, kind = page.words(N_("yours: a colleague decides")), ""
        else:
            state, kind = page.words(N_("since {day}"), day=page.day(row["submitted_on"], "short")), "wait"
        yield Item(row["description"], about, row["gross"], state, kind, f"/expenses/{row['id']}")


def _sisters(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    if not page.has("finance"):
        return
    names = sister_names(uow)
    for row in incoming_listed(uow, MOST):
        if row["expense"] is None and row["declined"] is None:
            state = page.words(N_("since {day}"), day=page.day(row["day"], "short"))
            own = row["currency"] == page.currency
            about = (
                names[row["sender"]]
                if own
                else f"{names[row['sender']]}, {page.money(row['gross'], row['currency'])}"
            )
            yield Item(row["number"], about, row["gross"] if own else None, state, "wait", f"/between/received/{row['id']}")  # fmt: skip


def _receipts(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    for item in unmatched(uow):
        state = page.words(N_("since {day}"), day=page.day(item.day, "short"))
        yield Item(
            item.payer, item.reference, item.amount, state, "wait", "/receipts" if page.has("finance") else ""
        )


def _corrections(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    rows = requests_of(uow, limit=MOST)
    invoices = invoices_by_id(uow, [row["document"] for row in rows])
    for row in rows:
        invoice = invoices[row["document"]]
        state = page.words(N_("since {day}"), day=page.day(row["asked_at"].date(), "short"))
        about = f"{invoice.number}, {row['text']}"
        yield Item(invoice.buyer.name, about, invoice.gross, state, "wait", f"/invoices/{invoice.id}")


def _lost(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    rows = not_delivered(uow, MOST)
    invoices = invoices_by_id(uow, [row.document for row in rows if row.document_type == "invoice"])
    clients = clients_by_id(uow, [row.client for row in rows])
    for row in rows:
        invoice = invoices.get(row.document)
        about = f"{invoice.number}, {row.reason}" if invoice else row.reason
        path = f"/invoices/{row.document}" if invoice else f"/quotes/{row.document}"
        state, kind = STATES[row.state]
        yield Item(
            clients[row.client].name, about, invoice.gross if invoice else None, page.words(state), kind, path
        )


def _overdue(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    rows = overdue_invoices(uow, uow.today, MOST)
    sent = last_sent(uow, [row["invoice"] for row in rows])
    for row in rows:
        state = page.days_late((uow.today - row["due"]).days)
        about = row["number"]
        if row["invoice"] in sent:
            level, day = sent[row["invoice"]]
            about += ", " + page.words(
                N_("reminder {level} on {day}"), level=level, day=page.day(day, "short")
            )
        yield Item(row["buyer"]["name"], about, row["open"], state, "late", f"/invoices/{row['invoice']}")


def _months(uow: UnitOfWork, page: Page) -> Iterator[Item]:
    month = first_open_month(uow)
    if page.has("finance") and month and month < month_of(uow.today):
        yield Item(
            page.month(month),
            page.words(N_("The group waits for its figures.")),
            None,
            page.words(N_("open")),
            "wait",
            f"/months/{month}",
        )
