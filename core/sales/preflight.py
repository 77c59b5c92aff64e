"""What the client's form would be refused for, said while there is still no number (failure mode N3)."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from core.db import UnitOfWork
from core.sales import rules
from core.sales.actions import preview
from core.sales.document import document_of, sold_of
from core.sales.files import seal_of
from core.sales.formats import Found, Making, format_for, preflight
from core.sales.model import Draft, Invoice
from core.words import Words
from shared_tools.refusal import naming


def findings(uow: UnitOfWork, invoice: Invoice, words: Words) -> list[Found]:
    """Every finding of the official rules about what a draft would become; ``invoice`` is its preview.

    Raises Refusal of what the document lacks altogether (the seller's IBAN).
    """
    # The rules want some number: this one is seen by nobody.
    numbered = msgspec.structs.replace(
        invoice, number=rules.document_number(invoice.structure, invoice.kind, invoice.year, 1)
    )
    country, seller = uow.country, uow.particulars(invoice.structure)
    document = document_of(numbered, None, seller, country, Words(invoice.buyer.language, country))
    chosen = format_for(invoice.buyer, country, invoice.day)
    fill = country.einvoice.terms.get(chosen.code)
    terms = fill(document, sold_of(numbered, seller, country)) if fill else None
    making = Making(terms=terms, today=uow.today, seal=seal_of(uow), language=invoice.buyer.language)
    return preflight(document, chosen.code, making, words)


def refuse_fatal(uow: UnitOfWork, drafts: Sequence[Draft], words: Words) -> None:
    """Raises the first fatal finding as a Refusal, before anything is numbered."""
    for index, draft in enumerate(drafts):
        with naming(f"invoices.{index}") if len(drafts) > 1 else naming("invoice"):
            for found in findings(uow, preview(uow, draft), words):
                if found.fatal:
                    raise found.refusal()
