"""From figures received to one table: the group's close, and the way back down from it."""

from __future__ import annotations

from core.db import Transaction
from core.group import store
from shared_tools.group import Close, Entity, Perimeter, Rates, close_month, months, newest
from shared_tools.refusal import Refusal


def perimeter(uow: Transaction) -> Perimeter:
    """Who belongs to the group, as enrolled."""
    return Perimeter(tuple(
        Entity(
            code=row["entity"], currency=row["currency"], method=row["method"], since=row["since"], until=row["until"],
            opening=row["opening"], reason=row["method_reason"],
        )
        for row in store.entities(uow)
    ))  # fmt: skip


def close(uow: Transaction, month: str) -> Close:
    """The close of ``month`` from the newest versions received and the frozen rates.

    Raises Refusal: the first check that fails (shared_tools.group.checks), ``nobody_enrolled``.
    """
    members = perimeter(uow)
    if not members.entities:
        raise Refusal(
            "nobody_enrolled", "no entity is enrolled.", way_out="Enrol one: smartcoop group enrol."
        )
    return close_month(members, newest(store.figures_received(uow)), Rates(store.month_rates(uow)), month)


def months_complete(uow: Transaction) -> list[str]:
    """Months for which every entity inside the perimeter has published, oldest first."""
    received = store.months_received(uow)
    members = perimeter(uow).entities
    known = {months.number(month) for by_month in received.values() for month in by_month}
    return [
        months.name(month)
        for month in sorted(known)
        if (inside := [one.code for one in members if one.is_inside(month)])
        and all(months.name(month) in received.get(code, {}) for code in inside)
    ]


def absent(uow: Transaction, year: str) -> dict[str, list[str]]:
    """What a whole ``year`` still lacks: entity → months it was inside and has not signed, oldest first."""
    received = store.months_received(uow)
    found = {
        one.code: [
            month for month in (f"{year}-{n:02d}" for n in range(1, 13))
            if one.is_inside(months.number(month)) and month not in received.get(one.code, {})
        ]
        for one in perimeter(uow).entities
    }  # fmt: skip
    return {code: lacking for code, lacking in found.items() if lacking}


def late(uow: Transaction) -> dict[str, list[str]]:
    """Entities that lack a month which a sister has published already: entity → those months, oldest first."""
    received = store.months_received(uow)
    known = sorted({month for by_month in received.values() for month in by_month})
    found = {
        one.code: [
            m for m in known if one.is_inside(months.number(m)) and m not in received.get(one.code, {})
        ]
        for one in perimeter(uow).entities
    }
    return {code: lacking for code, lacking in found.items() if lacking}
