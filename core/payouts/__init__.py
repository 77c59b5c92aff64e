"""Payouts: bank transfers we order. A wage or an expense is paid once, whatever is killed when."""

from core.payouts.actions import pay_due
from core.payouts.model import Payout
from core.payouts.setoff import NewSetOff, SetOff
from core.payouts.setoff_actions import set_off, undo_set_offs
from core.payouts.store import payouts_of, promises

__all__ = ["NewSetOff", "Payout", "SetOff", "pay_due", "payouts_of", "promises", "set_off", "undo_set_offs"]
