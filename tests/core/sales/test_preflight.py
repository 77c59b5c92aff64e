"""N3: what the client's form would be refused for is said before a number is drawn, on every road that draws one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec
import pytest
import sqlalchemy as sa
from world import World, count_rows, refused

from core.clients import store as clients
from core.db import Actor
from core.sales import (
    Credit,
    CreditLine,
    Line,
    accept_quotes,
    credit_invoices,
    invoice_quotes,
    issue_invoices,
    quote_by_id,
    send_quotes,
    store,
)
from core.sales.files import file_of
from shared_tools.refusal import Refusal

NAMELESS = {"vat_number": "", "electronic_address": ""}
"""A Belgian business to which Peppol has no address."""
FRENCH = Actor("anna", "Anna", frozenset({"adviser"}), "fr")


def numbers(world: World) -> Sequence[tuple[str, str, int]]:
    """Each series with the last number drawn, and what was issued: nothing of it may change by a refusal."""
    with world.store.read() as uow:
        series = [tuple(row.values()) for row in uow.rows(sa.select(store.series).order_by(*store.series.c))]
        return [
            *series,
            ("invoices", "", count_rows(uow, store.invoice)),
            ("quotes", "", count_rows(uow, store.quote)),
        ]  # type: ignore[list-item]


def spoil(world: World, client: str) -> None:
    """The client loses its numbers behind the actions' back: as a rule of tomorrow would find one of today."""
    with world.store.work() as uow:
        uow.execute(clients.client.update().where(clients.client.c.id == client).values(**NAMELESS))


def test_a_batch_names_the_invoice_and_the_field_and_numbers_none(world: World) -> None:
    activity, good, bad = world.activity(), world.client(), world.client(**NAMELESS)
    before = numbers(world)
    drafts = [world.draft(activity, good, "10.00"), world.draft(activity, bad, "20.00")]
    with pytest.raises(Refusal) as caught:
        world.do(issue_invoices, drafts)
    assert caught.value.rule == "PEPPOL-EN16931-R010"
    assert caught.value.field == "invoices.1.BT-49"
    assert caught.value.message == "Missing: Buyer electronic address (BT-49)."
    assert caught.value.way_out == "Complete or correct the client's particulars."
    assert numbers(world) == before
    assert world.do(issue_invoices, drafts[:1])[0].sequence == 1
    world.assert_sound()


def test_it_is_said_in_the_language_of_whoever_issues(world: World) -> None:
    activity, bad = world.activity(), world.client(**NAMELESS, language="nl")
    with pytest.raises(Refusal) as caught:
        world.do(issue_invoices, [world.draft(activity, bad, "20.00")], actor=FRENCH)
    assert "BT-49" in caught.value.message
    assert "client" in caught.value.way_out
    assert caught.value.message.startswith("Manque : Adresse électronique de l'acheteur")


def test_a_quote_that_could_not_be_invoiced_is_not_sent(world: World) -> None:
    activity, bad = world.activity(), world.client(**NAMELESS)
    before = numbers(world)
    with refused("PEPPOL-EN16931-R010", "quote.BT-49"):
        world.do(send_quotes, [world.draft(activity, bad, "20.00")])
    assert numbers(world) == before


def test_an_accepted_quote_stays_accepted_when_its_invoice_is_refused(world: World) -> None:
    client = world.client()
    [quote] = world.do(send_quotes, [world.draft(world.activity(), client, "20.00")])
    world.do(accept_quotes, [quote.id], "Jan")
    spoil(world, client.id)
    before = numbers(world)
    with refused("PEPPOL-EN16931-R010", "invoice.BT-49"):
        world.do(invoice_quotes, [quote.id])
    assert numbers(world) == before
    found = world.ask(quote_by_id, quote.id)
    assert found is not None
    assert found.state == "accepted"


def test_a_credit_note_is_asked_too_and_leaves_no_hole(world: World) -> None:
    invoice = world.invoice("20.00", "30.00")
    before = numbers(world)
    unreadable = Credit(invoice=invoice.id, reason="typed with \x07", lines=(CreditLine(1, 500),))
    good = msgspec.structs.replace(unreadable, reason="agreed")
    with refused("XML-CHAR", "credits.1.BT-22"):
        world.do(credit_invoices, [good, unreadable])
    assert numbers(world) == before
    assert world.do(credit_invoices, [good])[0].sequence == 1
    world.assert_sound()


def test_two_credit_notes_of_one_batch_know_each_other(world: World) -> None:
    """The place of each among those of its invoice is what its form and its authority are told."""
    invoice = world.invoice("20.00", "30.00")
    part = Credit(invoice=invoice.id, reason="agreed", lines=(CreditLine(1, 500),))
    first, rest = world.do(credit_invoices, [part, Credit(invoice=invoice.id, reason="the rest")])
    assert (first.sequence, rest.sequence) == (1, 2)
    assert first.net + rest.net == invoice.net
    assert world.balances().get("client_receivables", 0) == 0


