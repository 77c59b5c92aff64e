"""Pricing and crediting: pure, each amount computed once.

VAT is rounded per category and rate on the sum of the lines (EN 16931 BR-CO-17), half up to the minor unit. The fee
is taken per invoice on the net amount.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache

import msgspec

from core.country import Country, VatTreatment
from core.country.sold import VatGroup
from core.sales.model import Credit, CreditLine, Invoice, Line, PricedLine, VatTotal
from shared_tools.money import exact, exponent, half_up, times
from shared_tools.refusal import Refusal, naming

_NUMBER = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,4})?")


def number(text: str, field: str) -> Fraction:
    """An exact decimal with at most 4 digits after the point. Raises Refusal ``not_a_number``."""
    if not _NUMBER.fullmatch(text.strip()):
        raise Refusal(
            "not_a_number", f"{text!r} is no number with at most four decimals.", field=field,
            way_out="Write digits with a point, for example 350.00.",
        )  # fmt: skip
    return _exact(text.strip())


@lru_cache(4096)
def _exact(text: str) -> Fraction:
    """Prices, quantities and rates come again and again: a year's invoices read each once."""
    return exact(text)


def line_net(line: Line, currency: str) -> int:
    """Net amount of a line: quantity × price, half up to the minor unit. Raises Refusal naming the field."""
    if not line.description.strip():
        raise Refusal(
            "description_missing", "a line says what is sold.", field="description", way_out="Describe it."
        )
    quantity, price = number(line.quantity, "quantity"), number(line.unit_price, "unit_price")
    if quantity <= 0:
        raise Refusal("quantity", f"{line.quantity} is not more than 0.", field="quantity", way_out="Enter a quantity; to take something back, issue a credit note.")  # fmt: skip
    if price < 0:
        raise Refusal("negative_amount", f"{line.unit_price} is negative.", field="unit_price", way_out="Issue a credit note to take something back.")  # fmt: skip
    scale = 10 ** exponent(currency)
    return half_up(quantity.numerator * price.numerator * scale, quantity.denominator * price.denominator)


def priced(
    lines: Sequence[Line], treatments: Sequence[VatTreatment], currency: str
) -> tuple[PricedLine, ...]:
    """Lines with their amounts and VAT. Raises Refusal ``no_lines``, ``nothing_to_pay``, ``outside_vat_apart`` or of
    ``line_net``."""
    if not lines:
        raise Refusal("no_lines", "there is no line.", field="lines", way_out="Add what is sold.")
    out: list[PricedLine] = []
    for index, (line, treatment) in enumerate(zip(lines, treatments, strict=True), 1):
        with naming(f"lines.{index}"):
            out.append(PricedLine(
                line=index, description=" ".join(line.description.split()), quantity=line.quantity.strip(), unit=line.unit,
                unit_price=line.unit_price.strip(), net=line_net(line, currency), vat_category=treatment.category,
                vat_rate=str(treatment.rate), vat_reason=treatment.reason_code, vat_note=treatment.note,
                vat_source=treatment.source,
            ))  # fmt: skip
    if sum(line.net for line in out) <= 0:
        raise Refusal(
            "nothing_to_pay", "the lines add up to nothing.", field="lines", way_out="Enter a price."
        )
    categories = {line.vat_category for line in out}
    if "O" in categories and len(categories) > 1:
        raise Refusal(
            "outside_vat_apart", "lines outside VAT stand on no invoice with other lines (EN 16931 BR-O-11).",
            field="lines", way_out="Invoice them apart.",
        )  # fmt: skip
    return tuple(out)


def vat_totals(lines: Sequence[PricedLine]) -> tuple[VatTotal, ...]:
    """The VAT breakdown, one group a category and rate, in the order of the lines."""
    groups: dict[tuple[str, str], list[PricedLine]] = {}
    for line in lines:
        groups.setdefault((line.vat_category, line.vat_rate), []).append(line)
    return tuple(
        VatTotal(
            category=category, rate=rate, base=base, vat=times(base, _exact(rate)),
            reason=members[0].vat_reason, note=members[0].vat_note,
        )
        for (category, rate), members in groups.items()
        for base in [sum(line.net for line in members)]
    )  # fmt: skip


