"""Lines, allowances and charges of a UBL document."""

from __future__ import annotations

from lxml import etree

from shared_tools.einvoice.model import AllowanceCharge, Classification, Identifier, Line, Period
from shared_tools.einvoice.parsed import Reading


def identifier(node: etree._Element | None) -> Identifier | None:
    if node is None or not (node.text or "").strip():
        return None
    return Identifier((node.text or "").strip(), node.get("schemeID", ""))


def period(reading: Reading, node: etree._Element | None, start: str, end: str) -> Period | None:
    if node is None:
        return None
    return Period(start=reading.day(node, "cbc:StartDate", start), end=reading.day(node, "cbc:EndDate", end))


def allowance_charge(reading: Reading, node: etree._Element) -> AllowanceCharge:
    return AllowanceCharge(
        charge=reading.text(node, "cbc:ChargeIndicator") == "true",
        amount=reading.must(node, "cbc:Amount", "BT-92"),
        base_amount=reading.amount(node, "cbc:BaseAmount", "BT-93"),
        percent=reading.decimal(node, "cbc:MultiplierFactorNumeric", "BT-94"),
        reason=reading.text(node, "cbc:AllowanceChargeReason"),
        reason_code=reading.text(node, "cbc:AllowanceChargeReasonCode"),
        vat_category=reading.text(node, "cac:TaxCategory/cbc:ID"),
        vat_rate=reading.decimal(node, "cac:TaxCategory/cbc:Percent", "BT-96"),
    )


def read_line(reading: Reading, node: etree._Element, credit: bool) -> Line:
    text, decimal = reading.text, reading.decimal
    quantity = reading.one(node, "cbc:CreditedQuantity" if credit else "cbc:InvoicedQuantity")
    return Line(
        id=text(node, "cbc:ID"),
        name=text(node, "cac:Item/cbc:Name"),
        quantity=decimal(quantity, ".", "BT-129") if quantity is not None else "",
        unit=quantity.get("unitCode", "") if quantity is not None else "",
        price=decimal(node, "cac:Price/cbc:PriceAmount", "BT-146"),
        net=reading.must(node, "cbc:LineExtensionAmount", "BT-131"),
        vat_category=text(node, "cac:Item/cac:ClassifiedTaxCategory/cbc:ID"),
        vat_rate=decimal(node, "cac:Item/cac:ClassifiedTaxCategory/cbc:Percent", "BT-152"),
        vat_reason=text(node, "cac:Item/cac:ClassifiedTaxCategory/cbc:TaxExemptionReason"),
        vat_reason_code=text(node, "cac:Item/cac:ClassifiedTaxCategory/cbc:TaxExemptionReasonCode"),
        base_quantity=decimal(node, "cac:Price/cbc:BaseQuantity", "BT-149"),
        gross_price=decimal(node, "cac:Price/cac:AllowanceCharge/cbc:BaseAmount", "BT-148"),
        price_discount=decimal(node, "cac:Price/cac:AllowanceCharge/cbc:Amount", "BT-147"),
        description=text(node, "cac:Item/cbc:Description"),
        note=text(node, "cbc:Note"),
        object_id=identifier(reading.one(node, "cac:DocumentReference/cbc:ID")),
        order_line=text(node, "cac:OrderLineReference/cbc:LineID"),
        accounting_reference=text(node, "cbc:AccountingCost"),
        period=period(reading, reading.one(node, "cac:InvoicePeriod"), "BT-134", "BT-135"),
        allowances_charges=tuple(
            allowance_charge(reading, item) for item in reading.all(node, "cac:AllowanceCharge")
        ),
        seller_item=text(node, "cac:Item/cac:SellersItemIdentification/cbc:ID"),
        buyer_item=text(node, "cac:Item/cac:BuyersItemIdentification/cbc:ID"),
        standard_item=identifier(reading.one(node, "cac:Item/cac:StandardItemIdentification/cbc:ID")),
        classifications=tuple(
            Classification(
                code=(code.text or "").strip(),
                scheme=code.get("listID", ""),
                version=code.get("listVersionID", ""),
            )
            for code in reading.all(node, "cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode")
        ),
        origin=text(node, "cac:Item/cac:OriginCountry/cbc:IdentificationCode"),
        attributes=tuple(
            (text(item, "cbc:Name"), text(item, "cbc:Value"))
            for item in reading.all(node, "cac:Item/cac:AdditionalItemProperty")
        ),
    )
