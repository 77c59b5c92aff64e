"""Hungarian payroll over columns: employment, mandate, simplified employment, EKHO (dossier sections 2.3 to 2.6).

Whole forints; each of tax, contribution and social tax is rounded half up once for a person and pay.
"""

from __future__ import annotations

import msgspec
import numpy as np

from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, times

FAMILY_SOURCE = "1995/CXVII art. 29/A; 2019/CXXII art. 34"


class Allowances(msgspec.Struct, frozen=True, kw_only=True):
    """What the person declared for the month; ``family`` forint of tax base, ``used_…`` what earlier slips of it took."""

    under25: bool = False
    mother_exempt: bool = False
    personal: bool = False
    first_married: bool = False
    family: int = 0
    used_under25: int = 0
    used_personal: int = 0
    used_first_married: int = 0
    used_family: int = 0


class Employment(Allowances, frozen=True, kw_only=True):
    """One month or part of it. Whole forints; ``floor`` the least base of contributions, whose difference the
    employer bears (0 where it does not apply)."""

    gross: int
    pensioner: bool = False
    floor: int = 0


class Mandate(msgspec.Struct, frozen=True):
    """A mandate: ``gross`` the fee; ``threshold`` the base from which one is insured, ``earlier_base`` and
    ``earlier_tb`` (before the family credit) those of the month's earlier mandates with this payer.
    ``cost_millionths`` of the fee is flat cost."""

    gross: int
    threshold: int
    family: int = 0
    cost_millionths: int = 100_000
    earlier_base: int = 0
    earlier_tb: int = 0


class Simplified(msgspec.Struct, frozen=True):
    """Simplified employment: ``charge`` a day borne by the employer, ``free_limit`` a day beyond which the worker
    declares income (0: none is computed)."""

    gross: int
    days: int
    charge: int
    free_limit: int = 0


class Ekho(Allowances, frozen=True, kw_only=True):
    """EKHO: ``ordinary`` of the gross is taxed by the general rules, allowances and all; the rest by EKHO."""

    gross: int
    ordinary: int = 0


def family_base(law: Law, beneficiaries: int, dependants: int = 0, claimed: int | None = None) -> int:
    """Forint of tax base a month: beneficiaries × the amount of the number of dependants; ``claimed`` where parents
    share it (1995/CXVII art. 29/A)."""
    number = max(dependants, beneficiaries)
    if not number:
        return 0
    whole = beneficiaries * law.amount(f"family_{min(number, 3)}")
    return whole if claimed is None else min(claimed, whole)


def employment(columns: Columns, law: Law) -> Sheet:
    """Tax, contribution and social tax by the general rules, and what the employer bears up to the floor."""
    gross = columns.gross
    sheet = Sheet(law, gross)
    _general(sheet, columns, gross, np.where(columns.pensioner, 0, gross), law)
    missing = np.where(columns.pensioner, 0, np.maximum(columns.floor - gross, 0))
    for code, label, key in (
        ("tb_floor", N_("Contribution on the floor, borne by the employer"), "tb"),
        ("szocho_floor", N_("Social tax on the floor"), "szocho"),
    ):
        sheet.line(code, label, of="employer", owed="social_security", base=missing, rate=law[key])
    return sheet


def _general(sheet: Sheet, columns: Columns, pay: Column, insured: Column, law: Law) -> None:
    """``pay`` by the general rules, ``insured`` of it with contributions; allowances in the order of the law, each
    capped by what is left.

    What earlier slips of the month used of a monthly cap is not given again.
    """
    base = np.where(columns.mother_exempt, 0, pay)
    sheet.figure("allowance_mother", pay - base)
    for code, claimed, cap, used in (
        ("allowance_under25", columns.under25, law.amount("under25_cap"), columns.used_under25),
        ("allowance_personal", columns.personal, law.amount("personal_allowance"), columns.used_personal),
        (
            "allowance_first_married",
            columns.first_married,
            law.amount("first_married"),
            columns.used_first_married,
        ),
    ):
        left = np.maximum(cap - used, 0)
        base = base - sheet.figure(code, np.where(claimed, np.minimum(base, left), 0))
    family = np.maximum(columns.family - columns.used_family, 0)
    taken = sheet.figure("allowance_family", np.minimum(base, family))
    base = sheet.figure("tax_base", base - taken)
    _tax(sheet, base, law)
    credit = _contribution(sheet, insured, family - taken, law)
    _family_used(sheet, taken, family - taken, credit, law)
    _social_tax(sheet, insured, law)


