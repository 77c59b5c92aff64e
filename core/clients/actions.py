"""Adding clients; recording what the authorities answer about their VAT numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

import msgspec

from core.clients import store
from core.clients.model import Client, NewClient, VatAnswer
from core.clients.vies import Asks
from core.country import Country
from core.db import UnitOfWork, new_id, not_found, row_of
from shared_tools import identifiers
from shared_tools.refusal import Refusal, naming

_ADDRESS = re.compile(r"(\d{4}|[A-Z]{2}):\S{1,60}")


def add_clients(uow: UnitOfWork, clients: Sequence[NewClient]) -> list[Client]:
    """Raises Refusal ``name_missing``, ``not_a_country``, ``unknown_language``, ``not_a_vat_number``, ``term``,
    ``not_an_electronic_address``, ``client_data`` or of the country's own facts; ``own_entity`` and ``not_an_entity``
    where a sister is named, and ``not_allowed``, for only staff may say so."""
    added: list[Client] = []
    for index, new in enumerate(clients):
        with naming(f"clients.{index}") if len(clients) > 1 else naming("client"):
            _check_sister(uow, new.entity)
            added.append(Client(id=new_id(), **row_of(checked(new, uow.country))))
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


def checked(new: NewClient, country: Country) -> NewClient:
    """``new`` in its compact form. Raises Refusal naming the field."""
    if not new.name.strip():
        raise Refusal(
            "name_missing",
            "a client has a name.",
            field="name",
            way_out="Enter it as it stands in the register.",
        )
    # The entity's own country is one, whatever code its plug-in was given.
    if new.country != country.code.upper() and not identifiers.is_country(new.country):
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
    if new.electronic_address and not _ADDRESS.fullmatch(new.electronic_address.strip()):
        raise Refusal(
            "not_an_electronic_address", f"{new.electronic_address!r} is no electronic address.",
            field="electronic_address", way_out="Write scheme and identifier, for example 0208:0123456749; leave it empty for the usual one.",
        )  # fmt: skip
    return msgspec.structs.replace(
        new, vat_number=identifiers.vat_number(new.vat_number, new.country) if new.vat_number else "",
        legal_id=new.legal_id.strip(), electronic_address=new.electronic_address.strip(),
        country_data=_country_data(new.country_data, country),
    )  # fmt: skip


def _country_data(written: dict[str, str], country: Country) -> dict[str, str]:
    """What the entity's country stores of a client, checked by the country's own struct; empty facts are left out."""
    said = {name: value.strip() for name, value in written.items() if value.strip()}
    fields = country.einvoice.client.__struct_fields__
    with naming("country_data"):
        try:
            msgspec.convert(said, country.einvoice.client, strict=False)
        except msgspec.ValidationError as error:
            raise Refusal(
                "client_data", f"{error}.",
                way_out=f"{country.code} stores {', '.join(fields) or 'nothing'} of a client besides.",
            ) from None  # fmt: skip
    return said


def record_vat_answer(
    uow: UnitOfWork, client: str, asked_on: date, valid: bool, consultation: str = ""
) -> VatAnswer:
    """Keep what VIES answered about the client's VAT number: invoices go by it from now on (failure mode V1).

    Raises Refusal ``not_found``, ``no_vat_number``, ``future_day``.
    """
    found = store.clients_by_id(uow, [client]).get(client)
    if found is None:
        raise not_found("client", client)
    if not found.vat_number:
        raise Refusal(
            "no_vat_number", f"{found.name} has no VAT number to ask about.", field="client",
            way_out="Add the client with its VAT number.",
        )  # fmt: skip
    if asked_on > uow.today:
        raise Refusal("future_day", f"{asked_on} is still to come.", field="asked_on", way_out="Enter the day of the answer.")  # fmt: skip
    answer = VatAnswer(
        id=new_id(), client=client, vat_number=found.vat_number, asked_on=asked_on, valid=valid,
        consultation=consultation.strip(),
    )  # fmt: skip
    uow.insert(store.vat_answer, [{**row_of(answer), "recorded_at": uow.now, "recorded_by": uow.actor.id}])
    return answer


def ask_about(uow: UnitOfWork, client: str, requester: str, vies: Asks) -> VatAnswer | None:
    """Ask VIES about the client's VAT number and keep the answer; None while it is silent (failure mode V2).

    ``requester``: the VAT number of the structure that asks. Raises Refusal as recording does.
    """
    found = store.clients_by_id(uow, [client]).get(client)
    if found is None:
        raise not_found("client", client)
    answer = vies.ask(found.vat_number, requester, uow.today) if found.vat_number else None
    if answer is None:
        return None
    return record_vat_answer(uow, client, uow.today, answer.valid, answer.consultation)
