"""The payslip on paper over the web: linked from its page, the member's own, in the language asked for, JSON beside it."""

from __future__ import annotations

import io
import re

import pytest
from pypdf import PdfReader


@pytest.mark.parametrize("role", ["member", "adviser"])
def test_the_page_leads_to_the_paper(sign_in, role: str) -> None:
    client = sign_in("be", role)
    page = client.get(_first(client)).text
    link = re.search(r'href="([^"]+/payslip\.pdf)"', page)
    assert link
    answer = client.get(link[1])
    assert answer.status_code == 200 and answer.headers["content-type"] == "application/pdf"
    assert re.fullmatch(r'inline; filename="payslip-\d+\.pdf"', answer.headers["content-disposition"])
    assert answer.content.startswith(b"%PDF-1.7") and answer.content == client.get(link[1]).content
    assert answer.content == client.get(link[1].replace("/be/", "/be/api/")).content


def _first(client) -> str:  # type: ignore[no-untyped-def]
    return f"/be/payslips/{client.get('/be/api/payslips').json()[0]['id']}"


def test_json_says_what_stands_on_the_paper(sign_in) -> None:
    client = sign_in("be", "member")
    address = _first(client).replace("/be/", "/be/api/")
    paper = client.get(f"{address}/paper?lang=nl").json()
    said = "".join(
        PdfReader(io.BytesIO(client.get(f"{address}/payslip.pdf?lang=nl").content))
        .pages[0]
        .extract_text()
        .split()
    )
    assert paper["title"].startswith("Loonfiche")
    for row in (row for table in paper["tables"] for row in table["rows"]):
        assert "".join("".join(row["cells"]).split()) in said


def test_a_language_the_country_does_not_speak_is_refused(sign_in) -> None:
    client = sign_in("be", "member")
    assert client.get(f"{_first(client)}/payslip.pdf?lang=hu").status_code == 422


def test_the_form_of_an_engagement_speaks_the_readers_words(sign_in) -> None:
    page = sign_in("be", "member").get("/be/contracts/new").text
    assert "Week days" not in page and "Piecework" not in page
    assert "Werkdagen per week" in page, "Anna reads Dutch"
