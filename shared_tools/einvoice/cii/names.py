"""Namespaces of the Cross Industry Invoice, version 100 (D16B to D22B), and codes it words differently."""

from typing import Final

INVOICE: Final = "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"
AGGREGATE: Final = "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"
QUALIFIED: Final = "urn:un:unece:uncefact:data:standard:QualifiedDataType:100"
UNQUALIFIED: Final = "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100"

RSM: Final = "{" + INVOICE + "}"
RAM: Final = "{" + AGGREGATE + "}"
QDT: Final = "{" + QUALIFIED + "}"
UDT: Final = "{" + UNQUALIFIED + "}"

PREFIXES: Final = {"rsm": INVOICE, "ram": AGGREGATE, "qdt": QUALIFIED, "udt": UNQUALIFIED}

SUPPORTING: Final = "916"
TENDER: Final = "50"
INVOICED_OBJECT: Final = "130"
"""UNTDID 1001 codes that tell what an AdditionalReferencedDocument is: BG-24, BT-17, BT-18 or BT-128."""

TAX_POINT_CODES: Final = {"3": "5", "35": "29", "432": "72"}
"""BT-8 is a code of UNTDID 2005 in the model and UBL; CII words it by UNTDID 2475."""
