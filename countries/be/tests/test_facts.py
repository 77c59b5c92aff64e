"""Fact sheet, VAT, pay days, references, words, and the rehearsal of the coming year."""

from __future__ import annotations

import ast
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from core.country import Sale
from countries.be import open_ended, quarter
from countries.be.payroll import Wage
from countries.be.tests.works import BELGIUM
from shared_tools.i18n import catalogue
from shared_tools.paysheet import Columns
from shared_tools.refusal import Refusal
from shared_tools.roles import ENTITY_ROLES

FOLDER = Path(__file__).parent.parent
DAY = date(2026, 10, 5)


def sale(code="standard", **own):
    fields = {
        "structure": "productions", "structure_vat": "taxed", "supply_day": DAY, "vat_code": code,
        "client_kind": "business", "client_country": "BE",
    }  # fmt: skip
    return BELGIUM.treat_sale(Sale(**(fields | own)), BELGIUM.facts)


@pytest.mark.parametrize(
    ("own", "category", "rate"),
    [
        ({}, "S", 21),
        ({"code": "performance"}, "S", 6),
        ({"code": "copyright", "client_kind": "consumer"}, "S", 6),
        ({"code": "exempt_performance"}, "E", 0),
        ({"code": "exempt_publishing"}, "E", 0),
        ({"structure": "training", "structure_vat": "exempt"}, "E", 0),
        ({"client_country": "FR", "client_vat_number": "FR12345678901"}, "AE", 0),
        ({"code": "exempt_performance", "client_country": "FR", "client_vat_number": "FR1"}, "AE", 0),
        ({"client_country": "US"}, "O", 0),
        ({"client_country": "FR", "client_kind": "consumer"}, "S", 21),
        ({"code": "immovable_works", "client_vat_number": "BE0403701924"}, "AE", 0),
        ({"code": "lodging"}, "S", 12),
        ({"code": "lodging", "supply_day": date(2026, 2, 28)}, "S", 6),
        ({"code": "zero"}, "Z", 0),
    ],
)
def test_vat(own, category, rate):
    found = sale(**own)
    assert (found.category, found.rate) == (category, Fraction(rate, 100))
    assert found.source
    assert bool(found.note) == (category in "AEOG")


@pytest.mark.parametrize(
    "own",
    [{"code": "exempt_training"}, {"code": "immovable_works"}, {"client_country": "FR"}],
)
def test_vat_refused(own):
    with pytest.raises(Refusal):
        sale(**own)


def test_every_role_has_an_account_of_its_own():
    accounts = [BELGIUM.chart.account(role.name) for role in ENTITY_ROLES]
    assert len(set(accounts)) == len(accounts)


@pytest.mark.parametrize(
    ("last", "paid"),
    [
        (date(2026, 10, 5), date(2026, 10, 12)),
        (date(2026, 10, 3), date(2026, 10, 9)),  # the 10th is a Saturday
        (date(2026, 11, 4), date(2026, 11, 10)),  # Armistice Day
        (date(2026, 12, 25), date(2026, 12, 31)),  # New Year's Day
    ],
)
def test_pay_day_is_seven_days_later_or_the_business_day_before(last, paid):
    assert BELGIUM.pay_day(last).day == paid


def test_payment_reference_is_the_structured_communication():
    assert BELGIUM.payment_reference(2026000123) == "+++202/6000/12320+++"
    assert BELGIUM.payment_reference(97) == "+++000/0000/09797+++"


def test_fee_of_the_report():
    assert BELGIUM.fee(date(2017, 6, 1), "person").percent == "6.5"


def test_rehearsal_names_the_formula_of_2027():
    missing = {key for key, why in BELGIUM.parameters.gaps(date(2027, 1, 1)) if why.startswith("no value")}
    assert {"pp_scale", "pp_children", "exceptional", "employer_ceiling_quarter", "copyright_cap"} <= missing


def test_every_number_is_one_that_the_code_knows():
    code = "\n".join(path.read_text() for path in FOLDER.glob("*.py"))
    reserved = {
        "joint_committee", "employer_class", "iaa_day", "iaa_travel", "iaa_days_year", "iaa_days_row",
        "iaa_payer_levy",
    }  # fmt: skip
    composed = {f"work_bonus_{part}_{status}" for part in "ab" for status in ("employee", "manual")}
    unused = {key for key in BELGIUM.parameters if f'"{key}"' not in code} - reserved - composed
    assert unused == set()


def messages():
    for path in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "N_":
                yield ast.literal_eval(node.args[0])


@pytest.mark.parametrize("language", ["fr", "nl", "de"])
def test_every_message_is_translated(language):
    known = catalogue(FOLDER, language)
    labels = {rate.label for rate in BELGIUM.facts.sheet.vat}
    assert {*messages(), *labels} - set(known) == set()


def test_special_contribution_is_settled_on_the_quarter():
    family = np.array(["single", "spouse_none", "spouse_income"])
    base = np.array([583614, 583614, 330000])
    taken = np.array([1000, 0, 0])
    law = BELGIUM.parameters.on(DAY)
    assert quarter.special_difference(base, taken, family, law).tolist() == [-1000, 0, 1545]


def test_structural_reduction_is_settled_on_the_sum_of_fractions():
    law = BELGIUM.parameters.on(DAY)
    row = Wage(gross=64000, pay_day=DAY, quarter=4, days=4, month_days=22, day_seconds=27360)
    columns = Columns.of([row, row])
    apart = quarter.structural_difference(columns, np.array([1, 2]), np.array([1276, 1276]), law)
    assert apart.tolist() == [0, 0]


def test_an_activity_carries_a_fixed_wage_or_does_not():
    law = BELGIUM.parameters.on(DAY)
    row = Wage(
        gross=300000, pay_day=DAY, quarter=4, days=22, month_days=22, day_seconds=27360, whole_month=True,
        third_of_quarter=True,
    )  # fmt: skip
    year = open_ended.plan(Columns.of([row]), law)
    assert year.double_holiday == 276000
    assert year.commitment == year.twelve_months + 276000
    assert year.carried_by(year.commitment) and not year.carried_by(year.commitment - 1)
    assert year.warning(budget=year.commitment, paid=0)
    assert not year.warning(budget=year.commitment + year.reserve, paid=0)
