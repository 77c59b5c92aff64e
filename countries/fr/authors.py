"""Rights of authors (artistes-auteurs): contributions withheld by the diffuser and its own (CSS L382-1 ff.).

No employment: no payslip, no declaration before work. Amounts in cents.
"""

from __future__ import annotations

import msgspec
import numpy as np

from countries.fr import contributions
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet


class Rights(msgspec.Struct, frozen=True, kw_only=True):
    """One rights note. ``rights_before``: rights of the same calendar year already paid to this author by us."""

    gross: int
    dispensed: bool = False
    rights_before: int = 0


def author_rights(columns: Columns, law: Law) -> Sheet:
    """Rights notes: nothing is withheld from an author with a certificate of dispensation (``dispensed``)."""
    sheet = Sheet(law, columns.gross)
    withheld = np.where(columns.dispensed, 0, columns.gross)
    before = np.where(columns.dispensed, 0, columns.rights_before)
    sheet.figure("rights_withheld", withheld)
    year = law.amount("pass")
    abated = _added(before, withheld, law.amount("ceilings_csg_abatement") * year)
    csg = contributions.csg_base(sheet, withheld, abated, np.zeros_like(withheld))
    _borne_by_author(sheet, _added(before, withheld, year), csg, withheld)
    for code, label in (
        ("diffuser_social", N_("Diffuser's contribution")),
        ("diffuser_training", N_("Diffuser's contribution to the training of authors")),
    ):
        sheet.line(
            code,
            label,
            of="employer",
            owed="social_security",
            base=columns.gross,
            rate=law[code],
            section="rights",
        )
    return sheet


def _added(before: Column, amount: Column, limit: int) -> Column:
    """What ``amount`` adds to the year's total up to ``limit``."""
    return np.minimum(before + amount, limit) - np.minimum(before, limit)


def _borne_by_author(sheet: Sheet, capped: Column, csg: Column, withheld: Column) -> None:
    law = sheet.law
    for code, label, base, rate in (
        ("author_old_age", N_("Old age, capped"), capped, law["author_old_age_capped"]),
        ("author_csg_deductible", N_("CSG deductible from income tax"), csg, law["csg_deductible"]),
        ("author_csg_non_deductible", N_("CSG not deductible from income tax"), csg, law["csg_non_deductible"]),
        ("author_crds", N_("CRDS"), csg, law["crds"]),
        ("author_training", N_("Vocational training of authors"), withheld, law["author_training"]),
    ):  # fmt: skip
        sheet.line(code, label, of="employee", owed="social_security", base=base, rate=rate, section="rights")
