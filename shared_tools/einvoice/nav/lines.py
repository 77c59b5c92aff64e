"""invoiceLines: lines, and the document's allowances and charges as lines, which is how NAV knows them."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, Literal

import msgspec
from lxml import etree

from shared_tools.einvoice.compute import signed
from shared_tools.einvoice.elements import decimal_text, group, must_put, put
from shared_tools.einvoice.groups import vat_groups
from shared_tools.einvoice.model import Document, Line, VatBreakdown
from shared_tools.einvoice.nav.forints import Forints
from shared_tools.einvoice.nav.terms import DATA, UNITS, Terms, vat_case
from shared_tools.einvoice.written import amount_text
from shared_tools.money import exact, exponent, percent

_D: Final = f"{{{DATA}}}"
_DESCRIPTION: Final = 512
_REASON: Final = 200
_ADVANCE: Final = "386"


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A line as NAV sees it: amounts in minor units, already with the sign of the document."""

    description: str
    quantity: Fraction
    unit: str
    price: Fraction
    discount: int
    net: int
    group: tuple[str, str]
    goods: bool = False


def rows(document: Document, sign: Literal[1, -1]) -> list[Row]:
    """Lines, then allowances and charges. A line's own charges go into its unit price, its allowances are discounts."""
    scale = 10 ** exponent(document.currency)
    found: list[Row] = []
    for line in document.lines:
        charges = signed(item for item in line.allowances_charges if item.charge)
        discount = -signed(item for item in line.allowances_charges if not item.charge)
        price = exact(line.price) / exact(line.base_quantity or "1")
        if charges:
            price += Fraction(charges, scale) / (exact(line.quantity) or 1)
        found.append(Row(
            description=_description(line), quantity=sign * exact(line.quantity), unit=line.unit, price=price,
            discount=sign * discount, net=sign * line.net, group=(line.vat_category, line.vat_rate),
            goods=line.vat_category == "K",
        ))  # fmt: skip
    for item in document.allowances_charges:
        amount = sign * (item.amount if item.charge else -item.amount)
        found.append(Row(
            description=item.reason or ("Felár" if item.charge else "Engedmény"), quantity=Fraction(1 if amount >= 0 else -1),
            unit="C62", price=Fraction(abs(amount), scale), discount=0, net=amount,
            group=(item.vat_category, item.vat_rate),
        ))  # fmt: skip
    return found


def _description(line: Line) -> str:
    text = " - ".join(part for part in (line.name, line.description) if part)
    return text[:_DESCRIPTION].strip()


def add_lines(
    invoice: etree._Element, document: Document, terms: Terms, forints: Forints, group_forints: dict[tuple[str, str], int]
) -> None:  # fmt: skip
    """``group_forints``: the net amount of each VAT group in forints, which its lines must add up to."""
    sign = -1 if document.is_credit_note else 1
    found = rows(document, sign)
    in_forints = [0] * len(found)
    for known, total in group_forints.items():
        places = [place for place, row in enumerate(found) if row.group == known]
        for place, part in zip(places, forints.shared([found[at].net for at in places], total), strict=True):
            in_forints[place] = part
    cases = vat_groups(document)
    node = group(invoice, _D + "invoiceLines")
    put(node, _D + "mergedItemIndicator", "false")
    for number, (row, net) in enumerate(zip(found, in_forints, strict=True), 1):
        _line(group(node, _D + "line"), number, row, net, document, terms, forints, cases[row.group])


def _line(
    node: etree._Element, number: int, row: Row, net_forints: int, document: Document, terms: Terms, forints: Forints,
    case: VatBreakdown,
) -> None:  # fmt: skip
    digits = exponent(document.currency)
    put(node, _D + "lineNumber", str(number))
    if terms.correction:
        reference = group(node, _D + "lineModificationReference")
        put(reference, _D + "lineNumberReference", str(terms.correction.lines_before + number))
        put(reference, _D + "lineOperation", "CREATE")
    if document.type_code == _ADVANCE:
        put(group(node, _D + "advanceData"), _D + "advanceIndicator", "true")
    put(node, _D + "lineExpressionIndicator", "true")
    put(node, _D + "lineNatureIndicator", "PRODUCT" if row.goods else "SERVICE")
    must_put(node, _D + "lineDescription", row.description, f"lines.{number}.name")
    put(node, _D + "quantity", decimal_text(row.quantity, 0, 10))
    unit = UNITS.get(row.unit)
    put(node, _D + "unitOfMeasure", unit or "OWN")
    if unit is None:
        put(node, _D + "unitOfMeasureOwn", row.unit or "db")
    put(node, _D + "unitPrice", decimal_text(row.price, 0, 10))
    put(node, _D + "unitPriceHUF", decimal_text(forints.price(row.price), 0, 10))
    if row.discount:
        put(group(node, _D + "lineDiscountData"), _D + "discountValue", amount_text(row.discount, digits))
    amounts = group(node, _D + "lineAmountsNormal")
    net = group(amounts, _D + "lineNetAmountData")
    put(net, _D + "lineNetAmount", amount_text(row.net, digits))
    put(net, _D + "lineNetAmountHUF", str(net_forints))
    add_rate(amounts, _D + "lineVatRate", case, document, terms)


def add_rate(parent: etree._Element, tag: str, part: VatBreakdown, document: Document, terms: Terms) -> None:
    """lineVatRate or vatRate: a rate as a fraction of 1, or the case and why."""
    element, case = vat_case(part.category, part.reason_code, document.buyer, terms)
    node = group(parent, tag)
    if element == "vatPercentage":
        put(node, _D + element, decimal_text(percent(part.rate), 2, 4))
    elif element == "vatDomesticReverseCharge":
        put(node, _D + element, "true")
    else:
        reason = group(node, _D + element)
        put(reason, _D + "case", case)
        put(reason, _D + "reason", (part.reason or part.reason_code or case)[:_REASON])
