"""The fact sheet, the chart, VAT, references, identifiers, pay days and translations."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from stdnum import iso11649

from core.country import Sale
from shared_tools.i18n import catalogue
from shared_tools.refusal import Refusal
from shared_tools.roles import ENTITY_ROLES

FOLDER = Path(__file__).parent.parent


def test_every_role_has_an_account_of_its_own(italy):
    accounts = [italy.chart.account(role.name) for role in ENTITY_ROLES]
    assert len(set(accounts)) == len(accounts)


def test_fees_and_share(italy):
    assert italy.fee(date(2017, 6, 1), "person").percent == "8.5"
    assert italy.fee(date(2026, 11, 24), "organisation").percent == "9.5"
    assert italy.facts.share(date(2026, 1, 1)).price == "50"


@pytest.mark.parametrize(
    ("last_day", "pay_day"),
    [
        (date(2026, 5, 4), date(2026, 6, 10)),
        (date(2026, 9, 30), date(2026, 10, 9)),  # Saturday
        (date(2026, 12, 31), date(2027, 1, 8)),  # Sunday
        (date(2026, 4, 30), date(2026, 5, 8)),  # Sunday
    ],
)
def test_pay_day_is_never_after_the_10th(italy, last_day, pay_day):
    assert italy.pay_day(last_day).day == pay_day


def test_saint_francis_is_a_holiday_again(italy):
    assert not italy.calendar.is_open(date(2026, 10, 4))
    assert italy.calendar.holiday_name(date(2026, 10, 4))


def test_numbers_of_the_year_end_with_it(italy):
    missing = {key for key, why in italy.parameters.gaps(date(2027, 1, 1)) if "ended" in why}
    assert {"irpef", "ivs_ceiling_year", "inps_minimum_day", "gs_rate", "regional_lombardia"} <= missing
    unconfirmed = dict(italy.parameters.gaps(date(2026, 11, 24)))
    assert {"sickness_fpls", "regional_umbria", "inail"} <= set(unconfirmed)
    assert "irpef" not in unconfirmed


# --- VAT ----------------------------------------------------------------------------------------------------------


def sale(**changes):
    known = {"structure": "main", "structure_vat": "taxed", "supply_day": date(2026, 5, 1), "vat_code": "standard",
             "client_kind": "business", "client_country": "IT"}  # fmt: skip
    return Sale(**(known | changes))


@pytest.mark.parametrize(
    ("changes", "category", "percent"),
    [
        ({}, "S", 22),
        ({"vat_code": "reduced"}, "S", 10),
        ({"vat_code": "super_reduced"}, "S", 4),
        ({"supply_day": date(2013, 9, 30)}, "S", 21),
        ({"supply_day": date(2013, 10, 1)}, "S", 22),
        ({"vat_code": "exempt"}, "E", 0),
        ({"vat_code": "exempt", "training": True}, "E", 0),
        ({"structure_vat": "exempt"}, "E", 0),
        ({"client_country": "FR", "client_vat_number": "FR40303265045"}, "AE", 0),
        ({"client_country": "CH"}, "O", 0),
        ({"client_country": "FR", "client_kind": "consumer"}, "S", 22),
    ],
)
def test_vat_of_a_sale(italy, changes, category, percent):
    treatment = italy.treat_sale(sale(**changes), italy.facts)
    assert (treatment.category, treatment.rate * 100) == (category, percent)
    assert treatment.source
    assert bool(treatment.note) == (category != "S")


def test_training_names_its_own_article(italy):
    exempt = italy.treat_sale(sale(vat_code="exempt", training=True), italy.facts)
    assert exempt.reason_code == "VATEX-EU-132-1I"
    assert "no. 20" in exempt.source


def test_an_authority_splits_the_payment(italy):
    treatment = italy.treat_sale(sale(client_kind="authority"), italy.facts)
    assert (treatment.category, treatment.rate * 100) == ("S", 22)
    assert "17-ter" in treatment.source


def test_a_foreign_business_needs_its_vat_number(italy):
    with pytest.raises(Refusal, match="VAT number"):
        italy.treat_sale(sale(client_country="FR"), italy.facts)


# --- identifiers --------------------------------------------------------------------------------------------------


def test_references_are_iso_11649(italy):
    assert {len(italy.payment_reference(n)) for n in (1, 999_999)} == {len(italy.payment_reference(7))}
    assert iso11649.is_valid(italy.payment_reference(123_456))


def test_codice_fiscale(italy):
    assert italy.check_person_id(" rccmnl83s18d969h ") == "RCCMNL83S18D969H"
    for wrong in ("RCCMNL83S18D969A", "RCCMNL83S18D96", "", "12345"):
        with pytest.raises(Refusal) as refusal:
            italy.check_person_id(wrong)
        assert refusal.value.rule == "not_a_codice_fiscale"


def test_every_line_a_slip_prints_has_a_translated_label(year):
    known = catalogue(FOLDER, "it")
    for code in ("spettacolo", "intermittente", "tempo_determinato", "cococo", "cococo_spettacolo"):
        slip = year.slip(code, 100_000, date(2026, 6, 1), inail_per_mille="4")
        assert {line.label for line in slip.lines} <= set(known)
