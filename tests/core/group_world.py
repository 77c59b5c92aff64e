"""An invented group for tests: four entities in three currencies, a year of signed months, trade between them.

Books obey the ledger's rules: each month balances, the members' side is zero. The figures arrive as the real ones do, as signed
envelopes in a chain.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from core.db import GroupStore, Transaction
from core.federation import SigningKey, seal
from core.group.actions import Enrolment, enrol, receive
from core.group.rates import Rate, set_rates
from shared_tools.group import Figures, IntraLine, canonical, digest, months

CURRENCIES = {"be": ("EUR", 2), "hu": ("HUF", 0), "se": ("SEK", 2), "es": ("EUR", 2)}
OPENING, FIRST, LAST = "2025-12", "2026-01", "2026-12"
LEVEL = {"EUR": 1, "HUF": 4, "SEK": 11}


class Books:
    """One entity's months, each following from the one before; ``publish`` gives its next signed envelope."""

    def __init__(self, code: str, key: SigningKey, seed: int) -> None:
        self.code, self.key, self.draw = code, key, random.Random(f"{code} {seed}")
        self.currency, self.exponent = CURRENCIES[code]
        self.sent: list[Figures] = []
        size = LEVEL[self.currency]
        self.balances: dict[str, int] = {
            "bank": 900_000 * size, "share_capital": -500_000 * size, "reserves": -400_000 * size,
        }  # fmt: skip

    def month(self, month: str, intra: tuple[IntraLine, ...] = (), extra: int = 0) -> Figures:
        """The next month; ``extra`` minor units more turnover than drawn. Counts by type, with leases in ``be``."""
        movements: dict[str, int] = {}
        if month != OPENING:
            size = LEVEL[self.currency]
            turnover = self.draw.randint(80_000, 160_000) * size + extra
            fee, wages = turnover * 65 // 1000, turnover * 4 // 10
            charges, spent = wages // 5, turnover // 13
            movements = {
                "turnover_activities": -turnover, "gross_wages": wages, "employer_charges": charges, "member_expenses": spent,
                "fee_charged": fee, "fee_income": -fee, "budget_movement": turnover - wages - charges - spent - fee,
                "staff_costs": fee // 2 + 7, "financial_costs": 13,
            }  # fmt: skip
            for line in intra:
                if line.role in ("ic_income", "ic_expense"):
                    movements[line.role] = movements.get(line.role, 0) + line.amount
        owed: dict[str, int] = {}
        for line in intra:
            if line.role in ("ic_receivable", "ic_payable"):
                owed[line.role] = owed.get(line.role, 0) + line.amount
        before = {role: amount for role, amount in self.balances.items() if role not in ("ic_receivable", "ic_payable", "bank")}  # fmt: skip
        if movements:
            before["member_budget"] = before.get("member_budget", 0) - movements["budget_movement"]
        so_far = sum(sum(one.movements.values()) for one in self.newest().values() if one.month < month)
        rest = -(sum(before.values()) + sum(owed.values()) + so_far + sum(movements.values()))
        self.balances = {**before, **owed, "bank": rest}
        days = 10 + self.draw.randint(0, 5)
        counts: dict[str, Any] = {
            "wages_due": 3, "wages_on_promised_day": 2,
            "year": {
                "users": 12, "workers": 8, "days": days,
                "types": {"employee": {"workers": 6, "days": days - 3, "gross": 700_00}, "artist": {"workers": 4, "days": 3, "gross": 31_07}},
                "structures": {"main": {"workers": 8, "days": days, "gross": 731_07}},
            },
        }  # fmt: skip
        if self.code == "be":
            counts["year"]["leasing"] = {"new_contracts": 3, "running": 2, "outstanding": 90_000, "value": 120_001, "months": 31, "monthly": 9_999, "interest": 1_234}  # fmt: skip
        return self._chained(month, dict(self.balances), movements, intra, counts)

    def newest(self) -> dict[str, Figures]:
        return {one.month: one for one in self.sent}

    def _chained(
        self, month: str, balances: dict[str, int], movements: dict[str, int], intra: tuple[IntraLine, ...], counts: dict[str, Any]
    ) -> Figures:  # fmt: skip
        same = [one for one in self.sent if one.month == month]
        figures = Figures(
            self.code, month, self.currency, self.exponent, balances, movements, intra, counts, len(same) + 1,
            len(self.sent) + 1, digest(self.sent[-1]) if self.sent else "", digest(same[-1]) if same else "",
        )  # fmt: skip
        self.sent.append(figures)
        return figures

    def restated(self, month: str, more: int) -> list[Figures]:
        """``more`` minor units of turnover were forgotten in ``month``: that month and every later one again."""
        again: list[Figures] = []
        for number in range(months.number(month), months.number(max(self.newest())) + 1):
            old = self.newest()[months.name(number)]
            balances, movements = dict(old.balances), dict(old.movements)
            balances["client_receivables"] = balances.get("client_receivables", 0) + more
            balances["member_budget"] = balances.get("member_budget", 0) - more
            if old.month == month:
                movements["turnover_activities"] -= more
                movements["budget_movement"] += more
            again.append(self._chained(old.month, balances, movements, old.intra, old.counts))
        return again

    def envelope(self, figures: Figures) -> bytes:
        return seal(self.key, "figures", self.code, canonical(figures))


