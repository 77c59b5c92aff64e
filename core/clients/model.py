"""A client of the entity."""

from __future__ import annotations

from typing import Literal

import msgspec

ClientKind = Literal["business", "consumer", "authority"]


class NewClient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``country`` ISO 3166, upper case; ``term_days`` 0 means the country's usual term.

    ``entity`` is the code of a sister entity of the group that this client is, "" for everybody else.
    """

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
    entity: str = ""


class Client(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """``entity`` is left out of documents' bytes where there is none, as it was before there was such a field."""

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
    entity: str = ""