def _family_used(sheet: Sheet, taken: Column, rest: Column, credit: Column, law: Law) -> None:
    """In forint of tax base, so that a later slip of the month knows what is left of the family allowance."""
    rate = law.rate("szja")
    sheet.figure("family_used", taken + np.minimum(rest, credit * rate.denominator // rate.numerator))


def mandate(columns: Columns, law: Law) -> Sheet:
    """Insured when the month's base reaches 30 % of the minimum wage; then this slip also makes up for earlier ones."""
    gross = columns.gross
    sheet = Sheet(law, gross)
    cost = sheet.figure("cost", (2 * gross * columns.cost_millionths + 1_000_000) // 2_000_000)
    base = sheet.figure("base", gross - cost)
    insured = columns.earlier_base + base >= columns.threshold
    sheet.figure("insured", insured.astype(np.int64))
    taken = sheet.figure("allowance_family", np.minimum(base, columns.family))
    _tax(sheet, base - taken, law)
    whole = np.where(insured, columns.earlier_base + base, 0)
    owed = times(whole, law["tb"]) - np.where(insured, columns.earlier_tb, 0)
    rest = np.where(insured, columns.family - taken, 0)
    # A code of its own: the month's sum of ``tb_before_credit`` holds the contribution of an employment as well.
    sheet.figure("mandate_contribution", owed)
    credit = _contribution(sheet, whole, rest, law, owed)
    _family_used(sheet, taken, rest, credit, law)
    _social_tax(sheet, base, law)
    return sheet


def simplified(columns: Columns, law: Law) -> Sheet:
    """The worker gets the wage whole; the employer pays a flat charge a day (2010/LXXV art. 8)."""
    sheet = Sheet(law, columns.gross)
    charge = sheet.figure("public_charge_day", columns.charge)
    sheet.line(
        "public_charge", N_("Flat charge of simplified employment"), of="employer", owed="social_security",
        amount=charge * columns.days, source="2010/LXXV art. 8",
    )  # fmt: skip
    limit = sheet.figure("free_limit", columns.free_limit * columns.days)
    taxable = np.where(columns.free_limit > 0, np.maximum(columns.gross - limit, 0), 0)
    sheet.figure("taxable_in_return", taxable)
    sheet.figure("tax_in_return", times(taxable, law["szja"]))
    sheet.figure("efo_days", columns.days)
    return sheet


def ekho(columns: Columns, law: Law) -> Sheet:
    """The ordinary part by the general rules, the rest 15 % of the person and 13 % of the payer (2005/CXX art. 4)."""
    sheet = Sheet(law, columns.gross)
    ordinary = sheet.figure("ordinary_part", np.minimum(columns.ordinary, columns.gross))
    rest = sheet.figure("ekho_base", columns.gross - ordinary)
    _general(sheet, columns, ordinary, ordinary, law)
    sheet.line(
        "ekho_person",
        N_("EKHO of the person"),
        of="employee",
        owed="tax",
        section="tax",
        base=rest,
        rate=law["ekho_person"],
    )
    sheet.line(
        "ekho_payer", N_("EKHO of the payer"), of="employer", owed="tax", base=rest, rate=law["ekho_payer"]
    )
    return sheet


def _tax(sheet: Sheet, base: Column, law: Law) -> None:
    sheet.line(
        "szja",
        N_("Personal income tax"),
        of="employee",
        owed="tax",
        section="tax",
        base=base,
        rate=law["szja"],
    )


def _contribution(
    sheet: Sheet, base: Column, unused_family: Column, law: Law, owed: Column | None = None
) -> Column:
    """18.5 % less what the family allowance could not take off the tax, 15 % of it; returns that credit."""
    before = times(base, law["tb"]) if owed is None else owed
    sheet.line(
        "tb_before_credit", N_("Social security contribution"), of="employee", owed="social_security", base=base,
        amount=before, rate=law["tb"],
    )  # fmt: skip
    credit = np.minimum(before, times(unused_family, law["szja"]))
    sheet.line(
        "tb_family_credit", N_("Family allowance taken from the contribution"), of="employee", owed="social_security",
        amount=-credit, source=FAMILY_SOURCE,
    )  # fmt: skip
    return credit


def _social_tax(sheet: Sheet, base: Column, law: Law) -> None:
    sheet.line(
        "szocho", N_("Social tax"), of="employer", owed="social_security", base=base, rate=law["szocho"]
    )
