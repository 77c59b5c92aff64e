"""The group's pages: every figure of every page is followed down to the months, and each step adds up to the cent."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from core import instance

PAGES = ("figures", "entities", "entities/be", "entities/hu", "pairs", "rates", "report?year=2017", "report?year=2026",
         "versions", "versions/new?year=2026", "missing", "reading")  # fmt: skip
FIGURE = re.compile(r'<a class="fig" href="([^"]+)" data-amount="(-?\d+)">')
UNCOUNTED = re.compile(r'<a class="fig" href="([^"]+)">')
ANSWER = re.compile(r'data-formula="(\w+)" data-amount="(-?\d+)"')
PART = re.compile(r'data-part="(-?\d+)"')

SignIn = Callable[[str, str], TestClient[Litestar]]


@pytest.fixture
def ilse(sign_in: SignIn) -> TestClient[Litestar]:
    return sign_in("group", "group")


def figures(text: str) -> list[tuple[str, int]]:
    return [(html.unescape(link), int(amount)) for link, amount in FIGURE.findall(text)]


def follow(client: TestClient[Litestar], link: str, amount: int, seen: dict[str, int]) -> None:
    """The page behind ``link`` begins with ``amount`` and its parts add up to it; then those behind its parts."""
    if link in seen:
        assert seen[link] == amount, link
        return
    seen[link] = amount
    answer = client.get(link)
    assert answer.status_code == 200, f"{link}: {answer.status_code}"
    formula, whole = ANSWER.findall(answer.text)[0]
    assert int(whole) == amount, link
    if formula == "sum":
        assert sum(map(int, PART.findall(answer.text))) == amount, link
    for further, part in figures(answer.text):
        follow(client, further, part, seen)


def test_every_figure_of_every_page_leads_down_to_the_cent(ilse: TestClient[Litestar]) -> None:
    seen: dict[str, int] = {}
    begun = 0
    for path in PAGES:
        answer = ilse.get(f"/group/{path}")
        assert answer.status_code == 200, path
        for link, amount in figures(answer.text):
            begun += 1
            follow(ilse, link, amount, seen)
        for link in UNCOUNTED.findall(answer.text):
            assert ilse.get(html.unescape(link)).status_code == 200, link
    ends = [link for link in seen if "%2Fentity%2F" in link]
    assert begun > 300 and len(ends) > 60, "the walk reached the entities' months"


def test_the_same_steps_as_data(ilse: TestClient[Litestar]) -> None:
    link, amount = figures(ilse.get("/group/figures").text)[0]
    (name,) = parse_qs(urlsplit(link).query)["figure"]
    told = ilse.get("/group/api/why", params={"figure": name}).json()
    assert told["amount"] == amount == sum(part["amount"] for part in told["parts"])
    refused = ilse.get("/group/api/why", params={"figure": "report/2026/0/nothing"})
    assert refused.status_code == 404 and refused.json()["rule"] == "not_found"


@pytest.mark.parametrize(
    ("kind", "begins"), [("pdf", b"%PDF"), ("xlsx", b"PK"), ("csv", b"table,"), ("json", b"{")]
)
def test_the_report_is_downloaded_in_the_language_asked_for(
    ilse: TestClient[Litestar], kind: str, begins: bytes
) -> None:
    answer = ilse.get(f"/group/report/2026/{kind}?language=hu")
    assert answer.status_code == 200 and answer.content.startswith(begins)
    assert f"report-2026-interim-2026-10-hu.{kind}" in answer.headers["content-disposition"]
    assert answer.content == ilse.get(f"/group/report/2026/{kind}?language=hu").content
    assert ilse.get("/group/report/1999/pdf").status_code in (404, 422)
    assert ilse.get("/group/report/2026/doc").status_code == 404


def test_publishing_asks_once_more_and_signs(ilse: TestClient[Litestar], data: Path) -> None:
    page = ilse.get("/group/versions/new?year=2017")
    assert "cannot be changed" in page.text
    csrf = re.findall(r'name="csrf" value="([^"]+)"', page.text)[-1]
    form: dict[str, Any] = {"csrf": csrf, "year": "2017", "reason": ""}
    assert (
        ilse.post("/group/versions/new", data={**form, "csrf": "x"}, follow_redirects=False).status_code
        == 403
    )
    assert ilse.post("/group/versions/new", data=form, follow_redirects=False).status_code == 303
    again = ilse.post("/group/versions/new", data={**form, "reason": "once more"}, follow_redirects=False)
    assert again.status_code == 422 and "says the same" in again.text and "once more" in again.text
    assert "2017, version 1" in ilse.get("/group/versions").text
    assert ilse.get("/group/report?year=2017&version=1").status_code == 200
    assert ilse.get("/group/versions/2017/compare").status_code == 404, (
        "there is no second version to compare with"
    )
    with instance.open_group(data / "group").store.read() as uow:
        from core.group.published import broken

        assert broken(uow) == []


def test_charts_follow_the_readers_light_or_dark(ilse: TestClient[Litestar]) -> None:
    text = ilse.get("/group/report?year=2017").text
    assert text.count("<svg xmlns") >= 4 and "var(--s1)" in text and "#0b5a60" not in text
