"""Tax at source of artists: each host's rule at its limits, and the treaties that go before."""

from __future__ import annotations

from typing import Any

import pytest
from missions import ask, of_days


def tax(
    host: str, pay: int, days: int = 1, home: str = "se", status: str = "employee", **more: Any
) -> dict[str, Any]:
    stay_keys = ("performances", "days_12_months", "pay_cents")
    stay = of_days(host, days, **{key: more.pop(key) for key in stay_keys if key in more})
    found = ask(
        {"seat": more.pop("seat", home), "residence": home, "status": status}, work=[stay], tax_residence=home,
        artist_pay_cents=pay, **more,
    )  # fmt: skip
    (one,) = found["lines"]["source_tax"]
    known = one["tax_cents"] is not None
    assert found["outputs"]["source_tax_cents"] == (
        one["tax_cents"] + one["surcharge_cents"] if known else None
    )
    return one


def numbers(found: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(found[key] for key in ("rule", "base_cents", "rate_percent", "tax_cents", "surcharge_cents"))


@pytest.mark.parametrize(
    ("host", "pay", "more", "expected"),
    [
        ("be", 100_000, {}, ("be_18", 60_000, "18", 10_800, 0)),
        ("be", 100_000, {"days": 2}, ("be_18", 50_000, "18", 9_000, 0)),
        ("be", 200_000, {"days": 10}, ("be_18", 70_000, "18", 12_600, 0)),
        ("be", 200_000, {"days": 11}, ("be_18", 70_000, "18", 12_600, 0)),
        ("be", 39_999, {}, ("be_18", 0, "18", 0, 0)),
        ("be", 40_003, {}, ("be_18", 3, "18", 1, 0)),
        ("fr", 100_005, {}, ("fr_182_a_bis", 90_005, "15", 13_501, 0)),
        ("fr", 100_004, {}, ("fr_182_a_bis", 90_004, "15", 13_501, 0)),
        ("de", 25_000, {}, ("de_50a_small", 25_000, "0", 0, 0)),
        ("de", 25_001, {}, ("de_50a_gross", 25_001, "15", 3_750, 206)),
        ("de", 75_000, {"performances": 3}, ("de_50a_small", 75_000, "0", 0, 0)),
        ("de", 75_001, {"performances": 3}, ("de_50a_gross", 75_001, "15", 11_250, 619)),
        ("de", 100_000, {"method": "net", "costs_cents": 40_000}, ("de_50a_net", 60_000, "30", 18_000, 990)),
        ("de", 100_000, {"method": "net", "costs_cents": 140_000}, ("de_50a_net", 0, "30", 0, 0)),
        ("de", 20_000, {"method": "net", "costs_cents": 10_000}, ("de_50a_small", 20_000, "0", 0, 0)),
        ("de", 100_000, {"costs_cents": 40_000}, ("de_50a_gross", 100_000, "15", 15_000, 825)),
        ("at", 100_000, {}, ("at_99_small", 100_000, "0", 0, 0)),
        ("at", 100_001, {}, ("at_99_gross", 100_001, "20", 20_000, 0)),
        ("at", 100_003, {}, ("at_99_gross", 100_003, "20", 20_001, 0)),
        ("at", 150_000, {"costs_cents": 50_000}, ("at_99_small", 100_000, "0", 0, 0)),
        ("at", 150_000, {"costs_cents": 49_999}, ("at_99_gross", 150_000, "20", 30_000, 0)),
        ("at", 300_000, {"method": "net", "costs_cents": 100_000}, ("at_99_net", 200_000, "25", 50_000, 0)),
        ("es", 80_000, {}, ("es_irnr", 80_000, "19", 15_200, 0)),
        ("it", 80_000, {}, ("it_scale", 80_000, None, None, 0)),
        ("it", 80_000, {"status": "self_employed"}, ("it_30", 80_000, "30", 24_000, 0)),
        ("se", 80_003, {"home": "be"}, ("se_asink", 80_003, "15", 12_000, 0)),
        ("hu", 80_000, {}, ("hu_pit", 80_000, "15", 12_000, 0)),
        ("hu", 80_000, {"status": "self_employed"}, ("hu_pit", 72_000, "15", 10_800, 0)),
        ("nl", 80_000, {}, ("nl_none", 80_000, "0", 0, 0)),
        ("lu", 80_000, {}, (None, 80_000, None, None, 0)),
    ],
)  # fmt: skip
def test_hosts(host: str, pay: int, more: dict[str, Any], expected: tuple[Any, ...]) -> None:
    assert numbers(tax(host, pay, **more)) == expected


def test_residents_of_third_states_pay_more_in_spain_and_have_no_net_method() -> None:
    assert tax("es", 80_000, home="ch", seat="se")["rate_percent"] == "24"
    assert tax("es", 80_000, home="no", seat="se")["rate_percent"] == "19"
    third = tax("de", 100_000, home="ch", seat="se", method="net", costs_cents=40_000)
    assert third["rule"] == "de_50a_gross"
    assert tax("nl", 100_000, home="br", seat="se")["tax_cents"] is None


@pytest.mark.parametrize(
    ("host", "home", "more", "rule"),
    [
        ("fr", "be", {}, "treaty_be_fr"),
        ("be", "fr", {}, "treaty_be_fr"),
        ("be", "fr", {"days_12_months": 183}, "treaty_be_fr"),
        ("be", "fr", {"days_12_months": 184}, "be_18"),
        ("fr", "be", {"days_12_months": 184}, "fr_182_a_bis"),
        ("be", "fr", {"seat": "de"}, "be_18"),
        ("be", "fr", {"certificate": False}, "be_18"),
        ("fr", "be", {"status": "self_employed", "days_12_months": 184}, "treaty_be_fr"),
        ("be", "de", {}, "treaty_be_de_employee"),
        ("be", "de", {"days_12_months": 184}, "be_18"),
        ("be", "de", {"status": "self_employed"}, "be_18"),
        ("be", "de", {"certificate": False}, "be_18"),
        ("de", "be", {}, "de_50a_gross"),
        ("de", "be", {"certificate": True}, "treaty_be_de_employee"),
        ("at", "de", {"public_funds": True}, "treaty_17_3"),
        ("at", "de", {"public_funds": True, "certificate": False}, "at_99_gross"),
        ("nl", "be", {}, "nl_none"),
    ],
)  # fmt: skip
def test_treaties_go_before_the_rate(host: str, home: str, more: dict[str, Any], rule: str) -> None:
    found = tax(host, 200_000, home=home, **more)
    assert found["rule"] == rule
    if rule.startswith("treaty"):
        assert numbers(found)[1:] == (0, "0", 0, 0)


def test_no_tax_without_pay_on_stage_and_none_of_residents() -> None:
    assert ask(artist_pay_cents=None)["lines"]["source_tax"] == []
    assert ask(artist_pay_cents=0)["lines"]["source_tax"] == []
    assert ask(activity="stage_technique")["lines"]["source_tax"] == []
    assert ask(tax_residence="fr")["lines"]["source_tax"] == []
    assert ask(work=[of_days("be", 1)], tax_residence="fr")["lines"]["source_tax"] == []


def test_each_host_has_its_own_pay_in_order_of_work() -> None:
    stays = [of_days("se", 1, pay_cents=10_000), of_days("es", 1), of_days("hu", 1, pay_cents=30_000)]
    found = ask(work=stays, artist_pay_cents=20_000)
    assert [one["base_cents"] for one in found["lines"]["source_tax"]] == [10_000, 20_000, 30_000]
    assert found["outputs"]["source_tax_cents"] == 1_500 + 3_800 + 4_500


def test_a_tax_that_nobody_knows_holds_the_mission() -> None:
    client = {"state": "it", "taxable": True, "vat_valid": True}
    assert not ask(stay={"state": "it"}, client=client)["outputs"]["release"]
    assert ask(stay={"state": "se"}, client=client)["outputs"]["release"]
    assert not ask(stay={"state": "se"}, client=client, borne_by="payer")["outputs"]["release"]
