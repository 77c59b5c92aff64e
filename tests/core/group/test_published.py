"""A published year: signed, numbered, never changed, replaced by a version that names it; marks until published again."""

from __future__ import annotations

import base64
import io
from hashlib import sha256
from typing import Any

import msgspec
import openpyxl
import pytest
from group_world import CURRENCIES, GroupWorld
from pypdf import PdfReader
from sqlalchemy.exc import DBAPIError
from world import refused

from core.db import Actor
from core.group import said
from core.group.actions import receive
from core.group.closes import close_of, shown_year
from core.group.compare import compare
from core.group.consolidate import absent
from core.group.figure import explain
from core.group.marks import marks
from core.group.paper import report_pdf
from core.group.published import (
    broken,
    decode,
    publication,
    publications,
    publish_year,
    restated_since,
    signature_holds,
)
from core.group.spreadsheet import report_csv, report_json, report_xlsx
from core.group.store import published_year, years_published
from core.words import Words
from shared_tools.group import newest
from shared_tools.refusal import Refusal


def publish(group: GroupWorld, reason: str = "") -> Any:
    return group.do(publish_year, "2026", group.key, reason)


def test_a_published_year_is_signed_and_holds_what_it_rests_on(group: GroupWorld) -> None:
    made = publish(group)
    row = group.ask(years_published)[0]
    assert made.content.version == made.content.number == 1 and made.content.replaces == ""
    assert sha256(row["body"]).hexdigest() == made.digest
    assert signature_holds(row["body"], row["signature"], group.key.public)
    assert not signature_holds(row["body"][:-1] + b" ", row["signature"], group.key.public)
    assert not signature_holds(row["body"], base64.b64encode(b"0" * 64).decode(), group.key.public)
    used = {(e, m): (v, d) for e, m, v, d in made.content.group.versions}
    assert len(used) == 4 * 13 and all(version == 1 for version, _ in used.values())
    assert {(r.currency, r.month) for r in made.content.group.rates} >= {
        ("HUF", "2026-12"),
        ("SEK", "2026-01"),
    }
    assert group.ask(broken) == []


def test_a_new_version_names_the_old_one_and_both_stay_readable(group: GroupWorld) -> None:
    first = publish(group)
    before = group.ask(shown_year, "2026", 1)
    group.restate("se", "2026-03", more=777_00)
    with refused("reason_missing", "reason"):
        publish(group)
    second = publish(group, "Sweden forgot an invoice in March.")
    assert (second.content.version, second.content.replaces, second.content.previous) == (2, first.digest, first.digest)  # fmt: skip
    again = group.ask(shown_year, "2026", 1)
    assert msgspec.json.encode(before.annual) == msgspec.json.encode(again.annual)
    found = compare(again, group.ask(shown_year, "2026", 2))
    changed = {line.place: line.difference for line in found.changed}
    assert changed.get(("VI.2", "se", "turnover_thousands now"), 0) in (0, 1), (
        "777 kronor are not a thousand euro"
    )
    euro = changed["I.6 members", "income_activities", "now"]
    assert euro in (67, 68, 69, 70, 71), "777 kronor at about 11"
    assert euro == changed["I.6 members", "unused_carried_forward", "now"]
    assert ("I.5", "se/employee", "days now") not in changed and ("VI.2", "be", "turnover_thousands now") not in changed  # fmt: skip
    assert {month for _, month, _, _ in found.months} == {f"2026-{m:02d}" for m in range(3, 13)}
    assert {(e, old, new) for e, _, old, new in found.months} == {("se", 1, 2)}
    assert all(line.before == line.after for line in found.lines if line not in found.changed)


def test_the_close_behind_a_version_can_be_made_again_from_what_it_names(group: GroupWorld) -> None:
    first = publish(group)
    group.restate("hu", "2026-06")
    again = group.ask(close_of, "2026", 1, "2026-12")
    assert again.figures.consolidated == first.content.group.figures.consolidated
    assert group.ask(close_of, "2026", 0, "2026-12").figures.consolidated != again.figures.consolidated
    assert newest(again.books.read)["hu", "2026-06"].version == 1


