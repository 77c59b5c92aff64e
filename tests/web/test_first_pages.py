"""What each sees first: promises of a member, the staff's worklist, months to close; clients, people, JSON."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from litestar.testing import TestClient
from visitors import PEOPLE

from core.access import pages
from core.app import build
from core.clock import SetClock
from core.demo.run import PASSWORD


@pytest.fixture
def november(data: Path, tmp_path: Path) -> Iterator[TestClient]:
    """Hungary alone, in a copy that may be changed, on 2 November: October's wages are promised for the 10th."""
    shutil.copytree(data / "hu", tmp_path / "hu")
    pages.attempts = pages._Attempts()
    clock = SetClock.at(date(2026, 11, 2), "Europe/Budapest")
    with TestClient(build({"hu": tmp_path / "hu"}, clock=clock)) as client:
        client.app.state.clock = clock
        yield client


def enter(client: TestClient, role: str, language: str = "en") -> TestClient:
    client.cookies.clear()
    client.post("/sign-in", data={"email": PEOPLE["hu"][role], "password": PASSWORD})
    client.post("/language", data={"csrf": csrf(client), "language": language, "back": "/"})
    return client


def csrf(client: TestClient) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def test_a_member_reads_the_promise_with_its_amount_and_day(november: TestClient) -> None:
    page = enter(november, "member").get("/").text
    promise = re.search(r'class="promise"><b>([^<]+)</b><br>([^<]+)<', page)
    assert promise, "October's wage of Anna is promised"
    assert re.fullmatch(r"HUF.[\d,]+ on Tuesday 10 November 2026\.", promise[1])
    assert "guarantee fund pays you" in promise[2] or "whether the client has paid or not" in promise[2]
    assert "left to spend" in page


def test_the_promise_is_kept_in_hungarian(november: TestClient) -> None:
    page = enter(november, "member", "hu").get("/").text
    assert "2026. november 10., kedd" in page and "left to spend" not in page


def test_others_wages_are_news_without_a_way_to_their_payslip(november: TestClient) -> None:
    enter(november, "member")
    own = {row["id"] for row in november.get("/api/payslips").json()}
    linked = set(re.findall(r"/payslips/([0-9a-f-]{36})", november.get("/").text))
    assert linked and linked <= own


def test_staff_see_what_waits(november: TestClient) -> None:
    page = enter(november, "adviser").get("/").text
    assert "Waiting for somebody" in page and "Invoices overdue" in page
    assert "Months to close" not in page, "closing is for finance"


def test_finance_closes_a_month_once_and_knows_what_it_means(november: TestClient) -> None:
    enter(november, "finance")
    assert "not over" in november.get("/months/2026-11").text
    assert november.post("/months/2026-11/closing", data={"csrf": csrf(november)}).status_code == 422
    november.app.state.clock.instant = SetClock.at(date(2026, 12, 1), "Europe/Budapest").instant
    enter(november, "finance")
    page = november.get("/months/2026-11").text
    assert "What is missing" in page and "cannot be undone" in page
    # Hungary owes Belgium euros: without the month's rate the debt would stand at an old one.
    assert "Closing rates without which it cannot close: 1" in page
    refused = november.post("/months/2026-11/closing", data={"csrf": csrf(november)})
    assert refused.status_code == 422 and "no closing rate of HUF for 2026-11" in refused.text
    typed = {"currency": "HUF", "month": "2026-11", "closing": "361,5", "source": "ECB"}
    assert november.post("/between/rates", data={"csrf": csrf(november), **typed}).status_code == 200
    answer = november.post("/months/2026-11/closing", data={"csrf": csrf(november)})
    assert (
        answer.status_code == 200
        and "This month is closed." in answer.text
        and "were signed on" in answer.text
    )
    again = november.post("/months/2026-11/closing", data={"csrf": csrf(november)})
    assert again.status_code == 422


def test_an_adviser_does_not_close(november: TestClient) -> None:
    enter(november, "adviser")
    assert november.post("/months/2026-10/closing", data={"csrf": csrf(november)}).status_code == 403
    assert november.get("/months/nonsense").status_code == 403


def test_what_is_no_month_is_not_there(november: TestClient) -> None:
    enter(november, "finance")
    for month in ("nonsense", "2026-13", "2026"):
        assert november.get(f"/months/{month}").status_code == 404
    assert november.get("/ledger/bank/nonsense").status_code == 200


def test_people_are_found_by_a_part_of_their_name(november: TestClient) -> None:
    enter(november, "adviser")
    page = november.get("/people", params={"name": "nagy"}).text
    assert "Anna Nagy" in page and "Bence" not in page
    assert "Nobody is called that." in november.get("/people", params={"name": "%"}).text
    key = re.search(r"/people/([0-9a-f-]{36})", page)
    assert key and "HU46102990526963817490692813" in november.get(f"/people/{key[1]}").text
    assert enter(november, "member").get(f"/people/{key[1]}").status_code == 403


def test_a_member_sees_a_clients_own_invoices_only(november: TestClient) -> None:
    enter(november, "member")
    mine = {row["id"] for row in november.get("/api/invoices").json()}
    clients = set(re.findall(r"/clients/([0-9a-f-]{36})", november.get("/clients").text))
    shown: set[str] = set()
    for client in clients:
        shown |= set(re.findall(r"/invoices/([0-9a-f-]{36})", november.get(f"/clients/{client}").text))
    assert shown == mine


def test_movements_say_how_their_documents_stand(november: TestClient) -> None:
    enter(november, "member")
    activity = november.get("/api/activities").json()[0]["id"]
    page = november.get(f"/activities/{activity}").text
    assert re.search(r"due \d|settled \d|days late", page)
    lines = november.get(f"/activities/{activity}/movements.csv").text.splitlines()
    assert lines[0] == "day,what,kind,amount,entry" and len(lines) > 3
    everything = november.get(f"/activities/{activity}/movements").text
    assert everything.count('class="day"') == len(lines) - 1


def test_the_json_interface_describes_itself(november: TestClient) -> None:
    assert november.get("/schema").status_code == 401
    enter(november, "member")
    described = november.get("/schema").json()
    assert described["openapi"].startswith("3.1")
    assert {"/api/invoices", "/api/payslips", "/api/activities"} <= described["paths"].keys()
    assert not [path for path in described["paths"] if "/api/" not in path], "pages are no interface"


def test_days_of_an_engagement_are_ticked(november: TestClient) -> None:
    enter(november, "member")
    typed = {
        "csrf": csrf(november),
        "contract_type": "employee",
        "first": "2026-11-05",
        "last": "2026-11-09",
        "step": "days",
    }
    page = november.post("/contracts", data=typed).text
    ticked = re.findall(r'name="day-([\d-]+)" checked', page)
    assert ticked == ["2026-11-05", "2026-11-06", "2026-11-09"], "Saturday and Sunday are there, not ticked"
    assert 'name="day-2026-11-07"' in page
    backwards = november.post("/contracts", data={**typed, "last": "2026-11-01"})
    assert backwards.status_code == 422 and "is before" in backwards.text
