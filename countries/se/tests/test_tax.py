"""The computed tables against every row Skatteverket publishes; the other kinds of withholding."""

from __future__ import annotations

import csv
import gzip
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from countries.se.tax import column_of_age, table_tax
from countries.se.terms import AssignmentTerms, Worker
from countries.se.tests.conftest import Desk, amount
from countries.se.withholding import table_of_rate
from shared_tools.dated import Law
from shared_tools.refusal import Refusal

TABLES = Path(__file__).parent / "data" / "skattetabell-2026-manad.csv.gz"
ADULT = date(1985, 3, 2)
CARD = Worker(birth_date=ADULT, tax="table", tax_table=33)


@pytest.fixture(scope="module")
def published() -> dict[str, np.ndarray]:
    with gzip.open(TABLES, "rt", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([int(row[name]) for row in rows]) for name in rows[0]}


@pytest.mark.parametrize("column", [1, 2, 3, 5, 6])
@pytest.mark.parametrize("end", ["income_from", "income_to"])
def test_every_published_row(published: dict[str, np.ndarray], law: Law, column: int, end: str) -> None:
    income = published[end]
    computed = table_tax(income, published["table"], np.full(len(income), column), law).month
    assert np.array_equal(computed, published[f"k{column}"])
    assert len(income) == 6734


@pytest.mark.parametrize(
    ("rate", "table"), [("32.49", 32), ("32.5", 32), ("32.51", 33), ("33", 33), ("28.98", 29)]
)
def test_the_table_of_a_local_rate(desk: Desk, rate: str, table: int) -> None:
    assert table_of_rate(rate) == table
    by_rate = desk.slip(2_000_000, worker=Worker(birth_date=ADULT, tax="table", tax_rate=rate))
    card = Worker(birth_date=ADULT, tax="table", tax_table=table)
    assert by_rate.net == Desk(desk.se).slip(2_000_000, worker=card).net


def test_columns_by_age(law: Law) -> None:
    assert list(column_of_age(np.array([1959, 1960]), 2026, law)) == [3, 1]


@pytest.mark.parametrize(("gross", "tax"), [(200_099, 0), (200_100, 15_000), (2_000_000, 339_100)])
def test_the_ore_never_matter(desk: Desk, gross: int, tax: int) -> None:
    assert amount(desk.slip(gross, worker=CARD), "tax_table") == tax


def test_the_table_counts_the_month(desk: Desk) -> None:
    """Two payments of a month withhold together what one payment of their sum does."""
    first = desk.slip(1_234_567, date(2026, 5, 8), CARD)
    second = desk.slip(765_433, date(2026, 5, 29), CARD)
    assert amount(first, "tax_table") + amount(second, "tax_table") == 339_100
    june = desk.slip(765_433, date(2026, 6, 2), CARD)
    assert amount(june, "tax_table") < amount(second, "tax_table")


def test_the_table_on_each_payment(desk: Desk) -> None:
    terms = AssignmentTerms(table_on="payment")
    desk.slip(1_000_000, date(2026, 5, 8), CARD, terms)
    alone = Desk(desk.se).slip(1_000_000, date(2026, 5, 29), CARD)
    assert amount(desk.slip(1_000_000, date(2026, 5, 29), CARD, terms), "tax_table") == amount(
        alone, "tax_table"
    )


def test_tax_never_exceeds_the_pay(desk: Desk) -> None:
    desk.slip(3_000_000, date(2026, 5, 8), Worker(birth_date=ADULT))
    for gross in (1_000, 50, 0):
        slip = desk.slip(gross, date(2026, 5, 20), CARD)
        assert 0 <= amount(slip, "tax_table") <= gross


