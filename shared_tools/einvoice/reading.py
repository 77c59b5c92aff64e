"""An invoice that somebody sent, whatever it is: UBL, Cross Industry Invoice, Factur-X PDF, or a syntax a country adds.

Strangers write these files. Nothing is fetched, no entity is expanded, no document type is accepted; what is no invoice is
refused in a sentence that says what to do. A country's own syntax (FatturaPA) joins with ``register``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final

import msgspec
from lxml import etree

from shared_tools.einvoice.cii import names as cii_names
from shared_tools.einvoice.cii.reader import read_tree as read_cii
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.parsed import not_an_invoice, parse
from shared_tools.einvoice.ubl import names as ubl_names
from shared_tools.einvoice.ubl.reader import read_tree as read_ubl
from shared_tools.refusal import Refusal

MOST_BYTES: Final = 20 * 1024 * 1024
"""A file of more is refused unread."""

_ENVELOPE: Final = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
_ZUGFERD_1: Final = "urn:ferd:CrossIndustryDocument:invoice:1p0"

TreeReader = Callable[[etree._Element], Document]


class Syntax(msgspec.Struct, frozen=True):
    """What is read under one root element: its ``kind`` as records name it, and the reader."""

    kind: str
    read: TreeReader


_SYNTAXES: Final[dict[str, Syntax]] = {
    f"{{{ubl_names.INVOICE}}}Invoice": Syntax("ubl", read_ubl),
    f"{{{ubl_names.CREDIT_NOTE}}}CreditNote": Syntax("ubl", read_ubl),
    cii_names.RSM + "CrossIndustryInvoice": Syntax("cii", read_cii),
}


def register(root: str, kind: str, read: TreeReader) -> None:
    """Add a syntax: ``root`` is its root element as ``{namespace}name``. Raises ValueError where another one has it."""
    known = _SYNTAXES.setdefault(root, Syntax(kind, read))
    if known != Syntax(kind, read):
        raise ValueError(f"{root} is read as {known.kind} already")


class Received(msgspec.Struct, frozen=True, kw_only=True):
    """``document`` as read; ``kind``: ubl, cii, factur-x or a country's; ``xml`` the invoice proper, out of its PDF;
    ``sha256`` of the bytes that came; ``fingerprint`` of what they say, see there. Both in hexadecimal."""

    document: Document
    kind: str
    xml: bytes
    sha256: str
    fingerprint: str


def receive(data: bytes) -> Received:
    """The invoice in ``data``.

    Raises Refusal: ``too_large``, ``empty_file``, ``not_xml``, ``not_an_invoice``, ``wrong_namespace``, ``too_old``,
    ``not_a_pdf``, ``pdf_locked``, ``no_invoice_inside``, ``date_missing``, ``amount_missing``, ``number_missing``,
    and those of ``parsed.Reading`` that name the business term.
    """
    if len(data) > MOST_BYTES:
        raise Refusal(
            "too_large", f"the file has {len(data):,} bytes; at most {MOST_BYTES:,} are read.",
            way_out="Ask the sender for an invoice without large attachments.",
        )  # fmt: skip
    if not data.strip(b"\0 \t\r\n"):
        raise Refusal("empty_file", "the file is empty.", way_out="Ask the sender for the file again.")
    in_pdf = b"%PDF-" in data[:1024]
    xml = _out_of_pdf(data) if in_pdf else data
    root = _opened(parse(xml.lstrip(b" \t\r\n")))
    syntax = _SYNTAXES.get(str(root.tag))
    if syntax is None:
        raise _unknown(root)
    document = syntax.read(root)
    if not document.number.strip():
        raise Refusal(
            "number_missing", "the invoice has no number (BT-1).", field="BT-1", way_out="Ask the sender to correct it."
        )  # fmt: skip
    return Received(
        document=document, kind="factur-x" if in_pdf and syntax.kind == "cii" else syntax.kind, xml=xml,
        sha256=hashlib.sha256(data).hexdigest(), fingerprint=fingerprint(document),
    )  # fmt: skip


def _out_of_pdf(data: bytes) -> bytes:
    # Most invoices come as XML: the PDF library is loaded for those that do not.
    from shared_tools.einvoice import facturx

    return facturx.extract(data, MOST_BYTES)


def _opened(root: etree._Element) -> etree._Element:
    """The invoice inside Peppol's envelope (SBDH), where there is one."""
    name = etree.QName(root)
    if (name.namespace, name.localname) != (_ENVELOPE, "StandardBusinessDocument"):
        return root
    inner = [child for child in root if etree.QName(child).namespace != _ENVELOPE]
    if len(inner) != 1:
        raise Refusal(
            "not_an_invoice", f"the envelope holds {len(inner)} documents.", way_out="Ask the sender for one invoice."
        )  # fmt: skip
    return inner[0]


def _unknown(root: etree._Element) -> Refusal:
    name = etree.QName(root)
    known = sorted({etree.QName(tag).localname for tag in _SYNTAXES})
    if name.namespace == _ZUGFERD_1:
        return Refusal(
            "too_old", "the invoice is ZUGFeRD 1.0, which EN 16931 does not know.",
            way_out="Ask the sender for ZUGFeRD 2 or XRechnung.",
        )  # fmt: skip
    if name.localname in known:
        return Refusal(
            "wrong_namespace", f"{name.localname} stands in the namespace {name.namespace or 'of none'!r}, which is no invoice of EN 16931.",
            way_out="Ask the sender for UBL 2.1 or UN/CEFACT Cross Industry Invoice.",
        )  # fmt: skip
    return not_an_invoice(root)


def fingerprint(document: Document) -> str:
    """The same for the same invoice in another file or syntax: seller, number, date, total and currency.

    The seller is told by VAT number, else by registration number, else by name; letters' case and spaces do not count.
    """
    seller = document.seller
    who = seller.vat_id or (seller.legal_id.value if seller.legal_id else "") or seller.name
    parts = (
        who, document.number, document.issue_date.isoformat(), str(document.totals.gross), document.currency,
        "credit note" if document.is_credit_note else "invoice",
    )  # fmt: skip
    said = "\n".join("".join(part.split()).casefold() for part in parts)
    return hashlib.sha256(said.encode()).hexdigest()
