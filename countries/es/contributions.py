"""Social security contributions over columns: bases, limits, solidarity, the lines of worker and employer.

Orden PJC/297/2026 and LGSS; dossier sections 2.2 and 2.3. Cents. Limits and lines are rounded half up to the cent,
the solidarity contribution once over all its bands.

A month has thirty parts for those paid by the month and its calendar days for those paid by the day; ``parts`` counts
them. Where a slip falls on days that an earlier slip of the month already registered, limits are reckoned for both
together and what the earlier slip bore is taken off: the columns ``joint_*`` hold it and are 0 otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from shared_tools.dated import Law, Parameter
from shared_tools.i18n import N_
from shared_tools.paysheet import Bearer, Column, Columns, Rates, Sheet, half_up

_MONTH = 30
_SHARE = 10_000
"""An employer's share of the limits (pluriempleo) in ten-thousandths: the column ``share``."""
_RATE = 100_000
"""Parts of one in which the rates of a sheet's rows are written."""

_LARGEST = 10**9
"""Cents of a slip's pay up to which every product fits an int64 column."""


@dataclass(frozen=True, slots=True)
class Bases:
    """Bases of common and of professional contingencies, and the solidarity contribution of each side. Cents."""

    common: Column
    professional: Column
    solidarity_worker: Column
    solidarity_employer: Column


# --- bases --------------------------------------------------------------------------------------------------------


def general_bases(columns: Columns, law: Law) -> Bases:
    """Bases of the general scheme (arts. 1-3, 17, 39 and 43): pay within the limits of the days in contract."""
    pay = columns.gross - columns.outside_base - columns.overtime - columns.overtime_force_majeure
    pay = pay + columns.extra_pay_share
    all_pay = pay + columns.overtime + columns.overtime_force_majeure
    ceiling = _scaled(law.amount("base_max_month"), columns, columns.parts + columns.joint_parts)
    common = _within(pay, ceiling, *_minima(columns, law), columns.joint_pay, columns.joint_common)
    professional = _within(
        all_pay, ceiling, *_minima_professional(columns, law), columns.joint_pay, columns.joint_professional
    )
    parts = (columns.parts + columns.joint_parts) * columns.share
    start = law.amount("base_max_month") * parts
    worker, employer = _solidarity(all_pay + columns.joint_pay, start, parts, law)
    return Bases(
        common, professional,
        np.maximum(worker - columns.joint_solidarity_worker, 0),
        np.maximum(employer - columns.joint_solidarity_employer, 0),
    )  # fmt: skip


def artist_bases(columns: Columns, law: Law) -> tuple[Bases, Column, Column]:
    """Bases of artists (arts. 11 and 17.3), the base on account of a day and its sum over the slip's new days.

    The pay of a day is at most the base on account of its band and at least the group's minimum of a day; the month
    ends at the monthly ceiling, which all slips of the month share. Solidarity is borne by what exceeds both the
    ceiling and the bases on account of the month.
    """
    pay = columns.gross - columns.outside_base
    days = columns.parts + columns.joint_parts
    band = day_base_on_account(pay + columns.joint_pay, days, law)
    on_account = band * columns.parts
    ceiling = half_up(law.amount("base_max_month") * columns.share * columns.months, _SHARE)
    room = np.maximum(ceiling - columns.month_common, 0)
    common = _within(pay, band * days, *_minima(columns, law), columns.joint_pay, columns.joint_common)
    professional = _within(
        pay,
        band * days,
        *_minima_professional(columns, law),
        columns.joint_pay,
        columns.joint_professional,
    )
    share = columns.share * columns.months * _MONTH
    start = np.maximum(law.amount("base_max_month") * share,
                       (columns.month_on_account + on_account) * _SHARE * _MONTH)  # fmt: skip
    worker, employer = _solidarity(pay + columns.month_pay, start, share, law)
    bases = Bases(
        np.minimum(common, room),
        np.minimum(professional, np.maximum(ceiling - columns.month_professional, 0)),
        np.maximum(worker - columns.month_solidarity_worker, 0),
        np.maximum(employer - columns.month_solidarity_employer, 0),
    )
    return bases, band, on_account


