"""Forms keep what was typed, refuse with a reason, and do nothing by half; sign-in, tokens, languages."""

from __future__ import annotations

import re

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from core.access import pages
from core.demo.run import PASSWORD


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def read_in(client: TestClient[Litestar], language: str) -> None:
    """Choose the language of the session."""
    page = client.get("/be/activities").text
    client.post("/be/language", data={"csrf": token(page), "language": language, "back": "/be/activities"})


def first_option(page: str, field: str) -> str:
    select = re.search(rf'<select id="{field}".*?</select>', page, re.DOTALL)
    assert select
    return next(value for value in re.findall(r'value="([^"]*)"', select[0]) if value)


@pytest.fixture
def invoice_form(sign_in) -> tuple[TestClient[Litestar], dict[str, str]]:
    client = sign_in("be", "member")
    page = client.get("/be/invoices/new").text
    return client, {
        "csrf": token(page), "activity": first_option(page, "activity"), "client": first_option(page, "client"),
        "lines-0-description": "Three days of drawing", "lines-0-quantity": "3", "lines-0-unit_price": "333.33",
        "lines-0-vat": "standard",
    }  # fmt: skip


def test_n4_an_invoice_is_shown_without_a_number_before_it_is_issued(invoice_form) -> None:
    client, typed = invoice_form
    before = client.get("/be/api/invoices").json()
    shown = client.post("/be/invoices", data={**typed, "step": "preview"})
    assert shown.status_code == 200 and "1.209,99" in shown.text
    assert "PRODUCTIONS-" not in shown.text, "a draft has no number anywhere"
    assert client.get("/be/api/invoices").json() == before
    issued = client.post("/be/invoices", data={**typed, "step": "issue"}, follow_redirects=False)
    assert issued.status_code == 303
    assert "PRODUCTIONS-" in client.get(issued.headers["location"]).text


def test_n6_a_numbered_document_is_neither_edited_nor_deleted_by_a_page_or_the_api(
    sign_in, app: Litestar
) -> None:
    client = sign_in("be", "member")
    invoice = client.get("/be/api/invoices").json()[0]["id"]
    before = client.get(f"/be/api/invoices/{invoice}").content
    for address in (f"/be/invoices/{invoice}", f"/be/api/invoices/{invoice}"):
        for method in ("POST", "PUT", "PATCH", "DELETE"):
            assert client.request(method, address, json={"net": 1}).status_code == 405, (method, address)
    assert client.get(f"/be/api/invoices/{invoice}").content == before
    offered = {method for route in app.routes for method in getattr(route, "methods", ())}
    assert offered <= {"GET", "POST", "OPTIONS", "HEAD"}, "nothing else changes anything"


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("lines-0-unit_price", "-5", "negative"), ("lines-0-unit_price", "12.34567", "four decimals"),
        ("lines-0-unit_price", "much", "no number"), ("lines-0-quantity", "0", "not more than 0"),
        ("lines-0-description", "", "says what is sold"), ("supply_day", "31-12", "no day"), ("client", "", "no client"),
        ("lines-0-vat", "imaginary", "no VAT rate"),
    ],
)  # fmt: skip
def test_a_refused_form_keeps_what_was_typed_and_says_why(
    invoice_form, field: str, value: str, said: str
) -> None:
    client, typed = invoice_form
    read_in(client, "en")
    sent = {**typed, field: value, "note": "Keep this", "step": "issue"}
    answer = client.post("/be/invoices", data=sent)
    assert answer.status_code == 422
    assert said in answer.text
    for name in ("note", "lines-0-description", "lines-0-quantity", "lines-0-unit_price"):
        if sent[name]:
            assert f'value="{sent[name]}"' in answer.text, f"{name} is lost"


def test_a_refusal_is_said_in_the_readers_language(invoice_form) -> None:
    client, typed = invoice_form
    refused = {**typed, "lines-0-unit_price": "-5", "step": "issue"}
    for language, said in (
        ("nl", "Een prijs is niet negatief."),
        ("de", "Ein Preis ist nicht negativ."),
        ("en", "-5 is negative."),
    ):
        read_in(client, language)
        assert said in client.post("/be/invoices", data=refused).text


def test_lines_are_added_and_taken_away_without_a_script(invoice_form) -> None:
    client, typed = invoice_form
    more = client.post("/be/invoices", data={**typed, "step": "add"}).text
    assert 'name="lines-1-description"' in more and "Three days of drawing" in more
    two = {**typed, "lines-1-description": "Paper", "lines-1-unit_price": "10"}
    less = client.post("/be/invoices", data={**two, "step": "remove-0"}).text
    assert 'value="Paper"' in less and "Three days of drawing" not in less


def test_a_form_of_somebody_elses_activity_is_refused(sign_in, invoice_form) -> None:
    client, typed = invoice_form
    other = sign_in("be", "other")
    page = other.get("/be/invoices/new").text
    mine = first_option(page, "activity")
    client = sign_in("be", "member")
    page = client.get("/be/invoices/new").text
    foreign = {**typed, "csrf": token(page), "activity": mine, "step": "issue"}
    if mine != typed["activity"]:
        assert client.post("/be/invoices", data=foreign).status_code == 422


