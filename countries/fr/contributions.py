"""The lines that ordinary staff and intermittent workers share. Each line is rounded alone, half up to the cent.

Codes begin with ``ee_`` (borne by the employee) or ``er_`` (borne by the employer). Sections are the groups of the
payslip (CT R3243-1, arrêté of 11 August 2025).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import msgspec
import numpy as np

from countries.fr.rates import RateOf, either, per_row
from countries.fr.withholding import withhold
from shared_tools.dated import Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Rate, Sheet, times

SECTIONS = {
    "health": N_("Health"), "accident": N_("Accidents at work and occupational diseases"), "pension": N_("Pension"),
    "family": N_("Family"), "unemployment": N_("Unemployment"), "other": N_("Other employer contributions"),
    "csg": N_("CSG and CRDS"), "relief": N_("Reductions"), "optional": N_("Optional contributions"),
    "tax": N_("Income tax"), "rights": N_("Rights of authors"),
}  # fmt: skip
"""The headings the sections stand under."""

Cited = tuple[Rate | Parameter, Parameter]
"""A rate and the parameter whose source its line names."""


def cited(parameter: Parameter) -> Cited:
    return parameter, parameter


@dataclass(frozen=True)
class Bases:
    """What contributions are counted on. Minor units."""

    pay: Column
    capped: Column
    pension_1: Column
    pension_2: Column
    pension_above: Column
    unemployment: Column
    executive: Column
    csg: Column


def line(
    sheet: Sheet, code: str, label: str, section: str, base: Column, rate: Rate | Parameter,
    source: Parameter | str | None = None,
) -> Column:  # fmt: skip
    """A contribution to social security and the bodies collected with it, borne by whom the code says."""
    return sheet.line(
        code, label, of="employee" if code.startswith("ee_") else "employer", owed="social_security",
        base=base, rate=rate, section=section, source=source,
    )  # fmt: skip


def security(sheet: Sheet, columns: Columns, bases: Bases, rate: RateOf, accident: Column) -> None:
    """Sickness, autonomy, old age, family, accidents, FNAL. ``rate`` are ordinary or an artist's reduced rates."""
    law, pay, capped = sheet.law, bases.pay, bases.capped
    local = np.where(columns.alsace_moselle, pay, 0)
    line(sheet, "ee_health_alsace_moselle", N_("Sickness, local scheme of Alsace-Moselle"), "health", local,
         rate("health_ee_alsace_moselle"))  # fmt: skip
    line(sheet, "er_health", N_("Sickness, maternity, invalidity, death"), "health", pay, rate("health_er"))
    line(sheet, "er_csa", N_("Solidarity for autonomy"), "health", pay, law["csa"])
    line(sheet, "ee_old_age_capped", N_("Old age, capped"), "pension", capped, rate("old_age_capped_ee"))
    line(sheet, "er_old_age_capped", N_("Old age, capped"), "pension", capped, rate("old_age_capped_er"))
    line(sheet, "ee_old_age_uncapped", N_("Old age, uncapped"), "pension", pay, rate("old_age_uncapped_ee"))
    line(sheet, "er_old_age_uncapped", N_("Old age, uncapped"), "pension", pay, rate("old_age_uncapped_er"))
    line(sheet, "er_family", N_("Family allowances"), "family", pay, rate("family"))
    line(sheet, "er_accident", N_("Accidents at work and occupational diseases"), "accident", pay,
         per_row(accident), "CSS D242-6: rate notified for the establishment")  # fmt: skip
    large = columns.headcount >= law.amount("headcount_fnal")
    fnal, fnal_source = either(large, rate("fnal_50"), rate("fnal"))
    line(sheet, "er_fnal", N_("Housing benefit fund (FNAL)"), "other", np.where(large, pay, capped), fnal,
         fnal_source)  # fmt: skip


def unemployment(sheet: Sheet, base: Column) -> None:
    line(
        sheet,
        "er_unemployment",
        N_("Unemployment insurance"),
        "unemployment",
        base,
        sheet.law["unemployment_er"],
    )
    line(sheet, "er_ags", N_("Wage guarantee (AGS)"), "unemployment", base, sheet.law["ags"])


