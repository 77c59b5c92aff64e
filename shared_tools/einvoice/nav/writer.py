"""InvoiceData: what NAV is told of an invoice. Elements stand in the order of invoiceData.xsd 3.0."""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from shared_tools.einvoice.elements import decimal_text, group, must_put, put, put_day, short
from shared_tools.einvoice.model import SELF_BILLED_TYPES, Address, Document, Party
from shared_tools.einvoice.nav.forints import Forints
from shared_tools.einvoice.nav.lines import add_lines, add_rate
from shared_tools.einvoice.nav.terms import BASE, DATA, PAYMENT_METHODS, Terms, operation, tax_number
from shared_tools.einvoice.written import amount_text
from shared_tools.i18n import N_
from shared_tools.money import exponent
from shared_tools.refusal import Refusal

_D: Final = f"{{{DATA}}}"
_B: Final = f"{{{BASE}}}"
_POST_CODE: Final = re.compile(r"[A-Z0-9][A-Z0-9\s-]{1,8}[A-Z0-9]")
_NUMBER: Final = 50
_NAME: Final = 512
_PLACE: Final = 255


def write(document: Document, terms: Terms) -> bytes:
    """``document`` as UTF-8 InvoiceData; a credit note's amounts are negative, as NAV adds a chain up.

    Raises Refusal ``exchange_rate_missing``, ``correction_missing``, ``correction_unexpected``, ``vat_case_unknown``,
    ``customer_unidentified``, ``term_missing``, ``too_long``, ``not_xml_text``.
    """
    return etree.tostring(tree(document, terms), xml_declaration=True, encoding="UTF-8")


def tree(document: Document, terms: Terms) -> etree._Element:
    done = operation(document, terms)
    forints = Forints(document)
    root = etree.Element(_D + "InvoiceData", nsmap={None: DATA, "base": BASE})
    put(root, _D + "invoiceNumber", short(document.number, _NUMBER, "BT-1"))
    put_day(root, _D + "invoiceIssueDate", document.issue_date)
    put(root, _D + "completenessIndicator", "false")
    invoice = group(group(root, _D + "invoiceMain"), _D + "invoice")
    if done != "CREATE" and terms.correction:
        reference = group(invoice, _D + "invoiceReference")
        put(reference, _D + "originalInvoiceNumber", short(document.preceding[0].number, _NUMBER, "BT-25"))
        put(reference, _D + "modifyWithoutMaster", "true" if terms.correction.without_master else "false")
        put(reference, _D + "modificationIndex", str(terms.correction.index))
    head = group(invoice, _D + "invoiceHead")
    _supplier(group(head, _D + "supplierInfo"), document, terms)
    _customer(group(head, _D + "customerInfo"), document.buyer, terms)
    _detail(group(head, _D + "invoiceDetail"), document, terms)
    _amounts(invoice, document, terms, forints)
    return root


def _supplier(node: etree._Element, document: Document, terms: Terms) -> None:
    seller = document.seller
    number = tax_number(seller)
    if number is None:
        raise Refusal(
            "term_missing", N_("NAV wants the seller's Hungarian tax number."), field="BT-32",
            way_out=N_("Enter it as 12345678-2-42."),
        )  # fmt: skip
    _tax_number(group(node, _D + "supplierTaxNumber"), number)
    put(node, _D + "communityVatNumber", seller.vat_id)
    must_put(node, _D + "supplierName", seller.name[:_NAME].strip(), "BT-27")
    _address(group(node, _D + "supplierAddress"), seller.address, "seller.address")
    account = next(
        (known.account for means in document.payment_means for known in means.credit_transfers), ""
    )
    put(node, _D + "supplierBankAccountNumber", account.replace(" ", ""))
    if terms.small_business:
        put(node, _D + "individualExemption", "true")


def _customer(node: etree._Element, buyer: Party, terms: Terms) -> None:
    if terms.private_person:
        # A consumer's data must not leave the house: NAV refuses them (CUSTOMER_DATA_NOT_EXPECTED).
        put(node, _D + "customerVatStatus", "PRIVATE_PERSON")
        return
    number = tax_number(buyer)
    put(node, _D + "customerVatStatus", "DOMESTIC" if number else "OTHER")
    if number:
        _tax_number(group(group(node, _D + "customerVatData"), _D + "customerTaxNumber"), number)
    elif buyer.vat_id:
        put(group(node, _D + "customerVatData"), _D + "communityVatNumber", buyer.vat_id)
    elif buyer.address.country == "HU":
        raise Refusal(
            "customer_unidentified", N_("{name} is a Hungarian business without a tax number."), field="BT-47",
            way_out=N_("Enter its tax number, or record the client as a consumer."), values={"name": buyer.name},
        )  # fmt: skip
    elif buyer.legal_id:
        put(group(node, _D + "customerVatData"), _D + "thirdStateTaxId", buyer.legal_id.value)
    must_put(node, _D + "customerName", buyer.name[:_NAME].strip(), "BT-44")
    _address(group(node, _D + "customerAddress"), buyer.address, "buyer.address")


