"""A contract by calendar month, and whether the State was told before it began: pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from core.clock import local_date, month_of
from core.contracts.model import Contract, Declaration
from core.country import Country
from shared_tools.money import split
from shared_tools.refusal import Refusal

FULL_DAY = 8 * 60
"""Minutes of a day of work whose contract names no hours."""


class Piece(msgspec.Struct, frozen=True):
    """The part of a contract that falls into one calendar month, with its part of the pay (minor units)."""

    contract: Contract
    month: str
    days: tuple[date, ...]
    minutes: int
    pay: int


def pieces_of(contract: Contract) -> list[Piece]:
    """The contract by calendar month; pay and hours are shared by days without losing a cent."""
    by_month: dict[str, list[date]] = {}
    for day in contract.days:
        by_month.setdefault(month_of(day), []).append(day)
    weights = [len(days) for days in by_month.values()]
    pays, minutes = split(contract.pay, weights), split(contract.minutes, weights)
    return [
        Piece(contract, month, tuple(days), minutes[i], pays[i])
        for i, (month, days) in enumerate(by_month.items())
    ]


def part_of(contract: Contract, piece: Piece) -> Contract:
    """``contract`` with the days, hours and pay of ``piece`` only."""
    return msgspec.structs.replace(contract, days=piece.days, minutes=piece.minutes, pay=piece.pay)


def day_of(notice: Declaration, country: Country) -> date:
    """The day of work that a notice is about; of a notice of the whole contract its first."""
    return notice.due_day + timedelta(days=max(country.declaration(notice.kind).days_before, 0))


def told_in_time(notice: Declaration, country: Country) -> bool:
    """Whether the notice was sent by its day and is in a state in which the country lets work begin."""
    good = ("accepted",) if country.declaration(notice.kind).valid == "accepted" else ("sent", "accepted")
    if notice.sent_at is None or notice.state not in good:
        return False
    return local_date(notice.sent_at, country.facts.zone) <= notice.due_day


def check_declared(notices: Sequence[Declaration], country: Country) -> None:
    """No work starts undeclared: of each kind due for a contract (and of each day where the kind is of every day), one
    notice was told in time, or somebody of the staff has said why its work is paid all the same. Raises Refusal ``undeclared`` naming the notice and how it stands."""
    settled = {(n.kind, n.due_day) for n in notices if n.override_reason or told_in_time(n, country)}
    for notice in notices:
        if (notice.kind, notice.due_day) not in settled:
            name = country.declaration(notice.kind).name
            sent = local_date(notice.sent_at, country.facts.zone) if notice.sent_at else None
            late = sent is not None and sent > notice.due_day and notice.state in ("sent", "accepted")
            stands = f"was sent on {sent}" if late else f"is {notice.state}"
            raise Refusal(
                "undeclared", f"{name} had to reach {country.declaration(notice.kind).authority} by {notice.due_day}; "
                f"it {stands}.", field="declaration",
                way_out="Send it or ask for its answer; where the work was done all the same, an adviser says why on the contract's page.",
            )  # fmt: skip