def test_nothing_new_is_not_published_twice(group: GroupWorld) -> None:
    publish(group)
    with refused("nothing_new"):
        publish(group, "because")
    assert len(group.ask(publications)) == 1


def test_only_the_group_publishes(group: GroupWorld) -> None:
    with group.store.work(Actor("x", "Anna", frozenset({"finance"}))) as uow, refused("not_allowed"):
        publish_year(uow, "2026", group.key)


def test_a_version_that_was_tampered_with_is_named(group: GroupWorld, place: Any) -> None:
    publish(group)
    group.restate("se", "2026-12")
    publish(group, "Sweden restated December.")
    assert group.ask(broken) == []
    with pytest.raises(DBAPIError, match="never changed"):
        group.do(lambda uow: uow.execute(published_year.update().values(reason="nothing")))
    row = group.ask(years_published)[0]
    body = row["body"].replace(b'"version":1', b'"version":3', 1)
    assert body != row["body"]
    mark = "X'" + body.hex() + "'" if place.kind == "sqlite" else "'\\x" + body.hex() + "'"
    place.unguarded(group.store.engine, f"UPDATE published_year SET body = {mark} WHERE number = 1")
    assert {what for number, what in group.ask(broken) if number == 1} >= {"hash", "signature"}


# --- marks --------------------------------------------------------------------------------------------------------


def test_a_restated_month_marks_every_figure_that_rests_on_it_until_published_again(
    group: GroupWorld,
) -> None:
    publish(group)
    assert not group.ask(marks, publication_of(group, 1))
    group.restate("se", "2026-03")
    stale = group.ask(shown_year, "2026", 1)
    assert [(m.kind, m.entity, m.months[0], m.taken_in) for m in stale.marks.all] == [("restated", "se", "2026-03", False)]  # fmt: skip
    cells = {
        (sheet.key, row.key, column[0]): cell.marks
        for sheet in stale.sheets
        for row in sheet.rows
        for column, cell in zip(sheet.columns, row.cells, strict=False)
    }
    assert cells["I.6 members", "gross_wages", "now"] == ("a",), "the sum rests on Sweden"
    assert cells["VI.2", "se", "turnover_thousands now"] == ("a",)
    assert cells["VI.2", "be", "turnover_thousands now"] == (), "Belgium does not rest on Sweden"
    assert cells["II.1", "2026", "total"] == ("a",)
    live = group.ask(shown_year, "2026", 0)
    assert [m.taken_in for m in live.marks.all] == [True]
    assert len(group.ask(restated_since, publication_of(group, 1))) == 10
    publish(group, "Sweden restated March.")
    assert not group.ask(shown_year, "2026", 2).marks and not group.ask(shown_year, "2026", 0).marks
    assert group.ask(shown_year, "2026", 1).marks, (
        "the old version rests on what was replaced, and says so for good"
    )


def publication_of(group: GroupWorld, version: int) -> Any:
    return group.ask(publication, "2026", version).content


def test_an_entity_that_is_late_marks_the_totals_and_its_own_line(november: GroupWorld) -> None:
    shown = november.ask(shown_year, "2026", 0)
    assert shown.annual.through == "2026-10", "the last month that everybody signed"
    assert [(m.kind, m.entity, m.months) for m in shown.marks.all] == [("late", "hu", ("2026-11",))]
    sheet = next(one for one in shown.sheets if one.key == "VI.2")
    assert {row.key: row.cells[0].marks for row in sheet.rows} == {"be": (), "es": (), "hu": ("a",), "se": ()}
    november.month("hu", "2026-11")
    again = november.ask(shown_year, "2026", 0)
    assert again.annual.through == "2026-11" and not again.marks


