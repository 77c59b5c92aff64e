"""A supplier's e-invoice → an expense draft: read, checked, and made once however often the same one arrives.

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

from core.activities import activities_by_id
from core.db import UnitOfWork, new_id, not_found
from core.expenses.drafts import draft_by_id, expense_draft, take_back_draft
from core.expenses.model import ExpenseDraft
from core.people import people_by_id
from shared_tools.einvoice import cii, ebinterface, facturae, fatturapa, ubl
from shared_tools.einvoice.ebinterface.terms import NAMESPACE as EBINTERFACE
from shared_tools.einvoice.model import Document, Party
from shared_tools.einvoice.parsed import parse
from shared_tools.refusal import Refusal

MOST_BYTES = 10_000_000


class Read(msgspec.Struct, frozen=True):
    """``again``: the same invoice had been read before; the draft is that of then, whatever became of it."""

    draft: ExpenseDraft
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
    seller = document.seller.vat_id or _register(document.seller) or document.seller.name
    return _bare(seller), document.number.strip(), document.issue_date


def _bare(identifier: str) -> str:
    return "".join(filter(str.isalnum, identifier)).upper()


def _same_seller(one: Party, other: Party) -> bool:
    """By what both forms of the invoice carry: one may name the VAT number and another only the register's."""
    for left, right in ((one.vat_id, other.vat_id), (_register(one), _register(other))):
        if left and right:
            return _bare(left) == _bare(right)
    return _bare(one.name) == _bare(other.name)


def _register(party: Party) -> str:
    return party.legal_id.value if party.legal_id else ""


def check_bookable(document: Document, currency: str) -> None:
    """Raises Refusal ``credit_note``, ``currency``."""
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


def read_invoice(uow: UnitOfWork, content: bytes, activity: str, person: str) -> Read:
    """Make the draft of a supplier's invoice; the same invoice read again, in whatever form, is the same draft.

    One that was discarded is taken back: whoever reads it again wants it. Raises Refusal of reading, of
    ``check_bookable``, ``not_found``.
    """
    document = document_in(content)
    # One lock for all readers of the entity: two uploads of one file at once make one draft.
    uow.draw("supplier_invoice", 1)
    known = _known(uow, document)
    if known:
        if known.state == "discarded":
            take_back_draft(uow, known.id)
        return Read(draft_by_id(uow, known.id) or known, True)
    check_bookable(document, uow.country.currency)
    if activity not in activities_by_id(uow, [activity]):
        raise not_found("activity", activity)
    if person not in people_by_id(uow, [person]):
        raise not_found("person", person)
    seller, number, day = key_of(document)
    first = document.lines[0].name if document.lines else ""
    others = f" (+{len(document.lines) - 1})" if len(document.lines) > 1 else ""
    key = new_id()
    uow.insert(expense_draft, [{
        "id": key, "seller": seller, "number": number, "day": day, "activity": activity, "person": person,
        "supplier": document.seller.name, "description": f"{first}{others}".strip() or number,
        "gross": document.totals.gross, "vat": document.totals.vat, "receipt": f"{number}.{_extension(content)}",
        "digest": sha256(content).hexdigest(), "content": content, "read_at": uow.now, "read_by": uow.actor.id,
    }])  # fmt: skip
    made = draft_by_id(uow, key)
    assert made is not None
    return Read(made, False)


def _known(uow: UnitOfWork, document: Document) -> ExpenseDraft | None:
    """The draft of the same number, day and seller."""
    _, number, day = key_of(document)
    same = sa.and_(expense_draft.c.number == number, expense_draft.c.day == day)
    for row in uow.rows(sa.select(expense_draft.c.id, expense_draft.c.content).where(same)):
        if _same_seller(document_in(bytes(row["content"])).seller, document.seller):
            return draft_by_id(uow, row["id"])
    return None


def _extension(content: bytes) -> str:
    if b"%PDF-" in content[:1024]:
        return "pdf"
    return "xml" if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") else "xml.p7m"
