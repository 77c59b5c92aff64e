"""Each row of the decision tree, at and just past its border."""

from __future__ import annotations

from typing import Any

import pytest
from missions import ask

from shared_tools.refusal import Refusal


def social(changed: dict[str, Any], **more: Any) -> dict[str, Any]:
    return ask(changed, **more)["lines"]["social"]


def multi(shares: dict[str, Any], **changed: Any) -> dict[str, Any]:
    return social({"pattern": "multi", "shares": shares, **changed})


def found(answer: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(answer[key] for key in ("law", "basis", "a1_kind", "a1_asked_in", "a1_issuer", "needs"))


BLOCKED = ("fr", "11(3)(a)", None, None, None)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, ("be", "12(1)", "3.1", "be", "onss", None)),
        ({"expected_months": 24}, ("be", "12(1)", "3.1", "be", "onss", None)),
        ({"expected_months": "24.1"}, (*BLOCKED, "art16_or_employ_by:fr")),
        ({"insured_months_before": 1}, ("be", "12(1)", "3.1", "be", "onss", None)),
        ({"insured_months_before": "0.9"}, (*BLOCKED, "employ_by:fr")),
        ({"active_at_home": False}, (*BLOCKED, "employ_by:fr")),
        ({"replaces_posted": True}, (*BLOCKED, "employ_by:fr")),
        ({"status": "self_employed"}, ("be", "12(2)", "3.3", "be", "inasti", None)),
        (
            {"status": "self_employed", "insured_months_before": 2},
            ("be", "12(2)", "3.3", "be", "inasti", None),
        ),
        ({"status": "self_employed", "insured_months_before": 1}, (*BLOCKED, "employ_by:fr")),
        (
            {"status": "self_employed", "replaces_posted": True},
            ("be", "12(2)", "3.3", "be", "inasti", None),
        ),
        ({"residence": "fr"}, ("be", "12(1)", "3.1", "be", "onss", None)),
    ],
)
def test_4_a_posting_keeps_home_law_within_its_conditions(
    changed: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    answer = social(changed)
    assert found(answer) == expected
    assert answer["blocked"] == (answer["law"] == "fr")
    assert answer["a1"] == (answer["law"] == "be")


def test_work_at_home_alone_needs_no_certificate() -> None:
    answer = ask(stay={"state": "be"})["lines"]["social"]
    assert (answer["law"], answer["basis"], answer["a1"]) == ("be", "11(3)(a)", False)


def test_2a_employment_goes_before_self_employment_elsewhere() -> None:
    assert found(multi({"be": 60, "fr": 40}, self_employed_in="fr")) == (
        "be",
        "13(3)",
        "3.8",
        "be",
        "onss",
        None,
    )
    assert multi({"be": 60, "fr": 40}, self_employed_in="be", residence="fr")["basis"] == "13(1)(a)"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        (25, ("fr", "13(1)(a)", "3.2", "fr", "urssaf", "contributions_in:fr")),
        ("24.99", ("be", "13(1)(b)(i)", "3.2", "fr", "urssaf", None)),
    ],
)
def test_2b_a_quarter_at_home_is_substantial(share: Any, expected: tuple[Any, ...]) -> None:
    assert found(multi({"fr": share, "be": 75}, residence="fr")) == expected


def test_a_share_near_the_border_is_proposed_to_the_desk() -> None:
    marks = [
        multi({"fr": share, "be": 60}, residence="fr")["needs_human"] for share in ("19.9", 20, 30, "30.1")
    ]
    assert marks == [[], ["share_20_30"], ["share_20_30"], []]
    assert social({"own_company": True})["needs_human"] == ["own_company"]


FRAMEWORK = {"residence": "fr", "both_ask": True}


