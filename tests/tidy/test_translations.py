"""Every word a person reads is there in every language of every country concerned."""

from __future__ import annotations

import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from core.country import Country, all_countries
from core.web.extract import CORE, messages
from shared_tools.i18n import catalogue

TREE = Path(__file__).parents[2] / "countries"
# A plug-in from outside answers for its words in the conformance suite; core owes it no language.
COUNTRIES = [country for country in all_countries() if country.folder.is_relative_to(TREE)]
LANGUAGES = sorted({language for country in COUNTRIES for language in country.languages} - {"en"})


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def assert_complete(folder: Path, language: str, wanted: set[str]) -> None:
    known = catalogue(folder, language)
    missing = sorted(wanted - known.keys())
    assert not missing, f"{folder.name}/locale/{language} lacks {len(missing)} messages: {missing[:10]}"
    for message in sorted(wanted):
        assert placeholders(message) == placeholders(known[message]), (
            f"{language}: {message!r} → {known[message]!r}"
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_core_speaks_every_language_of_its_countries(language: str) -> None:
    assert_complete(CORE, language, messages(CORE))


def said_by(country: Country) -> set[str]:
    """What a country says: in its code, and in the sentences and labels of its fact sheet."""
    sheet = country.facts.sheet
    sentences = {sentence.sentence for sentence in (*sheet.late_payment, *sheet.mention)}
    return messages(country.folder) | {rate.label for rate in sheet.vat} | sentences


@pytest.mark.parametrize("country", COUNTRIES, ids=lambda country: country.code)
def test_a_country_speaks_its_own_languages(country: Country) -> None:
    for language in country.languages:
        if language != "en":
            assert_complete(country.folder, language, said_by(country))
            left_over = catalogue(country.folder, language).keys() - said_by(country)
            assert not left_over, f"{sorted(left_over)} is said nowhere any more"


@pytest.mark.parametrize("path", sorted(CORE.glob("locale/*/messages.po")), ids=lambda path: path.parent.name)
def test_nothing_is_fuzzy_or_left_over(path: Path) -> None:
    with path.open("rb") as file:
        catalog = read_po(file)
    wanted = messages(CORE)
    for message in catalog:
        if message.id:
            assert not message.fuzzy, message.id
            assert message.id in wanted, f"{message.id!r} is said nowhere any more"


def test_the_template_of_messages_is_up_to_date() -> None:
    with (CORE / "locale" / "messages.pot").open("rb") as file:
        written = {message.id for message in read_po(file) if message.id}
    assert written == messages(CORE), "run python -m core.web.extract"
