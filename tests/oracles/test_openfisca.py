"""Ordinary French wages of 2026 against openfisca-france, line by line, thousands at a time.

It reckons in floats of 24 bits: an amount of 10,000 euro is known to a twentieth of a cent, so each line may be off from
the unrounded product by that and by the rounding of its own. What it is known to reckon otherwise than the law stands in
``DISAGREEMENTS`` and in countries/fr/README.md; the day it no longer does, the test says so.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import numpy as np
import pytest
from french import OPENFISCA_LINES, exactly, payslips, wages
from oracle import OPENFISCA, Oracle, why_no_openfisca

from shared_tools.paysheet import Column, Sheet

pytestmark = pytest.mark.skipif(bool(why_no_openfisca()), reason=why_no_openfisca())

MANY = 10_000
LAW_HOURS = 1820 / 12 / 151.67
"""It counts 151.67 hours a month; so many of its months are the law's."""
IN_TWO_SLICES = ("apec_salarie", "apec_employeur")
"""One line by law (to four ceilings), of which it rounds the part to the ceiling and the part above apart."""


class Disagreement(NamedTuple):
    """Where it is known to say something else. ``law``: what the law says; ``said``: what it makes of a sheet, cents."""

    variable: str
    law: str
    it: str
    said: Callable[[Sheet], np.ndarray]


def _of(sheet: Sheet, code: str) -> Column:
    return next(line.base for line in sheet.lines if line.code == code and line.base is not None)


def _csg_of_executives(rate: float) -> Callable[[Sheet], np.ndarray]:
    return lambda sheet: (sheet.amount("csg_base") - sheet.amount("er_provident_cadre")) * rate


ALWAYS = [
    Disagreement(
        "ags", "0.25 % to four ceilings (AGS board, since 1 July 2024)", "0.20 %",
        lambda sheet: _of(sheet, "er_ags") * 0.0020,
    ),
    Disagreement(
        "taxe_apprentissage", "0.59 % and the balance of 0.09 %, two lines each rounded (CT L6241-1-1)",
        "0.68 % in one line", lambda sheet: sheet.gross * 0.0068,
    ),
]  # fmt: skip
OF_EXECUTIVES = [
    Disagreement(
        variable, "the employer's provident insurance counts whole in the base (CSS L136-1-1 III, BOSS)",
        "leaves it out since 2018", _csg_of_executives(rate),
    )
    for variable, rate in (("csg_deductible_salaire", 0.068), ("csg_imposable_salaire", 0.024), ("crds_salaire", 0.005))
]  # fmt: skip
LOCAL = [
    Disagreement(
        "mmid_salarie", "1.30 % since 1 April 2022 (local scheme of Alsace-Moselle)", "1.50 %",
        lambda sheet: sheet.gross * 0.0150,
    ),
]  # fmt: skip
DISAGREEMENTS = [*ALWAYS, *OF_EXECUTIVES, *LOCAL]


@pytest.fixture(scope="module")
def openfisca() -> Iterator[Oracle]:
    oracle = Oracle(OPENFISCA)
    yield oracle
    oracle.close()


def answers(
    openfisca: Oracle, pay: Column, month: str, wanted: list[str], **inputs: Any
) -> dict[str, np.ndarray]:
    """Its answers in cents, as what is owed. All pay is ``salaire_de_base``: it leaves paid-out leave out of the CSG base."""
    answer = openfisca.ask({
        "month": month, "people": len(pay), "wanted": wanted,
        "inputs": {
            "salaire_de_base": (pay / 100).tolist(), "contrat_de_travail_type": "cdd",
            "categorie_salarie": "prive_non_cadre", "coefficient_proratisation": LAW_HOURS, **inputs,
        },
    })  # fmt: skip
    return {name: np.abs(np.array(values)) * 100 for name, values in answer["answers"].items()}


def assert_near(what: str, pay: Column, theirs: np.ndarray, exact: np.ndarray, roundings: int) -> None:
    """Within half a cent for each rounding, and what 24 bits lose."""
    wrong = np.abs(theirs - np.abs(exact)) > 0.5 * roundings + 0.02 + np.abs(exact) / 2**20 + pay / 2**23
    assert not wrong.any(), (
        f"{what}: {wrong.sum()} of {len(pay)} wages", pay[wrong][:3].tolist(), theirs[wrong][:3].tolist(),
        exact[wrong][:3].tolist(),
    )  # fmt: skip


def near_a_step(pay: Column, headcount: int) -> np.ndarray:
    """Wages whose coefficient of the reduction lies so near a step that floats of 24 bits may take the next one."""
    delta = 0.3821 if headcount >= 50 else 0.3781
    smic = 12.02 * 1820 / 12 * 100
    power = np.maximum((3 * smic / pay - 1) / 2, 0) ** 1.75
    scaled = delta * power * 10_000
    return np.abs(scaled - np.floor(scaled) - 0.5) < 0.01


