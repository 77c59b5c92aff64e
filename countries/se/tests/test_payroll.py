"""Contributions, holiday compensation, sickness, month and year to date, the solver."""

from __future__ import annotations

from datetime import date

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.country import Country, country
from countries.se import payroll
from countries.se.payroll import PayRow
from countries.se.terms import AssignmentTerms, MonthlyTerms, SupplierTerms, Worker
from countries.se.tests.conftest import Desk, amount
from shared_tools.dated import Law
from shared_tools.paysheet import Columns
from shared_tools.refusal import Refusal
from shared_tools.solve import cost_of, gross_for_cost

YOUNG = Worker(birth_date=date(2004, 12, 31))
CONTRIBUTIONS = ("contribution_youth", "contribution_full", "contribution_pension", "contribution_oldest")


def contributions(slip) -> int:
    return sum(amount(slip, code) for code in CONTRIBUTIONS)


@pytest.mark.parametrize(
    ("born", "pay_day", "expected"),
    [
        (1937, date(2026, 5, 11), 0),
        (1938, date(2026, 5, 11), 102_100),
        (1958, date(2026, 5, 11), 102_100),
        (1959, date(2026, 5, 11), 314_200),
        (2002, date(2026, 5, 11), 314_200),
        (2003, date(2026, 5, 11), 208_100),
        (2007, date(2026, 5, 11), 208_100),
        (2008, date(2026, 5, 11), 314_200),
        (2003, date(2026, 3, 31), 314_200),
        (2003, date(2026, 4, 1), 208_100),
    ],
)
def test_rate_by_year_of_birth_and_day_of_payment(
    desk: Desk, born: int, pay_day: date, expected: int
) -> None:
    slip = desk.slip(1_000_000, pay_day, Worker(birth_date=date(born, 6, 1)))
    assert contributions(slip) == expected
    assert slip.cost == slip.gross + expected


def test_the_youth_period_ends(desk: Desk) -> None:
    last, after = (desk.slip(1_000_000, day, YOUNG) for day in (date(2027, 9, 30), date(2027, 10, 1)))
    assert (contributions(last), contributions(after)) == (208_100, 314_200)


def test_the_youth_ceiling_is_of_the_month(desk: Desk) -> None:
    desk.slip(1_800_000, date(2026, 8, 14), YOUNG)
    second = desk.slip(1_200_000, date(2026, 8, 28), YOUNG)
    assert second.figures["youth_pay"] == 700_000
    assert contributions(second) == 302_770
    assert desk.slip(1_200_000, date(2026, 9, 4), YOUNG).figures["youth_pay"] == 1_200_000


def test_no_contributions_under_the_yearly_floor_and_all_of_them_at_it(desk: Desk) -> None:
    slips = [
        desk.slip(gross, date(2026, month, 11))
        for month, gross in ((2, 60_000), (5, 39_999), (6, 1), (7, 10_000))
    ]
    assert [contributions(slip) for slip in slips] == [0, 0, 31_420, 3_142]
    new_year = Desk(desk.se)
    new_year.slips = desk.slips
    assert contributions(new_year.slip(50_000, date(2027, 1, 8))) == 0


def test_a_foreign_a1_takes_the_contributions_away(desk: Desk) -> None:
    worker = Worker(
        birth_date=date(1990, 1, 1), a1_country="FR", a1_from=date(2026, 1, 1), a1_until=date(2026, 12, 31)
    )
    slip = desk.slip(1_500_000, worker=worker)
    assert (slip.cost, slip.figures["liable_pay"]) == (1_500_000, 0)


def test_a_certificate_that_covers_a_part_is_refused(desk: Desk) -> None:
    worker = Worker(
        birth_date=date(1990, 1, 1), a1_country="FR", a1_from=date(2026, 1, 1), a1_until=date(2026, 5, 3)
    )
    with pytest.raises(Refusal) as refused:
        desk.slip(1_500_000, worker=worker)
    assert refused.value.rule == "a1_covers_a_part"


def test_holiday_compensation_is_inside_the_gross(desk: Desk) -> None:
    slip = desk.slip(896_000)
    assert (slip.figures["pay"], slip.figures["holiday_compensation"]) == (800_000, 96_000)
    richer = desk.slip(1_132_000, terms=AssignmentTerms(holiday_percent="13.2"))
    assert richer.figures["pay"] == 1_000_000


@given(pay=st.integers(0, 10**8))
@settings(max_examples=50, deadline=None)
def test_holiday_compensation_goes_both_ways(pay: int) -> None:
    law = country("se").parameters.on(date(2026, 4, 1))
    gross = pay + (pay * 12 + 50) // 100
    row = PayRow(gross=gross, pay_year=2026, birth_year=1990, holiday=120_000)
    assert int(payroll.assignment(Columns.of([row]), law).amount("pay")[0]) == pay


