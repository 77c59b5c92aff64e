"""The forms an invoice may leave in, by code, and which one a client receives. Pure.

A format is a line in ``FORMATS``, registered here and nowhere else; the fact sheets name it by its code
(``[[einvoice]]``). What a format asks beyond the document (``Making.terms``) the country's einvoice.py fills.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final, Literal

import msgspec

from core.clients.model import Client
from core.country import Country, Receiver
from core.country.einvoice import InvoiceForm
from shared_tools.einvoice import cii, ebinterface, facturae, fatturapa, profiles, rules, ubl
from shared_tools.einvoice.model import Document
from shared_tools.einvoice.objections import Objection
from shared_tools.einvoice.profiles import Profile
from shared_tools.i18n import N_
from shared_tools.refusal import Refusal, Words

PDF: Final = "pdf"

Channel = Literal["mail", "access_point"]

NO_CERTIFICATE: Final = Objection(
    code="no_certificate", field="signing",
    sentence=N_("This client's invoices are signed (Facturae), and the entity has no signing certificate that is valid today."),
    way_out=N_("Ask the staff to put the .p12 file of its certificate beside instance.toml and to name it under [signing]."),
)  # fmt: skip


class Making(msgspec.Struct, frozen=True, kw_only=True):
    """What a file is made with besides its document.

    ``terms`` the format's own struct, filled by the country; ``page`` draws the PDF/A-3; ``seal`` signs a file with the
    entity's certificate; ``language`` of the page; ``today`` the entity's day, None for the document's own.
    """

    terms: Any = None
    page: Callable[[], bytes] | None = None
    seal: Callable[[bytes], bytes] | None = None
    language: str = ""
    today: date | None = None


Write = Callable[[Document, Making], bytes]
Objections = Callable[[Document, Making], Sequence[Objection]]


class Format(msgspec.Struct, frozen=True, kw_only=True):
    """``write`` makes the file of a document; paper is drawn elsewhere and has none.

    ``objections`` what the format's own rules hold against a document, ``profile`` the rules of EN 16931 it is held to.
    ``channel`` how the file travels; ``addressed`` whether it can only go to an electronic address; ``asks_terms``
    whether it wants ``Making.terms``; ``signed`` whether it is an invoice only with the entity's signature.
    """

    code: str
    name: str
    media_type: str = "application/xml"
    extension: str = "xml"
    write: Write | None = None
    profile: Profile | None = None
    objections: Objections = lambda document, making: ()
    channel: Channel = "access_point"
    addressed: bool = True
    asks_terms: bool = False
    signed: bool = False


def _referenced(document: Document) -> Document:
    """Peppol wants a buyer reference or an order (R003); a client who gave neither finds our own number there."""
    if document.buyer_reference or document.order:
        return document
    return msgspec.structs.replace(document, buyer_reference=document.number)


def dressed(document: Document, chosen: Format) -> Document:
    """``document`` as ``chosen`` writes it: EN 16931 forbids VAT numbers on one outside VAT (BR-O-02); others want them."""
    if chosen.profile is None:
        return document
    if chosen.profile.rules & {"peppol", "xrechnung"}:
        document = _referenced(document)
    if all(part.category != "O" for part in document.vat_breakdown):
        return document
    seller, buyer = (msgspec.structs.replace(party, vat_id="") for party in (document.seller, document.buyer))
    return msgspec.structs.replace(document, seller=seller, buyer=buyer)


def _of(profile: Profile, code: str, **more: Any) -> Format:
    syntax = ubl if profile.syntax == "ubl" else cii
    return Format(
        code=code, name=profile.name, profile=profile, **more,
        write=lambda document, making: syntax.write(document, profile),
    )  # fmt: skip


def _in_pdf(profile: Profile, code: str) -> Format:
    """The page the client reads with the invoice inside: one file for a person and for a program."""

    def write(document: Document, making: Making) -> bytes:
        # It reads and writes PDF, which whoever only writes XML need not load.
        from shared_tools.einvoice import facturx

        assert making.page is not None, "a Factur-X file is made with its page"
        return facturx.embed(making.page(), document, profile, making.language)

    return Format(
        code=code, name=profile.name, media_type="application/pdf", extension="pdf", write=write, profile=profile,
        channel="mail", addressed=False,
    )  # fmt: skip


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
    _in_pdf(profiles.FACTUR_X, "factur_x"),
    _in_pdf(profiles.FRENCH_FACTUR_X, "french_factur_x"),
    Format(
        code="fatturapa", name="FatturaPA", write=lambda document, making: fatturapa.write(document, making.terms),
        objections=lambda document, making: fatturapa.objections(
            document, making.terms, making.today or document.issue_date
        ), addressed=False, asks_terms=True,
    ),
    Format(
        code="facturae", name="Facturae 3.2.2", write=lambda document, making: facturae.write(document, making.terms),
        signed=True, addressed=False, asks_terms=True,
    ),
    Format(
        code="ebinterface", name="ebInterface 6.1",
        write=lambda document, making: ebinterface.write(document, making.terms),
        objections=lambda document, making: ebinterface.objections(document, making.terms), addressed=False,
        asks_terms=True,
    ),
)  # fmt: skip


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
    wanted = format_of(form.format)
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
            "unknown_format", f"{code!r} is no format this program writes.", field="format",
            way_out=f"Use one of {', '.join(FORMATS)}.",
        )  # fmt: skip
    return FORMATS[code]


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """Something a recipient would hold against a document, in the reader's language: ``fatal`` it would be refused."""

    rule: str
    sentence: str
    way_out: str
    field: str = ""
    fatal: bool = True

    @classmethod
    def of(cls, objection: Objection, words: Words) -> Found:
        sentence, way_out = objection.said(words)
        return cls(rule=objection.code, sentence=sentence, way_out=way_out, field=objection.field)

    def refusal(self) -> Refusal:
        return Refusal(self.rule, self.sentence, field=self.field, way_out=self.way_out)


