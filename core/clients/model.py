"""A client of the entity."""

from __future__ import annotations

from typing import Literal

import msgspec

ClientKind = Literal["business", "consumer", "authority"]


class NewClient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``country`` ISO 3166, upper case; ``term_days`` 0 means the country's usual term."""

    name: str
    kind: ClientKind
    country: str
    language: str = "en"
    email: str = ""
    vat_number: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    term_days: int = 0


class Client(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    name: str
    kind: ClientKind
    country: str
    language: str
    email: str
    vat_number: str
    street: str
    postal_code: str
    city: str
    term_days: int
