"""Payslips of each country: one, warm; a hundred thousand and a million, in a process whose memory is theirs alone."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from measure import QUICK, ROOT, Table, peak_megabytes, processor, stopwatch

from core.contracts import Contract
from core.contracts.actions import work_of
from core.country import country
from core.demo.model import read_script
from shared_tools.money import minor
from shared_tools.paysheet import CHUNK, Columns

SLIPS = 131_072 if QUICK else 1_000_000
FEWER = SLIPS // 10


def payslips(code: str) -> tuple[Any, Any, Any] | None:
    """A contract of the demonstration that has a payroll: its type, its work, the law's parameters."""
    home = country(code)
    if not (ROOT / "demo" / code / "month.toml").exists():
        return None
    script = read_script(ROOT / "demo" / code)
    for row in script.contracts:
        kind = home.contract_type(row.contract_type)
        if kind.pay is None:
            continue
        person = next(p for p in script.people if p.key == row.worker)
        pay = minor(row.pay, home.currency)
        contract = Contract(
            id="", number=1, activity="", worker="", structure="", contract_type=kind.code, days=tuple(row.days),
            minutes=row.minutes or 480 * len(row.days), pay=pay, pay_is="gross", cost=pay, invoice=None,
            terms=row.terms, state="agreed", agreed_on=row.days[0],
        )  # fmt: skip
        facts = SimpleNamespace(worker=person.worker, birth_date=person.birth_date)
        return kind, work_of(SimpleNamespace(country=home), contract, facts, pay), home.parameters  # type: ignore[arg-type]
    return None


def one_slip(table: Table, code: str) -> None:
    found = payslips(code)
    if found is None:
        table.add(f"{code}: one payslip", "no demonstration contract")
        return
    kind, work, parameters = found
    kind.sheet([work], parameters).slip()
    medians = []
    for _ in range(6):
        times = []
        for _ in range(40):
            with stopwatch(processor) as elapsed:
                kind.sheet([work], parameters).slip()
                times.append(elapsed())
        medians.append(statistics.median(times))
    took = min(medians) * 1000
    table.add(f"{code}: one payslip, warm ({kind.code})", f"{took:.2f} ms", "<= 2 ms", took <= 2)
    told = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("run.py")), "--million", code, *(["--quick"] if QUICK else [])],
        capture_output=True, text=True, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)},
    ).stdout.split()  # fmt: skip
    tenth, whole, peak = float(told[0]), float(told[1]), float(told[2])
    growth = whole / tenth
    table.add(
        f"{code}: {SLIPS:,} payslips in chunks of {CHUNK:,}",
        f"{whole:.1f} s, {SLIPS / whole:,.0f}/s, peak {peak:.0f} MB", "<= 60 s", whole <= 60,
    )  # fmt: skip
    table.add(
        f"{code}: ten times as many, {FEWER:,} > {SLIPS:,}",
        f"{growth:.1f} times as long",
        "<= 12.5",
        growth <= 12.5,
    )


def million(code: str) -> None:
    """In a process of its own, so that the peak of memory is this country's."""
    found = payslips(code)
    assert found is not None
    kind, work, parameters = found
    law = parameters.on(parameters.era(kind.law_days(work)[0]))
    single = Columns.of([kind.inputs(work, law)])
    shape = single.repeat(min(CHUNK, FEWER))
    steps = np.arange(shape.n, dtype=np.int64)

    def chunk_at(start: int, size: int) -> Columns:
        """Wages that differ from slip to slip, from the contract's own to three times it: equal ones would be cheaper
        wherever a table is read once for each value."""
        gross = work.gross + (start + steps) * 7919 % (2 * work.gross)
        columns = shape.with_(gross=gross)
        return columns if size == shape.n else columns.take(slice(0, size))

    kind.pay(chunk_at(0, shape.n), law)  # warm: the first call's imports and tables are no part of the growth
    took = []
    # The tenth is short: its best of three, or its first pages are measured.
    for count in (*[FEWER] * 3, SLIPS):
        with stopwatch(processor) as elapsed:
            for start in range(0, count, shape.n):
                columns = chunk_at(start, min(shape.n, count - start))
                sheet = kind.pay(columns, law)
                totals = sheet.net, sheet.cost
            took.append(elapsed())
    assert len(np.unique(columns.gross)) > columns.n // 2
    for row in (0, columns.n // 3, columns.n - 1):  # a row of the million is the slip it would be alone
        alone = kind.pay(columns.take(slice(row, row + 1)), law)
        assert (int(alone.net[0]), int(alone.cost[0])) == (int(totals[0][row]), int(totals[1][row]))
    print(min(took[:3]), took[3], peak_megabytes())
