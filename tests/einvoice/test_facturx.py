"""Factur-X PDFs: the invoice stands inside as the format wants it, and the page stays PDF/A-3b as far as its structure shows."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import typst
from einvoice_samples import make
from lxml import etree
from pypdf import PdfReader, PdfWriter

from shared_tools.einvoice import cii, profiles
from shared_tools.einvoice.facturx import FILENAME, embed, embed_xml, extract
from shared_tools.refusal import Refusal

DOCUMENT = make("FR", "FR")
MOST = 1_000_000
XMP = {
    "pdfaid": "http://www.aiim.org/pdfa/ns/id/",
    "fx": "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    source = tmp_path_factory.mktemp("page") / "page.typ"
    source.write_text(
        '#set document(title: "Facture", date: datetime(year: 2026, month: 11, day: 20))\nFacture PA-2026-00017',
        encoding="utf-8",
    )
    return typst.compile(source, pdf_standards=["a-3b"])


@pytest.fixture(scope="module")
def made(page: bytes) -> PdfReader:
    return PdfReader(BytesIO(embed(page, DOCUMENT, profiles.FRENCH_FACTUR_X, "fr")))


def test_the_invoice_inside_is_the_one_that_was_written(page: bytes) -> None:
    pdf = embed(page, DOCUMENT, profiles.FRENCH_FACTUR_X)
    assert extract(pdf, MOST) == cii.write(DOCUMENT, profiles.FRENCH_FACTUR_X)


def test_the_same_invoice_gives_the_same_bytes(page: bytes) -> None:
    first, second = (embed(page, DOCUMENT, profiles.FRENCH_FACTUR_X, "fr") for _ in range(2))
    assert first == second
    assert b"20261120" in first.replace(b"-", b"")


def test_it_is_attached_as_an_alternative_of_the_page(made: PdfReader) -> None:
    root: Any = made.root_object
    (spec,) = (one.get_object() for one in root["/AF"].get_object())
    assert spec["/AFRelationship"] == "/Alternative"
    assert spec["/F"] == spec["/UF"] == FILENAME
    stream = spec["/EF"]["/F"].get_object()
    assert stream["/Subtype"] == "/text/xml"
    assert {"/ModDate", "/Size"} <= stream["/Params"].keys()
    assert root["/Names"]["/EmbeddedFiles"]["/Names"][0] == FILENAME


def test_it_says_pdf_a_3b_and_which_profile(made: PdfReader) -> None:
    root: Any = made.root_object
    xmp = etree.fromstring(root["/Metadata"].get_object().get_data())
    told = {name: xmp.findtext(f".//{name}", namespaces=XMP) for name in (
        "pdfaid:part", "pdfaid:conformance", "fx:DocumentType", "fx:DocumentFileName", "fx:ConformanceLevel",
    )}  # fmt: skip
    assert told == {
        "pdfaid:part": "3", "pdfaid:conformance": "B", "fx:DocumentType": "INVOICE", "fx:DocumentFileName": FILENAME,
        "fx:ConformanceLevel": "EN 16931",
    }  # fmt: skip
    assert xmp.find(".//pdfaExtension:schemas", XMP) is not None


def test_what_pdf_a_asks_of_the_file_is_still_there(page: bytes, made: PdfReader) -> None:
    before: Any = PdfReader(BytesIO(page)).root_object
    root: Any = made.root_object
    assert len(root["/OutputIntents"].get_object()) == len(before["/OutputIntents"].get_object()) == 1
    intent = root["/OutputIntents"].get_object()[0].get_object()
    assert intent["/S"] == "/GTS_PDFA1"
    assert intent["/DestOutputProfile"].get_object().get_data()
    assert made.pdf_header == "%PDF-1.7"
    assert len(made.trailer["/ID"]) == 2
    assert "/Encrypt" not in made.trailer
    assert root["/Lang"] == "fr"
    for font in _fonts(made):
        descriptor = font["/DescendantFonts"].get_object()[0].get_object()["/FontDescriptor"].get_object()
        assert {"/FontFile", "/FontFile2", "/FontFile3"} & descriptor.keys()


def _fonts(reader: PdfReader) -> list[Any]:
    resources: Any = reader.pages[0]["/Resources"]
    fonts = [font.get_object() for font in resources["/Font"].get_object().values()]
    assert fonts
    return fonts


def test_a_page_that_is_no_pdf_a_3_is_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    plain = BytesIO()
    writer.write(plain)
    with pytest.raises(Refusal) as refused:
        embed(plain.getvalue(), DOCUMENT, profiles.FRENCH_FACTUR_X)
    assert refused.value.rule == "not_pdf_a3"


@pytest.mark.parametrize(
    "profile", [profiles.FRENCH_EXTENDED_CII, profiles.PEPPOL], ids=lambda profile: profile.name
)
def test_a_profile_without_pdf_form_is_refused(page: bytes, profile: profiles.Profile) -> None:
    with pytest.raises(Refusal) as refused:
        embed(page, DOCUMENT, profile)
    assert refused.value.rule == "no_pdf_form"


def test_a_second_embedding_replaces_the_first(page: bytes) -> None:
    once = embed(page, DOCUMENT, profiles.FRENCH_FACTUR_X)
    other = cii.write(make("FR", "FR", credit=True), profiles.FRENCH_FACTUR_X)
    assert extract(embed_xml(once, other, DOCUMENT), MOST) == other


def test_no_temporary_file_stays_behind(page: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    embed(page, DOCUMENT, profiles.FRENCH_FACTUR_X)
    assert list(tmp_path.iterdir()) == []
