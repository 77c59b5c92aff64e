"""After publishing: the figures travel to the group, in the order of their numbers."""

from __future__ import annotations

from typing import Any

from core.db import Store
from core.federation import store as federation
from core.federation.envelope import SigningKey, parsed, seal
from core.federation.transport import send
from core.figures.store import published
from core.jobs import carries

GROUP = "group"


@carries("figures_published")
def to_the_group(store: Store, number: Any) -> None:
    """Send what the group does not have yet. Without an address nothing is sent: the file can be carried by hand."""
    with store.read() as uow:
        address = federation.address_of(uow, GROUP)
        last = federation.last_delivered(uow, GROUP, "figures")
        waiting = [row for row in published(uow) if row["number"] > last]
    if address is None:
        return
    code = store.country.code
    for row in waiting:
        envelope = signed_now(store.key, code, row["body"], row["envelope"])
        send(address, f"{code}-figures-{row['number']:06d}", envelope)
        with store.work() as uow:
            federation.delivered(uow, GROUP, "figures", row["number"])


def signed_now(key: SigningKey | None, sender: str, body: bytes, envelope: bytes) -> bytes:
    """``envelope``, or ``body`` signed anew where the key has changed since: an old key's days may be over."""
    if key is None or parsed(envelope).key == key.name:
        return envelope
    return seal(key, "figures", sender, body)
