"""Namespaces of UBL 2.1."""

from typing import Final

INVOICE: Final = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
CREDIT_NOTE: Final = "urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2"
AGGREGATE: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
BASIC: Final = "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"

CAC: Final = "{" + AGGREGATE + "}"
CBC: Final = "{" + BASIC + "}"

PROJECT: Final = "50"
INVOICED_OBJECT: Final = "130"
"""UNTDID 1001 codes that tell what an AdditionalDocumentReference is: BT-11 on a credit note, BT-18 and BT-128."""

SEPA_CREDITOR: Final = "SEPA"
"""Scheme of a party identification that is the direct debit's creditor identifier (BT-90)."""

NO_ORDER: Final = "NA"
"""UBL wants an order number (BT-13) where only the seller's own order (BT-14) is known."""
