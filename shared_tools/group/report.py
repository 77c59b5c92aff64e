"""The annual report's tables from translated months and counts, stage *aggregated* (group.md 8).

Amounts come in as cents in ledger signs and go out as whole euro that add up: by largest remainder to the half-up
total. Counts are the entities' own: persons are distinct within an entity and year, so no total of persons is ever
made by adding types, structures or months.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from shared_tools import money
from shared_tools.group import months
from shared_tools.group.books import collect
from shared_tools.group.figures import Figures, newest
from shared_tools.group.perimeter import Perimeter
from shared_tools.group.rates import Rates
from shared_tools.group.translate import Translation

EURO: Final = 100
Cents = Mapping[str, int]
"""Role → cents of a year, ledger signs."""
Lines = tuple[tuple[str, tuple[str, ...]], ...]
TURNOVER: Final = ("turnover_activities", "turnover_contracts")

MEMBERS_INCOME: Final[Lines] = (
    ("income_activities", ("turnover_activities",)),
    ("income_contracts", ("turnover_contracts",)),
)
MEMBERS_COSTS: Final[Lines] = (
    ("gross_wages", ("gross_wages",)),
    ("employer_charges", ("employer_charges",)),
    ("copyright_concessions", ("copyright_concessions",)),
    ("fee_shared_costs", ("fee_charged",)),
    ("expenses_and_purchases", ("member_expenses",)),
    ("unused_carried_forward", ("budget_movement",)),
)
STRUCTURE_INCOME: Final[Lines] = (
    ("fee_shared_costs", ("fee_income",)),
    ("other_services_to_members", ("other_member_services", "lease_income")),
    ("member_contributions", ("member_contributions",)),
    ("mutualisation_income", ("mutualisation_income",)),
    ("services_to_outside_clients", ("outside_services",)),
    ("capitalised_production", ("capitalised_production",)),
    ("other_income", ("other_income", "financial_income")),
    ("subsidies", ("subsidies",)),
)
STRUCTURE_COSTS: Final[Lines] = (
    ("permanent_staff", ("staff_costs",)),
    ("external_costs", ("external_costs",)),
    ("depreciation", ("depreciation",)),
    ("financial_costs", ("financial_costs", "fx_difference")),
    ("bankruptcy_losses", ("guarantee_losses",)),
    ("income_tax", ("income_tax",)),
)


def printed(amounts: Sequence[int], unit: int = EURO) -> tuple[list[int], int]:
    """``amounts`` in whole units, and their total half up, such that the lines add to it.

    Largest remainder; at a tie the earlier line gets the unit.
    """
    lines = [amount // unit for amount in amounts]
    total = money.half_up(sum(amounts), unit)
    by_remainder = sorted(range(len(lines)), key=lambda i: (-(amounts[i] % unit), i))
    missing = total - sum(lines)
    for i in by_remainder[:missing]:
        lines[i] += 1
    return lines, total


def percent(part: int, whole: int) -> int | None:
    """Half up, halves away from zero; None where there is nothing to be a part of."""
    if whole == 0:
        return None
    return money.half_up(100 * part * (1 if whole > 0 else -1), abs(whole))


def growth(now: int, before: int) -> int | None:
    """Percent by which a printed amount grew."""
    return percent(now - before, before)


def _amounts(cents: Cents, lines: Lines, sign: int) -> list[int]:
    return [sign * sum(cents.get(role, 0) for role in roles) for _, roles in lines]


def _block(cents: Cents, lines: Lines, sign: int, total: str) -> dict[str, int]:
    euro, whole = printed(_amounts(cents, lines, sign))
    return {**{name: amount for (name, _), amount in zip(lines, euro, strict=True)}, total: whole}


def members_table(cents: Cents) -> dict[str, Any]:
    """I.6, the members' budget in euro; income and costs are equal because every entry's members' side is zero.

    Percentages are of what is printed, so that a reader with a calculator finds the same; they need not add to 100.
    """
    income = _block(cents, MEMBERS_INCOME, -1, "income_total")
    costs = _block(cents, MEMBERS_COSTS, 1, "costs_total")
    shares = [
        *(percent(income[name], income["income_total"]) for name, _ in MEMBERS_INCOME),
        *(percent(costs[name], costs["costs_total"]) for name, _ in MEMBERS_COSTS),
    ]
    return {**income, **costs, "percent": shares}


def structure_table(cents: Cents) -> dict[str, int]:
    """I.6, the structure's own budget in euro. The result is printed income less printed costs, as a reader adds."""
    income = _block(cents, STRUCTURE_INCOME, -1, "income_total")
    costs = _block(cents, STRUCTURE_COSTS, 1, "costs_total")
    return {**income, **costs, "result": income["income_total"] - costs["costs_total"]}


