"""A client of the entity."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

ClientKind = Literal["business", "consumer", "authority"]


class NewClient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``country`` ISO 3166, upper case; ``term_days`` 0 means the country's usual term.

    ``entity`` is the code of a sister entity of the group that this client is, "" for everybody else.
    ``legal_id`` the number in the register of companies; ``electronic_address`` where e-invoices reach it,
    ``scheme:identifier`` (EAS list), "" for the one its numbers give; ``country_data`` what the entity's country
    stores of its own (``Country.einvoice.client``: Leitweg-ID, codice destinatario, DIR3 codes).
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
    legal_id: str = ""
    electronic_address: str = ""
    country_data: dict[str, str] = {}


class Client(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What came later has a default and is left out where it says nothing: a buyer frozen before keeps its digest."""

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
    legal_id: str = ""
    electronic_address: str = ""
    country_data: dict[str, str] = {}


class VatAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What the authorities answered about a VAT number on a day; ``consultation`` is the proof's number."""

    id: str
    client: str
    vat_number: str
    asked_on: date
    valid: bool
    consultation: str
