"""Two local servers that behave as real ones do on bad days: an SMTP server and an access point."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Smtp:
    """Speaks enough SMTP. ``refuses`` a recipient; ``silent`` takes the letter and hangs up without a word."""

    def __init__(self) -> None:
        self.letters: list[bytes] = []
        self.refuses = self.silent = self.busy = False
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=(connection,), daemon=True).start()

    def _talk(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rwb") as line:

            def say(text: str) -> None:
                line.write(f"{text}\r\n".encode())
                line.flush()

            say("220 test")
            while command := line.readline().strip().upper():
                if command == b"DATA":
                    say("354 go on")
                    letter = b""
                    while (part := line.readline()) != b".\r\n":
                        letter += part
                    self.letters.append(letter)
                    if self.silent:
                        return
                    say("250 queued as 1")
                elif command.startswith(b"RCPT") and self.refuses:
                    say("550 nobody of that name")
                elif command.startswith(b"RCPT") and self.busy:
                    say("450 try later")
                elif command == b"QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 ok")


class AccessPoint:
    """Keeps documents by key. ``mood``: the next answers, one a request, then ``well``.

    ``down`` fails before taking; ``lost`` takes it and breaks off; ``late`` takes it and answers after the caller has
    gone; ``again`` says it has it already (409); ``refuse`` refuses; ``busy`` 503.
    """

    def __init__(self) -> None:
        self.held: dict[str, bytes] = {}
        self.posts = 0
        self.mood: list[str] = []
        self.state = "accepted"
        outside = self

        class Answers(BaseHTTPRequestHandler):
            def log_message(self, *_: Any) -> None:
                pass

            def _say(self, status: int, **said: str) -> None:
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def do_POST(self) -> None:
                outside.posts += 1
                content = self.rfile.read(int(self.headers["content-length"]))
                mood = outside.mood.pop(0) if outside.mood else "well"
                key = self.headers["idempotency-key"]
                if mood == "down":
                    self._say(500)
                    return
                if mood == "busy":
                    self._say(503)
                    return
                if mood == "refuse":
                    self._say(422, reason="BR-CO-15: the totals differ")
                    return
                if key in outside.held or mood == "again":
                    outside.held.setdefault(key, content)
                    self._say(409)
                    return
                outside.held[key] = content
                if mood == "lost":
                    self.connection.shutdown(socket.SHUT_RDWR)
                elif mood == "late":
                    time.sleep(1.0)
                    self._say(200, state=outside.state, id=key)
                else:
                    self._say(200, state=outside.state, id=key)

            def do_GET(self) -> None:
                key = self.path.rpartition("/")[2]
                if key not in outside.held:
                    self._say(404)
                else:
                    self._say(200, state=outside.state, id=key)

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
        self.server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@contextmanager
def smtp_server() -> Iterator[Smtp]:
    server = Smtp()
    yield server
    server.socket.close()


@contextmanager
def access_point() -> Iterator[AccessPoint]:
    point = AccessPoint()
    yield point
    point.server.shutdown()
    point.server.server_close()
