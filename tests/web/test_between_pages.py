"""Between entities, as finance sees it: taking in, declining, paying, and what a letter is refused for."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from core import instance
from core.activities import activities_of
from core.federation import SigningKey, seal
from core.federation.envelope import parsed
from core.trade import incoming_listed


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def english(sign_in: Any, house: str, role: str) -> TestClient[Litestar]:
    """Signed in and reading English."""
    client = sign_in(house, role)
    csrf = token(client.get(f"/{house}/").text)
    client.post(f"/{house}/language", data={"csrf": csrf, "language": "en", "back": "/"})
    return client


def posted(client: TestClient[Litestar], address: str, **typed: Any) -> Any:
    """The form of ``/house/between`` filled in and sent."""
    house = address.split("/")[1]
    typed["csrf"] = token(client.get(f"/{house}/between").text)
    return client.post(address, data=typed, follow_redirects=False)


def uploaded(client: TestClient[Litestar], raw: bytes) -> Any:
    csrf = token(client.get("/be/between").text)
    return client.post(
        "/be/between/envelope", data={"csrf": csrf}, files={"file": ("letter.json", raw)}, follow_redirects=False
    )  # fmt: skip


@pytest.fixture
def letter(data: Path) -> bytes:
    """What Hungary sent Belgium: the invoice nobody has taken in yet."""
    [path] = (data / "to-be").glob("hu-trade-*.json")
    return path.read_bytes()


def of(data: Path, house: str, question: Any, *arguments: Any) -> Any:
    with instance.open_instance(data / house).store.read() as uow:
        return question(uow, *arguments)


def test_finance_sees_what_was_sent_received_and_is_owed(sign_in: Any) -> None:
    client = english(sign_in, "be", "finance")
    page = client.get("/be/between").text
    assert "waits for an activity" in page and page.count("booked there") >= 2
    assert "MAIN-2026-" in client.get("/be/").text, "it is work that waits"
    page = english(sign_in, "hu", "finance").get("/hu/between").text
    assert "1,460.00" in page and "arrived" in page
    assert client.get("/hu/between", follow_redirects=False).status_code == 200
    assert sign_in("hu", "member").get("/hu/between").status_code == 403


def test_an_envelope_that_is_not_right_is_refused_in_words(
    sign_in: Any, letter: bytes, data: Path, tmp_path: Path
) -> None:
    client = english(sign_in, "be", "finance")
    again = uploaded(client, letter)
    assert again.status_code == 303 and "/between/received/" in again.headers["location"], (
        "known: it is shown"
    )
    body = b'{"seller":"hu"}'
    hungary = SigningKey.read(data / "hu" / "key.pem")
    for raw, said in (
        (b"not an envelope", "this is no envelope"),
        (letter.replace(b'"trade"', b'"answer"'), "does not fit these bytes"),
        (seal(SigningKey.create(tmp_path / "k.pem"), "trade", "hu", body), "has no key"),
        (seal(hungary, "trade", "hu", body), "Ask the sender for it again."),
        (seal(hungary, "figures", "hu", body), "is not taken in here"),
    ):
        answer = uploaded(client, raw)
        assert answer.status_code == 422 and said in answer.text, said
    assert parsed(letter).sender == "hu"
    assert len(of(data, "be", incoming_listed)) == 1


def test_a_refusal_is_said_in_the_reader_s_language(sign_in: Any) -> None:
    client = english(sign_in, "hu", "finance")
    csrf = token(client.get("/hu/between").text)
    client.post("/hu/language", data={"csrf": csrf, "language": "hu", "back": "/hu/between"})
    page = client.get("/hu/between").text
    assert "Szervezetek között" in page and "Fizetendő" in page
    csrf = token(page)
    answer = client.post("/hu/between/envelope", data={"csrf": csrf}, files={"file": ("x.json", b"x")})
    assert answer.status_code == 422 and "Ez a fájl nem boríték" in answer.text
    client.post("/hu/language", data={"csrf": csrf, "language": "en", "back": "/hu/between"})


def test_taking_in_shows_the_entry_first_and_keeps_nothing(sign_in: Any, data: Path) -> None:
    client = english(sign_in, "be", "finance")
    [document] = [row["id"] for row in of(data, "be", incoming_listed)]
    activity = of(data, "be", activities_of)[0].id
    address = f"/be/between/received/{document}"
    asked = {"activity": activity, "rate": "", "rate_source": "", "vat": "standard"}
    assert "Enter how many EUR one HUF was" in client.get(address, params=asked).text
    page = client.get(address, params=asked | {"rate": "0,0027", "rate_source": "ECB"}).text
    for part in ("The entry, once approved", "729.00", "153.09", "451", "411"):
        assert part in page, part
    assert of(data, "be", incoming_listed)[0]["expense"] is None, "a preview keeps nothing"
    assert posted(client, f"{address}/refusal", reason=" ").status_code == 422
    answer = posted(
        client, f"{address}/note", activity=activity, rate="0,0027", rate_source="ECB", vat="standard"
    )
    assert answer.status_code == 303
    assert (
        posted(client, f"{address}/note", activity=activity, rate="0.0027", rate_source="ECB").status_code
        == 422
    )
    assert "A colleague approves the note" in client.get(address).text
    assert posted(client, f"{address}/refusal", reason="no").status_code == 422, "it is a note already"


def test_a_transfer_sent_twice_is_one(sign_in: Any) -> None:
    client = english(sign_in, "hu", "finance")
    page = client.get("/hu/between").text
    address = re.findall(r'href="(/hu/between/payments/[^"]+)"', page)[0]
    shown = client.get(address).text
    assert "BE68 5390 0754 7034" in shown and "1,200.00" in shown and 'value="1200.00"' in shown
    typed = {"amount": "1200.00", "before": "0"}
    refused = posted(client, address, **typed)
    assert refused.status_code == 422 and "Enter how many HUF the bank takes" in refused.text
    for _ in range(2):
        assert posted(client, address, **typed, paid="437 000".replace(" ", "")).status_code == 303
    after = client.get(address).text
    assert after.count('<td class="day">') == 1 and "Order the transfer" not in after
    assert "1,460.00" not in client.get("/hu/between").text


def test_the_same_by_json(sign_in: Any) -> None:
    client = english(sign_in, "hu", "finance")
    owed = client.get("/hu/api/between/owed").json()
    assert owed and owed[0]["left"]["left"] > 0
    assert {one["state"] for one in client.get("/hu/api/between/sent").json()} <= {"arrived", "booked"}
    assert len(client.get("/hu/api/between/received").json()) == 2
    orders = [
        {
            "expense": owed[-1]["note"]["id"],
            "amount": "1.00",
            "paid": "365",
            "before": owed[-1]["left"]["paid"],
        }
    ]
    assert client.post("/hu/api/between/payments", json=orders).status_code == 403, (
        "without the session's token"
    )
    headers = {"x-csrf-token": token(client.get("/hu/between").text)}
    [paid] = client.post("/hu/api/between/payments", json=orders, headers=headers).json()
    assert paid["amount"] == 100
    assert client.post("/hu/api/between/payments", json=orders, headers=headers).json() == []
    rate = [{"currency": "HUF", "month": "2026-10", "closing": "1", "source": "x"}]
    answer = client.post("/hu/api/between/rates", json=rate, headers=headers)
    assert (answer.status_code, answer.json()["rule"]) == (422, "rate_frozen")


def test_the_group_s_page_shows_one_of_each_kind(sign_in: Any) -> None:
    page = sign_in("group", "group").get("/group/pairs").text
    for word in ("agrees", "in transit", "differs", "A bank on the way kept 10.00"):
        assert word in page, word
