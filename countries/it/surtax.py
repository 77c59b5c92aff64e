"""Regional and municipal surtax on income (D.Lgs. 446/1997 art. 50; D.Lgs. 360/1998): progressive brackets, written as text.

A schedule is one line of text, so that it is a column like any other and stays with the slip it taxed::

    exempt 23000; 0 0.8                       municipality: nothing at all up to 23,000.00, 0.8 % of everything above
    0 1.73; 28000 3.33; deduct 60 28000 35000  region: brackets by their lower limit, 60.00 off between two incomes
    flat; 0 1.0; 28000 2.0                     the rate of the bracket reached, on the whole income
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cache
from math import lcm
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared_tools.dated import Law
from shared_tools.money import exact, percent
from shared_tools.paysheet import Column, half_up
from shared_tools.refusal import Refusal

Brackets = tuple[tuple[int, Fraction], ...]
"""(lower limit in minor units, rate), rising from 0."""


def progressive(income: Column, brackets: Brackets, parts: int | Column = 1) -> Column:
    """Tax of ``income`` (minor units) by ``brackets``, rounded half up once; 12 ``parts`` tax a month by twelfths."""
    denominator = lcm(*(rate.denominator for _, rate in brackets))
    whole = income * parts
    total = np.zeros_like(income)
    below = Fraction(0)
    for limit, rate in brackets:
        total = total + np.maximum(whole - limit, 0) * int((rate - below) * denominator)
        below = rate
    return half_up(total, denominator * parts)


@dataclass(frozen=True)
class Schedule:
    """A surtax. Minor units; ``deduction`` is (amount, above, up to)."""

    brackets: Brackets = ()
    exempt_up_to: int = 0
    flat: bool = False
    deduction: tuple[int, int, int] = (0, 0, 0)

    @property
    def text(self) -> str:
        words = [f"exempt {_euro(self.exempt_up_to)}"] if self.exempt_up_to else []
        words += ["flat"] if self.flat else []
        words += [f"{_euro(limit)} {_decimal(rate * 100)}" for limit, rate in self.brackets]
        words += ["deduct " + " ".join(map(_euro, self.deduction))] if self.deduction[0] else []
        return "; ".join(words)

    def tax(self, income: Column) -> Column:
        if not self.brackets:
            return np.zeros_like(income)
        if self.flat:
            tax = np.zeros_like(income)
            for limit, rate in self.brackets:
                whole = half_up(income * rate.numerator, rate.denominator)
                tax = np.where(income > limit, whole, tax)
        else:
            tax = progressive(income, self.brackets)
        amount, above, up_to = self.deduction
        tax = np.where((income > above) & (income <= up_to), np.maximum(tax - amount, 0), tax)
        return np.where(income > self.exempt_up_to, tax, 0)


@cache
def schedule(text: str) -> Schedule:
    """The schedule that ``text`` writes; none for an empty text. Raises Refusal ``not_a_surtax``."""
    brackets: list[tuple[int, Fraction]] = []
    exempt_up_to, flat, deduction = 0, False, (0, 0, 0)
    try:
        for phrase in filter(None, (part.strip() for part in text.split(";"))):
            words = phrase.split()
            if words == ["flat"]:
                flat = True
            elif words[0] == "exempt":
                exempt_up_to = _minor(words[1])
            elif words[0] == "deduct":
                deduction = (_minor(words[1]), _minor(words[2]), _minor(words[3]))
            else:
                limit, rate = words
                brackets.append((_minor(limit), percent(rate)))
    except (ValueError, IndexError):
        raise Refusal(
            "not_a_surtax",
            f"{text!r} is not a schedule of surtax.",
            field="municipal_rates",
            way_out='Write limits in euro and rates in percent, for example "exempt 12000; 0 0.6; 15000 0.8".',
        ) from None
    return Schedule(tuple(sorted(brackets)), exempt_up_to, flat, deduction)


def surtax(schedules: NDArray[Any], income: Column) -> Column:
    """Surtax of each row's ``income`` by its own schedule; rows that share one are computed together."""
    tax = np.zeros_like(income)
    for text in np.unique(schedules):
        tax = np.where(schedules == text, schedule(str(text)).tax(income), tax)
    return tax


def regional_schedule(region: str, law: Law) -> str:
    """The schedule of ``region`` ("lombardia"); the national rate where none is recorded.

    Raises Refusal ``unknown_region``.
    """
    name = region.strip().lower().replace("-", "_").replace("'", "_").replace(" ", "_") or "national"
    try:
        brackets = law.table(f"regional_{name}")
    except Refusal as refusal:
        if refusal.rule != "unknown_parameter":
            raise
        raise Refusal(
            "unknown_region",
            f"{region!r} is no region or autonomous province of Italy.",
            field="region",
            way_out='Write its Italian name, for example "lombardia", "valle_d_aosta" or "bolzano".',
        ) from None
    exempt = _optional(law, f"regional_exempt_{name}", 0)
    above, up_to, amount = _optional(law, f"regional_deduction_{name}", ((0, 0, 0),))[0]
    return Schedule(brackets, exempt, deduction=(amount, above, up_to)).text


def municipal_schedule(municipality: str, typed: str, law: Law) -> str:
    """The schedule of a codice catastale, or the one ``typed`` from the list of the MEF; none where neither is given.

    Raises Refusal ``unknown_municipality`` or ``not_a_surtax``.
    """
    if typed:
        return schedule(typed).text
    code = municipality.strip().upper()
    if not code:
        return ""
    try:
        brackets = law.table(f"municipal_{code}")
    except Refusal as refusal:
        if refusal.rule != "unknown_parameter":
            raise
        raise Refusal(
            "unknown_municipality",
            f"the surtax of the municipality {municipality!r} is not recorded.",
            field="municipality",
            way_out="Type its rates (municipal_rates) from the list of the Ministry of Finance, Fiscalità locale.",
        ) from None
    return Schedule(brackets, _optional(law, f"municipal_exempt_{code}", 0)).text


def _optional(law: Law, key: str, otherwise: Any) -> Any:
    """A number of ``law`` that only some regions and municipalities have."""
    try:
        return law[key].value
    except Refusal as refusal:
        if refusal.rule == "unknown_parameter":
            return otherwise
        raise


def _minor(text: str) -> int:
    value = exact(text) * 100
    if value.denominator != 1:
        raise ValueError(text)
    return int(value)


def _euro(amount: int) -> str:
    return f"{Decimal(amount).scaleb(-2):f}"


def _decimal(value: Fraction) -> str:
    """``value`` as a decimal; every rate a law writes is one."""
    return f"{Decimal(value.numerator) / Decimal(value.denominator):f}"
