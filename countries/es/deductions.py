"""How much of a net wage creditors may take (LEC art. 607) [believed]. Advances and share instalments keep to it too."""

from __future__ import annotations

import numpy as np

from core.country.set_off import SetOffLaw
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, times


def attachable(net: Column, law: Law) -> Column:
    """Cents of a month's ``net`` wage that may be attached: nothing of the first minimum wage, then rising shares.

    ``net`` is the month's whole net wage: the slips of one month are counted together.
    """
    month = law.amount("smi_month")
    taken = np.zeros_like(net)
    lower = 0
    for wages, share in law.table("protected_pay_bands"):
        upper = int(wages * month) if wages != "" else None
        taken = taken + times(np.clip(net - lower, 0, None if upper is None else upper - lower), share)
        lower = upper or 0
    return taken


SET_OFF = SetOffLaw(
    said=N_(
        "With the worker's consent, and only of what lies above the minimum wage of the month, by the bands of the law."
    ),
    attachable=lambda net, law: int(attachable(np.array([net], dtype=np.int64), law)[0]),
    source="LEC art. 607",
    mark="believed",
)
