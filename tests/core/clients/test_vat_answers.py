"""V1, V2: reverse charge by the last answer of VIES, which is kept as a proof; a silent VIES blocks nothing."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from world import World, refused

from core.clients import ask_about, record_vat_answer, vat_answers_of
from core.clients.store import vat_answer
from core.clients.vies import Standing

GERMAN = "DE136695976"


def test_v1_a_number_that_vies_refuses_is_not_invoiced_without_vat(world: World) -> None:
    client = world.client(country="DE", vat_number=GERMAN)
    world.do(record_vat_answer, client.id, world.today, False)
    with refused("vat_number_not_valid", "client"):
        world.invoice("100.00", client=client)
    world.do(record_vat_answer, client.id, world.today, True, "WAPIAAAAX1")
    assert world.invoice("100.00", client=client).vat == 0
    last, first = world.ask(vat_answers_of, client.id)
    assert (last.valid, last.consultation, first.valid) == (True, "WAPIAAAAX1", False)


def test_v1_the_proof_cannot_be_changed(world: World) -> None:
    client = world.client(country="DE", vat_number=GERMAN)
    world.do(record_vat_answer, client.id, world.today, False)
    with pytest.raises(sa.exc.DBAPIError), world.store.work() as uow:
        uow.execute(vat_answer.update().values(valid=True))


def test_v2_a_silent_vies_records_nothing_and_blocks_nothing(world: World) -> None:
    client = world.client(country="DE", vat_number=GERMAN)
    assert world.do(ask_about, client.id, "BE0665432173", Standing({})) is None
    assert world.ask(vat_answers_of, client.id) == []
    assert world.invoice("100.00", client=client).vat_totals[0].category == "AE"


def test_an_answer_asked_through_the_stand_in_is_kept(world: World) -> None:
    client = world.client(country="DE", vat_number=GERMAN)
    answer = world.do(ask_about, client.id, "BE0665432173", Standing({GERMAN: True}))
    assert answer and answer.consultation and world.ask(vat_answers_of, client.id) == [answer]


def test_a_client_without_a_number_is_not_asked_about(world: World) -> None:
    with refused("no_vat_number"):
        world.do(record_vat_answer, world.client(country="US").id, world.today, True)