@pytest.mark.parametrize(
    ("shares", "changed", "basis"),
    [
        ({"fr": 40, "be": 60}, {"telework_share": 40}, "16(1) framework"),
        ({"fr": 25, "be": 75}, {"telework_share": 25}, "16(1) framework"),
        ({"fr": "49.9", "be": "50.1"}, {"telework_share": "49.9"}, "16(1) framework"),
        ({"fr": 50, "be": 50}, {"telework_share": 50}, "13(1)(a)"),
        ({"fr": 55, "be": 45}, {"telework_share": 55}, "13(1)(a)"),
        ({"fr": 24, "be": 76}, {"telework_share": 24}, "13(1)(b)(i)"),
        ({"fr": 40, "be": 60}, {"telework_share": 30}, "13(1)(a)"),
        ({"fr": 40, "be": 60}, {"telework_share": 40, "both_ask": False}, "13(1)(a)"),
        ({"fr": 40, "be": 50, "nl": 10}, {"telework_share": 40}, "13(1)(a)"),
        ({"fr": 40, "be": 56, "nl": 4}, {"telework_share": 40}, "16(1) framework"),
        ({"fr": 40, "be": 60}, {"telework_share": 40, "other_seats": ["nl"]}, "13(1)(a)"),
        ({"fr": 40, "be": 60}, {"telework_share": 40, "other_seats": ["be"]}, "16(1) framework"),
        ({"hu": 40, "be": 60}, {"telework_share": 40, "residence": "hu"}, "13(1)(a)"),
        ({"ch": 40, "be": 60}, {"telework_share": 40, "residence": "ch"}, "16(1) framework"),
    ],
)
def test_2b_telework_under_the_framework_agreement(
    shares: dict[str, Any], changed: dict[str, Any], basis: str
) -> None:
    answer = multi(shares, **FRAMEWORK | changed)
    assert answer["basis"] == basis
    if basis == "16(1) framework":
        assert found(answer) == ("be", basis, "3.11", "be", "onss", "joint_request")


@pytest.mark.parametrize(
    ("residence", "start", "framework"),
    [
        ("it", "2023-12-31", False),
        ("it", "2024-01-01", True),
        ("fr", "2023-06-30", False),
        ("fr", "2023-07-01", True),
    ],
)
def test_the_framework_agreement_holds_from_its_day_and_for_italy_from_its_own(
    residence: str, start: str, framework: bool
) -> None:
    answer = ask(
        {
            "pattern": "multi", "shares": {residence: 40, "be": 60}, "residence": residence,
            "telework_share": 40, "both_ask": True,
        },
        {"state": residence, "start": start, "end": start, "days": 1, "recipient_in_host": False},
        client=None, artist_pay_cents=None,
    )  # fmt: skip
    assert (answer["lines"]["social"]["basis"] == "16(1) framework") == framework


@pytest.mark.parametrize(
    ("seats", "law", "case"),
    [
        ([], "be", "i"),
        (["be"], "be", "ii"),
        (["nl"], "be", "iii"),
        (["nl", "nl"], "be", "iii"),
        (["de"], "nl", "iv"),
        (["de", "nl"], "nl", "iv"),
    ],
)
def test_2c_the_seats_of_employers_decide_below_a_quarter(seats: list[str], law: str, case: str) -> None:
    answer = multi({"nl": 10, "be": 90}, residence="nl", other_seats=seats)
    assert (answer["law"], answer["basis"]) == (law, f"13(1)(b)({case})")
    assert (answer["a1_asked_in"], answer["a1_issuer"]) == ("nl", "svb")
    assert answer["needs"] == (None if law == "be" else f"contributions_in:{law}")


def test_2c_an_employer_of_the_residence_gives_way_to_the_other_seat() -> None:
    answer = multi({"be": 10, "de": 90}, other_seats=["de"])
    assert found(answer) == ("de", "13(1)(b)(iii)", "3.2", "be", "onss", "contributions_in:de")


@pytest.mark.parametrize(("share", "law"), [(25, "be"), (24, "nl")])
def test_2d_the_self_employed_are_under_residence_or_centre(share: int, law: str) -> None:
    answer = multi({"be": share, "fr": 70}, status="self_employed", centre="nl")
    assert (answer["law"], answer["basis"], answer["a1_kind"], answer["a1_issuer"]) == (
        law,
        "13(2)",
        "3.4",
        "inasti",
    )


def test_1_and_3_marginal_work_does_not_count_but_needs_its_certificate() -> None:
    at_home = multi({"be": "95.1", "fr": "4.9"})
    assert found(at_home) == ("be", "11(3)(a)", None, "be", "onss", None)
    assert at_home["a1"]
    assert multi({"be": 95, "fr": 5})["basis"] == "13(1)(a)"
    elsewhere = multi({"fr": 97, "be": 3})
    assert found(elsewhere) == ("fr", "11(3)(a)", None, None, None, "employ_by:fr")
    assert elsewhere["blocked"]
    assert not ask({"pattern": "multi", "shares": {"be": 100}}, {"state": "be"})["lines"]["social"]["a1"]


