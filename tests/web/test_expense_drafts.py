"""A member reads a supplier's e-invoice, completes the draft, discards it, takes it back, and hands it in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import TestClient
from visitors import PEOPLE

from core import instance
from core.activities import activities_of
from core.activities.store import managers_of
from core.db import UnitOfWork
from core.expenses import read_invoice
from core.people import people_by_id
from core.people.store import person_by_email
from core.sales import invoices_of
from core.sales.files import file_of

Client = TestClient[Litestar]


def token(page: str) -> str:
    found = re.search(r'name="csrf" value="([^"]+)"', page)
    assert found
    return found[1]


def typed_in(page: str, name: str) -> str:
    """What the field ``name`` holds: the option selected, or the value."""
    found = re.search(
        rf'<select[^>]* name="{name}".*?<option value="([^"]+)" selected', page, re.DOTALL
    ) or re.search(rf'name="{name}"[^>]* value="([^"]*)"', page)
    assert found, name
    return found[1]


@pytest.fixture(scope="module")
def e_invoices(data: Path) -> list[bytes]:
    """Three that nobody has read: the demonstration's own, as a supplier would send them."""
    opened = instance.open_instance(data / "be")

    def files(uow: UnitOfWork) -> list[bytes]:
        sold = [row["id"] for row in invoices_of(uow) if row["kind"] == "invoice"][-3:]
        return [
            file_of(uow, key, kind).content
            for key, kind in zip(sold, ("ubl", "factur_x", "cii"), strict=True)
        ]

    with opened.store.read() as uow:
        return files(uow)


def upload(client: Client, content: bytes, name: str = "invoice.xml"):
    page = client.get("/be/expenses/new").text
    activity = re.search(r'name="activity"[^>]*>\s*<option value="([^"]+)"', page)
    assert activity
    return client.post(
        "/be/expenses/e-invoice", data={"csrf": token(page), "activity": activity[1]}, files={"file": (name, content)},
        follow_redirects=False,
    )  # fmt: skip


def test_read_completed_discarded_taken_back_and_handed_in(sign_in, e_invoices: list[bytes]) -> None:
    client: Client = sign_in("be", "member")
    draft = upload(client, e_invoices[0]).headers["location"]
    assert upload(client, e_invoices[0]).headers["location"] == draft
    page = client.get(draft).text
    typed = {"csrf": token(page), "description": "Ink and paper", "gross": "12,10", "vat": "2,10",
             "activity": typed_in(page, "activity")}  # fmt: skip
    assert client.post(draft, data={**typed, "step": "keep"}, follow_redirects=False).status_code == 303
    assert "Ink and paper" in client.get("/be/expenses").text and 'value="12.10"' in client.get(draft).text
    client.post(f"{draft}/discarding", data=typed)
    assert "Ink and paper" not in client.get("/be/expenses").text
    assert f"{draft}/return" in client.get(draft).text
    client.post(f"{draft}/return", data=typed)
    wrong = client.post(draft, data={**typed, "gross": "nothing", "step": "hand-in"})
    assert wrong.status_code == 422 and 'value="nothing"' in wrong.text
    note = client.post(draft, data={**typed, "step": "hand-in"}, follow_redirects=False).headers["location"]
    shown = client.get(note).text
    assert "12,10" in shown and f"{draft}/file" in shown
    assert client.get(f"{draft}/file").content == e_invoices[0]
    assert note in client.get(draft).text, "read again it leads to what became of it"


def test_staff_read_for_an_activity_and_its_member_finds_the_draft(sign_in, e_invoices: list[bytes]) -> None:
    client: Client = sign_in("be", "adviser")
    draft = upload(client, e_invoices[1], "invoice.pdf").headers["location"]
    page = client.get(draft).text
    assert 'name="person"' in page
    typed = {name: typed_in(page, name) for name in ("activity", "person", "gross", "vat")}
    answer = client.post(
        draft, data={"csrf": token(page), "description": "", "step": "hand-in", **typed}, follow_redirects=False
    )  # fmt: skip
    assert answer.status_code == 303, answer.text


def test_what_is_no_invoice_is_said_beside_the_file(sign_in) -> None:
    client: Client = sign_in("be", "member")
    for content in (b"", b"hello"):
        answer = upload(client, content)
        assert answer.status_code == 422 and 'role="alert"' in answer.text


def test_an_invoice_read_by_somebody_else_is_refused_without_a_name(
    sign_in, data: Path, e_invoices: list[bytes]
) -> None:
    opened = instance.open_instance(data / "be")

    def read(uow: UnitOfWork) -> str:
        member = person_by_email(uow, PEOPLE["be"]["member"])
        assert member is not None
        mine = {activity.id for activity in activities_of(uow, member.id)}
        other = next(activity.id for activity in activities_of(uow) if activity.id not in mine)
        draft = read_invoice(uow, e_invoices[2], other, managers_of(uow, other)[0]).draft
        assert draft.activity == other
        return people_by_id(uow, [draft.person])[draft.person].name

    owner = opened.store.run(read)
    answer = upload(sign_in("be", "member"), e_invoices[2])
    assert answer.status_code == 422 and owner not in answer.text
