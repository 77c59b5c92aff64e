"""The client's side by link: one's own documents and nobody else's, an agreement kept with its text, a correction asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from litestar import Litestar
from litestar.testing import TestClient

from core import instance
from core.clock import SetClock
from core.country import country
from core.db import Store
from core.sales import Draft, Invoice, Line, invoice_by_id, invoices_of, send_quotes
from core.sales.links import DAYS, link_for, requests_of, revoke_links
from core.sales.store import quote as quote_table
from core.words import Words


@pytest.fixture
def store(data: Path) -> Store:
    return instance.open_instance(data / "be").store


@pytest.fixture
def invoice(store: Store) -> Invoice:
    with store.read() as uow:
        row = next(row for row in invoices_of(uow) if row["open"])
        found = invoice_by_id(uow, row["id"])
    assert found
    return found


@pytest.fixture
def token(store: Store, invoice: Invoice) -> Iterator[str]:
    with store.work() as uow:
        made = link_for(uow, store.key, invoice.client, "invoice", invoice.id)
    yield made
    with store.work() as uow:
        revoke_links(uow, invoice.id)


Client = TestClient[Litestar]


def test_the_document_without_an_account(client: Client, token: str, invoice: Invoice) -> None:
    page = client.get(f"/be/client/{token}")
    assert page.status_code == 200 and invoice.number in page.text
    assert "no-store" in page.headers["cache-control"] and page.headers["referrer-policy"] == "same-origin"
    assert 'name="digest"' not in page.text
    here = f"/be/client/{token}/documents/{invoice.id}"
    paper = client.get(f"{here}/paper")
    assert paper.content.startswith(b"%PDF") and invoice.number in paper.headers["content-disposition"]
    assert client.get(f"{here}/else").status_code == 404


def test_another_clients_document_is_not_there(
    client: Client, token: str, invoice: Invoice, store: Store
) -> None:
    with store.read() as uow:
        others = [row["id"] for row in invoices_of(uow) if row["client"] != invoice.client]
    assert others
    for other in others[:5]:
        for path in (f"documents/{other}", f"documents/{other}/paper", f"documents/{other}/file"):
            assert client.get(f"/be/client/{token}/{path}").status_code == 404
        asked = client.post(f"/be/client/{token}/documents/{other}/correction", data={"text": "mine"})
        assert asked.status_code == 404
    page = client.get(f"/be/client/{token}").text
    with store.read() as uow:
        names = {row["buyer"]["name"] for row in invoices_of(uow)} - {invoice.buyer.name}
    assert not [name for name in names if name in page]


def test_the_fee_is_not_shown(client: Client, token: str, invoice: Invoice) -> None:
    page = client.get(f"/be/client/{token}").text
    assert f"{invoice.fee // 100}.{invoice.fee % 100:02d}" not in page
    assert f"{invoice.fee // 100},{invoice.fee % 100:02d}" not in page


@pytest.mark.parametrize("spoilt", ["", "x", "a" * 43, "..%2F..%2Finvoices"])
def test_a_token_that_is_none_opens_nothing(client: Client, spoilt: str) -> None:
    assert client.get(f"/be/client/{spoilt}").status_code == 404


def test_a_link_of_one_entity_opens_nothing_in_another(client: Client, token: str) -> None:
    assert client.get(f"/hu/client/{token}").status_code == 404


def test_a_revoked_link_opens_nothing(client: Client, token: str, invoice: Invoice, store: Store) -> None:
    with store.work() as uow:
        assert revoke_links(uow, invoice.id) >= 1
    assert client.get(f"/be/client/{token}").status_code == 404


def test_an_old_link_opens_nothing(client: Client, store: Store, invoice: Invoice) -> None:
    now = store.clock.now()
    store.clock = SetClock(now - timedelta(days=DAYS, minutes=1))
    with store.work() as uow:
        revoke_links(uow, invoice.id)
        old = link_for(uow, store.key, invoice.client, "invoice", invoice.id)
    assert client.get(f"/be/client/{old}").status_code == 404


def test_a_correction_waits_for_customer_service(
    client: Client, sign_in: Any, token: str, invoice: Invoice, store: Store
) -> None:
    here = f"/be/client/{token}/documents/{invoice.id}/correction"
    assert client.post(here, data={"text": " "}).status_code == 422
    answer = client.post(here, data={"text": "The <b>address</b> is wrong"}, follow_redirects=False)
    assert answer.status_code == 303
    assert "The &lt;b&gt;address&lt;/b&gt; is wrong" in client.get(answer.headers["location"]).text
    staff = sign_in("be", "adviser")
    assert "is wrong" in staff.get("/be/").text
    page = staff.get(f"/be/invoices/{invoice.id}").text
    csrf = re.search(r'name="csrf" value="([^"]+)"', page)
    assert csrf and "is wrong" in page
    staff.post(f"/be/invoices/{invoice.id}/answer", data={"csrf": csrf[1]})
    with store.read() as uow:
        assert requests_of(uow, [invoice.id]) == []


def test_a_quote_is_agreed_to_once_by_name_with_the_text_that_was_read(
    client: Client, store: Store, invoice: Invoice
) -> None:
    draft = Draft(
        activity=invoice.activity,
        client=invoice.client,
        lines=(Line(description="Work", unit_price="10.00"),),
    )
    with store.work() as uow:
        [quote] = send_quotes(uow, [draft])
        token = link_for(uow, store.key, invoice.client, "quote", quote.id)
    page = client.get(f"/be/client/{token}").text
    digest = re.search(r'name="digest" value="([0-9a-f]{64})"', page)
    assert digest
    here = f"/be/client/{token}/acceptance"
    assert client.post(here, data={"accepted_by": "Eva", "digest": "0" * 64}).status_code == 422
    assert client.post(here, data={"accepted_by": " ", "digest": digest[1]}).status_code == 422
    agreed = client.post(here, data={"accepted_by": "Eva Claes", "digest": digest[1]}, follow_redirects=False)
    assert agreed.status_code == 303
    with store.read() as uow:
        row = uow.one(quote_table.select().where(quote_table.c.id == quote.id))
    assert (
        row
        and row["accepted_by"] == "Eva Claes"
        and row["accepted_digest"] == digest[1]
        and row["accepted_at"]
    )
    assert client.post(here, data={"accepted_by": "Eva", "digest": digest[1]}).status_code == 422
    assert client.get(f"/be/client/{token}/paper").content.startswith(b"%PDF")


def test_what_a_client_reads_when_something_is_refused_is_in_their_language(
    client: Client, token: str, invoice: Invoice
) -> None:
    closed = client.get(f"/be/client/{'x' * 43}", headers={"accept-language": "nl"})
    assert closed.status_code == 404 and "Deze link opent niets meer" in closed.text
    words = Words(invoice.buyer.language, country("be"))
    answer = client.post(f"/be/client/{token}/documents/{invoice.id}/correction", data={"text": " "})
    assert answer.status_code == 422
    assert words("Write what is wrong.") in answer.text
