"""Copyright concession (ITC 92 art. 17 and 37): movable income, never wage. Cents, half up at every step."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import msgspec
import numpy as np

from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Columns, Sheet, half_up, times

COSTS: Final[tuple[str, ...]] = ("none", "split_50_25")


class Concession(msgspec.Struct, frozen=True, kw_only=True):
    """A payment for rights, cents. ``paid_before`` for rights and ``work_pay`` for work, this payer and year.

    ``with_work`` the rights go with paid work, so that the share of the law applies · ``flat_costs`` the payer may
    deduct flat costs (from income of 2026 on only for holders of the arts-work certificate).
    """

    amount: int
    paid_before: int = 0
    work_pay: int = 0
    with_work: bool = True
    flat_costs: bool = False


def concession(columns: Columns, law: Law) -> Sheet:
    """Movable withholding on what the law accepts as rights; ``law`` is that of the day of payment.

    What exceeds the share of the law or its yearly ceiling is figure ``refused_as_pay``: pay it as wage.
    """
    share = law.rate("copyright_share_max")
    allowed = times(columns.work_pay, Fraction(share, 1 - share))
    ceiling = law.amount("copyright_cap")
    limit = np.where(columns.with_work, np.minimum(allowed, ceiling), ceiling)
    accepted = np.minimum(columns.amount, np.maximum(limit - columns.paid_before, 0))
    sheet = Sheet(law, accepted)
    sheet.figure("refused_as_pay", columns.amount - accepted)
    # The year's rights fill the cost brackets in the order they are paid.
    deducted, floor = np.zeros_like(accepted), 0
    for limit, rate in law.table("copyright_costs"):
        before = np.clip(columns.paid_before, floor, limit)
        after = np.clip(columns.paid_before + accepted, floor, limit)
        deducted = deducted + (after - before) * int(rate * 100)
        floor = limit
    costs = sheet.figure("flat_costs", np.where(columns.flat_costs, half_up(deducted, 100), 0))
    sheet.line(
        "movable_withholding", N_("Withholding tax on movable income"), of="employee", owed="tax", section="tax",
        base=accepted - costs, rate=law["copyright_rate"],
    )  # fmt: skip
    return sheet
