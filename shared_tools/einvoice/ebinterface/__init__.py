"""ebInterface 6.1, the Austrian e-invoice that federal bodies take: ``write``, ``read``, ``objections`` of the Federation."""

from shared_tools.einvoice.ebinterface.checks import objections
from shared_tools.einvoice.ebinterface.reader import read
from shared_tools.einvoice.ebinterface.terms import Terms
from shared_tools.einvoice.ebinterface.writer import write

__all__ = ["Terms", "objections", "read", "write"]
