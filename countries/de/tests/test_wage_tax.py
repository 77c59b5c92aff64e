"""The plan: one row or many, monotone where the law is, and no year carried into another."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.country import Country
from countries.de.tariff import Plan
from countries.de.wage_tax import TaxFacts, withhold, withhold_one_off
from shared_tools.dated import Law, MissingValue

people = st.fixed_dictionaries(
    {
        "tax_class": st.integers(1, 6), "factor": st.just(1000), "children": st.integers(0, 40), "extra": st.integers(0, 500),
        "childless": st.booleans(), "discounts": st.integers(0, 4), "saxony": st.booleans(), "no_pension": st.booleans(),
        "no_unemployment": st.booleans(), "private": st.integers(0, 2), "premium": st.integers(0, 150000),
        "subsidy": st.integers(0, 60000), "church": st.booleans(), "relief_year": st.sampled_from([0, 0, 0, 2004, 2020, 2026]),
    }
)  # fmt: skip


def _columns(rows: list[dict[str, int]]) -> TaxFacts:
    return TaxFacts(**{name: np.array([row[name] for row in rows]) for name in rows[0]})


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.tuples(people, st.integers(0, 3_000_000), st.integers(1, 4)), min_size=2, max_size=8),
    st.sampled_from([2025, 2026]),
)
def test_many_rows_are_taxed_as_one_by_one(rows: list, year: int) -> None:
    from core.country import country

    plan = Plan.of(country("de").parameters.on(date(year, 6, 30)))
    facts = [row[0] for row in rows]
    pay, period = np.array([row[1] for row in rows]), np.array([row[2] for row in rows])
    together = withhold(plan, _columns(facts), pay, period, pay // 10, pay // 20)
    bonus = withhold_one_off(plan, _columns(facts), pay * 12, pay)
    for i, (person, each, lzz) in enumerate(rows):
        one = np.array([each])
        alone = withhold(plan, _columns([person]), one, lzz, one // 10, one // 20)
        assert (alone.tax[0], alone.soli[0], alone.church_base[0]) == (
            together.tax[i], together.soli[i], together.church_base[i],
        )  # fmt: skip
        again = withhold_one_off(plan, _columns([person]), one * 12, one)
        assert (again.tax[0], again.soli[0]) == (bonus.tax[i], bonus.soli[i])


@pytest.mark.parametrize("tax_class", range(1, 7))
def test_more_pay_is_never_taxed_less(law: Law, tax_class: int) -> None:
    plan = Plan.of(law)
    pay = np.arange(0, 2_000_000, 777)
    taxed = withhold(plan, TaxFacts(np.full_like(pay, tax_class), extra=290), pay, 2)
    assert (np.diff(taxed.tax) >= 0).all()
    assert (np.diff(taxed.soli) >= 0).all()
    assert (taxed.tax + taxed.soli < np.maximum(pay, 1)).all()


def test_a_year_without_its_plan_is_refused_by_name(germany: Country) -> None:
    with pytest.raises(MissingValue, match="lst_plan"):
        Plan.of(germany.parameters.on(date(2027, 1, 1)))


def test_the_rehearsal_names_what_2027_lacks(germany: Country) -> None:
    missing = {key for key, why in germany.parameters.gaps(date(2027, 1, 1)) if why.startswith("no value")}
    assert {
        "bbg_kv_month",
        "bbg_rv_month",
        "midijob_factor",
        "minijob_limit",
        "lst_tariff",
        "soli_free_year",
    } <= missing
    assert "minimum_wage_hour" not in missing
    assert not any(key.endswith("2025") for key in missing)
    named_in_november = {
        key for key, why in germany.parameters.gaps(date(2026, 11, 24)) if why.startswith("no value")
    }
    assert named_in_november == set()
