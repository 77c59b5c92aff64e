"""Questions to payouts whose answer must be no rows."""

from __future__ import annotations

from typing import Final

CHECKS: Final = {
    "every payout is booked once": (
        "SELECT payout.id FROM payout LEFT JOIN entry ON entry.document_id = payout.id "
        "GROUP BY payout.id HAVING count(entry.id) <> 1"
    ),
    "a wage is paid at its net": (
        "SELECT payslip.number, payslip.net, payout.amount FROM payout JOIN payslip ON payslip.id = payout.subject "
        "WHERE payout.kind = 'wage' AND payout.amount <> payslip.net"
    ),
    "wages owed are the slips not yet paid": (
        "SELECT slips.amount AS slips, ledger.amount AS ledger FROM "
        "(SELECT coalesce(sum(net), 0) AS amount FROM payslip WHERE net > 0 AND NOT EXISTS "
        "(SELECT 1 FROM payout WHERE payout.kind = 'wage' AND payout.subject = payslip.id)) slips, "
        "(SELECT -coalesce(sum(amount), 0) AS amount FROM posting WHERE role = 'net_wages_payable' "
        "AND entry NOT IN (SELECT id FROM entry WHERE kind = 'opening')) ledger "
        "WHERE slips.amount <> ledger.amount"
    ),
}
