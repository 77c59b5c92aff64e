"""The files of a document: its PDF and its XML, made from what was stored, kept as they left.

What was sent once is served from where it was kept (failure mode V4: an update of law or address changes no document
that left). What was not yet sent is made anew each time, the same bytes from the same facts; but a signature tells when
it was made, so a signed file is the same again only once it was kept.
"""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import msgspec
import sqlalchemy as sa

from core.clients import clients_by_id
from core.db import Id, Instant, UnitOfWork, metadata, not_found
from core.sales import paper, store
from core.sales.actions import preview
from core.sales.document import Corrects, document_of, sold_of
from core.sales.formats import PDF, Making, format_for, format_of, written
from core.sales.model import Invoice, Quote
from core.sales.signing import seal_of
from core.words import Words
from shared_tools.einvoice.model import Document

issued_file = sa.Table(
    "issued_file",
    metadata,
    sa.Column("document", Id, sa.ForeignKey("invoice.id"), primary_key=True),
    sa.Column("format", sa.Text, primary_key=True),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("made_at", Instant, nullable=False),
)

IMMUTABLE = ("issued_file",)


class File(msgspec.Struct, frozen=True, kw_only=True):
    """``digest`` SHA-256 of ``content``, hexadecimal."""

    name: str
    media_type: str
    content: bytes
    digest: str


def _file(number: str, code: str, content: bytes) -> File:
    chosen = format_of(code)
    return File(
        name=f"{number}.{chosen.extension}", media_type=chosen.media_type, content=content,
        digest=sha256(content).hexdigest(),
    )  # fmt: skip


def _words(uow: UnitOfWork, language: str) -> Words:
    return Words(language, uow.country)


def document_for(uow: UnitOfWork, invoice: Invoice) -> Document:
    """The EN 16931 document of a stored invoice or credit note, in its client's language."""
    original = store.invoice_by_id(uow, invoice.credits) if invoice.credits else None
    words = _words(uow, invoice.buyer.language)
    return document_of(invoice, original, uow.particulars(invoice.structure), uow.country, words)


def file_of(uow: UnitOfWork, invoice_id: str, code: str = "") -> File:
    """The file of an invoice or credit note in format ``code`` ("": the one its client receives), kept or made.

    Raises Refusal ``not_found``, ``unknown_format``, ``no_file`` or of what the document lacks.
    """
    invoice = store.invoice_by_id(uow, invoice_id)
    if invoice is None:
        raise not_found("invoice", invoice_id)
    code = code or format_for(invoice.buyer, uow.country, invoice.day).code
    content = _kept(uow, invoice_id, code) or _made(uow, invoice, code)
    return _file(invoice.number, code, content)


def keep_file(uow: UnitOfWork, invoice_id: str, code: str) -> File:
    """The file, kept from now on: it is about to leave."""
    made = file_of(uow, invoice_id, code)
    # A frozen table refuses even an insert that would be ignored, so the key is asked for first.
    if _kept(uow, invoice_id, code) is None:
        uow.insert(issued_file, [{
            "document": invoice_id, "format": code, "digest": made.digest, "content": made.content, "made_at": uow.now,
        }])  # fmt: skip
    return made


def _kept(uow: UnitOfWork, invoice_id: str, code: str) -> bytes | None:
    row = uow.one(
        sa.select(issued_file.c.content).where(
            issued_file.c.document == invoice_id, issued_file.c.format == code
        )
    )
    return bytes(row["content"]) if row else None


def _made(uow: UnitOfWork, invoice: Invoice, code: str) -> bytes:
    document = document_for(uow, invoice)
    if code == PDF:
        return _page(uow, invoice, document)
    return written(document, code, making_of(uow, invoice, document, code))


def _page(uow: UnitOfWork, invoice: Invoice, document: Document) -> bytes:
    words = _words(uow, invoice.buyer.language)
    seller = uow.particulars(invoice.structure)
    return paper.render(invoice.kind, document, invoice, seller, uow.country, uow.identity, words)


def making_of(uow: UnitOfWork, invoice: Invoice, document: Document, code: str) -> Making:
    """What format ``code`` asks besides ``document``: the country's terms, the page, the entity's signature."""
    return Making(
        terms=terms_for(uow, invoice, document, code), page=lambda: _page(uow, invoice, document),
        seal=seal_of(uow), language=invoice.buyer.language, today=uow.today,
    )  # fmt: skip


def terms_for(uow: UnitOfWork, invoice: Invoice, document: Document, code: str) -> Any:
    """What the country says for format or authority ``code`` beyond the document; None where it says nothing."""
    fill = uow.country.einvoice.terms.get(code)
    if fill is None:
        return None
    seller = uow.particulars(invoice.structure)
    return fill(document, sold_of(invoice, seller, uow.country, corrects(uow, invoice)))


def corrects(uow: UnitOfWork, note: Invoice) -> Corrects | None:
    """Where a credit note stands among those of its invoice, in the order of their numbers; None for an invoice."""
    if not note.credits:
        return None
    original = store.invoice_by_id(uow, note.credits)
    assert original is not None
    notes = sorted(
        store.credit_notes_of(uow, [note.credits]).get(note.credits, []), key=lambda n: (n.year, n.sequence)
    )
    earlier = [known for known in notes if (known.year, known.sequence) < (note.year, note.sequence)]
    return Corrects.of(note, original, earlier)


# --- quotes -------------------------------------------------------------------------------------------------------


class Offer(msgspec.Struct, frozen=True, kw_only=True):
    """A quote as its client reads it: what its invoice would say today, and the digest of that text."""

    quote: Quote
    invoice: Invoice
    document: Document
    digest: str


def offer_of(uow: UnitOfWork, quote_id: str) -> Offer:
    """Raises Refusal ``not_found`` or as sending the quote would."""
    quote = store.quote_by_id(uow, quote_id)
    if quote is None:
        raise not_found("quote", quote_id)
    invoice = msgspec.structs.replace(
        preview(uow, quote.draft), number=str(quote.number), day=quote.sent_on, supply_day=quote.draft.supply_day or quote.sent_on
    )  # fmt: skip
    words = _words(uow, invoice.buyer.language)
    seller = uow.particulars(invoice.structure)
    document = document_of(invoice, None, seller, uow.country, words)
    content = paper.content("quote", document, invoice, seller, uow.identity, words)
    return Offer(quote=quote, invoice=invoice, document=document, digest=text_digest(content))


def text_digest(content: Mapping[str, Any]) -> str:
    """SHA-256 of the document's text: every word and amount as its reader saw it, without looks and pictures."""
    said = {
        name: value
        for name, value in content.items()
        if name not in ("look", "payment", "page_words", "mark")
    }
    return sha256(msgspec.json.encode(said, order="deterministic")).hexdigest()


def quote_paper(uow: UnitOfWork, quote_id: str) -> File:
    """The quote's PDF; once accepted, the order confirmation's."""
    offer = offer_of(uow, quote_id)
    kind: paper.Kind = "quote" if offer.quote.state in ("sent", "declined") else "order_confirmation"
    words = _words(uow, clients_by_id(uow, [offer.quote.client])[offer.quote.client].language)
    seller = uow.particulars(offer.invoice.structure)
    content = paper.render(kind, offer.document, offer.invoice, seller, uow.country, uow.identity, words)
    return _file(f"{kind}-{offer.quote.number}", PDF, content)
