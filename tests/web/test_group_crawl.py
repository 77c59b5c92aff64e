"""Every group page and file of an invented group: each figure on it is a way down, which is followed to its end.

A figure is whatever has a digit where pages put figures (``td.n``, ``.answer``, ``dd``). It must be a link, or say where it
was given from outside (``data-given``: a rate, a number of a signature), and each link must open and add up to the cent.
"""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from click.testing import CliRunner
from group_world import GroupWorld
from litestar.testing import TestClient
from pypdf import PdfReader

from core import access, instance
from core.app import build
from core.cli import cli
from core.clock import SetClock
from core.db import Transaction, new_id
from core.demo import run
from core.group.actions import take_in_printed
from core.group.closes import shown_year
from core.group.figure import explain
from core.group.paper import references
from core.group.published import publish_year
from core.group.rates import Correction, correct_rates
from core.words import Words

HISTORY = (Path(__file__).parents[2] / "demo" / "history" / "smart-2017.toml").read_text(encoding="utf-8")
PAGES = (
    "figures", "figures?month=2026-05", "entities", "entities/be", "entities/hu", "entities/se", "pairs", "pairs?month=2026-05",
    "rates", "rates/new", "rates/new?currency=SEK&month=2026-12", "report?year=2017", "report?year=2016", "report?year=2026", "report?year=2026&version=1",
    "report?year=2026&version=2", "versions", "versions/new?year=2026", "versions/new?year=2017",
    "versions/2026/compare?first=1&second=2", "missing", "reading",
)  # fmt: skip
DIGIT = re.compile(r"\d")
VOID = {"br", "img", "input", "meta", "link", "hr", "col", "source", "wbr"}


class Figures(HTMLParser):
    """What stands where figures stand: links with their amount, and texts with a digit that lead nowhere."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str]]] = []
        self.links: list[tuple[str, int | None]] = []
        self.lost: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        of = {name: value or "" for name, value in attrs}
        if tag == "a" and "figure=" in of.get("href", ""):
            amount = of.get("data-amount")
            self.links.append((html.unescape(of["href"]), None if amount is None else int(amount)))
        if tag not in VOID:
            self.open.append((tag, of))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        above = [(tag, of) for tag, of in self.open if tag not in ("small", "sup")]
        if len(above) < len(self.open) or not DIGIT.search(data):
            return
        is_figure = any(
            (tag == "td" and "n" in of.get("class", "").split()) or tag == "dd" or "answer" in of.get("class", "")
            for tag, of in above
        )  # fmt: skip
        leads = any(tag == "a" or "data-given" in of or "data-formula" in of for tag, of in above)
        if is_figure and not leads:
            self.lost.append(data.strip())


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """2026 published up to December, Sweden's March restated and its April's rate corrected, published again, restated again; 2017 as printed."""
    folder = tmp_path_factory.mktemp("crawl") / "group"
    instance.create(folder, instance.GROUP)
    opened = instance.open_group(folder, SetClock.at(date(2027, 1, 20), "Europe/Brussels"))
    world = GroupWorld(opened.store, folder.parent / "keys")
    world.do(take_in_printed, HISTORY)
    world.do(publish_year, "2026", opened.key)
    world.restate("se", "2026-03", more=777_00)
    world.restate("hu", "2026-07", more=88_888)
    world.do(publish_year, "2026", opened.key, "Sweden and Hungary forgot an invoice.")
    world.restate("es", "2026-11")
    rate = Correction(
        currency="SEK", month="2026-12", closing="12.25", average="12.125", source="ECB", reason="Read again."
    )
    world.do(correct_rates, [rate])
    with opened.store.work() as uow:
        account = new_id()
        access.grant(uow, account, run.GROUP_EMAIL, "Ilse Van Dam", "en", ["group"])
        access.set_password(uow, account, run.PASSWORD)
    opened.store.engine.dispose()
    return folder


@pytest.fixture(scope="module")
def ilse(home: Path) -> Iterator[TestClient[Any]]:
    with TestClient(build({}, home, demo=True)) as client:
        form = {"email": run.GROUP_EMAIL, "password": run.PASSWORD}
        assert client.post("/group/sign-in", data=form, follow_redirects=False).status_code == 303
        yield client


def test_no_figure_of_any_page_leads_nowhere(ilse: TestClient[Any]) -> None:
    begun: dict[str, int | None] = {}
    for path in PAGES:
        answer = ilse.get(f"/group/{path}")
        assert answer.status_code == 200, path
        found = Figures(answer.text)
        assert not found.lost, f"{path}: {found.lost[:9]}"
        begun.update(found.links)
    assert len(begun) > 700
    whys = [one for one in begun if "compare" in one]
    assert len(whys) >= 10, "differences of versions lead down too"
    for link, amount in list(begun.items())[:: len(begun) // 120]:
        answer = ilse.get(link)
        assert answer.status_code == 200, link
        found = Figures(answer.text)
        assert not found.lost or "data-part" in answer.text, link
        if amount is not None:
            assert f'data-amount="{amount}"' in answer.text, link


def test_every_name_on_every_page_and_file_adds_up_down_to_the_cent(
    ilse: TestClient[Any], home: Path
) -> None:
    """The names of all pages and of the JSON, followed to the end by the engine's own ``explain``."""
    names: dict[str, int | None] = {}
    for path in PAGES:
        for link, amount in Figures(ilse.get(f"/group/{path}").text).links:
            names[parse_qs(urlsplit(link).query)["figure"][0]] = amount
    for year, version in (("2026", 0), ("2026", 1), ("2026", 2), ("2017", 0)):
        data = ilse.get(f"/group/report/{year}/json?version={version}").json()
        assert all(one["figure"] for one in data["headline"] + data["discrepancies"])
        for table in data["tables"]:
            for row in table["rows"]:
                for cell in row["cells"]:
                    assert cell["value"] is None or cell["figure"], (table["key"], row["key"], cell["column"])
                    if cell["figure"]:
                        scale = {"euro": 100, "thousand": 100_000}.get(cell["unit"], 1)
                        assert names.setdefault(cell["figure"], cell["value"] * scale) in (
                            None,
                            cell["value"] * scale,
                        )
    listed = CliRunner().invoke(cli, ["group", "compare", "2026", str(home), "--json"])
    for line in json.loads(listed.stdout)["lines"]:
        assert line["why"], line["place"]
        names.setdefault(line["why"], None)
    ends: set[str] = set()
    with instance.open_group(home).store.read() as uow:
        for name, amount in names.items():
            follow(uow, name, amount, {}, ends)
    assert {"month", "entity", "type", "word"} <= ends


