"""A person, and what must be said to register one."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec


class NewPerson(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """``worker`` holds the facts that the country's payroll asks of a person (``Country.worker``)."""

    given_name: str
    family_name: str
    email: str
    language: str
    country: str
    birth_date: date | None = None
    national_id: str = ""
    iban: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    worker: dict[str, Any] = {}


class Person(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    given_name: str
    family_name: str
    email: str
    language: str
    country: str
    birth_date: date | None
    national_id: str
    iban: str
    street: str
    postal_code: str
    city: str
    worker: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.given_name} {self.family_name}"
