"""V8, V9, V11, N3: a document is delivered once, whatever fails when; what is unknown is asked about, never guessed."""

from __future__ import annotations

import email
import email.policy
import importlib.util
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from world import World, refused

from core.clock import SetClock
from core.federation import SigningKey
from core.sales import Invoice, invoice_by_id, send_quotes
from core.sales.channels import (
    AccessPoint,
    AccessPointSettings,
    Channel,
    DeliverySettings,
    Folder,
    Mail,
    Parcel,
    Receipt,
    SmtpSettings,
    channels_of,
)
from core.sales.delivery import deliver, deliver_due, dispatches_of, not_delivered, settle
from core.sales.links import client_link, link_for, link_of, revoke_links
from core.sales.store import GAPS

_spec = importlib.util.spec_from_file_location("servers", Path(__file__).parent / "servers.py")
assert _spec and _spec.loader
servers: Any = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(servers)


@pytest.fixture
def smtp() -> Iterator[Any]:
    with servers.smtp_server() as server:
        yield server


@pytest.fixture
def point() -> Iterator[Any]:
    with servers.access_point() as server:
        yield server


@pytest.fixture
def channels(smtp: Any, point: Any) -> Mapping[str, Channel]:
    mail = SmtpSettings(host="127.0.0.1", port=smtp.port, sender="invoices@smart.example", starttls=False)
    return {
        "mail": Mail(mail, seconds=5),
        "access_point": AccessPoint(AccessPointSettings(url=point.url), seconds=0.5),
    }


@pytest.fixture
def invoice(world: World) -> Invoice:
    client = world.client(
        vat_number="BE0203430576", language="nl", street="Markt 1", city="Gent", postal_code="9000"
    )
    made = world.invoice("100.00", client=client)
    world.after()
    return made


def states(world: World, invoice: Invoice) -> dict[str, str]:
    return {row.channel: row.state for row in world.ask(dispatches_of, invoice.id)}


def later(world: World, **wait: int) -> None:
    world.store.clock = SetClock(world.store.clock.now() + timedelta(**(wait or {"hours": 12})))


def test_it_leaves_as_an_e_invoice_and_by_mail_once(
    world: World, invoice: Invoice, channels: Any, smtp: Any, point: Any
) -> None:
    assert states(world, invoice) == {"access_point": "queued", "mail": "queued"}
    assert deliver_due(world.store, channels) == 2
    assert states(world, invoice) == {"access_point": "accepted", "mail": "sent"}
    later(world)
    assert deliver_due(world.store, channels) == 0
    assert (point.posts, len(smtp.letters)) == (1, 1)
    [xml] = point.held.values()
    assert invoice.number.encode() in xml
    letter = email.message_from_bytes(smtp.letters[0], policy=email.policy.default)
    assert letter["Subject"] == f"Factuur {invoice.number}"
    [attached] = list(letter.iter_attachments())
    assert attached.get_filename() == f"{invoice.number}.pdf"
    assert attached.get_content().startswith(b"%PDF")


@pytest.fixture
def reachable(world: World) -> World:
    """The entity's pages are on the internet, and its instance has a key."""
    world.store.identity = msgspec.structs.replace(
        world.store.identity, public_address="https://be.smart.example/"
    )
    world.store.key = SigningKey(Ed25519PrivateKey.generate())
    return world


def token_in(body: str) -> str:
    found = re.search(r"https://be\.smart\.example/client/(\S+)", body)
    assert found
    return found[1]


def token_of(letter: bytes) -> str:
    body = email.message_from_bytes(letter, policy=email.policy.default).get_body(("plain",))
    assert body is not None
    return token_in(body.get_content())


def open_links(world: World, document: str) -> int:
    opens = sa.select(client_link.c.id).where(
        client_link.c.document == document, client_link.c.revoked_at.is_(None)
    )
    return len(world.ask(lambda uow: uow.rows(opens)))


def test_the_letter_carries_a_link_that_opens_this_document(
    reachable: World, invoice: Invoice, channels: Any, smtp: Any
) -> None:
    deliver(reachable.store, channels, invoice.id, "mail")
    link = reachable.ask(link_of, token_of(smtp.letters[0]))
    assert link and (link.document, link.client) == (invoice.id, invoice.client)


class Killed(BaseException):
    pass


class Post:
    """A mailbox that a worker dies at: ``dies`` before the letter was laid in, after it, or not (""). It can be asked."""

    asks = True

    def __init__(self) -> None:
        self.dies, self.bodies, self.held = "", list[str](), dict[str, Receipt]()

    def send(self, parcel: Parcel) -> Receipt:
        self.bodies.append(parcel.body)
        if self.dies == "before":
            raise Killed
        self.held[parcel.key] = Receipt(state="accepted")
        if self.dies == "after":
            raise Killed
        return self.held[parcel.key]

    def ask(self, key: str) -> Receipt | None:
        return self.held.get(key)


