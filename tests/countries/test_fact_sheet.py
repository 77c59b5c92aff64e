"""country.toml: every value dated and sourced, and one known for each day the entity works."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from datetime import date
from itertools import combinations, pairwise
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays
import pytest

from core.country import Country
from shared_tools import money
from shared_tools.refusal import Refusal

SHEET = "country.toml"
KEYED = {
    "structure": "code", "fee": "who", "vat": "code", "share": "category", "reminder": "level", "einvoice": "client",
    "late_payment": "client subject", "mention": "client subject on sentence", "invoice_amount": "code"}  # fmt: skip
"""What tells the rows of a table apart: the names of its fields."""


@pytest.fixture
def each_day(days: list[date], to_do: Any) -> Callable[[str, Callable[[date], object]], None]:
    """``each_day(table, ask)``: the question has an answer on each of the days."""

    def check(table: str, ask: Callable[[date], object]) -> None:
        for day in days:
            try:
                answer = ask(day)
            except Refusal:
                answer = None
            if not answer:
                to_do.write(f"add [[{table}]] with a value that holds then", SHEET, day)

    return check


def test_each_value_says_from_when_by_which_source_checked_when_and_how_sure(
    country: Country, to_do: Any, today: date
) -> None:
    """Give every table of country.toml its from, source, checked and mark."""
    sheet = tomllib.loads((country.folder / SHEET).read_text(encoding="utf-8"))
    for table, rows in sheet.items():
        for number, row in enumerate(rows if isinstance(rows, list) else [], 1):
            for key in ("from", "source", "checked", "mark"):
                if not row.get(key):
                    to_do.write(f"say {key!r} in [[{table}]] number {number}", SHEET)
            if row.get("checked", today) > today:
                to_do.write(f"[[{table}]] number {number} was checked in the future", SHEET)


def test_one_value_a_day(country: Country, to_do: Any) -> None:
    """Let no two values of one table (of one code, level, category) hold on the same day."""
    tables: dict[tuple[str, str], list[Any]] = {}
    for table, fact in country.facts.facts():
        key = " ".join(str(getattr(fact, name)) for name in KEYED.get(table, "").split())
        tables.setdefault((table, key), []).append(fact)
    for (table, key), rows in tables.items():
        for a, b in combinations(rows, 2):
            if a.holds_on(b.since) or b.holds_on(a.since):
                to_do.write(f"give the older [[{table}]] {key} a 'to'", SHEET, max(a.since, b.since))


def test_its_name_is_known_in_english_and_its_own_languages(country: Country, to_do: Any) -> None:
    """Write [name] in English and in each of the country's languages."""
    for language in country.languages:
        if not country.facts.sheet.name.get(language):
            to_do.write(f"add {language} = … to [name]", SHEET)


def test_the_years_of_founding_and_of_first_work(country: Country, to_do: Any) -> None:
    """Write [[founded]] and [[operational_since]]: a year or a month, the second not before the first."""
    founded, working = country.facts.founded, country.facts.operational_since
    for name, text in (("founded", founded), ("operational_since", working)):
        year, _, month = text.partition("-")
        if not (year.isdigit() and len(year) == 4 and (not month or month.isdigit())):
            to_do.write(f"write [[{name}]] as 2013 or 2013-10, not {text!r}", SHEET)
    if working[:4] < founded[:4]:
        to_do.write(f"it worked in {working} before it was founded in {founded}", SHEET)
    if f"{country.facts.sheet.legal_form[0].since:%Y-%m}"[: len(working)] > working:
        to_do.write(f"begin [[legal_form]] by {working}, when it worked", SHEET)


def test_a_legal_form_and_name(country: Country, each_day: Any) -> None:
    """Name the legal person and its form for each day."""
    each_day("legal_name", lambda day: country.facts.legal_name(day).value)
    each_day("legal_form", lambda day: country.facts.legal_form(day).value)


def test_a_structure_for_activities(country: Country, each_day: Any) -> None:
    """Have at least one structure whose purpose is activities."""
    each_day("structure", lambda day: [s for s in country.facts.structures(day) if s.purpose == "activities"])


def test_a_fee_for_people(country: Country, each_day: Any) -> None:
    """Set the fee a person pays."""
    each_day("fee", lambda day: country.fee(day, "person"))


def test_a_fee_for_organisations_where_it_serves_them(country: Country, each_day: Any) -> None:
    """Set the fee of an organisation for each day [[services]] says legal_persons."""
    each_day(
        "fee", lambda day: not country.facts.services(day).legal_persons or country.fee(day, "organisation")
    )


def test_a_fee_between_six_and_a_half_and_ten_percent(country: Country, to_do: Any) -> None:
    """Keep the fee within what the cooperatives take: 6.5 to 10 %."""
    for fee in country.facts.sheet.fee:
        if not money.percent("6.5") <= money.percent(fee.percent) <= money.percent("10"):
            to_do.write(f"a fee of {fee.percent} % is outside 6.5 to 10 %", SHEET, fee.since)


