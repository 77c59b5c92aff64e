"""The plan against the official XML, on random people; skipped where that is not at hand.

``lstgen`` makes Python of the official XML of the plan and is exact once its BigDecimal reads a float as it is written;
it needs that XML (Lohnsteuer2025.xml, Lohnsteuer2026.xml) in the folder named by LOHNSTEUER_XML, since it would fetch
it with TLS checking switched off. What needs no XML is in test_oracle_lohnsteuer_bmf.py and in the 206 answers of
../cases/bmf_service_2026.csv.
"""

from __future__ import annotations

import io
import os
import random
import time
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.country import Case, Country
from countries.de.tariff import Plan
from countries.de.wage_tax import TaxFacts, withhold

OUTPUTS = ("LSTLZZ", "SOLZLZZ", "BK", "STS", "SOLZS", "BKS")
WHOLE = ("LZZ", "STKL", "R", "PVZ", "PVS", "KRV", "ALV", "PKV", "ALTER1", "AJAHR", "af")


def official_class(year: int) -> tuple[Any, Any]:
    """The class lstgen makes of the year's XML, with its number type; skips where either is missing."""
    lstgen = pytest.importorskip(
        "lstgen", reason="lstgen is not installed: no second computation of the plan"
    )
    generators = pytest.importorskip("lstgen.generators")
    from lxml import etree

    folder = os.environ.get("LOHNSTEUER_XML", "")
    path = Path(folder) / f"Lohnsteuer{year}.xml"
    if not folder or not path.exists():
        pytest.skip(f"the official Lohnsteuer{year}.xml is not in a folder named by LOHNSTEUER_XML")
    out = io.StringIO()
    parser = lstgen.PapParser(etree.fromstring(path.read_bytes()))
    generators.GENERATORS["python"](parser, out, class_name="Official", indent="    ").generate()
    # As delivered it takes the binary float: 0.42 becomes 0.41999…
    exact = out.getvalue().replace("return cls(value)", "return cls(repr(value))")
    names: dict[str, Any] = {}
    exec(exact, names)
    return names["Official"], names["BigDecimal"]


def random_person(draw: random.Random, year: int) -> dict[str, float]:
    period = draw.choice((1, 2, 3, 4))
    scale = {1: 1.0, 2: 1 / 12, 3: 1 / 52, 4: 1 / 360}[period]
    top = draw.choice((20_000, 60_000, 150_000, 600_000)) * 100
    person: dict[str, float] = {
        "LZZ": period, "RE4": int(draw.random() * top * scale), "STKL": draw.randint(1, 6),
        "KVZ": draw.randint(0, 500) / 100, "R": draw.randint(0, 1), "PVS": draw.randint(0, 1), "ZKF": draw.randint(0, 60) / 10,
    }  # fmt: skip
    person |= {"PVZ": 1} if draw.random() < 0.5 else {"PVA": draw.randint(0, 4)}
    if draw.random() < 0.3:
        person |= {
            "LZZFREIB": int(draw.random() * 900_000 * scale),
            "LZZHINZU": int(draw.random() * 500_000 * scale),
        }
    if draw.random() < 0.2:
        person |= {
            "PKV": draw.randint(1, 1 if year > 2025 else 2),
            "PKPV": draw.randint(0, 90_000),
            "KRV": draw.randint(0, 1),
        }
        person |= {"PKPVAGZ": draw.randint(0, 40_000), "ALV": draw.randint(0, 1)} if year > 2025 else {}
    if person["STKL"] == 4 and draw.random() < 0.5:
        person |= {"f": draw.randint(1, 999) / 1000, "af": 1}
    if draw.random() < 0.1:
        person |= {"ALTER1": 1, "AJAHR": draw.randint(2004, year)}
    if draw.random() < 0.5:
        person |= {"JRE4": int(draw.random() * top), "SONSTB": draw.randint(0, 5_000_000)}
        person |= {"JFREIB": draw.randint(0, 500_000), "JHINZU": draw.randint(0, 500_000)}
    return person


def officially(make: Any, number: Any, person: dict[str, float]) -> dict[str, int]:
    plan = make()
    for name, value in person.items():
        setter = getattr(plan, f"set{name[0].upper()}{name[1:].lower()}")
        setter(value if name in WHOLE or name == "f" else number(str(value)))
    plan.MAIN()
    return {name: int(getattr(plan, f"get{name[0]}{name[1:].lower()}")()) for name in OUTPUTS}


def in_our_units(person: dict[str, float]) -> dict[str, int]:
    scales = {"KVZ": 100, "ZKF": 10, "f": 1000}
    return {name: round(value * scales.get(name, 1)) for name, value in person.items()}


@pytest.mark.parametrize("year", [2025, 2026])
def test_random_people_are_taxed_as_by_the_official_xml(germany: Country, year: int) -> None:
    make, number = official_class(year)
    draw = random.Random(year)
    for _ in range(1_000):
        person = random_person(draw, year)
        answer = germany.case_kinds["wage_tax_only"](
            Case("oracle", "wage_tax_only", {"pap": in_our_units(person)}, year=year)
        )
        assert answer["outputs"] == officially(make, number, person), person


def _columns(n: int) -> tuple[TaxFacts, np.ndarray]:
    draw = np.random.default_rng(1)
    facts = TaxFacts(
        draw.integers(1, 7, n), 1000, draw.integers(0, 4, n) * 10, 290, draw.random(n) < 0.5, 0, draw.random(n) < 0.1,
        church=draw.random(n) < 0.5,
    )  # fmt: skip
    return facts, draw.integers(50_000, 1_500_000, n)


def our_pace(germany: Country, n: int = 100_000) -> float:
    """Months of wage tax a second; the best of five."""
    plan = Plan.of(germany.parameters.on(date(2026, 6, 30)))
    facts, pay = _columns(n)
    fastest = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        withhold(plan, facts, pay, 2)
        fastest = min(fastest, time.perf_counter() - begun)
    return n / fastest


def test_columns_are_a_hundred_times_as_fast_as_a_loop_over_the_official_xml(germany: Country) -> None:
    make, number = official_class(2026)
    draw = random.Random(1)
    crowd = [random_person(draw, 2026) for _ in range(300)]
    begun = time.perf_counter()
    for person in crowd:
        officially(make, number, person)
    assert our_pace(germany) > 100 * len(crowd) / (time.perf_counter() - begun)
