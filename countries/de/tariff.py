"""The income tax tariff over columns of whole euro (EStG 32a, 39b(2) sentence 7), and the year's constants of the plan.

All numbers come from payroll.toml. Amounts are integers: euro where the plan counts euro, cents elsewhere; every
product fits 64 bits, the largest being about 10^18.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

import numpy as np
from numpy.typing import NDArray

from shared_tools.dated import Law
from shared_tools.paysheet import Column

CENTS = 100
MANY = 2_000
"""Rows from which on a tariff is looked up rather than reckoned: the table costs what a few hundred thousand rows cost."""
RATE_SCALE = 20_000
"""Denominator the rates of the Vorsorgepauschale are added up in: half of a hundredth of a percent."""


def exact_int(value: Fraction) -> int:
    """``value`` as an integer. Raises ValueError when it is none: a rate finer than its column."""
    if value.denominator != 1:
        raise ValueError(f"{value} is finer than the column it belongs in")
    return value.numerator


def share(amount: Column, rate: Fraction) -> Column:
    """``amount`` × ``rate``, fractions dropped; for amounts that are not negative."""
    return amount * rate.numerator // rate.denominator


def whole_euro_up(cents: Column) -> Column:
    """Cents rounded up to a whole euro, in cents; a negative amount by its magnitude, as the plan's ROUND_UP does."""
    upward = -(-cents // CENTS) * CENTS
    return upward if cents.min(initial=0) >= 0 else np.where(cents < 0, cents // CENTS * CENTS, upward)


@dataclass(frozen=True, slots=True)
class Tariff:
    """(a·y + b)·y + c with y = (x - start) / 10,000 in each zone; coefficients in cents."""

    tops: tuple[int, ...]
    start: Column
    a: Column
    b: Column
    c: Column
    known: list[Column] = field(default_factory=list)
    """Once many have asked: the tax of each whole euro up to where the last zone begins, reckoned by the formula."""

    @classmethod
    def of(cls, law: Law) -> Tariff:
        rows = law.table("lst_tariff")
        tops = tuple(int(row[0]) for row in rows[:-1])
        start = np.array([int(row[1]) for row in rows], dtype=np.int64)
        a, b, c = (np.array([exact_int(row[i] * CENTS) for row in rows], dtype=np.int64) for i in (2, 3, 4))
        return cls(tops, start, a, b, c)

    def __call__(self, x: Column, parts: int = 1) -> Column:
        """Yearly tax in euro, fractions dropped, of ``x`` counted in 1/``parts`` of a euro.

        With parts of a euro (classes V and VI of 2025) only for x below 200,000 euro: 64 bits.
        """
        if parts > 1 or x.size < MANY:
            return self._formula(x, parts)
        if not self.known:
            self.known.append(self._formula(np.arange(self.tops[-1] + 1, dtype=np.int64), 1))
        table = self.known[0]
        tax = table.take(x, mode="clip")
        beyond = np.flatnonzero(x >= len(table))
        if len(beyond):
            tax[beyond] = self._formula(x[beyond], 1)
        return tax

    def _formula(self, x: Column, parts: int) -> Column:
        zone = (x > self.tops[0] * parts).astype(np.intp)
        for top in self.tops[1:]:
            zone += x > top * parts
        unit = 10_000 * parts
        y = x - self.start[zone] * parts
        hundredths = (self.a[zone] * y + self.b[zone] * unit) * y // unit + self.c[zone] * unit
        return np.maximum(hundredths // (unit * CENTS), 0)


@dataclass(frozen=True, slots=True)
class Steep:
    """Tax of classes V and VI: twice the tax difference, between a lowest rate and two upper ones."""

    tariff: Tariff
    widths: tuple[Fraction, Fraction]
    lowest: Fraction
    upper: tuple[Fraction, Fraction]
    edges: tuple[int, int, int]
    at_edges: tuple[int, int]
    parts: int

    @classmethod
    def of(cls, law: Law, tariff: Tariff, parts: int) -> Steep:
        first, second, lowest = law["lst_steep_rates"].value
        edges = tuple(int(edge) for edge in law["lst_steep_from"].value)
        wide, narrow = law["lst_steep_widths"].value
        bare = cls(tariff, (wide, narrow), lowest, (first, second), edges, (0, 0), parts)  # type: ignore[arg-type]
        known = bare._unlimited(np.array(edges[:2], dtype=np.int64))
        return cls(tariff, bare.widths, lowest, bare.upper, bare.edges, (int(known[0]), int(known[1])), parts)

    def _unlimited(self, z: Column) -> Column:
        wide, narrow = (self.tariff(share(z * self.parts, width), self.parts) for width in self.widths)
        return np.maximum(2 * (wide - narrow), share(z, self.lowest))

    def __call__(self, x: Column) -> Column:
        """Yearly tax in euro of ``x`` whole euro."""
        w1, w2, w3 = self.edges
        at_w1, at_w2 = self.at_edges
        first, second = self.upper
        tax = self._unlimited(np.minimum(x, w2))
        tax = np.where(x > w1, np.minimum(tax, at_w1 + share(np.maximum(x - w1, 0), first)), tax)
        beyond = at_w2 + share(np.clip(x - w2, 0, w3 - w2), first)
        return np.where(x > w2, beyond + share(np.maximum(x - w3, 0), second), tax)


@dataclass(frozen=True, slots=True)
class Plan:
    """The constants of one year's plan: cents a year, rates exact, ``care`` rates in 1/RATE_SCALE."""

    year: str
    tariff: Tariff
    steep: Steep
    periods: NDArray[Any]
    employee_allowance: int
    special_allowance: int
    single_parent: int
    child: int
    child_class_4: int
    pension_ceiling: int
    health_ceiling: int
    pension: Fraction
    unemployment: Fraction
    health: int
    health_employer: int
    care: int
    care_saxony: int
    care_employer_saxony: int
    childless: int
    child_discount: int
    vorsorge_most: int
    least: Fraction
    least_cap_3: int
    soli_rate: Fraction
    soli_slope: Fraction
    soli_free: int
    relief_from: int
    relief_rates: Column
    relief_most: Column

    @classmethod
    def of(cls, law: Law) -> Plan:
        """Raises MissingValue, naming the number, for a year whose plan is not entered."""
        year = law["lst_plan"].value
        of_2025 = year == "2025"
        tariff = Tariff.of(law)

        def scaled(rate: Fraction) -> int:
            return exact_int(rate * RATE_SCALE)

        relief = law.table("lst_relief")
        return cls(
            year, tariff, Steep.of(law, tariff, CENTS if of_2025 else 1),
            np.array([[int(cell) for cell in row] for row in law.table("lst_periods")], dtype=np.int64),
            law.amount("lst_employee_allowance"), law.amount("lst_special_allowance"), law.amount("lst_single_parent"),
            law.amount("lst_child"), law.amount("lst_child_class_4"),
            12 * law.amount("bbg_rv_month"), 12 * law.amount("bbg_kv_month"),
            law.rate("rv_rate") / 2, law.rate("av_rate") / 2,
            scaled(law.rate("kv_rate_reduced") / 2), scaled((law.rate("kv_rate_reduced") + law.rate("kv_extra_average")) / 2),
            scaled(law.rate("pv_rate") / 2), scaled(law.rate("pv_employee_saxony")), scaled(law.rate("pv_employer_saxony")),
            scaled(law.rate("pv_childless")), scaled(law.rate("pv_child_discount")),
            law.amount("lst_vorsorge_most"),
            law.rate("lst_vorsorge_least_2025") if of_2025 else Fraction(0),
            law.amount("lst_vorsorge_least_cap_3_2025") if of_2025 else 0,
            law.rate("soli_rate"), law.rate("soli_slope"), law.amount("soli_free_year") // CENTS,
            int(relief[0][0]),
            np.array([exact_int(row[1] * 1000) for row in relief], dtype=np.int64),
            np.array([row[2] for row in relief], dtype=np.int64),
        )  # fmt: skip
