"""What core tells a country of one document sold, besides the document: for the country's additions and its authority."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

import msgspec

from core.country.particulars import Particulars


class Sold(msgspec.Struct, frozen=True, kw_only=True):
    """What a country's own additions may ask besides the document.

    ``facts`` is the struct the country declares (``EInvoice.client``); ``at_home`` whether the client is of this country;
    ``amounts`` the fact sheet's ``[[invoice_amount]]`` of the day of issue by code, minor units; ``correction`` the place
    of a credit note among those of its invoice, counted from 1, and ``whole`` whether it alone takes all of it back.
    """

    seller: Particulars
    client_kind: Literal["business", "consumer", "authority"]
    at_home: bool
    facts: Any
    amounts: Mapping[str, int] = {}
    correction: int = 1
    whole: bool = True
    lines_before: int = 0
