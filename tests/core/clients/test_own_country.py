"""A plug-in's country is one to its own clients, though ISO 3166 may not know its code (XX of a trial, XK of Kosovo)."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest

from core.clients.actions import checked
from core.clients.model import NewClient
from core.country import country
from shared_tools.refusal import Refusal


def test_a_client_at_home_may_live_in_a_country_iso_does_not_know() -> None:
    home = country("hu")
    facts = copy.copy(home.facts)
    facts.code = "xk"
    client = NewClient(name="Klient", kind="consumer", country="XK")
    assert checked(client, replace(home, facts=facts)).country == "XK"
    with pytest.raises(Refusal) as refused:
        checked(client, home)
    assert (refused.value.rule, refused.value.field) == ("not_a_country", "country")
