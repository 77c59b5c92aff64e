"""Factur-X and ZUGFeRD, one format with two names: a PDF/A-3 that a person reads with the CII invoice inside.

The file ``factur-x.xml`` stands as an alternative of the page (AFRelationship Alternative, as German recipients ask and
French ones allow from BASIC on). EXTENDED-CTC-FR has no PDF form and is refused. Embedding and XMP are the work of the
``factur-x`` package; the day it writes is replaced by the invoice's, so that the same input gives the same bytes.
"""

from __future__ import annotations

import logging
import re
from datetime import date
from io import BytesIO
from typing import Any, Final

from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import (
    ArrayObject,
    ByteStringObject,
    DictionaryObject,
    NameObject,
    StreamObject,
    TextStringObject,
)

from shared_tools.einvoice import cii
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.profiles import Profile
from shared_tools.refusal import Refusal

FILENAME: Final = "factur-x.xml"
NAMES: Final = (FILENAME, "zugferd-invoice.xml", "xrechnung.xml")
"""Names under which the formats keep their invoice: Factur-X and ZUGFeRD from 2.1, ZUGFeRD 2.0, XRechnung in a PDF."""

_CREATED: Final = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d")
_PART: Final = re.compile(rb"<pdfaid:part>\s*3\s*</pdfaid:part>|pdfaid:part=\"3\"")

# The package tells each step to whoever listens; an invoice's content is nobody's log.
logging.getLogger("factur-x").setLevel(logging.ERROR)


def embed(pdf: bytes, document: Document, profile: Profile, language: str = "") -> bytes:
    """``pdf``, a PDF/A-3 page of ``document``, with the invoice in ``profile`` inside.

    Raises Refusal ``not_pdf_a3`` where ``pdf`` does not declare itself PDF/A-3, ``no_pdf_form`` for a profile that is not
    embedded, ``unknown_currency``. ``language``: of the page, such as ``fr``.
    """
    if profile.syntax != "cii" or profile.extended:
        raise Refusal(
            "no_pdf_form", f"{profile.name} cannot stand inside a PDF.",
            way_out="Use a Factur-X profile, or send the XML alone.",
        )  # fmt: skip
    return embed_xml(pdf, cii.write(document, profile), document, language)


def embed_xml(pdf: bytes, xml: bytes, document: Document, language: str = "") -> bytes:
    """As ``embed``, with XML that is written already."""
    _must_be_pdf_a3(pdf)
    # It brings an HTTP client along, which whoever only writes XML need not load.
    import facturx

    what = "Credit note" if document.is_credit_note else "Invoice"
    title = f"{document.seller.name}: {what} {document.number}"
    made = facturx.generate_from_binary(
        pdf, xml, flavor="factur-x", level="en16931", check_xsd=False, afrelationship="alternative",
        lang=language or None,
        pdf_metadata={
            "author": document.seller.name, "keywords": f"{what}, Factur-X", "title": title,
            "subject": f"{what} {document.number} of {document.issue_date.isoformat()}",
        },
    )  # fmt: skip
    return _dated(made, document.issue_date)


def _must_be_pdf_a3(pdf: bytes) -> None:
    reader = _open(pdf)
    root = reader.root_object
    metadata = root.get("/Metadata")
    declared = metadata is not None and _PART.search(metadata.get_object().get_data())
    if not declared or "/OutputIntents" not in root:
        raise Refusal(
            "not_pdf_a3", "the page is not PDF/A-3, so no invoice may be embedded in it.",
            way_out="Make the page with the PDF standard a-3b.",
        )  # fmt: skip