def test_killed_at_any_step_a_letter_tried_again_carries_the_link_of_the_first_time(
    reachable: World, invoice: Invoice
) -> None:
    post = Post()
    for dies in ("before", "before", "after"):
        post.dies = dies
        with pytest.raises(Killed):
            deliver(reachable.store, {"mail": post}, invoice.id, "mail")
        assert open_links(reachable, invoice.id) == 1
        later(reachable)
    post.dies = ""
    assert deliver(reachable.store, {"mail": post}, invoice.id, "mail") == "accepted"
    assert len(post.bodies) == 3 and len({token_in(body) for body in post.bodies}) == 1
    assert open_links(reachable, invoice.id) == 1
    assert reachable.ask(link_of, token_in(post.bodies[0]))


def test_a_mail_server_that_was_busy_or_silent_is_sent_the_same_link(
    reachable: World, invoice: Invoice, channels: Any, smtp: Any
) -> None:
    smtp.busy = True
    assert deliver(reachable.store, channels, invoice.id, "mail") == "queued"
    smtp.busy, smtp.silent = False, True
    later(reachable)
    assert deliver(reachable.store, channels, invoice.id, "mail") == "unknown"
    smtp.silent = False
    reachable.do(settle, invoice.id, "mail", False)
    assert deliver(reachable.store, channels, invoice.id, "mail") == "sent"
    first, second = (token_of(letter) for letter in smtp.letters)
    assert first == second and open_links(reachable, invoice.id) == 1


def test_a_closed_link_is_never_sent_again_and_a_new_key_closes_the_old_one(
    reachable: World, invoice: Invoice
) -> None:
    def token() -> str:
        return reachable.do(link_for, reachable.store.key, invoice.client, "invoice", invoice.id)

    first = token()
    assert token() == first
    reachable.do(revoke_links, invoice.id)
    second = token()
    assert second != first and reachable.ask(link_of, first) is None
    reachable.store.key = SigningKey(Ed25519PrivateKey.generate())
    third = token()
    assert third != second and reachable.ask(link_of, second) is None
    assert reachable.ask(link_of, third) and open_links(reachable, invoice.id) == 1


@pytest.mark.parametrize("mood", ["lost", "late"])
def test_v8_taken_and_then_silence_is_unknown_and_asked_about(
    world: World, invoice: Invoice, channels: Any, point: Any, mood: str
) -> None:
    point.mood = [mood]
    assert deliver(world.store, channels, invoice.id, "access_point") == "unknown"
    assert deliver(world.store, channels, invoice.id, "access_point") is None, "not before its time"
    later(world)
    assert deliver(world.store, channels, invoice.id, "access_point") == "accepted"
    assert point.posts == 1 and len(point.held) == 1


def test_failed_before_taking_is_asked_about_and_sent_under_the_same_key(
    world: World, invoice: Invoice, channels: Any, point: Any
) -> None:
    point.mood = ["down"]
    assert deliver(world.store, channels, invoice.id, "access_point") == "unknown"
    later(world)
    assert deliver(world.store, channels, invoice.id, "access_point") == "accepted"
    assert point.posts == 2 and len(point.held) == 1


def test_v9_already_received_is_resolved_by_asking(
    world: World, invoice: Invoice, channels: Any, point: Any
) -> None:
    point.mood = ["again"]
    assert deliver(world.store, channels, invoice.id, "access_point") == "accepted"


def test_busy_and_away_wait_and_try_again(world: World, invoice: Invoice, channels: Any, point: Any) -> None:
    point.mood = ["busy"]
    assert deliver(world.store, channels, invoice.id, "access_point") == "queued"
    away = {**channels, "access_point": AccessPoint(AccessPointSettings(url="http://127.0.0.1:9"))}
    later(world)
    assert deliver(world.store, away, invoice.id, "access_point") == "queued"
    later(world)
    assert deliver(world.store, channels, invoice.id, "access_point") == "accepted"


def test_v11_not_ready_leaves_the_state(world: World, invoice: Invoice, channels: Any, point: Any) -> None:
    point.state = "sent"
    assert deliver(world.store, channels, invoice.id, "access_point") == "sent"
    later(world)
    assert deliver(world.store, channels, invoice.id, "access_point") == "sent"
    point.state = "accepted"
    later(world)
    assert deliver(world.store, channels, invoice.id, "access_point") == "accepted"
    assert point.posts == 1


def test_refused_says_why_waits_for_a_person_and_goes_again(
    world: World, invoice: Invoice, channels: Any, point: Any
) -> None:
    point.mood = ["refuse"]
    assert deliver(world.store, channels, invoice.id, "access_point") == "refused"
    [row] = world.ask(not_delivered)
    assert "BR-CO-15" in row.reason
    later(world)
    assert deliver(world.store, channels, invoice.id, "access_point") is None
    world.do(settle, invoice.id, "access_point", False)
    assert deliver(world.store, channels, invoice.id, "access_point") == "accepted"
    with refused("dispatch_state"):
        world.do(settle, invoice.id, "access_point", False)


