"""Slips as core makes them: sums, earlier slips of the month and year, settlements, what is carried."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.country import Work
from countries.it import payroll
from countries.it.rows import CollaboratorRow, EmployeeRow
from shared_tools.paysheet import Columns, in_chunks

DAY = date(2026, 3, 2)
LONG = date(2026, 12, 31)


def total(slip, bearer):
    return sum(line.amount for line in slip.lines if line.bearer == bearer)


@pytest.mark.parametrize(
    "code",
    [
        "spettacolo",
        "intermittente",
        "intermittente_spettacolo",
        "tempo_determinato",
        "cococo",
        "cococo_spettacolo",
    ],
)
def test_lines_add_up_and_each_names_its_law(year_of, code):
    year = year_of(region="lombardia", municipality="F205", spouse_dependent=True)
    for gross in (40_001, 123_457, 700_003):
        slip = year.slip(code, gross, DAY, DAY + timedelta(4))
        assert slip.gross == gross
        assert slip.net == gross - total(slip, "employee")
        assert slip.cost == gross + total(slip, "employer")
        assert slip.net >= 0
        assert all(line.source and line.label for line in slip.lines)


def test_a_day_on_stage_is_the_worked_case_with_its_severance_paid(year, amount):
    slip = year.slip("spettacolo", 15_000, DAY)
    # it-fpls-1x150, and TFR 10.36 paid at once less 23 %.
    assert slip.cost == 20_506
    assert (amount(slip, "tfr"), amount(slip, "tfr_paid"), amount(slip, "tfr_tax")) == (1_036, -1_036, 238)
    assert slip.net == 14_275 + 1_036 - 238


def test_what_an_engagement_splits_the_year_taxes_as_one(year, amount):
    """Four engagements and one of their sum owe the same tax; contributions differ by their own rounding only."""
    for n in range(4):
        year.slip("spettacolo", 250_000, date(2026, 2 + n, 2), date(2026, 2 + n, 16))
    whole = type(year)(year.italy)
    slip = whole.slip("spettacolo", 1_000_000, date(2026, 2, 1), date(2026, 2, 28))
    assert year.year["taxable"] == whole.year["taxable"]
    assert year.year["days"] == 60
    # Deductions follow days: the whole was worked in 28 days, the four in 60; both are under the minimum of 1,380.
    assert year.year["irpef"] == whole.year["irpef"] == slip.figures["irpef_net"]
    assert amount(slip, "irpef") == slip.figures["irpef_net"]


@pytest.mark.parametrize(
    ("first", "left"),
    # The day's ceiling of 120.00 for sickness and maternity is the day's, whoever fills it.
    [(15_000, 0), (8_000, 4_000)],
)
def test_two_contracts_on_one_day(year, amount, first, left):
    year.slip("spettacolo", first, DAY)
    second = year.slip("spettacolo", 5_000, DAY)
    assert year.year["days"] == year.year["wage_days"] == 1
    assert amount(second, "er_ivs") == 1_191
    assert sum(line.base for line in second.lines if line.code == "er_sickness") == left


def test_a_collaboration_and_an_engagement_on_one_day(year):
    year.slip("cococo", 100_000, DAY)
    year.slip("spettacolo", 20_000, DAY)
    assert (year.year["days"], year.year["wage_days"]) == (1, 1)


def test_days_never_exceed_the_year(year):
    for month in range(1, 13):
        year.month("intermittente_spettacolo", 217_000, month)
        year.slip("spettacolo", 6_000, date(2026, month, 15))
    slip = year.slip("spettacolo", 6_000, date(2026, 12, 31))
    assert year.year["wage_days"] == 365
    # 24,355.33 in all: 1,910 + 1,190 × 0.2803, of 365 days and no more.
    assert year.year["taxable"] == 2_435_533
    assert slip.figures["deduction_work"] == 224_356


def test_twelve_months_and_their_adjustment_are_the_year(year_of, italy, amount):
    year = year_of(region="lombardia", municipality="F205")
    terms = {"engagement_start": date(2026, 1, 1), "engagement_end": date(2027, 1, 31), "cause": "-"}
    slips = [year.month("tempo_determinato", 250_000, month, **terms) for month in range(1, 13)]
    assert {slip.figures["deduction_work"] for slip in slips[:11]} == {16_624}
    assert not any(amount(slip, "regional_tax") or amount(slip, "tfr_paid") for slip in slips)
    slip = slips[-1]
    # December has settled the year: an adjustment finds nothing left.
    adjusted = year.slip("conguaglio", 0, date(2026, 12, 31))
    assert (adjusted.net, adjusted.figures["irpef_net"]) == (0, slip.figures["irpef_net"])
    row = EmployeeRow(gross=3_000_000, days=365, span=4380, wage_span=4380, fixed_term=True)
    whole = payroll.ordinary_employee(Columns.of([row]), italy.parameters.on(date(2026, 12, 31))).slip()
    assert year.year["taxable"] == whole.figures["taxable"]
    assert year.year["irpef"] == whole.figures["irpef_net"] == adjusted.figures["irpef_net"]
    assert adjusted.figures["regional_next_year"] > 0
    assert year.year["regional_tax"] == 0
    assert adjusted.cost == 0


def test_the_last_slip_of_a_longer_engagement_settles_it(year, amount):
    end = date(2026, 3, 20)
    terms = {"engagement_end": end, "engagement_start": date(2026, 1, 12)}
    year.slip("tempo_determinato", 150_000, date(2026, 1, 12), date(2026, 1, 31), **terms)
    running = year.month("tempo_determinato", 230_000, 2, **terms)
    assert running.figures["regional"] == 0
    assert not amount(running, "tfr_paid")
    last = year.slip("tempo_determinato", 160_000, date(2026, 3, 1), end, **terms)
    assert year.year["days"] == 20 + 28 + 20
    assert year.year["irpef"] == last.figures["irpef_net"]
    assert year.year["tfr"] == -year.year["tfr_paid"] > 0


def test_a_contract_of_working_days_counts_its_weekends(year, italy):
    """Core names the days worked; the relation lasts from the contract's first day to its last."""
    days = tuple(day for n in range(40) if (day := date(2026, 3, 2) + timedelta(n)).weekday() < 5)
    kind = italy.contract_type("tempo_determinato")
    made = []
    for month in (3, 4):
        worked = tuple(day for day in days if day.month == month)
        work = year.work("tempo_determinato", 200_000, worked[0], worked[-1])
        work = msgspec.structs.replace(
            work, days=worked, contract_first_day=days[0], contract_last_day=days[-1]
        )
        made.append(kind.sheet([work], italy.parameters).slip())
    assert [slip.figures["days"] for slip in made] == [30, 10]
    assert [slip.figures["running_bits"].bit_count() for slip in made] == [30, 0]
    assert [any(line.code == "tfr_paid" for line in slip.lines) for slip in made] == [False, True]