@pytest.mark.parametrize(
    ("changed", "issuer"),
    [
        ({"seat": "de", "residence": "de"}, "health_insurer"),
        ({"seat": "de", "residence": "de", "status": "self_employed"}, "health_insurer"),
        ({"seat": "de", "residence": "de", "pattern": "multi", "shares": {"de": 50, "fr": 50}}, "dvka"),
        ({"seat": "at", "residence": "at", "status": "self_employed"}, "svs"),
        ({"seat": "nl", "residence": "nl"}, "svb"),
        ({"residence": "lu", "pattern": "multi", "shares": {"lu": 50, "be": 50}}, None),
    ],
)
def test_who_issues_the_certificate(changed: dict[str, Any], issuer: str | None) -> None:
    answer = social(changed, stay={"state": "fr"})
    assert answer["a1"]
    assert answer["a1_issuer"] == issuer


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"civil_servant": True}, ("be", "11(3)(b)", "3.5", "be", "onss", None)),
        ({"civil_servant": "nl"}, ("nl", "11(3)(b)", "3.5", "nl", "svb", "contributions_in:nl")),
        (
            {"civil_servant": "nl", "pattern": "multi", "shares": {"nl": 60, "be": 40}},
            # Work in several States is told to the institution of the residence (987 art. 16), art. 13(4) included.
            ("nl", "13(4)", "3.9", "be", "onss", "contributions_in:nl"),
        ),
        ({"civil_servant": False}, ("be", "12(1)", "3.1", "be", "onss", None)),
    ],
)
def test_0_civil_servants_stay_with_their_administration(
    changed: dict[str, Any], expected: tuple[Any, ...]
) -> None:
    assert found(social(changed)) == expected


def test_what_is_agreed_for_2026_is_applied_on_request_alone_and_never_released() -> None:
    newcomer = {"insured_months_before": 2}
    agreed = ask(newcomer, rules="coordination-2026")
    assert agreed["lines"]["social"]["blocked"]
    assert not ask(newcomer)["lines"]["social"]["blocked"]
    three, four = (
        ask(stay={"end": "2026-05-08", "days": days}, rules="coordination-2026") for days in (3, 4)
    )
    assert [one["lines"]["social"]["a1"] for one in (three, four)] == [False, True]
    assert not three["outputs"]["release"]
    building = ask(rules="coordination-2026", activity="fair_building")
    assert building["lines"]["social"]["a1"]


# --- the examples of dossier 1.6 ---


@pytest.mark.parametrize(
    ("changed", "host", "law"),
    [
        ({"insured_months_before": 0}, "es", "es"),
        ({"insured_months_before": 1}, "es", "be"),
        ({"residence": "fr", "pattern": "multi", "shares": {"fr": 40, "be": 60}}, "fr", "fr"),
        (
            {
                "residence": "fr", "pattern": "multi", "shares": {"fr": 40, "be": 60}, "telework_share": 40,
                "both_ask": True,
            },
            "fr", "be",
        ),
        (
            {
                "residence": "fr", "pattern": "multi", "shares": {"fr": 55, "be": 45}, "telework_share": 55,
                "both_ask": True,
            },
            "fr", "fr",
        ),
        (
            {
                "seat": "at", "residence": "at", "other_seats": ["de"], "pattern": "multi",
                "shares": {"at": 10, "de": 90},
            },
            "de", "de",
        ),
        (
            {
                "seat": "at", "residence": "hu", "pattern": "multi", "shares": {"hu": 30, "at": 70},
                "telework_share": 30, "both_ask": True,
            },
            "hu", "hu",
        ),
        (
            {
                "seat": "it", "residence": "it", "self_employed_in": "fr", "pattern": "multi",
                "shares": {"it": 80, "fr": 20},
            },
            "fr", "it",
        ),
        ({"expected_months": 26}, "de", "de"),
    ],
)  # fmt: skip
def test_examples_of_the_dossier(changed: dict[str, Any], host: str, law: str) -> None:
    assert social(changed, stay={"state": host})["law"] == law


def test_several_hosts_of_a_tour_are_on_one_certificate_and_block_at_the_first() -> None:
    work = [
        {"state": state, "start": f"2026-05-{day}", "end": f"2026-05-{day}", "days": 1}
        for state, day in (("be", "10"), ("nl", "11"), ("de", "12"))
    ]
    assert social({}, work=work)["a1_kind"] == "3.1"
    assert social({"active_at_home": False}, work=work)["needs"] == "employ_by:nl"


def test_work_where_no_regulation_reaches_is_refused() -> None:
    with pytest.raises(Refusal) as refused:
        ask(stay={"state": "gb"})
    assert refused.value.rule == "outside_coordination"
    assert ask(stay={"state": "ch"})["lines"]["social"]["law"] == "be"