@pytest.mark.parametrize("month", ["2026-04", "2026-07"])
@pytest.mark.parametrize("headcount", [8, 20, 60])
@pytest.mark.parametrize("executive", [False, True])
def test_every_line_agrees(openfisca: Oracle, month: str, headcount: int, executive: bool) -> None:
    agreed = wages(month, MANY, int(month[-2:]) * 100 + headcount + executive)
    ours = payslips(
        agreed, month, headcount=headcount, executive=executive, accident_rate="1.83", mobility_rate="2.95",
        health_employer=2_400, health_employee=1_600,
    )  # fmt: skip
    pay = ours.gross
    same = {
        name: codes
        for name, codes in OPENFISCA_LINES.items()
        if not (executive and name.startswith(("csg", "crds")))
    }
    apart = [*ALWAYS, *(OF_EXECUTIVES if executive else ())]
    theirs = answers(
        openfisca, pay, month, [*same, *(known.variable for known in apart)],
        effectif_entreprise=headcount, categorie_salarie="prive_cadre" if executive else "prive_non_cadre",
        taux_accident_travail=0.0183, taux_versement_transport=0.0295 if headcount >= 11 else 0.0,
        complementaire_sante_montant=40.0, complementaire_sante_part_employeur=0.6,
    )  # fmt: skip
    for name, codes in same.items():
        kept = ~near_a_step(pay, headcount) if name == "allegement_general" else np.ones(len(pay), dtype=bool)
        assert kept.mean() > 0.97
        assert_near(name, pay[kept], theirs[name][kept], exactly(ours, codes)[kept],
                    len(codes) + (name in IN_TWO_SLICES))  # fmt: skip
        amounts = sum(ours.amount(code) for code in codes)
        assert (np.abs(amounts - exactly(ours, codes)) <= 0.5 * len(codes) + 1e-6).all(), codes
    for known in apart:
        assert_near(
            f"{known.variable} no longer says: {known.it}", pay, theirs[known.variable], known.said(ours), 1
        )


def test_a_coefficient_at_a_step_is_one_of_its_two_neighbours(openfisca: Oracle) -> None:
    """Where 24 bits cannot tell, the two may differ by a single ten-thousandth of pay, never more."""
    ours = payslips(wages("2026-04", MANY, 11), "2026-04", headcount=20)
    theirs = answers(openfisca, ours.gross, "2026-04", ["allegement_general"], effectif_entreprise=20)
    apart = np.abs(theirs["allegement_general"] - np.abs(exactly(ours, ("er_reduction",))))
    assert (apart <= ours.gross / 10_000 + 1).all()


def test_local_scheme_of_alsace_moselle(openfisca: Oracle) -> None:
    ours = payslips(wages("2026-04", MANY, 5), "2026-04", headcount=20, alsace_moselle=True)
    pay = ours.gross
    theirs = answers(
        openfisca, pay, "2026-04", ["mmid_salarie", "taxe_apprentissage"],
        effectif_entreprise=20, salarie_regime_alsace_moselle=True,
    )  # fmt: skip
    assert_near(
        "taxe_apprentissage", pay, theirs["taxe_apprentissage"], exactly(ours, ("er_apprenticeship",)), 1
    )
    for known in LOCAL:
        assert_near(
            f"{known.variable} no longer says: {known.it}", pay, theirs[known.variable], known.said(ours), 1
        )
    assert (ours.amount("ee_health_alsace_moselle") == (pay * 130 + 5_000) // 10_000).all()


def test_its_month_of_151_67_hours_ends_the_reduction_twelve_cents_late(openfisca: Oracle) -> None:
    """The law's exit is 3 × 12.02 × 1,820 / 12 = 5,469.10 (CSS D241-7); its own is 5,469.22."""
    pay = np.arange(546_900, 546_930, dtype=np.int64)
    ours = payslips(pay, "2026-04", contract="cdi", headcount=20).amount("er_reduction")
    asked = {"effectif_entreprise": 20, "contrat_de_travail_type": "cdi"}
    its_own = answers(
        openfisca, pay, "2026-04", ["allegement_general"], coefficient_proratisation=1.0, **asked
    )
    assert pay[ours != 0].max() == 546_909
    assert pay[its_own["allegement_general"] > 0].max() in (546_921, 546_922)


def test_it_cuts_the_ceiling_by_thirtieths(openfisca: Oracle) -> None:
    """The law counts calendar days of the month (CSS R242-2 since 2018): ten days of July are 10/31 of the ceiling."""
    pay = np.full(1, 1_000_000, dtype=np.int64)
    theirs = answers(
        openfisca, pay, "2026-07", ["plafond_securite_sociale"], nombre_jours_calendaires=10,
    )  # fmt: skip
    assert theirs["plafond_securite_sociale"][0] == pytest.approx(400_500 * 10 / 30)
