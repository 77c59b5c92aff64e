"""What only some countries store of a client is checked in by the country; a frozen buyer keeps its digest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec
import pytest
from world import World, refused

from core.clients import Client
from core.db import canonical


@pytest.mark.parametrize(
    ("code", "written", "rule"),
    [
        ("de", {"leitweg_id": "991-33333TEST-33"}, ""),
        ("de", {"leitweg_id": "991-33333TEST-34"}, "not_a_leitweg_id"),
        ("it", {"recipient_code": "ABC1234", "pec": "x@pec.example"}, ""),
        ("it", {"recipient_code": "abc"}, "not_a_recipient_code"),
        ("es", dict.fromkeys(("accounting_office", "managing_body", "processing_unit"), "L01080193"), ""),
        ("es", {"accounting_office": "L01080193"}, "dir3_codes"),
        ("be", {"leitweg_id": "991-33333TEST-33"}, "client_data"),
        ("be", {"anything": ""}, ""),
    ],
)
def test_own_facts_are_the_countrys_to_check(
    places: Callable[[str], Any], code: str, written: dict[str, str], rule: str
) -> None:
    world = World(places("sqlite").store(code))
    if rule:
        with refused(rule):
            world.client(country_data=written)
    else:
        assert world.client(country_data=written).country_data == {k: v for k, v in written.items() if v}


def test_an_electronic_address_has_a_scheme(world: World) -> None:
    with refused("not_an_electronic_address", "electronic_address"):
        world.client(electronic_address="0203430576")


def test_a_buyer_frozen_before_these_fields_has_the_same_bytes() -> None:
    old = {
        "id": "1", "name": "A", "kind": "business", "country": "BE", "language": "nl", "email": "", "vat_number": "",
        "street": "", "postal_code": "", "city": "", "term_days": 0,
    }  # fmt: skip
    assert canonical(msgspec.convert(old, Client)) == msgspec.json.encode(old)
