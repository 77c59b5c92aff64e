"""The annual report's tables for any year: from signed figures, or from the printed report of a year before them."""

from __future__ import annotations

from typing import Any

import msgspec

from core.db import Transaction
from core.group import store
from core.group.consolidate import perimeter
from shared_tools.group import Rates, history, report
from shared_tools.group.figures import Figures
from shared_tools.refusal import Refusal


class Annual(msgspec.Struct, frozen=True):
    """A year's tables beside the year before. Euro, except I.5 and II.4 (minor units); see shared_tools.group.report.

    ``source`` says what they were made from; ``discrepancies`` where a printed source does not add up.
    """

    year: str
    scope: list[str]
    source: str
    tables: dict[str, Any]
    discrepancies: list[dict[str, str]]


def annual(uow: Transaction, year: str, scope: list[str]) -> Annual:
    """The tables of ``year`` (2017); members' and structure's budgets of the entities in ``scope``, none for all.

    Raises Refusal ``no_figures`` for a year of which nothing is known, ``unknown_entity``.
    """
    printed = store.printed_report(uow, year)
    if printed is not None:
        members, figures, counts = history.books(printed)
        rates, source = Rates([]), f"printed report of {printed.year}"
        found = [_told(d) for d in history.discrepancies(printed)]
    else:
        members, figures = perimeter(uow), store.figures_received(uow)
        rates, counts, found, source = Rates.of(store.rates(uow)), _counts(figures), [], "signed figures"
    codes = [entity.code for entity in members.entities]
    for code in scope:
        if code not in codes:
            raise Refusal("unknown_entity", f"{code!r} is not in the report of {year}.", field="scope", way_out=f"Use {', '.join(codes)}.")  # fmt: skip
    if not any(figure.movements and figure.month[:4] == year for figure in figures):
        raise Refusal("no_figures", f"nothing is known of {year}.", field="year", way_out="Collect that year's figures, or take in its printed report.")  # fmt: skip
    _, tables = report.annual_tables(members, figures, rates, counts, year, scope or codes)
    return Annual(year, scope or codes, source, tables, found)


def _counts(figures: list[Figures]) -> dict[str, dict[str, dict[str, Any]]]:
    """Each entity's counts of a year, as its last month of that year counted them; newer versions win."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for figure in sorted(figures, key=lambda figure: (figure.month, figure.version)):
        found.setdefault(figure.entity, {})[figure.month[:4]] = figure.counts.get("year", {})
    return found


def _told(found: history.Discrepancy) -> dict[str, str]:
    return {
        "table": found.table, "place": found.place, "printed": str(found.printed), "lines_make": str(found.lines_make),
        "difference": str(found.difference),
    }  # fmt: skip


def flat_rows(tables: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Every figure as (table, row, column, value): what a spreadsheet or CSV takes."""
    rows: list[tuple[str, str, str, str]] = []
    for table, content in tables.items():
        if isinstance(content, list):
            for year, *amounts in content:
                names = ("contracts", "activities", "total")
                rows += [
                    (table, str(year), name, str(amount)) for name, amount in zip(names, amounts, strict=True)
                ]
        elif isinstance(content, dict):
            for name, value in content.items():
                if isinstance(value, dict):
                    rows += [(table, name, key, _text(cell)) for key, cell in value.items()]
                else:
                    rows.append((table, name, "", _text(value)))
    return rows


def _text(value: Any) -> str:
    return (
        "; ".join(_text(item) for item in value)
        if isinstance(value, list)
        else ""
        if value is None
        else str(value)
    )
