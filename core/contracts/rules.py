"""A contract by calendar month: pure."""

from __future__ import annotations

from datetime import date

import msgspec

from core.clock import month_of
from core.contracts.model import Contract
from shared_tools.money import split

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
