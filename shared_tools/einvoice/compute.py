"""Totals of an invoice from its lines, allowances and charges: pure arithmetic in minor units.

How amounts are rounded is a method the seller declares and keeps:

``per_rate``  net by line, VAT once for each category and rate on the sum of the nets (EN 16931 BR-CO-17; the default,
              and the only one that structured invoices expect to the cent)
``per_line``  net and VAT by line, the VAT of a rate being the sum of its lines' (BR-CO-17 allows 1 unit of difference)
``on_total``  nothing by line: unrounded amounts are carried to the total of each rate

All round half up to the minor unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Literal

from shared_tools.einvoice.model import AllowanceCharge, Line, Totals, VatBreakdown
from shared_tools.money import exact, exponent, percent, rounded, times
from shared_tools.refusal import Refusal

Method = Literal["per_rate", "per_line", "on_total"]


def line_amount(quantity: str, price: str, currency: str, base_quantity: str = "") -> Fraction:
    """Quantity × price ÷ base quantity in minor units, not rounded (BT-129, BT-146, BT-149)."""
    return exact(quantity) * exact(price) / exact(base_quantity or "1") * 10 ** exponent(currency)


def line_net(
    quantity: str, price: str, currency: str, base_quantity: str = "",
    allowances_charges: Iterable[AllowanceCharge] = (),
) -> int:  # fmt: skip
    """Net amount of a line (BT-131): PEPPOL-EN16931-R120, half up."""
    return rounded(line_amount(quantity, price, currency, base_quantity)) + signed(allowances_charges)


def share(base_amount: int, rate: str) -> int:
    """An allowance or charge of ``rate`` percent on ``base_amount``, half up (PEPPOL-EN16931-R040)."""
    return times(base_amount, percent(rate))


def signed(allowances_charges: Iterable[AllowanceCharge]) -> int:
    """Charges less allowances."""
    return sum(item.amount if item.charge else -item.amount for item in allowances_charges)


def breakdown(
    lines: Sequence[Line], allowances_charges: Sequence[AllowanceCharge] = (), currency: str = "EUR",
    method: Method = "per_rate",
) -> tuple[VatBreakdown, ...]:  # fmt: skip
    """The VAT breakdown (BG-23) in the order in which categories and rates appear.

    Reasons are those of the first line of the group. Raises Refusal ``two_reasons`` where one group has two reason
    codes, which the invoice could not show.
    """
    bases: dict[tuple[str, str], Fraction] = {}
    vats: dict[tuple[str, str], Fraction] = {}
    reasons: dict[tuple[str, str], tuple[str, str]] = {}

    def add(group: tuple[str, str], base: Fraction) -> None:
        vat = base * percent(group[1] or "0")
        bases[group] = bases.get(group, Fraction()) + base
        vats[group] = vats.get(group, Fraction()) + (rounded(vat) if method == "per_line" else vat)

    for line in lines:
        group = (line.vat_category, line.vat_rate)
        reason = reasons.setdefault(group, (line.vat_reason, line.vat_reason_code))
        if line.vat_reason_code != reason[1]:
            raise Refusal(
                "two_reasons", f"VAT category {group[0]} has the reasons {reason[1]!r} and {line.vat_reason_code!r}.",
                field=f"lines.{line.id}", way_out="Put lines of different exemptions on different invoices.",
            )  # fmt: skip
        add(group, Fraction(line.net) if method != "on_total" else _unrounded(line, currency))
    for item in allowances_charges:
        add((item.vat_category, item.vat_rate), Fraction(item.amount if item.charge else -item.amount))
    return tuple(
        VatBreakdown(
            category=group[0], rate=group[1], base=rounded(base), vat=rounded(vats[group]),
            reason=reasons.get(group, ("", ""))[0], reason_code=reasons.get(group, ("", ""))[1],
        )
        for group, base in bases.items()
    )  # fmt: skip


def _unrounded(line: Line, currency: str) -> Fraction:
    whole = line_amount(line.quantity, line.price, currency, line.base_quantity)
    for item in line.allowances_charges:
        exact_share = (
            whole * percent(item.percent)
            if item.percent and item.base_amount is not None
            else Fraction(item.amount)
        )
        whole += exact_share if item.charge else -exact_share
    return whole


def totals(
    lines: Sequence[Line], vat_breakdown: Sequence[VatBreakdown],
    allowances_charges: Sequence[AllowanceCharge] = (), prepaid: int = 0, rounding: int = 0,
    vat_accounting: int | None = None,
) -> Totals:  # fmt: skip
    """Document totals (BG-22) by BR-CO-10 to BR-CO-16. ``rounding`` BT-114, signed; ``prepaid`` BT-113."""
    sum_of_lines = sum(line.net for line in lines)
    allowances = sum(item.amount for item in allowances_charges if not item.charge)
    charges = sum(item.amount for item in allowances_charges if item.charge)
    net = sum_of_lines - allowances + charges
    vat = sum(group.vat for group in vat_breakdown)
    return Totals(
        lines=sum_of_lines, allowances=allowances, charges=charges, net=net, vat=vat, gross=net + vat,
        prepaid=prepaid, rounding=rounding, due=net + vat - prepaid + rounding, vat_accounting=vat_accounting,
    )  # fmt: skip


def in_accounting_currency(vat: int, currency: str, accounting_currency: str, exchange_rate: str) -> int:
    """VAT (BT-110) in minor units of the VAT accounting currency (BT-111), half up.

    ``exchange_rate``: units of the accounting currency for one of the invoice currency, exact decimal.
    """
    scale = Fraction(10 ** exponent(accounting_currency), 10 ** exponent(currency))
    return times(vat, exact(exchange_rate) * scale)
