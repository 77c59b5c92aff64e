"""An invoice → what a sister is told of it; a sister's document → an expense. Pure."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import msgspec

from core.expenses.model import Expense
from core.sales.model import Invoice
from core.trade.model import Incoming, Offered
from shared_tools import money
from shared_tools.refusal import Refusal

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def offered(invoice: Invoice, seller: str, credits: str, iban: str = "") -> Offered:
    """``credits``: the number of the invoice that a credit note corrects; ``iban`` where we are paid."""
    # The buyer's reference is free text, in which a name may stand; an id says nothing to others.
    activity = invoice.buyer_reference if _ID.fullmatch(invoice.buyer_reference) else ""
    return Offered(
        seller=seller, buyer=invoice.buyer.entity, kind=invoice.kind, number=invoice.number, day=invoice.day,
        due=invoice.due, currency=invoice.currency, exponent=money.exponent(invoice.currency), net=invoice.net,
        vat=invoice.vat, gross=invoice.gross, reference=invoice.reference, credits=credits, activity=activity,
        reverse_base=sum(total.base for total in invoice.vat_totals if total.category == "AE"), iban=iban,
    )  # fmt: skip


def same(one: Offered, other: Offered) -> bool:
    """Whether two copies say the same of a document: the account to pay to is no part of it."""
    return msgspec.structs.replace(one, iban="") == msgspec.structs.replace(other, iban="")


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
    if not 0 <= document.reverse_base <= document.net:
        raise Refusal(
            "wrong_base", f"the charge is reversed on {document.reverse_base} of {document.net}.", field="reverse_base",
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
    structure: str, currency: str, today: date, vat: Fraction, deducted: bool,
) -> Expense:  # fmt: skip
    """The note that books ``document``: a credit note's amounts are negative.

    On the part whose charge is reversed we owe our own State ``vat`` (Directive 2006/112/EC art. 196, cross-border.md
    V2) and, where ``deducted``, take it back in the same entry (art. 168 (a)). VAT that the sister charged of her own
    country is a cost: it comes back by application to that country, if at all (Directive 2008/9/EC), never by
    deduction here.
    """
    sign = 1 if document.kind == "invoice" else -1
    scale = Fraction(10) ** (money.exponent(currency) - money.exponent(document.currency))
    word = "Invoice" if document.kind == "invoice" else "Credit note"
    at = f" at {rate_text}" if rate_text else ""
    reverse_vat = sign * money.times(money.times(document.reverse_base, rate * scale), vat)
    return Expense(
        id=key, number=number, activity=activity, person=person, structure=structure, day=document.day,
        supplier=document.sender.upper(), description=f"{word} {document.number}{at}",
        gross=sign * money.times(document.gross, rate * scale), vat=0, receipt=document.number, submitted_on=today,
        counterparty=document.sender, document_number=document.number, document_day=document.day,
        document_currency=document.currency, document_net=sign * document.net, document_gross=sign * document.gross,
        reverse_vat=reverse_vat, reverse_vat_back=reverse_vat if deducted else 0,
    )  # fmt: skip


def settled(carried: int, open_: int, amount: int) -> int:
    """What ``amount`` of a debt stands at in the books, of which ``open_`` (document currency) stands at ``carried``
    (ours): the last payment takes all that is left, to the unit."""
    return money.times(carried, Fraction(amount, open_))


def closing_value(amount: int, currency: str, ours: str, rate: Fraction) -> int:
    """``amount`` of ``currency`` at ``rate`` (units of ``ours`` for 1), minor units, halves away from zero."""
    return money.times(amount, rate * Fraction(10) ** (money.exponent(ours) - money.exponent(currency)))
