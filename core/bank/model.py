"""A receipt: one movement on a bank statement."""

from __future__ import annotations

from datetime import date

import msgspec


class NewReceipt(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``bank_key`` names the movement at the bank (statement and position): the same one is never recorded twice.

    ``amount`` in major units; ``reference`` as the client wrote it.
    """

    bank_key: str
    day: date
    amount: str
    reference: str = ""
    payer: str = ""


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """``applied`` went to ``invoice``; the rest of ``amount`` is the client's, or unknown. Minor units."""

    id: str
    bank_key: str
    day: date
    amount: int
    reference: str
    payer: str
    structure: str
    invoice: str | None
    client: str | None
    applied: int