class GroupWorld:
    """The group's store with everybody enrolled and the months up to ``until`` taken in; ``late`` lacks the last one."""

    def __init__(
        self, store: GroupStore, folder: Path, until: str = LAST, late: str = "", seed: int = 1
    ) -> None:
        self.store = store
        self.books: dict[str, Books] = {}
        for code in CURRENCIES:
            folder.mkdir(exist_ok=True)
            self.books[code] = Books(code, SigningKey.create(folder / f"{code}.pem"), seed)
        self.key = SigningKey.create(folder / "group.pem")
        with store.work() as uow:
            enrol(uow, [
                Enrolment(
                    entity=code, name=f"Smart {code.upper()}", currency=books.currency, public_key=books.key.public,
                    key=books.key.name, opening=OPENING, since=FIRST, address=f"/{code}",
                ) for code, books in self.books.items()
            ])  # fmt: skip
            self._rates(uow)
        made = [
            self.envelope(code, months.name(number))
            for number in range(months.number(OPENING), months.number(until) + 1)
            for code in self.books
            if (code, months.name(number)) != (late, until)
        ]
        with store.work() as uow:
            for envelope in made:
                receive(uow, envelope)

    def _rates(self, uow: Transaction) -> None:
        draw = random.Random(7)
        set_rates(uow, [
            Rate(
                currency=currency, month=months.name(number), closing=f"{level}.{draw.randint(1, 9999):04d}",
                average=f"{level}.{draw.randint(1, 999999):06d}", source="invented",
            )
            for currency, level in (("HUF", 390), ("SEK", 11))
            for number in range(months.number(OPENING), months.number(LAST) + 1)
        ])  # fmt: skip

    def envelope(self, code: str, month: str) -> bytes:
        """An entity's next month: be sells to hu and to se; in May the bill to se is still on its way."""
        books = self.books[code]
        return books.envelope(books.month(month, self._intra(code, month)))

    def month(self, code: str, month: str) -> None:
        """An entity's next month arrives."""
        with self.store.work() as uow:
            receive(uow, self.envelope(code, month))

    def _intra(self, code: str, month: str) -> tuple[IntraLine, ...]:
        if month == OPENING:
            return ()
        sold = 12_345 + months.number(month) % 7
        to_se = () if month.endswith("-05") else (IntraLine("ic_expense", "be", sold * 11, "EUR", sold), IntraLine("ic_payable", "be", -sold * 11, "EUR", -sold))  # fmt: skip
        return {
            "be": (
                IntraLine("ic_income", "hu", -sold, "EUR", -sold), IntraLine("ic_receivable", "hu", sold, "EUR", sold),
                IntraLine("ic_income", "se", -sold, "EUR", -sold), IntraLine("ic_receivable", "se", sold, "EUR", sold),
            ),
            "hu": (IntraLine("ic_expense", "be", sold * 4, "EUR", sold), IntraLine("ic_payable", "be", -sold * 4, "EUR", -sold)),
            "se": to_se,
        }.get(code, ())  # fmt: skip

    def restate(self, code: str, month: str, more: int = 100_00) -> None:
        books = self.books[code]
        with self.store.work() as uow:
            for figures in books.restated(month, more):
                receive(uow, books.envelope(figures))

    def ask(self, question: Any, *args: Any, **named: Any) -> Any:
        with self.store.read() as uow:
            return question(uow, *args, **named)

    def do(self, action: Any, *args: Any, **named: Any) -> Any:
        with self.store.work() as uow:
            return action(uow, *args, **named)
