"""A payout."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

PayoutKind = Literal["wage", "expense"]


class Payout(msgspec.Struct, frozen=True, kw_only=True):
    """``subject`` the payslip or expense it pays; ``promised`` the day it was due; ``amount`` minor units.

    ``iban`` is the account as it was when the payout was ordered.
    """

    id: str
    kind: PayoutKind
    subject: str
    person: str
    structure: str
    amount: int
    iban: str
    promised: date
    day: date


class Due(msgspec.Struct, frozen=True):
    """Something that must be paid by ``promised``."""

    kind: PayoutKind
    subject: str
    person: str
    structure: str
    activity: str
    invoice: str | None
    amount: int
    promised: date


class Held(msgspec.Struct, frozen=True):
    """A payout that waits for a person, and why."""

    due: Due
    reason: str
