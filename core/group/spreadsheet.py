"""The annual report as a spreadsheet, as CSV and as JSON: every figure with its source, its marks and its name.

Numbers are written as numbers in major units, one sheet a table. The same figures and language give the same bytes.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec
import xlsxwriter

from core.db import Transaction
from core.group import marks, said
from core.group.closes import Shown
from core.group.paper import discrepancies, rates_used, versions_used
from core.group.sheets import Cell
from core.words import Words
from shared_tools.i18n import N_
from shared_tools.money import exponent, major

FORMATS = {"euro": "#,##0", "thousand": "#,##0", "number": "#,##0", "months": "#,##0", "percent": '0" %"'}


def value_of(cell: Cell) -> Decimal | int | None:
    """A cell's figure in major units."""
    if cell.value is None or cell.unit != "minor":
        return cell.value
    return major(cell.value, cell.currency)


def unit_of(cell: Cell) -> str:
    """``EUR``, ``thousand EUR``, ``%``, ``months`` or nothing for a count."""
    return {"euro": "EUR", "thousand": "thousand EUR", "minor": cell.currency, "percent": "%", "months": "months"}.get(cell.unit, "")  # fmt: skip


class _Book:
    def __init__(self, shown: Shown, words: Words) -> None:
        self.file = io.BytesIO()
        self.book = xlsxwriter.Workbook(self.file, {"in_memory": True})
        self.words, self.shown = words, shown
        # A spreadsheet keeps local times without a zone; UTC is what all who open it can agree on.
        self.book.set_properties({"title": said.title(shown, words), "author": "", "created": shown.made.replace(tzinfo=None)})  # fmt: skip
        self.bold = self.book.add_format({"bold": True})
        self.head = self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self.quiet = self.book.add_format({"font_color": "#565f63"})
        self.mark = self.book.add_format({"font_color": "#765000", "bold": True})
        self._numbers: dict[tuple[str, bool], Any] = {}

    def number(self, cell: Cell, bold: bool) -> Any:
        form = FORMATS.get(cell.unit) or f"#,##0.{'0' * exponent(cell.currency)}".rstrip(".")
        if (form, bold) not in self._numbers:
            self._numbers[form, bold] = self.book.add_format(
                {"num_format": form, "bold": bold, "top": int(bold)}
            )
        return self._numbers[form, bold]

    def sheet(self, name: str) -> Any:
        page = self.book.add_worksheet(name[:31])
        page.set_column(0, 0, 38)
        page.freeze_panes(3, 1)
        return page

    def bytes(self) -> bytes:
        self.book.close()
        return self.file.getvalue()


def report_xlsx(uow: Transaction, shown: Shown, language: str) -> bytes:
    """A workbook: one sheet a table, then the marks, what does not add up, what it all rests on and the method."""
    words = Words(language)
    book = _Book(shown, words)
    for sheet, told in zip(
        shown.sheets, (said.say(one, words, whole=True) for one in shown.sheets), strict=True
    ):
        page = book.sheet(sheet.key)
        page.write_string(0, 0, f"{sheet.key} {told.title}", book.bold)
        page.write_string(1, 0, f"{said.title(shown, words)}. {said.standing(shown, words)}", book.quiet)
        count = len(told.heads)
        page.set_column(1, count, 16)
        page.set_column(count + 1, count + 1, 10)
        page.set_column(count + 2, 2 * count + 1, 44)
        sources = [f"{words(N_('Source'))}: {head}" for head in told.heads]
        for column, head in enumerate(["", *told.heads, words(N_("Marks")), *sources]):
            page.write_string(2, column, head, book.head)
        for line, (row, in_words) in enumerate(zip(sheet.rows, told.rows, strict=True), 3):
            page.write_string(line, 0, in_words.label, book.bold if row.kind else None)
            for column, cell in enumerate(row.cells, 1):
                if (value := value_of(cell)) is not None:
                    page.write_number(line, column, value, book.number(cell, row.kind == "sum"))
                    page.write_string(line, count + 1 + column, f"{cell.source} [{unit_of(cell)}]" if unit_of(cell) else cell.source, book.quiet)  # fmt: skip
            letters = sorted(
                {letter for cell in row.cells if cell.value is not None for letter in cell.marks}
            )
            if letters:
                page.write_string(line, count + 1, " ".join(letters), book.mark)
        line = len(sheet.rows) + 4
        for text in [
            told.note,
            *(f"{letter}: {sentence}" for letter, sentence in said.sentences(shown, words)),
        ]:
            if text:
                page.write_string(line, 0, text, book.quiet)
                line += 1
    _text_sheets(uow, shown, words, book)
    return book.bytes()