def growth_table(now: Mapping[str, Any], before: Mapping[str, Any]) -> dict[str, int | None]:
    """Growth of every euro line of two printed tables."""
    return {
        name: growth(amount, before[name])
        for name, amount in now.items()
        if isinstance(amount, int) and isinstance(before.get(name), int)
    }


def invoiced_table(by_year: Mapping[str, Cents]) -> list[list[str | int]]:
    """II.1: year, contracts, activities, sum; in euro that add up."""
    rows: list[list[str | int]] = []
    for year in sorted(by_year):
        (contracts, activities), total = printed(
            [-by_year[year].get("turnover_contracts", 0), -by_year[year].get("turnover_activities", 0)]
        )
        rows.append([year, contracts, activities, total])
    return rows


def entities_table(
    by_entity: Mapping[str, Cents], counts: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, int]]:
    """VI.2: turnover in thousand euro half up, and users, of each entity."""
    return {
        code: {
            "turnover_thousands": money.half_up(
                -cents.get("turnover_activities", 0) - cents.get("turnover_contracts", 0), 1000 * EURO
            ),
            "users": counts.get(code, {}).get("users", 0),
        }
        for code, cents in by_entity.items()
    }


def persons_table(counts: Sequence[Mapping[str, Any]], cut: str = "types") -> dict[str, dict[str, int]]:
    """I.5 by contract type (``types``) or by legal structure (``structures``), of the entities in scope.

    Days and gross add up; the workers' total is the entities' own distinct count. Gross in minor units, untranslated.
    An entity whose cuts are too small to be published, or whose year is not over, counts in the total only; the total
    has a gross where every entity that employed somebody told it.
    """
    names = dict.fromkeys(name for one in counts for name in one.get(cut, {}))
    table: dict[str, dict[str, int]] = {}
    for name in names:
        lines = [one.get(cut, {}).get(name, {}) for one in counts]
        table[name] = {
            key: sum(line.get(key, 0) for line in lines) for key in dict.fromkeys(k for o in lines for k in o)
        }
    told = [list(one.get(cut, {}).values()) for one in counts]
    total = {"workers": sum(one.get("workers", 0) for one in counts)}
    if all(lines or not one.get("workers") for one, lines in zip(counts, told, strict=True)):
        total["gross"] = sum(line.get("gross", 0) for lines in told for line in lines)
    total["days"] = sum(
        sum(line.get("days", 0) for line in lines) if lines else one.get("days", 0)
        for one, lines in zip(counts, told, strict=True)
    )
    table["total"] = total
    return table


def leasing_table(counts: Sequence[Mapping[str, Any]]) -> dict[str, int | None]:
    """II.4. Amounts in minor units; averages are per *running* contract, half up, None where none runs."""
    leases = [one.get("leasing", {}) for one in counts]

    def total(name: str) -> int:
        return sum(lease.get(name, 0) for lease in leases)

    def average(name: str) -> int | None:
        return money.half_up(total(name), total("running")) if total("running") else None

    return {
        "new_contracts": total("new_contracts"),
        "running": total("running"),
        "outstanding": total("outstanding"),
        "value": total("value"),
        "average_months": average("months"),
        "average_value": average("value"),
        "average_monthly": average("monthly"),
        "interest_this_year": total("interest"),
    }


