"""The fact sheet, VAT, identifiers, declarations, worked cases, translations."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from lxml import etree

from core.country import Case, Country, Sale
from countries.se.declarations import agi, agi_due, attendance_list
from countries.se.employment import NEAR_OPEN_ENDED, NEAR_PRIORITY, standing
from countries.se.month import contribution_bases, statements
from countries.se.persons import birth_date, check_person_id
from countries.se.terms import Worker
from countries.se.tests.conftest import Desk
from shared_tools import cases
from shared_tools.dated import Law
from shared_tools.refusal import Refusal
from shared_tools.roles import ENTITY_ROLES

HERE = Path(__file__).parents[1]


def test_the_worked_cases(se: Country) -> None:
    file = cases.read(HERE / "cases" / "examples.json")
    result = cases.run(file.cases, lambda _: se.case_kinds, Case, file.country)
    assert (result.cases, result.differences) == (36, [])


def test_cases_may_leave_things_out(se: Country) -> None:
    answer = se.case_kinds["from_invoice"](Case("x", "from_invoice", {"invoice_net": 1_000_000}, year=2026))
    assert answer["lines"]["gross"] == 711_459
    sink = se.case_kinds["sink"](Case("x", "sink", {"gross": 1_000_000, "pay_date": "2027-02-01"}, year=2027))
    assert sink["outputs"]["tax"] == 225_000


def test_every_role_has_an_account_of_its_own(se: Country) -> None:
    accounts = [se.chart.account(role.name) for role in ENTITY_ROLES]
    assert len(set(accounts)) == len(accounts)
    assert all(re.fullmatch(r"\d{4}", account) for account in accounts)


@pytest.mark.parametrize(
    ("last_day", "pay_day"),
    [
        (date(2026, 6, 12), date(2026, 6, 18)),
        (date(2026, 12, 17), date(2026, 12, 23)),
        (date(2026, 11, 21), date(2026, 11, 27)),
        (date(2026, 11, 20), date(2026, 11, 27)),
    ],
)
def test_paid_within_seven_days_never_late(se: Country, last_day: date, pay_day: date) -> None:
    assert se.pay_day(last_day).day == pay_day


def test_the_reference_is_an_ocr_number(se: Country) -> None:
    assert se.payment_reference(12345) == "1234574"


def test_the_rehearsal_names_the_numbers_of_the_year(se: Country) -> None:
    missing = {key for key, why in se.parameters.gaps(date(2027, 1, 1)) if why.startswith("no value")}
    assert {"price_base_amount", "one_off", "basic_allowance", "state_tax_threshold"} <= missing


# --- VAT ----------------------------------------------------------------------------------------------------------


def sale(**more) -> Sale:
    given = {
        "structure": "main", "structure_vat": "taxed", "supply_day": date(2026, 5, 4), "vat_code": "standard",
        "client_kind": "business", "client_country": "SE",
    }  # fmt: skip
    return Sale(**{**given, **more})


@pytest.mark.parametrize(
    ("more", "category", "rate"),
    [
        ({}, "S", 25),
        ({"vat_code": "food"}, "S", 6),
        ({"vat_code": "food", "supply_day": date(2026, 3, 31)}, "S", 12),
        ({"vat_code": "performer"}, "E", 0),
        ({"vat_code": "training"}, "E", 0),
        ({"structure_vat": "exempt"}, "E", 0),
        ({"client_country": "FR", "client_vat_number": "FR40303265045"}, "AE", 0),
        ({"client_country": "NO"}, "O", 0),
        ({"client_country": "FR", "client_kind": "consumer"}, "S", 25),
        ({"vat_code": "building", "client_vat_number": "SE556000016701"}, "AE", 0),
        ({"vat_code": "building", "client_country": "NO"}, "O", 0),
    ],
)
def test_treatment(se: Country, more: dict, category: str, rate: int) -> None:
    treatment = se.treat_sale(sale(**more), se.facts)
    assert (treatment.category, treatment.rate) == (category, Fraction(rate, 100))
    assert treatment.source
    assert bool(treatment.note) == (category != "S")


def test_building_services_to_a_consumer(se: Country) -> None:
    with pytest.raises(Refusal) as refused:
        se.treat_sale(sale(vat_code="building", client_kind="consumer"), se.facts)
    assert refused.value.rule == "buyer_must_be_a_business"


def test_food_after_2027_has_to_be_entered(se: Country) -> None:
    food = [rate for rate in se.facts.sheet.vat if rate.code == "food"]
    assert not any(rate.holds_on(date(2028, 1, 1)) for rate in food)


# --- identifiers --------------------------------------------------------------------------------------------------


def test_person_ids() -> None:
    assert check_person_id("19820225-2386") == "198202252386"
    assert check_person_id("197010632391") == "197010632391"
    assert birth_date("197010632391") == date(1970, 10, 3)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("820225-2386", "century_missing"),
        ("19820225-2387", "not_a_person_id"),
        ("19820230-2386", "not_a_person_id"),
        ("197010632392", "not_a_person_id"),
        ("197013632391", "not_a_person_id"),
        ("hello", "not_a_person_id"),
    ],
)
def test_person_ids_refused(text: str, rule: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_person_id(text)
    assert refused.value.rule == rule


# --- declarations -------------------------------------------------------------------------------------------------

EMPLOYER = {
    "registration": "556000-0167", "name": "SMartSe AB", "contact_name": "Eva Ek", "contact_phone": "08-1",
    "contact_email": "eva@example.org",
}  # fmt: skip
FACTS = {
    "employer": EMPLOYER, "period": "2026-08", "created": "2026-09-01T08:00:00", "bases": {"31.42": 30_500},
    "statements": [
        {"person_id": "19820225-2386", "number": 1, "pay": 3_050_099, "tax": 620_900, "tax_kind": "preliminary"},
        {"birth_date": "1990-02-03", "first_name": "Per", "last_name": "Pé", "citizenship": "FR", "number": 1,
         "pay_outside": 1_500_000, "tax": 225_000, "tax_kind": "a_sink", "activity": "Musik"},
    ],
}  # fmt: skip


def test_agi() -> None:
    message = agi(FACTS)
    assert message == agi(FACTS)
    codes = [(e.get("faltkod"), e.text) for e in etree.fromstring(message).iter() if e.get("faltkod")]
    assert codes == [
        ("201", "165560000167"), ("006", "202608"), ("487", "9583"), ("497", "8459"),
        ("201", "165560000167"), ("215", "198202252386"), ("006", "202608"), ("570", "1"), ("011", "30500"), ("001", "6209"),
        ("201", "165560000167"), ("222", "19900203"), ("216", "Per"), ("217", "Pé"), ("081", "FR"), ("006", "202608"),
        ("570", "1"), ("131", "15000"), ("112", "Musik"), ("275", "2250"),
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["employer", "period", "created", "statements", "bases"])
def test_agi_names_what_is_missing(name: str) -> None:
    with pytest.raises(Refusal) as refused:
        agi({key: value for key, value in FACTS.items() if key != name})
    assert (refused.value.rule, refused.value.field) == ("missing_fact", name)


def test_agi_names_the_field_of_a_statement() -> None:
    broken = [{**FACTS["statements"][1], "activity": ""}]
    with pytest.raises(Refusal) as refused:
        agi({**FACTS, "statements": broken})
    assert refused.value.field == "statements.0.activity"


def test_a_statement_taken_back() -> None:
    removed = [{"person_id": "198202252386", "number": 1, "removed": True}]
    assert b'faltkod="205">1<' in agi({**FACTS, "statements": removed})


def test_the_statement_of_a_month_s_slips(desk: Desk) -> None:
    worker = Worker(birth_date=date(2004, 1, 1))
    slips = [
        desk.slip(gross, date(2026, 8, day), worker) for gross, day in ((1_800_050, 14), (1_200_050, 28))
    ]
    assert statements(slips) == [
        {"number": 1, "tax_kind": "preliminary", "pay": 3_000_100, "pay_outside": 0, "tax": 900_000}
    ]
    assert contribution_bases(slips) == {Fraction(2081, 10_000): 25_000, Fraction(1571, 5_000): 5_001}


@pytest.mark.parametrize(
    ("month", "due"),
    [((2026, 8), date(2026, 9, 14)), ((2026, 12), date(2027, 1, 18)), ((2026, 7), date(2026, 8, 17)), ((2026, 10), date(2026, 11, 12))],
)  # fmt: skip
def test_when_the_declaration_is_due(se: Country, law: Law, month: tuple[int, int], due: date) -> None:
    assert agi_due(*month, law, se.calendar) == due


def test_attendance_list() -> None:
    facts = {
        "employer": EMPLOYER, "workplace": "Storgatan 1", "day": "2026-05-04",
        "present": [{"person_id": "198202252386", "name": "Eva Ek", "from": "08:00"}],
    }  # fmt: skip
    assert attendance_list(facts).decode() == (
        "SMartSe AB;5560000167;Storgatan 1;2026-05-04\r\n198202252386;Eva Ek;08:00;\r\n"
    )


# --- employment protection ----------------------------------------------------------------------------------------


def test_three_employments_in_a_month_count_the_days_between(law: Law) -> None:
    periods = [(date(2026, 5, day), date(2026, 5, day)) for day in (4, 11, 18)]
    assert standing(periods, date(2026, 5, 31), law).days == 15
    assert standing(periods[:2], date(2026, 5, 31), law).days == 2


def test_warnings_of_priority_and_open_ended_employment(law: Law) -> None:
    period = [(date(2025, 6, 1), date(2026, 5, 31))]
    assert standing(period, date(2026, 2, 24), law).warnings == ()
    assert standing(period, date(2026, 2, 25), law).warnings == (NEAR_PRIORITY,)
    assert standing(period, date(2026, 5, 31), law).warnings == (NEAR_PRIORITY, NEAR_OPEN_ENDED)
    assert standing(period, date(2031, 6, 1), law).days == 0
