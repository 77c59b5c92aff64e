"""Employment: sums, parts of a month, several contracts in one, one-off pay over the year, New Year."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.country import Country, Work, country
from countries.de.contracts import InsuredMonth
from countries.de.payroll import insured_month, transition_bases
from countries.de.tests.conftest import ANNA, sums
from shared_tools import paysheet
from shared_tools.dated import Law
from shared_tools.paysheet import Columns, Slip

Run = Callable[..., list[Slip]]
Make = Callable[..., Work]


def totals(slips: list[Slip]) -> dict[str, int]:
    """Sums by line code, net and cost."""
    found = dict(sums(slips))
    found |= {"net": sum(slip.net for slip in slips), "cost": sum(slip.cost for slip in slips)}
    return {
        code: amount
        for code, amount in found.items()
        if not code.startswith(("lst_year", "church_tax_base", "transition_zone"))
    }


rows = st.builds(
    InsuredMonth,
    gross=st.integers(60_400, 1_500_000), pay_day=st.just(date(2026, 7, 7)), days=st.just(30),
    one_off=st.sampled_from([0, 0, 5_000, 60_000]), tax_class=st.integers(1, 6), children=st.integers(0, 40),
    childless=st.booleans(), discounts=st.integers(0, 4), saxony=st.booleans(), church=st.booleans(),
    church_rate=st.sampled_from([80_000, 90_000]), extra=st.integers(0, 450), u1=st.integers(0, 40_000),
    u2=st.integers(0, 9_000), accident=st.integers(0, 20_000), free_period=st.integers(0, 50_000),
    year_days=st.sampled_from([0, 150]), year_pay=st.integers(0, 9_000_000), year_base_health=st.integers(0, 3_000_000),
    year_base_pension=st.integers(0, 4_000_000),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(rows, min_size=1, max_size=6))
def test_sums_products_and_one_path_for_many(batch: list[InsuredMonth]) -> None:
    law = country("de").parameters.on(date(2026, 6, 30))
    together = insured_month(Columns.of(batch), law)
    for i, row in enumerate(batch):
        slip = together.slip(i)
        assert slip == insured_month(Columns.of([row]), law).slip()
        assert slip.net == slip.gross - sum(line.amount for line in slip.lines if line.bearer == "employee")
        assert slip.cost == slip.gross + sum(line.amount for line in slip.lines if line.bearer == "employer")
        for line in slip.lines:
            if line.base is not None and line.rate is not None:
                numerator, _, denominator = line.rate.partition("/")
                product = np.array([line.base * int(numerator)])
                assert line.amount == paysheet.ROUNDINGS[line.rounding](product, int(denominator or 1))[0]
            assert line.source


def test_the_transition_zone_meets_its_neighbours(law: Law) -> None:
    limit, top, factor = law.amount("minijob_limit"), law.amount("midijob_top"), law.rate("midijob_factor")
    whole, employee = transition_bases(np.array([limit, top]), limit, top, factor)
    assert employee.tolist() == [0, top]
    assert whole.tolist() == [round(limit * factor), top]


@pytest.mark.parametrize("pay", [350_000, 170_000, 1_200_000])
def test_two_contracts_that_touch_cost_what_one_month_costs(run: Run, work: Make, pay: int) -> None:
    whole = run("employment", work("employment", pay))
    halves = run(
        "employment",
        work("employment", pay // 2, date(2026, 6, 1), date(2026, 6, 15)),
        work("employment", pay - pay // 2, date(2026, 6, 16), date(2026, 6, 30)),
    )
    assert totals(halves) == totals(whole)


def test_two_contracts_on_the_same_days_are_one(run: Run, work: Make) -> None:
    together = run("employment", work("employment", 300_000))
    apart = run("employment", work("employment", 120_000), work("employment", 180_000))
    assert totals(apart) == totals(together)
    day = date(2026, 6, 9)
    one = run("employment", work("employment", 30_000, day, day))
    two = run("employment", work("employment", 18_000, day, day), work("employment", 12_000, day, day))
    assert totals(one) == totals(two)


def test_work_after_a_gap_is_a_wage_period_of_its_own(run: Run, work: Make) -> None:
    early = work("employment", 90_000, date(2026, 6, 1), date(2026, 6, 5))
    late = work("employment", 70_000, date(2026, 6, 20), date(2026, 6, 24))
    both = run("employment", early, late)
    assert both[1].lines == run("employment", late)[0].lines
    assert sums(both)["sv_days"] == 10


def test_a_part_of_a_month_has_its_part_of_the_ceiling(run: Run, work: Make) -> None:
    slip = run("employment", work("employment", 600_000, date(2026, 2, 1), date(2026, 2, 20)))[0]
    assert slip.figures["base_health"] == 387_500
    assert slip.figures["sv_days"] == 20
    full = run("employment", work("employment", 600_000, date(2026, 2, 1), date(2026, 2, 28)))[0]
    assert full.figures["base_health"] == 581_250
    assert full.figures["sv_days"] == 30


def test_the_days_of_a_year_add_up_to_360(run: Run, work: Make) -> None:
    spans = [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31), (6, 30), (7, 31), (8, 31), (9, 30), (10, 31), (11, 30), (12, 31)]  # fmt: skip
    slips = run(
        "employment", *(work("employment", 300_000, date(2026, m, 1), date(2026, m, last)) for m, last in spans)
    )  # fmt: skip
    assert sums(slips)["sv_days"] == 360


def test_one_off_pay_fills_what_the_year_left_below_the_ceiling(run: Run, work: Make) -> None:
    months = [work("employment", 550_000, date(2026, m, 1), date(2026, m, 30)) for m in (4, 6, 9)]
    bonus = work("employment", 1_050_000, date(2026, 11, 1), date(2026, 11, 30), one_off=500_000)
    slips = run("employment", *months, bonus)
    # Four full months of health ceiling, less four times 5,500.00 of regular pay.
    assert slips[-1].figures["base_health_e"] == 4 * 581_250 - 4 * 550_000
    assert slips[-1].figures["base_pension_e"] == 500_000
    again = run("employment", *months, bonus, bonus)
    assert again[-1].figures["base_health_e"] <= 31_250


def test_one_off_pay_is_taxed_in_the_year_it_is_paid(germany: Country, work: Make) -> None:
    december = work("employment", 400_000, date(2025, 12, 1), date(2025, 12, 31), one_off=100_000)
    contract = germany.contract_type("employment")
    assert contract.law_days(december) == (date(2025, 12, 31), date(2026, 1, 7))
    slip = contract.sheet([december], germany.parameters).slip()
    sources = {line.code: line.source for line in slip.lines}
    assert "2025" in sources["lohnsteuer"]
    assert "2026" in sources["lohnsteuer_e"]


def test_a_contract_over_new_year_uses_each_years_numbers(run: Run, work: Make) -> None:
    old, new = run(
        "employment",
        work("employment", 700_000, date(2025, 12, 1), date(2025, 12, 31)),
        work("employment", 700_000, date(2026, 1, 1), date(2026, 1, 31)),
    )
    assert (old.figures["base_health"], new.figures["base_health"]) == (551_250, 581_250)


def test_pay_of_an_untypical_month_stays_in_the_regime_of_the_regular_pay(run: Run, work: Make) -> None:
    low = run("employment", work("employment", 150_000, regular_monthly_pay=250_000))[0]
    assert low.figures["transition_zone"] == 0
    zone = run("employment", work("employment", 50_000, minutes=600, regular_monthly_pay=90_000))[0]
    assert zone.figures["transition_zone"] == 1
    assert not [line for line in zone.lines if line.code == "rv_an" and line.amount]


def test_the_childless_supplement_begins_the_month_after_the_birthday(run: Run, work: Make) -> None:
    def care(born: date, **facts: Any) -> int:
        slip = run("employment", work("employment", 300_000, worker={"birth_date": born, **facts}))[0]
        return sums([slip])["pv_an"]

    assert care(date(2003, 6, 15)) == 5_400
    assert care(date(2003, 5, 31)) == 7_200
    assert care(date(1939, 1, 1)) == 5_400
    assert care(date(1990, 1, 1), parent=True) == 5_400
    assert care(date(1990, 1, 1), children_under_25=3) == 3_900


def test_hiring_out_pays_the_agreed_minimum_of_the_day(run: Run, work: Make) -> None:
    terms = {"licence": "2026-17", "client": "Theater", "client_since": date(2026, 3, 1)}
    hours = 100 * 60
    run(
        "hiring_out", work("hiring_out", 149_600, date(2026, 8, 1), date(2026, 8, 31), minutes=hours, **terms)
    )
    with pytest.raises(Exception, match=r"15\.33 EUR an hour"):
        run(
            "hiring_out",
            work("hiring_out", 149_600, date(2026, 9, 1), date(2026, 9, 30), minutes=hours, **terms),
        )


def test_the_slip_names_every_line_once_a_base_is_there(run: Run, work: Make) -> None:
    codes = [line.code for line in run("employment", work("employment", 300_000))[0].lines]
    assert codes == [
        "kv_an", "zb_an", "pv_an", "rv_an", "av_an", "lohnsteuer", "kv_ag", "zb_ag", "pv_ag", "rv_ag", "av_ag",
        "u1", "u2", "insolvenzgeldumlage",
    ]  # fmt: skip
    assert ANNA.tax_class == 1
