"""Invoice lines (BG-25) as UBL 2.1 writes them."""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.model import Line
from shared_tools.einvoice.ubl import names
from shared_tools.einvoice.ubl.names import CAC, CBC
from shared_tools.einvoice.ubl.parts import Money, amount, category, identifier, period

_SUB: Final = etree.SubElement


def add_line(root: etree._Element, line: Line, money: Money, credit: bool, reasons: bool = False) -> None:
    """``reasons``: why no VAT is due is told on the line too (EXTENDED-CTC-FR)."""
    node = _SUB(root, CAC + ("CreditNoteLine" if credit else "InvoiceLine"))
    _SUB(node, CBC + "ID").text = line.id
    if line.note:
        _SUB(node, CBC + "Note").text = line.note
    quantity = CBC + ("CreditedQuantity" if credit else "InvoicedQuantity")
    _SUB(node, quantity, {"unitCode": line.unit}).text = line.quantity
    amount(node, CBC + "LineExtensionAmount", line.net, money)
    if line.accounting_reference:
        _SUB(node, CBC + "AccountingCost").text = line.accounting_reference
    if line.period:
        period(node, line.period)
    if line.order_line:
        _SUB(_SUB(node, CAC + "OrderLineReference"), CBC + "LineID").text = line.order_line
    if line.object_id:
        reference = _SUB(node, CAC + "DocumentReference")
        identifier(reference, CBC + "ID", line.object_id)
        _SUB(reference, CBC + "DocumentTypeCode").text = names.INVOICED_OBJECT
    for item in line.allowances_charges:
        money.allowance_charge(node, item)
    _item(node, line, reasons)
    _price(node, line, money)


def _item(node: etree._Element, line: Line, reasons: bool) -> None:
    item = _SUB(node, CAC + "Item")
    if line.description:
        _SUB(item, CBC + "Description").text = line.description
    _SUB(item, CBC + "Name").text = line.name
    if line.buyer_item:
        _SUB(_SUB(item, CAC + "BuyersItemIdentification"), CBC + "ID").text = line.buyer_item
    if line.seller_item:
        _SUB(_SUB(item, CAC + "SellersItemIdentification"), CBC + "ID").text = line.seller_item
    if line.standard_item:
        identifier(_SUB(item, CAC + "StandardItemIdentification"), CBC + "ID", line.standard_item)
    if line.origin:
        _SUB(_SUB(item, CAC + "OriginCountry"), CBC + "IdentificationCode").text = line.origin
    for known in line.classifications:
        code = _SUB(_SUB(item, CAC + "CommodityClassification"), CBC + "ItemClassificationCode")
        code.text = known.code
        code.set("listID", known.scheme)
        if known.version:
            code.set("listVersionID", known.version)
    reason = (line.vat_reason_code, line.vat_reason) if reasons else ("", "")
    category(item, CAC + "ClassifiedTaxCategory", line.vat_category, line.vat_rate, *reason)
    for name, value in line.attributes:
        attribute = _SUB(item, CAC + "AdditionalItemProperty")
        _SUB(attribute, CBC + "Name").text = name
        _SUB(attribute, CBC + "Value").text = value


def _price(node: etree._Element, line: Line, money: Money) -> None:
    price = _SUB(node, CAC + "Price")
    _SUB(price, CBC + "PriceAmount", money.attributes).text = line.price
    if line.base_quantity:
        _SUB(price, CBC + "BaseQuantity", {"unitCode": line.unit}).text = line.base_quantity
    if line.gross_price:
        discount = _SUB(price, CAC + "AllowanceCharge")
        _SUB(discount, CBC + "ChargeIndicator").text = "false"
        _SUB(discount, CBC + "Amount", money.attributes).text = line.price_discount or "0"
        _SUB(discount, CBC + "BaseAmount", money.attributes).text = line.gross_price
