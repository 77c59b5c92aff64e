"""A supplier's Facturae as a document, signed or not: versions 3.2, 3.2.1 and 3.2.2 differ in nothing read here.

What EN 16931 has no term for: income tax withheld (TaxesWithheld) makes the amount due smaller, as if prepaid, and stands
in a note. A corrective whose total is negative reads as a credit note with positive amounts, another as a correction.
Whether the signature holds is not asked: FACe asks it of what we send; of what we receive the bookkeeper decides.
"""

from __future__ import annotations

from typing import Final

from lxml import etree

from shared_tools.einvoice.facturae import read_lines
from shared_tools.einvoice.facturae.read_lines import cents
from shared_tools.einvoice.facturae.read_parties import party
from shared_tools.einvoice.model import (
    AllowanceCharge,
    CreditTransfer,
    Delivery,
    Document,
    Line,
    Note,
    PaymentMeans,
    PrecedingInvoice,
    Totals,
    VatBreakdown,
)
from shared_tools.einvoice.parsed import Reading, parse
from shared_tools.money import exponent
from shared_tools.refusal import Refusal

_NAMESPACES: Final = ("facturae.es/Facturae", "facturae.gob.es/formato/Versiones/Facturae")
_MEANS: Final = {"01": "10", "02": "59", "04": "58", "11": "20", "14": "97", "19": "48"}


def read(xml: bytes) -> Document:
    """The first invoice of the file; ``read_all`` reads those of a batch.

    Raises Refusal ``not_xml``, ``not_a_facturae``, ``date_missing``, ``unknown_currency``, ``two_decimals_only``, or of
    ``parsed.Reading`` naming the element.
    """
    return read_all(xml)[0]


def read_all(xml: bytes) -> tuple[Document, ...]:
    """Every invoice of the file: a batch shares its parties. Raises as ``read``."""
    root = parse(xml)
    name = etree.QName(root)
    invoices = root.findall("Invoices/Invoice")
    ours = any(known in (name.namespace or "") for known in _NAMESPACES)
    if not ours or name.localname != "Facturae" or not invoices:
        raise Refusal(
            "not_a_facturae", f"{root.tag} is no Facturae with an invoice.",
            way_out="Send Facturae 3.2, 3.2.1 or 3.2.2.",
        )  # fmt: skip
    return tuple(_document(root, invoice) for invoice in invoices)


def _document(root: etree._Element, invoice: etree._Element) -> Document:
    currency = (invoice.findtext("InvoiceIssueData/InvoiceCurrencyCode") or "EUR").strip()
    if exponent(currency) != 2:
        raise Refusal(
            "two_decimals_only", f"a Facturae in {currency} cannot be read to the cent.", field="InvoiceCurrencyCode",
            way_out="Ask the sender for an invoice in euro.",
        )  # fmt: skip
    reading = Reading({}, currency)
    text = reading.text
    issue_date = reading.must_day(invoice, "InvoiceIssueData/IssueDate", "IssueDate")
    corrective = reading.one(invoice, "InvoiceHeader/Corrective")
    total = cents(reading, invoice, "InvoiceTotals/InvoiceTotal")
    credit = corrective is not None and total < 0
    sign = -1 if credit else 1
    lines = tuple(read_lines.line(reading, node, sign) for node in reading.all(invoice, "Items/InvoiceLine"))
    groups = tuple(_group(reading, node, lines, sign) for node in reading.all(invoice, "TaxesOutputs/Tax"))
    items = read_lines.document_items(reading, invoice, groups, sign)
    supplied = reading.day(invoice, "InvoiceIssueData/OperationDate", "OperationDate")
    payments = reading.all(invoice, "PaymentDetails/Installment")
    header = text(invoice, "InvoiceHeader/InvoiceSeriesCode"), text(invoice, "InvoiceHeader/InvoiceNumber")
    return Document(
        number="".join(header),
        issue_date=issue_date,
        type_code="381" if credit else "384" if corrective is not None else "380",
        currency=currency,
        seller=party(reading, root, "Parties/SellerParty"),
        buyer=party(reading, root, "Parties/BuyerParty"),
        totals=_totals(reading, invoice, lines, items, sign),
        vat_breakdown=groups,
        lines=lines,
        allowances_charges=items,
        due_date=reading.latest(payments, "InstallmentDueDate"),
        order=text(invoice, "InvoiceIssueData/ReceiverTransactionReference"),
        contract=text(invoice, "InvoiceIssueData/ReceiverContractReference"),
        notes=tuple(_notes(reading, invoice)),
        preceding=_preceding(reading, corrective),
        delivery=Delivery(day=supplied) if supplied else None,
        period=read_lines.period(reading, reading.one(invoice, "InvoiceIssueData/InvoicingPeriod")),
        payment_means=tuple(
            _means(reading, node) for node in payments
        ),
        specification=f"Facturae {text(root, 'FileHeader/SchemaVersion')}",
    )  # fmt: skip