def credited(
    invoice: Invoice, earlier: Sequence[Invoice], credit: Credit
) -> tuple[tuple[PricedLine, ...], tuple[VatTotal, ...], int]:
    """Lines, VAT and fee that ``credit`` returns; the last credit takes every remainder, so that all ends at zero.

    Raises Refusal ``credit_too_large``, ``line_twice``, ``nothing_left``, ``unknown_line``.
    """
    left = {line.line: line.net for line in invoice.lines}
    for note in earlier:
        for line in note.lines:
            left[line.line] -= line.net
    asked = credit.lines or tuple(CreditLine(line, net) for line, net in left.items() if net)
    if not asked:
        raise Refusal("nothing_left", f"all of {invoice.number} is credited.", field="invoice", way_out="Nothing is left to return.")  # fmt: skip
    by_number = {line.line: line for line in invoice.lines}
    lines: list[PricedLine] = []
    for item in asked:
        if any(line.line == item.line for line in lines):
            raise Refusal("line_twice", f"line {item.line} of {invoice.number} is named twice.", field="lines", way_out="Name each line once, with the whole amount.")  # fmt: skip
        if item.line not in by_number:
            raise Refusal("unknown_line", f"{invoice.number} has no line {item.line}.", field="lines", way_out=f"It has lines 1 to {len(by_number)}.")  # fmt: skip
        if not 0 < item.net <= left[item.line]:
            raise Refusal(
                "credit_too_large", f"line {item.line} of {invoice.number} has {left[item.line]} left, not {item.net}.",
                field=f"lines.{item.line}", way_out="Return at most what is left.",
            )  # fmt: skip
        left[item.line] -= item.net
        whole = by_number[item.line]
        price = (
            whole.unit_price
            if item.net == whole.net
            else str(exact(item.net) / 10 ** exponent(invoice.currency))
        )
        lines.append(msgspec.structs.replace(
            whole, net=item.net, quantity=whole.quantity if item.net == whole.net else "1",
            unit_price=price if "/" not in price else _decimal(item.net, invoice.currency),
        ))  # fmt: skip

    totals: list[VatTotal] = []
    for total in vat_totals(lines):
        whole_vat = next(
            t for t in invoice.vat_totals if (t.category, t.rate) == (total.category, total.rate)
        )
        before = [
            t
            for note in earlier
            for t in note.vat_totals
            if (t.category, t.rate) == (total.category, total.rate)
        ]
        base_left = whole_vat.base - sum(t.base for t in before)
        vat_left = whole_vat.vat - sum(t.vat for t in before)
        vat = vat_left if total.base == base_left else min(total.vat, vat_left)
        totals.append(msgspec.structs.replace(total, vat=vat))
    net = sum(line.net for line in lines)
    fee_left = invoice.fee - sum(note.fee for note in earlier)
    everything = not any(left.values())
    fee = fee_left if everything else min(times(net, _exact(invoice.fee_percent) / 100), fee_left)
    return tuple(lines), tuple(totals), fee


def _decimal(amount: int, currency: str) -> str:
    digits = exponent(currency)
    text = f"{amount:0{digits + 1}d}"
    return f"{text[:-digits]}.{text[-digits:]}" if digits else text


def document_number(structure: str, kind: str, year: int, sequence: int) -> str:
    """The printed number: ``PA-2026-00017``, a credit note ``PA-C2026-00003``."""
    return f"{structure.upper()}-{'C' if kind == 'credit_note' else ''}{year}-{sequence:05d}"


def reference_number(structure_index: int, year: int, sequence: int) -> int:
    """Ten digits unique in the entity: year, structure, sequence; the payment reference is built on it."""
    return (year % 100) * 10**8 + structure_index * 10**7 + sequence


def asked(invoice: Invoice, country: Country) -> int:
    """What the client is asked to pay us (or a credit note gives back), minor units: gross, or net where the client
    pays the VAT to the State itself."""
    at_home = invoice.buyer.country == country.code.upper()
    keeps = country.einvoice.client_pays_vat(invoice.buyer.kind, at_home)
    return invoice.net if keeps else invoice.gross


def stamp_duty(invoice: Invoice, country: Country) -> int:
    """What the document itself owes the State and we bear, minor units; on most documents nothing.

    A credit note owes its own: the duty of the invoice it corrects is not given back (docs/decisions/0010).
    """
    groups = [VatGroup(total.category, total.reason, total.base) for total in invoice.vat_totals]
    amounts = country.facts.invoice_amounts(invoice.day)
    return country.einvoice.stamp_duty(groups, invoice.buyer.country, amounts)
