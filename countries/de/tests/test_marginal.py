"""Minijobs and short-term work: several slips a month, quotas of the year, who bears the tax."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from core.country import Work
from countries.de.tests.conftest import sums
from shared_tools.paysheet import Slip
from shared_tools.refusal import Refusal

Run = Callable[..., list[Slip]]
Make = Callable[..., Work]
CODES = ("rv_employee", "kv_flat", "rv_flat", "mini_u1", "mini_u2", "mini_insolvenzgeldumlage", "flat_tax")


def test_two_minijob_slips_cost_what_one_costs(run: Run, work: Make) -> None:
    one = run("minijob", work("minijob", 16_000, minutes=600))
    two = run(
        "minijob",
        work("minijob", 6_333, date(2026, 6, 1), date(2026, 6, 10), minutes=200),
        work("minijob", 9_667, date(2026, 6, 15), date(2026, 6, 20), minutes=300),
    )
    assert {code: sums(two)[code] for code in CODES} == {code: sums(one)[code] for code in CODES}
    assert sum(slip.net for slip in two) == one[0].net
    assert sum(slip.cost for slip in two) == one[0].cost


def test_the_flat_tax_may_be_passed_on(run: Run, work: Make) -> None:
    kept = run("minijob", work("minijob", 60_300))[0]
    passed = run("minijob", work("minijob", 60_300, flat_tax_borne_by="employee"))[0]
    assert (kept.net, kept.cost) == (58_129, 79_095)
    assert (passed.net, passed.cost) == (58_129 - 1_206, 79_095 - 1_206)


def test_pay_over_the_limit_must_be_unforeseen_and_rare(run: Run, work: Make) -> None:
    with pytest.raises(Refusal, match=r"603\.00 EUR"):
        run("minijob", work("minijob", 60_301))
    months = [
        work("minijob", 90_000, date(2026, m, 1), date(2026, m, 28), unforeseen=True) for m in (2, 5, 9)
    ]
    assert [slip.figures["minijob_excess"] for slip in run("minijob", *months[:2])] == [1, 1]
    with pytest.raises(Refusal) as third:
        run("minijob", *months)
    assert third.value.rule == "over_minijob_limit"
    with pytest.raises(Refusal):
        run("minijob", work("minijob", 120_601, unforeseen=True))


def test_a_wage_below_the_contribution_on_the_minimum_base_is_refused(run: Run, work: Make) -> None:
    with pytest.raises(Refusal) as refused:
        run("minijob", work("minijob", 2_500, minutes=60))
    assert refused.value.rule == "net_below_zero"
    exempt = run("minijob", work("minijob", 2_500, minutes=60, pension_exempt=True))[0]
    assert exempt.net == 2_500


def test_short_days_add_up_over_the_year(run: Run, work: Make) -> None:
    def month(m: int) -> Work:
        return work(
            "short_term", 40_000, date(2026, m, 1), date(2026, m, 25), minutes=1_000, insured_in="statutory"
        )

    slips = run("short_term", *(month(m) for m in (1, 2)))
    assert sums(slips)["short_working_days"] == 50
    run("short_term", *(month(m) for m in (1, 2, 3)))
    with pytest.raises(Refusal) as refused:
        run("short_term", *(month(m) for m in (1, 2, 3, 4)))
    assert refused.value.rule == "short_term_quota"


def test_two_short_jobs_on_one_day_are_taxed_as_one(run: Run, work: Make) -> None:
    day = date(2026, 6, 9)
    terms = {"minutes": 240, "insured_in": "statutory"}
    one = run("short_term", work("short_term", 25_000, day, day, **terms))
    two = run(
        "short_term",
        work("short_term", 15_000, day, day, **terms),
        work("short_term", 10_000, day, day, **terms),
    )
    assert sums(two)["short_lohnsteuer"] == sums(one)["short_lohnsteuer"] == 7_258
    assert sums(two)["short_working_days"] == 1


def test_the_flat_tax_of_short_work_has_conditions(run: Run, work: Make) -> None:
    def flat(gross: int, last: int = 5, **more: object) -> Slip:
        terms = {"minutes": 480 * last, "insured_in": "statutory", "flat_tax": True, **more}
        return run("short_term", work("short_term", gross, date(2026, 6, 1), date(2026, 6, last), **terms))[0]

    slip = flat(75_000)
    assert (slip.net, slip.cost) == (75_000, 95_059)
    member = flat(75_000, worker={"church_member": True})
    assert {line.code: line.amount for line in member.lines}["kist_pauschal"] == 937
    for gross, last, more in (
        (75_001, 5, {}),
        (75_000, 5, {"minutes": 2_300}),
        (250_000, 19, {}),
        (60_000, 5, {"worker": {"church_member": True}, "land": "BY"}),
    ):
        with pytest.raises(Refusal):
            flat(gross, last, **more)