def day_base_on_account(pay: Column, days: Column, law: Law) -> Column:
    """Cents of base on account a day for ``pay`` over ``days`` (art. 11)."""
    table = law.table("artist_day_bases")
    conditions = [pay <= limit * days for limit, _ in table[:-1]]
    return np.select(conditions, [base for _, base in table[:-1]], table[-1][1])


def _within(
    pay: Column,
    ceiling: Column,
    least: Column,
    least_joint: Column,
    joint_pay: Column,
    joint_base: Column,
) -> Column:
    """``pay`` within its limits; on days shared with earlier slips, together with their pay and less their base."""
    together = np.maximum(np.minimum(pay + joint_pay, ceiling), least_joint) - joint_base
    return np.where(
        joint_base > 0, np.clip(together, least, np.maximum(pay, least)), np.maximum(together, least)
    )


def _scaled(month: int | Column, columns: Columns, parts: Column) -> Column:
    return half_up(np.asarray(month) * parts * columns.share, _MONTH * _SHARE)


def _minima(columns: Columns, law: Law) -> tuple[Column, Column]:
    """Least base of common contingencies for the slip's own new days and for those shared with earlier slips."""
    month = _by_group(law["base_min_month"], law["base_min_day"])[columns.group]
    hour = _by_group(law["base_min_hour"])[columns.group]
    member = _by_group(law["base_min_month_member_part_time"])[columns.group]
    return _minimum_pair(columns, month, hour, member)


def _minima_professional(columns: Columns, law: Law) -> tuple[Column, Column]:
    daily = columns.group > 7
    month = np.where(daily, law.amount("base_min_day_cp") * _MONTH, law.amount("base_min_month_cp"))
    hour = np.full_like(month, law.amount("base_min_hour_cp"))
    member = np.full_like(month, law.amount("base_min_month_member_part_time_cp"))
    return _minimum_pair(columns, month, hour, member)


def _minimum_pair(columns: Columns, month: Column, hour: Column, member: Column) -> tuple[Column, Column]:
    part_time = columns.part_time & ~columns.member
    hours = half_up(hour * columns.minutes * columns.share, 60 * _SHARE)
    month = np.where(columns.part_time & columns.member, member, month)
    own = np.where(part_time, hours, _scaled(month, columns, columns.parts))
    together = np.where(
        part_time, hours + columns.joint_common, _scaled(month, columns, columns.parts + columns.joint_parts)
    )
    return own, np.where(columns.joint_parts > 0, together, own)


def _by_group(table: Parameter, days: Parameter | None = None) -> Column:
    """Amounts a month at the index of their contribution group, daily groups as thirty days."""
    amounts = np.zeros(12, dtype=np.int64)
    for group, amount in table.value:
        amounts[int(group)] = amount
    for group, amount in days.value if days else ():
        amounts[int(group)] = amount * _MONTH
    return amounts


def _solidarity(pay: Column, start: Column, scale: Column, law: Law) -> tuple[Column, Column]:
    """Solidarity of worker and employer on ``pay`` above ``start``.

    ``start`` and the bands' edges times ``scale`` are cents × 30 × 10,000, as ``pay`` is taken.
    """
    if int(np.max(np.abs(pay), initial=0)) > _LARGEST:
        raise OverflowError("a pay that does not fit the columns")
    pay = pay * (_MONTH * _SHARE)
    lower = start
    worker = employer = np.zeros_like(pay)
    for edge, employer_rate, worker_rate in law.table("solidarity"):
        upper = np.maximum(edge * scale, lower) if edge != "" else np.maximum(pay, lower)
        part = np.clip(pay, lower, upper) - lower
        employer = employer + part * _parts(employer_rate)
        worker = worker + part * _parts(worker_rate)
        lower = upper
    whole = _MONTH * _SHARE * _RATE
    return half_up(worker, whole), half_up(employer, whole)


