"""The network between houses, as bad as one likes: what passes through is dropped, cut in half, delayed, doubled, or
arrives while its answer does not. What happens to the n-th letter of a sender is settled by the seed alone."""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx

FATES = ("clear", "dropped", "halved", "delayed", "doubled", "unanswered", "late again")


class _Quiet(ThreadingHTTPServer):
    def handle_error(self, request: Any, client_address: Any) -> None:
        """Somebody died while they were answered: that is what this is for."""


class Weather:
    """A way from every house to every other: ``/SENDER/TARGET/inbox``. ``storm`` names the senders it is worst for."""

    def __init__(self, seed: int, targets: dict[str, str], storm: set[str]) -> None:
        self.seed, self.targets, self.storm = seed, targets, storm
        self.cut: set[str] = set()
        self.calm = False
        self.seen: Counter[str] = Counter()
        self.letters: Counter[tuple[str, str]] = Counter()
        self.bodies: list[bytes] = []
        self._lock = threading.Lock()
        self.server = _Quiet(("127.0.0.1", 0), self._way())
        self.server.daemon_threads = True
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    def address(self, sender: str, target: str) -> str:
        return f"http://127.0.0.1:{self.port}/{sender}/{target}/inbox"

    def wait_for(self, letters: int, seconds: float) -> None:
        """Until so many letters have been on their way, or so long."""
        until = time.monotonic() + seconds
        while sum(self.seen.values()) < letters and time.monotonic() < until:
            time.sleep(0.05)

    def fate(self, sender: str, target: str, body: bytes) -> str:
        with self._lock:
            self.letters[sender, target] += 1
            self.bodies.append(body)
            chance = random.Random(f"{self.seed}/{sender}/{target}/{self.letters[sender, target]}")
            bad = 0.7 if sender in self.storm else 0.4
            found = "clear" if self.calm or chance.random() > bad else chance.choice(FATES[1:])
            if sender in self.cut:
                found = "dropped"
            self.seen[found] += 1
            return found

    def _way(self) -> type[BaseHTTPRequestHandler]:
        weather = self

        class Way(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                _, sender, target, _ = self.path.split("/")
                body = self.rfile.read(int(self.headers.get("content-length", 0)))
                fate = weather.fate(sender, target, body)
                if fate == "dropped":
                    self.close_connection = True
                    return
                if fate == "delayed":
                    time.sleep(0.5)
                if fate == "late again":
                    threading.Timer(0.7, weather.deliver, (target, body)).start()
                if fate == "doubled":
                    weather.deliver(target, body)
                answer = weather.deliver(target, body[: len(body) // 2] if fate == "halved" else body)
                if answer is None or fate == "unanswered":
                    self.close_connection = True
                    return
                self.send_response(answer.status_code)
                self.send_header("content-length", str(len(answer.content)))
                self.end_headers()
                self.wfile.write(answer.content)

            def log_message(self, format: str, *_: Any) -> None:
                pass

        return Way

    def deliver(self, target: str, body: bytes) -> httpx.Response | None:
        try:
            return httpx.post(
                self.targets[target], content=body, headers={"content-type": "application/json"}, timeout=10
            )
        except httpx.HTTPError:
            return None
