"""A printed annual report as opening books: what was published before there were signed figures.

The file (demo/history/smart-2017.toml) holds what the report prints, misprints included. ``books`` turns it into
figures of the same form as an entity's, so that the same code makes the same tables; ``discrepancies`` names each
place where the printed report does not add up. Nothing is repaired: a printed total that its lines do not reach stays
a difference with a name.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any, Final, NamedTuple

from shared_tools.group import months
from shared_tools.group.figures import Figures
from shared_tools.group.perimeter import Entity, Perimeter
from shared_tools.group.report import (
    EURO,
    MEMBERS_COSTS,
    MEMBERS_INCOME,
    STRUCTURE_COSTS,
    STRUCTURE_INCOME,
    Lines,
)
from shared_tools.refusal import Refusal

CENT: Final = Decimal(EURO)


class Printed(NamedTuple):
    """A printed report: its figures as written, the entity it is of, its year."""

    written: Mapping[str, Any]
    entity: str
    year: str


class Discrepancy(NamedTuple):
    """Where a printed amount is not what its own lines make. Amounts as printed, euro or days (``is_count``)."""

    table: str
    place: str
    printed: Decimal
    lines: tuple[tuple[str, Decimal], ...]
    is_count: bool = False

    @property
    def lines_make(self) -> Decimal:
        return sum((amount for _, amount in self.lines), Decimal(0))

    @property
    def difference(self) -> Decimal:
        return self.printed - self.lines_make

    def units(self, amount: Decimal) -> int:
        """``amount`` in cents, or as it is for a count."""
        return int(amount if self.is_count else amount * CENT)


def parse(text: str) -> Printed:
    """A printed report's file. Amounts are read exactly: ``35_875_895.17`` never passes through a float.

    Raises Refusal ``not_a_printed_report``.
    """
    try:
        written = tomllib.loads(text, parse_float=Decimal)
        return Printed(written, written["report"]["entity"], str(written["report"]["year"]))
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise Refusal(
            "not_a_printed_report", f"{error}.", way_out="Compare with demo/history/smart-2017.toml."
        ) from None


def read(path: Path) -> Printed:
    return parse(path.read_text(encoding="utf-8"))


# --- the books ----------------------------------------------------------------------------------------------------


def books(printed: Printed) -> tuple[Perimeter, list[Figures], dict[str, dict[str, dict[str, Any]]]]:
    """Perimeter, figures month by month (each year's income stands in December) and counts by entity and year.

    Only income and costs are known; what they leave is kept in ``bank``, so that every month balances.
    """
    written, home = printed.written, printed.entity
    income: dict[str, dict[str, dict[str, int]]] = {home: {}}
    for row in written["invoiced"]:
        income[home][str(row["year"])] = _members(
            {**row, "income_contracts": row["contracts"], "income_activities": row["activities"]}
        )
    for year in written["members_budget"]:
        income[home][year] = {
            **_members(written["members_budget"][year]),
            **_structure(written["structure_budget"][year]),
        }
    for row in written["entities"]:
        if row["country"] != home:  # one that is suspended has users and no turnover
            turnover = row.get("turnover_thousands", 0) * 1000 * EURO
            income[row["country"]] = {printed.year: _turnover(turnover) if turnover else {}}
    perimeter = Perimeter(tuple(
        Entity(code=code, currency="EUR", method="combined", since=f"{min(years)}-01", opening=f"{int(min(years)) - 1}-12",
               reason="as the printed report adds it up")
        for code, years in income.items()
    ))  # fmt: skip
    figures = [figure for code, years in income.items() for figure in _figures(code, years)]
    leases = {str(row["year"]): {"leasing": _leasing(row)} for row in written["leasing"]}
    return perimeter, figures, {home: {**leases, printed.year: _counts(written)}, **_users(written, printed)}


def _members(row: Mapping[str, Any]) -> dict[str, int]:
    """A year's members' side; a year of which only the turnover is printed leaves it all in the budgets."""
    cents = {
        **_cents(row, MEMBERS_INCOME, -1),
        **_cents(row, MEMBERS_COSTS, 1),
    }
    rest = -sum(cents.values())
    return (
        {**cents, "budget_movement": cents.get("budget_movement", 0) + rest}
        if "gross_wages" not in cents
        else cents
    )


def _structure(row: Mapping[str, Any]) -> dict[str, int]:
    return {**_cents(row, STRUCTURE_INCOME, -1), **_cents(row, STRUCTURE_COSTS, 1)}


def _cents(row: Mapping[str, Any], lines: Lines, sign: int) -> dict[str, int]:
    """Printed euro into the first role of each line."""
    return {roles[0]: sign * int(row[name] * CENT) for name, roles in lines if name in row}


def _turnover(cents: int) -> dict[str, int]:
    return {"turnover_activities": -cents, "budget_movement": cents}


def _figures(code: str, years: Mapping[str, Mapping[str, int]]) -> Iterator[Figures]:
    """A figure for every month from the opening on; the year's result goes to earnings in January."""
    first, last = months.number(f"{int(min(years)) - 1}-12"), months.number(f"{max(years)}-12")
    bank = earnings = result = 0
    for number, month in enumerate(range(first, last + 1), 1):
        name = months.name(month)
        if name.endswith("-01"):
            earnings, result = earnings + result, 0
        movements = dict(years.get(name[:4], {})) if name.endswith("-12") and month > first else {}
        result += sum(movements.values())
        bank -= sum(movements.values())
        balances = {role: cents for role, cents in (("bank", bank), ("retained_earnings", earnings)) if cents}
        yield Figures(code, name, "EUR", 2, balances, movements, number=number)


def _counts(written: Mapping[str, Any]) -> dict[str, Any]:
    def cut(rows: list[Mapping[str, Any]], key: str) -> dict[str, dict[str, int]]:
        return {
            row[key]: {
                k: int(row[k] * CENT) if k == "gross" else row[k]
                for k in ("workers", "gross", "days")
                if k in row
            }
            for row in rows
        }

    return {
        "workers": written["contract_types_total"]["workers"],
        "users": written["contract_types_total"]["workers"],
        "types": cut(written["contract_types"], "type"),
        "structures": cut(written["structures"], "name"),
        "leasing": _leasing(written["leasing"][0]),
    }


def _leasing(row: Mapping[str, Any]) -> dict[str, int]:
    """A year's leases; the sums behind the printed averages, which are per running contract."""
    return {
        "new_contracts": row["new_contracts"], "running": row["running"],
        "outstanding": row["outstanding"] * EURO, "value": row["value"] * EURO,
        "months": row["average_months"] * row["running"],
        "monthly": int(row["average_monthly"] * row["running"] * CENT),
        "interest": int(row["interest_this_year"] * CENT),
    }  # fmt: skip


def _users(written: Mapping[str, Any], printed: Printed) -> dict[str, dict[str, dict[str, Any]]]:
    return {
        row["country"]: {printed.year: {"users": row.get("users", row.get("users_text", 0))}}
        for row in written["entities"]
        if row["country"] != printed.entity
    }


# --- where it does not add up -------------------------------------------------------------------------------------


def discrepancies(printed: Printed) -> list[Discrepancy]:
    """Each printed amount that its own lines do not make, in the report's order."""
    return [found for found in _compared(printed.written) if found.difference]


def _compared(written: Mapping[str, Any]) -> Iterator[Discrepancy]:
    types, total = written["contract_types"], written["contract_types_total"]
    for key in ("gross", "days"):
        yield Discrepancy(
            "I.5",
            f"total of {key}",
            Decimal(total[key]),
            tuple((str(row["type"]), Decimal(row[key])) for row in types),
            key == "days",
        )
    for year, budget in sorted(written["members_budget"].items(), reverse=True):
        own = written["structure_budget"][year]
        yield _sum("I.6 members", f"income {year}", budget, "income_total", MEMBERS_INCOME)
        yield _sum("I.6 members", f"costs {year}", budget, "costs_total", MEMBERS_COSTS)
        yield _sum("I.6 structure", f"income {year}", own, "income_total", STRUCTURE_INCOME)
        yield _sum("I.6 structure", f"costs {year}", own, "costs_total", STRUCTURE_COSTS)
        yield Discrepancy(
            "I.6 structure",
            f"result {year}",
            Decimal(own["result"]),
            (("income_total", Decimal(own["income_total"])), ("costs_total", -Decimal(own["costs_total"]))),
        )
    year = str(written["report"]["year"])
    yield Discrepancy(
        "I.5, I.6",
        f"gross wages {year}",
        Decimal(written["members_budget"][year]["gross_wages"]),
        (("total", Decimal(total["gross"])),),
    )
    for row in sorted(written["invoiced"], key=lambda row: row["year"]):
        yield Discrepancy(
            "II.1", str(row["year"]), Decimal(row["total"]),
            (("income_contracts", Decimal(row["contracts"])), ("income_activities", Decimal(row["activities"]))),
        )  # fmt: skip


def _sum(table: str, place: str, row: Mapping[str, Any], key: str, lines: Lines) -> Discrepancy:
    return Discrepancy(table, place, Decimal(row[key]), tuple((name, Decimal(row[name])) for name, _ in lines if name in row))  # fmt: skip


def fee_percent(printed: Printed) -> dict[str, str]:
    """The fee as a share of turnover, by year, two decimals half up: printed as 6.5 %, summed from documents."""
    return {
        year: str(
            (Decimal(100 * row["fee_shared_costs"]) / row["income_total"]).quantize(
                Decimal("0.01"), ROUND_HALF_UP
            )
        )
        for year, row in sorted(printed.written["members_budget"].items())
    }