def test_a_day_on_which_members_are_paid(country: Country, each_day: Any) -> None:
    """Write [[payment_term]]."""
    each_day("payment_term", country.facts.payment_term)


def test_one_currency_that_money_knows(country: Country, to_do: Any, days: list[date]) -> None:
    """Write [[currency]]: one for the life of the books (they may begin after the entity: the euro)."""
    written = {fact.value for fact in country.facts.sheet.currency}
    if len(written) != 1:
        to_do.write(f"write one currency, not {sorted(written)}", SHEET)
    for day in days:
        if day >= country.facts.sheet.currency[0].since and not any(
            fact.holds_on(day) for fact in country.facts.sheet.currency
        ):
            to_do.write("add [[currency]] with a value that holds then", SHEET, day)
    try:
        money.exponent(country.currency)
    except Refusal as refusal:
        to_do.write(str(refusal), SHEET)


def test_languages_each_with_its_catalogue(country: Country, to_do: Any, each_day: Any) -> None:
    """Name the languages and keep a catalogue for each besides English."""
    each_day("languages", lambda day: any(fact.holds_on(day) for fact in country.facts.sheet.languages))
    for language in country.languages:
        path = country.folder / "locale" / language / "messages.po"
        if language != "en" and not path.exists():
            to_do.write("write the catalogue", f"locale/{language}/messages.po")


def test_a_time_zone_that_exists(country: Country, to_do: Any, each_day: Any) -> None:
    """Write [[zone]] as the IANA database names it."""
    each_day("zone", lambda day: any(fact.holds_on(day) for fact in country.facts.sheet.zone))
    try:
        ZoneInfo(country.facts.zone)
    except (ZoneInfoNotFoundError, ValueError):
        to_do.write(f"{country.facts.zone!r} is no zone of the IANA database", SHEET)


def test_public_holidays(country: Country, to_do: Any, each_day: Any, days: list[date]) -> None:
    """Write [[calendar]]: a country of the package holidays, with the days added."""
    each_day("calendar", country.facts.calendar)
    for fact in country.facts.sheet.calendar:
        for year in {day.year for day in days}:
            try:
                known = holidays.country_holidays(
                    fact.value, subdiv=fact.subdivision or None, categories=fact.categories, years=year
                )
            except (NotImplementedError, ValueError) as error:
                to_do.write(f"[[calendar]]: {error}", SHEET)
                break
            if len(known) < 6:
                to_do.write(f"{year} has {len(known)} holidays: check value and categories", SHEET)


def test_a_standard_rate_of_vat(country: Country, each_day: Any) -> None:
    """Write [[vat]] with code "standard" and a positive percentage."""
    each_day("vat", lambda day: money.percent(country.facts.vat("standard", day).percent) > 0)


def test_each_rate_of_vat_has_words_for_the_form(country: Country, translated: Any) -> None:
    """Translate the label of each [[vat]]: people choose by it."""
    for rate in country.facts.sheet.vat:
        translated(rate.label, f"the label of [[vat]] {rate.code}")


def test_a_share(country: Country, to_do: Any, days: list[date]) -> None:
    """Write [[share]]: the price of one, 0 where there is none; an association that became a cooperative later had none."""
    first = min(fact.since for fact in country.facts.sheet.share)
    for day in days:
        if day >= first and not any(fact.holds_on(day) for fact in country.facts.sheet.share):
            to_do.write("add [[share]] with a price that holds then", SHEET, day)
    for fact in country.facts.sheet.share:
        if money.minor(fact.price, country.currency) < 0:
            to_do.write(f"a share of {fact.price} is no price", SHEET, fact.since)


def test_the_services_on_offer(country: Country, to_do: Any, each_day: Any) -> None:
    """Say in [[services]] whom the entity serves and with what, at least one kind of client of its own."""
    each_day("services", country.facts.services)
    for fact in country.facts.sheet.services:
        if not (fact.natural_persons or fact.legal_persons or fact.self_employed):
            to_do.write("[[services]] serves nobody", SHEET, fact.since)


def test_reminders_by_rising_level(country: Country, to_do: Any, each_day: Any, days: list[date]) -> None:
    """Write [[reminder]] for level 1, 2 …, each later than the one before."""
    each_day("reminder", country.facts.reminders)
    for day in days:
        levels = country.facts.reminders(day)
        if [level.level for level in levels] != list(range(1, len(levels) + 1)):
            to_do.write("number the reminders 1, 2 …", SHEET, day)
        if any(a.after_days >= b.after_days for a, b in pairwise(levels)):
            to_do.write("send a later level later: after_days rises with level", SHEET, day)


def test_days_a_client_has_to_pay(country: Country, each_day: Any) -> None:
    """Write [[client_term]]."""
    each_day("client_term", country.facts.client_term)
