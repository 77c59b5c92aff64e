"""Below the figures over HTTP: told to whom the entity lets in, adding up to the cent, without a name."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import msgspec
import pytest
from litestar.testing import TestClient
from world import World

from core import access, instance
from core.app import build
from core.clock import SetClock
from core.db import canonical, new_id
from core.federation import SigningKey, keys, seal
from core.figures import close_and_publish
from core.figures.api import HEADER
from core.figures.drill import PAGE, Answer, Question
from core.figures.store import published
from core.group import below
from core.group.actions import Enrolment, enrol, receive
from core.ledger import balances
from core.ledger.store import entry
from shared_tools.group.figures import decode
from shared_tools.roles import ROLES

NOW = SetClock.at(date(2026, 12, 2), "Europe/Brussels")
DEMO = Path(__file__).parents[2] / "demo"
PASSWORD = "a long enough pass phrase"


class Houses:
    """Belgium with two months of business and the group, each served on its own."""

    def __init__(self, folder: Path) -> None:
        own_facts = (Path(__file__).parents[2] / "demo" / "be" / "identity.toml").read_text(encoding="utf-8")
        instance.create(folder / "be", "be", own_facts=own_facts)
        instance.create(folder / "group", "group")
        self.folder = folder
        self.group = instance.open_group(folder / "group", NOW)
        self.be = instance.open_instance(folder / "be", NOW)
        world = World(self.be.store)
        world.month(self.be.key)
        world.at(date(2026, 11, 11))
        world.invoice("120.00")
        world.at(date(2026, 12, 2))
        world.do(close_and_publish, "2026-11", self.be.key)
        self.world = world
        self.figures = decode(world.ask(published)[-1]["body"])

    def serve(self, drill: str = '["group"]', names: str = "false", trusted: bool = True) -> TestClient[Any]:
        (self.folder / "be" / "instance.toml").write_text(
            f'country = "be"\ndrill = {drill}\ndrill_names = {names}\n'
        )
        if trusted:
            with self.be.store.work() as uow:
                keys.trust(uow, "group", self.group.key.public, date(2000, 1, 1))
        return TestClient(build({"be": self.folder / "be"}, clock=NOW))

    def question(self, level: str, **of: Any) -> Question:
        return below.about("be", of.pop("at", NOW.instant), level, **of)


@pytest.fixture(scope="module")
def houses(tmp_path_factory: pytest.TempPathFactory) -> Houses:
    return Houses(tmp_path_factory.mktemp("houses"))


@pytest.fixture
def client(houses: Houses) -> Iterator[TestClient[Any]]:
    with houses.serve() as client:
        yield client


def told(client: TestClient[Any], houses: Houses, level: str, **of: Any) -> Answer:
    answer = client.get(
        "/figures/drill", headers=below.question_header(houses.group.key, houses.question(level, **of))
    )
    assert answer.status_code == 200, answer.text
    return msgspec.json.decode(answer.content, type=Answer)


def test_every_published_amount_is_the_sum_of_its_accounts_entries_and_documents(
    client: TestClient[Any], houses: Houses
) -> None:
    figures = houses.figures
    assert len(figures.balances) + len(figures.movements) > 8
    for role, amount in {**figures.balances, **figures.movements}.items():
        accounts = told(client, houses, "account", role=role, month="2026-11")
        assert accounts.total == sum(row.amount for row in accounts.rows) == amount, role
        for account in accounts.rows:
            entries = told(client, houses, "entry", role=role, month="2026-11", account=account.account)
            assert entries.before + sum(row.amount for row in entries.rows) == entries.total == account.amount
            for row in entries.rows:
                sides = told(client, houses, "document", entry=row.entry)
                assert sum(side.amount for side in sides.rows) == 0
                on = [
                    side.amount for side in sides.rows if (side.role, side.account) == (role, account.account)
                ]
                assert sum(on) == row.amount
    turnover = told(client, houses, "account", role="turnover_activities", month="2026-11")
    [document] = told(
        client, houses, "entry", role="turnover_activities", month="2026-11", account=turnover.rows[0].account
    ).rows
    assert document.document_type == "invoice" and document.document_number.endswith("4")


def test_no_name_is_told_unless_the_entity_says_so(houses: Houses) -> None:
    def all_told(client: TestClient[Any]) -> bytes:
        found = b""
        for level, of in (
            ("account", {"role": "bank", "month": "2026-10"}),
            *(("document", {"entry": number}) for number in houses.world.ask(_numbers)),
            *(
                ("entry", {"role": role, "month": "2026-10", "account": row.account})
                for role in ROLES
                for row in told(client, houses, "account", role=role, month="2026-10").rows
            ),
        ):
            header = below.question_header(houses.group.key, houses.question(level, **of))
            answer = client.get("/figures/drill", headers=header)
            assert answer.status_code == 200
            found += answer.content
        return found

    with houses.serve() as client:
        bare = all_told(client)
    for personal in (b"Peeters", b"Anna", b"Client ", b"example.org", b"BE68"):
        assert personal not in bare, personal
    with houses.serve(names="true") as client:
        assert b"Peeters" in all_told(client)


def _numbers(uow: Any) -> list[int]:
    return list(uow.execute(entry.select().with_only_columns(entry.c.id)).scalars())


@pytest.mark.parametrize(
    ("status", "rule", "changes"),
    [
        (401, "not_signed", {"header": ""}),
        (401, "not_signed", {"header": "%%%"}),
        (401, "damaged_envelope", {"header": base64.b64encode(b"{}").decode()}),
        (401, "unknown_key", {"key": "stranger"}),
        (401, "wrong_kind", {"kind": "figures"}),
        (401, "asked_of_another", {"entity": "fr"}),
        (401, "stale_question", {"at": NOW.instant - timedelta(minutes=6)}),
        (401, "stale_question", {"at": NOW.instant + timedelta(minutes=6)}),
        (401, "not_a_question", {"level": "person"}),
        (403, "not_let_in", {"drill": "[]"}),
        (403, "not_let_in", {"drill": '["fr"]'}),
        (404, "not_found", {"role": "piggy_bank"}),
        (404, "not_found", {"level": "entry", "account": "0"}),
        (404, "not_found", {"level": "document", "entry": 999999}),
        (422, "not_a_month", {"month": "2026-13"}),
        (422, "other_question", {"query": "?role=gross_wages"}),
    ],
)
def test_others_and_other_questions_are_refused_with_a_problem(
    houses: Houses, signing_key: SigningKey, status: int, rule: str, changes: dict[str, Any]
) -> None:
    asked = {
        "entity": "be", "at": NOW.instant, "level": "account", "role": "bank", "month": "2026-11",
        **{name: value for name, value in changes.items() if name in Question.__struct_fields__},
    }  # fmt: skip
    key = signing_key if changes.get("key") else houses.group.key
    header = base64.b64encode(seal(key, changes.get("kind", "drill"), "group", canonical(asked))).decode()
    with houses.serve(changes.get("drill", '["group"]')) as client:
        answer = client.get(
            f"/figures/drill{changes.get('query', '')}", headers={HEADER: changes.get("header", header)}
        )
    assert (answer.status_code, answer.json()["rule"]) == (status, rule), answer.text
    assert answer.headers["content-type"].startswith("application/problem+json") and answer.json()["way_out"]


def test_a_long_account_comes_page_by_page_and_adds_up(tmp_path: Path) -> None:
    from core.figures.drill import answer

    own_facts = (Path(__file__).parents[2] / "demo" / "be" / "identity.toml").read_text(encoding="utf-8")
    instance.create(tmp_path / "be", "be", own_facts=own_facts)
    world = World(
        instance.open_instance(tmp_path / "be", SetClock.at(date(2026, 10, 1), "Europe/Brussels")).store
    )
    activity, client = world.activity(), world.client()
    from core.sales import issue_invoices

    world.do(issue_invoices, [world.draft(activity, client, "10.00") for _ in range(PAGE + 1)])
    question = Question(
        entity="be", at=datetime.now().astimezone(), level="entry", role="fee_income", month="2026-10",
        account=world.store.country.chart.account("fee_income"),
    )  # fmt: skip
    first = world.ask(answer, question)
    second = world.ask(answer, msgspec.structs.replace(question, start=first.next_start or 0))
    assert (len(first.rows), len(second.rows), second.next_start) == (PAGE, 1, None)
    assert (
        sum(row.amount for row in (*first.rows, *second.rows))
        == first.total
        == world.ask(balances, "2026-10")["fee_income"]
    )


def test_the_group_s_page_fetches_what_the_entity_tells(
    houses: Houses, monkeypatch: pytest.MonkeyPatch
) -> None:
    with houses.group.store.work() as uow:
        enrol(uow, [Enrolment(
            entity="be", name="Belgium", currency="EUR", public_key=houses.be.key.public, key=houses.be.key.name,
            opening="2026-10", since="2026-11", address="http://be.example",
        )])  # fmt: skip
        for row in houses.world.ask(published):
            receive(uow, row["envelope"])
        account = new_id()
        access.grant(uow, account, "ilse@example.org", "Ilse Van Dam", "en", ["group"])
        access.set_password(uow, account, PASSWORD)
    with houses.serve() as entity, TestClient(build({}, houses.folder / "group", clock=NOW)) as group:
        monkeypatch.setattr(
            httpx, "get", lambda url, **more: entity.get(url.removeprefix("http://be.example"), params=more["params"], headers=more["headers"]),
        )  # fmt: skip
        group.post("/group/sign-in", data={"email": "ilse@example.org", "password": PASSWORD})
        page = group.get("/group/figures/bank/be/books?month=2026-11").text
        assert "/group/figures/bank/be/books?month=2026-11&amp;account=" in page.replace(
            "&account", "&amp;account"
        )
        assert "Told by the entity itself" in page
        assert "not let" not in page
    with houses.serve("[]") as entity, TestClient(build({}, houses.folder / "group", clock=NOW)) as group:
        monkeypatch.setattr(
            httpx, "get", lambda url, **more: entity.get("/figures/drill", headers=more["headers"])
        )
        group.post("/group/sign-in", data={"email": "ilse@example.org", "password": PASSWORD})
        answer = group.get("/group/figures/bank/be/books?month=2026-11")
        assert answer.status_code == 422 and "may not look into these books" in answer.text
