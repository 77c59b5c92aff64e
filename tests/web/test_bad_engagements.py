"""What cannot be is refused on the page of every country, in one sentence, with all that was typed still there."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from litestar import Litestar
from litestar.testing import TestClient
from world import ADVISER, IBANS, World, refused

from core import instance
from core.access import pages
from core.access.actions import grant, set_password
from core.activities import Activity
from core.app import build
from core.clock import SetClock
from core.contracts import NewContract, contracts_of, engage
from core.country import ContractType, Country, all_countries
from core.country.sample import Sample, conformance
from core.members import Member
from core.people import people_by_id
from shared_tools.money import exponent, major
from shared_tools.refusal import Refusal

ROOT = Path(__file__).parents[2]
PASSWORD = "a sentence of some words"
COUNTRIES = all_countries()
BUDGET = 90_000


class Desk:
    """An adviser at the form of a country, with a member who has a budget, and the country's sample of ordinary work."""

    def __init__(self, country: Country, home: Path) -> None:
        self.country = country
        self.sample: Sample = conformance(country)["SAMPLE"]
        ordinary = country.ordinary
        self.kind: ContractType = country.contract_type(
            ordinary.contract_type if ordinary else country.contract_types[0].code
        )
        self.work = self.sample.works[self.kind.code]
        clock = SetClock.at(self.work.days[0] - timedelta(days=5), country.facts.zone)
        own_facts = (ROOT / "demo" / country.code / "identity.toml").read_text(encoding="utf-8")
        instance.create(home, country.code, own_facts=own_facts)
        self.world = World(instance.open_instance(home, clock).store)
        self.member = self.person()
        self.activity = self.funded(self.member)
        adviser = self.world.person(email="ilse@example.org", worker=self.sample.worker)
        self.world.do(grant, adviser.id, adviser.email, adviser.name, "en", ["adviser"])
        self.world.do(set_password, adviser.id, PASSWORD)
        self.client: TestClient[Litestar] = TestClient(build({country.code: home}, clock=clock))

    def person(self, **facts: Any) -> Member:
        worker = {**self.sample.worker, **self.work.worker}
        worker.pop("birth_date", None)
        return self.world.member(**{"worker": worker, "iban": IBANS.get(self.country.code, ""), **facts})

    def funded(self, member: Member) -> Activity:
        activity = self.world.activity(member)
        self.world.invoice(
            str(BUDGET * 10 ** (0 if exponent(self.country.currency) else 3)), activity=activity
        )
        return activity

    def enter(self) -> None:
        pages.attempts = pages._Attempts()
        self.client.post("/sign-in", data={"email": "ilse@example.org", "password": PASSWORD})

    def typed(self, **said: str) -> dict[str, str]:
        page = self.client.get("/contracts/new").text
        token = re.search(r'name="csrf" value="([^"]+)"', page)
        assert token
        first, last = self.work.days[0], self.work.days[-1]
        minutes = self.work.minutes or 480 * len(self.work.days)
        terms = {f"terms.{name}": str(value) for name, value in self.work.terms.items()}
        ticks = {f"day-{day}": "on" for day in self.work.days}
        return {
            "csrf": token[1], "activity": self.activity.id, "worker": self.member.person,
            "contract_type": self.kind.code, "first": str(first), "last": str(last), "picked": f"{first}/{last}",
            "pay": str(major(self.work.gross, self.country.currency)), "pay_is": "gross",
            "hours": str(-(-minutes // 60)), "step": "agree", **terms, **ticks, **said,
        }  # fmt: skip

    def send(self, **said: str) -> tuple[int, str, Mapping[str, str]]:
        typed = self.typed(**said)
        answer = self.client.post("/contracts", data=typed, follow_redirects=False)
        return answer.status_code, html.unescape(answer.text), typed

    def refused(self, expected: str, **said: str) -> str:
        """The sentence, after checking that the form kept everything and nothing was agreed."""
        before = len(self.world.ask(contracts_of))
        status, page, typed = self.send(**said)
        assert status == 422, f"{self.country.code}: {said} is accepted"
        sentences = re.findall(r'class="(?:refusal|error)"[^>]*>([^<]+)<', page)
        assert any(expected in sentence for sentence in sentences), (expected, sentences)
        for name in ("pay", "first", "last", "hours"):
            assert f'value="{typed[name]}"' in page, f"{name} is lost"
        assert not typed["worker"] or f'value="{typed["worker"]}" selected' in page, "who is lost"
        for day in self.work.days if "last" not in said else ():
            assert f'name="day-{day}"' in page, f"{day} is lost"
        assert len(self.world.ask(contracts_of)) == before
        return next(sentence for sentence in sentences if expected in sentence)


@pytest.fixture(params=COUNTRIES, ids=lambda country: country.code, scope="module")
def desk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    made = Desk(request.param, tmp_path_factory.mktemp("desk") / request.param.code)
    with made.client:
        made.enter()
        yield made


def test_a_wage_below_zero_or_beyond_reason(desk: Desk) -> None:
    assert "above 0" in desk.refused("is no pay", pay="-5")
    desk.refused("", pay="1" + "0" * 12)


def test_a_wage_below_the_minimum_names_the_minimum_and_its_source(desk: Desk) -> None:
    cent = major(1, desk.country.currency)
    if desk.kind.code in desk.sample.no_minimum:
        return desk_accepts_no_minimum(desk, str(cent))
    sentence = desk.refused("minimum", pay=str(cent))
    assert re.search(r"minimum[^(]*?\d", sentence) and re.search(r"\(.*[A-Za-z]{2}", sentence), sentence
    return None


def desk_accepts_no_minimum(desk: Desk, pay: str) -> None:
    other = desk.person()
    status, page, _ = desk.send(pay=pay, worker=other.person, activity=desk.funded(other).id)
    assert status in (303, 422) and "minimum wage" not in page, desk.sample.no_minimum[desk.kind.code]


def test_the_minimum_and_its_source_are_said_in_the_readers_language_too(desk: Desk) -> None:
    if desk.kind.code in desk.sample.no_minimum:
        return
    language = desk.country.languages[0]
    token = desk.typed()["csrf"]
    desk.client.post("/language", data={"csrf": token, "language": language, "back": "/"})
    try:
        _, page, _ = desk.send(pay=str(major(1, desk.country.currency)))
    finally:
        desk.client.post("/language", data={"csrf": token, "language": "en", "back": "/"})
    [sentence, *_] = re.findall(r'class="refusal"[^>]*>([^<]+)<', page)
    assert re.search(r"\d", sentence) and re.search(r"\(.*[A-Za-z]{2}", sentence), sentence


def test_days_and_hours_that_cannot_be(desk: Desk) -> None:
    first = desk.work.days[0]
    desk.refused("is before", last=str(first - timedelta(days=1)))
    desk.refused("do not fit", hours="9999")


def test_a_birth_date_left_out_is_asked_for_where_the_wage_depends_on_it(desk: Desk) -> None:
    unborn = desk.person(birth_date=None)
    work = desk.sample.work(desk.country, desk.kind.code)
    needed = "birth_date" in desk.country.worker.__struct_fields__ and refuses_unborn(desk, work)
    if needed:
        sentence = desk.refused("", worker_other=desk.world.ask(_email, unborn.person), worker="")
        assert re.search(r"birth|age|born", sentence), sentence
    else:
        status, _, _ = desk.send(worker_other=desk.world.ask(_email, unborn.person), worker="")
        assert status == 303


def refuses_unborn(desk: Desk, work: Any) -> bool:
    unborn = msgspec.structs.replace(work, worker=msgspec.structs.replace(work.worker, birth_date=None))
    try:
        desk.kind.row(unborn, desk.country.parameters)
    except Refusal:
        return True
    return False


def _email(uow: Any, person: str) -> str:
    return people_by_id(uow, [person])[person].email


def test_an_unknown_tax_class_is_refused_before_anybody_is_engaged(desk: Desk) -> None:
    for name in desk.country.worker.__struct_fields__:
        if name in ("tax_class", "tax_table", "tax_column"):
            try:
                odd = desk.person(worker={**desk.sample.worker, name: 97})
            except Refusal as refusal:
                assert refusal.way_out and name in str(refusal)
                continue
            desk.refused("", worker_other=desk.world.ask(_email, odd.person), worker="")


def test_one_worker_is_not_engaged_twice_for_the_same_days(desk: Desk) -> None:
    other = desk.person()
    activity = desk.funded(other)
    said = {"worker": other.person, "activity": activity.id}
    assert desk.send(**said)[0] == 303
    assert "already works" in desk.refused("already works", **said)


def test_the_action_says_the_same(desk: Desk) -> None:
    """Whoever comes by the command line or an import meets the same rules."""

    def new(**said: Any) -> NewContract:
        return NewContract(**{
            "activity": desk.activity.id, "worker": desk.member.person, "contract_type": desk.kind.code,
            "days": desk.work.days, "pay": str(major(desk.work.gross, desk.country.currency)), "pay_is": "gross",
            "minutes": desk.work.minutes, "terms": dict(desk.work.terms), **said,
        })  # fmt: skip

    for rule, said in (
        ("pay", {"pay": "-5"}), ("no_days", {"days": ()}), ("days_twice", {"days": (desk.work.days[0],) * 2}),
        ("hours", {"minutes": 10**6}), ("too_long", {"days": (desk.work.days[0], date(2031, 1, 1))}),
        ("terms", {"terms": {"no_such_term": 1}}), ("unknown_contract_type", {"contract_type": "no_such"}),
    ):  # fmt: skip
        with refused(rule):
            desk.world.do(engage, [new(**said)], actor=ADVISER)