def _group(reading: Reading, node: etree._Element, lines: tuple[Line, ...], sign: int) -> VatBreakdown:
    """A tax of the invoice; why there is none is told on lines only, so the first line of the rate lends its reason."""
    rate = reading.decimal(node, "TaxRate", "TaxRate")
    like = next((line for line in lines if read_lines.same_rate(line, rate)), None)
    return VatBreakdown(
        category=like.vat_category if like else "S", rate=like.vat_rate if like else rate,
        base=sign * cents(reading, node, "TaxableBase/TotalAmount"),
        vat=sign * cents(reading, node, "TaxAmount/TotalAmount"), reason=like.vat_reason if like else "",
    )  # fmt: skip


def _totals(
    reading: Reading, invoice: etree._Element, lines: tuple[Line, ...], items: tuple[AllowanceCharge, ...], sign: int
) -> Totals:  # fmt: skip
    def amount(tag: str) -> int:
        return sign * cents(reading, invoice, f"InvoiceTotals/{tag}")

    net, vat, due = (
        amount(tag) for tag in ("TotalGrossAmountBeforeTaxes", "TotalTaxOutputs", "TotalExecutableAmount")
    )
    return Totals(
        lines=sum(line.net for line in lines), net=net, vat=vat, gross=net + vat, due=due, prepaid=net + vat - due,
        allowances=sum(item.amount for item in items if not item.charge),
        charges=sum(item.amount for item in items if item.charge),
    )  # fmt: skip


def _notes(reading: Reading, invoice: etree._Element) -> list[Note]:
    more = reading.text(invoice, "AdditionalData/InvoiceAdditionalInformation")
    found = [Note(more)] if more else []
    for node in reading.all(invoice, "TaxesWithheld/Tax"):
        rate, amount = reading.text(node, "TaxRate"), reading.text(node, "TaxAmount/TotalAmount")
        found.append(Note(f"Retención {rate} %: {amount}"))
    return found


def _preceding(reading: Reading, corrective: etree._Element | None) -> tuple[PrecedingInvoice, ...]:
    if corrective is None:
        return ()
    number = reading.text(corrective, "InvoiceSeriesCode") + reading.text(corrective, "InvoiceNumber")
    day = reading.day(corrective, "InvoiceIssueDate", "InvoiceIssueDate")
    return (PrecedingInvoice(number=number, day=day),) if number else ()


def _means(reading: Reading, node: etree._Element) -> PaymentMeans:
    text = reading.text
    account = text(node, "AccountToBeCredited/IBAN") or text(node, "AccountToBeCredited/AccountNumber")
    transfer = CreditTransfer(account=account, bic=text(node, "AccountToBeCredited/BIC").removesuffix("XXX"))
    return PaymentMeans(
        code=_MEANS.get(text(node, "PaymentMeans"), "ZZZ"), reference=text(node, "PaymentReconciliationReference"),
        credit_transfers=(transfer,) if account else (),
    )  # fmt: skip
