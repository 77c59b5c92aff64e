"""VAT: each row V1 to V14, the mentions, the number of the client."""

from __future__ import annotations

from typing import Any

import pytest
from missions import ask, of_days

FIRM = {"taxable": True, "vat_valid": True}
PERSON = {"taxable": False, "vat_valid": False}


def vat(activity: str, client: dict[str, Any], host: str = "fr", **more: Any) -> dict[str, Any]:
    return ask(work=[of_days(host, 1)], activity=activity, client=client, **more)["lines"]["vat"]


@pytest.mark.parametrize(
    ("activity", "client", "host", "expected"),
    [
        # rule, place, category, register_in, oss
        ("consulting", {"state": "be", **FIRM}, "fr", ("V1", "be", "S", None, False)),
        ("performance", {"state": "be", **FIRM}, "fr", ("V1", "be", "S", None, False)),
        ("performance", {"state": "be", **PERSON}, "be", ("V1", "be", "S", None, False)),
        ("licence", {"state": "be", **PERSON}, "fr", ("V1", "be", "S", None, False)),
        ("streamed", {"state": "be", **PERSON}, "be", ("V1", "be", "S", None, False)),
        ("performance", {"state": "fr", **FIRM}, "fr", ("V2", "fr", "AE", None, False)),
        ("consulting", {"state": "fi", **FIRM}, "be", ("V2", "fi", "AE", None, False)),
        ("conference", {"state": "fr", **FIRM}, "fr", ("V2", "fr", "AE", None, False)),
        ("e_service", {"state": "fr", **FIRM}, "fr", ("V2", "fr", "AE", None, False)),
        ("consulting", {"state": "ch", **FIRM}, "be", ("V3", "ch", "O", None, False)),
        ("streamed", {"state": "us", **FIRM}, "be", ("V3", "us", "O", None, False)),
        ("licence", {"state": "xi", **FIRM}, "be", ("V3", "xi", "O", None, False)),
        ("consulting", {"state": "fr", **PERSON}, "fr", ("V4", "be", "S", None, False)),
        ("licence", {"state": "fr", **PERSON}, "fr", ("V4", "be", "S", None, False)),
        ("consulting", {"state": "us", **PERSON}, "be", ("V4", "be", "S", None, False)),
        ("performance", {"state": "fr", **PERSON}, "es", ("V5", "es", "S", "es", False)),
        ("performance", {"state": "be", **PERSON}, "es", ("V5", "es", "S", "es", False)),
        ("performance", {"state": "fr", **PERSON}, "be", ("V5", "be", "S", None, False)),
        ("stage_technique", {"state": "fr", **PERSON}, "fr", ("V5", "fr", "S", "fr", False)),
        ("made_to_order_training", {"state": "fr", **PERSON}, "fr", ("V5", "fr", "S", "fr", False)),
        ("public_training", {"state": "fr", **PERSON}, "fr", ("V5", "fr", "S", "fr", False)),
        ("admission", {"state": "fr", **PERSON}, "fr", ("V5", "fr", "S", "fr", False)),
        ("performance", {"state": "ch", **PERSON}, "ch", ("V5", "ch", "O", "ch", False)),
        ("streamed", {"state": "fr", **PERSON}, "be", ("V6", "fr", "S", None, True)),
        ("admission", {"state": "fr", **FIRM}, "es", ("V7", "es", "S", "es", False)),
        ("admission", {"state": "us", **FIRM}, "es", ("V7", "es", "S", "es", False)),
        ("admission", {"state": "fr", **FIRM}, "be", ("V7", "be", "S", None, False)),
        (
            "admission",
            {"state": "fr", "taxable": True, "vat_valid": False},
            "es",
            ("V7", "es", "S", "es", False),
        ),
        ("streamed", {"state": "fr", **FIRM}, "be", ("V8", "fr", "AE", None, False)),
        ("made_to_order_training", {"state": "fr", **FIRM}, "fr", ("V9", "fr", "AE", None, False)),
        ("public_training", {"state": "fr", **FIRM}, "de", ("V10", "de", "S", "de", False)),
        ("public_training", {"state": "be", **FIRM}, "de", ("V10", "de", "S", "de", False)),
        ("public_training", {"state": "be", **FIRM}, "be", ("V1", "be", "S", None, False)),
        ("e_service", {"state": "fr", **PERSON}, "be", ("V11", "fr", "S", None, True)),
        ("licence", {"state": "fr", **FIRM}, "be", ("V13", "fr", "AE", None, False)),
    ],
)
def test_rows(activity: str, client: dict[str, Any], host: str, expected: tuple[Any, ...]) -> None:
    """V12 is no row of the dossier; V14, a public body without a number, is V4 or V5."""
    found = vat(activity, client, host)
    assert tuple(found[key] for key in ("rule", "place", "category", "register_in", "oss")) == expected
    assert found["recapitulative"] == found["vies_check"] == (expected[2] == "AE")
    assert found["rate_percent"] == (None if expected[2] == "S" else "0.00")
    assert (found["mention"] is not None) == (expected[2] == "AE" or expected[0] == "V3")


