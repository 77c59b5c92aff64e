"""Ordinary French wages of 2026 against the model Urssaf publishes (modele-social, run by publicodes), line by line.

It rounds nothing and reckons in doubles, so each of our lines is within half a cent of its figure and each total within
half a cent a line. What it is known to reckon otherwise than the law stands in tests below that carry the law's answer
in their first line, and in countries/fr/README.md.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from french import payslips, wages
from oracle import URSSAF, Oracle, why_no_urssaf

from shared_tools.paysheet import Column, Sheet

pytestmark = pytest.mark.skipif(bool(why_no_urssaf()), reason=why_no_urssaf())

MANY = 24
"""Of each kind; it takes about a tenth of a second a wage."""
DAYS = {"2026-04": "15/04/2026", "2026-07": "15/07/2026"}
LINES = {
    "vieillesse . salarié . plafonnée": ("ee_old_age_capped",),
    "vieillesse . salarié . déplafonnée": ("ee_old_age_uncapped",),
    "vieillesse . employeur . plafonnée": ("er_old_age_capped",),
    "vieillesse . employeur . déplafonnée": ("er_old_age_uncapped",),
    "maladie . employeur": ("er_health",),
    "maladie . salarié": ("ee_health_alsace_moselle",),
    "CSA": ("er_csa",),
    "allocations familiales": ("er_family",),
    "ATMP": ("er_accident",),
    "FNAL": ("er_fnal",),
    "chômage": ("er_unemployment",),
    "AGS": ("er_ags",),
    "retraite complémentaire . salarié": ("ee_agirc_arrco_t1", "ee_agirc_arrco_t2"),
    "retraite complémentaire . employeur": ("er_agirc_arrco_t1", "er_agirc_arrco_t2"),
    "CEG . salarié": ("ee_ceg_t1", "ee_ceg_t2"),
    "CEG . employeur": ("er_ceg_t1", "er_ceg_t2"),
    "CET . salarié": ("ee_cet",),
    "CET . employeur": ("er_cet",),
    "APEC . salarié": ("ee_apec",),
    "APEC . employeur": ("er_apec",),
    "prévoyances . employeur . cadres": ("er_provident_cadre",),
    "CSG-CRDS . CSG . déductible": ("ee_csg_deductible",),
    "CSG-CRDS . CSG . non déductible": ("ee_csg_non_deductible",),
    "CSG-CRDS . CRDS": ("ee_crds",),
    "contribution au dialogue social": ("er_dialogue_social",),
    "formation professionnelle": ("er_training",),
    "CPF CDD": ("er_cpf_cdd",),
    "taxe d'apprentissage . base": ("er_apprenticeship",),
    "taxe d'apprentissage . solde": ("er_apprenticeship_balance",),
    "PEEC": ("er_housing",),
    "versement mobilité": ("er_mobility",),
    "forfait social": ("er_forfait_social",),
    "prévoyances . santé . employeur": ("er_health_cover",),
    "prévoyances . santé . salarié": ("ee_health_cover",),
    "exonérations . RGDU": ("er_reduction",),
}
CONTRIBUTION = "salarié . cotisations . "
LEAVE, END = (f"salarié . rémunération . indemnités CDD . {of}" for of in ("congés payés", "fin de contrat"))
NET, TAXABLE, SOCIAL = (f"salarié . rémunération . {of}" for of in ("net . à payer avant impôt", "net . imposable", "montant net social"))  # fmt: skip
COST = "salarié . coût total employeur"
REDUCTION = CONTRIBUTION + "exonérations . RGDU"
SMIC_OF_THE_REDUCTION = {"SMIC . horaire": "12.02 €/heure"}
USAGE = {"salarié . contrat . CDD . motif": "'classique . usage'"}
PEAK = {"salarié . contrat . CDD . motif": "'classique . accroissement activité'"}
DEFAULT_RATE = {"impôt . méthode de calcul": "'taux neutre'"}
TAX_RATE, TAX_BASE = "impôt . taux d'imposition", "impôt . revenu imposable"


@pytest.fixture(scope="module")
def urssaf() -> Iterator[Oracle]:
    oracle = Oracle(URSSAF)
    yield oracle
    oracle.close()


def answers(
    urssaf: Oracle, agreed: Column, month: str, wanted: list[str], *situations: dict[str, str], **said: str
) -> dict[str, np.ndarray]:
    """Its figures in cents (rates in hundredths of a percent) of fixed-term contracts whose leave is paid out."""
    situation = {
        "date": DAYS[month], "dirigeant": "non", "salarié . contrat": "'CDD'",
        "salarié . contrat . CDD . congés pris": "0 jour ouvré", "entreprise . salariés . effectif": said.get("headcount", "20"),
        "établissement . taux ATMP . taux collectif": "1.83%",
        "établissement . commune . taux versement mobilité": "2.95%",
        "salarié . cotisations . prévoyances . santé . montant": "40 €/mois",
        "salarié . cotisations . prévoyances . santé . taux employeur": "60%",
    }  # fmt: skip
    for more in situations:
        situation |= more
    answer = urssaf.ask({
        "situation": situation, "column": "salarié . contrat . salaire brut", "wanted": wanted,
        "values": [f"{pay // 100}.{pay % 100:02} €/mois" for pay in agreed.tolist()],
    })  # fmt: skip
    return {name: np.array(values) * 100 for name, values in answer["answers"].items()}


def ours(agreed: Column, month: str, contract: str = "cddu", **terms: Any) -> Sheet:
    return payslips(
        agreed, month, contract, **{
            "headcount": 20, "accident_rate": "1.83", "mobility_rate": "2.95", "health_employer": 2_400,
            "health_employee": 1_600, **terms,
        },
    )  # fmt: skip


def assert_near(what: str, agreed: Column, theirs: np.ndarray, mine: np.ndarray, allowed: float) -> None:
    wrong = np.abs(theirs - mine) > allowed + 1e-4
    assert not wrong.any(), (what, agreed[wrong][:3].tolist(), theirs[wrong][:3].tolist(), mine[wrong][:3].tolist())  # fmt: skip


def assert_same(theirs: dict[str, np.ndarray], sheet: Sheet, agreed: Column) -> None:
    """Every line, within half a cent for each of its roundings and what rounding the leave pay moved in its base."""
    for name, codes in LINES.items():
        amount = np.abs(sum(sheet.amount(code) for code in codes))
        allowed = 0.5 * len(codes) + 0.5 * 0.35
        if name == "exonérations . RGDU":
            # A cent of leave pay may take the coefficient over a step: one ten-thousandth of pay.
            steps = np.abs(theirs[CONTRIBUTION + name] - amount) > 1
            assert steps.mean() < 0.1 and (np.abs(theirs[CONTRIBUTION + name] - amount) <= sheet.gross / 10_000 + 1).all()  # fmt: skip
        else:
            assert_near(name, agreed, np.abs(theirs[CONTRIBUTION + name]), amount, allowed)
    lines = [line for line in sheet.lines if line.section != "tax"]
    employee = 0.5 * sum(line.bearer == "employee" and bool(line.amount.any()) for line in lines)
    employer = 0.5 * sum(line.bearer == "employer" and bool(line.amount.any()) for line in lines)
    net = sheet.figures["net_before_tax"]
    assert_near("net before tax", agreed, theirs[NET], net, employee + 0.5)
    assert_near("net social amount", agreed, theirs[SOCIAL], net, employee + 0.5)
    step = np.where(sheet.amount("er_reduction") != 0, sheet.gross / 10_000, 0)
    assert (np.abs(theirs[COST] - sheet.cost) <= employer + 1 + step).all()


WANTED = [*(CONTRIBUTION + name for name in LINES), LEAVE, END, NET, SOCIAL, COST]


@pytest.mark.parametrize(
    ("month", "headcount", "executive", "local"),
    [
        ("2026-04", 8, False, False),
        ("2026-04", 20, True, False),
        ("2026-04", 60, False, False),
        ("2026-07", 20, False, False),
        ("2026-07", 60, True, False),
        ("2026-07", 20, False, True),
    ],
)
def test_usage_contracts_agree_line_by_line(
    urssaf: Oracle, month: str, headcount: int, executive: bool, local: bool
) -> None:
    agreed = wages(month, MANY, headcount + executive + 7 * local)
    sheet = ours(agreed, month, headcount=headcount, executive=executive, alsace_moselle=local)
    person = {"salarié . contrat . statut cadre": "oui" if executive else "non"}
    person |= {"salarié . régimes spécifiques . alsace moselle": "oui"} if local else {}
    theirs = answers(
        urssaf, agreed, month, WANTED, USAGE, person, SMIC_OF_THE_REDUCTION, headcount=str(headcount)
    )
    assert_same(theirs, sheet, agreed)
    assert_near("holiday pay", agreed, theirs[LEAVE], sheet.figures["holiday_pay"], 0.5)
    assert not theirs[END].any()


def test_fixed_term_contracts_have_a_tenth_more_at_their_end(urssaf: Oracle) -> None:
    agreed = wages("2026-04", MANY, 3)
    sheet = ours(agreed, "2026-04", "cdd")
    theirs = answers(urssaf, agreed, "2026-04", [LEAVE, END, NET, COST], PEAK)
    assert_near("end of contract", agreed, theirs[END], sheet.figures["end_of_contract_pay"], 0.5)
    assert_near("holiday pay", agreed, theirs[LEAVE], sheet.figures["holiday_pay"], 0.55)
    assert_near("net before tax", agreed, theirs[NET], sheet.figures["net_before_tax"], 9)


def test_the_default_scale_of_the_withholding(urssaf: Oracle) -> None:
    """Contracts longer than two months, so without the abatement; net amounts within half a euro of a step are left."""
    month = "2026-07"
    agreed = wages(month, MANY, 9)
    theirs = answers(
        urssaf, agreed, month, [TAX_RATE, TAX_BASE], USAGE, DEFAULT_RATE, {"salarié . contrat . CDD . durée": "6 mois"}
    )  # fmt: skip
    sheet = payslips(
        agreed, month, "cddu", default_rate=True, contract_first_day="2026-04-01", contract_last_day="2026-09-30",
        headcount=20, health_employer=2_400, health_employee=1_600,
    )  # fmt: skip
    rate = next(line.rate for line in sheet.lines if line.code == "withholding")
    mine = rate.numerators * 10_000 / rate.denominator  # type: ignore[union-attr]
    base = sheet.figures["withholding_base"]
    assert_near("base", agreed, theirs[TAX_BASE], base, 9)
    starts = np.array([163_500, 169_800, 180_700, 192_800, 206_000, 217_000, 231_500, 273_800, 313_500, 357_100, 401_900,
                       469_000, 562_400, 703_700, 878_900, 1_220_000, 1_652_300, 2_593_700, 5_555_800])  # fmt: skip
    kept = np.abs(base[:, None] - starts[None, :]).min(axis=1) > 50
    assert kept.mean() > 0.9
    assert_near("rate", agreed[kept], theirs[TAX_RATE][kept], mine[kept], 0)


# --- where it is known to disagree --------------------------------------------------------------------------------


def test_it_puts_the_new_minimum_wage_into_the_reduction(urssaf: Oracle) -> None:
    """The law keeps 12.02 all over 2026 (decree 2026-509); from June on it takes 12.31, so its reduction is larger."""
    agreed = np.array([190_000, 250_000, 345_678, 497_200], dtype=np.int64)
    law = -ours(agreed, "2026-07").amount("er_reduction")
    theirs = answers(urssaf, agreed, "2026-07", [REDUCTION], USAGE)[REDUCTION]
    assert (theirs > law).all()
    exit_of_the_law, exit_of_12_31 = 3 * 12.02 * 182_000 / 1200 * 100, 3 * 12.31 * 182_000 / 1200 * 100
    assert law[-1] == 0 and theirs[-1] > 0 and exit_of_the_law < 546_920 < exit_of_12_31


def test_it_taxes_the_provident_insurance_of_executives(urssaf: Oracle) -> None:
    """CGI 83 1° quater taxes the employer's health cover alone (B); it adds the provident insurance too."""
    agreed = wages("2026-04", 5, 4)
    sheet = ours(agreed, "2026-04", executive=True)
    theirs = answers(urssaf, agreed, "2026-04", [TAXABLE], USAGE, {"salarié . contrat . statut cadre": "oui"})
    law = sheet.figures["net_taxable"]
    assert_near("taxable", agreed, theirs[TAXABLE], law + sheet.amount("er_provident_cadre"), 9)


def test_it_begins_the_scale_of_2026_in_january(urssaf: Oracle) -> None:
    """The law: the scale of 2025 holds for pay to 30 April 2026 (LF 2026, in force 1 May). 1,915 in April: 2.9 %, not 2.1 %."""
    long = {"salarié . contrat . CDD . durée": "6 mois"}
    agreed = np.arange(200_000, 240_000, 2_500, dtype=np.int64)
    april = answers(urssaf, agreed, "2026-04", [TAX_RATE, TAX_BASE], USAGE, DEFAULT_RATE, long)
    july = answers(urssaf, agreed, "2026-07", [TAX_RATE, TAX_BASE], USAGE, DEFAULT_RATE, long)
    assert (april[TAX_RATE] == july[TAX_RATE]).all()
    sheet = payslips(
        agreed, "2026-04", "cddu", default_rate=True, contract_first_day="2026-04-01", contract_last_day="2026-09-30",
        headcount=20, health_employer=2_400, health_employee=1_600,
    )  # fmt: skip
    rate = next(line.rate for line in sheet.lines if line.code == "withholding")
    assert (rate.numerators * 10_000 / rate.denominator > april[TAX_RATE] + 1e-9).any()  # type: ignore[union-attr]
