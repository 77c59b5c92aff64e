"""The group: receives signed figures, keeps rates and the perimeter, consolidates."""

from core.group.actions import enrol, receive
from core.group.rates import set_rates
from core.group.store import figures_received

__all__ = ["enrol", "figures_received", "receive", "set_rates"]
