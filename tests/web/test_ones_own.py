"""Whose is what: clients, wages and people one may see; what cannot be undone is seen first; notices are recorded."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from visitors import PEOPLE

from core import instance
from core.access import pages
from core.app import build
from core.clock import SetClock
from core.contracts import NewContract, declarations_of, engage, override_declarations
from core.demo import run
from core.payouts import pay_due
from core.payroll import correct, make_slips, payslips_by_id
from core.people import people_by_id
from core.people.store import person_by_email
from core.sales.near import clients_near
from shared_tools.dated import Parameters

DEMO = Path(__file__).parents[2] / "demo"
TODAY = SetClock.at(date(2026, 11, 4), "Europe/Brussels")


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Belgium's month as it was played: other modules issue documents of the real day in theirs."""
    folder = tmp_path_factory.mktemp("own")
    run.play_entity("be", DEMO, folder)
    return folder / "be"


@pytest.fixture
def belgium(untouched: Path, tmp_path: Path) -> Iterator[TestClient[Litestar]]:
    """Belgium alone, in a copy that may be changed, on 4 November 2026."""
    shutil.copytree(untouched, tmp_path / "be")
    pages.attempts = pages._Attempts()
    with TestClient(build({"be": tmp_path / "be"}, clock=TODAY)) as client:
        client.app.state.home = tmp_path / "be"
        yield client


def enter(client: TestClient[Litestar], role: str) -> str:
    """Sign in, read on in English; returns the session's token for forms."""
    client.cookies.clear()
    client.post("/sign-in", data={"email": PEOPLE["be"][role], "password": run.PASSWORD})
    client.post("/language", data={"csrf": token(client), "language": "en", "back": "/"})
    return token(client)


def token(client: TestClient[Litestar]) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', client.get("/").text)
    assert found
    return found[1]


def options(page: str, field: str) -> list[str]:
    select = re.search(rf'<select id="{field}".*?</select>', page, re.DOTALL)
    assert select
    return [value for value in re.findall(r'value="([^"]*)"', select[0]) if value]


def test_a_member_finds_and_invoices_their_own_clients_only(belgium: TestClient[Litestar]) -> None:
    with instance.open_instance(belgium.app.state.home).store.read() as uow:
        person = person_by_email(uow, PEOPLE["be"]["member"])
        assert person is not None
        own, everybody = clients_near(uow, person.id), clients_near(uow, None)
    stranger = next(client for client in everybody if client not in own)
    csrf = enter(belgium, "member")
    listed = belgium.get("/clients").text
    assert own[0].name in listed and stranger.name not in listed
    form = belgium.get("/invoices/new").text
    assert set(options(form, "client")) == {client.id for client in own}
    typed = {
        "csrf": csrf, "activity": options(form, "activity")[0], "client": stranger.id, "step": "issue",
        "lines-0-description": "Drawing", "lines-0-unit_price": "10",
    }  # fmt: skip
    assert belgium.post("/invoices", data=typed).status_code == 422
    enter(belgium, "adviser")
    assert stranger.name in belgium.get("/clients").text
    assert stranger.name not in belgium.get(f"/clients?search={own[0].name}").text


def test_a_client_one_added_is_ones_own_before_anything_is_invoiced(belgium: TestClient[Litestar]) -> None:
    csrf = enter(belgium, "member")
    typed = {"csrf": csrf, "name": "Atelier Neuf", "kind": "business", "country": "be", "language": "fr"}
    added = belgium.post("/clients", data=typed, follow_redirects=False).headers["location"]
    assert "Atelier Neuf" in belgium.get(added).text
    enter(belgium, "other")
    assert belgium.get(added).status_code == 404


def test_a_credit_note_is_seen_before_it_is_issued(belgium: TestClient[Litestar]) -> None:
    csrf = enter(belgium, "member")
    invoice = next(r for r in belgium.get("/api/invoices").json() if r["kind"] == "invoice" and r["open"])

    def notes() -> list[int]:
        rows = belgium.get("/api/invoices").json()
        return [row["net"] for row in rows if row["credits"] == invoice["id"]]

    address = f"/invoices/{invoice['id']}/credit-note"
    typed = {"csrf": csrf, "reason": "One day less", "lines-0-line": "1", "lines-0-net": "50"}
    seen = belgium.post(address, data=typed)
    assert seen.status_code == 200 and "cannot be undone" in seen.text and 'value="One day less"' in seen.text
    assert notes() == []
    too_much = belgium.post(address, data={**typed, "lines-0-net": "999999"})
    assert too_much.status_code == 422 and 'value="999999"' in too_much.text
    issued = belgium.post(address, data={**typed, "step": "issue"}, follow_redirects=False)
    assert issued.status_code == 303 and notes() == [50_00]


