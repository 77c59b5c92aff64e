"""The fact sheet: pay days, fee, VAT, accounts; and that every word is translated."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from core.country import Sale
from countries.es import COUNTRY
from shared_tools.refusal import Refusal
from shared_tools.roles import ENTITY_ROLES

FOLDER = Path(__file__).parents[1]


@pytest.mark.parametrize(
    ("last_day", "day"),
    [
        (date(2026, 4, 15), date(2026, 5, 8)),  # the 10th is a Sunday
        (date(2026, 5, 31), date(2026, 6, 10)),
        (date(2026, 12, 20), date(2027, 1, 8)),
        (date(2026, 9, 1), date(2026, 10, 9)),
    ],
)
def test_pay_day_is_the_tenth_or_the_business_day_before(last_day: date, day: date) -> None:
    assert COUNTRY.pay_day(last_day).day == day


def test_fee_and_share() -> None:
    assert COUNTRY.fee(date(2026, 5, 1), "person").percent == "7.5"
    assert COUNTRY.facts.share(date(2026, 5, 1)).price == "150"


def test_every_role_has_an_account_of_its_own() -> None:
    accounts = [COUNTRY.chart.account(role.name) for role in ENTITY_ROLES]
    assert len(set(accounts)) == len(accounts)


def _sale(**changes: object) -> Sale:
    given = {"structure": "main", "structure_vat": "taxed", "supply_day": date(2026, 5, 4), "vat_code": "standard",
             "client_kind": "business", "client_country": "ES", **changes}  # fmt: skip
    return Sale(**given)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "category", "rate", "article"),
    [
        ({}, "S", "21", "art. 90"),
        ({"vat_code": "reduced"}, "S", "10", "art. 91.Uno"),
        ({"vat_code": "super_reduced"}, "S", "4", "art. 91.Dos"),
        ({"vat_code": "exempt"}, "E", "0", "art. 20"),
        ({"vat_code": "exempt", "training": True}, "E", "0", "art. 20.Uno.9º"),
        ({"vat_code": "outside_territory"}, "O", "0", "art. 69"),
        ({"client_country": "FR", "client_vat_number": "FR40303265045"}, "AE", "0", "art. 196"),
        ({"client_country": "US"}, "O", "0", "art. 69"),
        ({"client_country": "FR", "client_kind": "consumer"}, "S", "21", "art. 90"),
    ],
)
def test_vat(changes: dict[str, object], category: str, rate: str, article: str) -> None:
    found = COUNTRY.treat_sale(_sale(**changes), COUNTRY.facts)
    assert (found.category, found.rate) == (category, Fraction(rate) / 100)
    assert article in found.source
    assert bool(found.note) == (category != "S")


def test_vat_number_is_asked() -> None:
    with pytest.raises(Refusal):
        COUNTRY.treat_sale(_sale(client_country="FR"), COUNTRY.facts)


def test_payment_reference() -> None:
    assert COUNTRY.payment_reference(42).startswith("RF")


def test_case_of_every_kind_and_numbers_with_sources() -> None:
    for key in COUNTRY.parameters:
        for stand in COUNTRY.parameters.history(key).stands:
            assert stand.source and stand.checked
