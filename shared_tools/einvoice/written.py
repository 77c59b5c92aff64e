"""Amounts as e-invoices write them, and back: a point, no thousands separator, as many digits as the currency has."""

from __future__ import annotations

from shared_tools.money import minor


def amount_text(amount: int, digits: int) -> str:
    """Minor units as a decimal with ``digits`` places: ``amount_text(-5, 2) == "-0.05"``."""
    if not digits:
        return str(amount)
    text = f"{amount:0{digits + 1 + (amount < 0)}d}"
    return f"{text[:-digits]}.{text[-digits:]}"


def amount_read(text: str, currency: str) -> int:
    """Minor units of ``currency``. Raises Refusal ``not_an_amount``, ``over_precise``, ``unknown_currency``."""
    return minor(text.strip(), currency)
