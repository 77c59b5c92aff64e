"""The same amounts in forints: each converted and rounded by itself, the sums held together.

What an invoice prints is its VAT in forints (Áfa tv. 172. §); NAV wants every other amount too, and compares sums. So
parts are converted one by one and what rounding leaves over goes to the largest, where it is least seen.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from shared_tools.einvoice.model import Document
from shared_tools.i18n import N_
from shared_tools.money import exact, exponent, rounded
from shared_tools.refusal import Refusal


class Forints:
    """Converts amounts of a document, minor units of its currency, to whole forints."""

    def __init__(self, document: Document) -> None:
        """Raises Refusal ``exchange_rate_missing``."""
        if document.currency != "HUF" and not document.exchange_rate:
            raise Refusal(
                "exchange_rate_missing", N_("{number} is in {currency} and tells no rate to the forint."),
                field="exchange_rate", way_out=N_("Enter the rate of the day of supply, as printed on the invoice."), values={"number": document.number, "currency": document.currency},
            )  # fmt: skip
        self.rate = exact(document.exchange_rate) if document.currency != "HUF" else Fraction(1)
        self._forints = self.rate / 10 ** exponent(document.currency)

    def of(self, amount: int) -> int:
        return rounded(amount * self._forints)

    def price(self, price: Fraction) -> Fraction:
        """A unit price in forints, not rounded."""
        return price * self.rate

    def shared(self, amounts: Sequence[int], total: int) -> list[int]:
        """``amounts`` in forints, adding up to ``total`` forints."""
        parts = [self.of(amount) for amount in amounts]
        if parts:
            largest = max(range(len(parts)), key=lambda index: (abs(parts[index]), -index))
            parts[largest] += total - sum(parts)
        return parts
