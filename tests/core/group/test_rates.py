"""A corrected rate: a new version beside the first, and a mark on every figure that rests on the old one until signed again."""

from __future__ import annotations

import csv
import io
from typing import Any

import openpyxl
import pytest
from group_world import GroupWorld
from pypdf import PdfReader
from sqlalchemy.exc import DBAPIError
from world import refused

from core.db import Actor
from core.group import store
from core.group.closes import close_marks, close_of, shown_year
from core.group.compare import compare
from core.group.figure import explain
from core.group.marked import marks_of
from core.group.marks import marks
from core.group.paper import report_pdf
from core.group.published import publication, publish_year
from core.group.rates import Correction, Rate, correct_rates, set_rates
from core.group.spreadsheet import report_csv, report_json, report_xlsx


def as_frozen(group: GroupWorld, currency: str, month: str) -> store.FrozenRate:
    return next(
        one for one in group.ask(store.rates_frozen) if (one.currency, one.month) == (currency, month)
    )


def correct(group: GroupWorld, currency: str, month: str, **changed: str) -> None:
    was = as_frozen(group, currency, month)
    facts = {
        "closing": was.closing,
        "average": was.average,
        "source": "ECB, read again",
        "reason": "A digit was wrong.",
    }
    group.do(correct_rates, [Correction(currency=currency, month=month, **{**facts, **changed})])


def publish(group: GroupWorld, reason: str = "") -> Any:
    return group.do(publish_year, "2026", group.key, reason)


def test_a_correction_is_a_version_with_its_source_day_author_and_reason(group: GroupWorld) -> None:
    was = as_frozen(group, "SEK", "2026-04")
    correct(group, "SEK", "2026-04", average="22.5")
    now = as_frozen(group, "SEK", "2026-04")
    assert (now.version, now.average, now.closing, now.source, now.reason) == (2, "22.5", was.closing, "ECB, read again", "A digit was wrong.")  # fmt: skip
    assert str(now.day) == "2027-01-20" and now.by
    assert was in group.ask(store.rates_frozen), "the first stays"
    again = Rate(currency="SEK", month="2026-04", closing=was.closing, average=was.average, source="invented")
    group.do(set_rates, [again])  # what was frozen first may be said again
    with pytest.raises(DBAPIError, match="never changed"):
        group.do(lambda uow: uow.execute(store.rate_correction.update().values(average="1")))


@pytest.mark.parametrize(("changed", "rule", "field"), [
    ({"reason": " "}, "reason_missing", "reason"), ({"source": ""}, "source_missing", "source"), ({"average": "0"}, "rate", "average"),
    ({"closing": "11,05"}, "rate", "closing"), ({}, "nothing_new", "closing"), ({"month": "2031-01", "closing": "11"}, "rate_not_frozen", "month"),
    ({"currency": "EUR"}, "not_a_currency", "currency"), ({"month": "2026-13"}, "not_a_month", "month"),
])  # fmt: skip
def test_a_correction_that_says_nothing_is_refused(group: GroupWorld, changed: dict[str, str], rule: str, field: str) -> None:  # fmt: skip
    was = as_frozen(group, "SEK", "2026-04")
    facts = {
        "currency": "SEK",
        "month": "2026-04",
        "closing": was.closing,
        "average": was.average,
        "source": "ECB",
        "reason": "x",
    }
    with refused(rule, field):
        group.do(correct_rates, [Correction(**{**facts, **changed})])


def test_only_the_group_corrects(group: GroupWorld) -> None:
    with group.store.work(Actor("x", "Anna", frozenset({"finance"}))) as uow, refused("not_allowed"):
        correct_rates(uow, [Correction(currency="SEK", month="2026-04", closing="9", average="9", source="x", reason="x")])  # fmt: skip


def cells_of(shown: Any) -> dict[tuple[str, str, str], tuple[str, ...]]:
    return {
        (sheet.key, row.key, column[0]): cell.marks
        for sheet in shown.sheets for row in sheet.rows for column, cell in zip(sheet.columns, row.cells, strict=False)
    }  # fmt: skip


