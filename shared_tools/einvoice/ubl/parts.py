"""Pieces that stand in several places of a UBL document."""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.model import AllowanceCharge, Identifier, Period
from shared_tools.einvoice.ubl.names import CAC, CBC
from shared_tools.einvoice.written import amount_text
from shared_tools.money import exponent

_SUB: Final = etree.SubElement


class Money:
    """A currency as amounts carry it: the attribute and the digits."""

    __slots__ = ("attributes", "digits")

    def __init__(self, currency: str) -> None:
        self.digits = exponent(currency)
        self.attributes = {"currencyID": currency}

    def allowance_charge(self, parent: etree._Element, item: AllowanceCharge) -> etree._Element:
        """BG-20, 21, 27, 28 without the VAT category that only the document's have."""
        node = _SUB(parent, CAC + "AllowanceCharge")
        _SUB(node, CBC + "ChargeIndicator").text = "true" if item.charge else "false"
        if item.reason_code:
            _SUB(node, CBC + "AllowanceChargeReasonCode").text = item.reason_code
        if item.reason:
            _SUB(node, CBC + "AllowanceChargeReason").text = item.reason
        if item.percent:
            _SUB(node, CBC + "MultiplierFactorNumeric").text = item.percent
        amount(node, CBC + "Amount", item.amount, self)
        if item.base_amount is not None:
            amount(node, CBC + "BaseAmount", item.base_amount, self)
        return node


def amount(parent: etree._Element, tag: str, value: int, money: Money) -> None:
    _SUB(parent, tag, money.attributes).text = amount_text(value, money.digits)


def identifier(parent: etree._Element, tag: str, value: Identifier) -> None:
    node = _SUB(parent, tag)
    node.text = value.value
    if value.scheme:
        node.set("schemeID", value.scheme)


def period(parent: etree._Element, value: Period, tax_point_code: str = "") -> None:
    node = _SUB(parent, CAC + "InvoicePeriod")
    if value.start:
        _SUB(node, CBC + "StartDate").text = value.start.isoformat()
    if value.end:
        _SUB(node, CBC + "EndDate").text = value.end.isoformat()
    if tax_point_code:
        _SUB(node, CBC + "DescriptionCode").text = tax_point_code


def category(
    parent: etree._Element, tag: str, code: str, rate: str, reason_code: str = "", reason: str = ""
) -> None:
    """A VAT category; the rate is left out where there is none (BR-O-05)."""
    node = _SUB(parent, tag)
    _SUB(node, CBC + "ID").text = code
    if rate:
        _SUB(node, CBC + "Percent").text = rate
    if reason_code:
        _SUB(node, CBC + "TaxExemptionReasonCode").text = reason_code
    if reason:
        _SUB(node, CBC + "TaxExemptionReason").text = reason
    _SUB(_SUB(node, CAC + "TaxScheme"), CBC + "ID").text = "VAT"
