"""Facturae 3.2.2, the invoice Spanish authorities take through FACe: ``write``, ``sign`` (XAdES-EPES) and ``read``."""

from shared_tools.einvoice.facturae.reader import read, read_all
from shared_tools.einvoice.facturae.sign import sign
from shared_tools.einvoice.facturae.terms import Terms
from shared_tools.einvoice.facturae.writer import write

__all__ = ["Terms", "read", "read_all", "sign", "write"]
