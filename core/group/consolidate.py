"""From figures received to one table: the group's close, and the way back down from it."""

from __future__ import annotations

from core.db import Transaction
from core.group import store
from shared_tools.group import Close, Entity, Perimeter, Rates, close_month, newest
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
    return close_month(members, newest(store.figures_received(uow)), Rates.of(store.rates(uow)), month)


def months_complete(uow: Transaction) -> list[str]:
    """Months for which every entity inside the perimeter has published, oldest first."""
    published: dict[str, set[str]] = {}
    for figures in store.figures_received(uow):
        published.setdefault(figures.month, set()).add(figures.entity)
    inside = {row["entity"]: row for row in store.entities(uow)}
    return sorted(
        month
        for month, entities in published.items()
        if any(row["since"] <= month for row in inside.values())
        and all(
            code in entities
            for code, row in inside.items()
            if row["since"] <= month and (row["until"] is None or month <= row["until"])
        )
    )
