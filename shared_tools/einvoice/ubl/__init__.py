"""UBL 2.1 Invoice and CreditNote (EN 16931-3-2 binding): ``write`` a document in a profile, ``read`` one back."""

from shared_tools.einvoice.ubl.reader import read
from shared_tools.einvoice.ubl.writer import write

__all__ = ["read", "write"]
