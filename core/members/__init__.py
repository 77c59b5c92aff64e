"""Membership: shares bought, members by number."""

from core.members.actions import join
from core.members.model import Joining, Member
from core.members.store import members_by_person

__all__ = ["Joining", "Member", "join", "members_by_person"]
