"""The fact sheet, VAT, person numbers, declarations and words of France."""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from stdnum import iso11649

from core.country import Sale
from countries.fr import COUNTRY
from countries.fr.declarations import aem_due_day, build_aem, build_dpae, dpae_earliest_day
from shared_tools.refusal import Refusal
from shared_tools.roles import ROLES

FOLDER = Path(__file__).parent.parent
LAW = COUNTRY.parameters.on(date(2026, 7, 1))


# --- facts --------------------------------------------------------------------------------------------------------


def test_pay_is_promised_seven_days_after_the_work_and_never_late() -> None:
    assert COUNTRY.pay_day(date(2026, 7, 1)).day == date(2026, 7, 8)
    assert COUNTRY.pay_day(date(2026, 7, 7)).day == date(2026, 7, 13)  # the 14th is a holiday
    assert COUNTRY.pay_day(date(2026, 3, 27)).day == date(2026, 4, 2)  # no transfer on Good Friday
    assert COUNTRY.pay_day(date(2027, 12, 19)).day == date(2027, 12, 24)  # 26 December, a Sunday
    last = date(2026, 1, 1)
    for n in range(3_650):
        day = date.fromordinal(last.toordinal() + n)
        promised = COUNTRY.pay_day(day)
        assert (promised.rule_day - day).days == 7
        assert 0 <= (promised.rule_day - promised.day).days <= 4 and promised.day > day


def test_fees_and_chart() -> None:
    assert COUNTRY.fee(date(2026, 7, 1), "person").percent == "8.5"
    assert COUNTRY.fee(date(2026, 7, 1), "organisation").percent == "6.5"
    assert set(COUNTRY.chart.by_role) == set(ROLES)
    accounts = [account.account for account in COUNTRY.chart.by_role.values()]
    assert len(accounts) == len(set(accounts))


def test_the_rehearsal_of_2027_names_the_numbers_of_the_year() -> None:
    named = {key for key, _ in COUNTRY.parameters.gaps(date(2027, 1, 1))}
    assert {"pmss", "smic_hour", "rgdu_tdelta", "rgdu_smic_hour", "pas_short_contract_abatement"} <= named
    assert "pas_neutral_metropole" in named  # carried by law, but unconfirmed
    assert "pmss" not in {key for key, _ in COUNTRY.parameters.gaps(date(2026, 11, 24))}


def test_a_reference_for_payments() -> None:
    reference = COUNTRY.payment_reference(42)
    assert iso11649.is_valid(reference) and reference.endswith("42")


# --- VAT ----------------------------------------------------------------------------------------------------------


def _sale(**changed: Any) -> Sale:
    facts: dict[str, Any] = {
        "structure": "scic", "structure_vat": "taxed", "supply_day": date(2026, 7, 1), "vat_code": "standard",
        "client_kind": "business", "client_country": "FR",
    }  # fmt: skip
    return Sale(**facts | changed)


@pytest.mark.parametrize(
    ("changed", "category", "percent"),
    [
        ({}, "S", "20"),
        ({"supply_day": date(2013, 12, 31)}, "S", "19.6"),
        ({"vat_code": "rights"}, "S", "10"),
        ({"vat_code": "show_sale"}, "S", "5.5"),
        ({"vat_code": "tickets_new_work"}, "S", "2.1"),
        ({"vat_code": "tickets", "client_country": "DE", "client_vat_number": "DE136695976"}, "S", "5.5"),
        ({"client_country": "DE", "client_vat_number": "DE136695976"}, "AE", "0"),
        ({"client_country": "CH"}, "O", "0"),
        ({"client_country": "DE", "client_kind": "consumer"}, "S", "20"),
        ({"structure_vat": "exempt", "vat_code": "training_exempt", "training": True}, "E", "0"),
        ({"vat_code": "small_supplier"}, "E", "0"),
        ({"vat_code": "overseas_standard"}, "S", "8.5"),
    ],
)
def test_vat(changed: dict[str, Any], category: str, percent: str) -> None:
    treatment = COUNTRY.treat_sale(_sale(**changed), COUNTRY.facts)
    assert (treatment.category, treatment.rate) == (category, Fraction(percent) / 100)
    assert treatment.source
    assert treatment.note or category == "S"


def test_vat_that_is_refused() -> None:
    for changed, rule in (
        ({"client_country": "DE"}, "vat_number_missing"),
        ({"vat_code": "training_exempt"}, "training_not_exempt"),
        ({"vat_code": "luxury"}, "unknown_vat_code"),
    ):
        with pytest.raises(Refusal) as refused:
            COUNTRY.treat_sale(_sale(**changed), COUNTRY.facts)
        assert refused.value.rule == rule


# --- numbers of persons -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2 95 10 99 126 111 93", "295109912611193"),
        ("253072b07300470", "253072B07300470"),
        ("1732829320000001", "1732829320000001"),
    ],
)
def test_person_numbers(text: str, number: str) -> None:
    assert COUNTRY.check_person_id(text) == number


