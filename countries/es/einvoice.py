"""Spanish invoices: the three DIR3 codes by which FACe finds the office of an authority."""

from __future__ import annotations

import re
from typing import Final

import msgspec

from core.country import EInvoice, Sold
from core.country.einvoice import Mark
from countries.es.aeat import AEAT
from shared_tools.einvoice import facturae, verifactu
from shared_tools.einvoice.model import Document
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal

VAT: Final = "9920"
_TEST: Final = "//prewww"
"""How the AEAT's test hosts begin, for records as for the code."""
_DIR3 = re.compile(r"[A-Z]{1,2}[A-Z0-9]{7,8}")


class ClientFacts(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """DIR3 codes: ``accounting_office`` (01), ``managing_body`` (02), ``processing_unit`` (03). All three or none."""

    accounting_office: str = ""
    managing_body: str = ""
    processing_unit: str = ""

    def __post_init__(self) -> None:
        """Raises Refusal ``dir3_codes``."""
        codes = (self.accounting_office, self.managing_body, self.processing_unit)
        if any(codes) and not all(_DIR3.fullmatch(code) for code in codes):
            raise Refusal(
                "dir3_codes", f"{', '.join(code or '–' for code in codes)} are no three DIR3 codes.",
                field="accounting_office", way_out="Enter all three as the authority gives them, for example L01080193.",
            )  # fmt: skip


def _address(legal_id: str, vat_number: str) -> str:
    return f"{VAT}:{vat_number}" if vat_number.startswith("ES") else ""


def _mark(document: Document, sold: Sold, told: str) -> Mark:
    """The code by which anybody finds the invoice at the AEAT stands on every one; the legend only where records are sent
    there (RD 1007/2023): an entity that keeps them to itself would say what is not so."""
    host = verifactu.TEST if _TEST in told else verifactu.PRODUCTION
    picture = verifactu.qr_svg(document, host, sent=bool(told)).decode()
    return Mark(picture=picture, words=f"{verifactu.QR_LEGEND}\n{verifactu.MENTION}" if told else "")


def _facturae(document: Document, sold: Sold) -> facturae.Terms:
    offices = sold.facts
    return facturae.Terms(
        accounting_office=offices.accounting_office, managing_body=offices.managing_body,
        processing_unit=offices.processing_unit,
    )  # fmt: skip


EINVOICE: Final = EInvoice(
    client=ClientFacts,
    labels=(
        ("accounting_office", N_("Accounting office (DIR3)")), ("managing_body", N_("Managing body (DIR3)")),
        ("processing_unit", N_("Processing unit (DIR3)")),
    ),
    address=_address,
    terms={"facturae": _facturae},
    authority=AEAT,
    mark=_mark,
)  # fmt: skip
