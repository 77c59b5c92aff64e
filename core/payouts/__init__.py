"""Payouts: bank transfers we order. A wage or an expense is paid once, whatever is killed when."""

from core.payouts.actions import pay_due
from core.payouts.model import Payout
from core.payouts.store import payouts_of, promises

__all__ = ["Payout", "pay_due", "payouts_of", "promises"]
