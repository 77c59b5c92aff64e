"""The annual report as a document for a general assembly: PDF/A, in any language of the group.

The same figures and language give the same bytes: the document's instant is when its newest part arrived, or when the
version was published.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from core.db import Transaction
from core.group import pictures, said, store
from core.group.closes import Shown, close_of
from core.group.published import rates_named
from core.group.sheets import Row, Sheet
from core.words import Words
from shared_tools import pdf
from shared_tools.group import Rates
from shared_tools.i18n import N_

TEMPLATE = Path(__file__).parent / "templates" / "report.typ"


def report_pdf(uow: Transaction, shown: Shown, language: str, house: str = "Smart") -> bytes:
    """The report of ``shown`` in ``language`` as PDF/A-3b."""
    return pdf.render(TEMPLATE, paper(uow, shown, language, house), made=shown.made)


def paper(uow: Transaction, shown: Shown, language: str, house: str) -> dict[str, Any]:
    """Everything the template lays out, said in ``language``."""
    words = Words(language)
    published = shown.publication
    return {
        "title": said.title(shown, words), "house": house, "language": language,
        "covers": said.covers(shown, words), "standing": said.standing(shown, words),
        "digest": published.digest if published else "", "key": published.key if published else "",
        "signature": published.signature if published else "", "headline": said.headline(shown, words), "headline_marks": said.year_marks(shown),
        "method": [words(text) for text in said.METHOD], "limits": [words(text) for text in said.LIMITS],
        "sheets": [said.say(sheet, words) for sheet in shown.sheets], "charts": pictures.pictures(shown, words), "flow": pictures.flow(shown, words),
        "marks": said.sentences(shown, words), "discrepancies": discrepancies(shown, words),
        "rests_on": _rests_on(uow, shown, words), "rates": _rates(uow, shown, words),
        "references": references(shown, words),
        "page_words": words(N_("Page {page} of {pages}"), page="{page}", pages="{pages}"), "words": _words(words),
    }  # fmt: skip


def references(shown: Shown, words: Words) -> list[dict[str, Any]]:
    """By table: its columns' references, and each line's; a line's, a slash and a column's make the name of a figure."""
    return [
        {
            "title": f"{sheet.key.split()[0]} {words(sheet.title)}",
            "columns": [(head, column[0].replace(" ", "/")) for column, head in zip(sheet.columns, told.heads, strict=True)],
            "rows": [(said.row_named(sheet, row, words), line_reference(sheet, row)) for row in sheet.rows if row.cells and line_reference(sheet, row)],
        }
        for sheet, told in ((sheet, said.say(sheet, words, whole=True)) for sheet in shown.sheets)
    ]  # fmt: skip


def line_reference(sheet: Sheet, row: Row) -> str:
    """What the names of all figures of a line begin with; "" where nothing is known."""
    for column, cell in zip(sheet.columns, row.cells, strict=True):
        if cell.why:
            return cell.why.removesuffix("/" + column[0].replace(" ", "/"))
    return ""


def _words(words: Words) -> dict[str, Any]:
    return {
        "method": words(N_("How to read these figures")), "limits": words(N_("What this report does not do")),
        "charts": words(N_("The year in pictures")), "marks": words(N_("Figures that moved or can still move")),
        "discrepancies": words(N_("Where the printed report does not add up")),
        "as_printed": words(N_("Nothing was repaired. Each line says what was printed and what the printed lines make.")),
        "discrepancy_heads": [words(N_("Table")), words(N_("Place")), words(N_("Printed")), words(N_("Its lines make")), words(N_("Difference"))],
        "rests_on": words(N_("What these figures rest on")),
        "rests_on_note": words(N_("The newest month of each entity, with the version and the hash of what it signed.")),
        "rests_heads": [words(N_("Entity")), words(N_("Month")), words(N_("Version")), words(N_("Hash"))],
        "rates": words(N_("Rates, units for 1 EUR")),
        "rates_heads": [words(N_("Currency")), words(N_("Month")), words(N_("Closing")), words(N_("Average")), words(N_("Source"))],
        "references": words(N_("Where each figure leads")),
        "references_note": words(N_("Every figure has a reference: that of its line, a slash and its column’s. On the group’s pages, and with the command smartcoop group why, it leads step by step to the entity, the role, the month and the document.")),
        "reference_heads": [words(N_("Line")), words(N_("Reference"))], "columns": words(N_("Columns")),
        "flow": words(N_("Where the members’ income went")), "digest": words(N_("Hash")), "key": words(N_("Key")),
    }  # fmt: skip


def discrepancies(shown: Shown, words: Words) -> list[tuple[str, ...]]:
    """Where the printed source does not add up: table, place, printed, what its lines make, difference."""
    return [
        (
            row["table"], row["place"],
            *(words.number(row[key]).replace("-", "−") for key in ("printed", "lines_make", "difference")),
        )
        for row in shown.annual.discrepancies
    ]  # fmt: skip


def versions_used(uow: Transaction, shown: Shown) -> list[tuple[str, str, int, str]]:
    """Entity, month, version and hash of every figure behind ``shown``; none for a printed report."""
    if shown.annual.is_printed:
        return []
    if shown.publication and shown.publication.content.group:
        return list(shown.publication.content.group.versions)
    return close_of(uow, shown.annual.year, 0, shown.annual.through).to_sign().versions


def _rests_on(uow: Transaction, shown: Shown, words: Words) -> list[tuple[str, ...]]:
    last = {
        entity: (month, str(version), digest) for entity, month, version, digest in versions_used(uow, shown)
    }
    names = shown.annual.names
    return [
        (
            said.entity_named(entity, names.get(entity, ""), words),
            said.month_named(month, words),
            version,
            digest[:32],
        )
        for entity, (month, version, digest) in last.items()
    ]


def _rates(uow: Transaction, shown: Shown, words: Words) -> list[tuple[str, ...]]:
    return [
        (
            row.currency,
            said.month_named(row.month, words),
            row.closing,
            row.average,
            said.rate_source(row, words),
        )
        for row in rates_used(uow, shown)
    ]


def rates_used(uow: Transaction, shown: Shown) -> list[store.FrozenRate]:
    """The versions of this year's rates behind ``shown``, by month; none for a printed report."""
    if shown.annual.is_printed:
        return []
    used = {(entity_currency, month) for entity_currency in set(shown.annual.currencies.values()) for month in [shown.annual.year]}  # fmt: skip
    published = shown.publication.content if shown.publication else None
    rests = Rates(rates_named(uow, published) if published else store.month_rates(uow))
    return [
        row
        for row in reversed(store.rates_frozen(uow))
        if (row.currency, row.month[:4]) in used
        and row.month <= shown.annual.through
        and _version(rests, row) == row.version
    ]


def _version(rates: Rates, row: store.FrozenRate) -> int:
    found = rates.find(row.currency, row.month)
    return found.version if found else 0