def test_a_contract_of_two_months_can_be_priced_whole(year, italy):
    work = year.work("spettacolo", 1_000_000, date(2026, 3, 20), date(2026, 4, 20))
    kind = italy.contract_type("spettacolo")
    cost = kind.sheet([work], italy.parameters).slip().cost
    solved = kind.gross_for_cost(work, italy.parameters, cost)
    assert (solved.gross, solved.exact) == (1_000_000, True)


def test_overlapping_contracts_count_no_more_days_than_the_year_has_had(year):
    slip = [year.month("spettacolo", 300_000, 1) for _ in range(4)][-1]
    # 10,897.20 in four contracts over the same 31 days: 1,200 × 31 / 365.
    assert year.year["days"] == 31
    assert slip.figures["trattamento_integrativo"] == 10_192


def test_part_of_a_month_takes_its_days(year):
    terms = {"engagement_start": date(2026, 3, 17), "engagement_end": LONG}
    slip = year.slip("tempo_determinato", 100_000, date(2026, 3, 17), date(2026, 3, 31), **terms)
    # 902.40 in 15 days is 21,958.40 a year: (1,910 + 1,190 × 0.4647) × 15 / 365, 1,000 × 15 / 365.
    assert slip.figures["days"] == 15
    assert slip.figures["expected_income_of_the_year"] == 2_195_840
    assert slip.figures["deduction_work"] == 10_122
    assert slip.figures["deduction_further"] == 4_110


