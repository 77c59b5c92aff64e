"""Pay under the ordinary rules: open-ended contracts, CESA, CDD and usage contracts outside entertainment.

README.md has the law. Amounts in cents; hours in 1/300 h; notified rates in millionths.
"""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np

from countries.fr import contributions
from countries.fr.ceilings import Slices, period_ceiling
from countries.fr.contributions import Bases, Cited, cited, line
from countries.fr.rates import either
from countries.fr.reduction import general_reduction, reference_wage
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, times


class Ordinary(msgspec.Struct, frozen=True, kw_only=True):
    """One row. ``gross`` is the agreed pay, to which end-of-contract and holiday pay come.

    ``calendar_days`` days of employment not covered by an earlier slip of the month (``days_before``); ``employed`` the
    same days as bits. ``smic_units`` hours in the reduction, of which ``smic_part`` / ``smic_whole`` count in a broken
    month. ``*_before`` are sums of the year's earlier slips: contributions pay, ceilings, and what the general
    reduction counted and gave where it is ``regularised`` over the year (fixed-term contracts are reckoned alone).
    ``leave_*`` hundredths of days of contracts by the month, 0 of others (countries/fr/leave.py).
    """

    gross: int
    month_days: int
    calendar_days: int
    days_before: int = 0
    employed: int = 0
    ceiling_units: int
    smic_units: int
    smic_part: int = 1
    smic_whole: int = 1
    headcount: int
    accident_rate: int
    mobility_rate: int = 0
    executive: bool = False
    alsace_moselle: bool = False
    fixed_term: bool = False
    end_of_contract_pay: bool = False
    holiday_pay: bool = False
    health_employer: int = 0
    health_employee: int = 0
    tax_rate: int | None = None
    tax_region: str = "metropole"
    tax_short_contract: bool = False
    pay_day: date
    pay_before: int = 0
    ceiling_before: int = 0
    regularised: bool = False
    regularised_pay_before: int = 0
    regularised_smic_before: int = 0
    regularised_reduction_before: int = 0
    leave_earned: int = 0
    leave_taken: int = 0


def ordinary(columns: Columns, law: Law) -> Sheet:
    """Payslips under the ordinary rules; the sheet's gross is all pay subject to contributions.

    Cost never falls as the agreed pay rises: every line is a rounded share of a slice that does not shrink, and the
    reduction takes back at most one cent of each. It jumps upward at the exit of the reduction and at the ceiling.
    """
    sheet = _earnings(columns, law)
    pay = sheet.gross
    ceiling = sheet.figure("ceiling", period_ceiling(columns, law))
    sheet.figure("ordinary_pay", pay)
    sheet.figure("employed_days", columns.employed)
    if columns.regularised.any():  # contracts by the month, which stand on a sheet of their own
        sheet.figure("leave_earned", columns.leave_earned)
        sheet.figure("leave_taken", columns.leave_taken)
    slices = Slices(pay, ceiling, columns.pay_before, columns.ceiling_before)
    capped = sheet.figure("base_t1", slices.up_to(1))
    agirc_arrco = law.amount("ceilings_agirc_arrco")
    provident = _cadre_provident(sheet, columns, capped)
    cover = columns.health_employer + provident
    bases = Bases(
        pay=pay,
        capped=capped,
        pension_1=capped,
        pension_2=sheet.figure("base_t2", slices.up_to(agirc_arrco) - capped),
        pension_above=sheet.figure("base_cet", slices.whole_if_above_one(agirc_arrco)),
        unemployment=slices.up_to(law.amount("ceilings_unemployment")),
        executive=np.where(columns.executive, slices.up_to(law.amount("ceilings_apec")), 0),
        csg=contributions.csg_base(sheet, pay, slices.up_to(law.amount("ceilings_csg_abatement")), cover),
    )
    contributions.security(sheet, columns, bases, law.__getitem__, columns.accident_rate)
    contributions.unemployment(sheet, bases.unemployment)
    contributions.pension(sheet, bases, _agirc_arrco(law, 1), _agirc_arrco(law, 2))
    contributions.csg(sheet, bases.csg)
    _training_and_housing(sheet, columns, pay)
    contributions.mobility(sheet, columns, pay, columns.mobility_rate)
    contributions.forfait_social(sheet, columns, cover)
    _health_cover(sheet, columns)
    smic = reference_wage(columns.smic_units, columns.smic_part, columns.smic_whole, law)
    general_reduction(sheet, columns, smic, since_january=True)
    contributions.nets(sheet, columns, taxed_cover=columns.health_employer)
    return sheet


def _earnings(columns: Columns, law: Law) -> Sheet:
    """Agreed pay + end-of-contract pay (CT L1243-8) + holiday pay on both (CT L3141-28, L1242-16), half up each."""
    agreed = columns.gross
    end_pay = np.where(columns.end_of_contract_pay, times(agreed, law["ifc"]), 0)
    holiday = np.where(columns.holiday_pay, times(agreed + end_pay, law["iccp"]), 0)
    sheet = Sheet(law, agreed + end_pay + holiday)
    sheet.figure("base_pay", agreed)
    sheet.figure("end_of_contract_pay", end_pay)
    sheet.figure("holiday_pay", holiday)
    return sheet


def _agirc_arrco(law: Law, slice_number: int) -> dict[str, Cited]:
    return {who: cited(law[f"agirc_t{slice_number}_{who}"]) for who in ("ee", "er")}


def _cadre_provident(sheet: Sheet, columns: Columns, capped: Column) -> Column:
    return sheet.line(
        "er_provident_cadre", N_("Provident insurance of executives"), of="employer", owed="social_security",
        base=np.where(columns.executive, capped, 0), rate=sheet.law["cadre_provident_er"], section="optional",
    )  # fmt: skip


def _training_and_housing(sheet: Sheet, columns: Columns, pay: Column) -> None:
    law, headcount, local = sheet.law, columns.headcount, columns.alsace_moselle
    line(sheet, "er_dialogue_social", N_("Funding of trade unions and employers' bodies"), "other", pay,
         law["dialogue_social"])  # fmt: skip
    trains = headcount >= law.amount("headcount_training")
    line(sheet, "er_training", N_("Vocational training"), "other", pay,
         *either(trains, law["training_11"], law["training"]))  # fmt: skip
    fixed_term = np.where(columns.fixed_term, pay, 0)
    line(
        sheet, "er_cpf_cdd", N_("Training account, fixed-term contracts"), "other", fixed_term, law["cpf_cdd"]
    )
    line(sheet, "er_apprenticeship", N_("Apprenticeship tax"), "other", pay,
         *either(local, law["apprenticeship_alsace_moselle"], law["apprenticeship"]))  # fmt: skip
    line(sheet, "er_apprenticeship_balance", N_("Apprenticeship tax, balance"), "other", np.where(local, 0, pay),
         law["apprenticeship_balance"])  # fmt: skip
    housing = np.where(headcount >= law.amount("headcount_fnal"), pay, 0)
    line(
        sheet, "er_housing", N_("Employers' housing contribution (PEEC)"), "other", housing, law["housing_50"]
    )


def _health_cover(sheet: Sheet, columns: Columns) -> None:
    source = sheet.law["health_cover_employer_share"]
    sheet.line("ee_health_cover", N_("Supplementary health cover"), of="employee", owed="other",
               amount=columns.health_employee, section="health", source=source)  # fmt: skip
    sheet.line("er_health_cover", N_("Supplementary health cover"), of="employer", owed="other",
               amount=columns.health_employer, section="health", source=source)  # fmt: skip