@pytest.mark.parametrize(
    ("worker", "code", "tax"),
    [
        (Worker(birth_date=ADULT), "tax_side_income", 555_000),
        (Worker(birth_date=ADULT, tax="decision", decision="J1", decision_from=date(2026, 1, 1), decision_percent="24"),
         "tax_decision", 444_000),
        (Worker(birth_date=ADULT, tax="decision", decision="J1", decision_from=date(2026, 1, 1), decision_amount=100_000),
         "tax_decision_amount", 100_000),
        (Worker(birth_date=ADULT, tax="decision", decision="J1", decision_from=date(2026, 1, 1), tax_table=33),
         "tax_table", 302_600),
        (Worker(birth_date=ADULT, tax="sink", decision="S1", decision_from=date(2026, 1, 1)), "sink", 416_200),
        (Worker(birth_date=ADULT, tax="a_sink", residence="NO"), "a_sink", 277_500),
        (Worker(birth_date=ADULT, tax="none", no_tax_reason="under 1,000 kr a year"), "tax_side_income", 0),
    ],
)  # fmt: skip
def test_kinds_of_withholding(desk: Desk, worker: Worker, code: str, tax: int) -> None:
    slip = desk.slip(1_850_000, worker=worker)
    assert amount(slip, code) == tax
    assert slip.net == 1_850_000 - tax


def test_a_decision_of_an_amount_holds_for_the_month(desk: Desk) -> None:
    worker = Worker(birth_date=ADULT, tax="decision", decision="J1", decision_from=date(2026, 1, 1), decision_amount=100_000)  # fmt: skip
    taxes = [
        amount(desk.slip(60_050, date(2026, 5, day), worker), "tax_decision_amount") for day in (8, 15, 22)
    ]
    assert taxes == [60_000, 40_000, 0]


@pytest.mark.parametrize(
    ("year_income", "percent"),
    [(2_504_100, 0), (2_504_200, 10), (8_280_000, 10), (47_760_000, 26), (66_000_000, 34), (66_000_100, 54)],
)
def test_one_off_amounts(desk: Desk, year_income: int, percent: int) -> None:
    slip = desk.slip(1_000_000, worker=CARD, terms=AssignmentTerms(year_income=year_income))
    assert amount(slip, "tax_one_off") == 10_000 * percent
    assert slip.figures["holiday_compensation"] == 0


@pytest.mark.parametrize(
    ("worker", "gross", "rule"),
    [
        (Worker(birth_date=ADULT, tax="table"), 100_000, "unknown_tax_table"),
        (Worker(birth_date=ADULT, tax="table", tax_table=43), 100_000, "unknown_tax_table"),
        (Worker(birth_date=ADULT, tax="table", tax_table=33, tax_column=4), 100_000, "unknown_tax_column"),
        (Worker(birth_date=ADULT, tax="table", tax_table=33, tax_column=3), 100_000, "column_of_another_age"),
        (Worker(birth_date=ADULT, tax="decision"), 100_000, "decision_missing"),
        (Worker(birth_date=ADULT, tax="sink"), 100_000, "decision_missing"),
        (Worker(birth_date=ADULT, tax="sink", decision="S", decision_from=date(2026, 6, 1)), 100_000, "decision_not_in_force"),
        (Worker(birth_date=ADULT, tax="a_sink"), 100_000, "a_sink_resident"),
        (Worker(birth_date=ADULT, tax="none"), 100_000, "no_tax_without_reason"),
        (Worker(birth_date=ADULT, tax="decision", decision="J", decision_from=date(2026, 1, 1), decision_percent="101"),
         100_000, "not_a_percentage"),
        (Worker(tax="side_income"), 100_000, "birth_date_missing"),
    ],
)  # fmt: skip
def test_tax_facts_are_refused(desk: Desk, worker: Worker, gross: int, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        desk.slip(gross, worker=worker)
    assert refused.value.rule == rule
    assert refused.value.way_out


def test_the_approximation_above_the_table_continues_it(desk: Desk) -> None:
    last_row = Desk(desk.se).slip(8_000_000, worker=CARD)
    above = Desk(desk.se).slip(8_000_100, worker=CARD)
    assert amount(above, "tax_table") == 0
    assert 0 <= amount(above, "tax_above_table") - amount(last_row, "tax_table") <= 100
    parts = [desk.slip(6_000_000, worker=CARD), desk.slip(2_000_100, worker=CARD)]
    assert parts[0].net + parts[1].net == above.net


def test_one_off_of_another_column_is_refused(desk: Desk) -> None:
    senior = Worker(birth_date=date(1950, 1, 1), tax="table", tax_table=33)
    with pytest.raises(Refusal, match="column 3"):
        desk.slip(100_000, worker=senior, terms=AssignmentTerms(year_income=100))