def income_by_entity(translation: Translation, year: str) -> dict[str, dict[str, int]]:
    """Cents of each entity's translated months of ``year`` ("2025"), ledger signs; entities without any left out.

    Close a month of that very year: a later close no longer reads those that had left by then.
    """
    books = translation.books
    first = max(months.number(f"{year}-01") - books.start, 0)
    last = max(months.number(f"{year}-12") - books.start + 1, 0)
    names = books.columns[books.income]
    sums = translation.income[:, first:last].sum(axis=1).tolist()
    return {
        entity.code: cents
        for entity, row in zip(books.entities, sums, strict=True)
        if (cents := {name: amount for name, amount in zip(names, row, strict=True) if amount})
    }


def added(by_entity: Mapping[str, Cents], scope: Iterable[str]) -> dict[str, int]:
    """The scope's cents by role: a plain sum, nothing eliminated."""
    total: dict[str, int] = {}
    for code in scope:
        for role, amount in by_entity.get(code, {}).items():
            total[role] = total.get(role, 0) + amount
    return total


Counts = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""Entity → year → what it counted in that year."""


def years_by_entity(
    perimeter: Perimeter, figures: Sequence[Figures], rates: Rates, year: str
) -> tuple[dict[str, dict[str, dict[str, int]]], dict[str, dict[str, int]]]:
    """Cents by year, entity and role of ``year`` and the years before that the figures hold; turnover of ``year`` by
    entity and month, natural sign. Each year is read from its own last month: a later close no longer reads those
    that had left by then.
    """
    chosen = newest(figures)
    last = {month[:4]: month for month in sorted(figure.month for figure in figures if figure.movements)}
    by_year: dict[str, dict[str, dict[str, int]]] = {}
    by_month: dict[str, dict[str, int]] = {}
    for name, month in last.items():
        if name <= year:
            translation = Translation(collect(perimeter, chosen, rates, month))
            by_year[name] = income_by_entity(translation, name)
            if name == year:
                by_month = turnover_by_month(translation, name)
    return by_year, by_month


def turnover_by_month(translation: Translation, year: str) -> dict[str, dict[str, int]]:
    """Entity → month → cents of turnover, natural sign."""
    books = translation.books
    first = max(months.number(f"{year}-01") - books.start, 0)
    places = [books.column[role] - books.income.start for role in TURNOVER]
    sums = translation.income[:, first : months.number(f"{year}-12") - books.start + 1, places].sum(axis=2)
    return {
        entity.code: {translation.month_of(first + n): -cents for n, cents in enumerate(line)}
        for entity, line in zip(books.entities, sums.tolist(), strict=True)
    }


def annual_tables(
    perimeter: Perimeter,
    figures: Sequence[Figures],
    rates: Rates,
    counts: Counts,
    year: str,
    scope: Sequence[str],
) -> tuple[dict[str, dict[str, int]], dict[str, Any]]:
    """All tables of ``year`` and of the years before that the figures hold; those of members and structure for ``scope``.

    Returns the scope's cents by year and role, and the tables.
    """
    by_year, _ = years_by_entity(perimeter, figures, rates, year)
    codes = [entity.code for entity in perimeter.entities]
    return tables_of(by_year, codes, counts, year, scope)


def tables_of(
    by_year: Mapping[str, Mapping[str, Cents]],
    codes: Sequence[str],
    counts: Counts,
    year: str,
    scope: Sequence[str],
) -> tuple[dict[str, dict[str, int]], dict[str, Any]]:
    """The same from years already translated (``years_by_entity``); ``codes``: the entities of VI.2, in order."""
    lines = {name: added(by_entity, scope) for name, by_entity in by_year.items()}
    tables: dict[str, Any] = {
        name: {"I.6 members": members_table(cents), "I.6 structure": structure_table(cents)}
        for name, cents in lines.items()
    }
    before = str(int(year) - 1)
    if before in tables and year in tables:
        tables["growth percent"] = growth_table(tables[year]["I.6 members"], tables[before]["I.6 members"])
    own = [counts.get(code, {}).get(year, {}) for code in scope]
    tables["II.1"] = invoiced_table(lines)
    tables["VI.2"] = entities_table(
        {code: by_year.get(year, {}).get(code, {}) for code in codes},
        {code: of_years.get(year, {}) for code, of_years in counts.items()},
    )
    tables["I.5"] = persons_table(own)
    if any("structures" in one for one in own):
        tables["I.5 structures"] = persons_table(own, "structures")
    tables["II.4"] = leasing_table(own)
    return lines, tables