def _tax_number(node: etree._Element, number: tuple[str, str, str]) -> None:
    for tag, part in zip(("taxpayerId", "vatCode", "countyCode"), number, strict=True):
        put(node, _B + tag, part)


def _address(node: etree._Element, address: Address, field: str) -> None:
    simple = group(node, _B + "simpleAddress")
    must_put(simple, _B + "countryCode", address.country, f"{field}.country")
    code = address.postal_code.upper().strip()
    # Countries without post codes, and codes of other shapes: the specification's own four noughts.
    put(simple, _B + "postalCode", code if _POST_CODE.fullmatch(code) else "0000")
    must_put(simple, _B + "city", address.city[:_PLACE].strip(), f"{field}.city")
    street = ", ".join(line for line in (address.line1, address.line2, address.line3) if line)
    must_put(simple, _B + "additionalAddressDetail", street[:_PLACE].strip(), f"{field}.line1")


def _detail(node: etree._Element, document: Document, terms: Terms) -> None:
    period = document.period if document.period and document.period.start and document.period.end else None
    supplied = document.tax_point_date or (document.delivery.day if document.delivery else None)
    put(node, _D + "invoiceCategory", "NORMAL")
    put_day(
        node, _D + "invoiceDeliveryDate", supplied or (period.end if period else None) or document.issue_date
    )
    if period:
        put_day(node, _D + "invoiceDeliveryPeriodStart", period.start)
        put_day(node, _D + "invoiceDeliveryPeriodEnd", period.end)
        put(node, _D + "periodicalSettlement", "true")
    if terms.small_business:
        put(node, _D + "smallBusinessIndicator", "true")
    put(node, _D + "currencyCode", document.currency)
    put(
        node,
        _D + "exchangeRate",
        decimal_text(document.exchange_rate if document.currency != "HUF" else "1", 0, 6),
    )
    if document.type_code in SELF_BILLED_TYPES:
        put(node, _D + "selfBillingIndicator", "true")
    if document.payment_means:
        put(node, _D + "paymentMethod", PAYMENT_METHODS.get(document.payment_means[0].code, "OTHER"))
    put_day(node, _D + "paymentDate", document.due_date)
    if document.tax_point_code == "432":
        put(node, _D + "cashAccountingIndicator", "true")
    put(node, _D + "invoiceAppearance", terms.appearance)
    if document.order or document.contract:
        more = group(node, _D + "conventionalInvoiceInfo")
        if document.order:
            put(group(more, _D + "orderNumbers"), _D + "orderNumber", document.order[:100])
        if document.contract:
            put(group(more, _D + "contractNumbers"), _D + "contractNumber", document.contract[:100])


def _amounts(invoice: etree._Element, document: Document, terms: Terms, forints: Forints) -> None:
    """Lines and summary. The VAT in forints is the one the invoice prints (BT-111) where it prints one."""
    sign = -1 if document.is_credit_note else 1
    digits = exponent(document.currency)
    parts, totals = document.vat_breakdown, document.totals
    net = sign * forints.of(totals.net)
    printed = totals.vat_accounting if document.vat_accounting_currency == "HUF" else None
    vat = sign * (forints.of(totals.vat) if printed is None else printed)
    nets = forints.shared([sign * part.base for part in parts], net)
    vats = forints.shared([sign * part.vat for part in parts], vat)
    keys = [(part.category, part.rate) for part in parts]
    add_lines(invoice, document, terms, forints, dict(zip(keys, nets, strict=True)))
    summary = group(invoice, _D + "invoiceSummary")
    normal = group(summary, _D + "summaryNormal")
    for part, net_part, vat_part in zip(parts, nets, vats, strict=True):
        node = group(normal, _D + "summaryByVatRate")
        add_rate(node, _D + "vatRate", part, document, terms)
        data = group(node, _D + "vatRateNetData")
        put(data, _D + "vatRateNetAmount", amount_text(sign * part.base, digits))
        put(data, _D + "vatRateNetAmountHUF", str(net_part))
        data = group(node, _D + "vatRateVatData")
        put(data, _D + "vatRateVatAmount", amount_text(sign * part.vat, digits))
        put(data, _D + "vatRateVatAmountHUF", str(vat_part))
    put(normal, _D + "invoiceNetAmount", amount_text(sign * totals.net, digits))
    put(normal, _D + "invoiceNetAmountHUF", str(net))
    put(normal, _D + "invoiceVatAmount", amount_text(sign * totals.vat, digits))
    put(normal, _D + "invoiceVatAmountHUF", str(vat))
    gross = group(summary, _D + "summaryGrossData")
    put(gross, _D + "invoiceGrossAmount", amount_text(sign * totals.gross, digits))
    put(gross, _D + "invoiceGrossAmountHUF", str(net + vat))
