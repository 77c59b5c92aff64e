"""How the benches measure: a clock without the garbage collector, a table of figures and floors, a process's peak of memory."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]
QUICK = "--quick" in sys.argv


@dataclass
class Table:
    """What was measured: figure, floor, pass or FAIL."""

    rows: list[tuple[str, str, str, bool | None]] = field(default_factory=list)

    def add(self, what: str, figure: str, floor: str = "", good: bool | None = None) -> None:
        self.rows.append((what, figure, floor, good))
        print(f"  … {what}: {figure}", file=sys.stderr, flush=True)

    def ratio(self, what: str, found: float, floor: float) -> None:
        """A ratio that may not fall under its floor: their time by ours."""
        self.add(what, f"{found:.2f}", f">= {floor:.2f}", found >= floor)

    @staticmethod
    def _line(row: tuple[str, str, str, bool | None]) -> str:
        what, figure, floor, good = row
        return f"{what:<58} {figure:>34}  {floor:<14} {'' if good is None else 'pass' if good else 'FAIL'}"

    def show(self) -> None:
        """The whole table once more, in one piece, with the count of what is below its floor."""
        print("", *(self._line(row) for row in self.rows), sep="\n")
        below = sum(good is False for *_, good in self.rows)
        print(f"\n{below} of {len(self.rows)} below their floor")

    @property
    def failed(self) -> bool:
        return any(good is False for *_, good in self.rows)


@contextmanager
def stopwatch(clock: Callable[[], float] = time.perf_counter) -> Iterator[Callable[[], float]]:
    """Seconds since it was started. ``processor``, where nothing but this thread works, forgets who else is running."""
    gc.disable()
    began = clock()
    try:
        yield lambda: clock() - began
    finally:
        gc.enable()


processor = time.process_time


def quickest(
    *actions: Callable[[], object], rounds: int = 15, times: int = 1, clock: Callable[[], float] = processor
) -> list[float]:
    """Seconds each of ``actions`` takes at its best, ``times`` in a row, all in turns: what else the machine does then
    slows down one as much as the other, and the best of many forgets it."""
    for action in actions:
        action()
    best = [float("inf")] * len(actions)
    for _ in range(rounds):
        for number, action in enumerate(actions):
            with stopwatch(clock) as elapsed:
                for _ in range(times):
                    action()
                best[number] = min(best[number], elapsed() / times)
    return best


def peak_megabytes() -> float:
    """This program's own peak. Not ru_maxrss: Linux hands a child its parent's, so every country had the bench's."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("the kernel does not tell the peak of memory")
