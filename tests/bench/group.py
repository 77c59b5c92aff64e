"""The group's close, measured: against DuckDB doing the same sums in the same run, its growth, its memory, a warm page.

Both begin with what they keep: the engine with decoded figures, DuckDB with its own table of the same rows. Both translate
every value exactly, layer equity, find the reserve and add up by role, and must give the same cents. Signatures and
decoding are measured apart. DuckDB works on all cores, so both are told by the clock on the wall, in turns, at their best;
what only we do is told in processor time. ``rows()`` gives (what, figure, floor, whether it holds).
"""

from __future__ import annotations

import logging
import os
import random
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "core")]

from measure import QUICK, peak_megabytes, quickest  # noqa: E402

from shared_tools import money  # noqa: E402
from shared_tools.group import Entity, Figures, MonthRate, Perimeter, Rates, months, newest  # noqa: E402
from shared_tools.group.books import collect  # noqa: E402
from shared_tools.group.checks import Roles  # noqa: E402
from shared_tools.group.close import Close, close_books  # noqa: E402
from shared_tools.group.figures import canonical, decode  # noqa: E402
from shared_tools.roles import ENTITY_ROLES, Role  # noqa: E402

OPENING, LAST = months.number("2025-12"), months.number("2026-12")
CURRENCIES = ("EUR", "SEK", "HUF")
ROLES = 200
Row = tuple[str, str, str, bool | None]


def roles() -> Roles:
    """The ledger's roles and as many invented ones as make 200, of every statement."""
    kinds = ("asset", "liability", "revenue", "cost")
    more = [Role(f"invented_{n:03d}", kinds[n % 4]) for n in range(ROLES - len(ENTITY_ROLES))]
    return Roles((*ENTITY_ROLES, *more))


class Group:
    """``count`` entities in three currencies, a year of months, every role with an amount; books that balance."""

    def __init__(self, count: int) -> None:
        draw = random.Random(count)
        self.roles = roles()
        self.perimeter = Perimeter(tuple(
            Entity(code=f"e{n:04d}", currency=CURRENCIES[n % 3], method="combined", since="2026-01", opening="2025-12")
            for n in range(count)
        ))  # fmt: skip
        self.rates = Rates(
            MonthRate(currency, months.name(month), f"{level}.{draw.randint(0, 9999):04d}", f"{level}.{draw.randint(0, 999999):06d}")
            for currency, level in (("SEK", 11), ("HUF", 390))
            for month in range(OPENING, LAST + 1)
        )  # fmt: skip
        self.figures = [one for entity in self.perimeter.entities for one in self._books(entity, draw)]

    def _books(self, entity: Entity, draw: random.Random) -> list[Figures]:
        sheet = [role.name for role in self.roles.all if role.in_balance_sheet and role.name not in ("bank",) and not role.klass]  # fmt: skip
        income = [role.name for role in self.roles.all if not role.in_balance_sheet and not role.klass]
        exponent, found, so_far = money.exponent(entity.currency), [], 0
        for number in range(OPENING, LAST + 1):
            balances = {name: draw.randint(-(10**9), 10**9) for name in sheet}
            movements = {name: draw.randint(-(10**8), 10**8) for name in income} if number > OPENING else {}
            so_far += sum(movements.values())
            balances["bank"] = -sum(balances.values()) - so_far
            found.append(
                Figures(entity.code, months.name(number), entity.currency, exponent, balances, movements)
            )
        return found

    def close(self) -> Close:
        return close_books(collect(self.perimeter, newest(self.figures), self.rates, "2026-12", self.roles))