def test_a_year_that_lacks_months_is_refused_naming_each(november: GroupWorld) -> None:
    with pytest.raises(Refusal) as caught:
        november.do(publish_year, "2026", november.key)
    assert (caught.value.rule, caught.value.field) == ("year_incomplete", "interim")
    told = f"{caught.value} {caught.value.way_out}"
    for lacking in ("be 2026-12", "es 2026-12", "hu 2026-11, 2026-12", "se 2026-12", "--interim"):
        assert lacking in told
    assert november.ask(publications) == []


def test_interim_figures_say_so_in_their_name_everywhere(november: GroupWorld) -> None:
    made = november.do(publish_year, "2026", november.key, interim=True)
    assert made.label == "2026 v1, interim to 2026-10"
    for version in (0, 1):
        shown = november.ask(shown_year, "2026", version)
        assert said.title(shown, Words("en")) == "Interim report, January to October 2026"
        assert all(line.endswith('"Interim report, January to October 2026"') for line in report_csv(shown, "en").splitlines()[1:])  # fmt: skip
        data = november.ask(lambda uow, shown=shown: report_json(uow, shown, "en"))
        assert data["interim"] and data["title"] == "Interim report, January to October 2026"
        pdf = PdfReader(io.BytesIO(november.ask(lambda uow, shown=shown: report_pdf(uow, shown, "en"))))
        assert all("Interim report" in page.extract_text() for page in pdf.pages)
        book = openpyxl.load_workbook(io.BytesIO(november.ask(lambda uow, shown=shown: report_xlsx(uow, shown, "en"))))  # fmt: skip
        assert "Interim report" in str(book["VI.2"]["A2"].value)


def test_the_whole_year_is_the_next_version_after_interim_figures(november: GroupWorld) -> None:
    november.do(publish_year, "2026", november.key, interim=True)
    november.month("hu", "2026-11")
    for code in november.books:
        november.month(code, "2026-12")
    assert not november.ask(absent, "2026")
    made = november.do(publish_year, "2026", november.key, "The year is over.")
    assert made.label == "2026 v2" and made.content.annual.through == "2026-12"


def test_interim_figures_go_as_far_as_every_entity_has_signed(november: GroupWorld) -> None:
    made = november.do(publish_year, "2026", november.key, interim=True)
    assert made.content.annual.through == made.content.group.figures.month == "2026-10"
    assert decode(november.ask(years_published)[0]["body"]) == made.content


def test_no_forint_is_added_to_a_euro(group: GroupWorld) -> None:
    made = group.ask(shown_year, "2026", 0).annual
    assert "gross" not in made.tables["I.5"]["total"] and made.tables["II.4"]["value"] is None
    alone = group.ask(shown_year, "2026", 0, ("be",)).annual
    assert alone.tables["I.5"]["total"]["gross"] == 731_07 and alone.tables["II.4"]["value"] == 120_001


def test_before_december_each_entity_tells_its_total_of_persons(november: GroupWorld) -> None:
    for code, books in november.books.items():
        year = {"workers": 7, "days": 31, "users": 9}
        for figures in (one for one in list(books.newest().values()) if one.month >= "2026-09"):
            again = books._chained(
                figures.month, figures.balances, figures.movements, figures.intra, {"year": year}
            )
            november.do(receive, books.envelope(again))
        assert code in CURRENCIES
    shown = november.ask(shown_year, "2026", 0)
    tables = {sheet.key: sheet for sheet in shown.sheets}
    assert "I.5 structures" not in tables and "December" in tables["I.5"].note
    rows = [row for row in tables["I.5"].rows if row.kind == "sum"]
    assert [row.key for row in rows] == ["be/total", "es/total", "hu/total", "se/total"]
    for row in rows:
        cells = {column[0]: cell for column, cell in zip(tables["I.5"].columns, row.cells, strict=True)}
        assert (cells["workers now"].value, cells["days now"].value, cells["gross now"].value) == (
            7,
            31,
            None,
        )
        assert november.ask(explain, cells["days now"].why).amount == 31
