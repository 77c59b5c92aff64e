"""The way down from a figure of the annual report: table → line → role → entity → month, with rounding as a line.

Printed euro are rounded by largest remainder so that lines add to their total; the difference between the printed euro and
its cents is a part called rounding. Counts end with the entity that counted: persons are never made by adding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from core.db import Transaction
from core.group import store
from core.group.annual import Annual
from core.group.closes import shown_year
from core.group.explained import Explained, Label, Part, closing, minus, natural
from core.group.figure import COUNTED
from core.group.sheets import LINES, TITLES, Cell, Sheet, roles_of
from shared_tools.group import history, report
from shared_tools.group.report import EURO
from shared_tools.i18n import N_

ROUNDING = Label("word", N_("Rounding to whole euro"))


class _In:
    """A shown year, and how its figures are named."""

    def __init__(self, uow: Transaction, year: str, version: str) -> None:
        self.shown = shown_year(uow, year, int(version))
        self.made: Annual = self.shown.annual
        self.year, self.version = year, int(version)
        self.prefix = f"report/{year}/{version}"

    def name(self, *parts: str) -> str:
        return "/".join((self.prefix, *parts))

    def table(self, key: str) -> Sheet:
        return next(sheet for sheet in self.shown.sheets if sheet.key == key)

    def cell(self, table: str, row: str, column: int) -> Cell:
        return next(one for one in self.table(table).rows if one.key == row).cells[column]

    def year_of(self, column: str) -> str:
        return {"now": self.made.year, "before": self.made.before}[column]

    def month_of(self, year: str) -> str:
        return self.made.through if year == self.made.year else f"{year}-12"

    def counts(self, code: str, year: str) -> Mapping[str, Any]:
        return self.made.counts.get(code, {}).get(year, {})


def explain_report(uow: Transaction, path: Sequence[str]) -> Explained:
    """A figure called ``report/year/version/table/…``. Raises KeyError, ValueError or StopIteration for none."""
    year, version, table, *rest = path
    of = _In(uow, year, version)
    if table == "scope":
        return _scope(of, *rest)
    return _TABLES[table](of, table, *rest)


def _euro(labels: tuple[Label, ...], euro: int, unit: int, parts: list[Part], up: str = "") -> Explained:
    """A printed figure of ``unit`` cents: its parts in cents and what rounding made of them."""
    amount = euro * unit
    rest = amount - sum(part.amount for part in parts)
    if rest:
        parts = [*parts, Part(ROUNDING, rest)]
    return Explained(labels, amount, "EUR", tuple(parts), up=up)


def _scope(of: _In, year: str, role: str) -> Explained:
    """A role's cents of a year: the entities in scope."""
    by_entity, month = of.made.cents[year], of.month_of(year)
    parts = [
        Part(
            Label("entity", code), natural(role, by_entity[code][role]),
            closing(of.year, of.version, month, "entity", code, role),
        )
        for code in of.made.scope if role in by_entity.get(code, {})
    ]  # fmt: skip
    return Explained((Label("role", role), Label("text", year)), sum(part.amount for part in parts), "EUR", tuple(parts))  # fmt: skip


def _roles(of: _In, year: str, roles: Sequence[str]) -> list[Part]:
    cents = report.added(of.made.cents.get(year, {}), of.made.scope)
    return [
        Part(Label("role", role), natural(role, cents[role]), of.name("scope", year, role))
        for role in roles
        if cents.get(role)
    ]


# --- what the cover says large ------------------------------------------------------------------------------------


def _all(of: _In, table: str, what: str) -> Explained:
    """Turnover, users or number of all entities, whoever is in scope."""
    year, made = of.made.year, of.made
    known = [code for code in made.names if made.cents[year].get(code)]
    labels = (Label("word", ALL[what]), Label("text", year))
    if what == "entities":
        return Explained(labels, len(known), "", tuple(Part(Label("entity", code), 1) for code in known))
    if what == "users":
        counted = {
            code: of.counts(code, year)["users"] for code in made.names if "users" in of.counts(code, year)
        }
        parts = [Part(Label("entity", code), value, of.name("VI.2", code, "users", "now")) for code, value in counted.items()]  # fmt: skip
        return Explained(labels, sum(counted.values()), "", tuple(parts))
    parts = [
        Part(Label("entity", code), -sum(made.cents[year][code].get(role, 0) for role in report.TURNOVER), closing(of.year, of.version, made.through, "line", "turnover", code))
        for code in known
    ]  # fmt: skip
    return Explained(labels, sum(part.amount for part in parts), "EUR", tuple(parts))


