"""What an entity does every day: slips of the work that is over, wages and expenses due, reminders."""

from __future__ import annotations

from core.db import UnitOfWork
from core.payouts import pay_due
from core.payroll import make_slips
from core.reminders import remind

FIRST_HOUR = 6
"""The day's work begins at this hour of the entity's zone: wages leave in the morning of their day."""


def daily(uow: UnitOfWork) -> dict[str, int]:
    """Do the day's work and count it. Done twice a day, it finds nothing to do."""
    made = make_slips(uow)
    payouts, held = pay_due(uow)
    return {
        "slips": len(made.slips), "slips_held": len(made.held), "payouts": len(payouts), "payouts_held": len(held),
        "reminders": len(remind(uow)),
    }  # fmt: skip
