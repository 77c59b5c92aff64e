"""Every route, every role, own and foreign objects: what the stated rule says is what happens."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.testing import TestClient
from visitors import PEOPLE

from core import instance
from core.activities import activities_of
from core.activities.store import managers_of
from core.contracts import contracts_of
from core.country import country
from core.db import UnitOfWork
from core.expenses import expenses_of, read_invoice
from core.payroll import payslips_of
from core.people.store import person_by_email
from core.sales import invoices_of, quotes_of
from core.sales.files import file_of
from core.sales.near import clients_near
from core.web.access import SIGNED_REQUEST, Rule
from core.web.house import House

ROLES = ("member", "adviser", "finance")


def routes(app: Litestar) -> Iterator[tuple[str, str, House, Rule]]:
    """Method, path, house and rule of every route the application serves."""
    for route in app.routes:
        for handler in getattr(route, "route_handlers", ()):
            if isinstance(handler, HTTPRouteHandler) and "house" in handler.opt:
                for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                    yield method, route.path, handler.opt["house"], handler.opt["access"]


def test_every_route_states_its_rule(app: Litestar) -> None:
    unstated = [
        route.path
        for route in app.routes
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler) and not isinstance(handler.opt.get("access"), Rule)
        and handler.http_methods != {"OPTIONS"}
    ]  # fmt: skip
    assert not unstated
    assert len(list(routes(app))) > 80


def test_every_form_asks_for_its_token(app: Litestar) -> None:
    """What changes something takes the form (whose token is checked when it is read) or is JSON with its header."""
    open_handed = [
        path
        for route in app.routes
        for path in [route.path]
        for handler in getattr(route, "route_handlers", ())
        if isinstance(handler, HTTPRouteHandler) and "POST" in handler.http_methods
        and "form" not in handler.parsed_fn_signature.parameters and "/api/" not in path and not path.endswith("/inbox")
    ]  # fmt: skip
    assert not open_handed


def read_drafts(opened: instance.Instance, email: str) -> tuple[str, str]:
    """An expense draft of the person's own and one of somebody else; read once, however many tests ask."""

    def read(uow: UnitOfWork) -> tuple[str, str]:
        person = person_by_email(uow, email)
        assert person is not None
        mine = [activity.id for activity in activities_of(uow, person.id)]
        found: list[str] = []
        for activities in (mine, [a.id for a in activities_of(uow) if a.id not in mine]):
            bought = next(row for row in invoices_of(uow, activities) if row["kind"] == "invoice")
            whose = person.id if activities is mine else managers_of(uow, activities[0])[0]
            assert activities is mine or whose != person.id
            found.append(
                read_invoice(uow, file_of(uow, bought["id"], "ubl").content, activities[0], whose).draft.id
            )
        return found[0], found[1]

    return opened.store.run(read)


def objects(uow: UnitOfWork, email: str) -> tuple[dict[str, str], dict[str, str]]:
    """For each path parameter one object that is the person's own, and one that is not."""
    person = person_by_email(uow, email)
    assert person is not None
    mine = [activity.id for activity in activities_of(uow, person.id)]
    others = [activity.id for activity in activities_of(uow) if activity.id not in mine]
    slips = payslips_of(uow)
    near = clients_near(uow, person.id)
    own = {
        "activity_id": mine[0], "invoice_id": invoices_of(uow, mine)[0]["id"], "quote_id": quotes_of(uow, mine)[0].id,
        "contract_id": contracts_of(uow, mine)[0].id, "expense_id": expenses_of(uow, mine)[0]["id"],
        "payslip_id": next(slip.id for slip in slips if slip.worker == person.id),
        "client_id": near[0].id, "person_id": person.id, "month": "2026-10", "role": "bank", "notice_id": person.id, "document_id": person.id,
    }  # fmt: skip
    foreign = {
        "activity_id": others[0], "invoice_id": invoices_of(uow, others)[0]["id"],
        "quote_id": quotes_of(uow, others)[0].id,
        "contract_id": next(c.id for c in contracts_of(uow, others) if c.worker != person.id),
        "expense_id": next(e["id"] for e in expenses_of(uow, others) if e["person"] != person.id),
        "payslip_id": next(slip.id for slip in slips if slip.worker != person.id),
        "client_id": next(client.id for client in clients_near(uow, None) if client not in near), "month": "2026-10", "role": "bank",
        "notice_id": person.id, "document_id": person.id,
        "person_id": next(slip.worker for slip in slips if slip.worker != person.id),
    }  # fmt: skip
    return own, foreign


