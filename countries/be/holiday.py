"""Holiday pay an employer pays himself, and other exceptional payments. Cents, half up at every step.

Manual workers and artists get their holiday pay from the fund (ONVA/RJV): nothing here concerns them.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import msgspec
import numpy as np

from countries.be import tax
from countries.be.social import BASIC, add_ons, basic_contribution, declared
from shared_tools.dated import Law
from shared_tools.i18n import N_
from shared_tools.paysheet import Column, Columns, Sheet, times


class Departure(msgspec.Struct, frozen=True, kw_only=True):
    """Departure holiday pay of an employee, cents: ``gross`` single and double pay together, on what was ``earned``.

    ``normal_year_pay`` the yearly taxable pay without this payment · ``provision`` set aside by earlier slips.
    """

    gross: int
    earned: int
    normal_year_pay: int
    pay_day: date
    children: int = 0
    commercial: bool = True
    staff: int = 20
    provision: int = 0


class Exceptional(msgspec.Struct, frozen=True, kw_only=True):
    """Another exceptional payment, cents: double ``holiday`` pay of an employee in service, or a premium."""

    gross: int
    normal_year_pay: int
    pay_day: date
    holiday: bool = False
    children: int = 0
    base108: bool = False
    commercial: bool = True
    staff: int = 20


class Parts(NamedTuple):
    """Single pay, double pay, and the part of the double pay that bears the worker's special contribution."""

    single: Column
    double: Column
    double_contribution: Column


def departure_parts(earned: Column, law: Law) -> Parts:
    """RD 30.03.1967 art. 46 [believed]: percentages of the gross pay earned."""
    return Parts(
        times(earned, law["departure_single"]),
        times(earned, law["departure_double"]),
        times(earned, law["departure_double_contribution"]),
    )


def departure_cost(earned: Column, columns: Columns, law: Law) -> Column:
    """What departure holiday pay on ``earned`` will cost: the pay and the employer's contributions on its single part."""
    parts = departure_parts(earned, law)
    basic = basic_contribution(parts.single, law)
    beside = sum(times(add_on.base, add_on.parameter) for add_on in add_ons(parts.single, columns, law))
    return parts.single + parts.double + basic + beside


def departure(columns: Columns, law: Law) -> Sheet:
    """Slips of departure holiday pay; the provision is given back, so that the cost is not borne twice."""
    sheet = Sheet(law, columns.gross)
    parts = departure_parts(columns.earned, law)
    single = sheet.figure("single", parts.single)
    sheet.figure("double", parts.double)
    sheet.figure("departure_earned", -columns.earned)
    onss = sheet.line(
        "onss_worker", N_("Social security contribution"), of="employee", owed="social_security",
        base=single, rate=law["onss_worker"],
    )  # fmt: skip
    special = sheet.line(
        "special_withholding_double", N_("Contribution on double holiday pay"), of="employee", owed="social_security",
        base=parts.double_contribution, rate=law["onss_worker"],
    )  # fmt: skip
    _tax(sheet, columns.gross - onss - special, np.ones_like(columns.gross, dtype=bool), columns, law)
    _employer(sheet, single, columns, law)
    sheet.line(
        "departure_provision", N_("Set aside for departure holiday pay"), of="employer", owed="provision",
        section="holiday", amount=-columns.provision, source=law["departure_single"],
    )  # fmt: skip
    return sheet


def exceptional(columns: Columns, law: Law) -> Sheet:
    """Slips of exceptional payments. The employer owes nothing on double holiday pay."""
    sheet = Sheet(law, columns.gross)
    base = sheet.figure("onss_base_exceptional", declared(columns.gross, columns, law))
    onss = sheet.line(
        "onss_worker", N_("Social security contribution"), of="employee", owed="social_security",
        base=base, rate=law["onss_worker"],
    )  # fmt: skip
    _tax(sheet, columns.gross - onss, columns.holiday, columns, law)
    _employer(sheet, np.where(columns.holiday, 0, base), columns, law)
    return sheet


def _tax(sheet: Sheet, taxable: Column, holiday: Column, columns: Columns, law: Law) -> None:
    paid = law.on(columns.pay_day[0].item())
    rate = tax.exceptional_rate(columns.normal_year_pay, holiday, paid)
    reduction = tax.exceptional_child_reduction(columns.normal_year_pay, columns.children, paid)
    sheet.figure("exceptional_taxable", taxable)
    sheet.figure("exceptional_rate", 10_000 * rate.numerators // rate.denominator)
    sheet.figure("child_reduction", 10_000 * reduction.numerators // reduction.denominator)
    sheet.line(
        "withholding_exceptional", N_("Withholding tax on exceptional pay"), of="employee", owed="tax", section="tax",
        base=taxable, rate=rate, amount=tax.exceptional_tax(taxable, rate, reduction), source=paid["exceptional"],
    )  # fmt: skip


def _employer(sheet: Sheet, base: Column, columns: Columns, law: Law) -> None:
    sheet.line(
        "onss_employer", N_("Basic contribution and wage moderation"), of="employer", owed="social_security",
        section="employer", base=base, rate=law.sum(*BASIC),
    )  # fmt: skip
    for add_on in add_ons(base, columns, law):
        sheet.line(
            add_on.code, add_on.label, of="employer", owed="social_security", section="employer",
            base=add_on.base, rate=add_on.parameter,
        )  # fmt: skip
