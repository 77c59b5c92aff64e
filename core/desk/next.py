"""What comes next for somebody: wages promised, work to come, money owed, told with a day and a name."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from core.db import UnitOfWork
from core.desk import store
from core.desk.model import Step


def steps(
    uow: UnitOfWork, activities: Sequence[str] | None, reader: str, sees_all: bool, worker: str | None = None
) -> list[Step]:
    """Of ``activities`` and, where named, of ``worker``, by day. A net wage is its worker's and staff's to know."""
    found = [
        *_wages(uow, activities, reader, sees_all, worker),
        *_work(uow, activities, worker),
        *(_owed(uow, activities) if activities is None or activities else ()),
    ]
    return sorted(found, key=lambda step: step.day)


def _wages(
    uow: UnitOfWork, activities: Sequence[str] | None, reader: str, sees_all: bool, worker: str | None
) -> list[Step]:
    return [
        Step(
            kind="wage", day=row["pay_day"], name=f"{row['given_name']} {row['family_name']}", own=row["worker"] == reader,
            path=f"/payslips/{row['id']}" if sees_all or row["worker"] == reader else "",
            amount=row["net"] if sees_all or row["worker"] == reader else None, until=row["last_day"],
            client=row["buyer"]["name"] if row["buyer"] else "", client_open=max(row["open"] or 0, 0),
        )
        for row in store.wages_promised(uow, activities, worker)
    ]  # fmt: skip


def _work(uow: UnitOfWork, activities: Sequence[str] | None, worker: str | None) -> list[Step]:
    return [
        Step(
            kind="work", day=max(row["first_day"], uow.today), name=f"{row['given_name']} {row['family_name']}",
            path=f"/contracts/{row['id']}", until=row["last_day"], count=len(row["days"]), state=row["state"] or "",
            number=row["answer"] or "",
        )
        for row in store.work_ahead(uow, uow.today, activities, worker)
    ]  # fmt: skip


def _owed(uow: UnitOfWork, activities: Sequence[str] | None) -> list[Step]:
    levels = uow.country.facts.reminders(uow.today)
    first = levels[0].after_days if levels else None
    return [
        Step(
            kind="owed", day=row["due"], name=row["buyer"]["name"], path=f"/invoices/{row['id']}", amount=row["open"],
            number=row["number"], reminder=row["due"] + timedelta(days=first) if first is not None else None,
        )
        for row in store.owed(uow, activities)
    ]  # fmt: skip