@pytest.mark.parametrize(("other", "status"), [("tom.maes@example.org", 200), ("2", 200), ("nobody", 422)])
def test_somebody_else_is_engaged_by_address_or_number(
    belgium: TestClient[Litestar], other: str, status: int
) -> None:
    csrf = enter(belgium, "member")
    form = belgium.get("/contracts/new").text
    typed = {
        "csrf": csrf, "activity": options(form, "activity")[0], "worker": "", "worker_other": other,
        "contract_type": "employee", "first": "2026-12-14", "pay": "400", "pay_is": "cost", "step": "offer",
    }  # fmt: skip
    answer = belgium.post("/contracts", data=typed)
    assert answer.status_code == status
    assert ("nobody here is known" in answer.text) == (status == 422)


def test_the_form_of_an_engagement_names_no_strangers(belgium: TestClient[Litestar]) -> None:
    enter(belgium, "member")
    form = belgium.get("/contracts/new").text
    assert "Anna Peeters" in form and "Karim Benali" not in form


def test_a_notice_is_recorded_by_staff_as_sent_and_answered(belgium: TestClient[Litestar]) -> None:
    csrf = enter(belgium, "member")
    form = belgium.get("/contracts/new").text
    typed = {
        "csrf": csrf, "activity": options(form, "activity")[0], "worker": options(form, "worker")[0],
        "contract_type": "employee", "first": "2026-12-14", "pay": "400", "pay_is": "cost", "step": "agree",
    }  # fmt: skip
    contract = belgium.post("/contracts", data=typed, follow_redirects=False).headers["location"]
    assert "not sent yet" in belgium.get(contract).text
    assert belgium.post(f"{contract}/declaration", data={"csrf": csrf}).status_code == 403
    csrf = enter(belgium, "adviser")
    early = belgium.post(f"{contract}/declaration-answer", data={"csrf": csrf, "state": "accepted"})
    assert early.status_code == 422, "no answer comes before the notice left"
    assert belgium.post(f"{contract}/declaration", data={"csrf": csrf}).status_code == 200
    answer = {"csrf": csrf, "state": "accepted", "answer": "8840 2213 6"}
    page = belgium.post(f"{contract}/declaration-answer", data=answer).text
    assert "8840 2213 6" in page and "accepted" in page
    assert belgium.post(f"{contract}/declaration", data={"csrf": csrf}).status_code == 422


def test_another_persons_net_wage_is_not_told(belgium: TestClient[Litestar]) -> None:
    """Tom manages Anna's activity too: that she is paid he may read, not how much."""
    csrf = enter(belgium, "member")
    form = belgium.get("/contracts/new").text
    [activity] = [row["id"] for row in belgium.get("/api/activities").json() if row["name"] == "Anna Draws"]
    typed = {
        "csrf": csrf, "activity": activity, "worker": options(form, "worker")[0], "contract_type": "employee",
        "first": "2026-11-05", "pay": "400", "pay_is": "cost", "step": "agree",
    }  # fmt: skip
    contract = belgium.post("/contracts", data=typed, follow_redirects=False).headers["location"]
    csrf = enter(belgium, "adviser")
    assert belgium.post(f"{contract}/declaration", data={"csrf": csrf}).status_code == 200
    enter(belgium, "member")
    after = SetClock.at(date(2026, 11, 6), "Europe/Brussels")
    with instance.open_instance(belgium.app.state.home, after).store.work() as uow:
        assert make_slips(uow).slips
    assert re.search(r"€[\d,.]+ on Thursday 12 November 2026\.", belgium.get(f"/activities/{activity}").text)
    enter(belgium, "other")
    page = belgium.get(f"/activities/{activity}").text
    assert "Anna Peeters is paid" in page and not re.search(r"Anna Peeters is paid <b>", page)
    enter(belgium, "adviser")
    assert re.search(r"Anna Peeters is paid <b>€", belgium.get(f"/activities/{activity}").text)


