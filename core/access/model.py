"""A session and the roles a person may hold."""

from __future__ import annotations

from datetime import datetime
from typing import Final

import msgspec

from core.db import Actor

ROLES: Final = ("member", "adviser", "finance", "group")


class Session(msgspec.Struct, frozen=True):
    """Somebody signed in. ``csrf`` must come back with every form."""

    actor: Actor
    email: str
    language: str
    csrf: str
    expires_at: datetime
