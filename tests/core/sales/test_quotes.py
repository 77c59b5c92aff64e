"""What becomes of a quote: each state, what undoes it, and what is not ours to undo."""

from __future__ import annotations

import pytest
from world import World, race, refused

from core.sales import (
    Line,
    Quote,
    accept_quotes,
    decline_quotes,
    invoice_quotes,
    quote_by_id,
    reopen_quotes,
    send_quotes,
)
from core.sales.typed import draft_of, typed_of
from core.web.forms import Form
from shared_tools.refusal import Refusal


@pytest.fixture
def quote(world: World) -> Quote:
    [sent] = world.do(
        send_quotes, [world.draft(world.activity(), world.client(), "10.00", "12.34", note="Spring")]
    )
    return sent


def stored(world: World, quote: Quote) -> Quote:
    found = world.ask(quote_by_id, quote.id)
    assert found is not None
    return found


def test_lost_is_undone_to_what_it_was(world: World, quote: Quote) -> None:
    world.do(decline_quotes, [quote.id], "too dear")
    lost = stored(world, quote)
    assert (lost.state, lost.declined_reason, lost.declined_by) == (
        "declined",
        "too dear",
        None,
    ) and lost.declined_at
    world.do(reopen_quotes, [quote.id])
    assert stored(world, quote) == quote
    world.do(accept_quotes, [quote.id], "Eva")
    accepted = stored(world, quote)
    with refused("reason_missing", "reason"):
        world.do(decline_quotes, [quote.id])
    world.do(decline_quotes, [quote.id], "the fair was cancelled")
    with refused("quote_state"):
        world.do(invoice_quotes, [quote.id])
    world.do(reopen_quotes, [quote.id])
    assert stored(world, quote) == accepted


def test_agreed_on_the_clients_word_can_be_undone_but_not_by_their_link(world: World, quote: Quote) -> None:
    world.do(accept_quotes, [quote.id], "Eva")
    world.do(reopen_quotes, [quote.id])
    assert stored(world, quote) == quote
    world.do(accept_quotes, [quote.id], "Eva", "0" * 64)
    with refused("quote_agreed"):
        world.do(reopen_quotes, [quote.id])
    world.do(invoice_quotes, [quote.id])
    for verb in (reopen_quotes, decline_quotes):
        with refused("quote_state"):
            world.do(verb, [quote.id])


def test_what_the_client_refused_has_lapsed(world: World, quote: Quote) -> None:
    world.do(decline_quotes, [quote.id], "", "Eva Claes")
    with refused("quote_refused"):
        world.do(reopen_quotes, [quote.id])
    with refused("quote_state"):
        world.do(accept_quotes, [quote.id], "Eva")
    assert stored(world, quote).declined_by == "Eva Claes"


def test_the_client_refuses_only_what_is_open(world: World, quote: Quote) -> None:
    world.do(accept_quotes, [quote.id], "Eva", "0" * 64)
    with refused("quote_state"):
        world.do(decline_quotes, [quote.id], "changed my mind", "Eva")


def test_agreed_and_lost_at_once_is_one_of_them(world: World, quote: Quote) -> None:
    verbs = (
        lambda uow: accept_quotes(uow, [quote.id], "Eva"),
        lambda uow: decline_quotes(uow, [quote.id], "", "Eva"),
    )
    found = race(world.store, lambda uow, number: verbs[number % 2](uow), 2)
    refusals = [one.rule for one in found if isinstance(one, Refusal)]
    assert refusals == ["quote_state"] and stored(world, quote).state in ("accepted", "declined")


def test_a_copy_is_what_was_offered(world: World) -> None:
    lines = [Line(description="Work <b>", quantity="2.5", unit="HUR", unit_price="40.1234", vat="reduced_6")]
    draft = world.draft(world.activity(), world.client(), lines=lines, note="Spring", buyer_reference="PO 7")
    assert draft_of(Form(typed_of(draft))) == draft
