"""What was paid, as somebody typed it. Pure."""

from __future__ import annotations

from shared_tools.money import minor
from shared_tools.refusal import Refusal, naming


def amounts(gross: str, vat: str, currency: str) -> tuple[int, int]:
    """Gross and the VAT in it, minor units. Raises Refusal ``amount``, ``vat_too_high`` or of reading the amounts."""
    with naming("gross"):
        paid = minor(gross, currency)
    with naming("vat"):
        within = minor(vat, currency)
    if paid <= 0:
        raise Refusal(
            "amount", f"{gross} is nothing to pay back.", field="gross", way_out="Enter what was paid."
        )
    if not 0 <= within < paid:
        raise Refusal("vat_too_high", f"VAT of {vat} does not fit {gross}.", field="vat", way_out="Copy the VAT from the receipt.")  # fmt: skip
    return paid, within
