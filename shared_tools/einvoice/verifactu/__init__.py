"""Veri*factu (RD 1007/2023): billing records chained by their hash, the QR code on the invoice, and the AEAT's answers."""

from shared_tools.einvoice.verifactu.answers import Answer, read_answer
from shared_tools.einvoice.verifactu.chain import Break, verify
from shared_tools.einvoice.verifactu.conversation import MOST, find, send
from shared_tools.einvoice.verifactu.qr import MENTION, PRODUCTION, QR_LEGEND, TEST, qr_address, qr_svg
from shared_tools.einvoice.verifactu.record import Link, Record, cancel, register
from shared_tools.einvoice.verifactu.terms import System, Terms

__all__ = [
    "MENTION", "MOST", "PRODUCTION", "QR_LEGEND", "TEST", "Answer", "Break", "Link", "Record", "System", "Terms", "cancel", "find", "qr_address", "qr_svg",
    "read_answer", "register", "send", "verify",
]  # fmt: skip