def filled(path: str, values: dict[str, str]) -> str:
    return re.sub(
        r"\{(\w+):\w+\}", lambda match: values.get(match[1], {"number": "1"}.get(match[1], "bank")), path
    )


def expected(rule: Rule, roles: set[str], owned: bool) -> set[int]:
    """The answers the rule allows. A form sent empty may be refused (422): it was let in."""
    inside = {200, 201, 303, 400, 404, 422} if not rule.owns else {200, 201, 303, 400, 422}
    if rule == SIGNED_REQUEST:
        return {401}  # whoever has signed in: a session is no signature
    if rule.public or roles & rule.roles:
        return inside
    if rule.owns is not None:
        return inside if owned and "member" in roles else {404}
    return {403}


@pytest.mark.parametrize("house", ["be", "hu"])
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("owned", [True, False], ids=["own", "foreign"])
def test_each_role_reaches_what_its_rule_says(
    app: Litestar, client: TestClient[Litestar], sign_in, data: Path, house: str, role: str, owned: bool
) -> None:
    opened = instance.open_instance(data / house)
    drafts = read_drafts(opened, PEOPLE[house]["member"])
    with opened.store.read() as uow:
        own, foreign = objects(uow, PEOPLE[house]["member"])
    own["draft_id"], foreign["draft_id"] = drafts
    sign_in(house, role)
    checked = 0
    for method, path, of, rule in routes(app):
        if of.code != house or path.endswith("/sign-out"):
            continue
        address = filled(path, own if owned else foreign)
        answer = client.request(method, address, follow_redirects=False)
        # A form without its token is refused before it does anything; the guard has spoken by then.
        allowed = expected(rule, {role}, owned)
        if method == "POST" and 200 in allowed:
            allowed |= {403}
        assert answer.status_code in allowed, (
            f"{role} {method} {address}: {answer.status_code}, rule {rule.name}"
        )
        checked += 1
    assert checked > 30


@pytest.mark.parametrize("house", ["be", "hu"])
def test_nobody_reaches_anything_without_signing_in(
    app: Litestar, client: TestClient[Litestar], data: Path, house: str
) -> None:
    opened = instance.open_instance(data / house)
    with opened.store.read() as uow:
        own, _ = objects(uow, PEOPLE[house]["member"])
    own["draft_id"], _ = read_drafts(opened, PEOPLE[house]["member"])
    client.cookies.clear()
    for method, path, of, rule in routes(app):
        if of.code == house and not rule.public:
            answer = client.request(method, filled(path, own), follow_redirects=False)
            outside = answer.status_code == 401 or (
                answer.status_code == 303 and "/sign-in" in answer.headers["location"]
            )
            assert outside, f"{method} {path} answers {answer.status_code} to nobody"


def test_a_session_of_one_entity_is_nothing_in_another(client: TestClient[Litestar], sign_in) -> None:
    sign_in("be", "finance")
    for foreign in ("/hu/invoices", "/hu/ledger", "/group/figures"):
        answer = client.get(foreign, follow_redirects=False)
        assert answer.status_code == 303 and "/sign-in" in answer.headers["location"]


def test_an_entity_answers_nothing_about_another(client: TestClient[Litestar], sign_in, data: Path) -> None:
    hungary = instance.open_instance(data / "hu")
    with hungary.store.read() as uow:
        invoice = invoices_of(uow)[0]["id"]
    sign_in("be", "finance")
    assert client.get(f"/be/invoices/{invoice}").status_code == 404
    assert country("hu").facts.brand not in client.get("/be/clients").text


def test_the_group_sees_figures_and_no_person(client: TestClient[Litestar], sign_in, data: Path) -> None:
    sign_in("group", "group")
    page = client.get("/group/figures").text
    belgium = instance.open_instance(data / "be")
    with belgium.store.read() as uow:
        person = person_by_email(uow, PEOPLE["be"]["member"])
    assert person is not None and person.name not in page and person.iban not in page
