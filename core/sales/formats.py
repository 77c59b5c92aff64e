"""The forms an invoice may leave in, by code, and which one a client receives. Pure.

A format is a line in ``FORMATS``: another one (FatturaPA, Facturae, ebInterface, a PDF with the XML inside) is
registered here and nowhere else; the fact sheets name it by its code (``[[einvoice]]``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, Literal

import msgspec

from core.clients.model import Client
from core.country import Country, Receiver
from core.country.einvoice import InvoiceForm
from shared_tools.einvoice import cii, profiles, ubl
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.profiles import Profile
from shared_tools.refusal import Refusal

PDF: Final = "pdf"

Channel = Literal["mail", "access_point"]


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """``write`` makes the file of a document; paper is drawn elsewhere and has none.

    ``findings`` says what the format's own rules hold against a document: sentences, none for a document that may leave.
    ``channel`` how the file travels; ``addressed`` whether it can only go to an electronic address.
    """

    code: str
    name: str
    media_type: str = "application/xml"
    extension: str = "xml"
    write: Callable[[Document], bytes] | None = None
    profile: Profile | None = None
    findings: Callable[[Document], Sequence[str]] = lambda document: ()
    channel: Channel = "access_point"
    addressed: bool = True


def _referenced(document: Document) -> Document:
    """Peppol wants a buyer reference or an order (R003); a client who gave neither finds our own number there."""
    if document.buyer_reference or document.order:
        return document
    return msgspec.structs.replace(document, buyer_reference=document.number)


def _of(profile: Profile, code: str, **more: Any) -> Format:
    syntax = ubl if profile.syntax == "ubl" else cii
    referenced = bool(profile.rules & {"peppol", "xrechnung"})

    def write(document: Document) -> bytes:
        return syntax.write(_referenced(document) if referenced else document, profile)

    return Format(code=code, name=profile.name, write=write, profile=profile, **more)


FORMATS: dict[str, Format] = {}
"""By code, as the fact sheets name them."""


def register(*formats: Format) -> None:
    FORMATS.update({known.code: known for known in formats})


register(
    Format(
        code=PDF, name="PDF", media_type="application/pdf", extension="pdf", channel="mail", addressed=False
    ),
    _of(profiles.EN16931_UBL, "ubl", channel="mail", addressed=False),
    _of(profiles.EN16931_CII, "cii", channel="mail", addressed=False),
    _of(profiles.PEPPOL, "peppol"),
    _of(profiles.XRECHNUNG_UBL, "xrechnung", channel="mail", addressed=False),
    _of(profiles.XRECHNUNG_CII, "xrechnung_cii", channel="mail", addressed=False),
    _of(profiles.FRENCH_UBL, "french_ubl"),
    _of(profiles.FRENCH_CII, "french_cii"),
)

NATIONAL: Final = {
    "fatturapa": "FatturaPA",
    "facturae": "Facturae 3.2.2",
    "ebinterface": "ebInterface 6.1",
    "factur_x": "Factur-X",
}
"""Formats a fact sheet may name before this program writes them: until then the client receives paper."""


def receiver(client: Client, country: Country) -> Receiver:
    """Which row of ``[[einvoice]]`` is about ``client``."""
    if client.kind == "consumer" or client.country == country.code.upper():
        return client.kind
    return "abroad"


def form_for(client: Client, country: Country, day: date) -> InvoiceForm:
    """What the country says of invoices to ``client`` on ``day``. Raises MissingValue."""
    return country.facts.invoice_form(receiver(client, country), day)


def format_for(client: Client, country: Country, day: date) -> Format:
    """The format ``client`` receives: the country's default, or PDF where no law asks for more and none can reach it."""
    form = form_for(client, country, day)
    wanted = FORMATS.get(form.format, FORMATS[PDF])
    if wanted.addressed and not form.duty and not _reachable(client, country):
        return FORMATS[PDF]
    return wanted


def _reachable(client: Client, country: Country) -> bool:
    if client.electronic_address or client.kind == "consumer":
        return bool(client.electronic_address)
    at_home = client.country == country.code.upper()
    return at_home and bool(country.einvoice.address(client.legal_id, client.vat_number))


def format_of(code: str) -> Format:
    """Raises Refusal ``unknown_format``."""
    if code not in FORMATS:
        raise Refusal(
            "unknown_format", f"{NATIONAL.get(code, code)!r} is no format this program writes.", field="format",
            way_out=f"Use one of {', '.join(FORMATS)}.",
        )  # fmt: skip
    return FORMATS[code]


def written(document: Document, code: str) -> bytes:
    """``document`` as the file of format ``code``.

    Raises Refusal ``unknown_format``, ``no_file`` (paper has none) or ``einvoice_not_valid`` with the first finding.
    """
    chosen = format_of(code)
    if chosen.write is None:
        raise Refusal(
            "no_file", f"{chosen.name} is drawn, not written.", field="format", way_out="Ask for the PDF."
        )
    findings = chosen.findings(document)
    if findings:
        raise Refusal(
            "einvoice_not_valid", findings[0], field="format",
            way_out="Correct what is named at the client or in instance.toml, then send the document again.",
        )  # fmt: skip
    return chosen.write(document)
