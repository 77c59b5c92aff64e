"""A second calculator, for tests alone: the rules of the group's figures written down as they are said, with dictionaries and
fractions, month by month. It shares with the engine the forms it reads and nothing that computes.

What it follows: IAS 21.39-40, IFRS 10 B86, Directive 2013/34/EU art. 24; halves away from zero, one rounding a value.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from shared_tools.group import Entity, Figures, Perimeter, Rates
from shared_tools.roles import ENTITY_ROLES, GROUP_ROLES

ROLE = {role.name: role for role in (*ENTITY_ROLES, *GROUP_ROLES)}
EQUITY = [role.name for role in ENTITY_ROLES if role.statement == "equity"]
CLOSING = [role.name for role in ENTITY_ROLES if role.statement in ("asset", "liability")]
INCOME = [role.name for role in ENTITY_ROLES if role.statement in ("revenue", "cost")]
PAIRED = ("trade", "loan", "service", "interest")
OUTSIDE = {
    "ic_receivable": "other_receivables", "ic_loan_given": "other_receivables", "ic_payable": "other_payables",
    "ic_loan_taken": "other_payables", "ic_income": "other_income", "ic_expense": "external_costs",
    "ic_interest_income": "financial_income", "ic_interest_expense": "financial_costs",
}  # fmt: skip


def nearest(value: Fraction) -> int:
    """Halves away from zero."""
    size = (2 * abs(value) + 1) // 2
    return int(size if value >= 0 else -size)


def after(month: str, steps: int = 1) -> str:
    number = int(month[:4]) * 12 + int(month[5:]) - 1 + steps
    return f"{number // 12:04d}-{number % 12 + 1:02d}"


def span(first: str, last: str) -> list[str]:
    found: list[str] = []
    while first <= last:
        found.append(first)
        first = after(first)
    return found


def inside(entity: Entity, month: str) -> bool:
    return entity.method in ("combined", "full") and entity.since <= month <= (entity.until or "9999-12")


class House:
    """One entity's books in cents."""

    def __init__(self, entity: Entity, figures: Mapping[tuple[str, str], Figures], rates: Rates, perimeter: Perimeter, month: str) -> None:  # fmt: skip
        self.entity, self.month, self.rates, self.digits = entity, month, rates, perimeter.exponents
        self.own = entity.currency == perimeter.presentation
        self.opening = after(entity.since, -1)
        self.end = min(month, entity.until or month)
        self.is_here = inside(entity, month)
        self.books = {one: figures[entity.code, one] for one in span(self.opening, self.end)}
        self.income = {
            k: {r: self.cents(a, "average", k) for r, a in self.books[k].movements.items()}
            for k in span(entity.since, self.end)
        }
        self.moved: dict[str, dict[str, int]] = {}
        self.moved_local: dict[str, dict[str, int]] = {}
        self.layers = {self.opening: {
            role: entity.opening_historic.get(role, self.cents(self.balance(self.opening, role), "closing", self.opening)) for role in EQUITY
        }}  # fmt: skip
        for k in span(entity.since, self.end):
            self._equity(k)

    def rate(self, kind: str, month: str) -> Fraction:
        found = self.rates.find(self.entity.currency, month)
        assert found is not None
        return Fraction(found.closing if kind == "closing" else found.average)

    def exact(self, amount: int, rate: Fraction) -> Fraction:
        return Fraction(amount, 10 ** self.digits[self.entity.currency]) * 100 / rate

    def cents(self, amount: int, kind: str, month: str) -> int:
        return amount if self.own else nearest(self.exact(amount, self.rate(kind, month)))

    def balance(self, month: str, role: str) -> int:
        return self.books[month].balances.get(role, 0)

    def _equity(self, k: str) -> None:
        """On 1 January earnings take the old year's result, at the euro it had; the rest moved at the month's average."""
        now, local = dict(self.layers[after(k, -1)]), dict.fromkeys(EQUITY, 0)
        if k.endswith("-01"):
            old = [one for one in self.income if one[:4] == after(k, -1)[:4]]
            brought, brought_local = now["result_brought"], self.balance(after(k, -1), "result_brought")
            if self.balance(k, "result_brought"):  # not decided upon yet
                brought = brought_local = 0
            now["retained_earnings"] += sum(sum(self.income[one].values()) for one in old) + brought
            now["result_brought"] -= brought
            local["retained_earnings"] = (
                sum(sum(self.books[one].movements.values()) for one in old) + brought_local
            )
            local["result_brought"] = -brought_local
        moved_local = {r: self.balance(k, r) - self.balance(after(k, -1), r) - local[r] for r in EQUITY}
        self.moved_local[k] = moved_local
        self.moved[k] = {r: self.cents(a, "average", k) for r, a in moved_local.items()}
        self.layers[k] = {r: now[r] + self.moved[k][r] for r in EQUITY}

    def closing(self, k: str) -> dict[str, int]:
        return {r: self.cents(a, "closing", k) for r, a in self.books[k].balances.items() if r in CLOSING}

    def year(self, k: str) -> dict[str, int]:
        """Income of the year of ``k`` up to it."""
        total: dict[str, int] = defaultdict(int)
        for one, amounts in self.income.items():
            if one[:4] == k[:4] and one <= k:
                for role, cents in amounts.items():
                    total[role] += cents
        return total

    def equity(self, k: str) -> int:
        return sum(self.layers[k].values()) + sum(self.year(k).values())

    def reserve(self, k: str) -> int:
        return -(sum(self.closing(k).values()) + self.equity(k))

    @property
    def this_year(self) -> dict[str, int]:
        return self.year(self.end) if self.end[:4] == self.month[:4] else {}

    @property
    def base(self) -> str:
        return max(self.opening, f"{int(self.month[:4]) - 1}-12")

    def cells(self) -> dict[str, int]:
        income = self.this_year
        if not self.is_here:
            return {**income, "perimeter_change": -sum(income.values())}
        return {
            **self.closing(self.end),
            **self.layers[self.end],
            **income,
            "translation_reserve": self.reserve(self.end),
        }

    def lent(self) -> tuple[int, int]:
        """Exchange differences of net investments: of earlier years, of this one."""
        of = {
            k: sum(c for r, c in one.items() if ROLE[r].klass == "reserve") for k, one in self.income.items()
        }
        before = sum(c for k, c in of.items() if k[:4] < self.month[:4]) if self.is_here else 0
        return before, sum(c for k, c in of.items() if k[:4] == self.month[:4])

    def roll_forward(self) -> dict[str, int]:
        m, b = self.month, self.base
        now = 1 / self.rate("closing", m)
        later = [k for k in self.income if b < k <= m]
        net = sum(a for r, a in self.books[b].balances.items() if r in CLOSING)
        one = Fraction(100, 10 ** self.digits[self.entity.currency])
        told = {
            "opening": self.reserve(b),
            "opening_net_assets": nearest(-net * one * (now - 1 / self.rate("closing", b))),
            "result": nearest(sum((sum(self.books[k].movements.values()) * one * (now - 1 / self.rate("average", k)) for k in later), Fraction(0))),
            "equity_movements": nearest(sum((sum(self.moved_local[k].values()) * one * (now - 1 / self.rate("average", k)) for k in later), Fraction(0))),
        }  # fmt: skip
        told["closing"] = self.reserve(m)
        told["rounding"] = told["closing"] - sum(value for key, value in told.items() if key != "closing")
        return told