ALL: Mapping[str, str] = {
    "turnover": N_("Turnover of all entities"), "users": N_("Users, counted by each entity"), "entities": N_("Entities"),
}  # fmt: skip


# --- what a printed report does not add up ------------------------------------------------------------------------


def explain_printed(uow: Transaction, year: str, place: str, what: str = "difference") -> Explained:
    """A place where a printed report does not add up: ``printed/year/place/difference``, ``printed`` or ``lines``."""
    found = store.printed_report(uow, year)
    if found is None:
        raise KeyError(year)
    one = history.discrepancies(found)[int(place)]
    unit = "" if one.is_count else "EUR"
    labels = (Label("text", one.place), Label("text", one.table))
    up = f"printed/{year}/{place}/difference"
    if what == "difference":
        parts = (
            Part(Label("word", N_("Printed")), one.units(one.printed), f"printed/{year}/{place}/printed"),
            Part(Label("word", N_("Its lines make")), -one.units(one.lines_make), minus(f"printed/{year}/{place}/lines")),
        )  # fmt: skip
        return Explained(labels, one.units(one.difference), unit, parts)
    if what == "printed":
        part = Part(Label("word", N_("Printed")), one.units(one.printed))
        return Explained(labels, part.amount, unit, (part,), "printed", AS_PRINTED, up)
    if what != "lines":
        raise KeyError(what)
    lines = tuple(Part(_line_label(name, found.entity), one.units(amount)) for name, amount in one.lines)
    return Explained(labels, one.units(one.lines_make), unit, lines, note=AS_PRINTED, up=up)


AS_PRINTED = N_("As the report printed it; nothing was repaired.")


def _line_label(name: str, entity: str) -> Label:
    return Label("line", LINES[name]) if name in LINES else Label("type", name, entity)


# --- I.6 ----------------------------------------------------------------------------------------------------------


def _budget(of: _In, table: str, line: str, column: str) -> Explained:
    now = of.cell(table, line, 0).value
    labels = (Label("line", LINES[line]), Label("line", TITLES[table]))
    if column == "growth":
        before = of.cell(table, line, 1).value
        assert now is not None and before is not None
        parts = (
            Part(Label("text", of.made.year), now * EURO, of.name(table, line, "now")),
            Part(Label("text", of.made.before), before * EURO, of.name(table, line, "before")),
        )
        return Explained(labels, _known(report.growth(now, before)), "%", parts, "growth")
    if column == "share":
        total = "income_total" if line.startswith("income") else "costs_total"
        whole = of.cell(table, total, 0).value
        assert now is not None and whole is not None
        parts = (
            Part(Label("line", LINES[line]), now * EURO, of.name(table, line, "now")),
            Part(Label("line", LINES[total]), whole * EURO, of.name(table, total, "now")),
        )
        return Explained(labels, _known(report.percent(now, whole)), "%", parts, "share")
    year = of.year_of(column)
    place = ("now", "before").index(column)
    value = _known(of.cell(table, line, place).value)
    labels = (*labels, Label("text", year))
    if line == "result":
        income, costs = (
            _known(of.cell(table, name, place).value) for name in ("income_total", "costs_total")
        )
        parts = (
            Part(Label("line", LINES["income_total"]), income * EURO, of.name(table, "income_total", column)),
            Part(
                Label("line", LINES["costs_total"]),
                -costs * EURO,
                minus(of.name(table, "costs_total", column)),
            ),
        )
        return Explained(labels, value * EURO, "EUR", parts)
    if line in ("income_total", "costs_total"):
        inside = set(roles_of(table, line))
        parts = tuple(
            Part(
                Label("line", row.label),
                EURO * _known(row.cells[place].value),
                of.name(table, row.key, column),
            )
            for row in of.table(table).rows
            if not row.kind and set(roles_of(table, row.key)) <= inside
        )
        return Explained(labels, value * EURO, "EUR", parts)
    return _euro(labels, value, EURO, _roles(of, year, roles_of(table, line)))


