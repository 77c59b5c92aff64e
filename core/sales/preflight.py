"""What the client's form or the tax authority would refuse a document for, said while there is still no number
(failure mode N3).

It stands in the actions that draw numbers (core/sales/actions.py), so no road to a number passes it by.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from core.country import Sold
from core.db import UnitOfWork
from core.sales import rules
from core.sales.document import Corrects, document_of, sold_of
from core.sales.formats import Found, Making, format_for, preflight
from core.sales.model import Invoice
from core.sales.signing import seal_of
from core.words import Words
from shared_tools import pdf
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.objections import Objection
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal, naming


def findings(
    uow: UnitOfWork, invoice: Invoice, words: Words, corrects: Corrects | None = None
) -> list[Found]:
    """Every finding of the official rules about an unnumbered invoice, or credit note with its place.

    Raises Refusal of what the document lacks altogether (the seller's IBAN).
    """
    # The rules want some number: this one is seen by nobody.
    numbered = msgspec.structs.replace(
        invoice, number=rules.document_number(invoice.structure, invoice.kind, invoice.year, 1)
    )
    country, seller = uow.country, uow.particulars(invoice.structure)
    original = corrects.invoice if corrects else None
    document = document_of(numbered, original, seller, country, Words(invoice.buyer.language, country))
    sold = sold_of(numbered, seller, country, corrects)
    chosen = format_for(invoice.buyer, country, invoice.day)
    fill = country.einvoice.terms.get(chosen.code)
    making = Making(
        terms=fill(document, sold) if fill else None, today=uow.today, seal=seal_of(uow),
        language=invoice.buyer.language,
    )  # fmt: skip
    return [
        *preflight(document, chosen.code, making, words), *_unreported(uow, document, sold, words),
        *_unprinted(document, words),
    ]  # fmt: skip


def _unprinted(document: Document, words: Words) -> list[Found]:
    """Every document is also paper: a sign that no typeface of ours has would leave its number without one."""
    return [
        Found.of(
            Objection(
                code="not_printable", field=field, sentence=N_("“{text}” holds {signs}, which cannot be printed."),
                way_out=N_("Leave it out, or write it in letters."), values={"text": text, "signs": signs},
            ),
            words,
        )
        for field, text in _printed(document)
        if (signs := pdf.unprintable(text))
    ]  # fmt: skip


def _printed(document: Document) -> Iterator[tuple[str, str]]:
    """What people typed that stands on the paper, with its business term."""
    buyer = document.buyer
    yield from (("BT-44", buyer.name), ("BT-50", buyer.address.line1), ("BT-52", buyer.address.city))
    yield from (("BT-53", buyer.address.postal_code), ("BT-10", document.buyer_reference))
    yield from (("BT-22", note.text) for note in document.notes)
    yield from (("BT-153", line.name) for line in document.lines)


def _unreported(uow: UnitOfWork, document: Document, sold: Sold, words: Words) -> list[Found]:
    """What the country, or the tax authority that is told of every document, objects to, or what its report lacks."""
    home = uow.country.einvoice
    objections, authority = list(home.objections(document, sold)), home.authority
    if authority and not objections:
        objections = list(authority.objections(document, sold, uow.today))
    if authority and not objections:
        try:
            authority.report(document, sold, None, uow.local_time.replace(microsecond=0), "")
        except Refusal as refusal:
            objections.append(Objection.of(refusal))
    return [Found.of(objection, words) for objection in objections]


def refuse_fatal(
    uow: UnitOfWork, invoices: Sequence[Invoice], called: str = "invoice", corrects: Sequence[Corrects] = ()
) -> None:
    """Raises the first fatal finding as a Refusal in the actor's language, before anything is numbered.

    ``called`` what the refusal names the documents, ``corrects`` the place of each where they are credit notes.
    """
    words = Words(uow.actor.language, uow.country)
    for index, invoice in enumerate(invoices):
        with naming(f"{called}s.{index}") if len(invoices) > 1 else naming(called):
            for found in findings(uow, invoice, words, corrects[index] if corrects else None):
                if found.fatal:
                    raise found.refusal()
