"""What waits for staff, by kind, the most urgent first."""

from __future__ import annotations

from core.bank.store import unmatched
from core.db import UnitOfWork
from core.desk import store
from core.desk.model import Waiting
from core.expenses import expenses_of
from core.people import people_by_id
from core.sales.receivables import overdue
from core.sales.store import invoices_by_id
from shared_tools.i18n import N_

SHOWN = 8
"""Rows of each kind: enough to work on; the number beside the heading is of all."""

HEADINGS = {
    "wages": N_("Wages that wait for a person"), "declarations": N_("Notices to the State"),
    "expenses": N_("Expense notes to approve"), "receipts": N_("Payments nobody could match"),
    "overdue": N_("Invoices that are late"),
}  # fmt: skip


def worklist(uow: UnitOfWork, finance: bool) -> dict[str, tuple[int, list[Waiting]]]:
    """Each kind with how many there are and its first rows; kinds with none are left out."""
    found = {
        "wages": _wages(uow),
        "declarations": _declarations(uow),
        "expenses": _expenses(uow),
        "receipts": _receipts(uow) if finance else [],
        "overdue": [],
    }
    counted = {kind: (len(rows), rows[:SHOWN]) for kind, rows in found.items()}
    counted["overdue"] = store.overdue_sum(uow, uow.today)[0], _overdue(uow)
    return {kind: counted[kind] for kind in HEADINGS if counted[kind][0]}


def _name(row: object) -> str:
    return f"{row['given_name']} {row['family_name']}"  # type: ignore[index]


def _wages(uow: UnitOfWork) -> list[Waiting]:
    """No payslip though the work is over, no account to pay to, or not paid on its day."""
    rows = [
        Waiting(
            what=N_("The work is over and there is no payslip"), who=_name(row), path=f"/contracts/{row['id']}",
            day=row["last_day"], late=True, amount=row["pay"],
        )
        for row in store.unslipped(uow, uow.today)
    ]  # fmt: skip
    for row in store.wages_promised(uow, None, None, 500):
        if row["iban"] and row["pay_day"] >= uow.today:
            continue
        what = (
            N_("Promised for this day and not paid") if row["iban"] else N_("There is no account to pay to")
        )
        rows.append(
            Waiting(
                what=what, who=_name(row), path=f"/payslips/{row['id']}", day=row["pay_day"],
                late=row["pay_day"] < uow.today, amount=row["net"],
            )
        )  # fmt: skip
    return rows


def _declarations(uow: UnitOfWork) -> list[Waiting]:
    says = {
        "due": N_("To be sent before the work begins"),
        "refused": N_("Refused"),
        "unknown": N_("No answer yet"),
    }
    return [
        Waiting(
            what=says[row["state"]], who=_name(row), path=f"/contracts/{row['id']}", day=row["due_day"],
            late=row["due_day"] < uow.today,
        )
        for row in store.unanswered(uow, uow.today)
    ]  # fmt: skip


def _expenses(uow: UnitOfWork) -> list[Waiting]:
    notes = sorted(expenses_of(uow, state="submitted"), key=lambda row: row["submitted_on"])
    people = people_by_id(uow, [row["person"] for row in notes])
    return [
        Waiting(
            what=row["description"], who=people[row["person"]].name, path=f"/expenses/{row['id']}",
            day=row["submitted_on"], amount=row["gross"],
        )
        for row in notes
    ]  # fmt: skip


def _receipts(uow: UnitOfWork) -> list[Waiting]:
    return [
        Waiting(
            what=row.reference or N_("without a reference"), who=row.payer, path="", day=row.day,
            amount=row.amount,
        )
        for row in unmatched(uow)
    ]  # fmt: skip


def _overdue(uow: UnitOfWork) -> list[Waiting]:
    rows = overdue(uow, uow.today)[:SHOWN]
    invoices = invoices_by_id(uow, [row["invoice"] for row in rows])
    return [
        Waiting(
            what=invoices[row["invoice"]].number, who=invoices[row["invoice"]].buyer.name,
            path=f"/invoices/{row['invoice']}", day=row["due"], late=True, amount=row["open"],
        )
        for row in rows
    ]  # fmt: skip