@pytest.mark.parametrize(
    "text", ["", "295109912611199", "253072C07300443", "hello", "1732829321000001", "595109912611181"]
)
def test_what_is_no_person_number(text: str) -> None:
    with pytest.raises(Refusal) as refused:
        COUNTRY.check_person_id(text)
    assert refused.value.rule == "not_a_person_id"


# --- declarations -------------------------------------------------------------------------------------------------

EMPLOYER = {
    "name": "SMartFr", "address": "1 rue de l'Essai, 59000 Lille", "ape": "9001Z", "siret": "73282932000074",
    "occupational_health": "Thalie Santé", "idcc": "3090", "show_number": "12345",
}  # fmt: skip
PERSON = {
    "family_name": "Durand", "first_names": "Zoé", "sex": "F", "birth_date": date(1995, 10, 3),
    "birth_department": "99", "birth_commune": "Budapest", "birth_country": "HU", "nir": "295109912611193",
}  # fmt: skip
HIRE = {
    "employer": EMPLOYER, "worker": PERSON,
    "contract": {"kind": "CDD", "start": date(2026, 7, 1), "end": date(2026, 7, 3), "hour": "09:00", "trial_days": 0},
}  # fmt: skip
SHOW = {
    "employer": EMPLOYER, "worker": PERSON,
    "contract": {
        "annex": "10", "post": "Comédienne", "first_day": date(2026, 7, 1), "last_day": date(2026, 7, 1), "days": 1,
        "cachets_single": 1,
    },
    "pay": {"gross": 18_000, "gross_after_deduction": 18_000, "contributions_employee": 432, "contributions_employer": 1_755},
}  # fmt: skip


def test_the_dpae_has_every_field_and_is_the_same_twice() -> None:
    message = build_dpae(HIRE)
    assert message == build_dpae(deepcopy(HIRE))
    root = etree.fromstring(message)
    assert root.findtext("employer/siret") == "73282932000074"
    assert root.findtext("contract/start") == "2026-07-01" and root.findtext("contract/hour") == "09:00"
    assert root.findtext("worker/first_names") == "Zoé"


@pytest.mark.parametrize(
    ("group", "field", "value", "named"),
    [
        *((group, field, None, f"{group}.{field}") for group, fields in (
            ("employer", ("name", "address", "ape", "siret", "occupational_health")),
            ("worker", ("family_name", "first_names", "sex", "birth_date", "birth_commune", "birth_country")),
            ("contract", ("kind", "start", "hour", "trial_days", "end")),
        ) for field in fields),
        ("employer", "siret", "73282932000075", "employer.siret"),
        ("employer", "ape", "artist", "employer.ape"),
        ("worker", "sex", "M", "worker.nir"),
        ("worker", "birth_date", date(1995, 9, 3), "worker.nir"),
        ("contract", "hour", "25:00", "contract.hour"),
        ("contract", "end", date(2026, 6, 30), "contract.end"),
    ],
)  # fmt: skip
def test_a_dpae_that_lacks_something_names_it(group: str, field: str, value: Any, named: str) -> None:
    facts = deepcopy(HIRE)
    facts[group][field] = value
    with pytest.raises(Refusal) as refused:
        build_dpae(facts)
    assert refused.value.field == named


def test_a_dpae_may_lack_the_number_of_a_newcomer_and_the_end_of_a_cdi() -> None:
    facts = deepcopy(HIRE)
    facts["worker"]["nir"] = ""
    facts["contract"] |= {"kind": "CDI", "end": None}
    assert etree.fromstring(build_dpae(facts)).find("contract/end") is None


def test_the_aem() -> None:
    root = etree.fromstring(build_aem(SHOW))
    assert root.findtext("pay/gross") == "180.00"
    assert root.findtext("contract/cachets_single") == "1"
    for group, field, named in (
        ("pay", "gross", "pay.gross"), ("contract", "cachets_single", "contract.cachets_single"),
        ("contract", "annex", "contract.annex"), ("employer", "show_number", "employer.show_number"),
    ):  # fmt: skip
        facts: dict[str, Any] = deepcopy(SHOW)
        facts[group][field] = None
        with pytest.raises(Refusal) as refused:
            build_aem(facts)
        assert refused.value.field == named
    technician: dict[str, Any] = deepcopy(SHOW)
    technician["contract"]["annex"] = "8"
    with pytest.raises(Refusal) as refused:
        build_aem(technician)
    assert refused.value.field == "contract.hours"


def test_days_of_declarations() -> None:
    assert dpae_earliest_day(date(2026, 7, 9), LAW) == date(2026, 7, 1)
    assert aem_due_day(date(2026, 12, 31), LAW) == date(2027, 1, 15)
    assert {kind.code for kind in COUNTRY.declarations} == {"dpae", "aem"}
    assert {kind.code for kind in COUNTRY.contract_types if not kind.declarations} == {"author_rights"}
