"""French wages of 2026 as both sides are asked about them: one person's usage contract over a whole month, many pays."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import msgspec
import numpy as np

from core.country import Work
from countries.fr import COUNTRY
from shared_tools.paysheet import Column, Columns, Sheet

FULL_MONTH = 9_100  # minutes: 1,820 hours a year / 12
OPENFISCA_LINES = {
    "vieillesse_plafonnee_salarie": ("ee_old_age_capped",),
    "vieillesse_deplafonnee_salarie": ("ee_old_age_uncapped",),
    "vieillesse_plafonnee_employeur": ("er_old_age_capped",),
    "vieillesse_deplafonnee_employeur": ("er_old_age_uncapped",),
    "agirc_arrco_salarie": ("ee_agirc_arrco_t1", "ee_agirc_arrco_t2"),
    "agirc_arrco_employeur": ("er_agirc_arrco_t1", "er_agirc_arrco_t2"),
    "contribution_equilibre_general_salarie": ("ee_ceg_t1", "ee_ceg_t2"),
    "contribution_equilibre_general_employeur": ("er_ceg_t1", "er_ceg_t2"),
    "contribution_equilibre_technique_salarie": ("ee_cet",),
    "contribution_equilibre_technique_employeur": ("er_cet",),
    "apec_salarie": ("ee_apec",),
    "apec_employeur": ("er_apec",),
    "prevoyance_obligatoire_cadre": ("er_provident_cadre",),
    "mmid_employeur_net_allegement": ("er_health",),
    "contribution_solidarite_autonomie": ("er_csa",),
    "famille_net_allegement": ("er_family",),
    "fnal": ("er_fnal",),
    "chomage_employeur": ("er_unemployment",),
    "accident_du_travail": ("er_accident",),
    "financement_organisations_syndicales": ("er_dialogue_social",),
    "participation_effort_construction": ("er_housing",),
    "contribution_formation_professionnelle": ("er_training",),
    "conge_individuel_formation_cdd": ("er_cpf_cdd",),
    "versement_transport": ("er_mobility",),
    "complementaire_sante_employeur": ("er_health_cover",),
    "forfait_social": ("er_forfait_social",),
    "allegement_general": ("er_reduction",),
    "csg_deductible_salaire": ("ee_csg_deductible",),
    "csg_imposable_salaire": ("ee_csg_non_deductible",),
    "crds_salaire": ("ee_crds",),
}
"""Its variable → the lines that are the same by law, together."""
SMIC_MONTHS = {"2026-04": 182_303, "2026-07": 186_702}
"""A month before and one after the minimum wage rose on 1 June 2026: its amount for a full month, cents."""


def wages(month: str, many: int, seed: int) -> Column:
    """Agreed pay from the minimum wage to 40,000 euro, cents: mostly ordinary wages, and the law's edges with both sides."""
    chance = np.random.default_rng(seed)
    least = SMIC_MONTHS[month]
    ceiling = 400_500
    edges = [edge + cent for edge in (ceiling, 2 * ceiling, 4 * ceiling, 8 * ceiling) for cent in (-1, 0, 1)]
    return np.concatenate([
        chance.integers(least, 700_000, many), chance.integers(700_000, 4_000_000, many // 4),
        np.array([least, least + 1, *edges], dtype=np.int64),
    ])  # fmt: skip


def month_of_work(month: str, gross: int, terms: dict[str, Any], contract: str, default_rate: bool) -> Work:
    """The whole ``month``, at full time; no tax is withheld but at the ``default_rate``."""
    year, number = (int(part) for part in month.split("-"))
    first, last = date(year, number, 1), date(year, number, monthrange(year, number)[1])
    days = tuple(day for n in range(last.day) if (day := first + timedelta(days=n)).weekday() < 5)
    kind = COUNTRY.contract_type(contract)
    return Work(
        gross=gross, first_day=first, last_day=last, days=days, minutes=FULL_MONTH, pay_day=last,
        worker=msgspec.convert({} if default_rate else {"tax_rate": "0"}, COUNTRY.worker), terms=msgspec.convert(terms, kind.terms),
        contract_first_day=first, contract_last_day=last,
    )  # fmt: skip


def payslips(
    gross: Column, month: str, contract: str = "cddu", default_rate: bool = False, **terms: Any
) -> Sheet:  # fmt: skip
    """Slips of ``gross`` (agreed pay, cents), each the only one of its year."""
    kind = COUNTRY.contract_type(contract)
    work = month_of_work(month, int(gross[0]), terms, contract, default_rate)
    law = COUNTRY.parameters.on(work.last_day)
    columns = (
        Columns.of([kind.row(work, COUNTRY.parameters)])
        .repeat(len(gross))
        .with_(gross=gross.astype(np.int64))
    )
    assert kind.pay is not None
    return kind.pay(columns, law)


def exactly(sheet: Sheet, codes: tuple[str, ...]) -> np.ndarray:
    """Base × rate of the lines ``codes`` together before any rounding, cents; the sheet's own amount where it names none."""
    total = np.zeros(len(sheet.gross))
    for code in codes:
        line = next(line for line in sheet.lines if line.code == code)
        if line.rate is None or line.base is None:
            total += line.amount
        elif isinstance(line.rate, Fraction):
            total += line.base * (line.rate.numerator / line.rate.denominator)
        else:
            total += line.base * (line.rate.numerators / line.rate.denominator)
    return total
