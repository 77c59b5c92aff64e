"""Our payroll beside other people's programs for the same law, in one run on the same people."""

from __future__ import annotations

import random
import sys
from datetime import date
from typing import Any

import lohnsteuer_bmf
import numpy as np
from measure import QUICK, ROOT, Table, quickest, stopwatch

sys.path.insert(0, str(ROOT / "tests" / "oracles"))

from french import OPENFISCA_LINES, payslips, wages
from oracle import OPENFISCA, Oracle, why_no_openfisca

from core.country import country
from countries.de.tariff import Plan
from countries.de.wage_tax import TaxFacts, withhold
from shared_tools.paysheet import CHUNK

PEOPLE = 20_000 if QUICK else 100_000
RUNS = 3 if QUICK else 5
MONTH = "2026-04"
LOOPED = 300 if QUICK else 2_000


def france(table: Table) -> None:
    """Thirty lines of ordinary wages by openfisca-france, against whole payslips of ours, every amount compared.

    Its time is what it says of itself, without the reading and writing between the processes.
    """
    if why_no_openfisca():
        table.add("fr: against openfisca-france", f"left out: {why_no_openfisca()}")
        return
    agreed = np.resize(wages(MONTH, PEOPLE, 1), PEOPLE)
    ours = payslips(agreed, MONTH, headcount=20)
    question = {
        "month": MONTH, "people": PEOPLE, "wanted": [*OPENFISCA_LINES],
        "inputs": {
            "salaire_de_base": (ours.gross / 100).tolist(), "contrat_de_travail_type": "cdd",
            "categorie_salarie": "prive_non_cadre", "effectif_entreprise": 20, "taux_accident_travail": 0.011,
            "taux_versement_transport": 0.0, "coefficient_proratisation": 1820 / 12 / 151.67,
        },
    }  # fmt: skip
    openfisca = Oracle(OPENFISCA)
    try:
        answers = openfisca.ask(question)["answers"]
        theirs, mine = [], []
        for _ in range(RUNS):
            theirs.append(openfisca.ask({**question, "silent": True})["seconds"])
            with stopwatch() as elapsed:
                payslips(agreed, MONTH, headcount=20)
                mine.append(elapsed())
    finally:
        openfisca.close()
    within = _share_within(ours, answers)
    ratio = min(theirs) / min(mine)
    table.add(
        f"fr: {PEOPLE:,} people, {len(OPENFISCA_LINES)} lines of openfisca-france",
        f"{PEOPLE / min(mine):,.0f}/s, it {PEOPLE / min(theirs):,.0f}/s = {ratio:.1f}", ">= 2", ratio >= 2,
    )  # fmt: skip
    table.add("fr: amounts equal to a cent or its floats", f"{within:.3%}", ">= 99.9 %", within >= 0.999)


def _share_within(ours: Any, answers: dict[str, list[float]]) -> float:
    """Amounts that agree within a cent for each rounding and what its 24-bit floats lose."""
    near = []
    for name, codes in OPENFISCA_LINES.items():
        amount = np.abs(sum(ours.amount(code) for code in codes))
        allowed = len(codes) + 0.02 + amount / 2**20 + ours.gross / 2**23
        near.append(np.abs(np.abs(np.array(answers[name])) * 100 - amount) <= allowed)
    return float(np.mean(near))


def germany(table: Table) -> None:
    """Wage tax of months over columns, against a loop over lohnsteuer-bmf, a plain Python program of the same plan."""
    plan = Plan.of(country("de").parameters.on(date(2026, 6, 30)))
    chance = np.random.default_rng(1)

    def crowd_of(size: int) -> tuple[TaxFacts, Any]:
        facts = TaxFacts(
            chance.integers(1, 7, size), children=chance.integers(0, 4, size) * 10, extra=290,
            childless=chance.random(size) < 0.5, saxony=chance.random(size) < 0.1, church=chance.random(size) < 0.5,
        )  # fmt: skip
        return facts, chance.integers(50_000, 1_500_000, size)

    chunks = [crowd_of(min(CHUNK, PEOPLE - start)) for start in range(0, PEOPLE, CHUNK)]
    draw = random.Random(1)
    crowd = [
        (draw.randint(50_000, 1_500_000) * 12 / 100, draw.randint(1, 6), "Berlin", True, draw.randint(0, 3), 1990, 2.9, False, 2026)
        for _ in range(LOOPED)
    ]  # fmt: skip
    theirs, mine = quickest(
        lambda: [lohnsteuer_bmf.berechne_lohnsteuer_pap(*person) for person in crowd],
        lambda: [withhold(plan, facts, pay, 2) for facts, pay in chunks],
        rounds=3 * RUNS,
    )
    theirs, mine = theirs / LOOPED, mine / PEOPLE
    ratio = theirs / mine
    table.add(
        f"de: wage tax of {PEOPLE:,} months, a loop over lohnsteuer-bmf",
        f"{1 / mine:,.0f}/s, it {1 / theirs:,.0f}/s = {ratio:.0f}", ">= 100", ratio >= 100,
    )  # fmt: skip
