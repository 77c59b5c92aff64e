"""EN 16931: totals that must add up (BR-CO-10 to BR-CO-16), in minor units of the invoice currency."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from shared_tools.einvoice.model import Document
from shared_tools.einvoice.rules.finding import COMPUTED, TOTAL, Rule, when
from shared_tools.einvoice.written import amount_text
from shared_tools.money import EXPONENTS


def said(amount: int, currency: str) -> str:
    """An amount as a person reads it in a finding."""
    return amount_text(amount, EXPONENTS.get(currency, 2))


def _sum(id: str, term: str, written: Callable[[Document], int], expected: Callable[[Document], int]) -> Rule:
    return Rule(
        id=id, term=term, message=TOTAL, way_out=COMPUTED,
        broken=lambda d: when(
            written(d) != expected(d), said(written(d), d.currency), expected=said(expected(d), d.currency)
        ),
    )  # fmt: skip


def _items(d: Document, charge: bool) -> int:
    return sum(item.amount for item in d.allowances_charges if item.charge == charge)


RULES: Final = (
    _sum("BR-CO-10", "BT-106", lambda d: d.totals.lines, lambda d: sum(line.net for line in d.lines)),
    _sum("BR-CO-11", "BT-107", lambda d: d.totals.allowances, lambda d: _items(d, False)),
    _sum("BR-CO-12", "BT-108", lambda d: d.totals.charges, lambda d: _items(d, True)),
    _sum(
        "BR-CO-13", "BT-109", lambda d: d.totals.net,
        lambda d: d.totals.lines - d.totals.allowances + d.totals.charges,
    ),
    _sum("BR-CO-14", "BT-110", lambda d: d.totals.vat, lambda d: sum(group.vat for group in d.vat_breakdown)),
    _sum("BR-CO-15", "BT-112", lambda d: d.totals.gross, lambda d: d.totals.net + d.totals.vat),
    _sum(
        "BR-CO-16", "BT-115", lambda d: d.totals.due,
        lambda d: d.totals.gross - d.totals.prepaid + d.totals.rounding,
    ),
)  # fmt: skip
