"""One process of an entity, for tests of races and of sudden death: ``one_process.py URL VERB ARGUMENTS``.

Run as a script, because a process that is killed must not take the test with it.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from pathlib import Path

ROOT = Path(__file__).parents[2]


def start(url: str, *arguments: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, __file__, url, *arguments], cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )


def _main(url: str, verb: str, day: str, *rest: str) -> None:
    from core import schema as _schema  # noqa: F401 - every table must be known
    from core.clock import SetClock
    from core.country import Identity, country
    from core.country.facts import read_strictly
    from core.db import Store, open_engine
    from core.instance import OwnFacts
    from core.payouts import pay_due
    from core.payroll import make_slips
    from core.sales import Draft, Line, issue_invoices

    own = read_strictly(ROOT / "demo" / "be" / "identity.toml", OwnFacts)
    store = Store(
        open_engine(url), country("be"), SetClock.at(date.fromisoformat(day), "Europe/Brussels"),
        Identity(structures=own.structures, look=own.look),
    )  # fmt: skip
    dies = verb.endswith("_and_die")
    for _ in range(int(rest[0])):
        with store.work() as uow:
            if verb.startswith("issue"):
                draft = Draft(
                    activity=rest[1], client=rest[2], lines=(Line(description="x", unit_price="10"),)
                )
                issue_invoices(uow, [draft])
            elif verb.startswith("pay"):
                pay_due(uow)
            else:
                make_slips(uow)
            if dies:
                os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    _main(*sys.argv[1:])
