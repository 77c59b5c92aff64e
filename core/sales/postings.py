"""An issued document → its balanced entry."""

from __future__ import annotations

from core.db import canonical
from core.ledger import Entry, Posting
from core.sales.model import Invoice


def issued(invoice: Invoice) -> Entry:
    """An invoice: receivable, VAT, turnover, budget and fee; a credit note is the same with every sign turned.

    The members' side is zero: turnover = fee charged + what the budget gains.
    """
    sign = 1 if invoice.kind == "invoice" else -1
    into_budget = invoice.net - invoice.fee
    sides = (
        Posting("client_receivables", sign * invoice.gross, party=invoice.client),
        Posting("vat_due", -sign * invoice.vat, party=invoice.client),
        Posting(invoice.turnover_role, -sign * invoice.net, activity=invoice.activity, party=invoice.client),
        Posting("budget_movement", sign * into_budget, activity=invoice.activity),
        Posting("member_budget", -sign * into_budget, activity=invoice.activity),
        Posting("fee_charged", sign * invoice.fee, activity=invoice.activity),
        Posting("fee_income", -sign * invoice.fee, activity=invoice.activity),
    )
    word = "Invoice" if invoice.kind == "invoice" else "Credit note"
    return Entry(
        cause=f"{invoice.kind}:{invoice.id}", day=invoice.day, structure=invoice.structure, kind=invoice.kind,
        document_type="invoice", document_id=invoice.id, text=f"{word} {invoice.number}, {invoice.buyer.name}",
        currency=invoice.currency, document=canonical(invoice),
        postings=tuple(side for side in sides if side.amount),
    )  # fmt: skip
