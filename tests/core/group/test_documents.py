"""The report as PDF, spreadsheet, CSV and JSON: numbers as numbers, marks everywhere, the same bytes, every language."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import msgspec
import openpyxl
import pytest
from group_world import GroupWorld
from pypdf import PdfReader

from core.app import _languages
from core.db import Transaction
from core.group.actions import take_in_printed
from core.group.closes import Shown, shown_year
from core.group.paper import report_pdf
from core.group.published import publish_year
from core.group.spreadsheet import json_bytes, report_csv, report_json, report_xlsx

HISTORY = (Path(__file__).parents[3] / "demo" / "history" / "smart-2017.toml").read_text(encoding="utf-8")


def of(group: GroupWorld, make: Any, *args: Any, year: str = "2026", version: int = 0) -> Any:
    def ask(uow: Transaction) -> Any:
        return make(uow, shown_year(uow, year, version), *args)

    return group.ask(ask)


def text_of(pdf: bytes) -> str:
    return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages)


@pytest.fixture
def moved(november: GroupWorld) -> GroupWorld:
    """Published, then restated, and Hungary late: both marks."""
    november.do(publish_year, "2026", november.key, interim=True)
    november.restate("es", "2026-04")
    return november


@pytest.mark.parametrize("language", _languages())
def test_the_paper_speaks_every_language(november: GroupWorld, language: str) -> None:
    text = text_of(of(november, report_pdf, language))
    assert "2026" in text and "{" not in text and "VI.2" in text


def test_the_same_figures_give_the_same_bytes(moved: GroupWorld) -> None:
    for make, args in ((report_pdf, ("nl",)), (report_xlsx, ("nl",))):
        for version in (0, 1):
            assert of(moved, make, *args, version=version) == of(moved, make, *args, version=version)


def test_marks_stand_in_every_form(moved: GroupWorld) -> None:
    sentence = "Smart HU has not signed November 2026"
    pdf, shown = text_of(of(moved, report_pdf, "en", version=1)), of(moved, lambda _, shown: shown, version=1)
    assert sentence in " ".join(pdf.split()) and "restated" in pdf
    data = of(moved, report_json, "en", version=1)
    assert {mark["kind"] for mark in data["marks"]} == {"restated", "late"}
    members = next(table for table in data["tables"] if table["key"] == "I.6 members")
    assert all(cell["marks"] == ("a", "b") for row in members["rows"] for cell in row["cells"] if cell["value"] is not None)  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(report_csv(shown, "en"))))
    assert {row["marks"] for row in rows if row["table"] == "VI.2" and row["entity"] == "hu" and row["value"] and row["column"].endswith("now")} == {"a"}  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(of(moved, report_xlsx, "en", version=1)))
    page = book["VI.2"]
    said = [str(cell.value) for row in page.iter_rows() for cell in row if cell.value]
    assert any(sentence in text for text in said) and "a" in said and "b" in said


def test_a_spreadsheet_holds_numbers_and_where_each_comes_from(moved: GroupWorld) -> None:
    moved.do(take_in_printed, HISTORY)
    book = openpyxl.load_workbook(io.BytesIO(of(moved, report_xlsx, "en", year="2017")))
    assert {"I.5", "I.6 members", "I.6 structure", "II.1", "II.4", "VI.2"} <= set(book.sheetnames)
    page = book["I.6 members"]
    row = next(row for row in page.iter_rows() if row[0].value == "Gross wages")
    assert row[1].value == 75_327_939 and row[1].data_type == "n" and row[2].value == 66_977_961
    sources = [str(cell.value) for cell in row[5:] if cell.value]
    assert any("gross_wages" in text and "2017" in text for text in sources)
    lease = next(row for row in book["II.4"].iter_rows() if row[0].value == "Average value")
    assert (lease[1].value, lease[2].value) == (3596.65, 3369.58)
    differs = next(row for row in book["Does not add up"].iter_rows() if row[1].value == "gross wages 2017")
    assert differs[4].value == 3677779.79


def test_the_printed_year_reads_as_it_was_printed(moved: GroupWorld) -> None:
    moved.do(take_in_printed, HISTORY)
    text = text_of(of(moved, report_pdf, "en", year="2017"))
    for printed in ("150,008,147", "136,081,047", "71,650,159.21", "677,840", "18,465", "3,596.65", "219,647", "3,677,779.79"):  # fmt: skip
        assert printed in text, printed
    assert "{" not in text


def test_json_and_csv_say_the_same_figures(moved: GroupWorld) -> None:
    shown: Shown = of(moved, lambda _, shown: shown)
    data = msgspec.json.decode(json_bytes(of(moved, report_json, "en")))
    scale = {"minor": 100}
    told = {
        (table["key"], row["key"], cell["column"]): cell
        for table in data["tables"] for row in table["rows"] for cell in row["cells"]
    }  # fmt: skip
    for row in csv.DictReader(io.StringIO(report_csv(shown, "en"))):
        cell = told[row["table"], row["row"], row["column"]]
        if row["value"]:
            digits = scale.get(cell["unit"], 1) if row["unit"] != "HUF" else 1
            assert round(float(row["value"]) * digits) == cell["value"], row
        else:
            assert cell["value"] is None
