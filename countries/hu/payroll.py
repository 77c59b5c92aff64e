"""Hungarian payroll: ordinary employment (dossier section 2.3). Whole forints, each amount rounded half up once."""

from __future__ import annotations

from typing import Literal

import msgspec
import numpy as np

from core.country import Work
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, times
from shared_tools.refusal import Refusal


class Worker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the payroll must know of a person: the allowances claimed in the tax declaration (adóelőleg-nyilatkozat)."""

    under25: bool = False
    mother_exempt: bool = False
    personal: bool = False
    first_married: bool = False
    dependants: int = 0
    beneficiaries: int = 0
    family_share: Literal["full", "half"] = "full"


class Employment(msgspec.Struct, frozen=True):
    """One row of an employment sheet. Whole forints; counts of children."""

    gross: int
    under25: bool = False
    mother_exempt: bool = False
    personal: bool = False
    first_married: bool = False
    dependants: int = 0
    beneficiaries: int = 0
    half_family: bool = False


def employment_inputs(work: Work, law: Law) -> Employment:
    """Raises Refusal ``below_minimum_wage`` for pay under the daily minimum (the law's minimum for the days worked)."""
    minimum = law.amount("minimum_wage_day") * len(work.days)
    if work.gross < minimum:
        raise Refusal(
            "below_minimum_wage",
            f"{work.gross} HUF for {len(work.days)} days is below the minimum of {minimum} HUF "
            f"({law['minimum_wage_day'].source}).",
            field="gross", way_out="Pay at least the minimum, or engage the person for fewer days.",
        )  # fmt: skip
    who: Worker = work.worker
    return Employment(
        work.gross, who.under25, who.mother_exempt, who.personal, who.first_married,
        who.dependants, who.beneficiaries, who.family_share == "half",
    )  # fmt: skip


def employment(columns: Columns, law: Law) -> Sheet:
    """Tax, contribution and social tax of a month's wage; allowances in the order of the law, each capped by what is left."""
    gross = columns.gross
    sheet = Sheet(law, gross)
    base = np.where(columns.mother_exempt, 0, gross)
    sheet.figure("allowance_mother", gross - base)
    for code, claimed, cap in (
        ("allowance_under25", columns.under25, law.amount("under25_cap")),
        ("allowance_personal", columns.personal, law.amount("personal_allowance")),
        ("allowance_first_married", columns.first_married, law.amount("first_married")),
    ):
        base = base - sheet.figure(code, np.where(claimed, np.minimum(base, cap), 0))
    family = _family_allowance(columns, law)
    used = sheet.figure("allowance_family", np.minimum(base, family))
    base = sheet.figure("tax_base", base - used)

    sheet.line(
        "szja",
        N_("Personal income tax"),
        of="employee",
        owed="tax",
        section="tax",
        base=base,
        rate=law["szja"],
    )
    before_credit = sheet.line(
        "tb_before_credit", N_("Social security contribution"), of="employee", owed="social_security",
        base=gross, rate=law["tb"],
    )  # fmt: skip
    credit = np.minimum(before_credit, times(family - used, law["szja"]))
    sheet.line(
        "tb_family_credit", N_("Family allowance taken from the contribution"), of="employee", owed="social_security",
        amount=-credit, source="1995/CXVII art. 29/A; 2019/CXXII art. 34",
    )  # fmt: skip
    sheet.line(
        "szocho", N_("Social tax"), of="employer", owed="social_security", base=gross, rate=law["szocho"]
    )
    return sheet


def _family_allowance(columns: Columns, law: Law) -> Column:
    """Forint of tax base a month: the amount by number of dependants, for each child that entitles."""
    per_child = np.select(
        [columns.dependants >= 3, columns.dependants == 2], [law.amount("family_3"), law.amount("family_2")],
        law.amount("family_1"),
    )  # fmt: skip
    whole = per_child * columns.beneficiaries
    return np.where(columns.half_family, whole // 2, whole)
