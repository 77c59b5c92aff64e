"""Facturae 3.2.2, the invoice Spanish authorities take through FACe: ``write`` it, ``sign`` it (XAdES-EPES)."""

from shared_tools.einvoice.facturae.sign import sign
from shared_tools.einvoice.facturae.terms import Terms
from shared_tools.einvoice.facturae.writer import write

__all__ = ["Terms", "sign", "write"]