def test_an_id_that_is_none_is_nothing(belgium: TestClient[Litestar]) -> None:
    enter(belgium, "finance")
    for path in ("/invoices/1", "/activities/x", "/people/00000000", "/contracts/new-one"):
        assert belgium.get(path).status_code == 404


def test_a_person_becomes_a_member_once(belgium: TestClient[Litestar]) -> None:
    csrf = enter(belgium, "finance")
    listed = re.findall(r'href="(/people/[0-9a-f-]{36})"', belgium.get("/people").text)
    stranger = next(path for path in listed if "not a member" in belgium.get(path).text)
    assert belgium.post(f"{stranger}/membership", data={"csrf": csrf}).status_code == 200
    assert "not a member" not in belgium.get(stranger).text
    assert belgium.post(f"{stranger}/membership", data={"csrf": csrf}).status_code == 422


def test_a_slip_and_its_correction_lead_to_each_other(belgium: TestClient[Litestar], tmp_path: Path) -> None:
    store = instance.open_instance(belgium.app.state.home, TODAY).store
    law = Path(store.country.parameters.where).read_text(encoding="utf-8")
    (tmp_path / "payroll.toml").write_text(
        law + '\n[[parameter]]\nkey = "onss_worker"\nunit = "%"\nvalue = "14.07"\nfrom = 2026-10-01\n'
        'known = 2026-11-04\nsource = "a later act"\nchecked = 2026-11-04\nmark = "verified"\n', encoding="utf-8",
    )  # fmt: skip
    store.country = replace(store.country, parameters=Parameters.read(tmp_path / "payroll.toml", 2))
    with store.work() as uow:
        item = correct(uow, "2026-10").found[0]
    enter(belgium, "adviser")
    stored = belgium.get(f"/payslips/{item.slip.id}").text
    assert f'/payslips/{item.difference.id}"' in stored and f"slip {item.difference.number}" in stored
    difference = belgium.get(f"/payslips/{item.difference.id}").text
    assert f'/payslips/{item.slip.id}"' in difference and f"corrects slip {item.slip.number}" in difference
    assert "owed back" in difference and "on your account" not in difference
    assert "correction" in belgium.get("/payslips").text


def test_each_step_of_a_notice_is_recorded_and_shown(belgium: TestClient[Litestar]) -> None:
    """Sent, never answered, asked again, refused, another made; and why the work is paid all the same, with the name."""
    csrf = enter(belgium, "member")
    form = belgium.get("/contracts/new").text
    typed = {
        "csrf": csrf, "activity": options(form, "activity")[0], "worker": options(form, "worker")[0],
        "contract_type": "employee", "first": "2026-12-14", "pay": "400", "pay_is": "cost", "step": "agree",
    }  # fmt: skip
    contract = belgium.post("/contracts", data=typed, follow_redirects=False).headers["location"]
    csrf = enter(belgium, "adviser")

    def step(action: str, status: int = 200, **said: str) -> str:
        answer = belgium.post(f"{contract}/declaration{action}", data={"csrf": csrf, **said})
        assert answer.status_code == status, answer.text
        return answer.text

    page = belgium.get(contract).text
    [message] = re.findall(r"/api/notices/[0-9a-f-]{36}/message", page)
    assert b"<StartDate>2026-12-14</StartDate>" in belgium.get(message).content
    step("-facts", path="contract.joint_committee", fact="304")
    assert b"<JointCommittee>304</JointCommittee>" in belgium.get(message).content
    step("")
    step("-answer", state="unknown")
    step("", 422)
    page = step("-again")
    assert "asked again under the same key" in page
    step("-answer", 422, state="refused", answer="")
    page = step("-answer", state="refused", answer="NISS unknown")
    assert "NISS unknown" in page and "Make another notice" in page
    page = step("-again", notice=re.findall(r"/api/notices/([0-9a-f-]{36})", page)[0])
    assert len(set(re.findall(r"/api/notices/([0-9a-f-]{36})", page))) == 2
    step("-override", 422, reason="")
    assert "late crew call" in step("-override", reason="late crew call")