class Duck:
    """The same rows in DuckDB, and the same sums in SQL."""

    def __init__(self, group: Group) -> None:
        import duckdb

        self.connection = duckdb.connect()
        self.connection.execute("CREATE TABLE figure (entity INT, month INT, role VARCHAR, amount BIGINT)")
        self.connection.execute("CREATE TABLE role (role VARCHAR, kind VARCHAR)")
        self.connection.execute("CREATE TABLE factor (entity INT, month INT, cm HUGEINT, cd HUGEINT, am HUGEINT, ad HUGEINT)")  # fmt: skip
        self.connection.executemany("INSERT INTO role VALUES (?, ?)", [(role.name, role.rate) for role in group.roles.all])  # fmt: skip
        place = {entity.code: n for n, entity in enumerate(group.perimeter.entities)}
        self._load("figure", ("entity", "month", "role", "amount"), [
            (place[one.entity], months.number(one.month), name, amount)
            for one in group.figures for given in (one.balances, one.movements) for name, amount in given.items()
        ])  # fmt: skip
        self._load("factor", ("entity", "month", "cm", "cd", "am", "ad"), [
            (place[entity.code], month, *self._factor(group, entity, month)) for entity in group.perimeter.entities for month in range(OPENING, LAST + 1)
        ])  # fmt: skip

    def _load(self, table: str, names: tuple[str, ...], found: list[tuple[Any, ...]]) -> None:
        with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False) as file:
            file.write("\n".join([",".join(names), *(",".join(map(str, row)) for row in found)]))
        self.connection.execute(f"INSERT INTO {table} SELECT * FROM read_csv('{file.name}')")
        Path(file.name).unlink()

    @staticmethod
    def _factor(group: Group, entity: Entity, month: int) -> tuple[int, int, int, int]:
        if entity.currency == "EUR":
            return 1, 1, 1, 1
        kept = money.exponent(entity.currency)
        pairs = [
            (
                100 / (group.rates.rate(kind, entity.currency, months.name(month)) * 10**kept)
            ).as_integer_ratio()
            for kind in ("closing", "average")
        ]  # type: ignore[misc]
        return (*pairs[0], *pairs[1])

    def sums(self) -> dict[str, int]:
        """Role → cents, the reserve among them: each value translated on its own, halves away from zero."""
        rounded = (
            "(CASE WHEN {a} < 0 THEN -1 ELSE 1 END) * ((2 * abs({a}::HUGEINT) * {m} + {d}) // (2 * {d}))"
        )
        at_closing, at_average = rounded.format(a="amount", m="cm", d="cd"), rounded.format(a="amount", m="am", d="ad")  # fmt: skip
        moved = rounded.format(a="moved", m="am", d="ad")
        query = f"""
            WITH joined AS (SELECT f.*, r.kind, x.cm, x.cd, x.am, x.ad FROM figure f JOIN role r USING (role) JOIN factor x USING (entity, month)),
            layers AS (SELECT *, amount - coalesce(lag(amount) OVER (PARTITION BY entity, role ORDER BY month), 0) AS moved FROM joined WHERE kind = 'historic'),
            cells AS (
                SELECT entity, role, {at_closing} AS cents FROM joined WHERE kind = 'closing' AND month = {LAST}
                UNION ALL SELECT entity, role, {at_average} FROM joined WHERE kind = 'average' AND month > {OPENING}
                UNION ALL SELECT entity, role, CASE WHEN month = {OPENING} THEN {at_closing} ELSE {moved} END FROM layers
            )
            SELECT role, sum(cents)::HUGEINT FROM cells GROUP BY role
            UNION ALL SELECT 'translation_reserve', -sum(own) FROM (SELECT sum(cents) AS own FROM cells GROUP BY entity)
        """
        return {role: int(cents) for role, cents in self.connection.execute(query).fetchall() if cents}


def close_beside_duckdb(group: Group, times: int) -> Row:
    duck, count = Duck(group), len(group.perimeter.entities)
    ours, theirs = group.close().figures.aggregated, duck.sums()
    assert ours == theirs, "both give the same cents"
    engine, sums = quickest(group.close, duck.sums, rounds=times, clock=time.perf_counter)
    return (
        f"group: close of {count:,} entities, 12 months, {ROLES} roles",
        f"{engine * 1000:.0f} ms, DuckDB {sums * 1000:.0f} ms = {engine / sums:.2f}", "<= 3", engine / sums <= 3,
    )  # fmt: skip