def test_two_contracts_of_one_engagement_are_one_month(year_of):
    whole, halves = year_of(), year_of()
    terms = {"engagement_end": LONG, "engagement_start": date(2026, 3, 1)}
    whole.month("tempo_determinato", 300_000, 3, **terms)
    halves.slip("tempo_determinato", 150_000, date(2026, 3, 1), date(2026, 3, 15), **terms)
    halves.slip("tempo_determinato", 150_000, date(2026, 3, 16), date(2026, 3, 31), **terms)
    assert halves.year["days"] == whole.year["days"] == 31
    assert halves.year["irpef"] == whole.year["irpef"]
    assert halves.year["tax_free"] == whole.year["tax_free"]


def test_the_one_percent_is_settled_against_the_year(year, amount):
    terms = {"engagement_end": LONG, "engagement_start": date(2026, 1, 1)}
    first = year.month("tempo_determinato", 900_000, 1, **terms)
    assert amount(first, "ee_inps_extra_1pct") == 4_315
    year.month("tempo_determinato", 200_000, 2, **terms)
    year.slip("conguaglio", 0, date(2026, 12, 31))
    assert year.year["ee_inps_extra_1pct"] == 0
    assert year.year["taxable"] == 1_100_000 - 87_840 - 19_520


def test_the_ceiling_is_the_years(year_of, amount):
    year = year_of()
    terms = {"engagement_end": LONG, "engagement_start": date(2026, 1, 1)}
    slip = [year.month("tempo_determinato", 2_500_000, month, **terms) for month in range(1, 7)][-1]
    assert year.year["ivs_base"] == 12_229_500
    assert slip.figures["ivs_base"] == 0
    assert amount(slip, "er_naspi") == 32_750
    old = year_of(insured_before_1996=True)
    old.month("tempo_determinato", 13_000_000, 1, **terms)
    assert old.year["ivs_base"] == 13_000_000