def test_an_event_attended_from_afar_is_a_streamed_one() -> None:
    assert vat("admission", {"state": "fr", **FIRM}, "es", virtual=True)["rule"] == "V8"
    assert vat("admission", {"state": "fr", **PERSON}, "es", virtual=True)["rule"] == "V6"


@pytest.mark.parametrize(("turnover", "oss"), [(1_000_000, False), (1_000_001, True), (None, True)])
def test_few_e_services_for_consumers_are_taxed_at_home(turnover: int | None, oss: bool) -> None:
    found = vat("e_service", {"state": "fr", **PERSON}, e_service_turnover_cents=turnover)
    assert (found["oss"], found["place"]) == (oss, "fr" if oss else "be")


@pytest.mark.parametrize(
    ("said", "age", "rule"),
    [
        (True, None, "V2"),
        (False, 1, "hold"),
        ("unknown", 89, "V2"),
        ("unknown", 90, "hold"),
        ("unknown", None, "hold"),
        (None, None, "hold"),
    ],
)
def test_a_silent_vies_is_not_a_no(said: Any, age: int | None, rule: str) -> None:
    client = {"state": "fr", "taxable": True, "vat_valid": said, "last_valid_days": age}
    found = ask(client=client)
    assert found["outputs"]["vat_rule"] == rule
    assert found["lines"]["vat"]["vies_check"]
    assert found["outputs"]["release"] == (rule == "V2")


@pytest.mark.parametrize(
    ("key", "words"),
    [
        (None, "Btw verlegd"),
        ("be-nl", "Btw verlegd"),
        ("be-fr", "Autoliquidation"),
        ("de", "Steuerschuldnerschaft des Leistungsempfängers"),
        ("en", "Reverse charge"),
    ],
)
def test_the_mention_is_in_the_issuers_language(key: str | None, words: str) -> None:
    assert ask(mention_key=key)["lines"]["vat"]["mention"] == words


def test_what_needs_a_registration_or_lies_outside_the_union_is_not_released() -> None:
    for activity, client, host in (
        ("performance", {"state": "es", **PERSON}, "es"),
        ("performance", {"state": "ch", **PERSON}, "ch"),
        ("streamed", {"state": "us", **PERSON}, "be"),
    ):
        stay = of_days(host, 1)
        found = ask(work=[stay], activity=activity, client=client, artist_pay_cents=None)
        assert not found["outputs"]["release"], activity
    over_oss = ask(work=[of_days("be", 1)], activity="streamed", client={"state": "fr", **PERSON})
    assert over_oss["outputs"]["release"]


def test_one_invoice_for_events_in_two_states_waits_for_a_person() -> None:
    stays = [of_days("be", 1), of_days("fr", 1)]
    found = ask(work=stays, client={"state": "be", **PERSON}, artist_pay_cents=None)
    assert found["lines"]["vat"]["needs_human"] == ["several_places"]
    assert not found["outputs"]["release"]


def test_nothing_invoiced_has_no_rule() -> None:
    found = ask(client=None)["outputs"]
    assert (found["vat_rule"], found["vat_category"], found["release"]) == (None, None, True)
