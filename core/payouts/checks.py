"""Questions to payouts whose answer must be no rows."""

from __future__ import annotations

from typing import Final

_SET_OFF = (
    "(SELECT coalesce(sum(set_off.amount), 0) FROM set_off WHERE set_off.{side} = payslip.id AND NOT EXISTS "
    "(SELECT 1 FROM set_off_undone WHERE set_off_undone.set_off = set_off.id))"
)
_OF_WAGE, _OF_CLAIM = _SET_OFF.format(side="wage"), _SET_OFF.format(side="claim")

CHECKS: Final = {
    "every payout is booked once": (
        "SELECT payout.id FROM payout LEFT JOIN entry ON entry.document_id = payout.id "
        "GROUP BY payout.id HAVING count(entry.id) <> 1"
    ),
    "a wage is paid at its net less what is set off": (
        "SELECT payslip.number, payslip.net, payout.amount FROM payout JOIN payslip ON payslip.id = payout.subject "
        f"WHERE payout.kind = 'wage' AND payout.amount <> payslip.net - {_OF_WAGE}"
    ),
    "no more is set off than a wage or a claim holds": (
        f"SELECT payslip.number FROM payslip WHERE (payslip.net > 0 AND {_OF_WAGE} > payslip.net) "
        f"OR (payslip.net < 0 AND {_OF_CLAIM} > -payslip.net)"
    ),
    "what workers owe back is their claims less what is set off": (
        "SELECT claims.amount AS claims, ledger.amount AS ledger FROM "
        f"(SELECT coalesce(sum(-net - {_OF_CLAIM}), 0) AS amount FROM payslip WHERE net < 0) claims, "
        "(SELECT coalesce(sum(posting.amount), 0) AS amount FROM posting JOIN entry ON entry.id = posting.entry "
        "WHERE posting.role = 'other_receivables' "
        "AND entry.document_type IN ('payslip', 'set_off', 'set_off_undone')) ledger "
        "WHERE claims.amount <> ledger.amount"
    ),
    "wages owed are the slips not yet paid": (
        "SELECT slips.amount AS slips, ledger.amount AS ledger FROM "
        f"(SELECT coalesce(sum(net - {_OF_WAGE}), 0) AS amount FROM payslip WHERE net > 0 AND NOT EXISTS "
        "(SELECT 1 FROM payout WHERE payout.kind = 'wage' AND payout.subject = payslip.id)) slips, "
        "(SELECT -coalesce(sum(amount), 0) AS amount FROM posting WHERE role = 'net_wages_payable' "
        "AND entry NOT IN (SELECT id FROM entry WHERE kind = 'opening')) ledger "
        "WHERE slips.amount <> ledger.amount"
    ),
}
