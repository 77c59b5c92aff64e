"""The road to the tax authority over HTTP, against a server of our own: what every answer, and no answer, comes to."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from stand_in_aeat import Aeat
from world import World

from core.clock import SetClock
from core.instance import Settings
from core.sales import Invoice
from core.sales.authority_lines import AuthoritySettings, Http, Road, road_of
from core.sales.reports import submissions_of
from shared_tools.einvoice.submission import NoAnswer, NotDelivered

Places = Callable[[str], Any]
VAT = "ESA28015865"


class Service:
    """The stand-in behind a door: ``silent`` it takes the record in and says nothing, ``status`` of its answers."""

    def __init__(self) -> None:
        self.aeat = Aeat()
        self.silent, self.status = False, 200
        self.asked: list[tuple[str, str, bytes]] = []
        self.released = threading.Event()

    def answer(self, path: str, kind: str, body: bytes) -> bytes | None:
        self.asked.append((path, kind, body))
        said = self.aeat.post(body)
        if self.silent:
            self.released.wait(10)
            return None
        return said


@contextmanager
def listening(service: Service) -> Iterator[str]:
    """The service's address while it runs."""

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            said = service.answer(self.path, self.headers["content-type"], body)
            if said is None:
                self.close_connection = True
                return
            self.send_response(service.status)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/ws"
    finally:
        service.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


class Spain:
    """A Spanish entity whose records go out over HTTP."""

    def __init__(self, world: World, service: Service, address: str) -> None:
        self.world, self.service = world, service
        self.road = Road(folder=Path("nowhere"), line=Http(address, seconds=0.3))

    def issue(self, count: int = 1) -> list[Invoice]:
        client = self.world.client(vat_number=VAT)
        found = [self.world.invoice(f"{100 + n}", client=client) for n in range(count)]
        self.world.after()
        return found

    def turn(self, minutes: int = 0) -> int:
        self.world.store.clock = SetClock(self.world.store.clock.now() + timedelta(minutes=minutes))
        return self.road.report(self.world.store)

    def told(self, invoice: Invoice) -> tuple[str, list[str]]:
        last = self.world.ask(submissions_of, invoice.id)[-1]
        return last.state, [said.code for said in last.objections]


@pytest.fixture(params=["sqlite", "postgresql"])
def spain(request: pytest.FixtureRequest, places: Places) -> Iterator[Spain]:
    service = Service()
    with listening(service) as address:
        yield Spain(World(places(request.param).store("es")), service, address)


def test_accepted_accepted_with_errors_and_refused_in_one_delivery(spain: Spain) -> None:
    good, tolerated, bad = spain.issue(3)
    spain.service.aeat.tolerate, spain.service.aeat.refuse = {tolerated.number}, {bad.number}
    assert spain.turn() == 3
    assert spain.told(good) == ("accepted", [])
    assert spain.told(tolerated) == ("accepted", ["2001"])
    assert spain.told(bad) == ("refused", ["1104"])
    [(path, kind, body)] = spain.service.asked
    assert (path, kind) == ("/ws", "application/xml; charset=utf-8")
    assert body.startswith(b"<?xml") and body.count(b"RegistroAlta>") == 6


@pytest.mark.parametrize("status", [200, 500, 503])
def test_garbage_of_any_status_is_unknown_and_resolved_by_asking(spain: Spain, status: int) -> None:
    [invoice] = spain.issue()
    spain.service.aeat.garbage, spain.service.status = True, status
    spain.turn()
    assert spain.told(invoice)[0] == "unknown"
    spain.service.aeat.garbage, spain.service.status = False, 200
    spain.turn(minutes=10)
    assert spain.told(invoice)[0] == "queued", "asked, it does not know the record: it may be sent"
    spain.turn(minutes=10)
    assert spain.told(invoice)[0] == "accepted"
    assert len(spain.service.aeat.records) == 1


def test_a_time_out_is_unknown_and_asking_finds_the_record_there(spain: Spain) -> None:
    [invoice] = spain.issue()
    spain.service.silent = True
    spain.turn()
    assert spain.told(invoice)[0] == "unknown"
    assert len(spain.service.aeat.records) == 1, "it arrived, we were not told"
    spain.service.silent = False
    spain.service.released.set()
    assert spain.turn() == 0, "it waits before it asks"
    spain.turn(minutes=10)
    assert spain.told(invoice)[0] == "accepted"
    sent = [body for _, _, body in spain.service.asked if b"RegistroAlta" in body]
    assert len(sent) == 1 and len(spain.service.aeat.records) == 1, "never a second record"


def test_a_fault_of_ours_refuses_and_one_of_theirs_leaves_it_open(spain: Spain) -> None:
    first, second = spain.issue(1), spain.issue(1)
    spain.service.aeat.fault, spain.service.status = "Server", 500
    spain.turn()
    assert {spain.told(known)[0] for known in (*first, *second)} == {"unknown"}
    spain.service.aeat.fault, spain.service.status = "Client", 400
    [third] = spain.issue()
    spain.world.do(lambda uow: None)
    assert spain.told(third)[0] == "queued", "the chain waits for what nobody answered"


def test_the_next_delivery_waits_as_long_as_the_authority_asks(spain: Spain) -> None:
    """The stand-in wants 120 seconds between deliveries (TiempoEsperaEnvio)."""
    spain.issue()
    spain.turn()
    [second] = spain.issue()
    assert spain.turn(minutes=1) == 0
    assert spain.told(second)[0] == "queued"
    assert spain.service.aeat.calls == 1
    assert spain.turn(minutes=2) == 1
    assert spain.told(second)[0] == "accepted"


def test_a_closed_door_is_not_delivered_and_a_dropped_line_is_no_answer() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(NotDelivered):
            Http(f"http://127.0.0.1:{taken.getsockname()[1]}", seconds=0.3)("", b"<x/>")
        taken.listen()
        with pytest.raises(NoAnswer):
            Http(f"http://127.0.0.1:{taken.getsockname()[1]}", seconds=0.3)("manageInvoice", b"<x/>")


def test_without_an_address_reports_wait_in_the_folder(places: Places, tmp_path: Path) -> None:
    world = World(places("sqlite").store("es"))
    invoice = world.invoice("100", client=world.client(vat_number=VAT))
    world.after()
    road = road_of(tmp_path, AuthoritySettings())
    assert (road.report(world.store), road.report(world.store)) == (1, 0)
    [kept] = (tmp_path / "mailbox" / "authority").iterdir()
    assert kept.name == f"{invoice.number}-0.Alta.xml" and b"RegistroAlta" in kept.read_bytes()


def test_secrets_and_the_address_come_from_the_instance(tmp_path: Path) -> None:
    (tmp_path / "nav.toml").write_text('login = "tech"\n', encoding="utf-8")
    settings = Settings(
        country="hu", authority=AuthoritySettings(url="http://127.0.0.1:9/", secrets_file="nav.toml")
    )
    road = road_of(tmp_path, settings.authority)
    assert road.secrets == {"login": "tech"}
    assert isinstance(road.line, Http) and road.line.url == "http://127.0.0.1:9"
    with pytest.raises(OSError):
        road_of(tmp_path, AuthoritySettings(url="http://x", secrets_file="gone.toml"))
