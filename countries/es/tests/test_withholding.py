"""The algorithm once more, written plainly with fractions for one person, against the columns."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.country import Case
from countries.es import COUNTRY
from countries.es.payroll import Engagement
from countries.es.withholding import year_tax
from shared_tools.paysheet import Columns

LAW = COUNTRY.parameters.on(date(2026, 5, 1))
SCALE = [(12_450, 19), (20_200, 24), (35_200, 30), (60_000, 37), (300_000, 45), (None, 47)]
LIMITS = {1: (None, 17_644, 18_694), 2: (17_197, 18_130, 19_262), 3: (15_876, 16_342, 16_867)}


def _scale(base: Fraction) -> Fraction:
    tax, lower = Fraction(0), 0
    for upper, rate in SCALE:
        part = base - lower if upper is None else min(base, Fraction(upper)) - lower
        tax += max(part, Fraction(0)) * rate / 100
        lower = upper or 0
    return tax


def _half_up(value: Fraction, digits: int = 2) -> Fraction:
    scaled = value * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Fraction(whole, 10**digits)


def _cut(value: Fraction) -> Fraction:
    return Fraction((value * 100).numerator // (value * 100).denominator, 100)


def _plain(given: dict[str, Any]) -> dict[str, Fraction]:
    """Euro and per cent, steps 3 to 14 of the dossier."""
    pay, contributions = Fraction(given["annual_pay"], 100), Fraction(given["annual_social_security"], 100)
    children = sorted(2026 - child["birth_year"] for child in given["children"])[::-1]
    expenses = min(Fraction(2_000), max(pay - contributions, Fraction(0)))
    net = max(pay - contributions, Fraction(0))
    if net <= 14_852:
        reduction = Fraction(7_302)
    elif net <= Fraction("17673.52"):
        reduction = 7_302 - Fraction("1.75") * (net - 14_852)
    elif net < Fraction("19747.50"):
        reduction = Fraction("2364.34") - Fraction("1.14") * (net - Fraction("17673.52"))
    else:
        reduction = Fraction(0)
    reduction = _half_up(reduction)
    base = max(Fraction(0), max(Fraction(0), net - expenses - reduction) - (600 if len(children) > 2 else 0))
    minimum = Fraction(5_550)
    for order, age in enumerate(children):
        minimum += (Fraction((2_400, 2_700, 4_000, 4_500)[min(order, 3)]) + (2_800 if age <= 2 else 0)) / 2
    limit = LIMITS[given["family_situation"]][min(len(children), 2)]
    support = Fraction(given["child_support"], 100)
    if limit is not None and pay <= limit:
        quota = Fraction(0)
    else:
        apart = 0 < support < base
        first = _scale(base - support) + _scale(support) if apart else _scale(base)
        quota = max(Fraction(0), first - _scale(minimum + (1_980 if apart else 0)))
        if limit is not None and pay <= 35_200:
            quota = min(quota, Fraction(43, 100) * (pay - limit))
    due = quota * Fraction(4, 10) if given["ceuta_melilla"] else quota
    if given["home_loan_before_2013"] and pay < Fraction("33007.20"):
        due -= _cut(pay * 2 / 100)
    floor = {"GENERAL": Fraction(0), "INFERIORANO": Fraction(2), "ESPECIAL": Fraction(15)}[
        given["contract_class"]
    ]
    rate = max(
        _cut(max(due, Fraction(0)) / pay * 100), floor * (Fraction(4, 10) if given["ceuta_melilla"] else 1)
    )
    return {
        "base": base,
        "minimum": minimum,
        "quota": quota,
        "rate": rate,
        "annual": _half_up(pay * rate / 100),
    }


@st.composite
def people(draw: st.DrawFn) -> dict[str, Any]:
    children = [
        {"birth_year": year, "whole": False} for year in draw(st.lists(st.integers(2003, 2026), max_size=5))
    ]
    pay = draw(st.integers(1, 9_000_000) | st.integers(1_400_000, 2_400_000))
    return {
        "annual_pay": pay, "annual_social_security": pay * draw(st.integers(0, 655)) // 10_000,
        "family_situation": draw(st.sampled_from([1, 2, 3] if children else [2, 3])), "children": children,
        "child_support": draw(st.sampled_from([0, 0, 300_000])), "birth_year": 1980,
        "home_loan_before_2013": draw(st.booleans()), "ceuta_melilla": draw(st.booleans()),
        "contract_class": draw(st.sampled_from(["GENERAL", "INFERIORANO", "ESPECIAL"])),
    }  # fmt: skip


@given(people())
@settings(max_examples=300, deadline=None)
def test_columns_follow_the_plain_algorithm(person: dict[str, Any]) -> None:
    lines = COUNTRY.case_kinds["irpf_annual"](Case("t", "irpf_annual", person, year=2026))["lines"]
    plain = _plain(person)
    assert Fraction(lines["base"], 100) == plain["base"]
    assert Fraction(lines["personal_and_family_minimum"], 100) == plain["minimum"]
    assert Fraction(lines["quota"], 100) == _half_up(plain["quota"])
    assert Fraction(lines["rate_percent"]) == plain["rate"]
    assert Fraction(lines["annual_withholding"], 100) == plain["annual"]


@given(people(), st.integers(0, 100), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_regularisation_settles_the_quota(person: dict[str, Any], paid: int, withheld: int) -> None:
    """Of another cause than pay alone, what is withheld over the year comes within a cut rate of the quota."""
    person = {**person, "ceuta_melilla": False, "home_loan_before_2013": False, "contract_class": "GENERAL"}
    pay = person["annual_pay"]
    before = {"annual_pay": pay, "annual_social_security": person["annual_social_security"]}
    already = pay * paid // 101
    inputs = {**person, "before": before, "after": before, "already_paid": already,
              "already_withheld": already * withheld // 100, "cause": "other"}  # fmt: skip
    found = COUNTRY.case_kinds["irpf_regularisation"](Case("t", "irpf_regularisation", inputs, year=2026))
    rate, rest = Fraction(found["outputs"]["rate_percent"]), pay - already
    if 0 < rate < 47:
        missing = _half_up(_plain(person)["quota"] * 100, 0) - found["outputs"]["annual_withholding"]
        assert -1 <= missing <= rest // 10_000 + 1


def test_no_year_overflows_its_columns() -> None:
    """A rounding doubles the quota first: up to the largest pay taken it must still fit."""
    largest = 5 * 10**10
    columns = Columns.of([Engagement(gross=0, minimum=555_000, expenses=200_000)])
    tax = year_tax(columns, np.array([largest]), np.array([0]), LAW)
    base = Fraction(largest - 200_000, 100)
    assert int(tax.quota_on_base[0]) == _half_up(_scale(base)) * 100
    with pytest.raises(OverflowError):
        year_tax(columns, np.array([largest + 1]), np.array([0]), LAW)
