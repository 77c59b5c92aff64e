"""The official plan's own input names → this country's tax facts, for the cases of the kind ``wage_tax_only``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import numpy as np

from countries.de.wage_tax import TaxFacts
from shared_tools.given import MOST, Given
from shared_tools.paysheet import Column
from shared_tools.refusal import Refusal

_KNOWN = frozenset(
    ["AF", "AJAHR", "ALTER1", "ALV", "F", "JFREIB", "JHINZU", "JRE4", "JRE4ENT", "KRV", "KVZ", "LZZ", "LZZFREIB",
     "LZZHINZU", "PKPV", "PKPVAGZ", "PKV", "PVA", "PVS", "PVZ", "R", "RE4", "SONSTB", "SONSTENT", "STKL", "ZKF"]
)  # fmt: skip
_NOTHING = (None, "", 0, "0")


@dataclass(frozen=True, slots=True)
class PlanInputs:
    """One row of the plan's inputs; cents."""

    facts: TaxFacts
    period: int
    pay: Column
    free: int
    added: int
    year_pay: Column
    one_off: Column
    free_year: int
    added_year: int
    uninsured: tuple[int, int]


def read_plan_inputs(given: Given) -> PlanInputs:
    """The input ``pap`` of a case, in the plan's names: money in cents, KVZ in hundredths of a percent, ZKF in tenths, F in thousandths.

    Raises Refusal ``outside_the_plan`` for an input that this program does not compute (pensions, stock schemes), else
    as ``Given``.
    """
    asked = Given({name.upper(): value for name, value in given.table("pap").words.items()}, "pap")
    unknown = sorted(
        name for name, value in asked.words.items() if name not in _KNOWN and value not in _NOTHING
    )
    if unknown:
        raise Refusal(
            "outside_the_plan", f"{', '.join(unknown)} is not computed by this program.", field="pap",
            way_out="Pensions (VBEZ …) and stock schemes (MBV) are outside this version.",
        )  # fmt: skip

    def value(name: str, default: int = 0, least: int = 0, most: int = MOST) -> int:
        return asked.whole(name, default, least=least, most=most)

    def column(name: str) -> Column:
        return np.array([value(name)], dtype=np.int64)

    facts = TaxFacts(
        np.array([value("STKL", 1, 1, 6)], dtype=np.int64), value("F", 1000, 0, 1000) if value("AF", 1) else 1000,
        value("ZKF", most=1000), value("KVZ", most=10_000), value("PVZ") == 1, value("PVA", most=4), value("PVS") == 1,
        value("KRV") > 0, value("ALV") == 1, value("PKV", most=2), value("PKPV"), value("PKPVAGZ"), value("R") > 0,
        max(value("AJAHR", most=date.max.year), 1) if value("ALTER1") else 0,
    )  # fmt: skip
    return PlanInputs(
        facts, value("LZZ", 1, 1, 4), column("RE4"), value("LZZFREIB"), value("LZZHINZU"), column("JRE4"),
        column("SONSTB"), value("JFREIB"), value("JHINZU"), (value("JRE4ENT"), value("SONSTENT")),
    )  # fmt: skip
