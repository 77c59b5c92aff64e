"""Hungarian payroll: the worked cases, the law's refusals, two slips a month, budgets."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.country import Case, Work, country
from countries.hu.conformance import SAMPLE
from countries.hu.contracts import EkhoTerms, SimplifiedTerms, Terms, Worker
from countries.hu.identifiers import taj, tax_id
from shared_tools import cases
from shared_tools.paysheet import Columns
from shared_tools.refusal import Refusal
from shared_tools.solve import cost_of

HU = country("hu")
FIRST = date(2026, 10, 5)


def work(gross: int, count: int = 3, worker: Worker | None = None, terms: Any = None, **more: Any) -> Work:
    days = tuple(FIRST + timedelta(days=i) for i in range(count))
    return Work(
        gross,
        days[0],
        days[-1],
        days,
        480 * count,
        date(2026, 11, 10),
        worker or Worker(birth_date=date(1990, 5, 1)),
        terms or Terms(),
        **more,
    )


def sheet(code: str, *works: Work):
    return HU.contract_type(code).sheet(works, HU.parameters)


def test_the_worked_cases() -> None:
    file = cases.read(Path(__file__).parents[1] / "cases" / "examples.json")
    result = cases.run(file.cases, lambda _: HU.case_kinds, Case, "hu")
    assert result.differences == [] and result.lines > 400


@pytest.mark.parametrize(
    ("code", "given", "rule"),
    [
        ("employee", work(30_000), "below_minimum_wage"), ("employee", work(-1), "negative_wage"),
        ("employee", work(60_000_000), "absurd_wage"),
        ("employee", work(60_000, worker=Worker(beneficiaries=2, dependants=1)), "dependants"),
        ("casual", work(60_000, terms=SimplifiedTerms(), year={"efo_days": 118}), "days_of_year"),
        ("casual", work(60_000, worker=Worker(eea=False), terms=SimplifiedTerms()), "third_country"),
        ("film_extra", work(150_000, terms=SimplifiedTerms()), "film_cap"),
        ("ekho", work(400_000, terms=EkhoTerms()), "feor_missing"),
        ("ekho", work(400_000, terms=EkhoTerms(feor="2627", chosen_in_writing=False)), "not_chosen"),
        ("ekho", work(400_000, terms=EkhoTerms(feor="2627"), year={"ekho_base": 59_999_000}), "ekho_year_limit"),
    ],
)  # fmt: skip
def test_what_the_law_refuses(code: str, given: Work, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        sheet(code, given)
    assert refused.value.rule == rule and refused.value.way_out


def test_under_25_ends_with_the_month_of_the_birthday() -> None:
    for born, exempt in ((date(2001, 10, 31), 60_000), (date(2001, 9, 30), 0)):
        made = sheet("employee", work(60_000, worker=Worker(birth_date=born)))
        assert int(made.amount("allowance_under25")[0]) == exempt


@settings(max_examples=40, deadline=None)
@given(st.integers(60_000, 700_000), st.integers(60_000, 700_000), st.integers(0, 4), st.booleans())
def test_two_slips_of_a_month_use_the_monthly_allowances_once(
    first: int, second: int, children: int, personal: bool
) -> None:
    who = Worker(beneficiaries=children, personal=personal, birth_date=date(1990, 5, 1))
    one = sheet("employee", work(first, worker=who)).slip()
    history = {line.code: line.amount for line in one.lines} | one.figures
    two = sheet("employee", work(second, worker=who, month=history, month_slips=1)).slip()
    together = sheet("employee", work(first + second, worker=who)).slip()
    assert abs((one.net + two.net) - together.net) <= 3  # each slip rounds its own three amounts


def test_a_second_mandate_that_reaches_the_threshold_makes_up_for_the_first() -> None:
    first = sheet("mandate", work(7_000, 3)).slip()
    assert first.figures["insured"] == 0
    history = {line.code: line.amount for line in first.lines} | first.figures
    second = sheet("mandate", work(7_000, 3, month=history, month_slips=1)).slip()
    assert second.figures["insured"] == 1
    owed = sum(line.amount for line in second.lines if line.code == "tb_before_credit")
    assert owed == (2 * 6_300 * 185 + 500) // 1000


@pytest.mark.parametrize("code", ["employee", "mandate", "ekho", "casual"])
def test_budgets_come_out_exactly_or_with_the_nearest_below(code: str) -> None:
    terms = {"ekho": EkhoTerms(feor="2627"), "casual": SimplifiedTerms()}.get(code, Terms())
    kind = HU.contract_type(code)
    given = work(600_000, terms=terms)
    for budget in (62_345, 100_000, 457_500, 900_001):
        solution = kind.gross_for_cost(given, HU.parameters, budget)
        law = HU.parameters.on(HU.parameters.era(given.last_day))
        row = kind.inputs(msgspec.structs.replace(given, gross=600_000), law)  # type: ignore[misc]
        costs = cost_of(kind.pay, Columns.of([row]), law)(np.array([solution.gross, solution.gross + 1]))  # type: ignore[arg-type]
        assert costs[0] <= budget < costs[1] or solution.gross == budget


def test_rows_together_are_rows_alone() -> None:
    works = [
        work(
            50_000 + 7_919 * i,
            worker=Worker(beneficiaries=i % 4, pensioner=i % 5 == 0, birth_date=date(1990, 5, 1)),
        )
        for i in range(40)
    ]
    together = sheet("employee", *works)
    for i, one in enumerate(works):
        assert together.slip(i) == sheet("employee", one).slip()


def test_personal_numbers() -> None:
    assert tax_id("8450123453") == "8450123453"
    for text in ("8450123450", "9450123453", "123", ""):
        with pytest.raises(Refusal):
            tax_id(text)
    assert taj("123456788") == "123456788"
    with pytest.raises(Refusal):
        taj("123456789")


def test_pay_day_is_the_tenth_or_the_business_day_before() -> None:
    for month in range(1, 13):
        promise = HU.pay_day(date(2026, month, 15))
        assert (
            promise.rule_day.day == 10
            and promise.day <= promise.rule_day
            and HU.calendar.is_open(promise.day)
        )


# --- second reading -----------------------------------------------------------------------------------------------


def answer(kind: str, year: int = 2026, **inputs: Any) -> dict[str, Any]:
    found = HU.case_kinds[kind](Case("second reading", kind, inputs, year=year))
    return found["lines"] | found["outputs"]


def test_ordinary_pay_beside_ekho_takes_the_allowances() -> None:
    """EKHO withheld tax from the ordinary part of parents and the young as if they had declared nothing."""
    made = answer("ekho", gross=1_000_000, ordinary=322_800, beneficiaries=2)
    # 533 320 of family allowance: 322 800 off the tax, 15 % of the rest off the contribution.
    assert (made["szja"], made["tb"]) == (0, 59_718 - 31_578)
    assert made["net"] == 1_000_000 - 101_580 - 28_140
    assert answer("ekho", gross=1_000_000, ordinary=322_800, under25="true")["szja"] == 0
    who = Worker(birth_date=date(1990, 5, 1), beneficiaries=2, dependants=2)
    slip = sheet("ekho", work(1_000_000, worker=who, terms=EkhoTerms(feor="2627", ordinary=322_800))).slip()
    assert slip.net == made["net"]


def test_the_ekho_of_a_pensioner_is_not_guessed() -> None:
    who = Worker(birth_date=date(1955, 5, 1), pensioner=True)
    with pytest.raises(Refusal) as refused:
        sheet("ekho", work(400_000, worker=who, terms=EkhoTerms(feor="2627")))
    assert refused.value.rule == "ekho_pensioner"


def sums(*slips: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for slip in slips:
        for code, amount in [*((line.code, line.amount) for line in slip.lines), *slip.figures.items()]:
            found[code] = found.get(code, 0) + amount
    return found


def contribution(slip: Any) -> int:
    return sum(line.amount for line in slip.lines if line.code in ("tb_before_credit", "tb_family_credit"))


def test_a_mandate_after_an_employment_owes_its_own_contribution() -> None:
    """The employment's contribution of the month was taken for the mandate's own, and given back."""
    first = sheet("employee", work(500_000, 10)).slip()
    second = sheet("mandate", work(400_000, 30, month=sums(first), month_slips=1)).slip()
    assert contribution(second) == 66_600
    third = sheet("mandate", work(100_000, 30, month=sums(first, second), month_slips=2)).slip()
    assert contribution(third) == 16_650


@pytest.mark.parametrize("then", ["mandate", "employee"])
def test_family_allowance_a_mandate_used_on_contributions_is_used(then: str) -> None:
    """One child, base 108 000: 108 000 off the tax and 15 % of 25 340 off the contribution; nothing is left."""
    who = Worker(birth_date=date(1990, 5, 1), beneficiaries=1)
    first = sheet("mandate", work(120_000, 30, worker=who)).slip()
    assert first.figures["family_used"] == 133_340
    second = sheet(then, work(600_000, 10, worker=who, month=sums(first), month_slips=1)).slip()
    assert second.figures["allowance_family"] == 0


def test_simplified_work_of_2025_knows_its_charge() -> None:
    assert answer("simplified", 2025, days=2, daily_wage="13000", efo_type="casual")["public_charge"] == 8_800
    january = answer("simplified", 2025, days=2, daily_wage=13_000, efo_type="casual", period="2025-01")
    assert january["public_charge"] == 5_800


@pytest.mark.parametrize(
    ("kind", "inputs", "field"),
    [
        ("employment", {}, "gross"), ("employment", {"gross": "many"}, "gross"),
        ("employment", {"gross": 400_000, "under25": "perhaps"}, "under25"),
        ("employment", {"gross": 400_000, "beneficiaries": 3, "dependants": 2}, "dependants"),
        ("employment", {"gross": 400_000, "period": "2024"}, "period"),
        ("mandate", {"fee": 100_000, "days": -3}, "days"), ("mandate", {"fee": 100_000, "cost_ratio": "x"}, "cost_ratio"),
        ("simplified", {"days": 1, "daily_wage": 16_000}, "efo_type"),
        ("from_invoice", {"invoice_net": 100_000, "method": "cash"}, "method"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_read_says_which_input(kind: str, inputs: dict[str, Any], field: str) -> None:
    with pytest.raises(Refusal) as refused:
        answer(kind, **inputs)
    assert refused.value.field == field and refused.value.way_out


def test_a_taj_and_a_feor_number_are_checked_where_they_are_entered() -> None:
    assert Worker(taj="123 456 788").taj == "123456788"
    for wrong in ("123456789", "12345678", "12345678a"):
        with pytest.raises(Refusal) as refused:
            Worker(taj=wrong)
        assert (refused.value.rule, refused.value.field) == ("not_a_taj", "taj")
    for wrong in ("262", "26277", "26a7", "２６２７"):
        with pytest.raises(Refusal) as refused:
            HU.contract_type("employee").terms(feor=wrong)
        assert (refused.value.rule, refused.value.field) == ("not_a_feor", "feor")


def test_what_was_entered_is_told_to_nav_without_being_typed_again() -> None:
    notice, typed = SAMPLE.notice(HU, "employee"), SAMPLE.typed["t1041"]
    notice = msgspec.structs.replace(
        notice, worker=Worker(birth_date=notice.worker.birth_date, taj="123456788"),
        terms=HU.contract_type("employee").terms(feor="2627"),
    )  # fmt: skip
    told = {path: fact for path, fact in typed.items() if path not in ("worker.taj", "contract.feor")}
    written = HU.declaration("t1041").message(notice, told)
    assert b"<taj>123456788</taj>" in written and b"<feor>2627</feor>" in written
