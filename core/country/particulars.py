"""What an entity says of its own legal persons: names, addresses, numbers and accounts, and how its paper looks.

Facts of law stand in the country's fact sheet; these are the entity's own, entered in its instance.toml:

    [structures.productions]
    street = "Rue Coenraets 72"
    vat_number = "BE…"
    registrations = { onss_number = "…" }

    [look]
    accent = "#8a3b12"
    logo = "logo.svg"
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from shared_tools.i18n import N_
from shared_tools.refusal import Refusal


class Particulars(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A structure as clients, workers and authorities know it.

    ``name`` the legal name, "" for the fact sheet's; ``country`` ISO 3166, "" for the entity's own;
    ``vat_number`` with its prefix; ``legal_id`` the number in the register of companies;
    ``electronic_address`` where e-invoices reach it, ``scheme:identifier`` (EAS list, ``0208:0123456749``);
    ``form`` what the law wants beside the name (legal form, seat, court of the register, capital).
    ``registrations`` are its other numbers and facts by the names the country uses (``siret``, ``onss_number``).
    """

    name: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    vat_number: str = ""
    legal_id: str = ""
    form: str = ""
    iban: str = ""
    bic: str = ""
    electronic_address: str = ""
    registrations: dict[str, str] = {}

    @property
    def place(self) -> str:
        return f"{self.postal_code} {self.city}".strip()

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, self.place) if part)

    def registration(self, name: str) -> str:
        """Raises Refusal ``particular_missing``."""
        return self._found(self.registrations.get(name, ""), f"registrations.{name}")

    def required(self, field: str) -> str:
        """One of the fields above. Raises Refusal ``particular_missing`` where nobody entered it."""
        return self._found(getattr(self, field), field)

    def _found(self, value: str, field: str) -> str:
        if not value:
            raise Refusal(
                "particular_missing", N_("{name} has no {field}."), field=f"structures.{field}",
                way_out=N_("Enter it with the structure in instance.toml, or under employer where a request names one."),
                values={"name": self.name, "field": field},
            )  # fmt: skip
        return value


class Look(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How the entity's paper looks: ``accent`` a colour (``#8a3b12``), ``logo`` a picture (SVG, PNG, JPEG) beside instance.toml."""

    accent: str = "#8a3b12"
    logo: str = ""


class Identity(msgspec.Struct, frozen=True, kw_only=True):
    """An entity's own facts: ``structures`` by code, ``look``, and ``logo`` as SVG text, "" for none.

    ``certificate`` what it signs invoices with (core/sales/signing.py), None for none.
    ``authority`` the address at which the tax authority is told of each document, "" where it is told nothing.
    ``public_address`` is where clients reach the pages (``https://be.smart.example``), "" where letters carry no link.
    """

    structures: Mapping[str, Particulars] = {}
    look: Look = Look()
    logo: str = ""
    public_address: str = ""
    certificate: Any = None
    authority: str = ""