def preflight(document: Document, code: str, making: Making, words: Words) -> list[Found]:
    """Everything the official rules of format ``code`` would find in ``document``. Raises Refusal ``unknown_format``."""
    chosen = format_of(code)
    found: list[Found] = []
    if chosen.profile:
        for said in rules.check(dressed(document, chosen), chosen.profile):
            found.append(Found(
                rule=said.rule, sentence=said.sentence(words), way_out=words(said.way_out), field=said.term,
                fatal=said.severity == "fatal",
            ))  # fmt: skip
    objections = list(chosen.objections(document, making)) or _unwritten(document, chosen, making)
    if chosen.signed and making.seal is None:
        objections.append(NO_CERTIFICATE)
    return [*found, *(Found.of(objection, words) for objection in objections)]


def _unwritten(document: Document, chosen: Format, making: Making) -> list[Objection]:
    """What a national format's writer refuses: it knows more than the official controls, and takes half a millisecond."""
    if not chosen.asks_terms or chosen.write is None:
        return []
    try:
        chosen.write(document, making)
    except Refusal as refusal:
        return [Objection.of(refusal)]
    return []


def written(document: Document, code: str, making: Making | None = None) -> bytes:
    """``document`` as the file of format ``code``.

    Raises Refusal ``unknown_format``, ``no_file`` (paper has none), ``einvoice_not_valid`` with the first objection of a
    national format, or of what the format's writer lacks.
    """
    chosen, making = format_of(code), making or Making()
    if chosen.write is None:
        raise Refusal(
            "no_file", f"{chosen.name} is drawn, not written.", field="format", way_out="Ask for the PDF."
        )
    if chosen.asks_terms and making.terms is None:
        raise Refusal(
            "terms_missing", f"{chosen.name} is no format of this country.", field="format",
            way_out=f"Use one of {', '.join(known.code for known in FORMATS.values() if not known.asks_terms)}.",
        )  # fmt: skip
    objections = chosen.objections(document, making)
    if objections:
        raise objections[0].refusal("einvoice_not_valid")
    content = chosen.write(dressed(document, chosen), making)
    if not chosen.signed:
        return content
    if making.seal is None:
        raise NO_CERTIFICATE.refusal()
    return making.seal(content)
