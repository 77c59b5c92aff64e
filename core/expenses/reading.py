"""A supplier's e-invoice → an expense note: read, checked, and made once however often the same one arrives.

The same invoice is the one with the same seller, number and day (failure mode V12).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from hashlib import sha256
from typing import Final

import msgspec
import sqlalchemy as sa
from lxml import etree

from core.db import Day, Id, Instant, UnitOfWork, build, metadata
from core.expenses import store
from core.expenses.actions import submit_expenses
from core.expenses.model import Expense, NewExpense
from shared_tools.einvoice import cii, ebinterface, facturae, fatturapa, ubl
from shared_tools.einvoice.ebinterface.terms import NAMESPACE as EBINTERFACE
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.parsed import parse
from shared_tools.einvoice.written import amount_text
from shared_tools.money import exponent
from shared_tools.refusal import Refusal

MOST_BYTES = 10_000_000

supplier_invoice = sa.Table(
    "supplier_invoice",
    metadata,
    sa.Column("seller", sa.Text, primary_key=True),
    sa.Column("number", sa.Text, primary_key=True),
    sa.Column("day", Day, primary_key=True),
    sa.Column("expense", Id, sa.ForeignKey("expense.id"), nullable=False),
    sa.Column("digest", sa.Text, nullable=False),
    sa.Column("content", sa.LargeBinary, nullable=False),
    sa.Column("read_at", Instant, nullable=False),
)


class Read(msgspec.Struct, frozen=True):
    """``again``: the same invoice had been read before; the expense is that of then."""

    expense: Expense
    again: bool


READERS: Final[dict[str, Callable[[bytes], Document]]] = {
    "CrossIndustryInvoice": cii.read, "FatturaElettronica": fatturapa.read, "Facturae": facturae.read,
}  # fmt: skip
"""By the name of the root element, whatever its namespace; ebInterface calls it Invoice as UBL does."""


def document_in(content: bytes) -> Document:
    """The document in a file: UBL, CII, FatturaPA (in its .p7m too), Facturae, ebInterface, or a PDF with CII inside.

    Raises Refusal ``too_large``, ``not_xml``, ``not_an_invoice`` and the readers'.
    """
    if len(content) > MOST_BYTES:
        raise Refusal(
            "too_large", f"the file has {len(content)} bytes.", field="file",
            way_out=f"Send the invoice alone, at most {MOST_BYTES} bytes.",
        )  # fmt: skip
    if b"%PDF-" in content[:1024]:
        # The PDF library is loaded for those that do not come as XML.
        from shared_tools.einvoice import facturx

        content = facturx.extract(content, MOST_BYTES)
    elif not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and looks_signed(content):
        content = fatturapa.unwrap(content)
    root = etree.QName(parse(content))
    if root.namespace == EBINTERFACE:
        return ebinterface.read(content)
    return READERS.get(root.localname, ubl.read)(content)


def looks_signed(content: bytes) -> bool:
    """Whether it may be a .p7m: a DER sequence, or one in Base64, with or without PEM's frame."""
    return (
        content[:1] == b"0" or content.lstrip()[:5] in (b"-----", b"MIAGC") or content.lstrip()[:2] == b"MI"
    )


def key_of(document: Document) -> tuple[str, str, date]:
    """Seller, number and day. The seller by VAT number, else the register's number, else the name."""
    sells = document.seller
    seller = sells.vat_id or (sells.legal_id.value if sells.legal_id else "") or sells.name
    return seller.replace(" ", "").upper(), document.number.strip(), document.issue_date


def draft_from(document: Document, activity: str, person: str, currency: str) -> NewExpense:
    """The note a supplier's invoice makes. Raises Refusal ``credit_note``, ``currency``."""
    if document.is_credit_note:
        raise Refusal(
            "credit_note", f"{document.number} of {document.seller.name} is a credit note.", field="file",
            way_out="Hand it to the bookkeeper: it lowers an expense that is booked already.",
        )  # fmt: skip
    if document.currency != currency:
        raise Refusal(
            "currency", f"{document.number} is in {document.currency}, the books are in {currency}.", field="file",
            way_out="Enter the note by hand with the amount your bank took.",
        )  # fmt: skip
    digits = exponent(currency)
    first = document.lines[0].name if document.lines else ""
    others = f" (+{len(document.lines) - 1})" if len(document.lines) > 1 else ""
    return NewExpense(
        activity=activity, person=person, day=document.issue_date, supplier=document.seller.name,
        description=f"{first}{others}".strip() or document.number, gross=amount_text(document.totals.gross, digits),
        vat=amount_text(document.totals.vat, digits), receipt=f"{document.number}.xml",
    )  # fmt: skip


def read_invoice(uow: UnitOfWork, content: bytes, activity: str, person: str) -> Read:
    """Make the note of a supplier's invoice, which waits for approval like any other; read again it is the same note.

    Raises Refusal of reading, of ``draft_from`` and of handing in a note.
    """
    document = document_in(content)
    seller, number, day = key_of(document)
    # One lock for all readers of the entity: two uploads of one file at once make one note.
    uow.draw("supplier_invoice", 1)
    known = uow.one(
        sa.select(supplier_invoice.c.expense).where(
            supplier_invoice.c.seller == seller, supplier_invoice.c.number == number, supplier_invoice.c.day == day
        )
    )  # fmt: skip
    if known:
        row = store.expense_by_id(uow, known["expense"])
        assert row is not None
        return Read(build(Expense, row), True)
    [expense] = submit_expenses(uow, [draft_from(document, activity, person, uow.country.currency)])
    uow.insert(supplier_invoice, [{
        "seller": seller, "number": number, "day": day, "expense": expense.id, "digest": sha256(content).hexdigest(),
        "content": content, "read_at": uow.now,
    }])  # fmt: skip
    return Read(expense, False)
