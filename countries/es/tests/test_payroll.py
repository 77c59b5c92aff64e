"""Slips: sums, months with several contracts, the year's rate, new numbers, columns against single rows."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from countries.es import COUNTRY
from countries.es.tests.conftest import WORKER, Payroll, amounts, slip_of, work
from shared_tools.dated import MissingValue
from shared_tools.paysheet import Columns

MAY = date(2026, 5, 1)
KINDS = [kind.code for kind in COUNTRY.contract_types]


@pytest.mark.parametrize("kind", KINDS)
@given(gross=st.integers(150_000, 2_000_000), days=st.integers(1, 25))
@settings(max_examples=15, deadline=None)
def test_lines_add_up(kind: str, gross: int, days: int) -> None:
    slip = slip_of(work(gross, MAY, days, kind), kind)
    mine = sum(line.amount for line in slip.lines if line.bearer == "employee")
    theirs = sum(line.amount for line in slip.lines if line.bearer == "employer")
    assert (slip.net, slip.cost) == (gross - mine, gross + theirs)
    assert all(line.source and line.amount >= 0 for line in slip.lines)
    assert slip.net > 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_sheet_of_many_is_many_sheets_of_one(kind: str) -> None:
    rows = [work(gross, date(2026, 5, first), days, kind)
            for gross, first, days in ((180_000, 1, 31), (90_000, 4, 5), (600_000, 11, 10), (250_000, 20, 1))]  # fmt: skip
    sheet = COUNTRY.contract_type(kind).sheet(rows, COUNTRY.parameters)
    assert [sheet.slip(i) for i in range(len(rows))] == [slip_of(row, kind) for row in rows]


def test_a_repeated_row_keeps_its_amounts() -> None:
    kind = COUNTRY.contract_type("artist")
    law = COUNTRY.parameters.on(MAY)
    columns = Columns.of([kind.inputs(work(90_000, MAY, 3, "artist"), law)]).repeat(1_000)  # type: ignore[misc]
    sheet = kind.pay(columns, law)  # type: ignore[misc]
    assert len(set(sheet.net.tolist())) == len(set(sheet.cost.tolist())) == 1


def test_whole_month_counts_thirty_parts() -> None:
    for first, days in ((date(2026, 5, 1), 31), (date(2026, 2, 1), 28), (date(2026, 4, 1), 30)):
        slip = slip_of(work(900_000, first, days, "indefinite"), "indefinite")
        assert slip.figures["base_cc"] == 510_120


def test_part_month_is_limited_by_its_days() -> None:
    slip = slip_of(work(300_000, MAY, 10, "discontinuous"), "discontinuous")
    assert slip.figures["base_cc"] == 170_040
    low = slip_of(work(48_000, MAY, 10, "discontinuous", group=1), "discontinuous")
    assert low.figures["base_cc"] == 66_310
    assert low.figures["base_cp"] == 48_000


def test_daily_groups_count_calendar_days() -> None:
    slip = slip_of(work(900_000, MAY, 31, "indefinite", group=8), "indefinite")
    assert slip.figures["base_cc"] == 31 * 17_004


def test_worker_member_bears_no_fogasa() -> None:
    row = work(200_000, MAY, 31, "worker_member")
    assert "er_fogasa" not in amounts(slip_of(row, "worker_member"))
    fixed = amounts(slip_of(work(200_000, MAY, 31, "worker_member", bond="fixed"), "worker_member"))
    assert fixed["er_unemployment"] == 13_400
    part = work(95_000, MAY, 31, "worker_member", part_time=True, minutes=60 * 80, group=1)
    assert slip_of(part, "worker_member").figures["base_cc"] == 95_000
    tiny = msgspec.structs.replace(part, gross=60_000, minutes=60 * 60)
    assert slip_of(tiny, "worker_member").figures["base_cc"] == 89_520


def test_part_time_minimum_is_by_hour() -> None:
    slip = slip_of(work(30_000, MAY, 10, "discontinuous", part_time=True, minutes=60 * 33, group=1), "discontinuous")  # fmt: skip
    assert slip.figures["base_cc"] == 33 * 1_198


# --- the surcharge of short contracts -----------------------------------------------------------------------------


def test_short_contract_surcharge_once_at_the_end(payroll: type[Payroll]) -> None:
    """A contract over two months is one contract: the surcharge comes with its last slip, of the day it ends."""
    bounds: dict[str, Any] = {"begins": date(2026, 1, 28), "ends": date(2026, 2, 6)}
    run = payroll()
    january = run.pay(40_000, date(2026, 1, 28), 4, **bounds)
    february = run.pay(60_000, date(2026, 2, 1), 6, **bounds)
    assert "er_short_contract" not in amounts(january)
    assert amounts(february)["er_short_contract"] == 3_362


def test_no_surcharge_for_thirty_days_nor_for_substitution_and_artists() -> None:
    assert "er_short_contract" not in amounts(slip_of(work(250_000, MAY, 30)))
    assert "er_short_contract" in amounts(slip_of(work(250_000, MAY, 29)))
    for kind in ("substitution", "artist", "discontinuous"):
        assert "er_short_contract" not in amounts(slip_of(work(60_000, MAY, 3, kind), kind))


def test_numbers_of_the_day_of_work() -> None:
    """No number of 2025 is carried into 2026, nor of 2026 into 2027: the missing one is named."""
    for day in (date(2025, 12, 30), date(2027, 1, 4)):
        with pytest.raises(MissingValue):
            slip_of(work(100_000, day))
    named = {key for key, _ in COUNTRY.parameters.gaps(date(2027, 1, 1))}
    assert {"base_max_month", "smi_month", "solidarity", "artist_day_bases", "irpf_exempt_limits"} <= named


def test_a_contract_over_new_year_is_priced_with_the_numbers_in_hand() -> None:
    row = work(120_000, date(2026, 12, 29), 6)
    assert amounts(slip_of(row))["er_short_contract"] == 3_362
    december = work(60_000, date(2026, 12, 29), 3, begins=date(2026, 12, 29), ends=date(2027, 1, 3))
    assert "er_short_contract" not in amounts(slip_of(december))


# --- several contracts in a month or a day ------------------------------------------------------------------------


def test_contracts_on_other_days_have_limits_of_their_own(payroll: type[Payroll]) -> None:
    run = payroll()
    first = run.pay(30_000, MAY)
    second = run.pay(6_000, date(2026, 5, 2))
    assert first.figures["base_cc"] == 17_004
    assert second.figures["base_cc"] == 6_000
    assert amounts(second).get("er_solidarity", 0) == 0


def test_contracts_that_fill_a_month_have_thirty_parts(payroll: type[Payroll]) -> None:
    run = payroll()
    for first, days in ((date(2026, 5, 1), 15), (date(2026, 5, 16), 16)):
        run.pay(600_000, first, days, "discontinuous")
    assert run.month["2026-05"]["base_cc"] == 510_120
    run = payroll()
    run.pay(600_000, date(2026, 2, 1), 14, "discontinuous")
    run.pay(600_000, date(2026, 2, 15), 14, "discontinuous")
    assert run.month["2026-02"]["base_cc"] == 510_120


def test_two_contracts_on_one_day_share_its_limits(payroll: type[Payroll]) -> None:
    together = slip_of(work(30_000, MAY, kind="discontinuous"), "discontinuous")
    run = payroll()
    run.pay(12_000, MAY, kind="discontinuous")
    second = run.pay(18_000, MAY, kind="discontinuous")
    assert run.month["2026-05"]["base_cc"] == together.figures["base_cc"] == 17_004
    assert run.month["2026-05"]["er_solidarity"] == amounts(together)["er_solidarity"]
    assert second.figures["base_cc"] == 17_004 - 12_000


def test_the_thirty_first_day_shares_the_limits_of_the_month(payroll: type[Payroll]) -> None:
    run = payroll()
    run.pay(300_000, MAY, 30, "discontinuous")
    last = run.pay(20_000, date(2026, 5, 31), 1, "discontinuous")
    assert last.figures["base_cc"] == 20_000
    assert run.month["2026-05"]["base_cc"] == 320_000


def test_artists_share_the_monthly_ceiling(payroll: type[Payroll]) -> None:
    run = payroll()
    run.pay(15 * 34_000, date(2026, 5, 1), 15, "artist")
    second = run.pay(5 * 34_000, date(2026, 5, 20), 5, "artist")
    assert second.figures["base_cc"] == 510_120 - 15 * 34_000
    assert run.month["2026-05"]["base_cc"] == 510_120


def test_two_performances_on_one_day_are_one_day(payroll: type[Payroll]) -> None:
    run = payroll()
    run.pay(30_000, MAY, kind="artist")
    run.pay(25_000, MAY, kind="artist")
    assert run.month["2026-05"]["base_cc"] == 34_000


def test_solidarity_of_artists_above_ceiling_and_bases_on_account() -> None:
    assert "er_solidarity" not in amounts(slip_of(work(20 * 34_000, MAY, 20, "artist"), "artist"))
    slip = slip_of(work(20 * 40_000, MAY, 20, "artist"), "artist")
    # 8,000.00 less the 6,800.00 on account: 851.80 up to 7,651.80, 348.20 above
    assert amounts(slip)["er_solidarity"] == (85_180 * 104 + 34_820 * 122 + 5_000) // 10_000
    assert amounts(slip)["ee_solidarity"] == (85_180 * 21 + 34_820 * 24 + 5_000) // 10_000


# --- withholding over the year ------------------------------------------------------------------------------------


def test_a_steady_year_keeps_its_rate(payroll: type[Payroll]) -> None:
    run = payroll()
    rates = set()
    for month in range(1, 13):
        slip = run.pay(250_000, date(2026, month, 1), monthrange(2026, month)[1], "indefinite")
        rates.add(slip.figures["irpf_rate"])
    assert rates == {1642}
    assert run.year[2026]["withholding"] == 12 * 41_050


def test_second_contract_of_the_year_regularises(payroll: type[Payroll]) -> None:
    """The worked case es-regul-other-cause, as two contracts one after another."""
    run = payroll()
    run.pay(900_000, date(2026, 3, 1), 31, annual_pay=900_000)
    assert run.year[2026]["withholding"] == 18_000
    slip = run.pay(1_200_000, date(2026, 6, 1), 30)
    contributions = run.year[2026]["ee_social_security"]
    assert slip.figures["irpf_annual_pay"] == 2_100_000
    assert slip.figures["irpf_annual_social_security"] == contributions
    due = slip.figures["irpf_quota"] - 18_000
    assert slip.figures["irpf_rate"] == due * 10_000 // 1_200_000
    assert run.year[2026]["step_rate"] == slip.figures["irpf_rate"]
    assert run.year[2026]["step_annual_pay"] == 2_100_000


def test_short_contracts_start_at_the_floor_and_end_at_the_tax_of_the_year(payroll: type[Payroll]) -> None:
    run = payroll()
    slips = [run.pay(200_000, date(2026, month, 3), 20) for month in range(1, 13)]
    assert slips[0].figures["irpf_rate"] == 200
    last = slips[-1]
    missing = last.figures["irpf_quota"] - run.year[2026]["withholding"]
    # The last rate is cut to two decimals: less than a hundredth of a per cent of its pay is left.
    assert 0 <= missing <= last.gross // 10_000
    assert last.figures["irpf_annual_pay"] == 12 * 200_000


def test_new_year_begins_anew(payroll: type[Payroll]) -> None:
    run = payroll()
    run.pay(200_000, date(2026, 12, 1), 31)
    assert run.year[2026]["step_rate"] == 200
    assert 2027 not in run.year


def test_non_residents_bear_a_flat_rate() -> None:
    abroad = msgspec.structs.replace(WORKER, residence="eu")
    slip = slip_of(work(100_000, MAY, 5, worker=abroad))
    assert amounts(slip)["withholding_non_resident"] == 19_000
    assert "withholding" not in amounts(slip)


def test_requested_rate_only_raises() -> None:
    for text, rate in (("21", 2_100), ("1", 200)):
        asked = msgspec.structs.replace(WORKER, requested_percent=text)
        assert slip_of(work(100_000, MAY, 5, worker=asked)).figures["irpf_rate"] == rate


# --- other facts of the person and the contract -------------------------------------------------------------------


def test_past_pension_age_and_two_employers() -> None:
    past = msgspec.structs.replace(WORKER, past_pension_age=True)
    lines = amounts(slip_of(work(200_000, MAY, 31, "indefinite", worker=past), "indefinite"))
    assert (lines["ee_cc"], lines["er_cc"], lines["er_mei"]) == (500, 2_600, 1_500)
    assert not {"ee_unemployment", "er_fogasa", "ee_training"} & set(lines)
    half = msgspec.structs.replace(WORKER, pluriempleo_percent="50")
    slip = slip_of(work(400_000, MAY, 31, "indefinite", worker=half), "indefinite")
    assert slip.figures["base_cc"] == 255_060


def test_indemnity_and_overtime() -> None:
    slip = slip_of(work(206_575, MAY, 20, indemnity=6_575))
    assert slip.figures["indemnity_due"] == 6_575
    assert slip.figures["base_cc"] == 200_000
    extra = slip_of(work(220_000, MAY, 31, "indefinite", overtime=20_000, overtime_minutes=600), "indefinite")
    assert (extra.figures["base_cc"], extra.figures["base_cp"]) == (200_000, 220_000)
    assert amounts(extra)["er_overtime"] == 4_720
    assert amounts(extra)["ee_overtime"] == 940


def test_a_manual_day_labourer_is_taxed_on_a_hundred_days() -> None:
    slip = slip_of(work(2 * 20_000, MAY, 2, day_labour=True))
    assert slip.figures["irpf_annual_pay"] == 2_000_000


def test_a_contract_priced_over_several_months() -> None:
    """Core asks what a contract costs before it is split into months: limits count every month's parts."""
    row = work(1_500_000, date(2026, 4, 1), 61, "discontinuous")
    assert slip_of(row, "discontinuous").figures["base_cc"] == 2 * 510_120


def test_speed_of_one_slip_is_columns_not_rows() -> None:
    kind, law = COUNTRY.contract_type("artist"), COUNTRY.parameters.on(MAY)
    columns = Columns.of([kind.inputs(work(90_000, MAY, 3, "artist"), law)])  # type: ignore[misc]
    gross = np.arange(50_000, 50_000 + 5_000)
    nets = kind.pay(columns.repeat(len(gross)).with_(gross=gross), law).net  # type: ignore[misc]
    assert (np.diff(nets) >= -5_000).all()