def close(
    perimeter: Perimeter, figures: Mapping[tuple[str, str], Figures], rates: Rates, month: str
) -> dict[str, Any]:
    """Every stage of the close of ``month``; roles of 0 left out. Figures are taken as checked."""
    counted = [
        one for one in perimeter.entities
        if one.method in ("combined", "full") and one.since <= month and (one.until is None or one.until >= f"{int(month[:4]) - 1}-12")
    ]  # fmt: skip
    houses = {one.code: House(one, figures, rates, perimeter, month) for one in counted}
    translated = {code: house.cells() for code, house in houses.items()}
    aggregated = _sum(translated.values())
    moves: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for role in ("fee_income", "fee_charged"):
        moves["fee"][role] -= aggregated.get(role, 0)
    pairs = _trade(perimeter, houses, rates, moves)
    for house in houses.values():
        before, year = house.lent()
        for role, cents in (
            ("retained_earnings", -before),
            ("fx_net_investment", -year),
            ("translation_reserve", before + year),
        ):
            moves["reserve"][role] += cents
    capital = _capital(perimeter, houses, moves, month)
    eliminations = {klass: _kept(one) for klass, one in moves.items() if _kept(one)}
    consolidated = _kept(_sum([aggregated, *eliminations.values()]))
    return {
        "translated": {code: _kept(one) for code, one in translated.items()}, "aggregated": _kept(aggregated),
        "pairs": pairs, "eliminations": eliminations, "capital": capital, "consolidated": consolidated,
        "roll_forward": {code: one.roll_forward() for code, one in houses.items() if one.is_here and not one.own},
        "left": {
            code: {
                "net_assets": sum(one.closing(one.end).values()), "equity": sum(one.layers[one.end].values()),
                "result": sum(one.year(one.end).values()), "translation_reserve": one.reserve(one.end),
            } for code, one in houses.items() if not one.is_here
        },
        "totals": _totals(consolidated), "equity_movement": _movement(houses, eliminations.get("capital", {}), month),
    }  # fmt: skip


