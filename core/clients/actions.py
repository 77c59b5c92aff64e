"""Adding clients."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from core.clients import store
from core.clients.model import Client, NewClient
from core.db import UnitOfWork, new_id, row_of
from shared_tools import identifiers
from shared_tools.refusal import Refusal, naming


def add_clients(uow: UnitOfWork, clients: Sequence[NewClient]) -> list[Client]:
    """Raises Refusal ``name_missing``, ``not_a_country``, ``unknown_language``, ``not_a_vat_number``, ``term``."""
    added: list[Client] = []
    for index, new in enumerate(clients):
        with naming(f"clients.{index}") if len(clients) > 1 else naming("client"):
            added.append(Client(id=new_id(), **row_of(checked(new))))
    uow.insert(
        store.client, [{**row_of(client), "added_at": uow.now, "added_by": uow.actor.id} for client in added]
    )
    return added


def checked(new: NewClient) -> NewClient:
    """``new`` in its compact form. Raises Refusal naming the field."""
    if not new.name.strip():
        raise Refusal(
            "name_missing",
            "a client has a name.",
            field="name",
            way_out="Enter it as it stands in the register.",
        )
    if not identifiers.is_country(new.country):
        raise Refusal(
            "not_a_country", f"{new.country!r} is no country code.", field="country",
            way_out="Use two capital letters of ISO 3166, for example BE.",
        )  # fmt: skip
    if not identifiers.is_language(new.language):
        raise Refusal(
            "unknown_language", f"{new.language!r} is no language.", field="language",
            way_out="Use its ISO 639 code, for example nl.",
        )  # fmt: skip
    if not 0 <= new.term_days <= 120:
        raise Refusal(
            "term",
            f"{new.term_days} days is no term of payment.",
            field="term_days",
            way_out="Use 0 to 120 days.",
        )
    if not new.vat_number:
        return new
    return msgspec.structs.replace(new, vat_number=identifiers.vat_number(new.vat_number, new.country))
