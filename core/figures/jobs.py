"""After publishing: the figures travel to the group, in the order of their numbers."""

from __future__ import annotations

from typing import Any

from core.db import UnitOfWork
from core.federation import store as federation
from core.federation.transport import send
from core.figures.store import published
from core.jobs import on

GROUP = "group"


@on("figures_published")
def to_the_group(uow: UnitOfWork, key: str, number: Any) -> None:
    """Send what the group does not have yet. Without an address nothing is sent: the file can be carried by hand."""
    address = federation.address_of(uow, GROUP)
    if address is None:
        return
    last = federation.last_delivered(uow, GROUP, "figures")
    for row in published(uow):
        if row["number"] > last:
            send(address, uow.country.code, "figures", row["number"], row["envelope"])
            federation.delivered(uow, GROUP, "figures", row["number"])
