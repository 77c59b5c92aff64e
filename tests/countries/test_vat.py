"""treat_sale: VAT of a sale at home, in the Union and beyond it, by the law of the day of supply."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import msgspec
import pytest

from core.country import Country, Sale, VatTreatment
from shared_tools import money
from shared_tools.refusal import Refusal

CODE = "vat.py, treat_sale"
NEIGHBOURS = {"FR": "FR40303265045", "DE": "DE136695976"}


def sale(country: Country, day: date, **more: Any) -> Sale:
    """A sale at the standard rate to a business at home."""
    structure = next(s for s in country.facts.structures(day) if s.purpose == "activities")
    at_home = Sale(
        structure=structure.code, structure_vat=structure.vat, supply_day=day, vat_code="standard",
        client_kind="business", client_country=country.code.upper(),
    )  # fmt: skip
    return msgspec.structs.replace(at_home, **more)


def to_union(country: Country) -> dict[str, Any]:
    home = country.code.upper()
    there, number = next((c, n) for c, n in NEIGHBOURS.items() if c != home)
    return {"client_country": there, "client_vat_number": number, "client_vat_valid": True}


@pytest.fixture
def untaxed(country: Country, days: list[date], to_do: Any, translated: Any) -> Any:
    """``untaxed(what, categories, **sale)``: on each day no VAT, by one of the categories, with note and source."""

    def check(what: str, categories: str, **more: Any) -> None:
        notes: set[str] = set()
        for day in days:
            found: VatTreatment = country.treat_sale(sale(country, day, **more), country.facts)
            if found.rate != 0 or found.category not in categories.split():
                to_do.write(f"{what} is {categories} at 0 %, not {found.category} at {found.rate}", CODE, day)
            if not (found.note and found.source):
                to_do.write(f"{what} wants a sentence on the document and its law", CODE, day)
            notes.add(found.note)
        for note in notes - {""}:
            translated(note, what)

    return check


def test_a_sale_at_home_bears_the_standard_rate(country: Country, days: list[date], to_do: Any) -> None:
    """Tax a business, a consumer and an authority at home at the standard rate, and name the law."""
    for day in days:
        for kind in ("business", "consumer", "authority"):
            found = country.treat_sale(sale(country, day, client_kind=kind), country.facts)
            if found.category != "S" or found.rate <= 0 or not found.source:
                to_do.write(f"tax a {kind} at the standard rate by a named law, not {found}", CODE, day)


def test_each_code_is_taxed_or_says_why_not(
    country: Country, days: list[date], to_do: Any, translated: Any
) -> None:
    """Give each code of [[vat]] at home a positive rate, or a category of its own with a reason and its law."""
    notes: set[str] = set()
    for code in country.facts.vat_codes:
        for day in days:
            if not any(rate.code == code and rate.holds_on(day) for rate in country.facts.sheet.vat):
                continue
            home = country.code.upper()
            try:
                found = country.treat_sale(
                    sale(country, day, vat_code=code, client_vat_number=f"{home}1"), country.facts
                )
            except Refusal as refusal:
                if not refusal.way_out:
                    to_do.write(f"a refused sale of {code} says the way out", CODE, day)
                continue
            if found.category == "S" and found.rate <= 0:
                to_do.write(f"{code} in category S needs a positive rate", CODE, day)
            # A zero rate is a rate: EN 16931 forbids it a reason (BR-Z-10).
            why = found.note or found.category == "Z"
            if found.category != "S" and (found.rate != 0 or not (why and found.source)):
                to_do.write(f"{code} bears no VAT: say why (note) and by which law (source)", CODE, day)
            notes.add(found.note)
    for note in notes - {""}:
        translated(note, "the sentence on a document")


def test_a_business_of_the_union_with_a_number_pays_the_tax_itself(country: Country, untaxed: Any) -> None:
    """Reverse the charge for a business of another member State with a VAT number."""
    untaxed("a service to a business of the Union", "AE K", **to_union(country))


def test_a_business_of_the_union_without_a_number_is_refused(country: Country, today: date) -> None:
    """Refuse to invoice a business of another member State without its VAT number, and say the way out."""
    with pytest.raises(Refusal) as refused:
        country.treat_sale(
            sale(country, today, **{**to_union(country), "client_vat_number": "", "client_vat_valid": None}),
            country.facts,
        )
    assert refused.value.rule == "vat_number_missing"
    assert refused.value.field and refused.value.way_out


def test_a_business_outside_the_union_is_outside_the_tax(untaxed: Any) -> None:
    """Charge no VAT to a business outside the Union."""
    untaxed("a service to a business outside the Union", "O G", client_country="US")


def test_training_by_an_exempt_structure_is_exempt(untaxed: Any) -> None:
    """Exempt what a structure of exempt training invoices at home."""
    untaxed("training by an exempt structure", "E", structure_vat="exempt", training=True)


def test_the_rate_is_that_of_the_day_of_supply(country: Country, to_do: Any, began: date) -> None:
    """Ask the fact sheet for the rate of the day of supply, before and after each change."""
    asked = 0
    for rate in country.facts.sheet.vat:
        for day in (rate.since - timedelta(days=1), rate.since, rate.until):
            stands = [r for r in country.facts.sheet.vat if r.code == rate.code and day and r.holds_on(day)]
            if day is None or day < began or not stands or stands[0].category != "S":
                continue
            asked += 1
            found = country.treat_sale(sale(country, day, vat_code=rate.code), country.facts)
            if found.rate != money.percent(stands[0].percent):
                to_do.write(f"{rate.code} is {stands[0].percent} %, not {found.rate}", CODE, day)
    # A country whose rates never changed is asked whether it asks the fact sheet at all.
    if not asked:
        with pytest.raises(Refusal):
            country.treat_sale(sale(country, began, supply_day=date(1900, 1, 1)), country.facts)
