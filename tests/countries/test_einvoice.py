"""[[einvoice]], [[late_payment]], [[mention]] and einvoice.py: in which form a client receives an invoice, and its words."""

from __future__ import annotations

from datetime import date
from typing import Any, get_args

import msgspec
import pytest

from core.country import Country, Particulars, Sold
from core.country.einvoice import Receiver
from core.sales.formats import FORMATS
from shared_tools.einvoice.model import Address, Document, Party, Totals
from shared_tools.refusal import Refusal

SHEET = "country.toml"
CODE = "einvoice.py"


def test_a_form_for_each_kind_of_client(country: Country, days: list[date], to_do: Any) -> None:
    """Say with [[einvoice]] in which format businesses, authorities, consumers and clients abroad receive an invoice."""
    for day in days:
        for client in get_args(Receiver):
            try:
                form = country.facts.invoice_form(client, day)
            except Refusal:
                to_do.write(f"add [[einvoice]] for client = {client!r}", SHEET, day)
                continue
            if form.format not in FORMATS:
                to_do.write(f"{form.format!r} is no format of core/sales/formats.py", SHEET, day)


def test_what_late_payment_costs_a_business(country: Country, today: date, to_do: Any) -> None:
    """Say with [[late_payment]] what a business that pays late owes besides."""
    if not country.facts.late_payment("business", today):
        to_do.write("add [[late_payment]] for client = 'business'", SHEET)


def test_its_sentences_are_translated(country: Country, translated: Any) -> None:
    """Translate every sentence of the three tables and every label of the client's own facts."""
    for said in (*country.facts.sheet.late_payment, *country.facts.sheet.mention):
        translated(said.sentence, "a sentence of the document")
    for _, label in country.einvoice.labels:
        translated(label, "the label of a client's own fact")


def test_each_own_fact_of_a_client_has_a_label_and_may_be_empty(country: Country) -> None:
    """Label each field of ``EInvoice.client``, let all be left empty, and refuse a misspelt one."""
    kind = country.einvoice.client
    assert [name for name, _ in country.einvoice.labels] == list(kind.__struct_fields__)
    kind()
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({"no_such_fact": "1"}, kind)


def test_what_it_adds_changes_no_amount(country: Country) -> None:
    """Add numbers and words to a document, never change an amount, a line or its number."""
    home = country.code.upper()
    party = Party(name="A", address=Address(country=home), vat_id=f"{home}1")
    document = Document(
        number="X-1", issue_date=date(2026, 11, 24), type_code="380", currency=country.currency, seller=party,
        buyer=party, lines=(), vat_breakdown=(), totals=Totals(lines=1, net=1, vat=2, gross=3, due=3),
        buyer_reference="ref",
    )  # fmt: skip
    for kind in ("business", "consumer", "authority"):
        sold = Sold(
            seller=Particulars(name="A", country=home), client_kind=kind, at_home=True, facts=country.einvoice.client()
        )  # fmt: skip
        found = country.einvoice.complete(document, sold)
        kept = ("number", "issue_date", "currency", "lines", "vat_breakdown", "totals")
        assert [getattr(found, name) for name in kept] == [getattr(document, name) for name in kept]
