"""What one does with a quote on its page, by the JSON beside it, and what its client does with the link."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from visitors import PEOPLE

from core import instance
from core.activities import activities_of
from core.db import Store
from core.people.store import person_by_email
from core.sales import Draft, Line, Quote, quote_by_id, send_quotes
from core.sales.links import link_for
from core.sales.near import clients_near

Client = TestClient[Litestar]


@pytest.fixture(scope="module")
def store(data: Path) -> Store:
    return instance.open_instance(data / "be").store


@pytest.fixture
def quote(store: Store) -> Quote:
    with store.work() as uow:
        member = person_by_email(uow, PEOPLE["be"]["member"])
        assert member is not None
        draft = Draft(
            activity=activities_of(uow, member.id)[0].id, client=clients_near(uow, member.id)[0].id,
            lines=(Line(description="Two murals", quantity="2", unit="DAY", unit_price="350.25"),),
        )  # fmt: skip
        return send_quotes(uow, [draft])[0]


def state(store: Store, quote: Quote) -> str:
    with store.read() as uow:
        found = quote_by_id(uow, quote.id)
    assert found is not None
    return found.state


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def press(client: Client, quote: Quote, verb: str, **typed: str) -> int:
    """Post to the form whose address the page itself shows."""
    here = f"/be/quotes/{quote.id}"
    page = client.get(here).text
    assert f'action="{here}/{verb}"' in page, f"the page offers no {verb}"
    return client.post(
        f"{here}/{verb}", data={"csrf": token(page), **typed}, follow_redirects=False
    ).status_code


@pytest.mark.parametrize("role", ["member", "adviser"])
def test_agreed_lost_and_undone_on_the_page(sign_in, store: Store, quote: Quote, role: str) -> None:
    client: Client = sign_in("be", role)
    assert press(client, quote, "acceptance", accepted_by=" ") == 422
    assert press(client, quote, "acceptance", accepted_by="Eva Claes") == 303
    assert "Eva Claes" in client.get(f"/be/quotes/{quote.id}").text
    assert press(client, quote, "reopening") == 303 and state(store, quote) == "sent"
    assert press(client, quote, "loss", reason="too <dear>") == 303 and state(store, quote) == "declined"
    page = client.get(f"/be/quotes/{quote.id}").text
    assert "too &lt;dear&gt;" in page and "/acceptance" not in page and '/invoice"' not in page
    assert press(client, quote, "reopening") == 303 and state(store, quote) == "sent"
    assert press(client, quote, "acceptance", accepted_by="Eva Claes") == 303
    assert press(client, quote, "loss", reason="") == 422, "the client had agreed"
    assert press(client, quote, "invoice") == 303 and state(store, quote) == "invoiced"


def test_a_copy_opens_the_form_filled_in_and_makes_another_quote(sign_in, quote: Quote) -> None:
    client: Client = sign_in("be", "member")
    page = client.get(f"/be/quotes/{quote.id}/copy").text
    assert (
        'value="Two murals"' in page and 'value="350.25"' in page and '<option value="DAY" selected' in page
    )
    typed = dict(re.findall(r'<input id="[^"]*" name="([^"]+)"[^>]* value="([^"]*)"', page))
    for name, options in re.findall(r'<select[^>]* name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]+)" selected', options)
        typed[name] = chosen[1] if chosen else ""
    sent = client.post(
        "/be/quotes", data={**typed, "csrf": token(page), "step": "preview"}, follow_redirects=False
    )
    assert sent.status_code == 303 and quote.id not in sent.headers["location"]
    assert "700" in client.get(sent.headers["location"]).text


def test_the_json_does_what_the_page_does(sign_in, store: Store, quote: Quote) -> None:
    client: Client = sign_in("be", "member")
    here, csrf = f"/be/api/quotes/{quote.id}", token(client.get("/be/quotes/new").text)
    assert client.post(f"{here}/loss", json={"reason": "too dear"}).status_code == 403
    headers = {"x-csrf-token": csrf}

    def post(verb: str, **data: str):
        return client.post(f"{here}/{verb}", json=data, headers=headers)

    assert post("loss", reason="too dear").json()["state"] == "declined"
    assert post("acceptance", accepted_by="Eva").status_code == 422
    assert post("reopening").json()["state"] == "sent"
    assert post("acceptance", accepted_by="Eva").json()["accepted_by"] == "Eva"
    copied = client.get(here).json()["draft"]
    [again] = client.post("/be/api/quotes", json=[copied], headers=headers).json()
    assert again["net"] == quote.net and again["id"] != quote.id
    assert post("invoice").json()["net"] == quote.net
    assert quote.id in {one["id"] for one in client.get("/be/api/quotes").json()}


def test_the_client_refuses_with_the_link_and_nobody_reopens_it(sign_in, store: Store, quote: Quote) -> None:
    with store.work() as uow:
        link = f"/be/client/{link_for(uow, store.key, quote.client, 'quote', quote.id)}"
    client: Client = sign_in("be", "member")
    client.cookies.clear()
    assert f'action="{link}/refusal"' in client.get(link).text
    assert client.post(f"{link}/refusal", data={"declined_by": " "}).status_code == 422
    answer = client.post(
        f"{link}/refusal", data={"declined_by": "Eva Claes", "reason": "late"}, follow_redirects=False
    )
    assert answer.status_code == 303 and state(store, quote) == "declined"
    after = client.get(link).text
    assert "/acceptance" not in after and "/refusal" not in after and 'class="notice"' in after
    member: Client = sign_in("be", "member")
    page = member.get(f"/be/quotes/{quote.id}").text
    assert "Eva Claes" in page and "late" in page and "/reopening" not in page and "/copy" in page
