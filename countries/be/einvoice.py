"""Belgian invoices: Peppol by enterprise number. The default forms and sentences stand in country.toml."""

from __future__ import annotations

from typing import Final

from core.country import EInvoice

ENTERPRISE_NUMBER: Final = "0208"


def _enterprise_number(vat_number: str) -> str:
    """A Belgian VAT number is the enterprise number behind the prefix."""
    return vat_number.removeprefix("BE") if vat_number.startswith("BE") else ""


def _address(legal_id: str, vat_number: str) -> str:
    number = "".join(c for c in legal_id if c.isdecimal()) or _enterprise_number(vat_number)
    return f"{ENTERPRISE_NUMBER}:{number}" if number else ""


EINVOICE: Final = EInvoice(legal_scheme=ENTERPRISE_NUMBER, legal_id=_enterprise_number, address=_address)
