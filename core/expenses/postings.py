"""An approved expense note → its entry."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from core.db import canonical
from core.expenses.model import Expense
from core.ledger import Entry, Posting, Voucher
from shared_tools.money import times


def voucher(expense: Expense, amount: int) -> Voucher:
    """The sister's document behind ``expense``, with ``amount`` in its currency."""
    day = expense.document_day
    assert day is not None, "a sister's document has its day"
    return Voucher(expense.document_number, day, expense.document_currency, amount)


def _borne(expense: Expense) -> tuple[Posting, ...]:
    """The cost and who is owed. VAT that does not come back, the sister's or our own, is a cost, but no trade between
    the two."""
    if not expense.counterparty:
        return (
            Posting("member_expenses", expense.net, activity=expense.activity),
            Posting("expenses_payable", -expense.gross, party=expense.person),
        )
    same_money = times(expense.gross, Fraction(expense.document_net, expense.document_gross))
    with_sister = min(expense.net, same_money) if expense.gross > 0 else max(expense.net, same_money)
    return (
        Posting(
            "member_expenses", with_sister, activity=expense.activity, counterparty=expense.counterparty,
            voucher=voucher(expense, expense.document_net),
        ),
        Posting("member_expenses", expense.net - with_sister, activity=expense.activity),
        Posting(
            "ic_payable", -expense.gross, counterparty=expense.counterparty,
            voucher=voucher(expense, -expense.document_gross),
        ),
    )  # fmt: skip


def approved(expense: Expense, day: date, currency: str) -> Entry:
    """The member is owed what they paid, a sister entity what it invoiced; the budget bears it without the VAT that
    comes back."""
    sides = (
        *_borne(expense),
        Posting("vat_recoverable", expense.vat + expense.reverse_vat_back),
        Posting("vat_due", -expense.reverse_vat),
        Posting("member_budget", expense.net, activity=expense.activity),
        Posting("budget_movement", -expense.net, activity=expense.activity),
    )
    return Entry(
        cause=f"expense:{expense.id}", day=day, structure=expense.structure, kind="expense",
        document_type="expense", document_id=expense.id, text=f"{expense.description}, {expense.supplier}",
        currency=currency, document=canonical(expense), postings=tuple(side for side in sides if side.amount),
    )  # fmt: skip