def _dated(pdf: bytes, day: date) -> bytes:
    """``pdf`` with the invoice's day in place of the clock's, in the file's own information, its XMP and its attachment."""
    writer = PdfWriter(clone_from=BytesIO(pdf))
    writer.pdf_header = "%PDF-1.7"
    stamp = TextStringObject(f"D:{day:%Y%m%d}000000+00'00'")
    writer.add_metadata({"/CreationDate": stamp, "/ModDate": stamp})
    root = writer.root_object
    metadata: Any = root["/Metadata"].get_object()
    metadata.set_data(_CREATED.sub(f"{day.isoformat()}T00:00:00+00:00".encode(), metadata.get_data()))
    for filespec in root["/AF"].get_object():  # type: ignore[attr-defined]
        stream: Any = filespec.get_object()["/EF"]["/F"].get_object()
        stream["/Params"][NameObject("/ModDate")] = stamp
    # PDF/A wants an identifier (ISO 19005-3, 6.1.3); the same document has the same one.
    source = PdfReader(BytesIO(pdf)).trailer.get("/ID")
    first = ByteStringObject(bytes(source[0].original_bytes)) if source else ByteStringObject(b"\0" * 16)
    writer._ID = ArrayObject([first, first])
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _open(pdf: bytes) -> PdfReader:
    """Raises Refusal ``not_a_pdf``, ``pdf_locked``."""
    try:
        reader = PdfReader(BytesIO(pdf), strict=False)
        if reader.is_encrypted:
            raise Refusal(
                "pdf_locked", "the PDF is locked with a password.", way_out="Ask the sender for it without a password."
            )  # fmt: skip
        _ = reader.root_object
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise Refusal(
            "not_a_pdf", f"the PDF is damaged: {error}.", way_out="Ask the sender for the file again."
        ) from None
    return reader


def extract(pdf: bytes, most: int) -> bytes:
    """The invoice inside a Factur-X or ZUGFeRD PDF: the one of the known names, else the only XML that is attached.

    ``most``: bytes the invoice may have once unpacked. Raises Refusal ``not_a_pdf``, ``pdf_locked``,
    ``no_invoice_inside``, ``too_large``.
    """
    reader = _open(pdf)
    attached = dict(_attachments(reader))
    known = next((name for name in NAMES if name in attached), None)
    others = [name for name in attached if name.lower().endswith(".xml")]
    chosen = known or (others[0] if len(others) == 1 else None)
    if chosen is None:
        raise Refusal(
            "no_invoice_inside", "the PDF holds no electronic invoice." if not others else
            f"the PDF holds several XML files ({', '.join(sorted(others))}), none named as an invoice is.",
            way_out="Enter the invoice by hand, or ask the sender for an electronic one.",
        )  # fmt: skip
    return _unpacked(attached[chosen], most)


def _attachments(reader: PdfReader) -> list[tuple[str, StreamObject]]:
    """Attached files by name, still packed: those of the name tree and those the catalogue is associated with."""
    found: list[tuple[str, StreamObject]] = []
    try:
        names: Any = reader.root_object.get("/Names", DictionaryObject()).get_object()
        tree: Any = names.get("/EmbeddedFiles")
        associated: Any = (reader.root_object.get("/AF") or ArrayObject()).get_object()
        specs = [*_leaves(tree, 0), *associated]
        for spec in specs:
            entry: Any = spec.get_object()
            file = entry.get("/EF", {}).get("/F")
            name = str(entry.get("/UF") or entry.get("/F") or "")
            if file is not None and isinstance(file.get_object(), StreamObject):
                found.append((name, file.get_object()))
    except (PyPdfError, ValueError, KeyError, TypeError, RecursionError, AttributeError) as error:
        raise Refusal(
            "not_a_pdf", f"the PDF is damaged: {error}.", way_out="Ask the sender for the file again."
        ) from None
    return found


def _leaves(node: Any, depth: int) -> list[Any]:
    """File specifications of a name tree."""
    if node is None or depth > 20:
        return []
    branch = node.get_object()
    names = branch.get("/Names", ArrayObject()).get_object()
    kids = branch.get("/Kids", ArrayObject()).get_object()
    return [*names[1::2], *(spec for kid in kids for spec in _leaves(kid, depth + 1))]


def _unpacked(file: StreamObject, most: int) -> bytes:
    try:
        data = file.get_data()
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Refusal(
            "not_a_pdf", f"the attached invoice cannot be unpacked: {error}.", way_out="Ask the sender for the file again."
        ) from None  # fmt: skip
    if len(data) > most:
        raise Refusal(
            "too_large", f"the attached invoice has {len(data):,} bytes; at most {most:,} are read.",
            way_out="Ask the sender for an invoice without large attachments.",
        )  # fmt: skip
    return data