def _sum(tables: Any) -> dict[str, int]:
    total: dict[str, int] = defaultdict(int)
    for table in tables:
        for role, cents in table.items():
            total[role] += cents
    return dict(total)


def _kept(table: Mapping[str, int]) -> dict[str, int]:
    return {role: cents for role, cents in table.items() if cents}


def _trade(
    perimeter: Perimeter, houses: Mapping[str, House], rates: Rates, moves: Any
) -> dict[tuple[str, str, str], dict[str, int]]:
    sides: dict[tuple[str, str, str], list[int]] = defaultdict(lambda: [0, 0])
    documents: dict[tuple[str, str, str, str, str], int] = defaultdict(int)
    for code, house in houses.items():
        for k, of in house.books.items():
            for role in {line.role for line in of.intra if ROLE[line.role].klass in PAIRED}:
                balance = role in CLOSING
                if (k != house.month) if balance else (k[:4] != house.month[:4] or k == house.opening):
                    continue
                kind = "closing" if balance else "average"
                local: dict[str, int] = defaultdict(int)
                for line in of.intra:
                    if line.role == role:
                        local[line.counterparty] += line.amount
                cents = {name: house.cents(amount, kind, k) for name, amount in local.items()}
                whole = house.cents((of.balances if balance else of.movements).get(role, 0), kind, k)
                largest = min(local, key=lambda name: (-abs(local[name]), name))
                cents[largest] += whole - sum(cents.values())
                for name, amount in cents.items():
                    klass, gives = ROLE[role].klass, ROLE[role].statement in ("asset", "revenue")
                    if not inside(perimeter.by_code[name], k):
                        moves["outside"][role] -= amount
                        moves["outside"][OUTSIDE[role]] += amount
                        continue
                    direction = (klass, code, name) if gives else (klass, name, code)
                    sides[direction][0 if gives else 1] += amount
                    moves[klass][role] -= amount
                    for line in of.intra:
                        if (line.role, line.counterparty) == (role, name):
                            documents[(*direction, k, line.document_currency)] += line.document_amount
    found: dict[tuple[str, str, str], dict[str, int]] = {}
    for direction, (given, owed) in sides.items():
        average = direction[0] in ("service", "interest")
        unmatched = 0
        for (*of_pair, k, currency), amount in documents.items():
            if tuple(of_pair) == direction and amount:
                if currency != perimeter.presentation:
                    rate = rates.find(currency, k)
                    assert rate is not None
                    amount = nearest(
                        Fraction(amount * 100, 10 ** perimeter.exponents[currency])
                        / Fraction(rate.average if average else rate.closing)
                    )
                unmatched += amount
        difference = given + owed
        found[direction] = {
            "from_amount": given, "to_amount": owed, "difference": difference, "unmatched": unmatched, "exchange": difference - unmatched,
        }  # fmt: skip
        end = "_result" if average else ""
        moves[direction[0]][f"ic_unmatched{end}"] += unmatched
        moves[direction[0]][f"ic_exchange{end}"] += difference - unmatched
    return found


