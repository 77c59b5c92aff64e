"""Adding clients."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import msgspec

from core.clients import store
from core.clients.model import Client, NewClient
from core.db import UnitOfWork, new_id, not_found, row_of
from shared_tools import identifiers
from shared_tools.refusal import Refusal, naming


def add_clients(uow: UnitOfWork, clients: Sequence[NewClient]) -> list[Client]:
    """Raises Refusal ``name_missing``, ``not_a_country``, ``unknown_language``, ``not_a_vat_number``, ``term``;
    ``own_entity`` and ``not_an_entity`` where a sister is named, and ``not_allowed``, for only staff may say so."""
    added: list[Client] = []
    for index, new in enumerate(clients):
        with naming(f"clients.{index}") if len(clients) > 1 else naming("client"):
            _check_sister(uow, new.entity)
            added.append(Client(id=new_id(), **row_of(checked(new))))
    uow.insert(
        store.client, [{**row_of(client), "added_at": uow.now, "added_by": uow.actor.id} for client in added]
    )
    return added


def mark_sisters(uow: UnitOfWork, entities: Mapping[str, str]) -> None:
    """Say which sister entity a client is (client → code); what was invoiced before stays as it was booked.

    Raises Refusal ``not_found``, ``not_allowed``, ``own_entity``, ``not_an_entity``.
    """
    known = store.clients_by_id(uow, entities)
    for key, code in entities.items():
        if key not in known:
            raise not_found("client", key)
        _check_sister(uow, code)
        uow.execute(store.client.update().where(store.client.c.id == key).values(entity=code))


def _check_sister(uow: UnitOfWork, code: str) -> None:
    if not code:
        return
    uow.require("adviser", "finance")
    if not re.fullmatch("[a-z]{2}", code):
        raise Refusal("not_an_entity", f"{code!r} is no entity's code.", field="entity", way_out="Use its two small letters, for example fr.")  # fmt: skip
    if code == uow.country.code:
        raise Refusal("own_entity", "nobody is a sister of oneself.", field="entity", way_out="Name the other entity.")  # fmt: skip


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
