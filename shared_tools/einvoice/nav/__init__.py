"""Online Számla 3.0 of the Hungarian tax authority (NAV): invoice data, signed requests, answers, and the conversation."""

from shared_tools.einvoice.nav.checks import objections
from shared_tools.einvoice.nav.conversation import ask, find, send
from shared_tools.einvoice.nav.requests import Credentials, Sender, Software
from shared_tools.einvoice.nav.terms import Correction, Terms
from shared_tools.einvoice.nav.writer import write

__all__ = [
    "Correction",
    "Credentials",
    "Sender",
    "Software",
    "Terms",
    "ask",
    "find",
    "objections",
    "send",
    "write",
]