def signatures(count: int = 300) -> Row:
    """Decoding and checking envelopes, one after the other: what collecting costs, apart from the close."""
    from core.federation import SigningKey, open_envelope, seal
    from core.federation.envelope import TrustedKey

    with tempfile.TemporaryDirectory() as folder:
        key = SigningKey.create(Path(folder) / "key.pem")
    group = Group(max(count // 13, 1))
    sealed = [seal(key, "figures", "e", canonical(one)) for one in group.figures]
    trusted = [TrustedKey("e", key.name, key.public, date(2000, 1, 1))]
    (each,) = quickest(
        lambda: [decode(open_envelope(raw, trusted, date(2027, 1, 1))[1]) for raw in sealed], rounds=3
    )
    each /= len(sealed)
    return ("group: signature and decoding, a figure of 200 roles", f"{each * 1e6:.0f} us", "", None)


def memory(count: int) -> Row:
    """In a process of its own: what closing adds to the figures it closes, against the block of integers they make."""
    told = subprocess.run(
        [sys.executable, __file__, "--memory", str(count)], capture_output=True, text=True, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ).stdout.split()  # fmt: skip
    added, block = float(told[0]), count * 13 * ROLES * 8 / 2**20
    return (
        f"group: memory a close of {count:,} entities adds", f"{added:.0f} MB = {added / block:.1f} of its block of integers",
        "<= 16", added / block <= 16,
    )  # fmt: skip


def page(count: int) -> list[Row]:
    """Warm pages of a group of ``count`` entities, through the application."""
    from litestar.testing import TestClient

    from core import access, instance
    from core.app import build
    from core.db import new_id
    from core.group import store
    from core.group.rates import Rate, set_rates
    from shared_tools.group.figures import digest

    logging.getLogger("httpx").setLevel(logging.WARNING)
    found: list[Row] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "group"
        instance.create(home, "group")
        opened = instance.open_group(home)
        group = Group(count)
        known = {role.name for role in ENTITY_ROLES}
        with opened.store.work() as uow:
            for currency in ("SEK", "HUF"):
                for month in range(OPENING, LAST + 1):
                    one = group.rates.find(currency, months.name(month))
                    assert one
                    set_rates(uow, [Rate(currency=currency, month=one.month, closing=one.closing, average=one.average, source="invented")])  # fmt: skip
            uow.insert(store.group_entity, [
                {"entity": e.code, "name": e.code, "currency": e.currency, "method": "combined", "method_reason": "", "opening": e.opening, "since": e.since, "until": None, "address": ""}
                for e in group.perimeter.entities
            ])  # fmt: skip
            lines = []
            for n, one in enumerate(group.figures):
                one = _known(one, known)
                lines.append({
                    "entity": one.entity, "number": n % 13 + 1, "month": one.month, "version": 1, "digest": digest(one), "body": canonical(one),
                    "envelope": b"", "key": "k", "received_at": uow.now,
                })  # fmt: skip
            uow.insert(store.received_figures, lines)
            account = new_id()
            access.grant(uow, account, "g@example.org", "G", "en", ["group"])
            access.set_password(uow, account, "open sesame demo")
        with TestClient(build({}, home, demo=True)) as client:
            client.post("/group/sign-in", data={"email": "g@example.org", "password": "open sesame demo"})
            for path in (
                "figures",
                "report?year=2026",
                "entities/e0001",
                "missing",
                "figures/gross_wages/e0001",
            ):
                answer = client.get(f"/group/{path}")
                assert answer.status_code == 200, (path, answer.status_code)
                (warm,) = quickest(lambda path=path: client.get(f"/group/{path}"), rounds=5)
                found.append((f"group: warm page /{path}, {count:,} entities", f"{warm * 1000:.0f} ms", "<= 200 ms", warm <= 0.2))  # fmt: skip
        opened.store.engine.dispose()
    return found


def _known(one: Figures, known: set[str]) -> Figures:
    """Without the invented roles; the bank takes the difference."""
    import msgspec

    balances = {name: cents for name, cents in one.balances.items() if name in known}
    movements = {name: cents for name, cents in one.movements.items() if name in known}
    _since[one.entity] = (0 if not one.movements else _since.get(one.entity, 0)) + sum(movements.values())
    balances["bank"] -= sum(balances.values()) + _since[one.entity]
    return msgspec.structs.replace(one, balances=balances, movements=movements)


_since: dict[str, int] = {}


def rows() -> list[Row]:
    """Everything measured of the group."""
    times = 3 if QUICK else 7
    whole_group = Group(1000)
    small, large = close_beside_duckdb(Group(9), times * 3), close_beside_duckdb(whole_group, times)
    quarter, whole = quickest(Group(250).close, whole_group.close, rounds=times)
    del whole_group
    growth = whole / quarter
    return [
        small, large, ("group: four times as many entities take", f"{growth:.2f} times as long", "<= 5", growth <= 5),
        signatures(), memory(1000), *page(9),
    ]  # fmt: skip


if __name__ == "__main__":
    group = Group(int(sys.argv[sys.argv.index("--memory") + 1]))
    before = peak_megabytes()
    group.close()
    print(peak_megabytes() - before)