def follow(uow: Transaction, name: str, amount: int | None, seen: dict[str, int], ends: set[str]) -> None:
    found = explain(uow, name)
    assert amount is None or found.amount == amount, name
    if name in seen:
        return
    seen[name] = found.amount
    if found.formula == "sum":
        assert sum(part.amount for part in found.parts) == found.amount, name
    for part in found.parts:
        if part.name:
            follow(uow, part.name, part.amount, seen, ends)
        else:
            ends.add(part.label.kind)


def test_the_whole_close_as_json_leads_down_too(ilse: TestClient[Any], home: Path) -> None:
    told = json.loads(CliRunner().invoke(cli, ["group", "consolidate", str(home), "--json"]).stdout)
    ends: set[str] = set()
    with instance.open_group(home).store.read() as uow:
        for row in told["table"]:
            assert row["marks"] and set(row["figures"]) >= {
                "aggregated",
                "consolidated",
                *row["entities"],
                *row["eliminations"],
            }
            for name in row["figures"].values():
                follow(uow, name, None, {}, ends)
        for pair in told["pairs"]:
            for side, name in pair["figures"].items():
                follow(uow, name, pair.get(f"{side}_amount", pair.get(side)), {}, ends)
        for key, amount in told["totals"].items():
            follow(uow, told["figures"][key], amount, {}, ends)
        follow(uow, told["figures"]["equity_movement"], told["equity_movement"]["closing"], {}, ends)
    assert "month" in ends


def test_a_correction_is_typed_on_the_page_and_marks_what_rests_on_it(ilse: TestClient[Any]) -> None:
    page = ilse.get("/group/rates/new?currency=HUF&month=2026-02").text
    assert "2026 v2" in page, "what becomes stale is said before"
    form = {
        "csrf": re.findall(r'name="csrf" value="([^"]+)"', page)[-1],
        "currency": "HUF",
        "month": "2026-02",
        "closing": "391,5",
        "source": "ECB",
    }
    refused = ilse.post("/group/rates", data={**form, "average": "392.25"}, follow_redirects=False)
    assert refused.status_code == 422 and "391,5" in refused.text, "what was typed is kept"
    done = ilse.post(
        "/group/rates",
        data={**form, "average": "392.25", "reason": "A digit was wrong."},
        follow_redirects=False,
    )
    assert done.status_code == 303
    assert "A digit was wrong." in ilse.get("/group/rates").text
    for path in ("report?year=2026&version=2", "figures", "entities/hu", "versions/2026/compare?first=1&second=2",
                 f"why?figure={quote('report/2026/2/VI.2/hu/turnover_thousands/now')}"):  # fmt: skip
        assert "HUF rate of February 2026 was corrected" in ilse.get(f"/group/{path}").text, path
    assert "HUF rate" not in ilse.get("/group/entities/se").text
    assert "HUF" in ilse.get("/group/versions").text


def test_a_difference_ends_at_the_months_that_moved(ilse: TestClient[Any], home: Path) -> None:
    listed = json.loads(CliRunner().invoke(cli, ["group", "compare", "2026", str(home), "--json"]).stdout)
    (why,) = [
        line["why"]
        for line in listed["lines"]
        if line["place"] == ["I.6 members", "income_activities", "now"]
    ]
    moved: dict[str, int] = {}

    def down(uow: Transaction, name: str) -> None:
        for part in explain(uow, name).parts:
            if part.name:
                down(uow, part.name)
            elif part.label.kind == "month":
                moved[part.label.text] = moved.get(part.label.text, 0) + part.amount

    with instance.open_group(home).store.read() as uow:
        down(uow, why)
    assert set(moved) == {"2026-03", "2026-07"}, "what did not move is left out"
    assert 6_600 < moved["2026-03"] < 7_100 and 22_700 < moved["2026-07"] < 22_900, (
        "777 kronor, 88,888 forints"
    )


def test_the_paper_prints_where_each_figure_leads(ilse: TestClient[Any], home: Path) -> None:
    with instance.open_group(home).store.read() as uow:
        shown = shown_year(uow, "2026", 2)
        told = references(shown, Words("en"))
        for sheet, table in zip(shown.sheets, told, strict=True):
            printed = {f"{line}/{column}" for _, line in table["rows"] for _, column in table["columns"]}
            assert {cell.why for row in sheet.rows for cell in row.cells if cell.why} <= printed
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(ilse.get("/group/report/2026/pdf?version=2&language=en").content)).pages)  # fmt: skip
    assert "report/2026/2/all/turnover" in text and "report/2026/2/I.6 members/gross_wages" in text
