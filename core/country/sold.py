"""What core tells a country of one document sold, besides the document: for the country's additions and its authority."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

import msgspec

from core.country.particulars import Particulars


class VatGroup(NamedTuple):
    """A group of a document's VAT breakdown: category (BT-118), reason code (BT-121), base in minor units (BT-116)."""

    category: str
    reason_code: str
    base: int


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """What a country's own additions may ask besides the document.

    ``facts`` is the struct the country declares (``EInvoice.client``); ``at_home`` whether the client is of this country;
    ``amounts`` the fact sheet's ``[[invoice_amount]]`` of the day of issue by code, minor units; ``correction`` the place
    of a credit note among those of its invoice, counted from 1, and ``whole`` whether it alone takes all of it back;
    ``stamp_duty`` what the document itself owes the State and the books say so, minor units.
    """

    seller: Particulars
    client_kind: Literal["business", "consumer", "authority"]
    at_home: bool
    facts: Any
    amounts: Mapping[str, int] = {}
    correction: int = 1
    whole: bool = True
    lines_before: int = 0
    stamp_duty: int = 0