def test_what_no_law_asks_leaves_on_paper_and_is_not_held_up(world: World) -> None:
    consumer = world.client(kind="consumer", vat_number="")
    abroad = world.client(country="US", legal_id="13-1847137")
    drafts = [world.draft(world.activity(), client, "20.00") for client in (consumer, abroad)]
    assert len(world.do(issue_invoices, drafts)) == 2


def test_a_seller_without_an_account_numbers_nothing(world: World) -> None:
    own = world.store.identity
    bare = {code: msgspec.structs.replace(known, iban="") for code, known in own.structures.items()}
    world.store.identity = msgspec.structs.replace(own, structures=bare)
    before = numbers(world)
    with refused("particular_missing", "structures.iban"):
        world.invoice("10.00")
    assert numbers(world) == before


@pytest.mark.parametrize("code", ["be", "fr", "se", "de", "it", "es", "at", "hu"])
def test_each_country_issues_to_whom_nothing_is_missing(places: Callable[[str], Any], code: str) -> None:
    world = World(places("sqlite").store(code))
    assert world.invoice("100.00").number


@pytest.mark.parametrize(
    ("code", "language", "facts", "rule", "said"),
    [
        ("it", "it", {"vat_number": ""}, "00417", "né partita IVA né codice fiscale"),
        ("it", "sv", {"postal_code": "1"}, "00200", "inte fem siffror"),
        ("it", "nl", {"kind": "authority"}, "00427", "Italiaanse overheid"),
        ("it", "de", {"country_data": {"tax_code": "RSSMRA85M01H501A"}}, "00306", "falsche Prüfziffer"),
        ("hu", "hu", {"vat_number": ""}, "customer_unidentified", "adószám nélküli magyar vállalkozás"),
        ("es", "es", {"vat_number": ""}, "recipient_unidentified", "no tiene NIF"),
        ("es", "fr", {"kind": "authority", "postal_code": "8"}, "post_code_unfit", "code postal espagnol"),
        ("es", "hu", {"kind": "authority"}, "no_certificate", "ma érvényes tanúsítványa"),
        ("at", "de", {"kind": "authority"}, "order_reference", "keine Auftragsreferenz des Bundes"),
        ("de", "nl", {"kind": "authority"}, "BR-DE-15", "Duitse overheid"),
        ("fr", "nl", {"kind": "authority", "vat_number": ""}, "BR-FR-12_BT-49", "Ontbreekt"),
    ],
)
def test_what_a_country_objects_to_is_said_in_the_readers_language(
    places: Callable[[str], Any], code: str, language: str, facts: dict[str, Any], rule: str, said: str
) -> None:
    world = World(places("sqlite").store(code))
    client = world.client(**facts)
    before = numbers(world)
    with pytest.raises(Refusal) as caught:
        draft = world.draft(world.activity(), client, "100.00")
        world.do(issue_invoices, [draft], actor=Actor("a", "A", frozenset({"adviser"}), language))
    assert caught.value.rule == rule, caught.value
    assert said in caught.value.message
    assert caught.value.way_out
    assert numbers(world) == before


def test_the_maker_of_the_billing_system_is_not_made_up(places: Callable[[str], Any]) -> None:
    """RD 1007/2023 wants whoever answers for the program by name: an entity that says nobody numbers nothing."""
    world = World(places("sqlite").store("es"))
    own = world.store.identity
    bare = {code: msgspec.structs.replace(known, registrations={}) for code, known in own.structures.items()}
    world.store.identity = msgspec.structs.replace(own, structures=bare)
    with refused("particular_missing", "structures.registrations.system_maker"):
        world.invoice("10.00")
    world.store.identity = own
    assert world.invoice("10.00").sequence == 1


@pytest.mark.parametrize("where", ["note", "line", "name"])
def test_what_paper_cannot_show_is_said_before_there_is_a_number(world: World, where: str) -> None:
    """Paper is PDF/A: one sign without a glyph and there is none of it, whatever the XML says."""
    sign = "\N{CAMERA}"
    client = world.client(name=f"Studio {sign}" if where == "name" else "Studio")
    line = Line(description=f"Photo {sign}" if where == "line" else "Photo", unit_price="10")
    note = f"See {sign}" if where == "note" else ""
    before = numbers(world)
    with refused("not_printable", {"note": "BT-22", "line": "BT-153", "name": "BT-44"}[where]):
        world.do(issue_invoices, [world.draft(world.activity(), client, lines=[line], note=note)])
    assert numbers(world) == before


def test_tabs_and_line_breaks_that_were_typed_are_no_obstacle(world: World) -> None:
    line = Line(description="one\ttwo\r\n\n\tthree", unit_price="10")
    draft = world.draft(world.activity(), world.client(), lines=[line], note="a\r\n\n\tb")
    [invoice] = world.do(issue_invoices, [draft])
    assert invoice.lines[0].description == "one two three"
    assert world.ask(file_of, invoice.id, "pdf").content.startswith(b"%PDF")
