"""A country's world with a client of each sort and an activity of each structure, and random documents sold in it."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from world import World

from core.clients import Client
from core.sales import Credit, CreditLine, Draft, Invoice, Line, credit_invoices, issue_invoices
from shared_tools.money import exponent

CLIENTS: dict[str, dict[str, Any]] = {
    "at home": {"kind": "business"},
    "authority": {"kind": "authority"},
    "consumer": {"kind": "consumer"},
    "in the Union": {"kind": "business", "country": "FR", "vat_number": "FR40303265045"},
    "in the Union too": {"kind": "business", "country": "DE", "vat_number": "DE136695976"},
    "beyond it": {"kind": "business", "country": "US", "legal_id": "123456789"},
}
VAT_NUMBERS = {
    "be": "BE0203430576", "fr": "FR40303265045", "se": "SE556703748501", "de": "DE136695976", "at": "ATU13585627",
    "it": "IT00743110157", "es": "ESA28015865", "hu": "HU12892312",
}  # fmt: skip
OWN_FACTS: dict[str, dict[str, Any]] = {
    "at": {"authority": {"supplier_number": "123456"}},
    "it": {"authority": {"recipient_code": "UFXYZ1"}, "at home": {"recipient_code": "ABCDEF1"},
           "consumer": {"tax_code": "RSSMRA85T10A562S"}},
    "es": {"authority": dict.fromkeys(("accounting_office", "managing_body", "processing_unit"), "L01080193")},
    "hu": {"at home": {"tax_number": "12892312-2-42"}},
}  # fmt: skip
REFERENCE = "Z01"
"""A buyer group: what the Austrian Federation takes as an order, and anybody as a reference."""


class Sold:
    """Everything is played once; documents are issued on top."""

    def __init__(self, world: World) -> None:
        self.world, self.home = world, world.store.country
        self.clients = {
            sort: self._client(sort, facts)
            for sort, facts in CLIENTS.items()
            if facts.get("country") != self.home.code.upper()
        }
        manager = world.member()
        self.activities = [
            world.activity(manager, structure=structure.code)
            for structure in self.home.facts.structures(world.today)
            if structure.purpose != "agency"
        ]
        self.vat_codes = [
            code for code in self.home.facts.vat_codes if self.home.facts.vat_or_none(code, world.today)
        ]

    def _client(self, sort: str, facts: dict[str, Any]) -> Client:
        named = facts["kind"] != "consumer" and "country" not in facts
        own = {"vat_number": VAT_NUMBERS[self.home.code]} if named else {}
        return self.world.client(**{
            "country": self.home.code.upper(), "street": "Straße 1", "postal_code": "10000", "city": "Örebro",
            "language": self.home.languages[0], "country_data": OWN_FACTS.get(self.home.code, {}).get(sort, {}),
            **own, **facts,
        })  # fmt: skip

    def line(self, data: st.DataObject, number: int) -> Line:
        """Any price of up to four decimals, any quantity of up to three."""
        places, sums = data.draw(st.integers(0, 4)), data.draw(st.integers(1, 10**9))
        quantity = data.draw(st.integers(1, 10**6))
        price = f"{sums:0{places + 1}d}"
        word = data.draw(st.sampled_from(["Drawing", "Gesang & Tanz <live>", "Ő, ű, “–”"]))
        return Line(
            description=f"{word} no{number}", vat=data.draw(st.sampled_from(self.vat_codes)),
            quantity=f"{quantity / 1000:.3f}" if places % 2 else str(quantity % 50 + 1),
            unit_price=f"{price[:-places]}.{price[-places:]}" if places else price, training=data.draw(st.booleans()),
        )  # fmt: skip

    def draft(self, data: st.DataObject) -> Draft:
        """Of an activity of any structure, for a client of any sort, lines at any rates of the day."""
        lines = tuple(self.line(data, number) for number in range(1, data.draw(st.integers(1, 5)) + 1))
        return Draft(
            activity=data.draw(st.sampled_from(self.activities)).id, lines=lines, buyer_reference=REFERENCE,
            client=data.draw(st.sampled_from(list(self.clients.values()))).id,
        )  # fmt: skip

    def documents(self, data: st.DataObject) -> list[Invoice]:
        """An invoice, a credit note of a part of its first line, and one of all that is left. Raises Refusal."""
        [invoice] = self.world.do(issue_invoices, [self.draft(data)])
        made = [invoice]
        part = data.draw(st.integers(0, invoice.lines[0].net))
        if part:
            some = Credit(invoice=invoice.id, reason="agreed", lines=(CreditLine(1, part),))
            made.extend(self.world.do(credit_invoices, [some]))
        if part < invoice.net:
            made.extend(self.world.do(credit_invoices, [Credit(invoice=invoice.id, reason="agreed")]))
        return made

    @property
    def digits(self) -> int:
        return exponent(self.home.currency)
