"""Reminders: one for each level of each invoice that is overdue."""

from core.reminders.actions import remind
from core.reminders.store import reminders_of

__all__ = ["remind", "reminders_of"]
