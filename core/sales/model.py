"""Drafts, quotes, invoices and credit notes. Amounts in minor units; prices and quantities exact decimals as text.

BT numbers are EN 16931's. A draft has no number anywhere.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

import msgspec

from core.clients.model import Client

QuoteState = Literal["sent", "accepted", "invoiced", "declined"]


class Line(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A line as typed. ``unit`` UN/ECE rec 20 (C62 piece, DAY, HUR); ``unit_price`` major units, up to 4 decimals."""

    description: str
    quantity: str = "1"
    unit: str = "C62"
    unit_price: str
    vat: str = "standard"
    training: bool = False


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an invoice or quote is made from. ``supply_day`` (BT-72) None: the day of issue."""

    activity: str
    client: str
    lines: tuple[Line, ...]
    supply_day: date | None = None
    currency: str = ""
    buyer_reference: str = ""
    note: str = ""


class PricedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A line as computed: net amount (BT-131), VAT category and rate (BT-151, BT-152)."""

    line: int
    description: str
    quantity: str
    unit: str
    unit_price: str
    net: int
    vat_category: str
    vat_rate: str
    vat_reason: str = ""
    vat_note: str = ""
    vat_source: str = ""


class VatTotal(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A VAT breakdown group (BG-23): one category and rate. A name it does not know is no part of what was issued."""

    category: str
    rate: str
    base: int
    vat: int
    reason: str = ""
    note: str = ""


class Quote(msgspec.Struct, frozen=True, kw_only=True):
    """``accepted_by`` who agreed, and ``accepted_digest`` the digest of the text they read where they did it with their own
    link. ``declined_by`` who refused with it, None where we noted ourselves that nothing comes of it."""

    id: str
    number: int
    activity: str
    client: str
    sent_on: date
    state: QuoteState
    net: int
    draft: Draft
    accepted_by: str | None = None
    accepted_at: datetime | None = None
    accepted_digest: str | None = None
    declined_by: str | None = None
    declined_at: datetime | None = None
    declined_reason: str | None = None


class Invoice(msgspec.Struct, frozen=True, kw_only=True):
    """An issued invoice or credit note: immutable, amounts positive in both.

    ``fee``, ``fee_percent`` and ``fee_source`` are frozen at issue; a credit note carries the part it returns.
    ``credits`` is the invoice a credit note corrects; ``buyer`` the client as they were.
    """

    id: str
    kind: Literal["invoice", "credit_note"]
    structure: str
    year: int
    sequence: int
    number: str
    day: date
    supply_day: date
    due: date
    activity: str
    turnover_role: str
    client: str
    buyer: Client
    currency: str
    lines: tuple[PricedLine, ...]
    vat_totals: tuple[VatTotal, ...]
    net: int
    vat: int
    gross: int
    fee: int
    fee_percent: str
    fee_source: str
    reference: str
    credits: str | None = None
    buyer_reference: str = ""
    note: str = ""


class CreditLine(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much of an invoice's line comes back, net, minor units."""

    line: int
    net: int


class Credit(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A credit note to be issued; no lines: everything that is left of the invoice."""

    invoice: str
    reason: str
    lines: tuple[CreditLine, ...] = ()
