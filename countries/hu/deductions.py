"""How much of a month's net wages may be taken back: the attachable part (letiltás)."""

from __future__ import annotations

from core.country.set_off import SetOffLaw
from shared_tools.dated import Law
from shared_tools.i18n import N_


def attachable(net: int, law: Law) -> int:
    """Of a month's ``net`` in forint: at most the share of law, and nothing of what is free of attachment. Cut off."""
    return max(min(int(net * law.rate("attachable_share")), net - law.amount("attachment_free")), 0)


SET_OFF = SetOffLaw(
    said=N_(
        "With the worker's consent, at most a third of the month's net (33 %), and 60,000 forints stay free."
    ),
    attachable=attachable,
    source="hu.md section 4.3: attachment of earnings (letiltás), at most 33 % of the net, floor free",
    mark="believed",
)
