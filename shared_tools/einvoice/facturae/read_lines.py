"""Lines, discounts and charges of a Facturae invoice. Amounts of up to eight decimals are rounded half up to the cent."""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.elements import decimal_text
from shared_tools.einvoice.facturae.terms import UNITS
from shared_tools.einvoice.model import AllowanceCharge, Line, Period, VatBreakdown
from shared_tools.einvoice.parsed import Reading
from shared_tools.money import exact, rounded
from shared_tools.refusal import Refusal

UNITS_READ: Final = {code: unit for unit, code in reversed(UNITS.items())}
_VAT: Final = frozenset({"01", "02", "03"})


def cents(reading: Reading, node: etree._Element, path: str) -> int:
    """An amount, 0 where it is absent. Raises Refusal ``not_a_number``."""
    return rounded(exact(reading.decimal(node, path, path.rpartition("/")[2]) or "0") * 100)


def line(reading: Reading, node: etree._Element, sign: int) -> Line:
    """A line as EN 16931 has it: a price that is never negative, with the sign on the quantity."""
    text = reading.text
    tax = next(
        (found for found in reading.all(node, "TaxesOutputs/Tax") if text(found, "TaxTypeCode") in _VAT), None
    )  # fmt: skip
    if tax is None:
        raise Refusal(
            "tax_unknown", f"line {text(node, 'SequenceNumber') or '?'} bears no VAT that is known here.", field="TaxTypeCode",
            way_out="Book it by hand.",
        )  # fmt: skip
    category, rate = _category(reading, node, tax)
    quantity = sign * exact(reading.decimal(node, "Quantity", "Quantity") or "1")
    price = exact(reading.decimal(node, "UnitPriceWithoutTax", "UnitPriceWithoutTax") or "0")
    if price < 0:
        price, quantity = -price, -quantity
    return Line(
        id=text(node, "SequenceNumber").removesuffix(".0"), name=text(node, "ItemDescription"),
        quantity=decimal_text(quantity, 0, 8), unit=UNITS_READ.get(text(node, "UnitOfMeasure"), "C62"),
        price=decimal_text(price, 2, 8), net=sign * cents(reading, node, "GrossAmount"), vat_category=category,
        vat_rate=rate, vat_reason=text(node, "SpecialTaxableEvent/SpecialTaxableEventReason"),
        allowances_charges=(
            *(_change(reading, found, "Discount", sign) for found in reading.all(node, "DiscountsAndRebates/Discount")),
            *(_change(reading, found, "Charge", sign) for found in reading.all(node, "Charges/Charge")),
        ),
        period=period(reading, reading.one(node, "LineItemPeriod")), seller_item=text(node, "ArticleCode"),
    )  # fmt: skip


def _category(reading: Reading, node: etree._Element, tax: etree._Element) -> tuple[str, str]:
    rate = reading.decimal(tax, "TaxRate", "TaxRate")
    event = reading.text(node, "SpecialTaxableEvent/SpecialTaxableEventCode")
    if event == "02":
        return "O", ""
    if event == "01":
        return "E", "0"
    return ("S" if exact(rate or "0") else "Z"), rate


def same_rate(line: Line, rate: str) -> bool:
    return exact(line.vat_rate or "0") == exact(rate or "0")


def document_items(
    reading: Reading, invoice: etree._Element, groups: tuple[VatBreakdown, ...], sign: int
) -> tuple[AllowanceCharge, ...]:
    """General discounts and surcharges. Facturae does not say which rate they belong to: the first, as EN 16931 wants one."""
    group = groups[0] if groups else VatBreakdown(category="S", rate="", base=0, vat=0)
    found = [
        _change(reading, node, name, sign)
        for tag, name in (("GeneralDiscounts", "Discount"), ("GeneralSurcharges", "Charge"))
        for node in reading.all(invoice, f"InvoiceTotals/{tag}/{name}")
    ]  # fmt: skip
    return tuple(
        AllowanceCharge(
            charge=item.charge, amount=item.amount, percent=item.percent, reason=item.reason,
            vat_category=group.category, vat_rate=group.rate,
        )
        for item in found
    )  # fmt: skip


def _change(reading: Reading, node: etree._Element, name: str, sign: int) -> AllowanceCharge:
    amount = sign * cents(reading, node, f"{name}Amount")
    return AllowanceCharge(
        charge=(name == "Charge") is (amount >= 0), amount=abs(amount), reason=reading.text(node, f"{name}Reason"),
        percent=reading.decimal(node, f"{name}Rate", f"{name}Rate"),
    )  # fmt: skip


def period(reading: Reading, node: etree._Element | None) -> Period | None:
    if node is None:
        return None
    return Period(
        start=reading.day(node, "StartDate", "StartDate"), end=reading.day(node, "EndDate", "EndDate")
    )
