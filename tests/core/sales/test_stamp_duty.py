"""Italy's stamp duty: book, paper and FatturaPA say the same, to the cent, and the client is asked for nothing more."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from pypdf import PdfReader
from world import World

from core.sales import Invoice, Line
from core.sales.files import file_of

STATES_SIDE = ("external_costs", "other_payables")
ABOVE = "77.48"


@pytest.fixture
def italy(places: Callable[[str], Any]) -> World:
    return World(places("sqlite").store("it"))


def sold(world: World, *lines: tuple[str, str], **client: Any) -> Invoice:
    facts = {"country": "IT", "vat_number": "IT00743110157", "street": "Via Roma 1", "city": "Roma", "postal_code": "00100",
             "language": "it", "country_data": {"recipient_code": "ABC1234"}} | client  # fmt: skip
    typed = [Line(description="Corso", unit_price=price, vat=vat) for price, vat in lines]
    return world.invoice(client=world.client(**facts), lines=typed)


def booked(world: World) -> list[int]:
    balances = world.balances()
    return [balances.get(role, 0) for role in STATES_SIDE]


def declared(world: World, document: Invoice) -> tuple[str, str]:
    """ImportoBollo and ImportoTotaleDocumento of the file that leaves."""
    xml = etree.fromstring(world.ask(file_of, document.id, "fatturapa").content)
    return str(xml.findtext(".//ImportoBollo", "")), str(xml.findtext(".//ImportoTotaleDocumento", ""))


def printed(world: World, document: Invoice) -> str:
    pages = PdfReader(io.BytesIO(world.ask(file_of, document.id, "pdf").content)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages))


def test_it_is_booked_printed_and_declared_and_the_client_is_not_asked_for_it(italy: World) -> None:
    invoice = sold(italy, (ABOVE, "exempt"))
    assert booked(italy) == [200, -200]
    assert italy.balances()["client_receivables"] == invoice.gross == 7748
    assert declared(italy, invoice) == ("2.00", "77.48")
    assert "Imposta di bollo di 2,00 €" in printed(italy, invoice)
    italy.assert_sound()


@pytest.mark.parametrize(
    "lines",
    [(("77.47", "exempt"),), (("1000.00", "standard"),), (("1000.00", "standard"), ("77.47", "exempt"))],
)
def test_up_to_the_limit_outside_vat_there_is_none(italy: World, lines: tuple[tuple[str, str], ...]) -> None:
    invoice = sold(italy, *lines)
    assert booked(italy) == [0, 0]
    assert declared(italy, invoice)[0] == ""
    assert "bollo" not in printed(italy, invoice)


def test_reverse_charge_in_the_union_bears_it(italy: World) -> None:
    invoice = sold(italy, (ABOVE, "standard"), country="DE", vat_number="DE136695976", country_data={})
    assert (booked(italy), declared(italy, invoice)[0]) == ([200, -200], "2.00")


def test_a_credit_note_owes_its_own_and_gives_none_back(italy: World) -> None:
    """Decision 10: what its file declares is what the book says; everything else is zero again (failure mode R6)."""
    invoice = sold(italy, ("200.00", "exempt"))
    small, large = italy.credit(invoice, (1, 5000)), italy.credit(invoice)
    assert (declared(italy, small)[0], declared(italy, large)[0]) == ("", "2.00")
    left = {role: cents for role, cents in italy.balances().items() if role not in ("bank", "share_capital")}
    assert left == {"external_costs": 400, "other_payables": -400}


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(
        st.tuples(st.integers(1, 20000), st.sampled_from(["exempt", "standard", "reduced"])), min_size=1, max_size=4
    )
)  # fmt: skip
def test_r1_book_and_file_say_the_same_duty(italy: World, lines: list[tuple[int, str]]) -> None:
    before = booked(italy)[0]
    invoice = sold(italy, *((f"{cents // 100}.{cents % 100:02d}", vat) for cents, vat in lines))
    duty = booked(italy)[0] - before
    outside = sum(cents for cents, vat in lines if vat == "exempt")
    assert duty == (200 if outside > 7747 else 0)
    assert declared(italy, invoice)[0] == ("2.00" if duty else "")
