"""Social contributions and TFR of a slip (dossier sections 2.2, 2.5): each component × base, half up to the cent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Final

import numpy as np

from shared_tools.dated import Law, Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Owed, Rates, Sheet, half_up, times

LABELS: Final[dict[str, str]] = {
    "ivs": N_("Pension contribution (IVS), employer"),
    "naspi": N_("Unemployment insurance (NASpI)"),
    "naspi_additional": N_("Addition to unemployment insurance for fixed term"),
    "training_fund": N_("Training fund"),
    "cuaf": N_("Family allowances fund (CUAF)"),
    "sickness": N_("Sickness insurance"),
    "maternity": N_("Maternity insurance"),
    "tfr_guarantee": N_("Guarantee fund for TFR"),
    "fis": N_("Wage integration fund (FIS)"),
    "cigs": N_("Extraordinary wage integration (CIGS)"),
    "idis": N_("Discontinuity allowance (IDIS)"),
    "solidarity": N_("Solidarity contribution above the ceiling"),
}


@dataclass(frozen=True)
class Scheme:
    """The contributions of one fund. ``worker`` and ``ivs`` stop at the yearly ceiling, the others do not.

    ``on_capped_day`` are due on at most ``day_cap`` minor units a day paid; ``addition`` is the rate for fixed-term
    work and what each renewal adds; ``solidarity`` (employer, worker) is due above the ceiling.
    """

    worker: Parameter
    employer: Mapping[str, Parameter]
    on_capped_day: Mapping[str, Parameter]
    day_cap: int = 0
    addition: tuple[Parameter, Parameter] | None = None
    solidarity: tuple[Parameter, Parameter] | None = None


@dataclass(frozen=True)
class SeparateFund:
    """The gestione separata: its rate, the one beside other cover, the worker's share, the ceiling (minor units)."""

    rate: Parameter
    reduced: Parameter
    worker_share: Parameter
    ceiling: int


def separate_fund(law: Law) -> SeparateFund:
    return SeparateFund(
        law["gs_rate"], law["gs_rate_other_cover"], law["gs_worker_share"], law.amount("gs_ceiling_year")
    )


def ordinary(law: Law, funds: str | None = None) -> Scheme:
    """FPLD, tertiary sector, with the wage ``funds`` named, by default those the cooperative owes (``wage_funds``)."""
    employer = {
        name: law[name]
        for name in ("naspi", "training_fund", "cuaf", "sickness", "maternity", "tfr_guarantee")
    }
    worker = ["ivs_worker"]
    for fund in (str(law["wage_funds"].value) if funds is None else funds).split():
        employer[fund.partition("_")[0]] = law[f"{fund}_employer"]
        worker.append(f"{fund}_worker")
    return Scheme(
        law.sum(*worker),
        {"ivs": law["ivs_employer"], **employer},
        {},
        addition=(law["naspi_additional"], law["naspi_additional_renewal"]),
    )


def entertainment(law: Law, *, fixed_term: bool) -> Scheme:
    """FPLS, employees: the addition for fixed term is one rate here, without increments for renewals."""
    names = ("naspi", "training_fund", "idis", "cuaf", "tfr_guarantee")
    employer = {"ivs": law["ivs_employer"], **{name: law[name] for name in names}}
    if fixed_term:
        employer["naspi_additional"] = law["naspi_additional_fpls"]
    return Scheme(
        law["ivs_worker"],
        employer,
        {"sickness": law["sickness_fpls"], "maternity": law["maternity_fpls"]},
        law.amount("sickness_maternity_day_cap"),
        solidarity=_solidarity(law),
    )


def entertainment_collaborator(law: Law) -> Scheme:
    """FPLS for a coordinated collaboration whose job is on the FPLS list: pension, IDIS, sickness, maternity."""
    return Scheme(
        law["ivs_worker"],
        {"ivs": law["ivs_employer"], "idis": law["idis"]},
        {"sickness": law["sickness_fpls"], "maternity": law["maternity_fpls"]},
        law.amount("sickness_maternity_day_cap"),
        solidarity=_solidarity(law),
    )


def _solidarity(law: Law) -> tuple[Parameter, Parameter]:
    return law["solidarity_employer"], law.sum("solidarity_worker", "solidarity_idis_worker")


def contribute(sheet: Sheet, columns: Columns, law: Law, scheme: Scheme) -> Column:
    """Lines of ``scheme``; returns the base of the slip before the yearly ceiling.

    The base is rounded to the euro over the whole month where the cooperative does so (``inps_base_rounding``).
    """
    gross = sheet.figure("inps_pay", columns.gross)
    month = columns.month_gross_before + gross
    in_euro = half_up(month, 100) * 100 - columns.month_base_before
    base = sheet.figure("inps_base", np.where(columns.whole_euro, in_euro, gross))
    room = np.maximum(law.amount("ivs_ceiling_year") - columns.year_ivs_before, 0)
    ivs_base = sheet.figure("ivs_base", np.where(columns.ceiling, np.minimum(base, room), base))
    sheet.line(
        "ee_inps_base", N_("Pension contribution (IVS), worker"), of="employee", owed="social_security",
        base=ivs_base, rate=scheme.worker,
    )  # fmt: skip
    _extra_contribution(sheet, columns, law, ivs_base)
    for name, rate in scheme.employer.items():
        due = ivs_base if name == "ivs" else base
        if name == "idis":
            due = np.where(columns.availability, 0, base)
        _employer_line(sheet, name, due, rate)
    if scheme.addition is not None:
        _addition(sheet, columns, base, *scheme.addition)
    own = scheme.day_cap * columns.paid_days
    # A day that an earlier slip pays too has what that slip left of the day's ceiling.
    capped = np.minimum(base, own + np.minimum(scheme.day_cap * columns.shared_days, columns.day_room_before))
    sheet.figure("day_room", own - capped if scheme.on_capped_day else 0)
    sheet.figure("paid_bits", columns.paid_bits)
    for name, rate in scheme.on_capped_day.items():
        _employer_line(sheet, name, capped, rate)
    if scheme.solidarity is not None:
        employer, worker = scheme.solidarity
        _employer_line(sheet, "solidarity", base - ivs_base, employer)
        sheet.line(
            "ee_solidarity", N_("Solidarity contribution above the ceiling"), of="employee", owed="social_security",
            base=base - ivs_base, rate=worker,
        )  # fmt: skip
    insure_accidents(sheet, columns, law)
    return base


