"""The printed report of 2017 as opening books: its columns come out again, and each place where it does not add up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from shared_tools.group import Rates, close_month, history, newest, report

PRINTED = history.read(Path(__file__).parents[2] / "demo" / "history" / "smart-2017.toml")


@pytest.fixture(scope="module")
def tables() -> dict[str, Any]:
    perimeter, figures, counts = history.books(PRINTED)
    return report.annual_tables(perimeter, figures, Rates([]), counts, "2017", ["be"])[1]


@pytest.mark.parametrize("year", ["2016", "2017"])
@pytest.mark.parametrize(
    ("table", "written"), [("I.6 members", "members_budget"), ("I.6 structure", "structure_budget")]
)
def test_each_printed_line_comes_out_again(
    tables: dict[str, Any], year: str, table: str, written: str
) -> None:
    totals = {"costs_total", "income_total", "result"}
    for name, amount in PRINTED.written[written][year].items():
        if name not in totals:
            assert tables[year][table][name] == amount, (year, name)


def test_years_entities_leasing_and_types(tables: dict[str, Any]) -> None:
    for row, (year, contracts, activities, _) in zip(
        PRINTED.written["invoiced"], tables["II.1"], strict=True
    ):
        assert (str(row["year"]), row["contracts"], row["activities"]) == (year, contracts, activities)
    for row in PRINTED.written["entities"]:
        if "turnover_thousands" in row:
            assert tables["VI.2"][row["country"]]["turnover_thousands"] == row["turnover_thousands"]
    assert tables["II.4"]["average_value"] == 359_665
    assert tables["I.5"]["total"] == {"workers": 22_928, "gross": 7_165_015_921, "days": 677_840}


def test_every_place_where_the_print_does_not_add_up_is_named_and_no_other() -> None:
    found = {(d.table, d.place): d.difference for d in history.discrepancies(PRINTED)}
    assert {key: str(value) for key, value in found.items()} == {
        ("I.6 structure", "costs 2017"): "219647",
        ("I.6 structure", "costs 2016"): "237547",
        ("I.6 structure", "result 2017"): "-1",
        ("I.6 structure", "income 2016"): "1",
        ("I.6 members", "costs 2016"): "1",
        ("I.5, I.6", "gross wages 2017"): "3677779.79",
        ("II.1", "2012"): "-1",
        ("II.1", "2014"): "-2",
    }
    assert history.fee_percent(PRINTED) == {"2016": "6.55", "2017": "6.47"}


def test_the_opening_books_close_like_any_other() -> None:
    perimeter, figures, _ = history.books(PRINTED)
    closed = close_month(perimeter, newest(figures), Rates([]), "2017-12")
    assert closed.figures.totals.turnover == 18_283_914_700
