"""V: what an update of the law does to what was issued, and the same work from two structures.

V1 and V2 (VIES) are in tests/core/clients, V3 beside the amounts, V8 to V11 with delivery and the authorities' messages,
V12 with expenses, V13 in tests/einvoice.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest
from world import World, refused

from core.country import Country, FactSheet, Sale, all_countries
from core.ledger import verify
from core.sales import Line, invoices_of
from core.sales.files import file_of
from shared_tools.refusal import Refusal


def updated(country: Country, folder: Path, *changes: tuple[str, str]) -> Country:
    """``country`` as it is after somebody edited its fact sheet."""
    text = (country.folder / "country.toml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "country.toml"
    path.write_text(text, encoding="utf-8")
    return replace(country, facts=FactSheet.read(path))


NEW_RATE = """
[[vat]]
code = "standard"
label = "Standard rate"
percent = "25"
from = 2026-11-01
source = "a law of the test"
checked = 2026-11-24
mark = "believed"
"""


def with_a_rise(country: Country) -> tuple[tuple[str, str], ...]:
    """The edit that lets the standard rate of ``country`` rise to 25 % on 1 November 2026."""
    text = (country.folder / "country.toml").read_text(encoding="utf-8")
    now = next(
        table for table in text.split("[[")
        if table.startswith("vat]]") and tomllib.loads("[[" + table)["vat"][0]["code"] == "standard"
        and "to" not in tomllib.loads("[[" + table)["vat"][0]
    )  # fmt: skip
    ended = now.replace("source =", "to = 2026-10-31\nsource =", 1)
    return ((f"[[{now}", f"{NEW_RATE}\n[[{ended}"),)


def prints(world: World) -> list[str]:
    """The digest of each file of each document, made anew from what is stored."""
    issued = sorted(world.ask(invoices_of), key=lambda row: row["id"])
    return [
        sha256(world.ask(file_of, row["id"], code).content).hexdigest()
        for row in issued
        for code in ("pdf", "peppol")
    ]


def test_v4_a_new_rate_changes_no_document_of_before(world: World, tmp_path: Path) -> None:
    client = world.client(
        vat_number="BE0403170701", street="Rue Haute 1", postal_code="1000", city="Bruxelles"
    )
    first = world.invoice("100.00", "33.33", client=client)
    world.credit(first, (1, 4000))
    before = prints(world)
    assert len(before) == 4
    country = world.store.country
    world.store.country = updated(country, tmp_path, *with_a_rise(country))
    assert prints(world) == before
    assert world.ask(verify) == []
    world.at(date(2026, 11, 2))
    assert world.invoice("100.00", client=client).vat == 2500
    assert world.invoice("100.00", client=client, supply_day=date(2026, 10, 31)).vat == 2100
    rest = world.credit(first)
    assert rest.vat == first.vat - 840, "what is given back bears the rate it was taken at"
    assert prints(world)[: len(before)] == before


def test_v5_the_same_rate_entered_twice_is_refused_when_the_sheet_is_read(
    world: World, tmp_path: Path
) -> None:
    """An update is a file: applied twice it is the same file, and one that says a rate twice is not read."""
    country = world.store.country
    once = with_a_rise(country)
    with pytest.raises(Refusal) as twice:
        updated(country, tmp_path, *once, (NEW_RATE, NEW_RATE * 2))
    assert "vat.standard" in f"{twice.value.field} {twice.value}"
    again = updated(country, tmp_path, *once)
    assert again.facts.vat("standard", date(2026, 11, 1)).percent == "25"


def test_v6_the_same_course_is_exempt_from_the_training_structure_only(world: World) -> None:
    course = Line(description="A course in drawing", unit_price="500.00", training=True)
    by_production = world.invoice(lines=[course], activity=world.activity(structure="productions"))
    by_training = world.invoice(lines=[course], activity=world.activity(structure="training"))
    assert (by_production.vat, by_training.vat) == (10500, 0)
    assert by_training.vat_totals[0].reason == "VATEX-EU-132-1I"
    assert "44" in by_training.vat_totals[0].note, "the article of the VAT code stands on the document"
    assert not by_production.vat_totals[0].note


@pytest.mark.parametrize("country", all_countries(), ids=lambda country: country.code)
def test_v7_a_consumer_abroad_bears_the_one_rate_there_is(country: Country) -> None:
    """Our services to consumers are taxed at home (Directive 2006/112/EC art. 45): there is no second table to differ."""
    day = date(2026, 10, 1)
    structure = country.facts.structures(day)[0]
    taxed = {rate.code for rate in country.facts.sheet.vat if rate.holds_on(day) and rate.category == "S"}
    for vat in sorted(taxed):
        at_home, abroad = (
            country.treat_sale(
                Sale(structure.code, structure.vat, day, vat, "consumer", there), country.facts
            )
            for there in (country.code.upper(), "FR" if country.code != "fr" else "BE")
        )
        assert (abroad.category, abroad.rate) == (at_home.category, at_home.rate)


def test_n9_the_form_of_a_number_is_no_setting(world: World) -> None:
    """Numbers are drawn from a series of the database and written by one rule: nothing can switch it in mid-year."""
    numbers = [world.invoice("10.00").number for _ in range(3)]
    assert [number.rpartition("-")[2] for number in numbers] == ["00001", "00002", "00003"]
    with refused("future_day"):
        world.invoice("10.00", day=date(2027, 1, 1))
