"""Documents between sister entities and their payment. Amounts in minor units of the document's currency."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec


class Offered(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """An invoice or credit note as it crosses the border: the body of an envelope of internal trade.

    It says what both houses book and nothing of whose work it was: no line, no name. ``credits`` is the number of the
    invoice a credit note corrects, ``activity`` the buyer's own activity where the buyer asked to see its id quoted
    (BT-10), ``reference`` what the payment quotes. ``reverse_base`` is the part of ``net`` on which the buyer accounts
    for the VAT (category AE, Directive 2006/112/EC art. 196), ``iban`` where the seller is paid: of all this alone it
    may change between two copies of a document. Amounts are positive in both kinds.
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
    reverse_base: int = 0
    iban: str = ""


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
    reverse_base: int
    iban: str


class TakeIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which activity bears a document. ``rate``: units of the entity's currency for 1 of the document's, decimals as
    text, with where it was read (``rate_source``); both empty where the currency is the entity's own. ``vat``: the
    code of our VAT rate that such a service has here, where the charge is reversed."""

    document: str
    activity: str
    rate: str = ""
    rate_source: str = ""
    vat: str = "standard"


class Decline(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A document nobody here will bear, and why: the sister reads ``reason``."""

    document: str
    reason: str


class Answer(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What ``buyer`` did with document ``number`` of ``seller``: the body of an envelope that goes back."""

    buyer: str
    seller: str
    number: str
    state: Literal["booked", "declined"]
    reason: str = ""


class NewSisterPayment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Money that left for a sister's document: ``amount`` in the document's currency, ``paid`` what our bank took in
    our own, both in major units; ``bank_key`` names the movement at the bank."""

    expense: str
    bank_key: str
    day: date
    amount: str
    paid: str


class OrderedPayment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A transfer to a sister to be ordered: amounts as in NewSisterPayment; ``paid`` empty where both currencies are one.

    ``before``: what had been paid of the document when this was decided, minor units of its currency. One order follows
    one state: sent twice it is one transfer.
    """

    expense: str
    amount: str
    paid: str = ""
    before: int = 0


class SisterPayment(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """``amount`` in the document's currency; ``settled`` what it was carried at and ``paid`` what left the bank, in ours.

    ``iban`` is the account a transfer was ordered to; "" for a movement read from the bank."""

    id: str
    expense: str
    counterparty: str
    structure: str
    bank_key: str
    day: date
    amount: int
    settled: int
    paid: int
    iban: str = ""


class ClosingRate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Units of ``currency`` for 1 EUR at the end of ``month``, decimals as text, with where it was read."""

    currency: str
    month: str
    closing: str
    source: str


class Revaluation(msgspec.Struct, frozen=True, kw_only=True):
    """A claim on or a debt to a sister in another currency at the end of ``month``.

    ``document_amount`` is what is open of document ``number`` in ``currency``; ``booked`` what it stood at in ours and
    ``closing`` what it stands at now. Minor units, ledger signs. ``rate``: units of ours for 1 of ``currency``, a fraction.
    """

    id: str
    month: str
    structure: str
    role: str
    counterparty: str
    number: str
    day: date
    currency: str
    document_amount: int
    booked: int
    closing: int
    rate: str
    source: str