def test_killed_between_sending_and_noting_it_is_not_sent_again(
    world: World, invoice: Invoice, channels: Any, point: Any
) -> None:
    class Killed(BaseException):
        pass

    class Dying:
        asks = True

        def send(self, parcel: Any) -> Any:
            channels["access_point"].send(parcel)
            raise Killed

        def ask(self, key: str) -> Any:
            raise AssertionError("it was queued: nothing to ask")

    with pytest.raises(Killed):
        deliver(world.store, {"access_point": Dying()}, invoice.id, "access_point")
    assert states(world, invoice)["access_point"] == "unknown"
    later(world)
    assert deliver(world.store, channels, invoice.id, "access_point") == "accepted"
    assert point.posts == 1


def test_mail_that_fell_silent_waits_for_a_person_and_is_never_sent_twice(
    world: World, invoice: Invoice, channels: Any, smtp: Any
) -> None:
    smtp.silent = True
    assert deliver(world.store, channels, invoice.id, "mail") == "unknown"
    smtp.silent = False
    later(world)
    assert deliver(world.store, channels, invoice.id, "mail") is None
    assert len(smtp.letters) == 1
    assert [row.channel for row in world.ask(not_delivered)] == ["mail"]
    world.do(settle, invoice.id, "mail", True)
    assert states(world, invoice)["mail"] == "accepted" and world.ask(not_delivered) == []


@pytest.mark.parametrize(("trouble", "state"), [("refuses", "refused"), ("busy", "queued")])
def test_a_mail_server_that_says_no(
    world: World, invoice: Invoice, channels: Any, smtp: Any, trouble: str, state: str
) -> None:
    setattr(smtp, trouble, True)
    assert deliver(world.store, channels, invoice.id, "mail") == state
    assert smtp.letters == []


@pytest.mark.parametrize(
    "trouble", ["pdf", "mail refuses", "mail silent", "peppol refuse", "peppol lost", "peppol down"]
)
def test_n3_whatever_fails_after_issuing_the_number_stays_and_the_next_follows(
    world: World,
    invoice: Invoice,
    channels: Any,
    smtp: Any,
    point: Any,
    trouble: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    by, _, what = trouble.partition(" ")
    if by == "pdf":
        monkeypatch.setattr("core.sales.paper.render", _no_paper)
        with pytest.raises(RuntimeError):
            deliver(world.store, channels, invoice.id, "mail")
    elif by == "mail":
        setattr(smtp, what, True)
        assert deliver(world.store, channels, invoice.id, "mail") in ("refused", "unknown")
    else:
        point.mood = [what]
        assert deliver(world.store, channels, invoice.id, "access_point") in ("refused", "unknown")
    kept = world.ask(invoice_by_id, invoice.id)
    assert kept and (kept.number, kept.sequence) == (invoice.number, invoice.sequence)
    assert world.invoice("100.00").sequence == invoice.sequence + 1
    assert world.ask(lambda uow: uow.rows(sa.text(GAPS))) == []


def _no_paper(*_: Any) -> bytes:
    raise RuntimeError("the printer is on fire")


def test_n3_a_failure_after_issuing_neither_burns_nor_frees_a_number(world: World, channels: Any) -> None:
    client = world.client(email="")
    first = world.invoice("100.00", client=client)
    world.after()
    assert deliver(world.store, channels, first.id, "mail") == "refused"
    assert "no e-mail address" in world.ask(not_delivered)[0].reason
    assert world.invoice("100.00", client=client).sequence == first.sequence + 1


def test_many_workers_send_once(world: World, invoice: Invoice, channels: Any, point: Any) -> None:
    with ThreadPoolExecutor(6) as pool:
        tries = pool.map(lambda _: deliver(world.store, channels, invoice.id, "access_point"), range(6))
        answers = list(tries)
    assert answers.count("accepted") == 1 and answers.count(None) == 5
    assert len(point.held) == point.posts == 1


def test_jobs_run_twice_queue_once(world: World, invoice: Invoice) -> None:
    from core.sales.delivery import queue_invoice

    world.do(queue_invoice, invoice.id)
    assert len(world.ask(dispatches_of, invoice.id)) == 2


def test_a_consumer_and_a_client_abroad_receive_paper_a_quote_too(world: World, tmp_path: Path) -> None:
    channels = channels_of(tmp_path, DeliverySettings())
    for facts in ({"kind": "consumer"}, {"country": "US"}):
        invoice = world.invoice("10.00", client=world.client(**facts))
        world.after()
        assert states(world, invoice) == {"mail": "queued"}
    [quote] = world.do(send_quotes, [world.draft(world.activity(), world.client(), "10.00")])
    world.after()
    deliver_due(world.store, channels)
    [row] = world.ask(dispatches_of, quote.id)
    assert row.state == "accepted"
    assert sorted(path.suffix for path in (tmp_path / "mailbox" / "mail").iterdir()).count(".pdf") == 3


def test_a_folder_laid_twice_is_one(tmp_path: Path, world: World, invoice: Invoice) -> None:
    folder = Folder(tmp_path / "out")
    assert folder.ask("x") is None
    assert deliver(world.store, {"access_point": folder}, invoice.id, "access_point") == "accepted"
    assert len(list((tmp_path / "out").iterdir())) == 2
    [row] = [r for r in world.ask(dispatches_of, invoice.id) if r.channel == "access_point"]
    assert folder.ask(row.key)
