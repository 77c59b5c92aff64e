"""The report's tables as a reader sees them: labelled rows beside the year before, each figure with its source and marks.

One form for all renderings: page, PDF, spreadsheet, CSV and JSON take the same sheets, so they cannot differ. Values are
integers in the unit their cell names; words are English message ids, said in the reader's language at the end.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import msgspec

from core.country import country, country_codes
from core.group.annual import Annual
from core.group.marks import Marks, Rests
from shared_tools.group import report
from shared_tools.i18n import N_

Unit = Literal["euro", "thousand", "minor", "number", "percent", "months"]


class Cell(msgspec.Struct, frozen=True):
    """One figure. ``value`` in ``unit`` (minor: of ``currency``), None where nothing is known.

    ``source``: what it was made from, for the spreadsheet; ``why``: where its drill begins ("" for none); ``marks``: letters.
    """

    value: int | None
    unit: Unit
    currency: str = "EUR"
    source: str = ""
    why: str = ""
    marks: tuple[str, ...] = ()

    @property
    def amount(self) -> int | None:
        """What its drill adds up: cents of printed euro, else the value itself."""
        scale = {"euro": report.EURO, "thousand": 1000 * report.EURO}.get(self.unit, 1)
        return None if self.value is None else self.value * scale


class Row(msgspec.Struct, frozen=True):
    """``kind``: "sum" for a total, "band" for a heading inside the table."""

    key: str
    label: str
    cells: tuple[Cell, ...] = ()
    kind: Literal["", "sum", "band"] = ""
    entity: str = ""


class Sheet(msgspec.Struct, frozen=True):
    """One table of the report. ``columns``: (key, label, what follows the label as it is); ``note`` is said under it."""

    key: str
    title: str
    columns: tuple[tuple[str, str, str], ...]
    rows: tuple[Row, ...]
    note: str = ""


LINES: Mapping[str, str] = {
    "income_activities": N_("Income of activities"), "income_contracts": N_("Income of contracts"),
    "income_total": N_("Income"), "gross_wages": N_("Gross wages"), "employer_charges": N_("Employer’s charges"),
    "copyright_concessions": N_("Copyright concessions"), "fee_shared_costs": N_("Fee for shared costs"),
    "expenses_and_purchases": N_("Expenses and purchases"), "unused_carried_forward": N_("Unused, carried forward"),
    "costs_total": N_("Costs"), "other_services_to_members": N_("Other services to members"),
    "member_contributions": N_("Members’ contributions"), "mutualisation_income": N_("Income of mutualisation"),
    "services_to_outside_clients": N_("Services to outside clients"), "capitalised_production": N_("Own production, capitalised"),
    "other_income": N_("Other income"), "subsidies": N_("Subsidies"), "permanent_staff": N_("Permanent staff"),
    "external_costs": N_("External costs"), "depreciation": N_("Depreciation"), "financial_costs": N_("Financial costs"),
    "bankruptcy_losses": N_("Losses on clients"), "income_tax": N_("Tax on the result"), "result": N_("Result"),
    "new_contracts": N_("New contracts"), "running": N_("Running contracts"), "outstanding": N_("Still to be paid"),
    "value": N_("Value of what runs"), "average_months": N_("Average length, months"), "average_value": N_("Average value"),
    "average_monthly": N_("Average monthly payment"), "interest_this_year": N_("Interest this year"),
}  # fmt: skip

TITLES: Mapping[str, str] = {
    "I.5": N_("Who worked, by type of contract"), "I.5 structures": N_("Who worked, by legal structure"),
    "I.6 members": N_("The members’ budget"), "I.6 structure": N_("The structure’s own budget"),
    "II.1": N_("Invoiced, year by year"), "II.4": N_("Leasing"), "VI.2": N_("The entities"),
}  # fmt: skip


def roles_of(table: str, line: str) -> tuple[str, ...]:
    """The roles whose cents a line of I.6 adds up; of a total, those of all its lines; of the result, both totals'."""
    income, costs = (
        (report.MEMBERS_INCOME, report.MEMBERS_COSTS)
        if table == "I.6 members"
        else (report.STRUCTURE_INCOME, report.STRUCTURE_COSTS)
    )
    chosen = {"income_total": income, "costs_total": costs, "result": (*income, *costs)}.get(
        line, tuple(pair for pair in (*income, *costs) if pair[0] == line)
    )
    return tuple(role for _, roles in chosen for role in roles)