# --- lines --------------------------------------------------------------------------------------------------------


def _parts(rate: Fraction) -> int:
    parts = rate * _RATE
    if parts.denominator != 1:
        raise ValueError(f"{rate} is finer than a thousandth of a per cent")
    return int(parts)


def _either(condition: NDArray[np.bool_], chosen: Parameter, otherwise: Parameter | int) -> Rates:
    rest = otherwise if isinstance(otherwise, int) else _parts(otherwise.value)
    return Rates(np.where(condition, _parts(chosen.value), rest), _RATE)


def contribution_lines(sheet: Sheet, columns: Columns, bases: Bases, law: Law) -> None:
    """Adds every contribution of worker and employer to ``sheet``."""
    past, fixed = columns.past_pension_age, columns.fixed_term_unemployment
    common, professional = sheet.figure("base_cc", bases.common), sheet.figure("base_cp", bases.professional)
    active = np.where(past, 0, professional)

    def line(code: str, label: str, base: Column, rate: Parameter | Rates, source: Parameter) -> None:
        of: Bearer = "employee" if code.startswith("ee_") else "employer"
        sheet.line(code, label, of=of, owed="social_security", base=base, rate=rate, source=source)

    for code, who in (("ee", "worker"), ("er", "employer")):
        cc, pension = law[f"cc_{who}"], law[f"past_pension_age_{who}"]
        line(f"{code}_cc", N_("Common contingencies"), common, _either(past, pension, cc), cc)
        line(
            f"{code}_mei",
            N_("Intergenerational equity mechanism"),
            common,
            law[f"mei_{who}"],
            law[f"mei_{who}"],
        )
        indefinite = law[f"unemployment_indefinite_{who}"]
        line(f"{code}_unemployment", N_("Unemployment"), active,
             _either(fixed, law[f"unemployment_fixed_{who}"], indefinite), indefinite)  # fmt: skip
        if who == "employer":
            fogasa = law["fogasa_employer"]
            line(
                "er_fogasa",
                N_("Wage guarantee fund (FOGASA)"),
                np.where(columns.fogasa, active, 0),
                fogasa,
                fogasa,
            )
        training = law[f"training_{who}"]
        line(f"{code}_training", N_("Vocational training"), active, training, training)
        for kind, label, amount in (
            ("overtime", N_("Overtime"), columns.overtime),
            ("overtime_force_majeure", N_("Overtime by force majeure"), columns.overtime_force_majeure),
        ):
            rate = law[f"{kind}_{who}"]
            line(f"{code}_{kind}", label, amount, rate, rate)
    tariff = law["accident_tariff"]
    for code, label, rates in (
        ("er_atep_it", N_("Accidents and occupational disease: temporary incapacity"), columns.accident_it),
        ("er_atep_ims", N_("Accidents and occupational disease: invalidity and death"), columns.accident_ims),
    ):
        line(code, label, professional, Rates(rates, _SHARE), tariff)
    sides: tuple[tuple[str, Bearer, Column], ...] = (
        ("ee_solidarity", "employee", bases.solidarity_worker),
        ("er_solidarity", "employer", bases.solidarity_employer),
    )
    for code, of, amount in sides:
        sheet.line(code, N_("Solidarity contribution"), of=of, owed="social_security", amount=amount,
                   source=law["solidarity"])  # fmt: skip
    sheet.line(
        "er_short_contract", N_("Surcharge for a contract of under 30 days"), of="employer", owed="social_security",
        amount=np.where(columns.surcharge, law.amount("short_contract_surcharge"), 0),
        source=law["short_contract_surcharge"],
    )  # fmt: skip
