"""Invoice lines (BG-25) as the Cross Industry Invoice writes them."""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.cii.names import INVOICED_OBJECT, RAM, UDT
from shared_tools.einvoice.cii.parts import allowance_charge, period
from shared_tools.einvoice.model import Line
from shared_tools.einvoice.written import amount_text

_SUB: Final = etree.SubElement


def add_line(transaction: etree._Element, line: Line, digits: int, reasons: bool = False) -> None:
    """``reasons``: why no VAT is due is told on the line too (EXTENDED-CTC-FR)."""
    node = _SUB(transaction, RAM + "IncludedSupplyChainTradeLineItem")
    head = _SUB(node, RAM + "AssociatedDocumentLineDocument")
    _SUB(head, RAM + "LineID").text = line.id
    if line.note:
        _SUB(_SUB(head, RAM + "IncludedNote"), RAM + "Content").text = line.note
    _product(node, line)
    _agreement(node, line)
    delivery = _SUB(node, RAM + "SpecifiedLineTradeDelivery")
    _SUB(delivery, RAM + "BilledQuantity", {"unitCode": line.unit}).text = line.quantity
    _settlement(node, line, digits, reasons)


def _product(node: etree._Element, line: Line) -> None:
    product = _SUB(node, RAM + "SpecifiedTradeProduct")
    if line.standard_item:
        _SUB(
            product, RAM + "GlobalID", {"schemeID": line.standard_item.scheme}
        ).text = line.standard_item.value
    if line.seller_item:
        _SUB(product, RAM + "SellerAssignedID").text = line.seller_item
    if line.buyer_item:
        _SUB(product, RAM + "BuyerAssignedID").text = line.buyer_item
    _SUB(product, RAM + "Name").text = line.name
    if line.description:
        _SUB(product, RAM + "Description").text = line.description
    for name, value in line.attributes:
        attribute = _SUB(product, RAM + "ApplicableProductCharacteristic")
        _SUB(attribute, RAM + "Description").text = name
        _SUB(attribute, RAM + "Value").text = value
    for known in line.classifications:
        code = _SUB(_SUB(product, RAM + "DesignatedProductClassification"), RAM + "ClassCode")
        code.text = known.code
        code.set("listID", known.scheme)
        if known.version:
            code.set("listVersionID", known.version)
    if line.origin:
        _SUB(_SUB(product, RAM + "OriginTradeCountry"), RAM + "ID").text = line.origin


def _agreement(node: etree._Element, line: Line) -> None:
    agreement = _SUB(node, RAM + "SpecifiedLineTradeAgreement")
    if line.order_line:
        _SUB(_SUB(agreement, RAM + "BuyerOrderReferencedDocument"), RAM + "LineID").text = line.order_line
    if line.gross_price:
        gross = _SUB(agreement, RAM + "GrossPriceProductTradePrice")
        _SUB(gross, RAM + "ChargeAmount").text = line.gross_price
        _basis(gross, line)
        if line.price_discount:
            discount = _SUB(gross, RAM + "AppliedTradeAllowanceCharge")
            _SUB(_SUB(discount, RAM + "ChargeIndicator"), UDT + "Indicator").text = "false"
            _SUB(discount, RAM + "ActualAmount").text = line.price_discount
    net = _SUB(agreement, RAM + "NetPriceProductTradePrice")
    _SUB(net, RAM + "ChargeAmount").text = line.price
    _basis(net, line)


def _basis(price: etree._Element, line: Line) -> None:
    if line.base_quantity:
        _SUB(price, RAM + "BasisQuantity", {"unitCode": line.unit}).text = line.base_quantity


def _settlement(node: etree._Element, line: Line, digits: int, reasons: bool) -> None:
    settlement = _SUB(node, RAM + "SpecifiedLineTradeSettlement")
    tax = _SUB(settlement, RAM + "ApplicableTradeTax")
    _SUB(tax, RAM + "TypeCode").text = "VAT"
    if reasons and line.vat_reason:
        _SUB(tax, RAM + "ExemptionReason").text = line.vat_reason
    _SUB(tax, RAM + "CategoryCode").text = line.vat_category
    if reasons and line.vat_reason_code:
        _SUB(tax, RAM + "ExemptionReasonCode").text = line.vat_reason_code
    if line.vat_rate:
        _SUB(tax, RAM + "RateApplicablePercent").text = line.vat_rate
    if line.period:
        period(settlement, line.period)
    for item in line.allowances_charges:
        allowance_charge(settlement, item, digits)
    total = _SUB(settlement, RAM + "SpecifiedTradeSettlementLineMonetarySummation")
    _SUB(total, RAM + "LineTotalAmount").text = amount_text(line.net, digits)
    if line.object_id:
        reference = _SUB(settlement, RAM + "AdditionalReferencedDocument")
        _SUB(reference, RAM + "IssuerAssignedID").text = line.object_id.value
        _SUB(reference, RAM + "TypeCode").text = INVOICED_OBJECT
        if line.object_id.scheme:
            _SUB(reference, RAM + "ReferenceTypeCode").text = line.object_id.scheme
    if line.accounting_reference:
        account = _SUB(settlement, RAM + "ReceivableSpecifiedTradeAccountingAccount")
        _SUB(account, RAM + "ID").text = line.accounting_reference
