"""The dated numbers of this package on one day, and which States belong to what."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from shared_tools import identifiers
from shared_tools.dated import Law, Parameters

FILES: Final = ("states", "coordination", "notices", "source_tax", "vat")


@cache
def parameters(name: str) -> Parameters:
    """One of FILES. Amounts in cents."""
    return Parameters.read(Path(__file__).with_name(f"{name}.toml"), 2)


def law(name: str, day: date) -> Law:
    return parameters(name).on(day)


# The oldest day for which the States are entered: membership is asked without a day of its own.
_STATES: Final = date(2020, 2, 1)


def _of(kind: str) -> frozenset[str]:
    return frozenset(law("states", _STATES)[kind].value)


SEATS: Final[tuple[str, ...]] = tuple(law("states", _STATES)["seats"].value)
"""States with a national entity."""
EU: Final = _of("eu")
EEA: Final = EU | _of("eea")
COORDINATED: Final = EEA | _of("coordinated")
"""Where Regulation 883/2004 coordinates social security."""
_OUTSIDE: Final = frozenset({"xi", "uk", "xk"})
"""Not in ISO 3166, but written: Northern Ireland is outside for services, and the usual other name of gb, Kosovo."""


def is_state(code: str) -> bool:
    return code in EU or code in _OUTSIDE or identifiers.is_country(code.upper())
