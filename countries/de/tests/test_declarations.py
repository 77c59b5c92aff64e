"""Messages to social insurance: deterministic, complete, and refusing by the name of the missing field."""

from __future__ import annotations

import copy
from datetime import date
from typing import Any

import pytest

from core.country import Country
from shared_tools.refusal import Refusal

FACTS: dict[str, Any] = {
    "employer": {"betriebsnummer": "12345678", "name": "SMartDe eG"},
    "worker": {
        "family_name": "Müller", "first_name": "Anna", "street": "Weg 1", "postcode": "10115", "city": "Berlin",
        "insurance_number": "65 170839 J 003", "tax_id": "36574261809", "health_insurance": "statutory",
    },
    "contract": {
        "type": "employment", "first_day": date(2026, 6, 1), "last_day": date(2026, 6, 30), "gross": 350_050,
        "activity_code": "944141411", "health_fund_number": "15027365",
    },
}  # fmt: skip


def message(germany: Country, code: str, **contract: Any) -> list[str]:
    facts = copy.deepcopy(FACTS)
    facts["contract"] |= contract
    build = germany.declaration(code).build
    assert build is not None
    assert build(facts) == build(facts)
    return build(facts).decode().split("\r\n")


def test_a_registration_says_who_where_and_how(germany: Country) -> None:
    lines = message(germany, "deuev_registration")
    for line in (
        "DSME.ABGABEGRUND=10", "DSME.PERSONENGRUPPE=101", "DSME.VERSICHERUNGSNUMMER=65170839J003",
        "DBME.BEITRAGSGRUPPE=1111", "DBME.ZEITRAUM_BEGINN=2026-06-01", "DBNA.FAMILY_NAME=Müller", "DBAN.CITY=Berlin",
    ):  # fmt: skip
        assert line in lines
    assert not any(line.startswith(("DBGB", "DBME.ENTGELT")) for line in lines)
    assert lines[0].startswith("VOSZ") and lines[-2].startswith("NCSZ")


@pytest.mark.parametrize(
    ("code", "contract", "group", "contributions"),
    [
        ("deuev_minijob", {"type": "minijob"}, "109", "6100"),
        ("deuev_minijob", {"type": "minijob", "pension_exempt": True}, "109", "6500"),
        ("deuev_short_term", {"type": "short_term"}, "110", "0000"),
        ("deuev_registration", {"type": "hiring_out"}, "101", "1111"),
    ],
)
def test_groups(
    germany: Country, code: str, contract: dict[str, Any], group: str, contributions: str
) -> None:
    lines = message(germany, code, **contract)
    assert f"DSME.PERSONENGRUPPE={group}" in lines
    assert f"DBME.BEITRAGSGRUPPE={contributions}" in lines


def test_an_end_reports_whole_euro_rounded_half_up(germany: Country) -> None:
    assert "DBME.ENTGELT_EURO=3501" in message(germany, "deuev_end")
    assert "DBKV.KRANKENVERSICHERUNG=statutory" in message(germany, "deuev_short_term", type="short_term")


def test_the_immediate_message_is_due_on_the_first_day(germany: Country) -> None:
    assert germany.declaration("deuev_immediate").days_before == 0
    assert germany.declaration("deuev_registration").days_before == -42
    assert "DBSO.BESCHAEFTIGUNGSBEGINN=2026-06-01" in message(germany, "deuev_immediate")


@pytest.mark.parametrize(
    ("part", "field"),
    [
        ("employer", "betriebsnummer"),
        ("worker", "first_name"),
        ("worker", "city"),
        ("contract", "activity_code"),
    ],
)
def test_a_missing_field_is_named(germany: Country, part: str, field: str) -> None:
    facts = copy.deepcopy(FACTS)
    del facts[part][field]
    build = germany.declaration("deuev_registration").build
    assert build is not None
    with pytest.raises(Refusal, match=f"{part}.{field}"):
        build(facts)


def test_without_a_number_the_birth_is_reported(germany: Country) -> None:
    facts = copy.deepcopy(FACTS)
    del facts["worker"]["insurance_number"]
    build = germany.declaration("deuev_registration").build
    assert build is not None
    with pytest.raises(Refusal, match="birth_name"):
        build(facts)
    facts["worker"] |= {
        "birth_name": "Müller", "birth_date": date(1990, 5, 5), "birth_place": "Ulm", "sex": "W", "nationality": "000",
    }  # fmt: skip
    assert b"DBGB.BIRTH_DATE=1990-05-05" in build(facts)


def test_every_contract_type_names_a_message_of_this_country(germany: Country) -> None:
    codes = {kind.code for kind in germany.declarations}
    assert {code for contract in germany.contract_types for code in contract.declarations} <= codes
