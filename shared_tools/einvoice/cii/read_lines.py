"""Lines, allowances and charges of a Cross Industry Invoice, read."""

from __future__ import annotations

from lxml import etree

from shared_tools.einvoice.cii.names import INVOICED_OBJECT
from shared_tools.einvoice.model import AllowanceCharge, Classification, Identifier, Line, Period
from shared_tools.einvoice.parsed import Reading


def period(reading: Reading, node: etree._Element | None, start: str, end: str) -> Period | None:
    if node is None:
        return None
    return Period(
        start=reading.day(node, "ram:StartDateTime/udt:DateTimeString", start),
        end=reading.day(node, "ram:EndDateTime/udt:DateTimeString", end),
    )


def allowance_charge(reading: Reading, node: etree._Element) -> AllowanceCharge:
    return AllowanceCharge(
        charge=reading.text(node, "ram:ChargeIndicator/udt:Indicator") == "true",
        amount=reading.must(node, "ram:ActualAmount", "BT-92"),
        base_amount=reading.amount(node, "ram:BasisAmount", "BT-93"),
        percent=reading.decimal(node, "ram:CalculationPercent", "BT-94"),
        reason=reading.text(node, "ram:Reason"),
        reason_code=reading.text(node, "ram:ReasonCode"),
        vat_category=reading.text(node, "ram:CategoryTradeTax/ram:CategoryCode"),
        vat_rate=reading.decimal(node, "ram:CategoryTradeTax/ram:RateApplicablePercent", "BT-96"),
    )


def read_line(reading: Reading, node: etree._Element) -> Line:
    text, decimal = reading.text, reading.decimal
    product, agreement = "ram:SpecifiedTradeProduct/", "ram:SpecifiedLineTradeAgreement/"
    settlement = "ram:SpecifiedLineTradeSettlement/"
    quantity = reading.one(node, "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")
    standard = reading.one(node, product + "ram:GlobalID")
    objects = [
        Identifier(text(item, "ram:IssuerAssignedID"), text(item, "ram:ReferenceTypeCode"))
        for item in reading.all(node, settlement + "ram:AdditionalReferencedDocument")
        if text(item, "ram:TypeCode") == INVOICED_OBJECT
    ]
    return Line(
        id=text(node, "ram:AssociatedDocumentLineDocument/ram:LineID"),
        name=text(node, product + "ram:Name"),
        quantity=decimal(quantity, ".", "BT-129") if quantity is not None else "",
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=decimal(node, agreement + "ram:NetPriceProductTradePrice/ram:ChargeAmount", "BT-146"),
        net=reading.must(
            node, settlement + "ram:SpecifiedTradeSettlementLineMonetarySummation/ram:LineTotalAmount", "BT-131"
        ),
        vat_category=text(node, settlement + "ram:ApplicableTradeTax/ram:CategoryCode"),
        vat_rate=decimal(node, settlement + "ram:ApplicableTradeTax/ram:RateApplicablePercent", "BT-152"),
        vat_reason=text(node, settlement + "ram:ApplicableTradeTax/ram:ExemptionReason"),
        vat_reason_code=text(node, settlement + "ram:ApplicableTradeTax/ram:ExemptionReasonCode"),
        base_quantity=decimal(node, agreement + "ram:NetPriceProductTradePrice/ram:BasisQuantity", "BT-149"),
        gross_price=decimal(node, agreement + "ram:GrossPriceProductTradePrice/ram:ChargeAmount", "BT-148"),
        price_discount=decimal(
            node, agreement + "ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge/ram:ActualAmount",
            "BT-147",
        ),
        description=text(node, product + "ram:Description"),
        note=text(node, "ram:AssociatedDocumentLineDocument/ram:IncludedNote/ram:Content"),
        object_id=next(iter(objects), None),
        order_line=text(node, agreement + "ram:BuyerOrderReferencedDocument/ram:LineID"),
        accounting_reference=text(node, settlement + "ram:ReceivableSpecifiedTradeAccountingAccount/ram:ID"),
        period=period(reading, reading.one(node, settlement + "ram:BillingSpecifiedPeriod"), "BT-134", "BT-135"),
        allowances_charges=tuple(
            allowance_charge(reading, item)
            for item in reading.all(node, settlement + "ram:SpecifiedTradeAllowanceCharge")
        ),
        seller_item=text(node, product + "ram:SellerAssignedID"),
        buyer_item=text(node, product + "ram:BuyerAssignedID"),
        standard_item=None if standard is None else Identifier(
            (standard.text or "").strip(), standard.get("schemeID", "")
        ),
        classifications=tuple(
            Classification(
                code=(code.text or "").strip(), scheme=code.get("listID", ""), version=code.get("listVersionID", "")
            )
            for code in reading.all(node, product + "ram:DesignatedProductClassification/ram:ClassCode")
        ),
        origin=text(node, product + "ram:OriginTradeCountry/ram:ID"),
        attributes=tuple(
            (text(item, "ram:Description"), text(item, "ram:Value"))
            for item in reading.all(node, product + "ram:ApplicableProductCharacteristic")
        ),
    )  # fmt: skip