def test_the_notice_as_a_file_is_for_staff(belgium: TestClient[Litestar]) -> None:
    enter(belgium, "member")
    some_id = "01a20dfa-4fee-7298-8c0f-f6d14398e632"
    assert belgium.get(f"/api/notices/{some_id}/message").status_code == 403
    enter(belgium, "adviser")
    assert belgium.get(f"/api/notices/{some_id}/message").status_code == 404


def with_a_claim(belgium: TestClient[Litestar], tmp_path: Path) -> tuple[str, str]:
    """The law of October corrected: the slip that is owed back, and a wage of the same worker that waits."""
    store = instance.open_instance(belgium.app.state.home, TODAY).store
    law = Path(store.country.parameters.where).read_text(encoding="utf-8")
    (tmp_path / "payroll.toml").write_text(
        law + '\n[[parameter]]\nkey = "onss_worker"\nunit = "%"\nvalue = "14.07"\nfrom = 2026-10-01\n'
        'known = 2026-11-04\nsource = "a later act"\nchecked = 2026-11-04\nmark = "verified"\n', encoding="utf-8",
    )  # fmt: skip
    store.country = replace(store.country, parameters=Parameters.read(tmp_path / "payroll.toml", 2))
    with store.work() as uow:
        pay_due(uow)
        item = next(one for one in correct(uow, "2026-10").found if one.difference.net < 0)
        slip = item.slip
        [agreed] = engage(uow, [NewContract(
            activity=slip.activity, worker=slip.worker, contract_type="employee", days=(date(2026, 11, 2),), pay="200.00",
        )])  # fmt: skip
        notices = [notice.id for notice in declarations_of(uow, [agreed.id])[agreed.id]]
        override_declarations(uow, notices, "told late")
    with store.work() as uow:
        [wage] = [made for made in make_slips(uow).slips if made.contract == agreed.id]
    return item.difference.id, wage.id


def test_what_was_paid_too_much_is_seen_set_off_and_undone_on_pages(
    belgium: TestClient[Litestar], tmp_path: Path
) -> None:
    claim, wage = with_a_claim(belgium, tmp_path)
    csrf = enter(belgium, "adviser")
    assert "Paid too much, to be settled" in belgium.get("/").text
    assert f"/payslips/{claim}/claim" in belgium.get("/claims").text
    page = belgium.get(f"/payslips/{claim}/claim").text
    assert options(page, "wage") == [wage] and "only what the worker consents to" in page
    typed = {
        "csrf": csrf, "wage": wage, "amount": "1.50", "consented_on": "2026-11-04", "consent": "", "reason": "agreed",
    }  # fmt: skip
    refused = belgium.post(f"/payslips/{claim}/set-off", data=typed)
    assert refused.status_code == 422 and "recorded consent" in refused.text
    assert 'value="1.50"' in refused.text and 'value="agreed"' in refused.text, "what was typed is lost"
    done = belgium.post(f"/payslips/{claim}/set-off", data={**typed, "consent": "mail of 4 November"})
    assert done.status_code == 200 and "mail of 4 November" in done.text and "Undo" in done.text
    assert "1.50 of it is set off" in belgium.get(f"/payslips/{wage}").text
    [made] = re.findall(r'name="set_off" value="([^"]+)"', done.text)
    undone = belgium.post(f"/payslips/{claim}/set-off-undone", data={"csrf": csrf, "set_off": made})
    assert undone.status_code == 200 and "undone" in undone.text
    assert "is set off" not in belgium.get(f"/payslips/{wage}").text


def test_a_worker_sees_what_they_owe_and_sets_nothing_off(
    belgium: TestClient[Litestar], tmp_path: Path
) -> None:
    claim, wage = with_a_claim(belgium, tmp_path)
    with instance.open_instance(belgium.app.state.home, TODAY).store.read() as uow:
        worker = people_by_id(uow, [payslips_by_id(uow, [claim])[claim].worker])
    [person] = worker.values()
    belgium.cookies.clear()
    belgium.post("/sign-in", data={"email": person.email, "password": run.PASSWORD})
    belgium.post("/language", data={"csrf": token(belgium), "language": "en", "back": "/"})
    assert "too much" in belgium.get("/").text
    page = belgium.get(f"/payslips/{claim}/claim").text
    assert "is still owed back" in page and "Set off a part" not in page
    answer = belgium.post(
        f"/payslips/{claim}/set-off", data={"csrf": token(belgium), "wage": wage, "amount": "1"}
    )
    assert answer.status_code == 403