def pension(sheet: Sheet, bases: Bases, slice_1: Mapping[str, Cited], slice_2: Mapping[str, Cited]) -> None:
    """Agirc-Arrco with CEG and CET, and APEC of executives. The Agirc-Arrco rates by bearer, ``ee`` and ``er``."""
    law = sheet.law
    one, two, above = bases.pension_1, bases.pension_2, bases.pension_above
    for who in ("ee", "er"):
        line(sheet, f"{who}_agirc_arrco_t1", N_("Supplementary pension Agirc-Arrco, slice 1"), "pension", one,
             *slice_1[who])  # fmt: skip
        line(sheet, f"{who}_agirc_arrco_t2", N_("Supplementary pension Agirc-Arrco, slice 2"), "pension", two,
             *slice_2[who])  # fmt: skip
        line(
            sheet, f"{who}_ceg_t1", N_("General balance (CEG), slice 1"), "pension", one, law[f"ceg_t1_{who}"]
        )
        line(
            sheet, f"{who}_ceg_t2", N_("General balance (CEG), slice 2"), "pension", two, law[f"ceg_t2_{who}"]
        )
        line(sheet, f"{who}_cet", N_("Technical balance (CET)"), "pension", above, law[f"cet_{who}"])
        line(sheet, f"{who}_apec", N_("Employment of executives (APEC)"), "pension", bases.executive,
             law[f"apec_{who}"])  # fmt: skip


def csg_base(sheet: Sheet, pay: Column, abated: Column, cover: Column) -> Column:
    """98.25 % of the ``abated`` part of pay, half up, the rest of it whole, and the employer's cover whole."""
    rate = 1 - sheet.law.rate("csg_abatement")
    return sheet.figure("csg_base", times(abated, rate) + (pay - abated) + cover)


def csg(sheet: Sheet, base: Column) -> None:
    law = sheet.law
    line(sheet, "ee_csg_deductible", N_("CSG deductible from income tax"), "csg", base, law["csg_deductible"])
    line(
        sheet,
        "ee_csg_non_deductible",
        N_("CSG not deductible from income tax"),
        "csg",
        base,
        law["csg_non_deductible"],
    )
    line(sheet, "ee_crds", N_("CRDS"), "csg", base, law["crds"])


def mobility(sheet: Sheet, columns: Columns, pay: Column, rate: Column) -> None:
    owing = columns.headcount >= sheet.law.amount("headcount_training")
    line(sheet, "er_mobility", N_("Mobility levy"), "other", np.where(owing, pay, 0), per_row(rate),
         "CGCT L2333-64, L2333-67, L2531-4: rate of the commune of work")  # fmt: skip


def forfait_social(sheet: Sheet, columns: Columns, cover: Column) -> None:
    owing = columns.headcount >= sheet.law.amount("headcount_training")
    line(
        sheet,
        "er_forfait_social",
        N_("Forfait social on the employer's cover"),
        "other",
        np.where(owing, cover, 0),
        sheet.law["forfait_social_provident"],
    )


def with_increase(parameter: Parameter, increase: Parameter) -> Parameter:
    """``parameter`` raised by the percentage ``increase``, citing both."""
    return msgspec.structs.replace(
        parameter,
        value=parameter.value * (1 + increase.value),
        source=f"{parameter.source}; {increase.source}",
    )


def nets(sheet: Sheet, columns: Columns, taxed_cover: Column | int = 0) -> None:
    """The figures net before tax, net social amount and net taxable, and the withholding that leads to the net paid.

    ``taxed_cover`` is the employer's health cover, which is taxable pay (CGI 83 1° quater).
    """
    before = sheet.figure("net_before_tax", sheet.net)
    # The employee's compulsory share of the cover is already off; the employer's has not counted since 2024.
    sheet.figure("net_social", before)
    not_deductible = sheet.amount("ee_csg_non_deductible") + sheet.amount("ee_crds")
    taxable = sheet.figure("net_taxable", before + not_deductible + taxed_cover)
    withhold(sheet, taxable, columns)
