"""What ``make bench`` runs: ratios measured in one run, so that they say the same on any machine.

One table at the end; exit 1 when a floor is missed. ``--quick`` measures less often; names after it choose parts
(``issue budget slips rivals einvoice leaves group``).
"""

from __future__ import annotations

import gc
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "core")]

import einvoice  # noqa: E402
import group  # noqa: E402
import psycopg  # noqa: E402
import what_leaves  # noqa: E402
from budgets import budgets  # noqa: E402
from databases import Postgresql, Sqlite  # noqa: E402
from issuing import issuing  # noqa: E402
from measure import Table  # noqa: E402
from payslips import million, one_slip  # noqa: E402
from rivals import france, germany  # noqa: E402

from core.country import country_codes  # noqa: E402

PARTS = ("issue", "budget", "slips", "rivals", "einvoice", "leaves", "group")


def stores(table: Table, chosen: list[str]) -> None:
    for kind in (Sqlite, Postgresql):
        for part, measure in (("issue", issuing), ("budget", budgets)):
            if part not in chosen:
                continue
            folder = Path(tempfile.mkdtemp(prefix="bench-"))
            try:
                database = kind(folder)
            except psycopg.OperationalError as error:
                table.add(f"{kind.name}: left out", str(error).splitlines()[0])
                break
            gc.collect()
            try:
                measure(table, database)
            finally:
                database.close()
                shutil.rmtree(folder)


def main() -> int:
    if "--million" in sys.argv:
        million(sys.argv[sys.argv.index("--million") + 1])
        return 0
    chosen = [name for name in sys.argv[1:] if not name.startswith("-")] or [*PARTS]
    table = Table()
    stores(table, chosen)
    if "slips" in chosen:
        for code in country_codes():
            one_slip(table, code)
    if "rivals" in chosen:
        france(table)
        germany(table)
    for part, measured in (("einvoice", einvoice.rows), ("leaves", what_leaves.rows)):
        for what, found, floor in measured() if part in chosen else ():
            table.ratio(what, found, floor)
    if "group" in chosen:
        for row in group.rows():
            table.add(*row)
    table.show()
    return int(table.failed)


if __name__ == "__main__":
    sys.exit(main())
