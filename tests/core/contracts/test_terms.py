"""What a contract asks besides days and pay, in its readers' words: money in major units, dates and choices said."""

from __future__ import annotations

from datetime import date

import pytest
from world import refused

from core.contracts.terms import said_terms, term_fields
from core.contracts.typed import contract_of
from core.country import country
from core.web.forms import Form
from core.words import Words

AUSTRIA, BELGIUM = country("at"), country("be")
TYPED = {"contract_type": "employment", "first": "2026-10-05", "pay": "1000"}


def test_a_term_has_words_and_its_choices_too() -> None:
    fields = {term.name: term for term in term_fields(AUSTRIA.contract_type("employment"), AUSTRIA)}
    words = Words("de", AUSTRIA)
    assert words(fields["land"].label) == "Bundesland des Arbeitsorts"
    assert ("ST", "Steiermark") in [(key, words(said)) for key, said in fields["land"].options or ()]
    assert (fields["minimum_hour"].default, fields["minimum_hour"].unit) == ("0.00", "money")
    assert fields["employment_start"].type == "date"


def test_money_is_typed_in_major_units_and_stored_in_minor() -> None:
    kind = AUSTRIA.contract_type("employment")
    form = Form({**TYPED, "terms.month_pay": "2800,50", "terms.minimum_hour": "0.00", "terms.land": "W"})
    assert contract_of(form, kind, AUSTRIA).terms == {"month_pay": 280050}, "what is as usual is not said"
    with refused("not_an_amount", "month_pay"):
        contract_of(Form({**TYPED, "terms.month_pay": "much"}), kind, AUSTRIA)


def test_only_what_is_unusual_is_said() -> None:
    kind = AUSTRIA.contract_type("employment")
    terms = {
        "land": "ST",
        "employment_start": "2026-03-01",
        "month_pay": 280050,
        "weekly_minutes": None,
        "minimum_hour": 0,
    }
    assert said_terms(terms, kind, AUSTRIA, Words("en", AUSTRIA)) == [
        ("Province of the place of work", "Styria"),
        ("First day of the employment", "1 Mar 2026"),
        ("Pay agreed for a whole month", "€2,800.50"),
    ]


@pytest.mark.parametrize(("language", "said"), [("fr", "oui"), ("nl", "ja"), ("de", "ja")])
def test_yes_and_no_are_said_in_each_language(language: str, said: str) -> None:
    terms = {"paid_by": "hour", "piecework": True}
    found = said_terms(terms, BELGIUM.contract_type("employee"), BELGIUM, Words(language, BELGIUM))
    assert [value for _, value in found][-1] == said and len(found) == 2


def test_a_percentage_that_is_none_is_shown_as_it_was_written() -> None:
    home = country("fr")
    terms = {
        "accident_rate": "1.10",
        "mobility_rate": "none yet",
        "contract_first_day": date(2026, 10, 1).isoformat(),
    }
    found = dict(said_terms(terms, home.contract_type("artist"), home, Words("en", home)))
    assert found["Accident rate"] == "1.1\N{NO-BREAK SPACE}%" and found["Mobility levy"] == "none yet"
