"""Invented groups for property tests: several years, three currencies, joins, leaves, trade on both sides.

Books obey the ledger's rules (balanced every month, January carries the result); everything else is drawn at random.
"""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from shared_tools import money
from shared_tools.group import (
    Close,
    Entity,
    Figures,
    IntraLine,
    MonthRate,
    Participation,
    Perimeter,
    Rates,
    close_month,
    months,
    newest,
)
from shared_tools.group.rates import decimals

EXPONENTS = {"EUR": 2, "SEK": 2, "HUF": 0, "PLN": 2}
LEVEL = {"EUR": 1, "SEK": 11, "HUF": 390, "PLN": 4}
CLOSING = ("bank", "client_receivables", "tangible_assets", "member_budget", "vat_due", "provisions")
INCOME = (
    "turnover_activities",
    "turnover_contracts",
    "gross_wages",
    "staff_costs",
    "external_costs",
    "fx_difference",
)


def rates(draw: random.Random, first: int, last: int) -> Rates:
    def near(currency: str, digits: int) -> str:
        return decimals(Fraction(LEVEL[currency] * draw.randint(900_000, 1_100_000), 1_000_000), digits)

    return Rates(
        MonthRate(currency, months.name(month), near(currency, 4), near(currency, 6))
        for currency in ("SEK", "HUF", "PLN")
        for month in range(first, last + 1)
    )


class Group:
    """``perimeter``, ``rates`` and ``figures`` of months ``first`` to ``last``."""

    def __init__(
        self, seed: int, first: str = "2023-11", last: str = "2026-02", size: int = 1_000_000
    ) -> None:
        draw = self.draw = random.Random(seed)
        self.first, self.last, self.size = months.number(first), months.number(last), size
        self.rates = rates(draw, self.first, self.last)
        self.perimeter = Perimeter(self._entities(), "EUR", EXPONENTS, self._participations())
        self.figures = [one for entity in self.perimeter.entities for one in self._books(entity)]

    def _entities(self) -> tuple[Entity, ...]:
        late, early = self.first + self.draw.randint(2, 20), self.first + self.draw.randint(8, 26)
        plan: list[tuple[str, str, str, int, int | None]] = [
            ("be", "EUR", "combined", self.first + 1, None),
            ("fr", "EUR", "combined", self.first + 1, early),
            ("se", "SEK", "full", self.first + 1, None),
            ("hu", "HUF", "full", self.first + 1, None),
            ("pl", "PLN", "combined", late, None),
            ("no", "SEK", "combined", self.first + 1, self.first + self.draw.randint(8, 26)),
        ]
        return tuple(
            Entity(
                code, currency, method, months.name(start), None if until is None else months.name(until),
                months.name(start - 1), {"reserves": -12_345} if code == "hu" else {},
            )
            for code, currency, method, start, until in plan
        )  # fmt: skip

    def _participations(self) -> tuple[Participation, ...]:
        return (
            Participation("be", "se", "0.7", 5_000_000),
            Participation("fr", "se", "0.2", 1_000_000),
            Participation("be", "hu", "1", 700_000),
        )

    def _amount(self) -> int:
        return self.draw.randint(-self.size, self.size)

    def _books(self, entity: Entity) -> list[Figures]:
        draw = self.draw
        balances = {role: self._amount() for role in CLOSING}
        balances |= {
            "share_capital": -abs(self._amount()),
            "reserves": self._amount(),
            "result_brought": self._amount(),
        }
        balances["retained_earnings"] = -sum(balances.values())
        published = [self._figure(entity, entity.first - 1, dict(balances), {}, ())]
        owed: dict[tuple[str, str, str], list[int]] = {}
        result = 0
        last = self.last if entity.last is None else entity.last
        for month in range(entity.first, last + 1):
            if month == months.january(month):
                balances["retained_earnings"] += result + balances["result_brought"]
                balances["result_brought"] = result = 0
            movements = {role: self._amount() for role in INCOME if draw.random() < 0.8}
            movements["fee_income"] = -abs(self._amount())
            movements["fee_charged"] = -movements["fee_income"]
            if entity.currency != "EUR" and draw.random() < 0.5:
                movements["fx_net_investment"] = self._amount()
            balances["share_capital"] += draw.choice([0, -1, 1]) * draw.randint(0, self.size // 10)
            lines = self._trade(entity, month, owed)
            for line in lines:
                target = movements if "income" in line.role or "expense" in line.role else balances
                target.setdefault(line.role, 0)
            for role in ("ic_income", "ic_expense"):
                if any(line.role == role for line in lines):
                    movements[role] = sum(line.amount for line in lines if line.role == role)
            for role in ("ic_receivable", "ic_payable"):
                balances[role] = sum(line.amount for line in lines if line.role == role)
            result += sum(movements.values())
            for role in CLOSING[1:]:
                balances[role] += self._amount()
            balances["bank"] -= sum(balances.values()) + result
            published.append(self._figure(entity, month, dict(balances), movements, tuple(lines)))
        return published

    def _trade(
        self, entity: Entity, month: int, owed: dict[tuple[str, str, str], list[int]]
    ) -> list[IntraLine]:
        """This entity's side of its trade: most documents are seen by the other side too, some are not."""
        lines: list[IntraLine] = []
        for other in self.perimeter.entities:
            if other.code == entity.code:
                continue
            for seller, buyer in ((entity, other), (other, entity)):
                # Both sides draw the same document from the same seed.
                document = random.Random(f"{seller.code} {buyer.code} {month}")
                if document.random() < 0.6:
                    continue
                cents, currency = document.randint(1, self.size), document.choice(["EUR", seller.currency])
                if self.draw.random() < 0.1:
                    cents += self.draw.choice([-cents, 17])
                sells = seller is entity
                exact = Fraction(cents * LEVEL[entity.currency], LEVEL[currency])
                local = money.rounded(
                    exact * Fraction(10 ** EXPONENTS[entity.currency], 10 ** EXPONENTS[currency])
                )
                role, sign = ("ic_income", -1) if sells else ("ic_expense", 1)
                lines.append(IntraLine(role, other.code, sign * local, currency, sign * cents))
                claim = owed.setdefault(
                    ("ic_receivable" if sells else "ic_payable", other.code, currency), [0, 0]
                )
                claim[0] -= sign * local
                claim[1] -= sign * cents
        lines += [
            IntraLine(role, other, local, currency, cents)
            for (role, other, currency), (local, cents) in owed.items()
        ]
        return lines

    def _figure(
        self, entity: Entity, month: int, balances: dict[str, int], movements: dict[str, int],
        lines: tuple[IntraLine, ...],
    ) -> Figures:  # fmt: skip
        return Figures(
            entity.code, months.name(month), entity.currency, EXPONENTS[entity.currency],
            {role: amount for role, amount in balances.items() if amount},
            {role: amount for role, amount in movements.items() if amount}, lines,
        )  # fmt: skip

    def close(self, month: str) -> Close:
        return close_month(self.perimeter, newest(self.figures), self.rates, month)


@pytest.fixture(scope="session")
def invented() -> type[Group]:
    return Group


@pytest.fixture(scope="session", params=range(8), ids="group{}".format)
def group(request: pytest.FixtureRequest) -> Group:
    return Group(request.param)


@pytest.fixture(
    scope="session", params=("2024-01", "2024-06", "2024-12", "2025-01", "2025-07", "2025-12", "2026-02")
)
def close(request: pytest.FixtureRequest, group: Group) -> Close:
    return group.close(request.param)
