"""UN/CEFACT Cross Industry Invoice (EN 16931-3-3 binding): ``write`` a document in a profile, ``read`` one back."""

from shared_tools.einvoice.cii.reader import read
from shared_tools.einvoice.cii.writer import write

__all__ = ["read", "write"]
