"""Fees, pay days, VAT, accounts, and words in German for everything a person reads."""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from core.country import Country, Sale
from shared_tools.refusal import Refusal
from shared_tools.roles import ENTITY_ROLES

FOLDER = Path(__file__).parents[1]


def sale(**facts: object) -> Sale:
    known = {
        "structure": "main", "structure_vat": "taxed", "supply_day": date(2026, 6, 1), "vat_code": "standard",
        "client_kind": "business", "client_country": "DE",
    }  # fmt: skip
    return Sale(**{**known, **facts})  # type: ignore[arg-type]


def test_the_fee_rose_in_2022(germany: Country) -> None:
    assert germany.fee(date(2021, 12, 31), "person").percent == "7"
    assert germany.fee(date(2022, 1, 1), "organisation").percent == "9"


@pytest.mark.parametrize(
    ("last_day", "pay_day"),
    [
        (date(2026, 6, 1), date(2026, 6, 8)),
        (date(2026, 3, 1), date(2026, 3, 6)),  # 8 March is a Sunday and Berlin's holiday
        (date(2026, 4, 24), date(2026, 4, 30)),  # 1 May
        (date(2026, 12, 19), date(2026, 12, 24)),
        (date(2026, 12, 25), date(2026, 12, 31)),  # New Year
    ],
)
def test_pay_is_never_late(germany: Country, last_day: date, pay_day: date) -> None:
    found = germany.pay_day(last_day)
    assert found.day == pay_day
    assert found.day <= found.rule_day


def test_pay_days_of_ten_years_are_business_days(germany: Country) -> None:
    day = date(2026, 1, 1)
    for n in range(0, 3_650, 3):
        promised = germany.pay_day(date.fromordinal(day.toordinal() + n))
        assert germany.calendar.is_open(promised.day)
        assert 0 <= (promised.rule_day - promised.day).days <= 5


@pytest.mark.parametrize(
    ("facts", "category", "percent", "reason"),
    [
        ({}, "S", 19, ""),
        ({"vat_code": "reduced"}, "S", 7, ""),
        ({"supply_day": date(2020, 7, 1)}, "S", 16, ""),
        ({"supply_day": date(2020, 12, 31), "vat_code": "reduced"}, "S", 5, ""),
        ({"supply_day": date(2021, 1, 1)}, "S", 19, ""),
        ({"client_country": "FR", "client_vat_number": "FR40303265045"}, "AE", 0, "VATEX-EU-AE"),
        ({"client_country": "FR", "client_kind": "consumer"}, "S", 19, ""),
        ({"client_country": "CH"}, "O", 0, "VATEX-EU-O"),
        ({"vat_code": "culture_exempt"}, "E", 0, "VATEX-EU-132-1N"),
        ({"vat_code": "training_exempt"}, "E", 0, "VATEX-EU-132-1I"),
        ({"structure": "bildungswerk", "structure_vat": "exempt"}, "E", 0, "VATEX-EU-132-1I"),
    ],
)
def test_vat(germany: Country, facts: dict, category: str, percent: int, reason: str) -> None:
    found = germany.treat_sale(sale(**facts), germany.facts)
    assert (found.category, found.rate, found.reason_code) == (category, Fraction(percent, 100), reason)
    assert found.source
    assert bool(found.note) == (category in ("AE", "O", "E"))


def test_a_business_abroad_needs_its_vat_number(germany: Country) -> None:
    with pytest.raises(Refusal, match="VAT number"):
        germany.treat_sale(sale(client_country="FR"), germany.facts)


def test_every_role_has_an_account_of_its_own(germany: Country) -> None:
    numbers = [germany.chart.account(role.name) for role in ENTITY_ROLES]
    assert len(set(numbers)) == len(numbers)
    assert all(len(number) == 4 and number.isdigit() for number in numbers)


def test_payment_references_are_creditor_references(germany: Country) -> None:
    assert germany.payment_reference(196).startswith("RF")


def test_no_number_of_law_stands_in_the_code() -> None:
    """Amounts and rates live in payroll.toml: the code holds counts, scales and field widths only (conformance.py: a sample)."""
    allowed = {
        *range(14),
        29,
        30,
        32,
        42,
        46,
        50,
        60,
        100,
        1000,
        2000,
        10_000,
        20_000,
        1_000_000,
        100_000_000,
    }
    for path in set(FOLDER.glob("*.py")) - {FOLDER / "conformance.py"}:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
                assert not isinstance(node.value, float), path
                assert node.value in allowed, (path.name, node.value)
