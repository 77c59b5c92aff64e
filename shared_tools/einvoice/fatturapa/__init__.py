"""FatturaPA 1.2 (schema 1.2.3), the Italian e-invoice of the SdI: ``write``, ``read``, ``unwrap`` a .p7m, ``objections``."""

from shared_tools.einvoice.fatturapa.checks import NO_OFFICE, objections
from shared_tools.einvoice.fatturapa.reader import read, read_all
from shared_tools.einvoice.fatturapa.receipts import Receipt, file_name, read_receipt
from shared_tools.einvoice.fatturapa.signed import unwrap
from shared_tools.einvoice.fatturapa.terms import Register, Terms, is_authority
from shared_tools.einvoice.fatturapa.writer import write

__all__ = [
    "NO_OFFICE", "Receipt", "Register", "Terms", "file_name", "is_authority", "objections", "read", "read_all", "read_receipt", "unwrap", "write",
]  # fmt: skip
