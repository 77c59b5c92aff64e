"""Who may sign in, as what: credentials, roles, sessions."""

from core.access.actions import grant, set_password, sign_in, sign_out
from core.access.model import ROLES, Session
from core.access.store import session_of

__all__ = ["ROLES", "Session", "grant", "session_of", "set_password", "sign_in", "sign_out"]