def test_a_form_without_its_token_does_nothing(invoice_form) -> None:
    client, typed = invoice_form
    before = client.get("/be/api/invoices").json()
    for csrf in ("", "wrong"):
        assert client.post("/be/invoices", data={**typed, "csrf": csrf, "step": "issue"}).status_code == 403
    assert client.get("/be/api/invoices").json() == before


def test_a_form_from_another_site_does_nothing(invoice_form) -> None:
    client, typed = invoice_form
    answer = client.post(
        "/be/invoices", data={**typed, "step": "issue"}, headers={"origin": "https://elsewhere.example"}
    )
    assert answer.status_code == 403


def test_wrong_passwords_are_refused_alike_and_slowed(client: TestClient[Litestar]) -> None:
    known = client.post("/be/sign-in", data={"email": "tom.maes@example.org", "password": "wrong"})
    unknown = client.post("/be/sign-in", data={"email": "nobody@example.org", "password": "wrong"})
    assert known.status_code == unknown.status_code == 422
    for _ in range(pages.ATTEMPTS_A_MINUTE):
        last = client.post("/be/sign-in", data={"email": "nobody@example.org", "password": "wrong"})
    assert last.status_code == 429


def test_signing_in_leads_only_to_our_own_pages(client: TestClient[Litestar]) -> None:
    for to in (
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "/\t/elsewhere.example/",
    ):
        client.cookies.clear()
        answer = client.post(
            "/be/sign-in",
            data={"email": "anna.peeters@example.org", "password": PASSWORD, "to": to},
            follow_redirects=False,
        )
        assert answer.headers["location"] == "/be/"


def test_signing_out_ends_the_session_on_the_server(sign_in) -> None:
    client = sign_in("be", "member")
    cookie = client.cookies["session_be"]
    client.post("/be/sign-out", data={"csrf": token(client.get("/be/activities").text)})
    client.cookies.set("session_be", cookie)
    assert "/sign-in" in client.get("/be/activities", follow_redirects=False).headers["location"]


@pytest.mark.parametrize(
    ("language", "word"), [("nl", "Facturen"), ("fr", "Factures"), ("de", "Rechnungen"), ("en", "Invoices")]
)
def test_pages_in_the_language_chosen(sign_in, language: str, word: str) -> None:
    client = sign_in("be", "member")
    client.post(
        "/be/language",
        data={"csrf": token(client.get("/be/activities").text), "language": language, "back": "/be/invoices"},
    )
    page = client.get("/be/invoices").text
    assert f'<html lang="{language}">' in page and f"<h1>{word}</h1>" in page


def test_headers_keep_strangers_out(client: TestClient[Litestar]) -> None:
    headers = client.get("/be/sign-in").headers
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"


def test_an_expense_is_approved_by_somebody_else(sign_in) -> None:
    client = sign_in("be", "member")
    page = client.get("/be/expenses/new").text
    typed = {
        "csrf": token(page), "activity": first_option(page, "activity"), "description": "Ink", "supplier": "Schleiper",
        "day": "2026-10-30", "gross": "12.10", "vat": "2.10", "receipt": "ink.pdf",
    }  # fmt: skip
    note = client.post("/be/expenses", data=typed, follow_redirects=False).headers["location"]
    assert client.post(f"{note}/approval", data={"csrf": typed["csrf"]}).status_code == 403
    client = sign_in("be", "adviser")
    answer = client.post(
        f"{note}/approval", data={"csrf": token(client.get(note).text)}, follow_redirects=False
    )
    assert answer.status_code == 303


def test_an_engagement_shows_what_it_buys_before_it_is_agreed(sign_in) -> None:
    client = sign_in("be", "member")
    page = client.get("/be/contracts/new").text
    typed = {
        "csrf": token(page), "activity": first_option(page, "activity"), "worker": first_option(page, "worker"),
        "contract_type": "employee", "first": "2027-01-11", "pay": "400", "pay_is": "cost",
    }  # fmt: skip
    refused = client.post("/be/contracts", data={**typed, "step": "offer"})
    assert refused.status_code == 422, "the law of 2027 is not known yet: nothing is guessed"
    shown = client.post("/be/contracts", data={**typed, "first": "2026-12-14", "step": "offer"})
    assert shown.status_code == 200 and "400,00" in shown.text


def test_the_api_speaks_problem_details(sign_in) -> None:
    client = sign_in("be", "member")
    answer = client.get("/be/api/invoices/00000000-0000-7000-8000-000000000000")
    assert answer.status_code == 404 and answer.headers["content-type"].startswith("application/problem+json")
    refused = client.post("/be/api/invoices", json=[])
    assert refused.status_code == 403 and refused.json()["status"] == 403


def test_a_letter_to_the_group_must_be_signed(client: TestClient[Litestar]) -> None:
    answer = client.post("/group/inbox", content=b"{}", headers={"content-type": "application/json"})
    assert answer.status_code == 422 and answer.json()["rule"] == "damaged_envelope"