def _capital(
    perimeter: Perimeter, houses: Mapping[str, House], moves: Any, month: str
) -> dict[str, dict[str, int]]:
    rows: dict[str, dict[str, int]] = {}
    for held in dict.fromkeys(one.held for one in perimeter.participations):
        holdings = [
            one
            for one in perimeter.participations
            if one.held == held and inside(perimeter.by_code[one.holder], month)
        ]
        house = houses.get(held)
        if house is None or house.entity.method != "full" or not holdings:
            continue
        others, cost = (
            1 - sum((Fraction(one.share) for one in holdings), Fraction(0)),
            sum(one.cost for one in holdings),
        )
        part = {role: cents - nearest(others * cents) for role, cents in house.layers[house.opening].items()}
        went_on = any(
            house.balance(after(k, -1), "result_brought") and not house.balance(k, "result_brought")
            for k in house.income
            if k.endswith("-01")
        )
        for role, cents in part.items():
            moves["capital"]["retained_earnings" if role == "result_brought" and went_on else role] -= cents
        moves["capital"]["participations"] -= cost
        moves["capital"]["consolidation_difference"] += cost + sum(part.values())
        before, year = house.lent()
        equity = 0
        for role, cents in house.layers[house.end].items():
            theirs = nearest(others * (cents - (before if role == "retained_earnings" else 0)))
            moves["minority"][role] -= theirs
            equity += theirs
        result = nearest(others * (sum(house.this_year.values()) - year))
        reserve = nearest(others * (house.reserve(house.end) + before + year))
        moves["minority"]["translation_reserve"] -= reserve
        moves["minority"]["minority_interest"] += equity + result + reserve
        moves["minority"]["result_to_minority"] -= result
        rows[held] = {
            "cost": cost, "group_part_at_first": sum(part.values()), "difference": cost + sum(part.values()), "minority_equity": equity,
            "minority_result": result, "minority_translation": reserve, "minority_total": equity + result + reserve,
        }  # fmt: skip
    return rows


def _totals(consolidated: Mapping[str, int]) -> dict[str, int]:
    def of(*statements: str) -> int:
        return sum(
            c
            for r, c in consolidated.items()
            if ROLE[r].statement in statements and r not in ("ic_unmatched", "ic_exchange")
        )

    result = -of("revenue", "cost")
    return {
        "assets": of("asset"), "liabilities": -of("liability"), "equity": -of("equity") + result, "result_of_group": result,
        "differences": consolidated.get("ic_unmatched", 0) + consolidated.get("ic_exchange", 0),
        "turnover": -consolidated.get("turnover_activities", 0) - consolidated.get("turnover_contracts", 0),
        "result": result + consolidated.get("result_to_minority", 0),
    }  # fmt: skip


def _movement(houses: Mapping[str, House], set_off: Mapping[str, int], month: str) -> dict[str, int]:
    """How equity, added up, came from the beginning of the year to ``month``. Natural signs."""
    told: dict[str, int] = dict.fromkeys(
        ("opening", "joined", "result", "capital", "translation", "left", "closing"), 0
    )
    for house in houses.values():
        base, end = house.base, house.end
        told["joined" if house.entity.since > f"{month[:4]}-01" else "opening"] -= house.equity(
            base
        ) + house.reserve(base)
        told["result"] -= sum(house.this_year.values())
        told["capital"] -= sum(sum(one.values()) for k, one in house.moved.items() if k[:4] == month[:4])
        told["translation"] -= house.reserve(end) - house.reserve(base)
        told["closing" if house.is_here else "left"] += (-1 if house.is_here else 1) * (
            house.equity(end) + house.reserve(end)
        )
    told["set_off"] = -sum(cents for role, cents in set_off.items() if role in EQUITY)
    return told
