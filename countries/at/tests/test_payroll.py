"""Sums, several contracts in a month, the year so far, refusals."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.at.tests.engage import ADULT, AT, line, slip, work
from countries.at.worker import Worker
from shared_tools.paysheet import ROUNDINGS, Columns, Rates, times
from shared_tools.refusal import Refusal

MARCH = (date(2026, 3, 1), date(2026, 3, 31))
TIROL = {"land": "T"}
TYPES = ("employment", "marginal", "short", "casual", "free_contract")
SPANS = {"short": (date(2026, 3, 3), date(2026, 3, 20)), "casual": (date(2026, 3, 3), date(2026, 3, 4))}


@settings(max_examples=40, deadline=None)
@given(
    gross=st.integers(0, 2_000_000), code=st.sampled_from(("employment", "short", "casual", "free_contract")),
    land=st.sampled_from(("W", "T", "ST")), birth_year=st.integers(1940, 2005), children=st.integers(0, 3),
)  # fmt: skip
def test_lines_add_up(gross: int, code: str, land: str, birth_year: int, children: int) -> None:
    who = Worker(
        birth_date=date(birth_year, 6, 15), children_under_18=children, sole_earner_children=children
    )
    found = slip(code, gross, *SPANS.get(code, MARCH), worker=who, land=land)
    by = {
        bearer: sum(part.amount for part in found.lines if part.bearer == bearer)
        for bearer in ("employee", "employer")
    }
    assert found.net == gross - by["employee"] >= 0
    assert found.cost == gross + by["employer"] >= gross
    owed = sum(value for name, value in found.figures.items() if name.startswith("mbgm_"))
    assert owed == sum(line(found, part) for part in ("sv_dn", "sv_dg", "sv_dg_rounding", "bv", "dga"))
    for part in found.lines:
        assert part.source
        if part.base is not None and part.rate is not None:
            numerator, _, denominator = part.rate.partition("/")
            product = np.array([part.base * int(numerator)])
            assert ROUNDINGS[part.rounding](product, int(denominator or 1))[0] == part.amount


@pytest.mark.parametrize("code", TYPES)
def test_rows_together_are_rows_alone(code: str) -> None:
    kind = AT.contract_type(code)
    grosses = (
        [0, 1, 50_000] if code == "marginal" else [0, 55_110, 55_111, 222_500, 222_501, 263_001, 900_000]
    )
    people = [
        ADULT,
        Worker(birth_date=date(1960, 1, 1)),
        Worker(birth_date=date(1990, 1, 1), children_under_18=2),
    ]
    rows = [
        work(code, gross, *SPANS.get(code, MARCH), worker=who, land=land)
        for gross in grosses for who in people for land in ("W", "K")
    ]  # fmt: skip
    together = kind.sheet(rows, AT.parameters)
    for number, row in enumerate(rows):
        alone = kind.sheet([row], AT.parameters).slip()
        assert together.slip(number).lines == alone.lines
        assert together.slip(number).net == alone.net


def test_halves_of_a_month_are_taxed_as_the_month() -> None:
    first = slip("employment", 100_000, date(2026, 3, 1), date(2026, 3, 15), **TIROL)
    second = slip("employment", 150_000, date(2026, 3, 16), date(2026, 3, 31), month=[first], **TIROL)
    whole = slip("employment", 250_000, *MARCH, **TIROL)
    assert first.figures["tax_days"] + second.figures["tax_days"] == whole.figures["tax_days"] == 30
    base = first.figures["tax_base"] + second.figures["tax_base"]
    # The steps of the unemployment share differ (each employment alone), so the tax is that of the summed base.
    assert line(first, "lst") + line(second, "lst") == _tax_of(base)


def _tax_of(base: int) -> int:
    from countries.at.payroll import Current
    from countries.at.tax import tax_of_days

    columns = Columns.of([Current(gross=base)])
    return int(tax_of_days(columns, AT.parameters.on(MARCH[1]), columns.gross, np.array([30]))[0])


def test_a_day_under_two_contracts_is_one_day_of_the_table() -> None:
    first = slip("short", 80_000, date(2026, 3, 2), date(2026, 3, 11), **TIROL)
    second = slip("short", 80_000, date(2026, 3, 6), date(2026, 3, 13), month=[first], **TIROL)
    assert (first.figures["tax_days"], second.figures["tax_days"]) == (10, 2)


def test_two_casual_pays_of_a_day_are_insured_together() -> None:
    day = date(2026, 3, 5)
    one = slip("casual", 60_000, day, day, **TIROL)
    parts = [slip("casual", 40_000, day, day, **TIROL)]
    parts.append(slip("casual", 20_000, day, day, month=parts, **TIROL))
    for code in ("sv_dn", "lst", "dga"):
        assert sum(line(part, code) for part in parts) == line(one, code), code
    for figure in ("mbgm_T01", "mbgm_A03", "casual_base", "tax_days"):
        assert sum(part.figures[figure] for part in parts) == one.figures[figure]


def test_a_casual_slip_of_days_is_each_day_alone() -> None:
    days = [date(2026, 3, 3), date(2026, 3, 4), date(2026, 3, 5)]
    whole = slip("casual", 200_002, days[0], days[-1], **TIROL)
    alone = []
    for day, pay in zip(days, (66_668, 66_667, 66_667), strict=True):
        alone.append(slip("casual", pay, day, day, month=alone, **TIROL))
    for code in ("sv_dn", "sv_dg", "sv_dg_rounding", "bv", "lst", "dga"):
        assert line(whole, code) == sum(line(part, code) for part in alone), code


def test_overlapping_days_of_a_longer_casual_slip_are_refused() -> None:
    paid = slip("casual", 90_000, date(2026, 3, 3), date(2026, 3, 5), **TIROL)
    with pytest.raises(Refusal, match="already been paid"):
        slip("casual", 60_000, date(2026, 3, 4), date(2026, 3, 6), month=[paid], **TIROL)


def test_the_marginal_levy_reaches_back_to_the_months_first_slip() -> None:
    first = slip("marginal", 50_000, *MARCH, other_marginal_pay=0, **TIROL)
    second = slip("marginal", 40_000, *MARCH, other_marginal_pay=0, month=[first], **TIROL)
    assert line(first, "dga") == 0
    assert line(second, "dga") == 17_460  # 19.4 % of 900.00
    third = slip("marginal", 10_000, *MARCH, other_marginal_pay=0, month=[first, second], **TIROL)
    assert line(third, "dga") == 1_940


def test_contracts_of_a_month_share_its_ceiling() -> None:
    first = slip("employment", 500_000, *MARCH, **TIROL)
    second = slip("employment", 500_000, *MARCH, month=[first], **TIROL)
    assert second.figures["sv_base"] == 693_000 - 500_000


def test_special_pay_follows_the_year() -> None:
    year = [
        slip("employment", 300_000, date(2026, month, 1), date(2026, month, last), **TIROL)
        for month, last in ((1, 31), (2, 28), (3, 31))
    ]
    first = slip("special_payment", 300_000, *MARCH, month=[year[-1]], year=year, **TIROL)
    year.append(first)
    second = slip("special_payment", 300_000, *MARCH, month=[year[2], first], year=year, **TIROL)
    assert (first.net, second.net) == (
        237_583,
        233_863,
    )  # case at-m-15, confirmed by the Ministry's calculator
    assert first.figures["sixth"] == 600_000
    third = slip(
        "special_payment", 300_000, *MARCH, month=[year[2], first, second], year=[*year, second], **TIROL
    )
    assert line(third, "lst_special") == 0
    assert third.figures["special_inside"] == 0
    assert line(third, "lst") == _tax_of(300_000 - 54_210 + 300_000 - line(third, "sv_dn")) - line(
        year[2], "lst"
    )


def test_december_compares_with_a_sixth_of_the_year() -> None:
    november = slip("employment", 600_000, date(2026, 11, 1), date(2026, 11, 30), **TIROL)
    special = slip(
        "special_payment", 1_000_000, date(2026, 11, 30), date(2026, 11, 30), month=[november], **TIROL
    )
    assert special.figures["special_inside"] == 1_000_000
    december = slip(
        "employment", 600_000, date(2026, 12, 1), date(2026, 12, 31), year=[november, special], **TIROL
    )
    assert december.figures["special_inside"] == 200_000 - 1_000_000
    refund = line(december, "lst_special")
    assert 0 < -refund <= line(special, "lst_special")
    plain = slip("employment", 600_000, date(2026, 12, 1), date(2026, 12, 31), **TIROL)
    assert line(december, "lst") > line(plain, "lst")
    ended = slip(
        "employment", 600_000, date(2026, 12, 1), date(2026, 12, 30), year=[november, special], **TIROL
    )
    assert line(ended, "lst_special") == 0


def test_severance_fund_begins_after_a_month_or_at_once_when_engaged_again() -> None:
    new = Worker(birth_date=date(1990, 5, 1))
    first = slip("employment", 200_000, date(2026, 1, 15), date(2026, 1, 31), worker=new, **TIROL)
    assert line(first, "bv") == 0
    given_start = {"worker": new, "employment_start": date(2026, 1, 15), **TIROL}
    second = slip("employment", 280_000, date(2026, 2, 1), date(2026, 2, 28), year=[first], **given_start)
    assert second.figures["bv_base"] == 140_000  # 15 to 28 February of 28 days
    again = slip("short", 100_000, date(2026, 6, 2), date(2026, 6, 9), year=[first], worker=new, **TIROL)
    assert again.figures["bv_base"] == 100_000
    casual = slip("casual", 30_000, date(2026, 6, 2), date(2026, 6, 3), worker=new, **TIROL)
    assert (
        casual.figures["bv_base"] == 15_000
    )  # each day an engagement: the second within twelve months is liable


def test_a_week_is_levied_once_in_vienna() -> None:
    first = slip("short", 80_000, date(2026, 3, 2), date(2026, 3, 3))
    second = slip("short", 80_000, date(2026, 3, 5), date(2026, 3, 9), month=[first])
    assert (line(first, "wiener_dga"), line(second, "wiener_dga")) == (200, 200)
    assert line(slip("marginal", 20_000, *MARCH, weekly_minutes=600), "wiener_dga") == 0
    old = Worker(birth_date=date(1965, 1, 1))
    assert line(slip("employment", 200_000, *MARCH, worker=old), "wiener_dga") == 0
    january = {"employment_start": date(2025, 11, 1)}
    assert (
        line(slip("employment", 200_000, date(2026, 1, 1), date(2026, 1, 31), **january), "wiener_dga") == 800
    )


def test_over_sixty_and_pension_age() -> None:
    born = date(1966, 2, 10)
    sixty = slip("employment", 300_000, *MARCH, worker=Worker(birth_date=born), **TIROL)
    assert sixty.figures["mbgm_A09"] == -3_300
    assert line(sixty, "db") == line(sixty, "dz") == 0
    assert line(sixty, "kommst") == 9_000
    not_yet = slip(
        "employment", 300_000, date(2026, 2, 1), date(2026, 2, 28), worker=Worker(birth_date=born), **TIROL
    )
    assert not_yet.figures["mbgm_A09"] == 0
    retired = Worker(birth_date=date(1960, 1, 1), pension_age_from=date(2025, 1, 1))
    found = slip("employment", 300_000, *MARCH, worker=retired, **TIROL)
    assert found.figures["mbgm_A10"] == -18_000
    assert line(found, "sv_dn") == 45_360  # 15.12 %


def test_a_small_employer_has_an_allowance() -> None:
    small = slip("employment", 140_000, *MARCH, other_pay_of_employer=0, **TIROL)
    assert line(small, "kommst") == 915  # 3 % of 1,400 less 1,095
    assert line(slip("employment", 146_001, *MARCH, other_pay_of_employer=0, **TIROL), "kommst") == 4_380


def test_flat_tax_of_artists() -> None:
    day = date(2026, 3, 5)
    assert line(slip("casual", 5_500, day, day, art_flat=True, **TIROL), "lst_flat") == 825
    with pytest.raises(Refusal, match=r"above 55\.00 euro a day"):
        slip("casual", 30_000, day, day, art_flat=True, **TIROL)


def test_free_contracts_withhold_no_tax_and_have_their_ceiling() -> None:
    assert line(slip("free_contract", 900_000, *MARCH, **TIROL), "lst") == 0
    assert slip("free_contract", 900_000, *MARCH, **TIROL).figures["free_base"] == 808_500
    assert (
        slip("free_contract", 900_000, *MARCH, special_pay_agreed=True, **TIROL).figures["free_base"]
        == 693_000
    )


def test_less_than_a_month_is_marginal_by_its_own_pay() -> None:
    span = (date(2026, 3, 3), date(2026, 3, 12))
    assert slip("short", 50_000, *span, **TIROL).figures["marginal"] == 1
    assert slip("employment", 50_000, *span, **TIROL).figures["marginal"] == 0


@pytest.mark.parametrize(
    ("rule", "code", "gross", "span", "given"),
    [
        ("negative_wage", "employment", -1, MARCH, {}),
        ("absurd_wage", "employment", 10**12, MARCH, {}),
        ("crosses_month", "employment", 1_000, (date(2026, 3, 1), date(2026, 4, 1)), {}),
        ("days_outside_contract", "employment", 1_000, MARCH, {"days": (date(2026, 4, 1),)}),
        ("birth_date_missing", "employment", 100_000, MARCH, {"worker": Worker()}),
        ("negative_fact", "employment", 100_000, MARCH, {"worker": Worker(birth_date=date(1990, 1, 1), commute_km=-1)}),
        ("below_minimum_wage", "employment", 100_000, MARCH, {"minutes": 6_000, "minimum_hour": 1_200}),
        ("above_marginal_limit", "marginal", 55_111, MARCH, {}),
        ("not_casual", "casual", 100_000, (date(2026, 3, 2), date(2026, 3, 8)), {}),
        ("not_short", "short", 100_000, MARCH, {}),
        ("sixth_unknown", "special_payment", 100_000, MARCH, {}),
        ("payroll_absent", "leave_compensation", 100_000, MARCH, {}),
    ],
)  # fmt: skip
def test_refusals(rule: str, code: str, gross: int, span: tuple[date, date], given: dict) -> None:
    with pytest.raises(Refusal) as refused:
        slip(code, gross, *span, **given)
    assert refused.value.rule == rule
    assert refused.value.way_out


def test_a_contract_over_new_year_takes_each_years_numbers() -> None:
    december = slip("employment", 700_000, date(2025, 12, 15), date(2025, 12, 31), **TIROL)
    january = slip("employment", 700_000, date(2026, 1, 1), date(2026, 1, 31), **TIROL)
    assert december.figures["sv_base"] == 17 * 21_500
    assert january.figures["sv_base"] == 693_000
    assert (december.law_day, january.law_day) == (date(2025, 1, 1), date(2026, 1, 1))


def test_2027_names_what_is_missing() -> None:
    with pytest.raises(Refusal) as refused:
        slip("employment", 100_000, date(2027, 1, 1), date(2027, 1, 31))
    assert refused.value.rule == "missing_value"
    missing = {key for key, _ in AT.parameters.gaps(date(2027, 1, 1))}
    assert {"av_steps", "hbg_month", "vab", "gering_month"} <= missing
    assert "tariff" not in missing


def test_rates_finer_than_a_thousandth_of_a_percent_are_refused() -> None:
    from fractions import Fraction

    from countries.at.insurance import scaled

    with pytest.raises(ValueError, match="finer"):
        scaled(Fraction(1, 3))
    assert times(np.array([27_027_5]), Rates(np.array([1]), 1))[0] == 270_275