def _known(value: int | None) -> int:
    if value is None:
        raise ValueError
    return value


# --- II.1, VI.2 ---------------------------------------------------------------------------------------------------


def _invoiced(of: _In, table: str, year: str, name: str) -> Explained:
    labels = (Label("line", TITLES[table]), Label("text", year))
    contracts, activities, total = (_known(cell.value) for cell in next(row for row in of.table(table).rows if row.key == year).cells)  # fmt: skip
    if name == "total":
        parts = (
            Part(Label("word", N_("Contracts")), contracts * EURO, of.name(table, year, "contracts")),
            Part(Label("word", N_("Activities")), activities * EURO, of.name(table, year, "activities")),
        )
        return Explained(labels, total * EURO, "EUR", parts)
    value, role = {"contracts": (contracts, "turnover_contracts"), "activities": (activities, "turnover_activities")}[name]  # fmt: skip
    return _euro(labels, value, EURO, _roles(of, year, (role,)), of.name(table, year, "total"))


def _entities(of: _In, table: str, code: str, name: str, column: str) -> Explained:
    year = of.year_of(column)
    labels = (Label("entity", code), Label("line", TITLES[table]), Label("text", year))
    if name == "users":
        return _count(labels, of.counts(code, year)["users"], code)
    cents = of.made.cents[year][code]
    parts = [
        Part(Label("role", role), natural(role, cents[role]), closing(of.year, of.version, of.month_of(year), "entity", code, role))
        for role in report.TURNOVER if role in cents
    ]  # fmt: skip
    value = report.entities_table({code: cents}, {})[code]["turnover_thousands"]
    return _euro(labels, value, 1000 * EURO, parts)


# --- counts -------------------------------------------------------------------------------------------------------


def _count(labels: tuple[Label, ...], value: int, code: str, unit: str = "") -> Explained:
    return Explained(labels, value, unit, (Part(Label("entity", code), value),), "counted", COUNTED)


def _persons(of: _In, table: str, code: str, name: str, key: str, column: str) -> Explained:
    year, cut = of.year_of(column), "structures" if table.endswith("structures") else "types"
    counted = of.counts(code, year)
    unit = of.made.currencies[code] if key == "gross" else ""
    labels = (Label("entity", code), Label("type", name, code), Label("text", year))
    whole = report.persons_table([counted], cut)
    if name == "total" and key != "workers" and counted.get(cut):
        parts = tuple(
            Part(Label("type", one, code), line.get(key, 0), of.name(table, code, one, key, column))
            for one, line in whole.items()
            if one != "total"
        )
        return Explained(labels, whole["total"][key], unit, parts)
    return _count(labels, whole[name][key], code, unit)


def _leasing(of: _In, table: str, key: str, column: str) -> Explained:
    year = of.year_of(column)
    own = {code: leases for code in of.made.scope if (leases := of.counts(code, year).get("leasing"))}
    labels = (Label("line", LINES[key]), Label("line", TITLES[table]), Label("text", year))
    value = _known(of.cell(table, key, ("now", "before").index(column)).value)
    of_money = key in ("outstanding", "value", "average_value", "average_monthly", "interest_this_year")
    unit = of.made.currencies[of.made.scope[0]] if of_money else ""
    summed = {"average_months": "months", "average_value": "value", "average_monthly": "monthly"}.get(key)
    if summed:
        total = sum(leases[summed] for leases in own.values())
        running = sum(leases["running"] for leases in own.values())
        parts = (
            Part(Label("word", N_("All running contracts together")), total),
            Part(Label("line", LINES["running"]), running, of.name(table, "running", column)),
        )
        return Explained(labels, value, unit, parts, "average")
    field = {"interest_this_year": "interest"}.get(key, key)
    if len(own) == 1:
        return _count(labels, value, next(iter(own)), unit)
    return Explained(labels, value, unit, tuple(Part(Label("entity", code), leases[field]) for code, leases in own.items()))  # fmt: skip


_TABLES: Mapping[str, Any] = {
    "all": _all,
    "I.6 members": _budget, "I.6 structure": _budget, "II.1": _invoiced, "VI.2": _entities, "II.4": _leasing,
    "I.5": _persons, "I.5 structures": _persons,
}  # fmt: skip
