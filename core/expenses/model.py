"""An expense note."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

ExpenseState = Literal["submitted", "approved", "refused"]


class NewExpense(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``gross`` what was paid and ``vat`` the deductible VAT in it, both in major units; ``receipt`` its file name."""

    activity: str
    person: str
    day: date
    supplier: str
    description: str
    gross: str
    vat: str = "0"
    receipt: str


class Expense(msgspec.Struct, frozen=True, kw_only=True):
    """Amounts in minor units."""

    id: str
    number: int
    activity: str
    person: str
    structure: str
    day: date
    supplier: str
    description: str
    gross: int
    vat: int
    receipt: str
    submitted_on: date

    @property
    def net(self) -> int:
        return self.gross - self.vat