def test_an_average_marks_every_income_that_rests_on_it_until_signed_again(group: GroupWorld) -> None:
    publish(group)
    before = group.ask(close_of, "2026", 1, "2026-12").figures
    correct(group, "SEK", "2026-04", average="22.5")
    stale = group.ask(shown_year, "2026", 1)
    assert [(m.kind, m.name, m.months, m.versions, m.taken_in) for m in stale.marks.all] == [("rate", "SEK", ("2026-04",), (2,), False)]  # fmt: skip
    cells = cells_of(stale)
    assert cells["I.6 members", "gross_wages", "now"] == cells["II.1", "2026", "total"] == ("a",)
    assert cells["VI.2", "se", "turnover_thousands now"] == ("a",)
    assert (
        cells["VI.2", "be", "turnover_thousands now"] == cells["VI.2", "hu", "turnover_thousands now"] == ()
    )
    assert cells["VI.2", "se", "users now"] == cells["I.5", "se/employee", "days now"] == (), "counts rest on no rate"  # fmt: skip
    assert group.ask(close_of, "2026", 1, "2026-12").figures == before, "the old version keeps the old rate"
    assert group.ask(close_of, "2026", 0, "2026-12").figures != before
    live = group.ask(shown_year, "2026", 0)
    assert [m.taken_in for m in live.marks.all] == [True]
    publish(group, "The April rate of the krona.")
    assert not group.ask(shown_year, "2026", 2).marks and not group.ask(shown_year, "2026", 0).marks
    assert group.ask(shown_year, "2026", 1).marks
    found = compare(group.ask(shown_year, "2026", 1), group.ask(shown_year, "2026", 2))
    assert found.rates == [("SEK", "2026-04", 1, 2)] and found.months == []
    (line,) = [line for line in found.changed if line.place == ("I.6 members", "gross_wages", "now")]
    assert line.difference < 0, "half as many euro for April's kronor"
    leaf = group.ask(explain, "compare/close/2026/1/2026-12/entity/se/gross_wages/against/close/2026/2/2026-12/entity/se/gross_wages")  # fmt: skip
    assert [part.rate for part in leaf.parts] == ["22.5", as_frozen_first(group, "SEK", "2026-04").average]
    assert sum(part.amount for part in leaf.parts) == leaf.amount


def as_frozen_first(group: GroupWorld, currency: str, month: str) -> store.FrozenRate:
    return next(one for one in group.ask(store.rates_frozen) if (one.currency, one.month, one.version) == (currency, month, 1))  # fmt: skip


def test_a_closing_rate_marks_the_balances_of_that_month_and_no_income(group: GroupWorld) -> None:
    publish(group)
    correct(group, "HUF", "2026-12", closing="350")
    assert not group.ask(shown_year, "2026", 1).marks, "no table of the report rests on a closing rate"
    found = group.ask(close_marks, "2026", 1, "2026-12")
    letters = {
        role: found.on("2026", ["hu"], rests, "2026-12")
        for role, rests in (("bank", "closing"), ("share_capital", "equity"), ("gross_wages", "income"))
    }
    assert letters == {"bank": ("a",), "share_capital": ("a",), "gross_wages": ()}
    assert (
        found.on("2026", ["se"], "closing", "2026-12") == () == found.on("2026", ["hu"], "closing", "2026-11")
    )
    content = group.ask(publication, "2026", 1).content
    assert [mark.name for mark in group.ask(marks, content).all] == ["HUF"], "the version says so"
    for name, marked in (
        ("close/2026/1/2026-12/entity/hu/bank", 1), ("close/2026/1/2026-12/role/consolidated/bank", 1),
        ("close/2026/1/2026-12/entity/be/bank", 0), ("close/2026/1/2026-12/line/turnover/hu", 0),
        ("close/2026/1/2026-12/line/advanced", 1), ("minus/close/2026/0/2026-12/entity/hu/bank", 1),
        ("compare/close/2026/1/2026-12/entity/hu/bank/against/close/2026/0/2026-12/entity/hu/bank", 2),
    ):  # fmt: skip
        assert len(group.ask(marks_of, name)) == marked, name


def test_a_corrected_rate_stands_in_every_form(group: GroupWorld) -> None:
    publish(group)
    correct(group, "SEK", "2026-04", average="22.5")
    sentence = "The SEK rate of April 2026 was corrected after this was published"

    def of(make: Any, *args: Any) -> Any:
        return group.ask(lambda uow: make(uow, shown_year(uow, "2026", 1), *args))

    pdf = " ".join(
        "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(of(report_pdf, "en"))).pages).split()
    )
    assert sentence in pdf and "22.5" not in pdf, "the rates on paper are those it rests on"
    data = of(report_json, "en")
    assert [mark["kind"] for mark in data["marks"]] == ["rate"] and {
        rate["version"] for rate in data["rates"]
    } == {1}
    assert data["headline"][0]["marks"] == ["a"] and data["headline"][1]["marks"] == []
    rows = list(csv.DictReader(io.StringIO(report_csv(group.ask(shown_year, "2026", 1), "en"))))
    marked = {(row["table"], row["entity"]) for row in rows if row["marks"]}
    assert ("VI.2", "se") in marked and ("VI.2", "be") not in marked and not any(table == "I.5" for table, _ in marked)  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(of(report_xlsx, "en")))
    assert any(sentence in str(cell.value) for row in book["I.6 members"].iter_rows() for cell in row)
    live = group.ask(lambda uow: report_json(uow, shown_year(uow, "2026"), "en"))
    now = next(rate for rate in live["rates"] if (rate["currency"], rate["month"]) == ("SEK", "2026-04"))
    assert (now["version"], now["reason"]) == (2, "A digit was wrong.")