def _text_sheets(uow: Transaction, shown: Shown, words: Words, book: _Book) -> None:
    lists: list[tuple[str, list[str], list[tuple[Any, ...]]]] = []
    if shown.annual.discrepancies:
        heads = [N_("Table"), N_("Place"), N_("Printed"), N_("Its lines make"), N_("Difference")]
        lists.append((words(N_("Does not add up")), heads, [
            (row["table"], row["place"], *(Decimal(row[key]) for key in ("printed", "lines_make", "difference")))
            for row in shown.annual.discrepancies
        ]))  # fmt: skip
    if used := versions_used(uow, shown):
        lists.append(
            (words(N_("Rests on")), [N_("Entity"), N_("Month"), N_("Version"), N_("Hash")], list(used))
        )
    if rates := rates_used(uow, shown):
        heads = [N_("Currency"), N_("Month"), N_("Closing"), N_("Average"), N_("Source")]
        lists.append((words(N_("Rates")), heads, [
            (row.currency, row.month, row.closing, row.average, said.rate_source(row, words)) for row in rates
        ]))  # fmt: skip
    for name, heads, rows in lists:
        page = book.sheet(name)
        for column, head in enumerate(heads):
            page.write_string(2, column, words(head), book.head)
        for line, row in enumerate(rows, 3):
            for column, value in enumerate(row):
                if isinstance(value, str):
                    page.write_string(line, column, value)
                else:
                    page.write_number(line, column, value)
    page = book.sheet(words(N_("Method")))
    page.set_column(0, 0, 110, book.book.add_format({"text_wrap": True}))
    for line, text in enumerate([*said.METHOD, *said.LIMITS], 3):
        page.write_string(line, 0, words(text))


def report_csv(shown: Shown, language: str) -> str:
    """Every figure on a line: table, row, column, value with a point, unit, marks, source, its name and the report's."""
    words = Words(language)
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(
        ("table", "entity", "row", "label", "column", "value", "unit", "marks", "source", "figure", "report")
    )
    for sheet in shown.sheets:
        for row in sheet.rows:
            label = said.row_named(sheet, row, words)
            for (column, *_), cell in zip(sheet.columns, row.cells, strict=False):
                value = value_of(cell)
                writer.writerow((
                    sheet.key, row.entity, row.key, label, column, "" if value is None else f"{value:f}" if isinstance(value, Decimal) else value,
                    unit_of(cell), " ".join(cell.marks), cell.source if value is not None else "", cell.why,
                    said.title(shown, words),
                ))  # fmt: skip
    return file.getvalue()


def report_json(uow: Transaction, shown: Shown, language: str) -> Mapping[str, Any]:
    """The report as data. Amounts in the unit of each cell (minor: minor units of its currency); ``figure`` names its drill."""
    words, published = Words(language), shown.publication
    return {
        "title": said.title(shown, words), "interim": shown.annual.is_interim,
        "year": shown.annual.year, "through": shown.annual.through, "scope": shown.annual.scope,
        "source": shown.annual.source, "standing": said.standing(shown, words),
        "version": shown.version, "number": published.content.number if published else None,
        "digest": published.digest if published else None, "replaces": published.content.replaces if published else None,
        "key": published.key if published else None, "signature": published.signature if published else None,
        "marks": marks.as_json(shown.marks),
        "headline": [{"label": one.label, "value": one.amount, "marks": one.marks.split(), "figure": one.why} for one in said.headline(shown, words)],
        "tables": [
            {
                "key": sheet.key, "title": words(sheet.title),
                "rows": [
                    {
                        "key": row.key, "label": said.row_named(sheet, row, words), "entity": row.entity, "kind": row.kind,
                        "cells": [
                            {"column": column[0], "value": cell.value, "unit": cell.unit, "currency": cell.currency, "marks": cell.marks, "source": cell.source, "figure": cell.why}
                            for column, cell in zip(sheet.columns, row.cells, strict=False)
                        ],
                    }
                    for row in sheet.rows
                ],
            }
            for sheet in shown.sheets
        ],
        "discrepancies": [
            {**row, "figure": f"printed/{shown.annual.year}/{n}/difference"} for n, row in enumerate(shown.annual.discrepancies)
        ],
        "versions": versions_used(uow, shown),
        "rates": [row._asdict() for row in rates_used(uow, shown)],
    }  # fmt: skip


def json_bytes(value: Any) -> bytes:
    """Sorted keys: the same figures, the same bytes."""
    return msgspec.json.encode(value, order="sorted")


__all__ = ["discrepancies", "json_bytes", "report_csv", "report_json", "report_xlsx", "unit_of", "value_of"]
