"""Swedish invoices: organisation number, approval for F-tax, payment by bankgiro."""

from __future__ import annotations

from typing import Final

import msgspec

from core.country import EInvoice, Sold
from shared_tools.einvoice.model import CreditTransfer, Document, PaymentMeans

ORGANISATION_NUMBER: Final = "0007"
CREDIT_TRANSFER: Final = "30"
BANKGIRO: Final = "SE:BANKGIRO"


def _organisation_number(vat_number: str) -> str:
    """The ten digits between SE and 01."""
    return vat_number[2:12] if vat_number.startswith("SE") and len(vat_number) == 14 else ""


def _address(legal_id: str, vat_number: str) -> str:
    number = "".join(c for c in legal_id if c.isdecimal()) or _organisation_number(vat_number)
    return f"{ORGANISATION_NUMBER}:{number}" if number else ""


def _complete(document: Document, sold: Sold) -> Document:
    """Godkänd för F-skatt (BT-32), and the bankgiro before the IBAN: it is what an OCR number is read from.

    Bankgiro in Peppol: code 30, digits only, SE:BANKGIRO in place of the BIC (SE-R-007 to SE-R-012).
    """
    said = sold.seller.registrations
    seller = msgspec.structs.replace(document.seller, tax_registration=said.get("f_tax", ""))
    bankgiro = "".join(c for c in said.get("bankgiro", "") if c.isdecimal())
    means = document.payment_means
    if bankgiro and means and means[0].credit_transfers:
        giro = CreditTransfer(account=bankgiro, name=seller.name, bic=BANKGIRO)
        means = (
            PaymentMeans(code=CREDIT_TRANSFER, reference=means[0].reference, credit_transfers=(giro,)),
            *means,
        )
    return msgspec.structs.replace(document, seller=seller, payment_means=means)


EINVOICE: Final = EInvoice(
    legal_scheme=ORGANISATION_NUMBER, legal_id=_organisation_number, address=_address, complete=_complete
)
