"""An advance of the fund."""

from __future__ import annotations

from datetime import date

import msgspec


class Wage(msgspec.Struct, frozen=True):
    """A wage about to be paid: the activity, and the client's invoice that pays for it where one is named."""

    payslip: str
    activity: str
    structure: str
    invoice: str | None
    net: int


class Advance(msgspec.Struct, frozen=True, kw_only=True):
    """Money of the fund that stands in for one invoice. Minor units."""

    id: str
    payslip: str
    invoice: str
    structure: str
    day: date
    amount: int


class Return(msgspec.Struct, frozen=True, kw_only=True):
    """The part of an advance that came back when the client paid. Minor units."""

    id: str
    advance: str
    invoice: str
    structure: str
    day: date
    amount: int
    cause: str
