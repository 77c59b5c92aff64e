"""Pieces that stand in several places of a Cross Industry Invoice."""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree

from shared_tools.einvoice.cii.names import RAM, UDT
from shared_tools.einvoice.model import AllowanceCharge, Identifier, Period
from shared_tools.einvoice.written import amount_text

_SUB: Final = etree.SubElement
DAY_FORMAT: Final = {"format": "102"}


def day(parent: etree._Element, tag: str, value: date, inner: str = UDT + "DateTimeString") -> None:
    """A date as YYYYMMDD, format 102."""
    _SUB(_SUB(parent, tag), inner, DAY_FORMAT).text = value.strftime("%Y%m%d")


def identifier(parent: etree._Element, value: Identifier) -> None:
    """An identifier with a scheme is a GlobalID, one without an ID."""
    if value.scheme:
        _SUB(parent, RAM + "GlobalID", {"schemeID": value.scheme}).text = value.value
    else:
        _SUB(parent, RAM + "ID").text = value.value


def period(parent: etree._Element, value: Period) -> None:
    node = _SUB(parent, RAM + "BillingSpecifiedPeriod")
    if value.start:
        day(node, RAM + "StartDateTime", value.start)
    if value.end:
        day(node, RAM + "EndDateTime", value.end)


def allowance_charge(parent: etree._Element, item: AllowanceCharge, digits: int) -> None:
    """BG-20, 21 with their VAT category, BG-27, 28 without."""
    node = _SUB(parent, RAM + "SpecifiedTradeAllowanceCharge")
    _SUB(_SUB(node, RAM + "ChargeIndicator"), UDT + "Indicator").text = "true" if item.charge else "false"
    if item.percent:
        _SUB(node, RAM + "CalculationPercent").text = item.percent
    if item.base_amount is not None:
        _SUB(node, RAM + "BasisAmount").text = amount_text(item.base_amount, digits)
    _SUB(node, RAM + "ActualAmount").text = amount_text(item.amount, digits)
    if item.reason_code:
        _SUB(node, RAM + "ReasonCode").text = item.reason_code
    if item.reason:
        _SUB(node, RAM + "Reason").text = item.reason
    if item.vat_category:
        tax = _SUB(node, RAM + "CategoryTradeTax")
        _SUB(tax, RAM + "TypeCode").text = "VAT"
        _SUB(tax, RAM + "CategoryCode").text = item.vat_category
        if item.vat_rate:
            _SUB(tax, RAM + "RateApplicablePercent").text = item.vat_rate
