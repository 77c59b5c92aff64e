"""An invoice → what a sister is told of it; a sister's document → an expense. Pure."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

from core.expenses.model import Expense
from core.sales.model import Invoice
from core.trade.model import Incoming, Offered
from shared_tools import money
from shared_tools.refusal import Refusal

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def offered(invoice: Invoice, seller: str, credits: str) -> Offered:
    """``credits``: the number of the invoice that a credit note corrects."""
    # The buyer's reference is free text, in which a name may stand; an id says nothing to others.
    activity = invoice.buyer_reference if _ID.fullmatch(invoice.buyer_reference) else ""
    return Offered(
        seller=seller, buyer=invoice.buyer.entity, kind=invoice.kind, number=invoice.number, day=invoice.day,
        due=invoice.due, currency=invoice.currency, exponent=money.exponent(invoice.currency), net=invoice.net,
        vat=invoice.vat, gross=invoice.gross, reference=invoice.reference, credits=credits, activity=activity,
    )  # fmt: skip


def check(document: Offered, sender: str, here: str) -> None:
    """Raises Refusal ``foreign_document``, ``not_for_us``, ``other_digits``, ``wrong_sum``."""
    if document.seller != sender:
        raise Refusal(
            "foreign_document", f"{sender} signed a document of {document.seller}.", field="seller",
            way_out="Nobody invoices in another's name.",
        )  # fmt: skip
    if document.buyer != here:
        raise Refusal(
            "not_for_us", f"{document.number} is for {document.buyer}.", field="buyer",
            way_out=f"Send it to {document.buyer}.",
        )  # fmt: skip
    kept = money.exponent(document.currency)
    if document.exponent != kept:
        raise Refusal(
            "other_digits", f"{document.currency} has {document.exponent} digits there and {kept} here.", field="exponent",
            way_out="Bring both programs to one version.",
        )  # fmt: skip
    if document.net <= 0 or document.vat < 0 or document.net + document.vat != document.gross:
        raise Refusal(
            "wrong_sum", f"{document.net} and {document.vat} of VAT are not {document.gross}.", field="gross",
            way_out="Ask the sender for it again.",
        )  # fmt: skip


def rate_of(document: Incoming, currency: str, rate: str, source: str) -> Fraction:
    """Units of ``currency`` for 1 of the document's. Raises Refusal ``rate_missing``, ``rate``, ``rate_not_needed``."""
    if document.currency == currency:
        if rate:
            raise Refusal("rate_not_needed", f"{document.number} is in {currency}.", field="rate", way_out="Leave the rate empty.")  # fmt: skip
        return Fraction(1)
    if not rate or not source.strip():
        raise Refusal(
            "rate_missing", f"{document.number} is in {document.currency}, the books in {currency}.", field="rate",
            way_out=f"Enter how many {currency} one {document.currency} was on {document.day}, and where you read it.",
        )  # fmt: skip
    try:
        found = money.exact(rate)
    except (ValueError, ZeroDivisionError):
        found = Fraction(0)
    if found <= 0:
        raise Refusal("rate", f"{rate!r} is no rate.", field="rate", way_out="Write it with a point, for example 389.72.")  # fmt: skip
    return found


def expense_of(
    document: Incoming, rate: Fraction, rate_text: str, number: int, key: str, activity: str, person: str,
    structure: str, currency: str, today: date,
) -> Expense:  # fmt: skip
    """The note that books ``document``: a credit note's amounts are negative. A sister's VAT is a cost: it comes back
    by application to the seller's country, if at all (Directive 2008/9/EC), never by deduction here."""
    sign = 1 if document.kind == "invoice" else -1
    scale = Fraction(10) ** (money.exponent(currency) - money.exponent(document.currency))
    word = "Invoice" if document.kind == "invoice" else "Credit note"
    at = f" at {rate_text}" if rate_text else ""
    return Expense(
        id=key, number=number, activity=activity, person=person, structure=structure, day=document.day,
        supplier=document.sender.upper(), description=f"{word} {document.number}{at}",
        gross=sign * money.times(document.gross, rate * scale), vat=0, receipt=document.number, submitted_on=today,
        counterparty=document.sender, document_number=document.number, document_day=document.day,
        document_currency=document.currency, document_net=sign * document.net, document_gross=sign * document.gross,
    )  # fmt: skip


def settled(expense: Expense, before: int, booked_before: int, amount: int) -> int:
    """What ``amount`` (document currency) of ``expense`` was booked at, when ``before`` of it was paid and took
    ``booked_before``: shares add up to the whole without losing a unit."""
    upto = money.times(expense.gross, Fraction(before + amount, expense.document_gross))
    return upto - booked_before
