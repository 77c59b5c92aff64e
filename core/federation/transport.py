"""Bringing an envelope to where it is received: by HTTP, or as a file in a mailbox folder.

Both may be done again: the receiver knows an envelope it already has. A failure is an OSError or httpx.HTTPError for
the worker to try again; an answer of the receiver's that it will not have it is a Refusal.
"""

from __future__ import annotations

from pathlib import Path

import httpx
import msgspec

from shared_tools.refusal import Refusal

TIMEOUT_SECONDS = 20.0


def send(address: str, name: str, envelope: bytes) -> None:
    """Bring ``envelope``, called ``name``, to ``address``. Raises Refusal ``not_received`` with the receiver's reason."""
    if not address.startswith(("http://", "https://")):
        lay(Path(address), name, envelope)
        return
    answer = httpx.post(
        address, content=envelope, headers={"content-type": "application/json"}, timeout=TIMEOUT_SECONDS
    )
    if answer.is_client_error:
        raise Refusal(
            "not_received", f"{address} will not take {name}: {_reason(answer)}",
            way_out="Settle it with the receiver; nothing later is sent before.",
        )  # fmt: skip
    answer.raise_for_status()


def _reason(answer: httpx.Response) -> str:
    try:
        return str(msgspec.json.decode(answer.content)["detail"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return str(answer.status_code)


def lay(mailbox: Path, name: str, envelope: bytes) -> Path:
    """Lay an envelope in a mailbox folder, whole or not at all."""
    mailbox.mkdir(parents=True, exist_ok=True)
    path = mailbox / f"{name}.json"
    part = path.with_suffix(".part")
    part.write_bytes(envelope)
    part.replace(path)
    return path
