"""The wage guarantee fund: it stands in for a client who has not paid yet."""

from core.guarantee.actions import advance_wages, return_advances
from core.guarantee.store import advances_of, outstanding

__all__ = ["advance_wages", "advances_of", "outstanding", "return_advances"]
