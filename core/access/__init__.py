"""Who may sign in, as what: credentials, roles, sessions."""

from core.access.actions import grant, set_password, sign_in, sign_out
from core.access.model import ROLES, Session
from core.access.store import account_by_email, session_of

__all__ = [
    "ROLES",
    "Session",
    "account_by_email",
    "grant",
    "session_of",
    "set_password",
    "sign_in",
    "sign_out",
]