def _employer_line(sheet: Sheet, name: str, base: Column, rate: Parameter) -> None:
    sheet.line(
        f"er_{name}", LABELS.get(name, name), of="employer", owed="social_security", base=base, rate=rate
    )


def _addition(sheet: Sheet, columns: Columns, base: Column, first: Parameter, renewal: Parameter) -> None:
    """1.40 % for fixed term and 0.50 % for each renewal."""
    due, each = Fraction(first.value), Fraction(renewal.value)
    denominator = lcm(due.denominator, each.denominator)
    numerators = int(due * denominator) + int(each * denominator) * columns.renewals
    rates = Rates(np.where(columns.fixed_term_addition, numerators, 0), denominator)
    sheet.line(
        "er_naspi_additional", LABELS["naspi_additional"], of="employer", owed="social_security",
        base=np.where(columns.fixed_term_addition, base, 0), rate=rates, source=first,
    )  # fmt: skip


def _extra_contribution(sheet: Sheet, columns: Columns, law: Law, ivs_base: Column) -> None:
    """1 % above the first band: month by month, settled against the band of the year."""
    rate = law["extra_contribution"]
    month, year = law.amount("first_band_month"), law.amount("first_band_year")
    before = columns.month_ivs_before
    above_month = np.maximum(before + ivs_base - month, 0) - np.maximum(before - month, 0)
    above_year = np.maximum(columns.year_ivs_before + ivs_base - year, 0)
    base = np.where(columns.settles, above_year, above_month)
    amount = times(base, rate) - np.where(columns.settles, columns.extra_before, 0)
    sheet.line(
        "ee_inps_extra_1pct", N_("Additional pension contribution above the first band"), of="employee",
        owed="social_security", base=base, rate=Fraction(rate.value), amount=amount, source=rate,
    )  # fmt: skip


def insure_accidents(sheet: Sheet, columns: Columns, law: Law) -> None:
    """INAIL, borne by the employer: pay × the rate of the job's voce."""
    sheet.line(
        "er_inail", N_("Accident insurance (INAIL)"), of="employer", owed="social_security",
        base=np.where(columns.inail_millionths > 0, columns.gross, 0), rate=Rates(columns.inail_millionths, 10**6),
        source=law["inail"],
    )  # fmt: skip


def contribute_separately(sheet: Sheet, columns: Columns, fund: SeparateFund) -> None:
    """Gestione separata: the whole rate up to the yearly ceiling, a third of it the worker's, the client's the rest."""
    base = sheet.figure(
        "gs_base", np.minimum(columns.gross, np.maximum(fund.ceiling - columns.fund_before, 0))
    )
    total = np.where(columns.other_cover, times(base, fund.reduced), times(base, fund.rate))
    sheet.figure("gs_total", total)
    worker = times(total, fund.worker_share)
    source = f"{fund.rate.source}; {fund.worker_share.source}"
    sheet.line(
        "ee_gs", N_("Gestione separata, the worker's third"), of="employee", owed="social_security", base=base,
        amount=worker, source=source,
    )  # fmt: skip
    sheet.line(
        "er_gs", N_("Gestione separata, the client's two thirds"), of="employer", owed="social_security", base=base,
        amount=total - worker, source=source,
    )  # fmt: skip


def accrue_severance(sheet: Sheet, columns: Columns, law: Law, base: Column) -> None:
    """TFR (art. 2120 c.c.): pay / 13.5 less 0.5 % of the contribution base, kept, paid out, or sent to a fund or the Treasury."""
    accrued = sheet.figure("tfr_gross", times(columns.gross, 1 / law.rate("tfr_divisor")))
    offset = sheet.figure("tfr_ivs_offset", times(base, law["tfr_offset"]))
    net = sheet.figure("tfr_net", accrued - offset)
    source = law["tfr_divisor"]
    ways: tuple[tuple[str, str, Owed, str], ...] = (
        ("tfr", N_("Severance accrual (TFR)"), "provision", "cooperative"),
        ("tfr_fund", N_("Severance accrual (TFR) to a pension fund"), "other", "fund"),
        ("tfr_treasury", N_("Severance accrual (TFR) to the INPS Treasury"), "social_security", "treasury"),
    )
    for code, label, owed, to in ways:
        chosen = columns.tfr_to == to
        sheet.line(
            code, label, of="employer", owed=owed, section="severance", base=np.where(chosen, columns.gross, 0),
            amount=np.where(chosen, net, 0), source=source,
        )  # fmt: skip
    kept = columns.tfr_to == "cooperative"
    paid = np.where(columns.tfr_paid, columns.tfr_before + np.where(kept, net, 0), 0)
    sheet.line(
        "tfr_paid", N_("Severance (TFR) paid out"), of="employee", owed="provision", section="severance",
        amount=-paid, source=source,
    )  # fmt: skip
    sheet.line(
        "tfr_tax", N_("Provisional tax on severance"), of="employee", owed="tax", section="severance", base=paid,
        rate=law["tfr_provisional_tax"],
    )  # fmt: skip
