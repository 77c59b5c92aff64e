"""V13: documents nobody thought of, issued through the real action: refused in words before the number, or right.

Long texts, signs that break files, prices of four decimals, lines for nothing, every rate together, parts credited in
odd cents: what pre-flight lets through the official rules let through.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from certificates import self_made
from msgspec.structs import replace
from test_issued import OURS, OWN, VAT_NUMBERS, forms, judged
from world import World

from core.sales import Line
from shared_tools.refusal import Refusal

TEXTS = {
    "signs": "Muziek & \"geluid\" <1> 'x' – €5 \N{NO-BREAK SPACE}±½ #ABC#x /*--",
    "letters": "Árvíztűrő tükörfúrógép, Þórð Ÿ œ Œ ẞ Łódź Ελλάδα",
    "long": "Een heel lange omschrijving van werk aan het decor. " * 25,
    "lines": "First line\nsecond line\r\n\tthird",
    "spaces": "  two  spaces  ",
    "emoji": "Photo \N{CAMERA} shoot",
}
AMOUNTS = {
    "thirds": [("3", "33.3333"), ("0.3333", "100")],
    "cents": [("1", "0.01"), ("7", "0.0149"), ("1", "0.50")],
    "nothing": [("1", "0"), ("2", "10.00")],
    "large": [("12345.5", "9876.54")],
    "halves": [("0.5", "0.01"), ("1.5", "0.33"), ("1", "3")],
}


def draft(world: World, name: str) -> list[Line]:
    home = world.store.country
    taxed = [
        code for code in home.facts.vat_codes
        if (rate := home.facts.vat_or_none(code, world.today)) and rate.category == "S"
    ]  # fmt: skip
    if name in TEXTS:
        return [Line(description=TEXTS[name], quantity="2", unit="HUR", unit_price="350.25", vat=taxed[0])]
    amounts = AMOUNTS[name]
    return [
        Line(description=f"Work {n}", quantity=quantity, unit_price=price, vat=taxed[n % len(taxed)])
        for n, (quantity, price) in enumerate(amounts)
    ]


@pytest.mark.parametrize("name", [*TEXTS, *AMOUNTS])
@pytest.mark.parametrize("code", OURS)
def test_a_hard_document_is_refused_in_words_or_right(
    places: Callable[[str], Any], official: Any, schema_errors: Any, code: str, name: str
) -> None:
    world = World(places("sqlite").store(code))
    world.store.identity = replace(world.store.identity, certificate=self_made())
    activity = world.activity()
    own = {"country": code.upper(), "language": world.store.country.languages[0]}
    clients = [
        world.client(kind="business", vat_number=VAT_NUMBERS[code], **own),
        world.client(kind="authority", vat_number=VAT_NUMBERS[code], country_data=OWN.get(code, {}), **own,
                     **({"electronic_address": "9914:ATU13585627"} if code in ("it", "es") else {})),
        world.client(kind="consumer", **own, **({"country_data": {"tax_code": "RSSMRA85M01H501Q"}} if code == "it" else {})),
    ]  # fmt: skip
    issued = 0
    for client in clients:
        reference = "ABC:4711" if code == "at" and client.kind == "authority" else ""
        try:
            invoice = world.invoice(
                activity=activity, client=client, lines=draft(world, name), buyer_reference=reference
            )
        except Refusal as refusal:
            assert refusal.way_out and refusal.field and refusal.field.startswith("invoice")
            continue
        issued += 1
        documents = [invoice]
        if invoice.lines[-1].net > 1:
            documents.append(world.credit(invoice, (len(invoice.lines), invoice.lines[-1].net // 2)))
        documents.append(world.credit(invoice))
        for document in documents:
            for form in forms(world, document):
                judged(world, official, schema_errors, document, form)
    assert issued or name in ("emoji", "letters", "long", "large"), "nothing of it could be issued"
