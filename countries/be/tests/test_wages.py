"""Sums, figures that later slips need, one code path, rounding, and the borders of months and years."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.be import tax
from countries.be.contracts import law_days
from countries.be.payroll import Wage, wages
from countries.be.terms import ArtistTerms, DepartureTerms, EmployeeTerms, OpenEndedTerms, StudentTerms
from countries.be.tests.works import BELGIUM, after, line, sheet, slip, weekdays, work
from countries.be.worker import Worker
from shared_tools.dated import MissingValue
from shared_tools.paysheet import Columns
from shared_tools.refusal import Refusal

LAW = BELGIUM.parameters.on(date(2026, 10, 1))

wage_rows = st.builds(
    Wage,
    gross=st.integers(1, 2_000_000), pay_day=st.just(date(2026, 11, 6)), quarter=st.just(4),
    days=st.integers(1, 22), month_days=st.just(22), day_seconds=st.just(27360), seconds=st.integers(3600, 600_000),
    by_hours=st.booleans(), third_of_quarter=st.booleans(), base108=st.booleans(),
    family=st.sampled_from(tax.FAMILIES), children=st.integers(0, 10), single_parent=st.booleans(),
    disabled=st.booleans(), chosen=st.sampled_from([0, 150_000, 400_000]), flat_tax=st.booleans(),
    piecework=st.booleans(), departure=st.booleans(), commercial=st.booleans(), staff=st.sampled_from([5, 15, 40]),
    student_seconds=st.just(100_000), student_inside=st.sampled_from([0, 30_000, 100_000]),
    month_base=st.integers(0, 300_000), month_scale_taxable=st.integers(0, 300_000),
    month_scale_withheld=st.integers(0, 40_000), year_bonus=st.integers(0, 400_000),
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(wage_rows, min_size=1, max_size=8))
def test_many_slips_are_each_slip_alone_and_lines_add_up(rows):
    together = wages(Columns.of(rows), LAW)
    for number, row in enumerate(rows):
        alone = wages(Columns.of([row]), LAW).slip()
        assert together.slip(number) == alone
        assert alone.net == row.gross - sum(x.amount for x in alone.lines if x.bearer == "employee")
        assert alone.cost == row.gross + sum(x.amount for x in alone.lines if x.bearer == "employer")
        assert alone.cost >= row.gross
        bonus = -line(alone, "work_bonus_a") - line(alone, "work_bonus_b")
        assert 0 <= bonus <= line(alone, "onss_worker")
        assert -line(alone, "structural_reduction") <= line(alone, "onss_employer")


@settings(max_examples=40, deadline=None)
@given(row=wage_rows)
def test_a_line_with_base_and_rate_is_their_rounded_product(row):
    for one in wages(Columns.of([row]), LAW).slip().lines:
        if one.rate is not None and one.base is not None:
            numerator, _, denominator = one.rate.partition("/")
            exact = one.base * int(numerator) * 2 + int(denominator or 1)
            assert one.amount == exact // (2 * int(denominator or 1))


@pytest.mark.parametrize(
    ("taxable", "family", "expected"),
    [(300000, "single", 59693), (250000, "single", 38101), (250000, "spouse_none", 3599), (304255, "single", 61741),
     (347720, "single", 82670), (434650, "single", 124527)],
)  # fmt: skip
def test_key_formula_meets_the_official_workbook(taxable, family, expected):
    row = Wage(gross=0, pay_day=date(2026, 10, 1), quarter=4, days=1, month_days=22, day_seconds=27360)
    columns = Columns.of([msgspec.structs.replace(row, family=family)])
    assert int(tax.key_formula(np.array([taxable]), columns, LAW).month[0]) == expected


def test_bonus_by_hours_of_the_onss_example():
    row = Wage(
        gross=77887, pay_day=date(2026, 7, 31), quarter=3, days=0, month_days=23, day_seconds=27360,
        seconds=51 * 3600, by_hours=True, base108=True, third_of_quarter=True,
    )  # fmt: skip
    july = wages(Columns.of([row]), BELGIUM.parameters.on(date(2026, 7, 31))).slip()
    assert (july.figures["bonus_reference_wage"], july.figures["bonus_fraction"]) == (266920, 29)
    assert (line(july, "work_bonus_a"), line(july, "work_bonus_b")) == (-3994, -2271)
    assert line(july, "structural_reduction") == -11342


def test_bonus_of_the_year_ends_at_its_ceiling_part_b_first():
    kind = "open_ended"
    month = work(223361, 22, date(2026, 10, 1), terms=OpenEndedTerms())
    free = slip(kind, month)
    ceiling = LAW.amount("work_bonus_year_cap")
    granted = {"work_bonus_a": -(ceiling - 15000), "work_bonus_b": 0}
    last = slip(kind, msgspec.structs.replace(month, year=granted))
    assert line(free, "work_bonus_a") == line(last, "work_bonus_a") == -12754
    assert line(last, "work_bonus_b") == -(15000 - 12754)
    spent = slip(kind, msgspec.structs.replace(month, year={"work_bonus_a": -ceiling}))
    assert line(spent, "work_bonus_a") == line(spent, "work_bonus_b") == 0


def test_chosen_percentage_never_goes_below_the_law():
    usual = slip("employee", work(400000, 21, date(2026, 10, 1)))
    low = slip("employee", work(400000, 21, date(2026, 10, 1), worker=Worker(chosen_percent="5")))
    high = slip("employee", work(400000, 21, date(2026, 10, 1), worker=Worker(chosen_percent="40")))
    assert low.net == usual.net > high.net
    taxable = high.figures["taxable"]
    assert line(high, "withholding_by_law") + line(high, "withholding_chosen") == (taxable * 40 + 50) // 100


def test_flat_artist_pay_is_not_summed_with_the_months_scale():
    flat = slip("artist", work(120000, 3, terms=ArtistTerms(flat_tax=True)))
    sums = after(flat)
    second = slip("employee", work(88000, 4, month=sums, year=sums))
    assert line(second, "withholding_by_law") == line(slip("employee", work(88000, 4)), "withholding_by_law")
    assert second.figures["special_contribution_month"] > 0


def test_two_contracts_on_one_day_both_count():
    first = slip("employee", work(20000, 1))
    second = slip("employee", work(180000, 1, month=after(first), year=after(first)))
    alone = slip("employee", work(180000, 1))
    assert line(second, "withholding_by_law") > line(alone, "withholding_by_law")


def test_contract_over_new_year_is_two_slips_with_their_own_law():
    december = work(25000, 2, date(2025, 12, 30), pay_day=date(2026, 1, 9))
    assert law_days(december) == (date(2025, 12, 31), date(2026, 1, 9))
    found = slip("employee", december)
    assert {entry.code for entry in found.lines} & {"256_asbestos"} == set()
    january = slip("employee", work(25000, 2, date(2026, 1, 5)))
    assert line(january, "256_asbestos") > 0
    assert line(found, "809_closure_basic_20plus") < line(january, "809_closure_basic_20plus")


def test_the_tax_of_a_year_without_formula_is_refused_by_name():
    with pytest.raises(MissingValue, match="pp_"):
        slip("employee", work(88000, 4, date(2026, 12, 28), pay_day=date(2027, 1, 8)))


def test_work_before_the_first_bonus_row_is_refused():
    with pytest.raises(MissingValue):
        slip("employee", work(88000, 4, date(2025, 2, 3)))


def test_children_in_2025_are_refused_by_name():
    paid = work(88000, 4, date(2025, 12, 1), worker=Worker(children=1))
    with pytest.raises(MissingValue, match="pp_children"):
        slip("employee", paid)


def test_rate_change_inside_a_quarter_follows_the_month_of_work():
    august = slip("open_ended", work(300000, 21, date(2026, 8, 3), terms=OpenEndedTerms()))
    september = slip("open_ended", work(300000, 22, date(2026, 9, 1), terms=OpenEndedTerms()))
    assert line(august, "work_bonus_a") != line(september, "work_bonus_a")


def test_old_slips_recompute_to_themselves():
    one = work(64000, 4, date(2026, 2, 9))
    assert slip("employee", one) == slip("employee", one)


# --- students -----------------------------------------------------------------------------------------------------


def student(minutes: int, elsewhere: int, **own):
    return work(90000, 8, minutes=minutes, terms=StudentTerms(minutes_elsewhere=elsewhere), **own)


def test_student_within_the_quota_pays_solidarity_only():
    found = slip("student", student(60 * 60, 0))
    assert found.net == 90000 - 2439
    assert found.cost == 90000 + 4887
    assert line(found, "onss_worker") == line(found, "withholding_by_law") == 0


def test_student_crossing_hour_650_is_split_by_hours():
    found = slip("student", student(60 * 60, 620 * 60))
    assert found.figures["student_gross_inside"] == 45000
    assert line(found, "onss_worker") == 5882


def test_student_hours_of_earlier_slips_count():
    first = slip("student", student(60 * 60, 600 * 60))
    assert first.figures["student_minutes"] == 3600
    second = slip("student", student(60 * 60, 600 * 60, year=after(first)))
    assert second.figures["student_gross_inside"] == 0


def test_student_without_stated_hours_is_refused():
    with pytest.raises(Refusal) as refused:
        slip("student", work(90000, 8, terms=StudentTerms()))
    assert refused.value.rule == "student_hours_unknown"


# --- holidays, employees' end -------------------------------------------------------------------------------------


def test_departure_pay_gives_back_what_was_set_aside():
    worked = slip("employee", work(64000, 4, terms=EmployeeTerms()))
    set_aside = line(worked, "departure_provision")
    assert set_aside == 11163
    sums = after(worked)
    last = slip(
        "departure_holiday",
        work(9818, 1, terms=DepartureTerms(normal_year_pay=1800000), year=sums),
    )
    assert last.net == 6348
    assert last.cost == 0
    everything = after(worked, last)
    assert everything["departure_provision"] == everything["departure_earned"] == 0


def test_departure_pay_of_another_amount_is_refused():
    with pytest.raises(Refusal) as refused:
        slip("departure_holiday", work(9000, 1, terms=DepartureTerms(earned=64000, normal_year_pay=1)))
    assert refused.value.rule == "departure_amount"


def test_sheet_of_several_works_shares_one_law():
    both = sheet("employee", work(64000, 4), work(88000, 5))
    assert both.net.tolist() == [slip("employee", work(64000, 4)).net, slip("employee", work(88000, 5)).net]


def test_weekdays_are_those_of_the_month():
    assert weekdays(date(2026, 10, 30), 2) == (date(2026, 10, 30), date(2026, 11, 2))
