"""The one door to paper: PDF/A-3b in our own typeface, the same bytes for the same data, pictures of any kind as SVG."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pypdf import PdfReader

from shared_tools import pdf

MADE = datetime(2026, 10, 7, 9, tzinfo=UTC)
TEMPLATE = """
#import "/shared_tools/pdf/paper.typ": *
#let paper(data) = [
#show: sheet.with(title: data.title, foot: ("SMart",))
= #data.title
#rows-of((("Line", "left"), ("Amount", "right")), ((data.title, "1 234,56"),) * data.rows, (1fr, auto))
]
"""


@pytest.fixture
def template() -> object:
    path = pdf.ROOT / "shared_tools" / "pdf" / "test-paper.typ"
    path.write_text(TEMPLATE)
    yield path
    path.unlink()


def test_it_is_archivable_tagged_and_repeatable(template: Path) -> None:
    content = pdf.render(template, {"title": "Számla őű", "rows": 100}, made=MADE)
    assert content == pdf.render(template, {"title": "Számla őű", "rows": 100}, made=MADE)
    reader = PdfReader(io.BytesIO(content))
    catalog = reader.trailer["/Root"]
    xmp = catalog["/Metadata"].get_object().get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in xmp and "<pdfaid:conformance>B</pdfaid:conformance>" in xmp
    assert "/OutputIntents" in catalog and "/StructTreeRoot" in catalog
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts and all("Atkinson" in font for font in fonts)
    assert len(reader.pages) > 1
    assert all("Amount" in page.extract_text() for page in reader.pages), "the head stands on every page"
    assert "Számla őű" in reader.pages[0].extract_text()


def test_what_is_typed_stays_words(template: Path) -> None:
    typed = 'a "quote", a \\ and \n#panic("no") $x$ *b* \\"'
    reader = PdfReader(io.BytesIO(pdf.render(template, {"title": typed, "rows": 1}, made=MADE)))
    assert reader.metadata and reader.metadata.title == typed
    said = reader.pages[0].extract_text()
    assert '#panic("no") $x$ *b*' in said and 'a "quote", a \\ and' in said


def test_what_was_said_before_leaves_no_trace(template: Path) -> None:
    pdf.render(template, {"title": "Secret", "rows": 1}, made=MADE)
    content = pdf.render(template, {"title": "Open", "rows": 1}, made=MADE)
    assert "Secret" not in PdfReader(io.BytesIO(content)).pages[0].extract_text()


def test_pages_as_pictures(template: Path) -> None:
    found = pdf.pictures(template, {"title": "A", "rows": 100})
    assert len(found) > 1 and all(page.startswith(b"\x89PNG") for page in found)


def test_pictures_of_any_kind_become_svg(template: Path) -> None:
    png = pdf.pictures(template, {"title": "A", "rows": 1}, pixels_per_inch=20)[0]
    assert pdf.picture_of(png).startswith("<svg") and "data:image/png;base64," in pdf.picture_of(png)
    assert pdf.picture_of(b"<svg/>") == "<svg/>"
    assert pdf.picture_of(b"GIF89a") == ""
