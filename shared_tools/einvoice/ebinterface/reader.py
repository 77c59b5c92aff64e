"""An ebInterface 6.1 invoice as a document: what ``writer`` wrote, or an Austrian supplier's."""

from __future__ import annotations

from datetime import date
from typing import Final

from lxml import etree

from shared_tools.einvoice.ebinterface.terms import NAMESPACE, NO_VAT_NUMBER, TYPES_READ
from shared_tools.einvoice.model import (
    Address,
    AllowanceCharge,
    Contact,
    CreditTransfer,
    Delivery,
    DirectDebit,
    Document,
    Identifier,
    Line,
    Note,
    Party,
    PaymentMeans,
    Period,
    PrecedingInvoice,
    Totals,
    VatBreakdown,
)
from shared_tools.einvoice.parsed import Reading, parse
from shared_tools.refusal import Refusal

_PREFIXES: Final = {"e": NAMESPACE}
_EXEMPT: Final = frozenset({"D", "E", "F", "I", "J"})


def read(xml: bytes) -> Document:
    """Raises Refusal ``not_xml``, ``not_an_ebinterface``, ``date_missing``, or of ``parsed.Reading`` naming the element."""
    root = parse(xml)
    if root.tag != f"{{{NAMESPACE}}}Invoice":
        raise Refusal(
            "not_an_ebinterface", f"{root.tag} is no invoice of ebInterface 6.1.",
            way_out="Send ebInterface 6.1, or UBL through Peppol.",
        )  # fmt: skip
    reading = Reading(_PREFIXES, root.get("InvoiceCurrency", "EUR"))
    text = reading.text
    issue_date = reading.must_day(root, "e:InvoiceDate", "InvoiceDate")
    lines = tuple(_line(reading, node) for node in reading.all(root, "e:Details/e:ItemList/e:ListLineItem"))
    items = tuple(
        _change(reading, node)
        for tag in ("Reduction", "Surcharge") for node in reading.all(root, f"e:ReductionAndSurchargeDetails/e:{tag}")
    )  # fmt: skip
    groups = tuple(_group(reading, node) for node in reading.all(root, "e:Tax/e:TaxItem"))
    day = reading.day(root, "e:Delivery/e:Date", "Delivery/Date")
    comment, means = text(root, "e:Comment"), reading.one(root, "e:PaymentMethod")
    return Document(
        number=text(root, "e:InvoiceNumber"),
        issue_date=issue_date,
        type_code=TYPES_READ.get(root.get("DocumentType", ""), "380"),
        currency=reading.currency,
        seller=_party(reading, root, "e:Biller"),
        buyer=_party(reading, root, "e:InvoiceRecipient"),
        totals=_totals(reading, root, lines, items, groups),
        vat_breakdown=groups,
        lines=lines,
        allowances_charges=items,
        due_date=reading.day(root, "e:PaymentConditions/e:DueDate", "DueDate"),
        payment_terms=text(root, "e:PaymentConditions/e:Comment"),
        order=text(root, "e:InvoiceRecipient/e:OrderReference/e:OrderID"),
        despatch_advice=text(root, "e:Delivery/e:DeliveryID"),
        buyer_reference=text(root, "e:InvoiceRecipient/e:SubOrganizationID"),
        accounting_reference=text(root, "e:InvoiceRecipient/e:AccountingArea"),
        contract=next(
            (
                (node.text or "").strip() for node in reading.all(root, "e:InvoiceRecipient/e:FurtherIdentification")
                if node.get("IdentificationType") == "Contract"
            ),
            "",
        ),
        notes=(Note(comment),) if comment else (),
        preceding=tuple(
            PrecedingInvoice(
                number=text(node, "e:InvoiceNumber"), day=reading.day(node, "e:InvoiceDate", "RelatedDocument")
            )
            for tag in ("CancelledOriginalDocument", "RelatedDocument") for node in reading.all(root, f"e:{tag}")
        ),
        delivery=Delivery(day=day) if day else None,
        period=_period(reading, reading.one(root, "e:Delivery")),
        payment_means=(_means(reading, means),) if means is not None else (),
        specification="ebInterface 6.1",
    )  # fmt: skip


def _party(reading: Reading, root: etree._Element, path: str) -> Party:
    node = reading.one(root, path)
    if node is None:
        return Party(name="", address=Address(country=""))
    text = reading.text
    number = text(node, "e:VATIdentificationNumber")
    country = reading.one(node, "e:Address/e:Country")
    register = next(
        ((found.text or "").strip() for found in reading.all(node, "e:FurtherIdentification")
         if found.get("IdentificationType") == "FN"), "",
    )  # fmt: skip
    contact = Contact(
        name=text(node, "e:Contact/e:Name"), phone=text(node, "e:Contact/e:Phone") or text(node, "e:Address/e:Phone"),
        email=text(node, "e:Contact/e:Email") or text(node, "e:Address/e:Email"),
    )  # fmt: skip
    return Party(
        name=text(node, "e:Address/e:Name"), trading_name=text(node, "e:Address/e:TradingName"),
        vat_id="" if number == NO_VAT_NUMBER else number, legal_id=Identifier(f"FN {register}") if register else None,
        address=Address(
            line1=text(node, "e:Address/e:Street"), city=text(node, "e:Address/e:Town"),
            postal_code=text(node, "e:Address/e:ZIP"),
            country=country.get("CountryCode", "") if country is not None else "",
        ),
        contact=contact if contact != Contact() else None,
    )  # fmt: skip