def test_solidarity_above_the_ceiling_on_stage(year, amount):
    year.month("spettacolo", 12_000_000, 1)
    slip = year.month("spettacolo", 1_000_000, 2)
    above = 13_000_000 - 12_229_500
    assert (amount(slip, "er_solidarity"), amount(slip, "ee_solidarity")) == (19_263, above * 3 // 100)


def test_availability_pay_frees_from_idis(year, amount):
    free = {"availability_minutes": 60, "ccnl_hour": 1_500}
    with_pay = year.slip("intermittente_spettacolo", 20_000, DAY, **free)
    without = year.slip("intermittente_spettacolo", 20_000, DAY + timedelta(1))
    assert (amount(with_pay, "er_idis"), amount(without, "er_idis")) == (0, 200)
    assert not [line for line in without.lines if line.code == "er_naspi_additional"]


def test_each_renewal_adds_half_a_point(year, amount):
    slip = year.slip("tempo_determinato", 100_000, DAY, DAY + timedelta(9), renewals=2)
    assert amount(slip, "er_naspi_additional") == 2_400


def test_collaborators_have_neither_severance_nor_wedge_cut(year_of, amount):
    year = year_of()
    slip = year.slip("cococo", 80_000, DAY, DAY + timedelta(20))
    assert (amount(slip, "ee_gs"), amount(slip, "er_gs"), slip.cost) == (9_341, 18_683, 98_683)
    assert slip.figures["tax_free_sum"] == 0
    assert not [line for line in slip.lines if line.section == "severance"]
    covered = year_of(other_cover=True).slip("cococo", 100_000, DAY)
    assert amount(covered, "ee_gs") + amount(covered, "er_gs") == 24_000


def test_the_ceiling_of_the_gestione_separata(year, amount):
    year.slip("cococo", 12_000_000, DAY, DAY + timedelta(20))
    slip = year.slip("cococo", 1_000_000, date(2026, 4, 1), date(2026, 4, 20))
    assert slip.figures["gs_base"] == 229_500


def test_surtax_of_last_year_in_equal_parts_until_november(year_of):
    year = year_of(regional_last_year=33_333, municipal_last_year=10_000)
    terms = {"engagement_end": date(2027, 2, 1), "engagement_start": date(2026, 1, 1), "cause": "-"}
    paid = [year.month("tempo_determinato", 200_000, month, **terms) for month in range(1, 13)]
    regional = [sum(x.amount for x in slip.lines if x.code == "regional_last_year") for slip in paid]
    assert regional[0] == 3_030
    assert max(regional[:11]) - min(regional[:11]) <= 1
    assert regional[11] == 0
    assert year.year["regional_last_year"] == 33_333
    assert year.year["municipal_last_year"] == 10_000
    advance = [sum(x.amount for x in slip.lines if x.code == "municipal_advance") for slip in paid]
    assert advance[:3] == [0, 0, 333]
    assert year.year["municipal_advance"] == 3_000


def test_tax_beyond_the_pay_is_carried_to_the_next(year_of, amount):
    year = year_of(regional_last_year=50_000)
    first = year.slip("spettacolo", 10_000, DAY)
    assert first.net == 0
    assert amount(first, "carried") < 0
    year.slip("spettacolo", 100_000, date(2026, 4, 1), date(2026, 4, 5))
    assert year.year["carried"] == 0
    assert year.year["regional_last_year"] == 50_000


def test_a_wedge_cut_lost_is_given_back_in_ten_parts(year_of, amount):
    """Paid while the year looked poor, not due at its end: above 60 euro the law gives ten instalments."""
    year = year_of()
    year.month("spettacolo", 1_500_000, 1)
    granted = -year.year["tax_free"]
    assert granted > 6_000
    slip = year.month("spettacolo", 1_500_000, 2)
    assert slip.figures["tax_free_sum"] == 0
    assert amount(slip, "tax_free") == granted
    assert amount(slip, "recovery") == -(granted - (granted + 5) // 10)
    for month in range(3, 13):
        year.slip("spettacolo", 20_000, date(2026, month, 3))
    assert year.year["recovery"] == 0


def test_a_small_wedge_cut_lost_is_given_back_at_once(year_of, amount):
    year = year_of()
    year.slip("spettacolo", 100_000, DAY)
    slip = year.month("spettacolo", 2_900_000, 4)
    assert amount(slip, "tax_free") == 4_359
    assert amount(slip, "recovery") == 0


def test_the_expected_income_decides_the_deductions(year_of, amount):
    slip = year_of(expected_income=3_000_000).slip("spettacolo", 100_000, DAY)
    assert slip.figures["tax_free_sum"] == 0
    assert slip.figures["deduction_65"] == 6_500


def test_a_member_may_give_up_deductions(year_of, amount):
    year = year_of(deductions_claimed=False, wedge_cut_claimed=False, integration_claimed=False)
    slip = year.slip("spettacolo", 100_000, DAY)
    assert amount(slip, "irpef") == slip.figures["irpef_gross"] == 20_886
    assert amount(slip, "tax_free") == amount(slip, "integration") == 0


def test_children_are_shared_between_the_parents(year_of):
    both, alone = (
        year_of(children=2, children_share=share).month("tempo_determinato", 3_000_000, 12).figures
        for share in ("half", "whole")
    )
    # (110,000 - 27,072.00) / 110,000 = 0.7538: 950 × 0.7538 × 2
    assert (alone["deduction_children"], both["deduction_children"]) == (143_222, 71_611)


def test_severance_to_a_fund_or_the_treasury(year_of, amount):
    fund = year_of(tfr_to="fund").slip("spettacolo", 100_000, DAY)
    treasury = year_of(tfr_to="treasury").slip("spettacolo", 100_000, DAY)
    kept = year_of().slip("spettacolo", 100_000, DAY)
    assert amount(fund, "tfr_fund") == amount(treasury, "tfr_treasury") == amount(kept, "tfr") == 6_907
    assert amount(fund, "tfr_paid") == 0
    assert fund.cost == treasury.cost == kept.cost


def test_the_share_is_withheld_as_far_as_the_pay_reaches(year, amount):
    slip = year.slip("spettacolo", 30_000, DAY, share=5_000)
    assert (amount(slip, "share"), slip.figures["share_left"]) == (5_000, 0)


def test_accident_insurance_by_the_jobs_rate(year, amount):
    slip = year.slip("spettacolo", 100_000, DAY, inail_per_mille="4.12")
    assert amount(slip, "er_inail") == 412


def test_an_adjustment_adds_no_days(year):
    year.slip("spettacolo", 100_000, DAY)
    year.slip("conguaglio", 0, date(2026, 12, 31))
    assert year.year["days"] == year.year["wage_days"] == 1


def test_stored_inputs_give_the_stored_slip(year_of, italy):
    year = year_of(birth_date=date(1990, 1, 1), region="lazio", municipal_rates="0 0.5")
    year.slip("intermittente", 90_000, DAY, DAY + timedelta(3))
    work = year.work("intermittente", 100_000, date(2026, 4, 1), date(2026, 4, 3), ground="list_1923")
    kind = italy.contract_type("intermittente")
    stored = msgspec.json.decode(msgspec.json.encode(work))
    again = msgspec.convert(stored, Work, strict=False)
    again = msgspec.structs.replace(
        again,
        worker=msgspec.convert(again.worker, italy.worker, strict=False),
        terms=msgspec.convert(again.terms, kind.terms, strict=False),
    )
    assert kind.sheet([again], italy.parameters).slip() == kind.sheet([work], italy.parameters).slip()


def test_a_contract_over_new_year_takes_each_years_numbers(year):
    year.slip("spettacolo", 50_000, date(2026, 12, 30), date(2026, 12, 31))
    with pytest.raises(Exception, match="no value is known for 2027-01-01"):
        year.slip("spettacolo", 50_000, date(2027, 1, 1), date(2027, 1, 31))


def test_whole_euro_bases_are_rounded_over_the_month(italy, law):
    def base(gross, gross_before=0, base_before=0):
        row = EmployeeRow(
            gross=gross, whole_euro=True, month_gross_before=gross_before, month_base_before=base_before
        )
        return int(payroll.ordinary_employee(Columns.of([row]), law).amount("inps_base")[0])

    assert base(10_050) == 10_100
    assert base(10_049, 10_050, 10_100) == 10_000


rows = st.builds(
    EmployeeRow,
    gross=st.integers(0, 3_000_000),
    settles=st.booleans(),
    days=st.integers(1, 31),
    paid_days=st.integers(1, 31),
    span=st.integers(12, 4380),
    wage_span=st.integers(12, 4380),
    shared_days=st.integers(0, 3),
    day_room_before=st.integers(0, 30_000),
    taxable_before=st.integers(0, 4_000_000),
    irpef_before=st.integers(0, 500_000),
    tax_free_before=st.integers(0, 90_000),
    fixed_term=st.booleans(),
    spouse=st.booleans(),
    children=st.integers(0, 3),
    regional=st.sampled_from(["", "0 1.23", "0 1.73; 28000 3.33; deduct 60 28000 35000"]),
    municipal=st.sampled_from(["", "exempt 12000; 0 0.8"]),
    year_ivs_before=st.integers(0, 13_000_000),
    ceiling=st.booleans(),
    whole_euro=st.booleans(),
    fixed_term_addition=st.booleans(),
    renewals=st.integers(0, 3),
    tfr_to=st.sampled_from(["cooperative", "fund", "treasury"]),
    tfr_paid=st.booleans(),
)


@given(st.lists(rows, min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_together_as_one_by_one(italy, some):
    law = italy.parameters.on(date(2026, 6, 1))
    for pay in (payroll.ordinary_employee, payroll.performing_artist, payroll.performing_collaborator):
        together = pay(Columns.of(some), law)
        assert [together.slip(n) for n in range(len(some))] == [
            pay(Columns.of([row]), law).slip() for row in some
        ]
        assert (together.net >= 0).all()


def test_chunks_give_what_one_sheet_gives(law):
    columns = Columns.of([CollaboratorRow(gross=gross, days=1, span=12) for gross in range(1_000, 9_000, 77)])
    whole = payroll.collaborator(columns, law)
    parts = list(in_chunks(payroll.collaborator, columns, law, 10))
    assert np.array_equal(np.concatenate([part.net for part in parts]), whole.net)