def sheets(made: Annual, marks: Marks, version: int = 0) -> list[Sheet]:
    """Every table of the report, in its order. ``version`` (0: the live figures) is part of where a drill begins."""
    maker = _Maker(made, marks, f"report/{made.year}/{version}")
    found = [*maker.persons("I.5", "types"), *maker.persons("I.5 structures", "structures")]  # fmt: skip
    return [*found, maker.budget("I.6 members"), maker.budget("I.6 structure"), maker.invoiced(), maker.leasing(), maker.entities()]  # fmt: skip


class _Maker:
    def __init__(self, made: Annual, marks: Marks, place: str) -> None:
        self.made, self.marks, self.place = made, marks, place
        self.now, self.then = made.year, made.before

    def _cents(self, year: str, roles: Sequence[str]) -> str:
        return f"{self.made.source}, {year}: {' + '.join(roles)}"

    def _letters(
        self, year: str, entities: Sequence[str] | None = None, rests: Rests = "income"
    ) -> tuple[str, ...]:
        return self.marks.on(year, self.made.scope if entities is None else entities, rests)

    def _both(self) -> tuple[str, ...]:
        """Letters of what is made from both years."""
        return tuple(sorted({*self._letters(self.now), *self._letters(self.then)}))

    # --- I.6 ---

    def budget(self, table: str) -> Sheet:
        now, before = self.made.tables[self.now][table], self.made.tables.get(self.then, {}).get(table, {})
        rows: list[Row] = []
        for key, amount in now.items():
            if isinstance(amount, int):
                rows.append(self._budget_row(table, key, amount, before.get(key), now))
        order = [*(name for name, _ in self._lines(table, 0)), "income_total", *(name for name, _ in self._lines(table, 1)), "costs_total", "result"]  # fmt: skip
        rows.sort(key=lambda row: order.index(row.key))
        columns = [("now", "", self.now), ("before", "", self.then), ("growth", N_("Growth"), "")]
        if table == "I.6 members":
            columns.append(("share", N_("Share"), ""))
        return Sheet(table, TITLES[table], tuple(columns), tuple(rows), N_("Whole euro; each line is rounded so that the lines add up to their total."))  # fmt: skip

    @staticmethod
    def _lines(table: str, side: int) -> report.Lines:
        of_members = (report.MEMBERS_INCOME, report.MEMBERS_COSTS)
        return (of_members if table == "I.6 members" else (report.STRUCTURE_INCOME, report.STRUCTURE_COSTS))[
            side
        ]

    def _budget_row(self, table: str, key: str, amount: int, before: int | None, now: dict[str, Any]) -> Row:
        roles = roles_of(table, key)
        source = self._cents(self.now, roles) if key not in ("income_total", "costs_total", "result") else "the lines above"  # fmt: skip
        cells = [
            Cell(amount, "euro", source=source, why=f"{self.place}/{table}/{key}/now", marks=self._letters(self.now)),
            Cell(
                before, "euro", source=source.replace(self.now, self.then),
                why=f"{self.place}/{table}/{key}/before" if before is not None else "", marks=self._letters(self.then),
            ),
            Cell(
                None if before is None else report.growth(amount, before), "percent", source=f"{self.now} against {self.then}",
                why=f"{self.place}/{table}/{key}/growth" if before else "", marks=self._both(),
            ),
        ]  # fmt: skip
        if table == "I.6 members":
            total = "income_total" if key.startswith("income") else "costs_total"
            share = report.percent(amount, now[total])
            why = f"{self.place}/{table}/{key}/share" if share is not None else ""
            cells.append(Cell(share, "percent", source=f"of {total}", why=why, marks=self._letters(self.now)))
        return Row(key, LINES[key], tuple(cells), "sum" if key in ("income_total", "costs_total", "result") else "")  # fmt: skip

    # --- II.1, II.4, VI.2 ---

    def invoiced(self) -> Sheet:
        rows = [
            Row(year, year, tuple(
                Cell(amount, "euro", source=self._cents(year, roles), why=f"{self.place}/II.1/{year}/{name}", marks=self._letters(year))
                for amount, name, roles in zip(
                    amounts, ("contracts", "activities", "total"),
                    (("turnover_contracts",), ("turnover_activities",), report.TURNOVER), strict=True,
                )
            ))
            for year, *amounts in self.made.tables["II.1"]
        ]  # fmt: skip
        return Sheet(
            "II.1", TITLES["II.1"],
            (("contracts", N_("Contracts"), ""), ("activities", N_("Activities"), ""), ("total", N_("Sum"), "")),
            tuple(rows), "",
        )  # fmt: skip

    def _leases(self, year: str) -> dict[str, int | None]:
        own = [self.made.counts.get(code, {}).get(year, {}) for code in self.made.scope]
        table = report.leasing_table(own) if any("leasing" in one for one in own) else {}
        if self.made.one_currency:
            return dict(table)
        return {key: table[key] for key in ("new_contracts", "running") if key in table}

    def leasing(self) -> Sheet:
        by_year = [(self.now, "now", self._leases(self.now)), (self.then, "before", self._leases(self.then))]
        money = {"outstanding", "value", "average_value", "average_monthly", "interest_this_year"}
        currency = self.made.currencies[self.made.scope[0]]
        rows = [
            Row(key, LINES[key], tuple(
                Cell(
                    table.get(key), "minor" if key in money else "months" if key == "average_months" else "number", currency,
                    f"counts of {year}: leasing", f"{self.place}/II.4/{key}/{column}" if table.get(key) is not None else "",
                    self._letters(year, rests="count"),
                )
                for year, column, table in by_year
            ))
            for key in (
                "new_contracts", "running", "outstanding", "value", "average_months", "average_value", "average_monthly",
                "interest_this_year",
            )
        ]  # fmt: skip
        return Sheet("II.4", TITLES["II.4"], (("now", "", self.now), ("before", "", self.then)), tuple(rows), N_("Averages are per running contract."))  # fmt: skip

    def entities(self) -> Sheet:
        by_year = [(self.now, "now"), (self.then, "before")]
        of_year = {year: report.entities_table(
            {code: self.made.cents.get(year, {}).get(code, {}) for code in self.made.names},
            {code: of.get(year, {}) for code, of in self.made.counts.items()},
        ) for year, _ in by_year}  # fmt: skip
        rows = [
            Row(code, self.made.names[code], tuple(
                self._entity_cell(code, year, column, name, of_year[year][code][name])
                for name in ("turnover_thousands", "users") for year, column in by_year
            ), entity=code)
            for code in self.made.names
        ]  # fmt: skip
        columns = tuple(
            (f"{name} {column}", label, year)
            for name, label in (("turnover_thousands", N_("Turnover")), ("users", N_("Users")))
            for year, column in by_year
        )
        return Sheet("VI.2", TITLES["VI.2"], columns, tuple(rows), N_("Turnover in thousand EUR; users as each entity counted them."))  # fmt: skip

    def _entity_cell(self, code: str, year: str, column: str, name: str, value: int) -> Cell:
        of_money = name == "turnover_thousands"
        known = (
            bool(self.made.cents.get(year, {}).get(code))
            if of_money
            else "users" in self.made.counts.get(code, {}).get(year, {})
        )
        return Cell(
            value if known else None, "thousand" if of_money else "number",
            source=self._cents(year, report.TURNOVER) if of_money else f"counts of {year}: users",
            why=f"{self.place}/VI.2/{code}/{name}/{column}" if known else "",
            marks=self._letters(year, [code], "income" if of_money else "count"),
        )  # fmt: skip

    # --- I.5 ---

    def persons(self, table: str, cut: str) -> Iterator[Sheet]:
        """One block an entity: types of contract are a country's own, and gross pay stays in its currency."""
        rows: list[Row] = []
        counted = {code: self.made.counts.get(code, {}).get(self.now, {}) for code in self.made.scope}
        if cut == "structures" and not any(now.get(cut) for now in counted.values()):
            return  # it would repeat the totals of the table by type
        for code, now in counted.items():
            then = self.made.counts.get(code, {}).get(self.then, {})
            if not now.get(cut) and not now.get("workers"):
                continue
            several = len(self.made.scope) > 1
            if several:
                rows.append(Row(f"{code}", self.made.names[code], kind="band", entity=code))
            names = sorted({*now.get(cut, {}), *then.get(cut, {})}, key=lambda name: (-now.get(cut, {}).get(name, {}).get("gross", 0), name))  # fmt: skip
            rows += [
                Row(
                    f"{code}/{name}" if several else name,
                    name,
                    self._person_cells(table, cut, code, name),
                    entity=code,
                )
                for name in names
            ]
            rows.append(Row(f"{code}/total" if several else "total", N_("Persons, once each"), self._person_cells(table, cut, code, "total"), "sum", code))  # fmt: skip
        columns = tuple(
            (f"{key} {column}", label, year)
            for key, label in (
                ("workers", N_("Workers")),
                ("days", N_("Days worked")),
                ("gross", N_("Gross pay")),
            )
            for year, column in ((self.now, "now"), (self.then, "before"))
        )
        if rows and not any(now.get(cut) for now in counted.values()):
            yield Sheet(table, TITLES[table], columns, tuple(rows), N_("Types of contract and gross pay are told once a year, with December, and only where at least five persons stand behind them; until then an entity tells its total."))  # fmt: skip
        elif rows:
            yield Sheet(table, TITLES[table], columns, tuple(rows), N_("Somebody with two types of contract is counted in both, and once in the total. Gross pay in the entity’s own currency."))  # fmt: skip

    def _person_cells(self, table: str, cut: str, code: str, name: str) -> tuple[Cell, ...]:
        cells: list[Cell] = []
        for key in ("workers", "days", "gross"):
            for year, column in ((self.now, "now"), (self.then, "before")):
                counted = self.made.counts.get(code, {}).get(year, {})
                is_known = counted.get(cut) or (name == "total" and counted.get("workers"))
                whole = report.persons_table([counted], cut).get(name, {}) if is_known else {}
                value = whole.get(key) if key in whole else None
                if name == "total" and key == "gross" and not any("gross" in row for row in counted.get(cut, {}).values()):  # fmt: skip
                    value = None
                cells.append(Cell(
                    value, "minor" if key == "gross" else "number", self.made.currencies[code], f"counts of {year}: {cut}",
                    f"{self.place}/{table}/{code}/{name}/{key}/{column}" if value is not None else "", self._letters(year, [code], "count"),
                ))  # fmt: skip
        return tuple(cells)


def type_label(entity: str, code: str) -> tuple[str, str]:
    """A contract type's words and whose catalogue has them: (message, country), the code itself where nobody knows it."""
    if entity in country_codes():
        for kind in country(entity).contract_types:
            if kind.code == code:
                return kind.label, entity
    return PRINTED_TYPES.get(code, code.replace("_", " ")), ""


PRINTED_TYPES: Mapping[str, str] = {"artist_employee": N_("Artist, employed")}
"""Types that a printed report has and no country: its own cut of what its members do."""


__all__ = ["LINES", "Cell", "Row", "Sheet", "roles_of", "sheets", "type_label"]
