"""Documents between sister entities and their payment. Amounts in minor units of the document's currency."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Offered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invoice or credit note as it crosses the border: the body of an envelope of internal trade.

    It says what both houses book and nothing of whose work it was: no line, no name. ``credits`` is the number of the
    invoice a credit note corrects, ``activity`` the buyer's own activity where the buyer asked to see its id quoted
    (BT-10), ``reference`` what the payment quotes. Amounts are positive in both kinds.
    """

    seller: str
    buyer: str
    kind: Literal["invoice", "credit_note"]
    number: str
    day: date
    due: date
    currency: str
    exponent: int
    net: int
    vat: int
    gross: int
    reference: str = ""
    credits: str = ""
    activity: str = ""


class Incoming(msgspec.Struct, frozen=True, kw_only=True):
    """A sister's document as received; it waits until somebody says which activity bears it."""

    id: str
    sender: str
    number: str
    kind: Literal["invoice", "credit_note"]
    day: date
    due: date
    currency: str
    net: int
    vat: int
    gross: int
    reference: str
    credits: str
    activity: str


class TakeIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which activity bears a document. ``rate``: units of the entity's currency for 1 of the document's, decimals as
    text, with where it was read (``rate_source``); both empty where the currency is the entity's own."""

    document: str
    activity: str
    rate: str = ""
    rate_source: str = ""


class NewSisterPayment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Money that left for a sister's document: ``amount`` in the document's currency, ``paid`` what our bank took in
    our own, both in major units; ``bank_key`` names the movement at the bank."""

    expense: str
    bank_key: str
    day: date
    amount: str
    paid: str


class SisterPayment(msgspec.Struct, frozen=True, kw_only=True):
    """``amount`` in the document's currency; ``settled`` what it was booked at and ``paid`` what left the bank, in ours."""

    id: str
    expense: str
    counterparty: str
    structure: str
    bank_key: str
    day: date
    amount: int
    settled: int
    paid: int
