"""An issued document → its balanced entry."""

from __future__ import annotations

from typing import Any

from core.db import canonical
from core.ledger import Entry, Posting, Voucher
from core.sales.model import Invoice


def with_sister(invoice: Invoice, amount: int) -> dict[str, Any]:
    """What a posting says of the sister entity an invoice is for; nothing for any other client.

    The client as it was when the invoice was issued decides, so that a payment finds the account it was booked on.
    """
    if not invoice.buyer.entity:
        return {}
    voucher = Voucher(invoice.number, invoice.day, invoice.currency, amount)
    return {"counterparty": invoice.buyer.entity, "voucher": voucher}


def owed(invoice: Invoice, amount: int) -> Posting:
    """What the client of ``invoice`` owes: a sister entity has an account of its own, which the group takes out."""
    role = "ic_receivable" if invoice.buyer.entity else "client_receivables"
    return Posting(role, amount, party=invoice.client, **with_sister(invoice, amount))


def issued(invoice: Invoice, asked: int, stamp_duty: int = 0) -> Entry:
    """An invoice: receivable, VAT, turnover, budget and fee; a credit note is the same with every sign turned.

    ``asked`` is what the client pays us, minor units (rules.asked): VAT it pays to the State itself is no debt of ours.
    ``stamp_duty`` minor units that the document itself owes the State: a cost of ours, of a credit note as well.

    The members' side is zero: turnover = fee charged + what the budget gains.
    """
    sign = 1 if invoice.kind == "invoice" else -1
    into_budget = invoice.net - invoice.fee
    sides = (
        owed(invoice, sign * asked),
        Posting("vat_due", -sign * (asked - invoice.net), party=invoice.client),
        Posting(
            invoice.turnover_role,
            -sign * invoice.net,
            activity=invoice.activity,
            party=invoice.client,
            **with_sister(invoice, -sign * invoice.net),
        ),
        Posting("budget_movement", sign * into_budget, activity=invoice.activity),
        Posting("member_budget", -sign * into_budget, activity=invoice.activity),
        Posting("fee_charged", sign * invoice.fee, activity=invoice.activity),
        Posting("fee_income", -sign * invoice.fee, activity=invoice.activity),
        Posting("external_costs", stamp_duty),
        Posting("other_payables", -stamp_duty),
    )
    word = "Invoice" if invoice.kind == "invoice" else "Credit note"
    return Entry(
        cause=f"{invoice.kind}:{invoice.id}", day=invoice.day, structure=invoice.structure, kind=invoice.kind,
        document_type="invoice", document_id=invoice.id, text=f"{word} {invoice.number}, {invoice.buyer.name}",
        currency=invoice.currency, document=canonical(invoice),
        postings=tuple(side for side in sides if side.amount),
    )  # fmt: skip
