"""What workers owe back, and the wages it may be set off against."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa

from core.db import Minor, UnitOfWork, build
from core.payouts.setoff import Claim, MonthPay, Wage
from core.payouts.setoff_store import STANDS, set_off, taken_off
from core.payouts.store import UNPAID, payout
from core.payroll.store import payslip

_SETTLED = (
    sa.select(sa.cast(sa.func.coalesce(sa.func.sum(set_off.c.amount), 0), Minor))
    .where(set_off.c.claim == payslip.c.id, STANDS).correlate(payslip).scalar_subquery()
)  # fmt: skip


def claims(
    uow: UnitOfWork, *, ids: Iterable[str] | None = None, worker: str | None = None, open_only: bool = False
) -> list[Claim]:
    """Claims by the slips that made them, the oldest first: those of ``ids``, of ``worker`` (None: everybody's)."""
    rest = -payslip.c.net - _SETTLED
    statement = (
        sa.select(
            payslip.c.id.label("slip"), payslip.c.number, payslip.c.corrects, payslip.c.worker, payslip.c.structure,
            (-payslip.c.net).label("amount"), rest.label("open"), payslip.c.made_on,
        )
        .where(payslip.c.net < 0)
        .order_by(payslip.c.number)
    )  # fmt: skip
    if ids is not None:
        statement = statement.where(payslip.c.id.in_(sorted(set(ids))))
    if worker is not None:
        statement = statement.where(payslip.c.worker == worker)
    if open_only:
        statement = statement.where(rest > 0)
    return [build(Claim, row) for row in uow.rows(statement)]


def unpaid_wages(uow: UnitOfWork, *concerned: sa.ColumnElement[bool]) -> list[Wage]:
    """Wages not paid yet of which something is left, the earliest promise first."""
    left = (payslip.c.net - taken_off()).label("left")
    names = ("number", "worker", "structure", "net", "pay_day", "law_day")
    statement = (
        sa.select(payslip.c.id.label("slip"), *(payslip.c[name] for name in names), left)
        .where(payslip.c.net > 0, UNPAID, *concerned)
        .order_by(payslip.c.pay_day, payslip.c.number)
    )
    return [build(Wage, row) for row in uow.rows(statement) if row["left"] > 0]


def wages_for(uow: UnitOfWork, claim: Claim) -> list[Wage]:
    """The wages ``claim`` may be set off against: of its worker, with the same employer."""
    return unpaid_wages(uow, payslip.c.worker == claim.worker, payslip.c.structure == claim.structure)


def wages_by_id(uow: UnitOfWork, ids: Iterable[str]) -> dict[str, Wage]:
    return {wage.slip: wage for wage in unpaid_wages(uow, payslip.c.id.in_(sorted(set(ids))))}


def month_pay(uow: UnitOfWork, wage: Wage) -> MonthPay:
    """All that the worker is promised by the same employer in the month of ``wage``'s pay day, and what is set off of it
    by consent: a limit of law is one of the month, not of each slip."""
    first = wage.pay_day.replace(day=1)
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    of_month = (
        payslip.c.worker == wage.worker, payslip.c.structure == wage.structure, payslip.c.net > 0,
        payslip.c.pay_day.between(first, last),
    )  # fmt: skip

    def added(
        amount: sa.ColumnElement[int], *where: sa.ColumnElement[bool], of: sa.FromClause = payslip
    ) -> int:
        total = sa.func.coalesce(sa.func.sum(amount), 0)
        return int(uow.execute(sa.select(total).select_from(of).where(*of_month, *where)).scalar_one())

    joined = set_off.join(payslip, payslip.c.id == set_off.c.wage)
    by_consent, own = (
        added(set_off.c.amount, set_off.c.basis == basis, STANDS, of=joined)
        for basis in ("consent", "own_wage")
    )
    return MonthPay(added(payslip.c.net) - own, by_consent)


def paid(uow: UnitOfWork, wages: Iterable[str]) -> set[str]:
    """Those of ``wages`` that have left."""
    statement = sa.select(payout.c.subject).where(
        payout.c.kind == "wage", payout.c.subject.in_(sorted(set(wages)))
    )
    return {row["subject"] for row in uow.rows(statement)}
