"""A payslip → its balanced entry."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Final

from core.db import canonical
from core.ledger import Entry, Posting
from core.payroll.model import Payslip

LIABILITY: Final = {
    "social_security": "social_security_due",
    "tax": "withholding_tax_due",
    "holiday": "holiday_pay_due",
    "provision": "provisions",
    "other": "other_payables",
    "net": "net_wages_payable",
}
"""Where the money of a line waits until its creditor is paid."""


def slip(payslip: Payslip, worker: str, day: date, currency: str, corrects: int = 0) -> Entry:
    """Wage and charges are the activity's cost; each line's money is owed to its creditor, the net to the worker.

    ``corrects`` is the number of the slip that a difference slip corrects. What a worker was paid too much is no wage
    that waits: it stands as their debt until they settle it.
    """
    owed: Counter[str] = Counter()
    for line in payslip.lines:
        owed[LIABILITY[line.owed]] += line.amount
    owed["net_wages_payable" if payslip.net > 0 else "other_receivables"] += payslip.net
    about = f"correction of {corrects}" if corrects else f"{payslip.days} days"
    sides = [
        Posting(payslip.cost_role, payslip.gross, activity=payslip.activity),
        Posting("employer_charges", payslip.cost - payslip.gross, activity=payslip.activity),
        *(Posting(role, -amount, party=payslip.worker) for role, amount in sorted(owed.items())),
        Posting("member_budget", payslip.cost, activity=payslip.activity),
        Posting("budget_movement", -payslip.cost, activity=payslip.activity),
    ]
    return Entry(
        cause=f"payslip:{payslip.id}", day=day, structure=payslip.structure, kind="wage", document_type="payslip",
        document_id=payslip.id, text=f"Payslip {payslip.number}, {worker}, {about}", currency=currency,
        document=canonical(payslip), postings=tuple(side for side in sides if side.amount),
    )  # fmt: skip
