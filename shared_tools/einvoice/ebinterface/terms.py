"""What ebInterface and the Federation ask beyond EN 16931, and the code lists of version 6.1."""

from __future__ import annotations

from typing import Final

import msgspec

from shared_tools.money import exact

NAMESPACE: Final = "http://www.ebinterface.at/schema/6p1/"

DOCUMENT_TYPES: Final = {
    "380": "Invoice", "384": "Invoice", "326": "InvoiceForPartialDelivery", "381": "CreditMemo", "383": "SubsequentDebit",
    "386": "InvoiceForAdvancePayment", "389": "SelfBilling",
}  # fmt: skip
"""UNTDID 1001 (BT-3) → DocumentType. A self-billed credit note has none that would read the same everywhere."""

TYPES_READ: Final = {
    "Invoice": "380", "FinalSettlement": "380", "InvoiceForPartialDelivery": "326", "CreditMemo": "381",
    "SubsequentCredit": "381", "SubsequentDebit": "383", "InvoiceForAdvancePayment": "386", "SelfBilling": "389",
}  # fmt: skip

STANDARD_RATE: Final = 20
"""§ 10 Abs. 1 UStG 1994: what the standard calls S is this rate, in its own list of codes."""
NO_VAT_NUMBER: Final = "ATU00000000"


class Terms(msgspec.Struct, frozen=True, kw_only=True):
    """``supplier_number`` our number with the buyer (InvoiceRecipientsBillerID), which the Federation asks for.

    ``vat_number_above``: gross in minor units above which the buyer's VAT number must be told, from the country's facts;
    None where nothing is to be checked.
    """

    supplier_number: str = ""
    vat_number_above: int | None = None
    system: str = "smartcoop"


def tax_category(category: str, rate: str) -> str:
    """TaxCategoryCode: S for the standard rate only, AA for reduced ones, the others as EN 16931 has them."""
    return "AA" if category == "S" and exact(rate) != STANDARD_RATE else category
