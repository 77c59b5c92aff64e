"""Fact sheet, chart, VAT, pay days, person ids, words."""

import ast
from datetime import date
from pathlib import Path

import pytest

from core.country import Sale
from countries.at.tests.engage import AT
from shared_tools.i18n import catalogue
from shared_tools.refusal import Refusal
from shared_tools.roles import ENTITY_ROLES

FOLDER = Path(__file__).parents[1]


def test_every_role_has_its_own_account() -> None:
    accounts = [AT.chart.account(role.name) for role in ENTITY_ROLES]
    assert len(set(accounts)) == len(accounts)


def test_the_fee_rose_in_2021() -> None:
    assert AT.fee(date(2021, 6, 30), "person").percent == "7.5"
    assert AT.fee(date(2021, 7, 1), "organisation").percent == "10"


def test_pay_days_are_never_late() -> None:
    assert AT.pay_day(date(2026, 3, 20)).day == date(2026, 3, 27)
    good_friday = AT.pay_day(date(2026, 3, 27))
    assert (good_friday.rule_day, good_friday.day) == (date(2026, 4, 3), date(2026, 4, 2))
    assert AT.pay_day(date(2026, 12, 17)).day == date(2026, 12, 23)


def sale(**given: object) -> Sale:
    facts = {
        "structure": "main", "structure_vat": "taxed", "supply_day": date(2026, 3, 1), "vat_code": "standard",
        "client_kind": "business", "client_country": "AT",
    }  # fmt: skip
    return Sale(**(facts | given))  # type: ignore[arg-type]


def test_vat() -> None:
    def treat(**given: object):
        return AT.treat_sale(sale(**given), AT.facts)

    assert (treat().category, str(treat().rate)) == ("S", "1/5")
    assert treat(vat_code="culture").rate * 100 == 13
    assert treat(vat_code="culture", supply_day=date(2021, 3, 1)).rate * 100 == 5
    abroad = treat(client_country="DE", client_vat_number="DE136695976")
    assert (abroad.category, abroad.note) == ("AE", "Reverse charge: the recipient owes the tax")
    assert treat(client_country="CH").category == "O"
    exempt = treat(vat_code="exempt", training=True)
    assert (exempt.category, exempt.reason_code, exempt.rate) == ("E", "VATEX-EU-132-1I", 0)
    with pytest.raises(Refusal):
        treat(client_country="FR")


def test_person_ids() -> None:
    assert AT.check_person_id("1237 010180") == "1237010180"
    with pytest.raises(Refusal, match="not an insurance number"):
        AT.check_person_id("1238010180")


def test_payment_reference() -> None:
    assert AT.payment_reference(196).replace(" ", "").startswith("RF")


def test_every_message_is_german() -> None:
    words = catalogue(FOLDER, "de")
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                message = ast.literal_eval(node.args[0])
                assert words.get(message), message
    for rate in AT.facts.sheet.vat:
        assert words.get(rate.label), rate.label