def _tax(reading: Reading, node: etree._Element) -> tuple[str, str]:
    """Category and rate of a node with a TaxPercent, in EN 16931's codes."""
    percent = reading.one(node, "e:TaxPercent")
    code = percent.get("TaxCategoryCode", "S") if percent is not None else "S"
    category = "S" if code == "AA" else "E" if code in _EXEMPT else code
    return category, "" if category == "O" else reading.decimal(node, "e:TaxPercent", "TaxPercent")


def _group(reading: Reading, node: etree._Element) -> VatBreakdown:
    category, rate = _tax(reading, node)
    return VatBreakdown(
        category=category, rate=rate, base=reading.must(node, "e:TaxableAmount", "TaxableAmount"),
        vat=reading.amount(node, "e:TaxAmount", "TaxAmount") or 0, reason=reading.text(node, "e:Comment"),
    )  # fmt: skip


def _line(reading: Reading, node: etree._Element) -> Line:
    text, decimal = reading.text, reading.decimal
    item = reading.one(node, "e:TaxItem")
    category, rate = _tax(reading, item) if item is not None else ("S", "")
    quantity, price = reading.one(node, "e:Quantity"), reading.one(node, "e:UnitPrice")
    words = [(found.text or "").strip() for found in reading.all(node, "e:Description")]
    numbers = {
        found.get("ArticleNumberType", ""): (found.text or "").strip() for found in reading.all(node, "e:ArticleNumber")
    }  # fmt: skip
    changes = "e:ReductionAndSurchargeListLineItemDetails"
    return Line(
        id=text(node, "e:PositionNumber"), name=words[0] if words else "", description="\n".join(words[1:]),
        quantity=decimal(node, "e:Quantity", "Quantity"), unit=quantity.get("Unit", "") if quantity is not None else "",
        price=decimal(node, "e:UnitPrice", "UnitPrice"),
        base_quantity=price.get("BaseQuantity", "") if price is not None else "",
        net=reading.must(node, "e:LineItemAmount", "LineItemAmount"), vat_category=category, vat_rate=rate,
        allowances_charges=tuple(
            _change(reading, found)
            for tag in ("ReductionListLineItem", "SurchargeListLineItem")
            for found in reading.all(node, f"{changes}/e:{tag}")
        ),
        period=_period(reading, reading.one(node, "e:Delivery")),
        order_line=text(node, "e:InvoiceRecipientsOrderReference/e:OrderPositionNumber"),
        seller_item=numbers.get("BillersArticleNumber", ""),
        buyer_item=numbers.get("InvoiceRecipientsArticleNumber", ""),
        standard_item=Identifier(numbers["GTIN"], "0160") if numbers.get("GTIN") else None,
    )  # fmt: skip


def _change(reading: Reading, node: etree._Element) -> AllowanceCharge:
    """A reduction below zero is a surcharge, and the other way round: so the standard reads them."""
    item = reading.one(node, "e:TaxItem")
    category, rate = _tax(reading, item) if item is not None else ("", "")
    amount = reading.must(node, "e:Amount", "Amount")
    charge = etree.QName(node).localname.startswith("Surcharge")
    return AllowanceCharge(
        charge=charge is (amount >= 0), amount=abs(amount), base_amount=reading.amount(node, "e:BaseAmount", "BaseAmount"),
        percent=reading.decimal(node, "e:Percentage", "Percentage"), reason=reading.text(node, "e:Comment"),
        vat_category=category, vat_rate=rate,
    )  # fmt: skip


def _period(reading: Reading, delivery: etree._Element | None) -> Period | None:
    if delivery is None or reading.one(delivery, "e:Period") is None:
        return None

    def day(tag: str) -> date | None:
        return reading.day(delivery, f"e:Period/e:{tag}", tag)

    return Period(start=day("FromDate"), end=day("ToDate"))


def _totals(
    reading: Reading, root: etree._Element, lines: tuple[Line, ...], items: tuple[AllowanceCharge, ...],
    groups: tuple[VatBreakdown, ...],
) -> Totals:  # fmt: skip
    gross = reading.must(root, "e:TotalGrossAmount", "TotalGrossAmount")
    vat = sum(part.vat for part in groups)
    return Totals(
        lines=sum(line.net for line in lines), net=gross - vat, vat=vat, gross=gross,
        allowances=sum(item.amount for item in items if not item.charge),
        charges=sum(item.amount for item in items if item.charge),
        prepaid=reading.amount(root, "e:PrepaidAmount", "PrepaidAmount") or 0,
        rounding=reading.amount(root, "e:RoundingAmount", "RoundingAmount") or 0,
        due=reading.must(root, "e:PayableAmount", "PayableAmount"),
    )  # fmt: skip


def _means(reading: Reading, node: etree._Element) -> PaymentMeans:
    text = reading.text
    debit = reading.one(node, "e:SEPADirectDebit")
    if debit is not None:
        return PaymentMeans(code="59", text=text(node, "e:Comment"), direct_debit=DirectDebit(
            mandate=text(debit, "e:MandateReference"), creditor=text(debit, "e:CreditorID"), account=text(debit, "e:IBAN"),
        ))  # fmt: skip
    transfers = tuple(
        CreditTransfer(
            account=text(found, "e:IBAN") or text(found, "e:BankAccountNr"), name=text(found, "e:BankAccountOwner"),
            bic=text(found, "e:BIC"),
        )
        for found in reading.all(node, "e:UniversalBankTransaction/e:BeneficiaryAccount")
    )  # fmt: skip
    return PaymentMeans(
        code="58" if transfers else "ZZZ", text=text(node, "e:Comment"), credit_transfers=transfers,
        reference=text(node, "e:UniversalBankTransaction/e:PaymentReference"),
    )  # fmt: skip
