"""The counts that go with a month's figures: never translated, never eliminated.

Persons are counted once within each cut and period, by the entity itself; sums over contract types, structures or
months are not persons. So the year to date is counted anew, in ``year``, and not added up from months.

What is cut by contract type or structure tells of nobody (cuts.py): no wage in a month, and the year's cuts, with their
gross, once a year only, with December; two sums to date would differ by one person's month.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import sqlalchemy as sa

from core.activities.store import activity_manager
from core.contracts.store import contract
from core.db import UnitOfWork
from core.figures.cuts import Share, told
from core.members.store import member
from core.payouts import promises
from core.payroll.store import payslip
from core.reminders.store import reminder
from core.sales.store import invoice, receivable


def counts(uow: UnitOfWork, month: str, first: date, last: date) -> dict[str, Any]:
    """The month's counts, and under ``year`` the work done since 1 January."""
    due, kept = promises(uow, first, last)
    return {
        "members": _one(uow, sa.select(sa.func.count()).where(member.c.joined_on <= last)),
        "invoices": _issued(uow, "invoice", first, last),
        "credit_notes": _issued(uow, "credit_note", first, last),
        "reminders": _one(uow, sa.select(sa.func.count()).where(reminder.c.day.between(first, last))),
        "contracts": _one(uow, sa.select(sa.func.count()).where(contract.c.agreed_on.between(first, last))),
        "wages_due": due,
        "wages_on_promised_day": kept,
        **_days_to_payment(uow, first, last),
        **_work(uow, first, last),
        **_cuts(uow, first, last, with_gross=False),
        "year": _year(uow, first.replace(month=1), last),
    }


def _year(uow: UnitOfWork, first: date, last: date) -> dict[str, Any]:
    over = last.month == 12
    return {**_work(uow, first, last), **(_cuts(uow, first, last, with_gross=True) if over else {})}


def _work(uow: UnitOfWork, first: date, last: date) -> dict[str, int]:
    """Who worked and used the entity from ``first`` to ``last``."""
    period = payslip.c.last_day.between(first, last)
    used = sa.union(
        sa.select(payslip.c.worker.label("person")).where(period),
        sa.select(activity_manager.c.person)
        .join(invoice, invoice.c.activity == activity_manager.c.activity)
        .where(invoice.c.day.between(first, last)),
    ).subquery()
    return {
        "users": _one(uow, sa.select(sa.func.count()).select_from(used)),
        "workers": _one(uow, sa.select(sa.func.count(payslip.c.worker.distinct())).where(period)),
        "days": _one(uow, sa.select(sa.func.sum(payslip.c.days)).where(period)),
        "hours": _one(uow, sa.select(sa.func.sum(payslip.c.minutes)).where(period)) // 60,
    }


def _cuts(uow: UnitOfWork, first: date, last: date, with_gross: bool) -> dict[str, dict[str, dict[str, int]]]:
    """By contract type and by structure. Gross in minor units."""
    return {
        name: told(_shares(uow, column, first, last), with_gross)
        for name, column in (("types", payslip.c.contract_type), ("structures", payslip.c.structure))
    }


def _shares(uow: UnitOfWork, by: sa.Column[Any], first: date, last: date) -> list[Share]:
    statement = (
        sa.select(
            by.label("cut"), payslip.c.worker, sa.func.sum(payslip.c.days).label("days"),
            sa.func.sum(payslip.c.gross).label("gross"),
        )
        .where(payslip.c.last_day.between(first, last)).group_by(by, payslip.c.worker)
    )  # fmt: skip
    return [
        Share(row["cut"], row["worker"], int(row["days"]), int(row["gross"])) for row in uow.rows(statement)
    ]


def _days_to_payment(uow: UnitOfWork, first: date, last: date) -> dict[str, int]:
    """Sum and number, so that the group can take a mean over entities."""
    statement = (
        sa.select(invoice.c.day, receivable.c.paid_on)
        .join(receivable, receivable.c.invoice == invoice.c.id)
        .where(receivable.c.paid_on.between(first, last), invoice.c.kind == "invoice")
    )
    paid = uow.rows(statement)
    return {
        "payment_days_sum": sum((row["paid_on"] - row["day"]).days for row in paid),
        "payments": len(paid),
    }


def _issued(uow: UnitOfWork, kind: str, first: date, last: date) -> int:
    return _one(
        uow, sa.select(sa.func.count()).where(invoice.c.kind == kind, invoice.c.day.between(first, last))
    )


def _one(uow: UnitOfWork, statement: sa.Select[Any]) -> int:
    return int(uow.execute(statement).scalar_one() or 0)
