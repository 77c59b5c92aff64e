"""The annual report's tables for any year: from signed figures, or from the printed report of a year before them."""

from __future__ import annotations

from typing import Any

import msgspec

from core.db import Transaction
from core.group import store
from core.group.consolidate import months_complete, perimeter
from shared_tools.group import Perimeter, Rates, history, report
from shared_tools.group.figures import Figures, newest
from shared_tools.refusal import Refusal


class Annual(msgspec.Struct, frozen=True):
    """A year's tables beside the year before. Euro, except I.5 and II.4 (minor units); see shared_tools.group.report.

    ``through``      the last month of the year that is complete: what the figures cover, from January on
    ``source``       what they were made from; ``discrepancies`` where a printed source does not add up
    ``cents``        year → entity → role, ledger signs: what the tables were made from
    ``turnover``     entity → month → cents, natural sign
    ``counts``       entity → year → what it counted
    ``names``, ``currencies``  by entity
    """

    year: str
    through: str
    scope: list[str]
    source: str
    tables: dict[str, Any]
    discrepancies: list[dict[str, str]]
    cents: dict[str, dict[str, dict[str, int]]]
    turnover: dict[str, dict[str, int]]
    counts: dict[str, dict[str, dict[str, Any]]]
    names: dict[str, str]
    currencies: dict[str, str]

    @property
    def before(self) -> str:
        return str(int(self.year) - 1)

    @property
    def is_printed(self) -> bool:
        return self.source.startswith("printed")

    @property
    def is_interim(self) -> bool:
        """Whether months are missing: the figures end before December."""
        return not self.through.endswith("-12")

    @property
    def one_currency(self) -> bool:
        """Whether the scope keeps its books in one currency, so that what is never translated can be added up."""
        return len({self.currencies[code] for code in self.scope}) == 1


class Basis(msgspec.Struct, frozen=True):
    """What a year's tables are made from, whatever its source. ``scope``: of whom, where nobody chose: a printed report's
    budgets are of the entity that printed it; of its sisters it prints the turnover alone.
    """

    members: Perimeter
    figures: list[Figures]
    rates: Rates
    counts: dict[str, dict[str, dict[str, Any]]]
    through: str
    source: str
    discrepancies: list[dict[str, str]]
    names: dict[str, str]
    scope: list[str]


def basis(uow: Transaction, year: str) -> Basis:
    """Signed figures up to the last complete month of ``year``, or its printed report.

    Raises Refusal ``no_figures`` for a year of which nothing is known or complete.
    """
    printed = store.printed_report(uow, year)
    if printed is not None:
        members, figures, counts = history.books(printed)
        found = [_told(one) for one in history.discrepancies(printed)]
        names = {entity.code: entity.code for entity in members.entities}
        rates, source, through = Rates([]), f"printed report of {printed.year}", f"{year}-12"
        scope = [printed.entity]
    else:
        complete = [month for month in months_complete(uow) if month[:4] <= year]
        through = complete[-1] if complete and complete[-1][:4] == year else ""
        members, figures = (
            perimeter(uow),
            [one for one in store.figures_received(uow) if one.month <= through],
        )
        names = {row["entity"]: row["name"] for row in store.entities(uow)}
        rates, counts, found, source = Rates(store.month_rates(uow)), _counts(figures), [], "signed figures"
        scope = [entity.code for entity in members.entities if entity.consolidated]
    if not any(figure.movements and figure.month[:4] == year for figure in figures):
        raise Refusal("no_figures", f"nothing is known of {year}.", field="year", way_out="Collect that year's figures, or take in its printed report.")  # fmt: skip
    return Basis(members, figures, rates, counts, through, source, found, names, scope)


def annual(uow: Transaction, year: str, scope: list[str]) -> Annual:
    """The tables of ``year`` (2017); members' and structure's budgets of the entities in ``scope``; for none of all, or
    of the one whose printed report it is.

    Raises Refusal ``no_figures`` for a year of which nothing is known, ``unknown_entity``.
    """
    return annual_of(basis(uow, year), year, scope)


def annual_of(of: Basis, year: str, scope: list[str]) -> Annual:
    """The same from what was already read."""
    codes = [entity.code for entity in of.members.entities]
    for code in scope:
        if code not in codes:
            raise Refusal("unknown_entity", f"{code!r} is not in the report of {year}.", field="scope", way_out=f"Use {', '.join(codes)}.")  # fmt: skip
    by_year, by_month = report.years_by_entity(of.members, of.figures, of.rates, year)
    chosen = scope or of.scope
    _, tables = report.tables_of(by_year, codes, of.counts, year, chosen)
    made = Annual(
        year, of.through, chosen, of.source, tables, of.discrepancies, by_year, by_month, of.counts, of.names,
        {entity.code: entity.currency for entity in of.members.entities},
    )  # fmt: skip
    return made if made.one_currency else msgspec.structs.replace(made, tables=_unmixed(tables))


def _unmixed(tables: dict[str, Any]) -> dict[str, Any]:
    """Without sums of what is never translated: gross pay and leases stay in their own currencies, entity by entity."""
    kept = dict(tables)
    for name in ("I.5", "I.5 structures"):
        if name in kept:
            kept[name] = {
                row: {key: value for key, value in line.items() if key != "gross"}
                for row, line in kept[name].items()
            }
    leases = kept["II.4"]
    if leases["running"]:
        kept["II.4"] = {key: leases[key] if key in ("new_contracts", "running") else None for key in leases}
    return kept


def _counts(figures: list[Figures]) -> dict[str, dict[str, dict[str, Any]]]:
    """Each entity's counts of a year, as its last month of that year counted them; newer versions win."""
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for figure in sorted(newest(figures).values(), key=lambda figure: figure.month):
        found.setdefault(figure.entity, {})[figure.month[:4]] = figure.counts.get("year", {})
    return found


def _told(found: history.Discrepancy) -> dict[str, str]:
    return {
        "table": found.table, "place": found.place, "printed": str(found.printed), "lines_make": str(found.lines_make),
        "difference": str(found.difference),
    }  # fmt: skip


def flat_rows(tables: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Every figure as (table, row, column, value)."""
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