@pytest.mark.parametrize(
    ("terms", "gross", "rule"),
    [
        (AssignmentTerms(holiday_percent="11.99"), 100_000, "holiday_below_minimum"),
        (AssignmentTerms(holiday_percent="much"), 100_000, "not_a_percentage"),
        (AssignmentTerms(agreement="Scen & Film", agreement_hour=20_000), 179_199, "below_minimum_wage"),
        (AssignmentTerms(), -1, "absurd_wage"),
        (AssignmentTerms(), 10**9 + 1, "absurd_wage"),
    ],
)
def test_pay_the_law_or_reason_forbids(desk: Desk, terms: AssignmentTerms, gross: int, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        desk.slip(gross, terms=terms)
    assert refused.value.rule == rule


def test_the_agreement_s_least_pay_is_enough(desk: Desk) -> None:
    assert desk.slip(179_200, terms=AssignmentTerms(agreement_hour=20_000)).gross == 179_200


def test_days_outside_the_contract(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused:
        desk.slip(100_000, days=(date(2026, 5, 1), date(2026, 5, 6)))
    assert refused.value.rule == "days_outside_contract"


def test_attachment_leaves_the_reserved_amount_of_the_month(desk: Desk) -> None:
    worker = Worker(birth_date=date(1985, 1, 1), attachment_keep=1_000_000)
    first = desk.slip(1_000_000, date(2026, 5, 8), worker)
    second = desk.slip(1_000_000, date(2026, 5, 22), worker)
    assert (first.net, second.net) == (700_000, 300_000)
    assert amount(second, "attachment") == 400_000


def test_pension_and_insurance_by_agreement(desk: Desk) -> None:
    slip = desk.slip(1_000_000, terms=AssignmentTerms(pension_percent="4.5", fora_percent="0.3"))
    assert (amount(slip, "pension"), amount(slip, "pension_tax"), amount(slip, "fora")) == (
        45_000,
        10_917,
        3_000,
    )


# --- monthly pay --------------------------------------------------------------------------------------------------

WHOLE_MAY = {"first_day": date(2026, 5, 1), "last_day": date(2026, 5, 31), "kind": "monthly"}


def sick(minutes: int, first: int = 4, last: int = 5, **more) -> MonthlyTerms:
    return MonthlyTerms(
        monthly=3_000_000,
        sick_minutes=minutes,
        sick_from=date(2026, 5, first),
        sick_until=date(2026, 5, last),
        **more,
    )


def test_sick_pay(desk: Desk) -> None:
    slip = desk.slip(3_000_000, terms=sick(16 * 60), **WHOLE_MAY)
    assert [slip.figures[k] for k in ("sick_deduction", "sick_pay", "waiting_deduction")] == [
        276_923,
        221_538,
        110_769,
    ]
    assert slip.gross == 2_833_846


def test_the_waiting_deduction_is_taken_once_a_period(desk: Desk) -> None:
    """A period over a change of month: two slips deduct together what one would."""
    first = desk.slip(3_000_000, terms=sick(4 * 60, 29, 29), **WHOLE_MAY)
    taken = first.figures["waiting_deduction"]
    second = desk.slip(3_000_000, terms=sick(16 * 60, waiting_deducted=taken), **WHOLE_MAY)
    assert taken + second.figures["waiting_deduction"] == 110_769


def test_leave_supplement(desk: Desk) -> None:
    assert (
        desk.slip(3_000_000, terms=MonthlyTerms(monthly=3_000_000, leave_days=5), **WHOLE_MAY).gross
        == 3_064_500
    )


@pytest.mark.parametrize(
    ("terms", "rule"),
    [
        (MonthlyTerms(sick_minutes=60), "monthly_pay_missing"),
        (MonthlyTerms(monthly=3_000_000, sick_minutes=60), "sick_days_missing"),
        (MonthlyTerms(monthly=3_000_000, sick_minutes=60, sick_from=date(2026, 4, 30), sick_until=date(2026, 5, 1)), "sick_outside_contract"),
        (sick(60, 1, 15, certificate=True), "sick_pay_days_over"),
        (sick(60, 1, 8), "certificate_missing"),
        (sick(60, agreed_under_month=True), "sick_pay_not_earned"),
        (MonthlyTerms(monthly=3_000_000, leave_days=26), "leave_exhausted"),
    ],
)  # fmt: skip
def test_what_the_law_gives_no_sick_pay_for(desk: Desk, terms: MonthlyTerms, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        desk.slip(3_000_000, terms=terms, **WHOLE_MAY)
    assert refused.value.rule == rule


def test_the_eleventh_waiting_deduction_falls_away(desk: Desk) -> None:
    assert (
        desk.slip(3_000_000, terms=sick(480, waiting_deductions=10), **WHOLE_MAY).figures["waiting_deduction"]
        == 0
    )


# --- suppliers ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["f_tax", "right_of_use"])
def test_a_holder_of_f_tax_gets_the_whole_invoice(desk: Desk, kind: str) -> None:
    slip = desk.slip(1_000_000, terms=SupplierTerms("F", date(2026, 5, 8)), kind=kind, worker=Worker())
    assert (slip.net, slip.cost, slip.lines) == (1_000_000, 1_000_000, ())


def test_without_f_tax_the_invoice_is_pay(desk: Desk) -> None:
    for terms in (SupplierTerms("A", date(2026, 5, 8)), SupplierTerms("FA", date(2026, 5, 8))):
        slip = Desk(desk.se).slip(1_000_000, terms=terms, kind="f_tax")
        assert (slip.net, slip.cost) == (700_000, 1_314_200)


def test_the_tax_status_is_checked_for_each_payment(desk: Desk) -> None:
    for checked in (None, date(2026, 4, 30), date(2026, 5, 12)):
        with pytest.raises(Refusal, match="checked for each payment"):
            desk.slip(1_000_000, terms=SupplierTerms("F", checked), kind="f_tax")


# --- sheets -------------------------------------------------------------------------------------------------------

rows = st.builds(
    PayRow,
    gross=st.integers(0, 12_000_000), pay_year=st.just(2026), birth_year=st.integers(1930, 2009),
    tax_kind=st.sampled_from([payroll.TABLE, payroll.FLAT, payroll.ONE_OFF, payroll.SINK, payroll.NONE, payroll.DECISION_AMOUNT]),
    percent=st.integers(0, 10**6), table=st.integers(29, 42), column=st.sampled_from([1, 2, 3, 5, 6]),
    year_income=st.integers(0, 10**8), decision_amount=st.integers(0, 5_000).map(lambda kronor: kronor * 100),
    holiday=st.just(120_000), foreign_a1=st.booleans(), month_youth=st.integers(0, 3_000_000),
    attachment_keep=st.integers(0, 2_000_000), attached=st.booleans(), pension=st.integers(0, 50_000),
)  # fmt: skip


@given(st.lists(rows, min_size=1, max_size=12))
@settings(max_examples=40, deadline=None)
def test_many_rows_are_each_row_alone_and_lines_add_up(many: list[PayRow]) -> None:
    law = country("se").parameters.on(date(2026, 4, 1))
    together = payroll.assignment(Columns.of(many), law)
    for index, row in enumerate(many):
        slip = payroll.assignment(Columns.of([row]), law).slip()
        assert together.slip(index) == slip
        assert slip.net == slip.gross - sum(line.amount for line in slip.lines if line.bearer == "employee")
        assert slip.cost == slip.gross + sum(line.amount for line in slip.lines if line.bearer == "employer")
        assert 0 <= slip.net <= slip.gross
        assert all(line.source for line in slip.lines)


@pytest.mark.parametrize("born", [1930, 1950, 1985, 2004])
@pytest.mark.parametrize("before", [{}, {"month_youth": 2_400_000, "year_pay": 2_400_000, "year_liable": 2_400_000, "year_charged": 2_400_000}, {"year_pay": 60_000, "year_liable": 60_000}])  # fmt: skip
def test_gross_for_cost(law: Law, born: int, before: dict[str, int]) -> None:
    row = msgspec.structs.replace(PayRow(gross=0, pay_year=2026, birth_year=born, holiday=120_000), **before)
    cost = cost_of(payroll.assignment, Columns.of([row]), law)
    rng = np.random.default_rng(born)
    edges = [100_000, 131_419, 131_420, 131_421, 40_000, 2_000_000, 1]
    for budget in [*edges, *rng.integers(0, 2_000_000, 40).tolist()]:
        found = gross_for_cost(cost, budget)
        at, next_ = cost(np.array([found.gross, found.gross + 1])).tolist()
        assert (at <= budget < next_) or found.gross == 0
    grosses = np.arange(0, 2_000_000, 37, dtype=np.int64)
    assert (np.diff(cost(grosses)) >= 0).all()


def test_gross_cost_gross(law: Law) -> None:
    row = PayRow(gross=0, pay_year=2026, birth_year=2004, holiday=120_000)
    cost = cost_of(payroll.assignment, Columns.of([row]), law)
    for gross in (99_999, 100_000, 711_459, 2_499_999, 2_500_000, 2_500_001, 3_000_000):
        assert gross_for_cost(cost, int(cost(np.array([gross]))[0])).gross == gross


def test_law_of_the_day_of_payment(se: Country, desk: Desk) -> None:
    kind = se.contract_type("assignment")
    work = desk.work(
        100_000, date(2026, 4, 7), YOUNG, first_day=date(2026, 3, 30), last_day=date(2026, 3, 31)
    )
    assert kind.law_days(work) == (date(2026, 4, 7),)
    assert kind.sheet([work], se.parameters).slip().figures["youth_pay"] == 100_000
